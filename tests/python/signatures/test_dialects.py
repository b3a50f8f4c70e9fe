"""R's keras3: what its functions mean under the alias, in scripts that are translated, and in code that is shown."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import dialect_cases
import keras
from check_support import parse
from described import describe
from support import ROOT, in_front, project_env

from rkeras_py.porting.translate.translating import translate_texts
from rkeras_py.signatures.registry import REGISTRY

PATHS = in_front("PYTHONPATH", ROOT, ROOT / "tests/python/support")
CASES = list(dialect_cases.list_cases())
RUN = """\
rkeras::use_keras_alias("keras3", quiet = TRUE)
library(keras3)
files <- commandArgs(TRUE)
reticulate::py_run_string("import json\\nfrom described import describe\\nfound = []")
record <- reticulate::py_eval("lambda made: found.append(made if isinstance(made, str) else describe(made))")
for (code in readLines(files[[1]])) {
  record(tryCatch(eval(str2lang(code)), error = conditionMessage))
}
writeLines(reticulate::py_eval("json.dumps(found)"), files[[2]])
"""


def run_in_r(codes: list[str], folder: Path) -> list[Any]:
    """Evaluate calls under the alias, and return what each makes, or the message of its error."""
    (folder / "run.R").write_text(RUN)
    (folder / "codes").write_text("\n".join(codes) + "\n")
    command = ["Rscript", *map(str, (folder / "run.R", folder / "codes", folder / "found"))]
    subprocess.run(command, check=True, env={**os.environ, **project_env(), "PYTHONPATH": PATHS}, timeout=300)
    return list(map(read, json.loads((folder / "found").read_text())))


def list_apart(found: list[Any]) -> list[Any]:
    """Return the cases of which something else was found than plain Keras makes."""
    keras.utils.clear_session()  # from whose counts of objects they have their names
    expected = [read(describe(case.expected())) for case in CASES]
    return [three for three in zip(CASES, found, expected, strict=True) if three[1] != three[2]]


def read(found: str) -> Any:
    """Return a description, in which 1 and 1.0 are equal."""
    return json.loads(found) if found.startswith("[") else found


def test_the_alias_means_what_keras3_means(tmp_path: Path) -> None:
    found = run_in_r([case.code for case in CASES], tmp_path)
    assert not list_apart(found)


def test_scripts_of_keras3_are_translated_with_its_meaning(tmp_path: Path) -> None:
    script = tmp_path / "script.R"
    script.write_text("\n".join(["library(keras3)", *(f"m{at} <- {case.code}" for at, case in enumerate(CASES))]))
    text, left = translate([script], "rkeras_py")
    assert not left
    made: dict[str, Any] = {}
    keras.utils.clear_session()
    exec(compile(text, "script.py", "exec"), made)
    found = [read(describe(made[f"m{at}"])) for at in range(len(CASES))]
    assert not list_apart(found)


def translate(scripts: list[Path], style: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the first script in Python, and what is left of it."""
    texts = [script.read_text() for script in scripts]
    found = translate_texts(texts, parse(texts), style)[0]
    return found.text, found.left


def test_the_faq_lists_the_axes_that_count_from_0() -> None:
    text = (ROOT / "vignettes/faq.Rmd").read_text()
    chunk = text[text.index("```{r zero") :].partition("```\n")[0]
    listed = {(name, axis) for name, axis in re.findall(r"(\w+)\((\w+) = \)", chunk)}
    specs = REGISTRY.values()
    assert listed == {(spec.name, name) for spec in specs for name, one in spec.params.items() if one.word.base == 0}
