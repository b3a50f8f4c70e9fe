"""Scripts made for R's keras3, of the kinds that its guides have, and old code beside them, under both hosts.

Each compares its numbers with plain Keras, or with the formula, by `stopifnot()`. One process for each host runs all;
`make test` runs a part of them under one host.
"""

from pathlib import Path

import pytest
from support import ROOT, sampled
from test_cli import run_in_hosts

SCRIPTS = ROOT / "tests/scripts/keras3"
DRIVER = """\
for (file in commandArgs(TRUE)) {
  cat("#", basename(file), "\\n")
  library(keras3, warn.conflicts = FALSE)
  clear_session()
  source(file, local = new.env(), print.eval = TRUE)
  if ("package:keras" %in% search()) detach("package:keras")
}
"""
SAID = """\
# autoencoder.R
[1] 16  8  8  1
[1] "kl_loss" "loss"
# callbacks.R
stopped after epoch 3
[1] 0.100 0.050 0.025
[1] "begin 2" "begin 3" "begin 4"
[1] 1 2 3
[1] "logs"
"""
LOOKED_AT = ("autoencoder", "callbacks", "meanings", "zz_both", "zz_package")
"""Scripts of which it is told here what they print, and one of which every line counts."""


@pytest.mark.timeout(900)
def test_scripts_for_keras3_run_unmodified_under_the_hosts(tmp_path: Path) -> None:
    driver = tmp_path / "driver.R"
    driver.write_text(DRIVER)
    every = sorted(SCRIPTS.glob("*.R"))
    scripts = [str(path) for path in every if path in sampled(every, 3) or path.stem in LOOKED_AT]
    printed = run_in_hosts(sampled(["python", "r"], 2), str(driver), *scripts, cwd=tmp_path)
    assert len(set(printed)) == 1
    lines = [line.rstrip() for line in printed[0].splitlines()]
    assert [line for line in lines if line.startswith("# ")] == [f"# {Path(script).name}" for script in scripts]
    assert lines[: SAID.count("\n")] == SAID.splitlines()
    both_packages = lines[lines.index("# zz_both.R") + 1 : lines.index("# zz_package.R")]
    assert both_packages[:2] == ["[1] 1", "[1] 10"]
    assert both_packages[-3:] == ["[1] 10", "[1] 1", "[1] 2.5"]
    assert lines[lines.index("# zz_package.R") + 1 :] == [
        "[1] 1", '[1] "a model of Keras 3"', '[1] "no model"', "[1] 10"
    ]  # fmt: skip
