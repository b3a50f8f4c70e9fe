"""The values of the table in the other host: Python inside R, which runs the bridge to the R that started it."""

from prepared import run_prepared
from support import ROOT

SCRIPT = """
reticulate::py_run_string('
import sys
sys.path.insert(0, "{support}")
import numpy as np
from conversion_cases import NAMES, PYTHON_CASES, REFUSED
from conversion_cases_r import R_CASES
from rkeras_py.bridge import r_session

R = r_session()
assert "hosted by R" in repr(R)
wrong = []
for code in [code for codes in R_CASES.values() for code in codes]:
    R("a <- " + code + "; invisible(NULL)")
    R["b"] = R["a"]
    if R("identical(a, b)") is not True:
        wrong.append(code)
for code, in_r, _ in [case for cases in PYTHON_CASES.values() for case in cases if case[1]]:
    R["x"] = eval(code, dict(NAMES))
    if R("identical(x, " + in_r + ")") is not True:
        wrong.append(code)
for code, (error, _) in REFUSED.items():
    try:
        R["x"] = eval(code, dict(NAMES))
    except error:
        continue
    wrong.append(code)
print("wrong:", wrong)
')
"""


def test_values_in_the_r_that_hosts_python() -> None:
    done = run_prepared(SCRIPT.format(support=ROOT / "tests/python/support"), host="r", timeout=180)
    assert done.code == 0 and "wrong: []" in done.stdout, done.stdout + done.stderr
