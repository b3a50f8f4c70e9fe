#!/usr/bin/env bash
# setup.sh STEP...: brings this clone, on this machine, to where the other targets run. Steps: system, python, r, and
# browser, which only the tests and the site need, servers, which only the tests need, and docs, which only the site does.
# Each step first looks whether there is anything to do; what it did is noted inside what it made, so that
# removing .venv or .rlib is enough to have it made again.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache .rlib
exec 9>.cache/setup.lock
! command -v flock >/dev/null || flock 9 # two setups at once would install over each other

say() { printf 'setup: %s\n' "$*"; }
have() { command -v "$1" >/dev/null; }

# quietly LOG COMMAND...: nobody reads an installer's output unless it fails.
quietly() {
  local log=.cache/$1.log
  shift
  "$@" </dev/null >"$log" 2>&1 || { tail -n 40 "$log"; return 1; }
}

# --- system: R, its packages, and a Python that R can load ---------------------------------------------------

# reticulate loads Python as a library, so a static Python will not do; a pyenv shim may be there and not run.
usable_python() {
  "$1" - 2>/dev/null <<'PY'
import ensurepip, os, sys, venv
from sysconfig import get_config_var as config
library = os.path.join(config("LIBDIR") or "", config("LDLIBRARY") or "")
shared = config("PYTHONFRAMEWORK") or (config("Py_ENABLE_SHARED") and os.path.exists(library))
sys.exit(not (shared and (3, 11) <= sys.version_info < (3, 14)))
PY
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 /usr/bin/python3}; do
    if usable_python "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

missing_r_packages() {
  Rscript --vanilla -e '
    listed <- unlist(strsplit(read.dcf("DESCRIPTION", c("Imports", "Suggests")), ","))
    tools <- c("roxygen2", "codetools") # without codetools R CMD check looks at no code, and says OK
    needed <- c(trimws(sub("[(].*", "", listed)), tools)
    cat(needed[!nzchar(vapply(needed, function(name) system.file(package = name), ""))])'
}

can_apt() { have apt-get && [ "$(id -u)" = 0 ]; }

# Package lists may be missing or old: they are fetched only when an install fails without.
apt_install() {
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
  say "installing $*"
  quietly apt "${install[@]}" >/dev/null || { quietly apt apt-get update && quietly apt "${install[@]}"; }
}

# need_debian PACKAGE...
need_debian() {
  if can_apt; then
    apt_install "$@"
  elif have apt-get; then
    say "this is missing; install it, then run make setup again: sudo apt-get install --no-install-recommends $*"
    exit 1
  else
    say "R (>= 4.1), pandoc, Python 3.11 to 3.13 with a shared libpython and venv, and for the tests chromium are needed. Debian names of what is missing: $*"
    exit 1
  fi
}

# need_r_packages PACKAGE...
need_r_packages() {
  if have apt-get; then
    local names=("${@/#/r-cran-}")
    need_debian "${names[@],,}"
  else
    say "these R packages are missing; in R, run: install.packages(c($(printf '"%s", ' "$@" | sed 's/, $//')))"
    exit 1
  fi
}

setup_system() {
  local tools=() packages
  have Rscript || tools+=(r-base-core)
  have pandoc || tools+=(pandoc)
  ! can_apt || have dot || tools+=(graphviz) # elsewhere plot(model) says what it needs
  [ -x .venv/bin/python ] || [ -n "${PYTHON:-}" ] || find_python >/dev/null || tools+=(python3-venv libpython3-dev)
  [ ${#tools[@]} = 0 ] || need_debian "${tools[@]}"
  read -ra packages <<<"$(missing_r_packages)"
  [ ${#packages[@]} = 0 ] || need_r_packages "${packages[@]}"
  choose_compiler || { need_debian r-base-dev && choose_compiler; } || { need_debian gcc-14 && choose_compiler; } || {
    say "no C compiler here compiles R's headers; install gcc 13 or newer, or clang, then run make setup again"
    exit 1
  }
}

# The R package has C code. R is told of a compiler where its own cannot compile its headers, as gcc 12 those of R 4.5, by
# a file that tools/env.sh names, which stands before ~/.R/Makevars and leaves that as it is.
choose_compiler() {
  local own candidate makevars=.cache/Makevars
  have make || return 1
  [ "${R_MAKEVARS_USER:-}" != "$PWD/$makevars" ] || unset R_MAKEVARS_USER # else R's own compiler is what the file says
  own=$(R CMD config CC)
  rm -f $makevars
  compiles "$own" && return
  for candidate in gcc-14 gcc-15 gcc-13 clang; do
    if compiles "$candidate"; then
      printf -- '-include $(HOME)/.R/Makevars\nCC = %s\n' "$candidate" >$makevars
      return
    fi
  done
  return 1
}

# compiles COMPILER [FLAG...]
compiles() {
  local flags
  read -ra flags <<<"$1 $(R CMD config --cppflags)"
  have "${flags[0]}" && echo '#include <Rinternals.h>' | "${flags[@]}" -fsyntax-only -x c - >/dev/null 2>&1
}

# --- python: .venv, with this project editable and rpy2 in API mode where that builds ---------------------------

# gcc 12 cannot compile R 4.5's headers, whatever `cc` is.
r_compiler() { command -v gcc-14 || command -v clang || command -v cc; }

python_key() { { cat pyproject.toml && r_compiler || true; } | cksum; }

in_api_mode() { compgen -G '.venv/lib/python*/site-packages/_rinterface_cffi_api*' >/dev/null; }

# API mode is quicker, ABI mode works too: a failure here is not worth a word.
try_api_mode() {
  local version
  if can_apt && ! { have gcc-14 && dpkg-query -W r-base-dev >/dev/null 2>&1; }; then
    apt_install r-base-dev gcc-14 >/dev/null || true
  fi
  version=$(.venv/bin/python -c 'from importlib.metadata import version; print(version("rpy2-rinterface"))')
  # Without --no-cache-dir pip takes the wheel that it kept from a build that fell back to ABI mode.
  CC=$(r_compiler) LDSHARED="$(r_compiler) -shared" quietly rpy2 .venv/bin/python -m pip install \
    --no-cache-dir --no-deps --force-reinstall --no-binary rpy2-rinterface "rpy2-rinterface==$version" >/dev/null || true
}

setup_python() {
  local stamp=.venv/.set-up found
  if [ -x .venv/bin/python ]; then
    [ "$(cat $stamp 2>/dev/null)" != "$(python_key)" ] || return 0
  else
    found=$(find_python) || { say "${PYTHON:-python3} is not Python 3.11 to 3.13 with a shared libpython and venv"; exit 1; }
    say "creating .venv with $("$found" --version)"
    quietly venv "$found" -m venv --clear .venv
  fi
  say "installing Python packages (the first time this takes minutes)"
  quietly pip .venv/bin/python -m pip install --upgrade pip
  quietly pip .venv/bin/python -m pip install -e '.[bridge,plot,jupyter,test,dev]'
  in_api_mode || try_api_mode
  python_key >$stamp
}

# --- r: the R package in .rlib -----------------------------------------------------------------------------------

setup_r() {
  local stage=.cache/stage/rkeras stamp=.rlib/rkeras/.set-up key
  tools/stage.sh $stage
  key=$(cd $stage && find . \( -path ./tests -o -path ./vignettes \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum)
  [ "$(cat $stamp 2>/dev/null)" != "$key" ] || return 0
  say "installing the R package into .rlib"
  [ ! -f .cache/Makevars ] || export R_MAKEVARS_USER=$PWD/.cache/Makevars
  rm -rf .rlib/00LOCK-rkeras # of an installation that was killed
  quietly r-install R CMD INSTALL --library=.rlib $stage
  echo "$key" >$stamp
}

# --- browser: Chromium, in which the tests look at the page of learning curves -------------------------------------

setup_browser() { have chromium || need_debian chromium; }

# --- servers: R's servers, which only the tests start ----------------------------------------------------------------

setup_servers() {
  local missing
  read -ra missing <<<"$(Rscript --vanilla -e '
    needed <- c("plumber", "shiny")
    cat(needed[!nzchar(vapply(needed, function(name) system.file(package = name), ""))])')"
  [ ${#missing[@]} = 0 ] || need_r_packages "${missing[@]}"
}

# --- docs: what makes the site --------------------------------------------------------------------------------------

setup_docs() {
  local stamp=.venv/.set-up-docs key
  key=$(cksum <pyproject.toml)
  [ "$(cat $stamp 2>/dev/null)" != "$key" ] || return 0
  say "installing what makes the site"
  quietly pip .venv/bin/python -m pip install --group docs
  echo "$key" >$stamp
}

for step in "$@"; do "setup_$step"; done
