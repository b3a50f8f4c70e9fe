#!/usr/bin/env bash
# Runs every check, also after one has failed: those of R beside those of Python, which takes half the time. Each shows
# what it printed when it is done. Expects the environment of tools/env.sh. Tests and vignettes are left to `make test`.
set -uo pipefail
cd "$(dirname "$0")/.."
kept=.cache/checks
rm -rf $kept
mkdir -p $kept

# step NAME COMMAND...
step() {
  local name=$1 log="$kept/${1//\//-}" start=$SECONDS
  shift
  printf '\n== %s\n' "$name" >"$log"
  "$@" </dev/null >>"$log" 2>&1 || echo "$name" >>$kept/failed
  echo "== $name: $((SECONDS - start)) s" >>"$log"
  cat "$log"
}

# roxygen2 deletes the page of a removed function, and a page that is as before costs it no writing.
fresh_help() {
  local copy=.cache/roxygen/rkeras
  tools/stage.sh $copy
  Rscript -e 'roxygen2::roxygenise(commandArgs(TRUE))' $copy >.cache/roxygen.log 2>&1 || { cat .cache/roxygen.log; return 1; }
  diff -r man $copy/man && diff NAMESPACE $copy/NAMESPACE || { echo "Run: make generate"; return 1; }
}

r_cmd_check() (
  tools/stage.sh .cache/check/rkeras
  cd .cache/check || exit
  rm -f ./*.tar.gz
  echo 'options(repos = character())' >Rprofile # else R CMD check asks CRAN for its index; NULL would mean the default
  export R_PROFILE=$PWD/Rprofile _R_CHECK_FORCE_SUGGESTS_=false
  R CMD build --no-build-vignettes rkeras &&
    R CMD check --as-cran --no-manual --no-build-vignettes --ignore-vignettes --no-tests rkeras_*.tar.gz &&
    ! grep -qE '^Status:.*WARNING|no visible (global|binding)' rkeras.Rcheck/00check.log # R notes an undefined name only
)

of_r() {
  step "R CMD check" r_cmd_check
  step "help pages and NAMESPACE" fresh_help
  step "air" air format --check R tests/testthat
  step "jarl" jarl check R tests/testthat
}

of_python() {
  step "ruff" ruff check
  step "ruff format" ruff format --check
  step "imports in one direction" lint-imports --no-cache
  step "plain terms" python -m tools.english
  step "generated files" python -m tools.codegen --check
  step "docs/compatibility.md" python -m tools.compatibility --check
  step "docs/conversions.md" python -m tools.conversions --check
  step "mypy" mypy
  step "pyright" pyright
}

of_r &
of_python
wait
[ ! -e $kept/failed ] || sed 's/^/failed: /' $kept/failed
[ ! -e $kept/failed ]
