"""Calls that R evaluates under an alias, in a process of its own, with what they make."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from support import ROOT, in_front, project_env

_RUN = """\
files <- commandArgs(TRUE)
rkeras::use_keras_alias(files[[3]], quiet = TRUE)
library(files[[3]], character.only = TRUE)
reticulate::py_run_string("import json\\nfrom described import describe\\nfound = []")
record <- reticulate::py_eval("lambda made: found.append(made if isinstance(made, str) else describe(made))")
for (code in readLines(files[[1]])) {
  record(tryCatch(eval(str2lang(code)), error = conditionMessage))
}
writeLines(reticulate::py_eval("json.dumps(found)"), files[[2]])
"""
_PATHS = in_front("PYTHONPATH", ROOT, ROOT / "tests/python/support")


def list_found(codes: list[str], folder: Path, package: str = "keras3") -> list[Any]:
    """Return what each call makes, as `describe()` has it, or the message of its error.

    Args:
        codes: The calls, a line each.
        folder: A directory for the files.
        package: The alias.
    """
    (folder / "run.R").write_text(_RUN)
    (folder / "codes").write_text("\n".join(codes) + "\n")
    command = ["Rscript", *map(str, (folder / "run.R", folder / "codes", folder / "found", package))]
    subprocess.run(command, check=True, env={**os.environ, **project_env(), "PYTHONPATH": _PATHS}, timeout=300)
    return list(map(read, json.loads((folder / "found").read_text())))


def read(found: str) -> Any:
    """Return a description, in which 1 and 1.0 are equal."""
    return json.loads(found) if found.startswith("[") else found
