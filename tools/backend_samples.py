"""The numbers that functions compute for the samples of the sweeps, on the backend of this process, to be compared.

`python -m tools.backends jax --samples` runs it on two backends. Layers get the same weights on both.
"""

import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

Trial = tuple[str, Callable[[], Any]]
"""The name of a function, and what computes with it."""

_SUPPORT = Path(__file__).parents[1] / "tests/python/support"
_RNG = np.random.default_rng(7)
_CHANCES = _RNG.dirichlet(np.ones(4), 6).astype("float32")
_CLASSES = _RNG.integers(0, 4, 6)
_ONE_HOT = np.eye(4, dtype="float32")[_CLASSES]
_REAL, _STEPS = _RNG.normal(size=(2, 4, 3)).astype("float32")
_IN_CLASSES = ("loss_circle", "loss_sparse", "metric_sparse", "metric_iou", "metric_mean_iou")
_IN_COLUMNS = ("metric_auc", "metric_binary_iou", "metric_precision", "metric_recall", "metric_sensitivity",
               "metric_specificity")  # fmt: skip
_TWO = {"num_classes": 4, "target_class_ids": [0, 1]}
_ARGUMENTS: dict[str, dict[str, Any]] = {
    "metric_iou": _TWO,
    "metric_mean_iou": {"num_classes": 4},
    "metric_one_hot_iou": _TWO,
    "metric_one_hot_mean_iou": {"num_classes": 4},
    "metric_mean_relative_error": {"normalizer": np.abs(_ONE_HOT) + 1},
    "metric_precision_at_recall": {"recall": 0.5},
    "metric_recall_at_precision": {"precision": 0.5},
    "metric_sensitivity_at_specificity": {"specificity": 0.5},
    "metric_specificity_at_sensitivity": {"sensitivity": 0.5},
    "metric_mean_wrapper": {"fn": lambda y_true, y_pred: abs(y_true - y_pred)},
    "loss_categorical_generalized_cross_entropy": {"q": 0.5},
    "activation_glu": {"axis": 1},
    "activation_threshold": {"threshold": 0.3, "default_value": -1.0},
    "learning_rate_schedule_piecewise_constant_decay": {"boundaries": [1, 5], "values": [0.3, 0.2, 0.1]},
    "learning_rate_schedule_cosine_decay_restarts": {"initial_learning_rate": 0.3, "first_decay_steps": 4},
}
"""Arguments of functions that others of their kind do not need."""
_DECAY = {"initial_learning_rate": 0.3, "decay_steps": 4, "decay_rate": 0.5}


def list_trials() -> Iterator[Trial]:
    """Yield all trials, each function's in the same order on every backend."""
    from rkeras_py.signatures.registry import REGISTRY

    sys.path.insert(0, str(_SUPPORT))
    yield from _list_layers()
    yield from _list_cases()
    for name, spec in sorted(REGISTRY.items()):
        family = next((one for one in _FAMILIES if name.startswith(one)), None)
        if family and spec.instead is None:
            yield name, lambda family=family, spec=spec: _FAMILIES[family](spec)  # type: ignore[misc]


def find_function(name: str) -> Any:
    """Return a function of the registry."""
    from rkeras_py.signatures.registry import REGISTRY

    return getattr(importlib.import_module(REGISTRY[name].module), name)


def _list_layers() -> Iterator[Trial]:
    from samples import SAMPLES  # type: ignore[import-not-found]

    for name, samples in sorted(SAMPLES.items()):
        yield from ((name, lambda name=name, one=one: _call_layer(name, one)) for one in samples if one.shapes)


def _call_layer(name: str, sample: Any) -> Any:
    """Return the outputs of a layer with weights that are drawn here; where they are random, their shapes."""
    import keras

    late = {key: make(keras) for key, make in sample.late.items()}
    layer = find_function(name)(**sample.args, **late)
    apart = isinstance(layer, (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention))
    inputs = sample.inputs()
    inputs = inputs * 2 if apart and len(inputs) == 1 else inputs
    given = inputs if apart or len(inputs) == 1 else [inputs]
    more = {} if sample.training is None else {"training": sample.training}
    try:  # builds without computing, for which JAX would compile each operation
        symbols = [keras.KerasTensor(one.shape, str(one.dtype)) for one in inputs]
        layer(*(symbols if apart or len(inputs) == 1 else [symbols]), **more)
    except Exception:
        layer(*given, **more)
    rng = np.random.default_rng(3)
    for weight in layer.weights:
        if "float" in str(weight.dtype):
            drawn = rng.normal(size=weight.shape)
            weight.assign(np.abs(drawn) if "variance" in weight.path else 0.5 * drawn)
    outputs = flatten(layer(*given, **more))
    is_random = (
        sample.training
        and not layer.weights
        and any(outputs != flatten(layer(*given, **more)) for _ in range(8))  # two draws may be the same
    )
    return len(outputs) if is_random else outputs


def _list_cases() -> Iterator[Trial]:
    import backend_sweep  # type: ignore[import-not-found]
    from ops_cases import elementwise_cases, reduction_cases, shape_cases  # type: ignore[import-not-found]
    from ops_cases_layers import creation_cases, layer_cases  # type: ignore[import-not-found]
    from ops_cases_more import position_cases, product_cases, signal_cases  # type: ignore[import-not-found]

    families = (elementwise_cases, reduction_cases, shape_cases, creation_cases, layer_cases, position_cases,
                product_cases, signal_cases)  # fmt: skip
    tables = [(f"k_{name}", backend_sweep.cases(name)) for name in backend_sweep.table()]
    tables += [(f"op_{name}", list(some)) for family in families for name, some in family().items()]
    for name, cases in tables:
        yield from (
            (name, lambda name=name, case=case: find_function(name)(*case.args, **case.options)) for case in cases
        )


def _measure(spec: Any) -> Any:
    truth: Any = _CLASSES if spec.name.startswith(_IN_CLASSES) else _ONE_HOT
    predicted = _CHANCES
    if spec.name in ("metric_iou", "metric_mean_iou"):
        predicted = _CLASSES[::-1]
    if spec.name == "loss_ctc":
        truth, predicted = np.array([[1, 2], [3, 1]]), np.stack([_CHANCES, _CHANCES[::-1]])
    if spec.name.startswith(_IN_COLUMNS):
        truth, predicted = truth[:, 0], predicted[:, 0]
    given = _ARGUMENTS.get(spec.name, {})
    function = find_function(spec.name)
    if "y_true" in spec.params:
        return function(y_true=truth, y_pred=predicted, **given)
    made = function(**given)
    return (
        made(truth, predicted) if spec.name not in ("metric_mean", "metric_sum", "metric_mean_tensor") else made(truth)
    )


def _take_steps(spec: Any) -> Any:
    """Return a variable after three steps along given gradients."""
    import keras

    if spec.name == "optimizer_loss_scale":
        optimizer = find_function(spec.name)(find_function("optimizer_sgd")(learning_rate=0.1))
        optimizer.dynamic_scale.assign(4.0) if hasattr(optimizer, "dynamic_scale") else None
    else:
        optimizer = find_function(spec.name)(learning_rate=0.1)
    variable = keras.Variable(_REAL)
    optimizer.build([variable])
    for step in range(3):
        optimizer.apply([keras.ops.convert_to_tensor(_STEPS * (step + 1))])
    return variable.value


def _read_schedule(spec: Any) -> Any:
    given = _ARGUMENTS.get(spec.name) or {name: value for name, value in _DECAY.items() if name in spec.params}
    made = find_function(spec.name)(**given)
    return [made(step) for step in (0, 1, 3, 9)]


_FAMILIES: dict[str, Callable[[Any], Any]] = {
    "loss_": _measure,
    "metric_": _measure,
    "optimizer_": _take_steps,
    "learning_rate_schedule_": _read_schedule,
    "activation_": lambda spec: find_function(spec.name)(_REAL, **_ARGUMENTS.get(spec.name, {})),
    "regularizer_": lambda spec: find_function(spec.name)()(_REAL),
    "constraint_": lambda spec: find_function(spec.name)()(_REAL),
    "initializer_": lambda spec: _draw(spec),
}


def _draw(spec: Any) -> Any:
    made = find_function(spec.name)()
    drawn = made((8, 1, 10) if spec.name == "initializer_stft" else (64, 64))
    fixed = spec.name.removeprefix("initializer_") in ("zeros", "ones", "constant", "identity", "stft")
    return drawn if fixed else [np.shape(drawn), abs(np.mean(np.asarray(drawn))) < 0.1]


def flatten(result: Any) -> list[Any]:
    """Return the numbers or texts of a result in a row."""
    import keras

    found: list[Any] = []
    for one in keras.tree.flatten(result):
        values = np.asarray(keras.ops.convert_to_numpy(one) if keras.ops.is_tensor(one) else one).ravel()
        if values.dtype.kind == "c":
            values = np.concatenate([values.real, values.imag])
        found += [str(value) for value in values] if values.dtype.kind in "OSU" else values.astype(float).tolist()
    return found


def run_trials(most: int, is_chosen: Callable[[str], bool]) -> Iterator[dict[str, Any]]:
    """Yield what each trial gave: its name with its number, and the numbers or the error.

    Args:
        most: How many trials each function may have.
        is_chosen: Tells of a function's name whether to run it.
    """
    counts: dict[str, int] = {}
    for name, compute in list_trials():
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > most or not is_chosen(name):
            continue
        said: dict[str, Any] = {"name": f"{name} {counts[name]}", "refuses": False}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                said["numbers"] = [flatten(compute())]
        except Exception as error:
            said["error"] = f"{type(error).__name__}: {error}"
        yield said | {"loads": "tensorflow" in sys.modules}
