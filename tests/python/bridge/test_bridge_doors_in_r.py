"""Values by every door of an R that hosts Python: those of the bridge, or what docs/conversions.md says of them."""

import pickle
from pathlib import Path
from typing import Any

from conversion_cases import OF_RETICULATE_IN_R, PYTHON_CASES
from conversion_cases_r import OF_RETICULATE, R_CASES, goes_by_reticulate
from plain_forms import plain_form
from prepared import run_prepared
from support import ROOT

from rkeras_py.bridge import r_session

CODES = [code for codes in R_CASES.values() for code in codes if "textConnection" not in code]
"""Without connections: such a value is the number of those that are open, and knitr opens some."""

TO_PYTHON = """
library(rkeras)
library(reticulate)
py_run_string('
import pickle, sys
sys.path.insert(0, "{support}")
from plain_forms import plain_form
codes, by_reticulate = pickle.load(open("{folder}/codes", "rb"))
forms = dict()
def note(door, code, value):
    try:
        forms[door, code] = plain_form(value)
    except Exception as error:
        forms[door, code] = str(error)
')
writeLines(
  "import __main__\\ndef note_in_file(code, value): __main__.note('source_python', code, value)",
  "{folder}/file.py"
)
source_python("{folder}/file.py")
note <- py$note
for (code in py_eval("codes")) {{
  value <- eval(parse(text = code, encoding = "UTF-8"))
  py$code <- code
  py_run_string("note('r.value', code, r.value)")
  if (!py_eval("code in by_reticulate")) next
  failed <- function(door) function(error) note(door, code, conditionMessage(error))
  tryCatch({{
    py$value <- value
    py_run_string("note('py$value', code, value)")
  }}, error = failed("py$value"))
  tryCatch(note("argument", code, value), error = failed("argument"))
  tryCatch(note_in_file(code, value), error = failed("source_python"))
}}
set_value <- function(code) {{
  value <<- eval(parse(text = code, encoding = "UTF-8"))
  NULL
}}
chunk <- c(
  "```{{python, error = FALSE}}",
  "for code in codes:",
  "    _ = r.set_value(code)",
  "    note('chunk', code, r.value)",
  "```"
)
invisible(knitr::knit(text = chunk, quiet = TRUE))
py_run_string('pickle.dump(forms, open("{folder}/forms", "wb"))')
cat("noted")
"""

TO_R = """
Sys.setenv(TZ = "America/New_York")
library(rkeras)
library(reticulate)
py_run_string('
import sys, warnings
sys.path.insert(0, "{support}")
from conversion_cases import NAMES, NEAREST, PYTHON_CASES, REFUSED
cases = [case[:2] for cases in PYTHON_CASES.values() for case in cases if case[1]]
def make(code):
    return eval(code, dict(NAMES))
def make_in_dict(code):
    return dict(item=make(code))
def give(f, code):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        f(make(code))
    return [str(warning.message) for warning in told]
')
value <- NULL
take <- function(x) value <<- x
doors <- list(
  member = function(code) {{
    py$code <- code
    py_run_string("made = make(code)")
    py$made
  }},
  result = function(code) py$make(code),
  dict = function(code) py$make_in_dict(code)$item,
  argument = function(code) {{
    for (message in py$give(take, code)) warning(message)
    value
  }},
  py_to_r = function(code) py_to_r(import_main(convert = FALSE)$make(code)),
  py_eval = function(code) py_eval(sprintf("make(%s)", deparse1(code)))
)
for (case in py_eval("cases")) {{
  expected <- eval(parse(text = case[[2L]]))
  for (door in names(doors)) {{
    found <- tryCatch(doors[[door]](case[[1L]]), error = function(error) "error")
    if (!identical(found, expected)) cat(door, "\\t", case[[1L]], "\\n", sep = "")
  }}
}}
refused <- py_eval("{{code: (words, NEAREST.get(code, 'object')) for code, (kind, words) in REFUSED.items()}}")
for (code in names(refused)) {{
  nearest <- refused[[code]][[2L]]
  expected <- if (!nearest %in% c("object", "error")) eval(parse(text = nearest, encoding = "UTF-8"))
  for (door in names(doors)) {{
    told <- character()
    note <- function(condition) told <<- unique(c(told, conditionMessage(condition)))
    found <- withCallingHandlers(
      tryCatch(doors[[door]](code), error = function(error) {{
        note(error)
        "error"
      }}),
      warning = function(warning) {{
        note(warning)
        invokeRestart("muffleWarning")
      }}
    )
    is_right <- if (is.null(expected)) inherits(found, "python.builtin.object") || found == nearest
    else identical(found, expected)
    is_told <- length(told) == (nearest != "object") && all(grepl(refused[[code]][[1L]], told))
    if (!is_right || !is_told) cat(door, "\\t", code, "\\n", sep = "")
  }}
}}
cat("all tried\\tnone\\n")
"""


def expected_forms() -> dict[str, Any]:
    """Return the form of each value that the bridge gives, in this Python, which hosts R."""
    R = r_session()
    forms = {}
    for code in CODES:
        R(f"value <- {code}; invisible(NULL)")
        forms[code] = plain_form(R["value"])
    R("rm(value)")
    return forms


def test_values_of_r_are_the_same_by_every_door(tmp_path: Path) -> None:
    by_reticulate = [code for code in CODES if goes_by_reticulate(code)]
    (tmp_path / "codes").write_bytes(pickle.dumps((CODES, by_reticulate)))
    script = TO_PYTHON.format(support=ROOT / "tests/python/support", folder=tmp_path)
    done = run_prepared(script, host="r", timeout=180)
    assert done.code == 0 and done.stdout.endswith("noted"), done.stdout + done.stderr
    forms = pickle.loads((tmp_path / "forms").read_bytes())
    expected = expected_forms()
    of_the_bridge, of_reticulate = ("r.value", "chunk"), ("py$value", "argument", "source_python")
    every = {(door, code) for door in of_the_bridge for code in CODES}
    assert set(forms) == every | {(door, code) for door in of_reticulate for code in by_reticulate}
    differing = {(door, code) for (door, code), form in forms.items() if form != expected[code]}
    assert differing == {(door, code) for door in of_reticulate for code in OF_RETICULATE}


def test_values_of_python_are_the_same_by_every_door() -> None:
    done = run_prepared(TO_R.format(support=ROOT / "tests/python/support"), host="r", timeout=180)
    assert done.code == 0, done.stdout + done.stderr
    *differing, last = [tuple(line.split("\t")) for line in done.stdout.splitlines() if "\t" in line]
    assert last == ("all tried", "none")
    known = {code for cases in PYTHON_CASES.values() for code, in_r, _ in cases if in_r}
    assert set(OF_RETICULATE_IN_R) <= known
    doors = ("member", "result", "dict", "argument", "py_to_r", "py_eval")
    of_reticulate = {(door, code) for code in OF_RETICULATE_IN_R for door in doors}
    without_axes = ("argument", "np.array([1, 'a'], object)")
    assert set(differing) == of_reticulate | {without_axes}
