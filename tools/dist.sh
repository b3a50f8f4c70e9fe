#!/usr/bin/env bash
# Builds the wheel, the source archive and R's tarball in dist/. What the vignettes show is computed here, so that the
# tarball builds and installs without a Python. Expects the environment of tools/env.sh, and the package `build` or pip.
set -euo pipefail
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
rm -rf dist .cache/dist
mkdir -p dist

python -m pip install --quiet --disable-pip-version-check build
python -m build --outdir dist . >.cache/dist.log 2>&1 || { tail -n 40 .cache/dist.log; exit 1; }

tools/stage.sh .cache/dist/rkeras
# A page in place of each vignette: its code with what it printed, and its pictures, which need no R any more. Each has a
# process of its own, as some set up what must be set up before TensorFlow starts.
for vignette in .cache/dist/rkeras/vignettes/*.Rmd; do
  Rscript - "$vignette" <<'R'
file <- basename(commandArgs(TRUE))
setwd(dirname(commandArgs(TRUE)))
knitr::opts_chunk$set(fig.path = paste0(tools::file_path_sans_ext(file), "-"), error = FALSE)
invisible(knitr::knit(file, paste0(file, ".md"), quiet = TRUE, envir = new.env()))
stopifnot(file.rename(paste0(file, ".md"), file))
R
done
(cd dist && R CMD build ../.cache/dist/rkeras)
ls -l dist
