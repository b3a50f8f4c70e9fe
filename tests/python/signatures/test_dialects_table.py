"""The table of dialects alone tells what calls mean: where it says nothing of a function no tool knows anything else.

Its names stay, of which the tools know what keras3 has. The rule of counting is made of it.
"""

import re
import subprocess
from collections.abc import Iterator

import numpy as np
import pytest
from check_support import judge, parse
from dialect_cases import list_cases, list_own_calls
from support import ROOT, project_env, sampled

import rkeras_py
from rkeras_py.engine.loading import resolve
from rkeras_py.porting.checking.findings import PROBLEM
from rkeras_py.porting.source_code.dialects import Dialect
from rkeras_py.porting.source_code.expressions import Assign, Program
from rkeras_py.porting.source_code.in_r import print_r
from rkeras_py.porting.translate.translating import translate_texts
from rkeras_py.signatures import dialects
from rkeras_py.signatures.calls import get_keras_arguments
from rkeras_py.signatures.dialects import KERAS2, KERAS3
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.counting import PLACES, list_exceptions, tell_rule

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


VALUES = {
    "from_one": "1", "from_zero": "1", "activation": '"hard_sigmoid"', "hook": "function(epoch, logs) 0",
    "hooks": "list(on_epoch_end = function(epoch, logs) 0)",
}  # fmt: skip
"""A value of each kind that is another in keras3."""
SETTINGS = ("name", "data_format")
"""Defaults that change no result, unless a setting does."""


def list_changed_calls() -> Iterator[str]:
    """Give calls of R keras 2, one for each difference of keras3 that the table has of its functions."""
    of_keras2 = dialects.load_dialect(KERAS2)
    for name, row in dialects.load_dialect(KERAS3).items():
        formals = list(of_keras2[name].formals or ()) if name in of_keras2 else []
        if row.sent.keys() - {*SETTINGS, *row.alone} and formals:
            yield f"{name}()"
        for theirs, kind in row.converted.items():
            if (ours := row.renamed.get(theirs, theirs)) in formals:
                yield f"{name}({ours} = {VALUES[kind]})"
        yield from (f"{name}({ours} = one)" for ours in row.renamed.values() if ours in formals)
        if (row.doubles or row.measured) and formals:
            yield f"{name}({', '.join(f'{one} = one' for one in row.doubles or ('y_true', 'y_pred'))})"
        theirs = [row.renamed.get(one, one) for one in row.formals or formals]
        before = formals[: formals.index("...")] if "..." in formals else formals
        moved = [at for at, one in enumerate(before) if theirs[at : at + 1] != [one]]
        if moved and name != "install_keras":  # which differs on each machine
            yield f"{name}({', '.join(['one'] * (moved[0] + 1))})"


def test_check_tells_each_difference_of_the_table() -> None:
    codes = list(list_changed_calls())
    own = ["layer(x, training = TRUE)", "compile(model, loss = own)", 'activation_hard_sigmoid("x")']
    told = [one for one in judge("\n".join(["library(keras)", *codes, *own]), to_keras3=True)[0] if one.rule == KERAS3]
    lines = {line for one in told for line in (one.line, *one.also)}
    assert len(codes) > 150
    assert not [code for line, code in enumerate([*codes, *own], 2) if line not in lines]
    silent = "layer(x, training = training); with(tape, model(x, training = TRUE)); self$layer(x, training = TRUE)"
    silent += "; f <- function(y_true, y_pred) loss_huber(y_true, y_pred); loss_huber(c(1, 2), op_ones(2))"
    assert not [one for one in judge(f"library(rkeras); {silent}\n", to_keras3=True)[0] if one.rule == KERAS3][1:]


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


def test_the_rule_of_counting_is_told_in_each_place_and_kept() -> None:
    for path, (prefix, _) in PLACES.items():
        lines = (line.removeprefix(prefix) for line in (ROOT / path).read_text().splitlines())
        assert tell_rule() in " ".join(lines), path
    kept = {}
    for name, arguments, _ in list_own_calls():
        of_class = get_keras_arguments(resolve(REGISTRY[name].target))
        for position, one in REGISTRY[name].params.items():
            if one.word.base is not None and position in of_class:
                config = getattr(rkeras_py, name)(**{**arguments, position: 2}).get_config()
                kept[position, name] = np.ravel(config[position]).tolist() == [2]
    told = {(argument, name) for argument, names in list_exceptions().items() for name in names}
    assert {one for one, from_zero in kept.items() if from_zero} == told & kept.keys()
    assert len(kept) > 15


OF_A_KIND = re.compile("class|label|epoch|point|coordinates|instead of", re.IGNORECASE)
"""Descriptions of positions that the rule of counting names by their kind, or that can count either way."""


def test_the_rule_of_counting_names_each_function_whose_help_counts_from_0() -> None:
    named = 0
    for spec in REGISTRY.values():
        for text in (*spec.docs.args.values(), spec.docs.sections.get("Returns", "")):
            if re.search("counts? from 0|counted from 0|tensors from 0", text) and not OF_A_KIND.search(text):
                assert f"`{spec.name}()`" in tell_rule(), text
                named += 1
    assert named >= 15
    assert int(rkeras_py.k_argmax([[2.0, 1.0]])[0]) == int(rkeras_py.k_argmin([[1.0, 2.0]])[0]) == 0
