#!/usr/bin/env bash
# Runs every test, also after one has failed. Expects the environment of tools/env.sh.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
scratch=$root/.cache/run # where examples may leave their pictures and models
mkdir -p "$scratch"
shopt -s nullglob
failed=()

# run NAME COMMAND...: a hang is a failure too. What it prints is kept in $scratch as well.
run() {
  local name=$1 start=$SECONDS kept=$scratch/${1//\//-}.txt
  shift
  printf '\n== %s\n' "$name"
  timeout --kill-after=10 1800 "$@" </dev/null | tee "$kept" || failed+=("$name")
  printf '== %s: %d s\n' "$name" $((SECONDS - start))
}

run pytest python -m pytest --numprocesses auto --dist loadfile
run testthat Rscript -e 'testthat::test_dir("tests/testthat", package = "rkeras", load_package = "installed", stop_on_failure = TRUE, stop_on_warning = TRUE)'
for file in examples/*.py examples/python/*.py; do
  run "$file" env --chdir="$scratch" python "$root/$file"
done
for file in examples/*.R examples/r/*.R; do
  run "$file" env --chdir="$scratch" Rscript "$root/$file"
done
for file in $(grep -l '^# Prints the same as ' examples/r/*.R); do
  name=$(basename "$file" .R)
  run "$name in both languages" diff "$scratch/examples-python-$name.py.txt" "$scratch/examples-r-$name.R.txt"
done
for file in vignettes/*.Rmd; do
  run "$file" Rscript -e 'args <- commandArgs(TRUE); rmarkdown::render(args[1], output_dir = args[2], intermediates_dir = args[2], quiet = TRUE)' "$file" "$scratch"
done

[ ${#failed[@]} = 0 ] || printf 'failed: %s\n' "${failed[@]}"
exit $((${#failed[@]} > 0))
