"""R's keras3: what its functions mean under the alias, in scripts that are translated, and in code that is shown."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from check_support import parse
from described import describe
from dialect_cases import KERAS3 as EXPORTED
from dialect_cases import Case, list_cases, list_own_calls
from dialect_operations import Computation, list_computations
from dialect_runs import list_found, read
from support import ROOT, sampled

import rkeras_py
from rkeras_py.porting.source_code.dialects import Dialect
from rkeras_py.porting.source_code.expressions import Assign, Program
from rkeras_py.porting.source_code.in_r import print_r
from rkeras_py.porting.translate.translating import translate_texts
from rkeras_py.signatures.dialects import KERAS2, KERAS3, load_dialect

CASES = list(list_cases())
COMPUTATIONS = list(list_computations())


def list_apart(cases: list[Case], found: list[Any], codes: Sequence[str] = ()) -> list[Any]:
    """Return the cases of which something else was found than plain Keras makes, with the code that made it."""
    expected = [read(describe(case.expected())) for case in cases]
    made_by = codes or [case.code for case in cases]
    return [three for three in zip(made_by, found, expected, strict=True) if three[1] != three[2]]


def test_the_alias_means_what_keras3_means_and_show_r_writes_it(tmp_path: Path) -> None:
    shown = sampled(CASES, 3)
    codes = [show(case.expected()) for case in shown]
    calls = [one.code for one in (*CASES, *COMPUTATIONS)]
    ended = [add_comma(one) for one in (*CASES, *COMPUTATIONS)]
    found = iter(list_found([*codes, *calls, *ended], tmp_path))
    assert not list_apart(shown, list(itertools.islice(found, len(shown))), codes)
    for _ in ("as they are", "with a comma at the end"):
        assert not list_apart(CASES, list(itertools.islice(found, len(CASES))))
        assert not list_unmet(COMPUTATIONS, list(itertools.islice(found, len(COMPUTATIONS))))


def add_comma(one: Case | Computation) -> str:
    """Return a call with nothing after a last comma, where R allows it: it stands in the place of an argument."""
    formals = [name for name, _ in EXPORTED[one.name]["args"]]
    has_room = len(formals) > len(one.arguments) or "..." in formals
    return f"{one.code.removesuffix(')')}, )" if has_room and one.arguments else one.code


def list_unmet(computations: list[Computation], found: list[Any]) -> list[Any]:
    """Return the calls that gave other values than plain Keras, with what they gave."""
    return [(one.code, values) for one, values in zip(computations, found, strict=True) if not one.is_met(values)]


def show(thing: Any, package: str = KERAS3) -> str:
    """Return the call that makes an object, as show_r() writes it for a package, in one line."""
    made = Dialect(Program(), True, package).make(thing)
    code = print_r(Program(statements=[Assign(("made",), made)]), package)
    return " ".join(code.partition("made <- ")[2].split())


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_scripts_of_keras3_are_translated_with_its_meaning(style: str, tmp_path: Path) -> None:
    script = tmp_path / "script.R"
    computed = [one for one in COMPUTATIONS if "complex(" not in one.code]
    calls = [one.code for one in (*CASES, *computed)]
    script.write_text("\n".join(["library(keras3)", *(f"m{at} <- {call}" for at, call in enumerate(calls))]))
    text, left = translate([script], style)
    marked = {line - 2 for line, _ in left}
    assert not marked or (style == "keras" and min(marked) >= len(CASES))
    made: dict[str, Any] = {}
    exec(compile(text.replace("raise NotImplementedError", "str"), "script.py", "exec"), made)
    found = [read(describe(made[f"m{at}"])) for at in range(len(calls)) if at not in marked]
    assert not list_apart(CASES, found[: len(CASES)])
    translated = [one for at, one in enumerate(computed, len(CASES)) if at not in marked]
    assert len(translated) > 0.99 * len(computed)
    assert not list_unmet(translated, found[len(CASES) :])


def test_scripts_of_keras_2_are_translated_to_what_they_make_here() -> None:
    every = list(list_own_calls())
    chosen = sampled(every, 4)
    calls = [one for one in every if one in chosen or "hard_sigmoid" in one[2]]
    text = "\n".join(["library(keras)", *(f"m{at} <- {code}" for at, (_, _, code) in enumerate(calls))])
    text += "\nscaled <- optimizer_loss_scale(optimizer_sgd())\n"
    found = translate_texts([text], parse([text]), "keras")[0]
    assert not found.left
    made: dict[str, Any] = {}
    exec(compile(found.text, "script.py", "exec"), made)
    for at, (name, arguments, code) in enumerate(calls):
        ours = getattr(rkeras_py, name)(**arguments)
        assert read(describe(made[f"m{at}"])) == read(describe(ours)), code
    assert isinstance(made["scaled"].inner_optimizer, keras.optimizers.SGD)


def test_show_r_writes_r_keras_2(tmp_path: Path) -> None:
    made = [getattr(rkeras_py, name)(**arguments) for name, arguments, _ in sampled(list(list_own_calls()), 5)]
    codes = [show(one, KERAS2) for one in made]
    exported = load_dialect(KERAS2)
    called = {name for code in codes for name in re.findall(r"(?<![\w$.])[a-z]\w+(?=\()", code)}
    assert called - {"c", "list", "matrix", "array"} <= exported.keys()
    for code in codes:
        name, _, arguments = code.partition("(")
        if name in exported and "(" not in arguments:
            assert {*re.findall(r"(\w+) = ", arguments)} <= {*(exported[name].formals or ()), "..."}
    assert list_found(codes, tmp_path, KERAS2) == [read(describe(one)) for one in made]
    x = keras.Input((3,))
    with pytest.raises(
        ValueError, match=r"show_r\(\): R keras 2.15 has no function for the operation 'log(_\d+)?', keras.ops.log"
    ):
        rkeras_py.show_r(keras.Model(x, keras.ops.log(x)), dialect="keras")


BOTH = """\
joined <- layer_concatenate(layer_input(c(2, 3)), layer_input(c(2, 3)), axis = 2)
penalty <- regularizer_l1_l2()
limit <- constraint_unitnorm(axis = 1)
gate <- layer_dense(units = 1, activation = "hard_sigmoid")
last <- layer_activation_softmax(axis = 2)
"""


def describe_made(program: str) -> list[Any]:
    made: dict[str, Any] = {}
    exec(compile(program, "program.py", "exec"), made)
    gate = round(float(made["gate"].activation(keras.ops.ones(()))), 4)
    return [made["joined"].shape[1:], made["penalty"].l1, made["limit"].axis, gate, made["last"].axis]


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_one_script_is_two_programs_by_two_packages(style: str) -> None:
    texts = [BOTH, f"library(keras3)\n{BOTH}", f"library(keras3)\nlibrary(keras)\n{BOTH}"]
    parsed = parse(texts)
    by_keras3 = [(4, 3), 0, 0, 0.6667, 1]
    by_keras2 = [(2, 6), 0.01, 1, 0.7, 2]
    for spoken, expected in (("", [by_keras2, by_keras3, by_keras2]), ("keras3", [by_keras3, by_keras3, by_keras2])):
        found = translate_texts(texts, parsed, style, spoken)
        assert not any(one.left for one in found)
        assert [describe_made(one.text) for one in found] == expected


VALUES = """\
library(keras3)
x <- matrix(c(1, 0, 0, 1), 2)
right <- metric_binary_accuracy(x, y_pred = matrix(c(0.8, 0.6, 0.1, 0.7), 2))
padded <- pad_sequences(list(c(1, 2), 3))
grow <- function(m) op_exp(m)
precise <- list(op_exp(x), grow(x), op_stack(list(x, x)), activation_elu(x), loss_huber(x, x))
part <- op_array(matrix(c(1, 2, 3, 4), 2), "float32")
plain <- op_exp(c(0.5, 1))
tenth <- op_array(matrix(0.1, 1, 2)) == 0.1
line <- dim(array(c(0.1, 0.2, 0.3))[-1])
lined <- op_array(array(c(0.1, 0.2)))
letter <- op_array(c("a", "b")) == "b"
alone <- layer_dense(, 3, "relu", )
"""


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_values_in_programs_are_those_of_keras3(style: str) -> None:
    more = """\
parts <- names(op_qr(x))
lengths <- lapply(op_qr(x), dim)
reshaped <- layer_reshape(target_shape = shape(NA, 1))(x)
filled <- initializer_constant(2)(c(2, 3))
counted <- op_arange(1, 3)
lone <- pad_sequences(list(5, 6))
joined <- list(op_einsum("ij,jk->ik", x, x), op_hstack(list(x, x)), op_map(x, function(row) row))
part@r[1, ] <- c(7, 8)
part@py[-1, 0:1] <- 9
part@r[part == 4] <- 0
"""
    text = VALUES + more * (style == "rkeras_py")
    found = translate_texts([text], parse([text]), style)[0]
    assert not found.left
    made: dict[str, Any] = {}
    exec(compile(found.text, "script.py", "exec"), made)
    assert made["right"].numpy().tolist() == [[1, 1], [0, 1]]
    assert made["padded"].tolist() == [[1, 2], [0, 3]]
    assert [one.dtype for one in made["precise"]] == ["float64"] * 5 and made["plain"].dtype == "float32"
    assert made["tenth"].numpy().all() and made["letter"].numpy().tolist() == [False, True]
    assert (made["line"].tolist(), made["lined"].dtype) == ([2], "float64")
    assert (made["alone"].units, made["alone"].activation) == (3, keras.activations.relu)
    if style == "rkeras_py":
        assert (made["parts"].tolist(), list(made["lengths"])) == (["q", "r"], ["q", "r"])
        assert (made["reshaped"].shape, made["filled"].shape) == ((2, 2, 1), (2, 3))
        assert (made["counted"].dtype, made["lone"].tolist()) == ("float32", [[5], [6]])
        assert [one.dtype for one in made["joined"]] == ["float64"] * 3
        assert made["part"].numpy().tolist() == [[7, 8], [9, 0]]


HELD = """\
r <- array(c(0.1, 0.2))
m <- matrix(c(0.1, 0.2, 0.3, 0.4), 2)
n <- m + 1
parts <- list(m, n)
give <- function(x) n
"""
KEPT = {
    "op_add(r, r[1:2])": lambda m, n: np.array([0.2, 0.4]),
    "op_stack(list(r, array(0.5, c(2)), as.array(c(0.1, 0.7)) * 2))": lambda m, n: [0.1, 0.2, 0.5, 0.5, 0.2, 1.4],
    "op_array(as.array(op_array(c(0.1, 0.2))))": lambda m, n: np.array([0.1, 0.2], "float32"),
    "op_array(m) == 0.3": lambda m, n: m == 0.3,
    "op_array(m) != c(0.1, 0.3)": lambda m, n: m != np.array([0.1, 0.3]),
    "op_cumsum(c(0.1, 0.2), dtype = 'float64')": lambda m, n: np.cumsum([0.1, 0.2]),
    "op_cumprod(c(0.1, 0.2), dtype = 'float64')": lambda m, n: np.cumprod([0.1, 0.2]),
    "op_full_like(m, c(0.1, 0.2), 'float64')": lambda m, n: np.array([[0.1, 0.2], [0.1, 0.2]]),
    "op_cast(c(0.1, 0.2), 'float64')": lambda m, n: np.array([0.1, 0.2]),
    "op_exp(data.frame(a = m[, 1], b = c(TRUE, FALSE)))": lambda m, n: np.exp([[0.1, 1], [0.2, 0]]),
    "op_subset(m, 1)": lambda m, n: m[0],
    "op_exp(data.frame(a = m[, 1], b = m[, 2]))": lambda m, n: np.exp(m),
    "op_subset_set(m, 1, value = n[2, ])": lambda m, n: np.stack([n[1], m[1]]),
    "op_subset_set(m, 1:2, value = n)": lambda m, n: n,
    "op_cond(TRUE, function() m, function() n)": lambda m, n: m,
    "op_map(m, give)": lambda m, n: np.stack([n, n]),
    "op_vectorized_map(m, function(row) n)": lambda m, n: np.stack([n, n]),
    "op_vectorize(function(x, y) x * y)(m, n)": lambda m, n: m * n,
    "op_custom_gradient(function(x) list(x / 3, function(upstream) upstream))(m)": lambda m, n: m / 3,
    "op_switch(1L, list(give, op_exp), m)": lambda m, n: n,
    "op_fori_loop(0L, 3L, function(at, x) x + n, m)": lambda m, n: m + n + n + n,
    "op_while_loop(function(x) TRUE, function(x) x + n, m, 2L)": lambda m, n: m + n + n,
    "op_while_loop(function(x, y) TRUE, function(x, y) list(y, x), parts, 1L)[[1]]": lambda m, n: n,
    "op_scan(function(x, at) list(x * n, n), m, length = 2L)[[1]]": lambda m, n: m * n * n,
    "op_associative_scan(function(x, y) x + y, m)": lambda m, n: np.cumsum(m, 0),
    "op_stack(parts)": lambda m, n: np.stack([m, n]),
    "op_slice_update(op_array(m), c(1, 1), n)": lambda m, n: n,
    "op_scatter_update(op_array(m[, 1], 'float64'), rbind(1, 2), n[, 2])": lambda m, n: n[:, 1],
    "keras_variable(m)": lambda m, n: m,
    "keras_variable(0.7, dtype = 'float64')": lambda m, n: np.float64(0.7),
    "metric_mean_squared_error(m, n)": lambda m, n: np.mean((m - n) ** 2, 1),
}  # fmt: skip
"""Calls of keras3 that keep the precision of arrays, in what functions get and return, too, and what they compute."""


def test_functions_and_parts_keep_doubles(tmp_path: Path) -> None:
    m = np.array([[0.1, 0.3], [0.2, 0.4]])
    setup = "".join(f"{line}; " for line in HELD.splitlines())
    others = {  # they have no translation
        "op_subset(m, , 2)": lambda m, n: m[:, 1], "op_subset(x = m, 1, )": lambda m, n: m[0],
        "op_equal(op_dtype(op_array(data.frame(a = 1:2))), 'int32')": lambda m, n: True,
        "op_exp(structure(m, class = 'own'))": lambda m, n: np.exp(m),
        "op_exp(prop.table(table(c(1, 1, 2))))": lambda m, n: np.exp([2 / 3, 1 / 3]),
    }  # fmt: skip
    calls = {**KEPT, **others}
    by_alias = list_found([f"{{{setup}{code}}}" for code in calls], tmp_path)
    text = "library(keras3)\n" + HELD + "".join(f"made{at} <- {code}\n" for at, code in enumerate(KEPT))
    program = translate_texts([text], parse([text]), "rkeras_py")[0]
    assert not program.left
    made: dict[str, Any] = {}
    exec(compile(program.text, "script.py", "exec"), made)
    by_program = [read(describe(made[f"made{at}"])) for at in range(len(KEPT))]
    for found in (by_alias, by_program):
        for code, one in zip(calls, found, strict=False):
            np.testing.assert_allclose(one[0][2][0], np.ravel(calls[code](m, m + 1)), rtol=1e-14, err_msg=code)


HISTORY = """\
library(keras3)
x <- matrix(c(1, 3, 5, 7, 2, 4, 6, 8), 4)
y <- c(0, 1, 0, 1)
model <- keras_model_sequential(input_shape = 2)
model |> layer_dense(1, "sigmoid", kernel_initializer = "zeros")
model |> compile("sgd", "binary_crossentropy", metrics = "accuracy")
slower <- callback_learning_rate_scheduler(function(epoch, lr) lr / 2)
history <- model |> fit(x, y, epochs = 2, callbacks = slower, validation_data = list(x, y), verbose = 0, )
order <- names(history$metrics)
first <- history$metrics[[1]]
rates <- history$metrics$learning_rate
"""


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_histories_of_keras3_are_as_keras_logs_them(style: str) -> None:
    found = translate_texts([HISTORY], parse([HISTORY]), style)[0]
    assert not found.left
    made: dict[str, Any] = {}
    exec(compile(found.text, "script.py", "exec"), made)
    logged = ["accuracy", "loss", "val_accuracy", "val_loss", "learning_rate"]
    assert list(made["order"]) == logged
    assert (list(made["first"]), list(made["rates"])) == ([0.5, 0.5], pytest.approx([0.005, 0.0025]))


ONE_BY_ONE = """\
library(keras3)
x <- op_array(array(1:24 + 0, c(2, 3, 4)), "float32")
taken <- op_take(x, op_array(c(-1L, 1L), "int32"), axis = 2)
put <- op_scatter_update(x * 2, rbind(c(1L, 2L, 1L)), 7)
block <- op_slice_update(x, c(2, 1, 3), 7)
start <- op_slice_update(op_array(1:3), 1, c(7, 8))
waves <- op_fft(list(matrix(1, 1, 2), matrix(0, 1, 2)))[[1]]
limited <- op_clip(op_array(c(1L, 2L, 3L), "int32"), c(0.5, 2.5, 1), 2)
padded <- op_pad(op_ones(c(1, 2)), 1)
flat <- op_reshape(x, c(op_shape(x)[[1]], -1))
pairs <- pad_sequences(list(c(1, 2), c(3)), padding = "post")
kinds <- list(op_array(1:3), op_array(matrix(c(1, 2), 1)), op_array(c(TRUE, FALSE)), op_array(5))
texts <- op_array(c("a", "b"))
"""


def test_operations_are_plain_keras_where_several_of_its_calls_mean_the_same() -> None:
    found = translate_texts([ONE_BY_ONE], parse([ONE_BY_ONE]), "keras")[0]
    assert not found.left
    made: dict[str, Any] = {}
    exec(compile(found.text, "script.py", "exec"), made)
    x = np.arange(1.0, 25, dtype="float32").reshape((2, 3, 4), order="F")
    double, block = x * 2, x.copy()
    double[0, 1, 0], block[1, 0, 2] = 7, 7
    for name, expected in {
        "taken": x[:, [2, 0]], "put": double, "block": block, "limited": np.float32([1, 2, 2]),
        "padded": np.pad(np.ones((1, 2), "float32"), 1), "flat": x.reshape(2, 12), "pairs": [[1, 2], [3, 0]],
        "start": [7, 8, 3], "waves": [[2, 0]],
    }.items():  # fmt: skip
        np.testing.assert_array_equal(made[name], expected)
    assert made["limited"].dtype == "float32"
    assert [keras.backend.standardize_dtype(one.dtype) for one in made["kinds"]] == [
        "int32",
        "float64",
        "bool",
        "float32",
    ]
    assert made["texts"].numpy().tolist() == [b"a", b"b"]


NOT_RUN = {
    "application_": "networks of a hundred layers, of which two are made in scripts; tests of applications make all",
    "dataset_": "they are fetched from the network",
    "layer_flax": "it needs Flax", "layer_jax": "it needs JAX", "layer_torch": "it needs PyTorch",
    "layer_tfsm": "it needs a SavedModel; tests of saving make one",
    "install_keras": "it installs Python packages", "config_set_backend": "it is for a session of its own",
    "config_enable_unsafe_deserialization": "it cannot be taken back",
    "audio_dataset": "it needs files of sound; tests of preprocessing make some",
    "clear_session": "the driver of the scripts calls it",
    "%py_class%": "Layer() has taken its place in keras3", "imagenet_decode": "it needs a file from the network",
    "op_image_elastic_transform": "it draws other numbers for doubles", "op_subset<-": "scripts assign by it",
    "%<-active%": "mark_active() is it",
}  # fmt: skip
"""How the functions begin that are run nowhere here, and why."""


def test_every_function_of_keras3_is_run() -> None:
    rows = load_dialect(KERAS3).items()
    other = {name for name, row in rows if row.ours or row.converted or row.renamed or {*row.sent} - {"name"}}
    scripts = " ".join(path.read_text() for path in (ROOT / "tests/scripts/keras3").glob("*.R"))
    run = {one.name for one in (*CASES, *COMPUTATIONS)} | set(re.findall(r"\w+", scripts))
    assert other <= run
    own = {name for name, entry in EXPORTED.items() if "kind" not in entry}
    assert sorted(name for name in own - run if not name.startswith(tuple(NOT_RUN))) == []
    assert all(any(name.startswith(start) for name in own - run) for start in NOT_RUN)


def translate(scripts: list[Path], style: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the first script in Python, and what is left of it."""
    texts = [script.read_text() for script in scripts]
    found = translate_texts(texts, parse(texts), style)[0]
    return found.text, found.left


KNOW_THE_NAME = {
    "R/scripts-alias.R", "R/scripts-check.R", "R/scripts-keras3.R",
    "R/scripts-alias-names.R", "R/scripts-alias-package.R",  # packages of this name: what they export, and their files
    "R/scripts-keras3-internals.R",  # methods that call the generics of this name
    "R/values-dialects.R",  # whether it is attached
    "R/bridge-cells.R", "R/python-call.R",  # whether a cell asks for it; packages whose calls are a script's own
    "rkeras_py/signatures/dialects.py", "rkeras_py/porting/source_code/showing.py",
    *(f"rkeras_py/porting/checking/{name}.py" for name in ("command", "command_line", "findings")),
    *(f"rkeras_py/porting/translate/{name}.py" for name in ("expressions", "statements")),
}  # fmt: skip
"""The files that tell the package from others; what its functions mean is generated."""


def test_nothing_else_knows_what_keras3_means() -> None:
    by_hand = [path for path in (ROOT / "R").glob("*.R") if not path.name.startswith("gen-")]
    files = [*by_hand, *(ROOT / "rkeras_py").rglob("*.py")]
    code = {path.relative_to(ROOT).as_posix(): path.read_text() for path in files}
    bare = {name: re.sub(r'(?m)^\s*#[^\n]*$|""".*?"""', "", text, flags=re.DOTALL) for name, text in code.items()}
    assert {name for name, text in bare.items() if '"keras3"' in text} == KNOW_THE_NAME
    assert [name for name, text in bare.items() if "keras3_calls" in text] == ["R/scripts-keras3.R"]
    assert [name for name, text in bare.items() if "dialects.json" in text] == ["rkeras_py/signatures/dialects.py"]
