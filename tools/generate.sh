#!/usr/bin/env bash
# Writes all that is made from the signatures, and installs the R package with it. Expects the environment of
# tools/env.sh. Help pages are written anew where R code changed since they were written here, which takes a minute.
set -euo pipefail
cd "$(dirname "$0")/.."

help_key() { cat DESCRIPTION NAMESPACE R/*.R man/*.Rd 2>/dev/null | cksum; }

python -m tools.codegen
python -m tools.compatibility &
pages=$!
python -m tools.conversions &
conversions=$!
stamp=.cache/help.key
if [ "$(cat $stamp 2>/dev/null)" != "$(help_key)" ]; then
  Rscript -e 'roxygen2::roxygenise()'
  help_key >$stamp
fi
wait $pages
wait $conversions
tools/setup.sh r
