"""`rkeras check --to keras3 --fix`: calls of R keras 2 make under keras3 what they made, once they are mended."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from check_support import parse
from described import describe
from dialect_cases import ACTIVATIONS, list_own_calls, spell
from dialect_runs import list_found, read

import rkeras_py
from rkeras_py.porting.checking import checking
from rkeras_py.porting.checking.documents import Document
from rkeras_py.porting.checking.mending import apply_edits, collect_edits
from rkeras_py.signatures.dialects import KERAS2, KERAS3, load_dialect
from rkeras_py.signatures.registry import REGISTRY

LEFT = {
    "layer_lstm", "layer_embedding", "layer_additive_attention",  # with an argument that Keras 3 has no more
    "layer_activation_selu", "layer_activation_thresholded_relu", "layer_random_height", "layer_random_width",
    "loss_logcosh", "metric_accuracy", "metric_logcosh_error",
}  # fmt: skip
"""Functions of which an author has to decide what a call becomes; check says so."""
Call = tuple[str, Mapping[str, Any], str]


def list_calls() -> Iterator[Call]:
    """Give calls of functions of R keras 2, by names, by places, and with each position that counts from 0."""
    for name, arguments, code in list_own_calls():
        formals = load_dialect(KERAS2)[name].formals if name in load_dialect(KERAS2) else None
        if not formals:
            continue
        yield name, arguments, code
        order = list(itertools.takewhile(lambda one: one != "...", formals))
        for count in range(1, 4):
            places = order[: count + (order[:1] == ["object"])]
            if places and all(one in arguments or one == "object" for one in places) and places[-1] != "object":
                rest = [f"{key} = {spell(value)}" for key, value in arguments.items() if key not in places]
                given = ["" if one == "object" else spell(arguments[one]) for one in places]
                yield name, arguments, f"{name}({', '.join([*given, *rest])})"
        for position, param in REGISTRY[name].params.items():
            if param.word.base == 0 and position in formals:
                for value in (1, 2, -1):
                    shown = {**arguments, position: value}
                    yield name, shown, f"{name}({', '.join(f'{key} = {spell(one)}' for key, one in shown.items())})"


def test_mended_calls_make_under_keras3_what_they_made(tmp_path: Path) -> None:
    calls = list(list_calls())
    text = "\n".join(["library(keras)", *(f"m{at} <- {code}" for at, (_, _, code) in enumerate(calls)), ""])
    report = checking.judge_documents([Document("script.R", text)], [], parse([text]), True, "")[0]
    mended, count = apply_edits(text, collect_edits(report))
    assert count > len(calls) / 10
    left = {one.line - 2: one.message for one in report.findings if one.rule == KERAS3 and not one.edits}
    codes = [line.partition(" <- ")[2] for line in mended.split("\n")[1 : len(calls) + 1]]
    found = list_found([*codes, *(f"{codes[at]}(c(-3, -1, 0.5, 3))" for at in _list_formulas(calls))], tmp_path)
    apart = [
        (code, after, made)
        for at, ((name, arguments, code), after, made) in enumerate(zip(calls, codes, found, strict=False))
        if at not in left and _hide(made) != _hide(read(describe(getattr(rkeras_py, name)(**arguments))))
    ]
    assert not apart
    assert {calls[at][0] for at in left} == LEFT
    expected = read(describe(rkeras_py.op_clip(0.2 * np.float32([-3, -1, 0.5, 3]) + 0.5, 0, 1)))
    assert len(found) > len(calls) and all(one == expected for one in found[len(calls) :])


def _list_formulas(calls: list[Call]) -> list[int]:
    """Return the places of the layers that are no more than Keras 2's hard_sigmoid."""
    return [at for at, (name, _, code) in enumerate(calls) if name == "layer_activation" and "hard_sigmoid" in code]


def _hide(made: Any) -> Any:
    """Return a description without activations that are layers here, and functions of R in mended code."""
    if isinstance(made, str):
        return made
    kept = {key: "" if key in ACTIVATIONS and isinstance(value, dict) else value for key, value in made[1].items()}
    return [made[0], kept]


def test_a_successor_is_written_only_where_each_argument_goes_to_the_same_one() -> None:
    codes = {
        "layer_cudnn_gru(units = 5)": "layer_gru(units = 5)",
        "layer_cudnn_gru(, 5, 'ones')": "layer_cudnn_gru(, 5, 'ones')",  # the third of layer_gru() is the activation
        "layer_activation_thresholded_relu()": "layer_activation_thresholded_relu()",  # whose threshold is 1
    }
    texts = [f"library(keras)\n{code}" for code in codes]
    documents = [Document(f"{at}.R", text) for at, text in enumerate(texts)]
    reports = checking.judge_documents(documents, [], parse(texts), True)
    mended = [apply_edits(text, collect_edits(one))[0] for text, one in zip(texts, reports, strict=True)]
    assert mended == [f"library(keras3)\n{code}" for code in codes.values()]
    assert all(any(f"{KERAS3} has no " in one.message for one in report.findings) for report in reports)
