#!/usr/bin/env bash
# keras-versions.sh [REQUIREMENT...]: tries several Keras: what of its private side we use (tests/python/engine/test_internals.py),
# the sweeps over all functions, with plain Keras beside them, and the functional API, as the vignette and as its twin in
# Python. Without arguments: the oldest Keras that pyproject.toml allows, the newest, and the nightly. Each has a venv in
# .cache/keras-versions; all but Keras comes from .venv. Expects the environment of tools/env.sh.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
below=$root/.cache/keras-versions
export PYTHONPATH=$root TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 MPLBACKEND=Agg
failed=()

if [ $# = 0 ]; then
  oldest=$(sed -n 's/.*"keras>=\([0-9.]*\).*/\1/p' pyproject.toml)
  set -- "keras~=$oldest.0" keras keras-nightly
fi

# venv REQUIREMENT: prints the folder of a venv that has this Keras, and all else from .venv.
venv() {
  local folder=$below/${1//[^a-z0-9.-]/_}
  if [ ! -d "$folder" ]; then
    python -m venv "$folder" || return
    site=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    echo "$site" >"$("$folder/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/all-else.pth"
  fi
  "$folder/bin/python" -m pip install --quiet --upgrade --pre --no-deps --disable-pip-version-check "$1" >&2 || return
  echo "$folder"
}

# The sweeps: each function of these rooms by its samples, in Python and from R.
sweeps=(backend ops layers signatures metrics optimizers patches)

# tests NAME PATH...: tests, with the Keras of the venv, also in the processes of R that they start.
tests() {
  local name=$1
  shift
  run "$name" env RETICULATE_PYTHON="$python" "$python" -m pytest -q -n 0 -p no:cacheprovider -W "ignore:keras 3." "$@"
}

# run NAME COMMAND...: a hang is a failure too.
run() {
  local name=$1 kept=$folder/${1//\//-}.txt
  shift
  if timeout --kill-after=10 1200 "$@" </dev/null >"$kept" 2>&1; then
    printf '   passed: %s\n' "$name"
  else
    printf '   FAILED: %s, see %s\n' "$name" "$kept"
    failed+=("$keras: $name")
  fi
}

for requirement in "$@"; do
  folder=$(venv "$requirement") || { failed+=("$requirement: no venv"); continue; }
  python=$folder/bin/python
  keras=$requirement
  "$python" -c 'import keras, tensorflow; print("== keras", keras.__version__, "on tensorflow", tensorflow.__version__)'
  tests canaries tests/python/engine/test_internals.py
  for sweep in "${sweeps[@]}"; do
    tests "$sweep" "tests/python/$sweep"
  done
  run functional_api.py env --chdir="$folder" "$python" "$root/examples/python/functional_api.py"
  run functional_api.Rmd env RETICULATE_PYTHON="$python" Rscript -e \
    'rmarkdown::render("vignettes/functional_api.Rmd", output_dir = commandArgs(TRUE), intermediates_dir = commandArgs(TRUE), quiet = TRUE)' \
    "$folder"
done

[ ${#failed[@]} = 0 ] || printf 'failed: %s\n' "${failed[@]}"
exit $((${#failed[@]} > 0))
