"""The table of dialects alone tells what calls mean: where it says nothing of a function no tool knows anything else.

Its names stay, of which the tools know what keras3 has.
"""

import subprocess
from collections.abc import Iterator

import pytest
from check_support import judge, parse
from dialect_cases import list_cases, list_own_calls
from support import project_env, sampled

from rkeras_py.porting.checking.findings import PROBLEM
from rkeras_py.porting.source_code.dialects import Dialect
from rkeras_py.porting.source_code.expressions import Assign, Program
from rkeras_py.porting.source_code.in_r import print_r
from rkeras_py.porting.translate.translating import translate_texts
from rkeras_py.signatures import dialects
from rkeras_py.signatures.dialects import KERAS2, KERAS3

CASES = list(list_cases())


@pytest.fixture
def empty_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The functions of the dialects, which all mean what they mean here."""
    monkeypatch.setattr(dialects, "Row", lambda **row: dialects.SAME)
    dialects.load_dialect.cache_clear()
    yield
    monkeypatch.undo()
    dialects.load_dialect.cache_clear()


def write_script(package: str, codes: list[str]) -> str:
    return "\n".join([f"library({package})", *(f"m{at} <- {code}" for at, code in enumerate(codes)), ""])


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_translate_knows_keras3_by_the_table(style: str, empty_table: None) -> None:
    codes = [case.code for case in CASES]
    texts = [write_script(package, codes) for package in ("keras", KERAS3)]
    of_keras2, of_keras3 = translate_texts(texts, parse(texts), style)
    assert (of_keras3.text, of_keras3.left) == (of_keras2.text, of_keras2.left)


def test_check_knows_keras3_by_the_table(empty_table: None) -> None:
    in_both = dialects.load_dialect(KERAS2).keys() & dialects.load_dialect(KERAS3).keys()
    codes = [code for name, _, code in list_own_calls() if name in in_both]
    codes += [
        "layer_concatenate(axis = 0)",
        'layer_dense(units = 1, activation = "hard_sigmoid")',
        "regularizer_l1_l2()",
    ]
    moved = judge(write_script("keras", codes), to_keras3=True)[0]
    assert [one.message for one in moved if one.rule == KERAS3] == ["The package is called keras3."]
    assert not [one for one in judge(write_script(KERAS3, codes))[0] if one.level == PROBLEM]


def test_show_r_knows_keras3_by_the_table(empty_table: None) -> None:
    for case in sampled(CASES, 3):
        made = case.expected()
        of_keras3, ours = (Dialect(Program(), True, package).make(made) for package in (KERAS3, ""))
        texts = [print_r(Program(statements=[Assign(("made",), call)]), "") for call in (of_keras3, ours)]
        name = texts[1].partition("made <- ")[2].partition("(")[0]
        assert texts[0] == texts[1] or name not in dialects.load_dialect(KERAS3), case.code


ALIAS = """\
own <- asNamespace("rkeras")
by_hand <- own$keras3_by_hand
unlockBinding("keras3_calls", own)
assign("keras3_calls", list(), own)
names <- intersect(own$keras3_exports, getNamespaceExports("rkeras"))
same <- vapply(names, function(name) identical(own$keras3_function(name), get(name, own)), NA)
stopifnot(length(names) > 600)
marked <- grep("^(loss|metric)_", names, value = TRUE) # whose objects weigh as in Keras 3
writeLines(sort(setdiff(names[!same], c(by_hand, marked))))
"""


def test_the_alias_knows_keras3_by_the_table() -> None:
    found = subprocess.run(["Rscript", "-e", ALIAS], capture_output=True, text=True, env=project_env(), timeout=60)
    assert (found.returncode, found.stdout) == (0, ""), found.stderr
