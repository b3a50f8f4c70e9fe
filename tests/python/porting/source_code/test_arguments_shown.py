"""Every argument of every class, with another value than its default: the code that is shown makes the same object."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import pytest
from described import describe
from dialect_cases import KERAS3 as EXPORTED
from dialect_cases import NEEDED, NO_CONFIGURATION
from dialect_runs import list_found, read
from samples import SAMPLES
from support import sampled

from rkeras_py.compat.keras2_arguments import WEIGHTED
from rkeras_py.engine.loading import resolve
from rkeras_py.porting.source_code.dialects import Dialect
from rkeras_py.porting.source_code.expressions import Assign, Program
from rkeras_py.porting.source_code.in_python import print_python
from rkeras_py.porting.source_code.in_r import print_r
from rkeras_py.signatures.registry import REGISTRY, Spec

_OF_NAME = {
    "activation": ("tanh", "hard_sigmoid"),
    "constraint": (keras.constraints.MaxNorm(3, axis=1),),
    "data_format": ("channels_first",),
    "dtype": ("float64", "mixed_float16"),
    "initializer": ("ones", keras.initializers.RandomNormal(stddev=0.2, seed=1)),
    "learning_rate": (0.5, keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)),
    "max_freq": (300.0,),
    "maxval": (0.95, 0.25),
    "merge_mode": ("sum", None),
    "minval": (-1, -0.25),
    "name": ("own",),
    "padding": ("same", "causal"),
    "reduction": ("sum", None),
    "regularizer": ("l2", keras.regularizers.L1L2(0.1, 0.2)),
}
"""Values of arguments whose names end so."""
_ANY = (3, 1, 0.5, (1, 2), [0.1, 0.2], "mean", "int", "nearest", True)
NOT_SHOWN = {
    "layer_lambda": "its function stands in the script",
    **dict.fromkeys(WEIGHTED, "they count in floats here"),
}
"""Functions whose objects are not the same, and why."""
ANY_TEXT = ("layer_random_height", "layer_random_width")
"""Functions that refuse texts which their classes take."""
Shown = tuple[str, Any]


def list_objects() -> Iterator[Shown]:
    """Give objects of each class, with each argument that it takes as another value than its default."""
    for name, spec in sorted(REGISTRY.items()):  # the same sample, whatever other tests have loaded before
        is_made = spec.kind in ("layer", "class", "measure") and spec.target.startswith("keras.")
        if not is_made or name in NOT_SHOWN or name.startswith(NO_CONFIGURATION):
            continue
        if inspect.isclass(cls := resolve(spec.target)) and (given := find_needed(spec)) is not None:
            yield from ((name, one) for one in make_others(cls, given))


def find_needed(spec: Spec) -> dict[str, Any] | None:
    if spec.kind != "layer":
        return dict(NEEDED.get(spec.name, {}))
    plain = [one.keras or one.args for one in SAMPLES.get(spec.name, ()) if not (one.late or one.plain or one.cls)]
    return dict(plain[0]) if plain else None


def make_others(cls: Any, given: dict[str, Any]) -> Iterator[Any]:
    parameters = dict(inspect.signature(cls.__init__).parameters)
    if issubclass(cls, keras.layers.Layer):
        parameters |= dict.fromkeys(("dtype", "name", "trainable"), parameters["self"])
    known = {describe(made) for made in try_making(cls, given)}
    for key, parameter in parameters.items():
        for value in list_values(key, parameter.default):
            for made in try_making(cls, {**given, key: value}):
                if (told := describe(made)) not in known:
                    known.add(told)
                    yield made


def list_values(key: str, default: Any) -> tuple[Any, ...]:
    if isinstance(default, bool):
        return (not default,)
    if values := next((values for name, values in _OF_NAME.items() if key.endswith(name)), None):
        return (0.25,) if key in ("initial_learning_rate", "end_learning_rate") else values  # numbers of a schedule
    if isinstance(default, str):
        return ("mean", "int", "nearest")
    return (default + 1, 0.25, -1) if isinstance(default, (int, float)) else _ANY


def try_making(cls: Any, arguments: dict[str, Any]) -> Iterator[Any]:
    try:
        yield cls(**arguments)
    except Exception:  # Keras takes no such value
        return


def write(thing: Any, style: str) -> str:
    """Return the program that makes an object, in a style of Python or for a package of R."""
    package = {"keras3": "keras3", "R keras": "keras"}.get(style, "")
    program = Program(is_r=style not in ("rkeras_py", "keras"))
    program.statements.append(Assign(("made",), Dialect(program, style != "keras", package).make(thing)))
    if program.is_r:
        return " ".join(print_r(program, package).partition("made <- ")[2].split())
    return print_python(program, style == "rkeras_py")


@pytest.fixture(scope="module")
def objects() -> list[Shown]:
    found = list(list_objects())
    assert len(found) > 1000
    return sampled(found, 9)


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_python_shown_makes_the_same(style: str, objects: list[Shown]) -> None:
    for _, thing in objects:
        program, scope = write(thing, style), {}  # type: ignore[var-annotated]
        exec(program, scope)
        assert read(describe(scope["made"])) == read(describe(thing)), program


@pytest.mark.parametrize("package", ["keras3", "R keras"])
def test_r_shown_makes_the_same(package: str, objects: list[Shown], tmp_path: Path) -> None:
    kept = [(name, thing) for name, thing in objects if name not in ANY_TEXT]
    things = [thing for name, thing in kept if package != "keras3" or name in EXPORTED]
    codes = [write(one, package) for one in things]
    found = list_found(codes, tmp_path, package.removeprefix("R "))
    expected = [read(describe(one)) for one in things]
    assert [three for three in zip(codes, found, expected, strict=True) if three[1] != three[2]] == []
