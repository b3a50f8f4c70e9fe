"""`python tools/check_rates.py` holds `rkeras check` against running: what it calls fine runs, what fails was reported.

The scripts are those of tests/check, examples/r and tests/scripts. One R process runs
all, under a hard timeout. Prints both rates, and the scripts where check and running disagree.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLLECTION = ROOT / "tests/check"
RUN = """
arguments <- commandArgs(TRUE)
rkeras::use_keras_alias(quiet = TRUE)
run_one <- function(file) {
  before <- search()
  on.exit(for (name in setdiff(search(), before)) detach(name, character.only = TRUE))
  rkeras::k_clear_session()
  tryCatch(
    {
      setTimeLimit(elapsed = as.numeric(arguments[[2L]]))
      sys.source(file, new.env(parent = globalenv()), keep.source = FALSE)
      "runs"
    },
    error = function(condition) paste("fails:", gsub("[\\r\\n\\t]+", " ", conditionMessage(condition))),
    finally = setTimeLimit()
  )
}
result <- file(file.path(arguments[[1L]], "results"), "w")
for (file in list.files(arguments[[1L]], "[.]R$", full.names = TRUE)) {
  utils::capture.output(said <- suppressMessages(suppressWarnings(run_one(file))))
  writeLines(paste(basename(file), said, sep = "\\t"), result)
  flush(result)
}
close(result)
"""


def read_collection() -> dict[str, tuple[str, str]]:
    """Return the scripts of the collection: by name what check should say, "fine" or a rule, and the code."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(COLLECTION.glob("*.R")):
        blocks = re.split(r"(?m)^#### (.+): ([\w-]+)\n", path.read_text(encoding="utf-8"))[1:]
        for name, rule, code in zip(blocks[::3], blocks[1::3], blocks[2::3], strict=True):
            assert f"{path.stem}: {name}" not in found, name
            found[f"{path.stem}: {name}"] = (rule, code)
    return found


def lay_out(folder: Path, only: str) -> None:
    """Write the scripts whose names match a pattern into a folder."""
    for name, (_, code) in read_collection().items():
        file = re.sub(r"\W+", "_", name)
        (folder / f"{file}.R").write_text(code, encoding="utf-8")
    for path in [*ROOT.glob("examples/r/*.R"), *ROOT.glob("tests/scripts/*.R")]:
        (folder / f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
    for path in folder.glob("*.R"):
        if not re.search(only, path.name):
            path.unlink()


def check(folder: Path) -> dict[str, list[str]]:
    """Return the rules of the problems that check finds in each script."""
    command = [sys.executable, "-m", "rkeras_py", "check", "--format", "json", str(folder)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stdout)
    return {
        Path(file["path"]).name: [one["rule"] for one in file["findings"] if one["level"] == "problem"]
        for file in told["files"]
    }


def run(folder: Path, each: float, seconds: float) -> dict[str, str]:
    """Run the scripts in one R process and return what became of each."""
    script = folder / "run"
    script.write_text(RUN)
    env = {**os.environ, "RETICULATE_PYTHON": sys.executable}
    silent = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
    command = ["Rscript", str(script), str(folder), str(each)]
    process = subprocess.Popen(command, cwd=folder, env=env, start_new_session=True, **silent)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
    lines = (folder / "results").read_text().splitlines()
    return dict(line.split("\t", 1) for line in lines)


def main() -> int:
    """Print the rates; returns 1 where check and running disagree."""
    parser = argparse.ArgumentParser(prog="python tools/check_rates.py", description=__doc__)
    parser.add_argument("--each", type=float, default=300, help="seconds that a script may take")
    parser.add_argument("--seconds", type=float, default=1800, help="seconds that all may take")
    parser.add_argument("--only", default="", metavar="PATTERN", help="run scripts whose names match")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rkeras-rates-") as name:
        lay_out(Path(name), options.only)
        problems, results = check(Path(name)), run(Path(name), options.each, options.seconds)
    fine = [script for script, rules in problems.items() if not rules]
    failed = [script for script in problems if results.get(script, "not run") != "runs"]
    wrong = [script for script in fine if script in failed]
    reported = [script for script in failed if problems[script]]
    print(f"{len(problems)} scripts, {len(results)} run")
    print(f"called fine: {len(fine)}, of these run: {len(fine) - len(wrong)}")
    print(f"failed: {len(failed)}, of these reported: {len(reported)}")
    alarms = [script for script in problems if problems[script] and script not in failed]
    print(f"reported and run nevertheless: {len(alarms)}")
    for script in [*wrong, *alarms]:
        print(f"  {script}: check says {problems[script] or 'fine'}; {results.get(script, 'not run')}")
    return int(bool(wrong or alarms))


if __name__ == "__main__":
    sys.exit(main())
