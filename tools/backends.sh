#!/usr/bin/env bash
# backends.sh BACKEND [--all]: tests this clone on another backend than TensorFlow, jax or torch, in the environment of
# `make env`. The backend's packages go into .cache/backends, not into .venv: 380 MB for jax, 770 MB for torch in the build
# for CPUs, which is on an index of its own, or in a folder that pip's `find-links` names.
# A sample of a fifth of the functions is compared with TensorFlow; --all compares five of every one, and all examples, which
# takes long.
set -euo pipefail
cd "$(dirname "$0")/.."
backend=${1:?backends.sh jax|torch [--all]}
place=$PWD/.cache/backends/$backend
case $backend in
  jax) packages=(jax jaxlib opt_einsum) index=() ;;
  torch)
    packages=(torch typing_extensions sympy mpmath networkx jinja2 fsspec filelock markupsafe)
    index=(--extra-index-url https://download.pytorch.org/whl/cpu)
    ;;
  *) echo "backends.sh: no backend $backend" >&2; exit 2 ;;
esac
# Without dependencies: numpy, scipy and ml_dtypes are those of .venv, which others in front of them would hide.
if [ ! -d "$place/$backend" ]; then
  python -m pip install -q --no-deps --target "$place" "${index[@]}" "${packages[@]}"
fi
export PYTHONPATH=$place${PYTHONPATH:+:$PYTHONPATH} KERAS_BACKEND=$backend TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1
python -m pytest -q -n 0 -p no:cacheprovider --rootdir tests/backends -c /dev/null tests/backends
if [ "${2:-}" != --all ]; then
  python -m tools.backends "$backend" --samples 1 --part 1/5
else
  python -m tools.backends "$backend" --samples 5
  python -m tools.backends "$backend"
fi
