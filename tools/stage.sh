#!/usr/bin/env bash
# stage.sh DIR: lays out the R package's sources in DIR, with the Python package as files in place of its link.
# R CMD build in the root would first copy all of .venv; R CMD INSTALL there would take __pycache__ along.
set -euo pipefail
cd "$(dirname "$0")/.."

parts=()
for part in DESCRIPTION NAMESPACE LICENSE README.md NEWS.md .Rbuildignore R src inst man vignettes tests/{testthat.R,testthat,contract}; do
  [ ! -e "$part" ] || parts+=("$part") # man and NAMESPACE are not there before the first `make generate`
done

rm -rf "$1"
mkdir -p "$1"
tar -ch --exclude=__pycache__ --exclude='*.pyc' --exclude='*.o' --exclude='*.so' "${parts[@]}" | tar -x -C "$1"
