#!/usr/bin/env bash
# Prints the lines that put a shell into the project's environment; %q keeps any path intact through `eval`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

printf 'export PATH=%q"${PATH:+:$PATH}"\n' "$root/.venv/bin"
printf 'export RETICULATE_PYTHON=%q\n' "$root/.venv/bin/python"
printf 'export R_LIBS=%q"${R_LIBS:+:$R_LIBS}"\n' "$root/.rlib"
[ ! -f "$root/.cache/Makevars" ] || printf 'export R_MAKEVARS_USER=%q\n' "$root/.cache/Makevars" # see tools/setup.sh
