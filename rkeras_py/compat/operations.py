"""Tensor arithmetic in Keras 2's functional models as Keras 3 operations: one table."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from ..engine.internals.graphs import inbound_nodes
from ..engine.internals.modules import OPERATIONS, operation_class
from ..messages.errors import show_value
from .file_terms import NotUpgradable

LAYERS = ("TFOpLambda", "SlicingOpLambda")
"""The layer classes in which Keras 2 stores a call of a TensorFlow function."""

_PREFIXES = ("compat.v1.", "math.", "nn.", "linalg.", "__operators__.")
_IRRELEVANT = ("name", "output_type", "out_type", "validate_indices")
_OF_LISTS = ("numpy.Stack", "numpy.Concatenate")
INSTEAD = "Create the model with its code and load its weights (load_model_weights_hdf5())."
"""The advice for a model that cannot be upgraded."""


Arguments = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """A function of TensorFlow in Keras 3.

    Attributes:
        path: The class among Keras's operations.
        first: Keras 3's name of the first argument.
        names: TensorFlow's names of the others to Keras 3's.
        defaults: What TensorFlow takes where an argument is not given and Keras 3 takes something else.
        prepare: Changes the arguments, by TensorFlow's names, to what Keras 3 takes.
        then: Another operation, on the result.
    """

    path: str
    first: str
    names: Mapping[str, str]
    defaults: Mapping[str, Any]
    prepare: Callable[[Arguments], Arguments] = dict
    then: "Operation | None" = None


def _describe_op(
    path: str, first: str, *names: str, prepare: Any = dict, then: Any = None, **defaults: Any
) -> Operation:
    pairs = [name.partition("=") for name in names]
    return Operation(path, first, {old: new or old for old, _, new in pairs}, defaults, prepare, then)


def _describe_unary(module: str, **names: str) -> dict[str, Operation]:
    return {name: _describe_op(f"{module}.{target}", "x") for name, target in names.items()}


def _describe_binary(**names: str) -> dict[str, Operation]:
    return {name: _describe_op(f"numpy.{target}", "x1", "y=x2", "other=x2") for name, target in names.items()}


def _describe_reduction(**names: str) -> dict[str, Operation]:
    targets = {name: target if "." in target else f"numpy.{target}" for name, target in names.items()}
    return {f"reduce_{name}": _describe_op(target, "x", "axis", "keepdims") for name, target in targets.items()}


def _translate_slices(given: Arguments) -> Arguments:
    spec = given["slice_spec"]
    return {"slice_spec": tuple(_translate_slice(item) for item in (spec if isinstance(spec, list) else [spec]))}


def _translate_slice(item: Any) -> Any:
    if not isinstance(item, Mapping):
        return item
    if item.get("class_name") == "__ellipsis__":
        return {"class_name": "__ellipsis__", "config": {}}
    if "start" not in item or not all(isinstance(end, (int, type(None))) for end in item.values()):
        raise ValueError("takes a part whose place is computed")
    return {"class_name": "__slice__", "config": dict(item)}


def _translate_splits(given: Arguments) -> Arguments:
    """Return the positions where Keras 3 splits, for the sizes of the parts that TensorFlow takes."""
    sizes = given["num_or_size_splits"]
    if isinstance(sizes, list):
        if not all(isinstance(size, int) and size >= 0 for size in sizes):
            raise ValueError("splits a tensor into parts of a size that is computed")
        given = {**given, "num_or_size_splits": list(accumulate(sizes))[:-1]}
    return given


def _take_one_axis(given: Arguments) -> Arguments:
    axis = given.get("axis")
    return {**given, "axis": axis[0]} if isinstance(axis, list) and len(axis) == 1 else given


def _translate_padding(given: Arguments) -> Arguments:
    mode = str(given.get("mode", "CONSTANT")).lower()
    made = {**given, "mode": mode}
    if mode != "constant":
        made.pop("constant_values", None)
    return made


def _drop_euclidean(given: Arguments) -> Arguments:
    return {name: value for name, value in given.items() if (name, value) != ("ord", "euclidean")}


def _require_both_branches(given: Arguments) -> Arguments:
    if not {"x", "y"} <= given.keys():
        raise ValueError("asks where a condition holds")
    return given


def _check_target_shape(given: Arguments) -> Arguments:
    """Refuse a reshape with more than one unknown length."""
    if sum(length == -1 for length in given["shape"]) > 1:
        raise ValueError("gives a tensor a shape of which several lengths are computed")
    return given


_OPERATIONS: Mapping[str, Operation] = {
    **_describe_unary("numpy", abs="Absolute", negative="Negative", sqrt="Sqrt", square="Square", exp="Exp", log="Log"),
    **_describe_unary("numpy", log1p="Log1p", expm1="Expm1", tanh="Tanh", sin="Sin", cos="Cos", tan="Tan", sinh="Sinh"),
    **_describe_unary("numpy", cosh="Cosh", asin="Arcsin", acos="Arccos", atan="Arctan", floor="Floor", ceil="Ceil"),
    **_describe_unary("numpy", sign="Sign", round="Round", reciprocal="Reciprocal", logical_not="LogicalNot",
    identity="Copy"),
    **_describe_unary("numpy", is_nan="Isnan", is_inf="Isinf", is_finite="Isfinite"),
    **_describe_unary("math", rsqrt="Rsqrt", erf="Erf"),
    **_describe_unary("nn", relu="Relu", relu6="Relu6", sigmoid="Sigmoid", softplus="Softplus", softsign="Softsign"),
    **_describe_unary("nn", elu="Elu", selu="Selu", silu="Silu", swish="Silu", log_sigmoid="LogSigmoid"),
    **_describe_binary(add="Add", subtract="Subtract", multiply="Multiply", truediv="TrueDivide", divide="TrueDivide"),
    **_describe_binary(floordiv="FloorDivide", floor_div="FloorDivide", floormod="Mod", mod="Mod", pow="Power"),
    **_describe_binary(maximum="Maximum", minimum="Minimum", divide_no_nan="DivideNoNan"),
    **_describe_binary( greater="Greater", greater_equal="GreaterEqual", less="Less"),
    **_describe_binary(less_equal="LessEqual", equal="Equal", not_equal="NotEqual", eq="Equal", ne="NotEqual"),
    **_describe_binary(logical_and="LogicalAnd", logical_or="LogicalOr", logical_xor="LogicalXor"),
    **_describe_reduction(mean="Mean", sum="Sum", max="Max", min="Min", prod="Prod", any="Any", all="All", std="Std"),
    **_describe_reduction(variance="Var", logsumexp="math.Logsumexp"),
    "squared_difference": _describe_op("numpy.Subtract", "x1", "y=x2", then=_describe_op("numpy.Square", "x")),
    "add_n": _describe_op("numpy.Stack", "x", then=_describe_op("numpy.Sum", "x", axis=0)),
    "leaky_relu": _describe_op("nn.LeakyRelu", "x", "alpha=negative_slope"),
    "gelu": _describe_op("nn.Gelu", "x", "approximate", approximate=False),
    "softmax": _describe_op("nn.Softmax", "x", "axis"),
    "log_softmax": _describe_op("nn.LogSoftmax", "x", "axis"),
    "l2_normalize": _describe_op("nn.Normalize", "x", "axis", prepare=_take_one_axis, epsilon=1e-6),
    "norm": _describe_op("linalg.Norm", "x", "ord", "axis", "keepdims", prepare=_drop_euclidean),
    "matmul": _describe_op("numpy.Matmul", "x1", "b=x2"),
    "transpose": _describe_op("numpy.Transpose", "x", "perm=axes"),
    "stack": _describe_op("numpy.Stack", "x", "axis"),
    "concat": _describe_op("numpy.Concatenate", "xs", "axis"),
    "unstack": _describe_op("core.Unstack", "x", "num", "axis"),
    "split": _describe_op("numpy.Split", "x", "num_or_size_splits=indices_or_sections", "axis",
    prepare=_translate_splits),
    "reshape": _describe_op("numpy.Reshape", "x", "shape=newshape", prepare=_check_target_shape),
    "expand_dims": _describe_op("numpy.ExpandDims", "x", "axis", prepare=_take_one_axis),
    "squeeze": _describe_op("numpy.Squeeze", "x", "axis", prepare=_take_one_axis),
    "tile": _describe_op("numpy.Tile", "x", "multiples=repeats"),
    "repeat": _describe_op("numpy.Repeat", "x", "repeats", "axis"),
    "reverse": _describe_op("numpy.Flip", "x", "axis", prepare=_take_one_axis),
    "pad": _describe_op("numpy.Pad", "x", "paddings=pad_width", "mode", "constant_values", prepare=_translate_padding),
    "gather": _describe_op("numpy.Take", "x", "indices", "axis", axis=0),
    "getitem": _describe_op("numpy.GetItem", "x", "slice_spec=key", prepare=_translate_slices),
    "cast": _describe_op("core.Cast", "x", "dtype"),
    "clip_by_value": _describe_op("numpy.Clip", "x", "clip_value_min=x_min", "clip_value_max=x_max"),
    "where": _describe_op("numpy.Where", "condition", "x=x1", "y=x2", prepare=_require_both_branches),
    "one_hot": _describe_op("nn.OneHot", "x", "depth=num_classes", "axis", "dtype"),
    "argmax": _describe_op("numpy.Argmax", "x", "axis", axis=0),
    "argmin": _describe_op("numpy.Argmin", "x", "axis", axis=0),
    "cumsum": _describe_op("numpy.Cumsum", "x", "axis", axis=0),
    "cumprod": _describe_op("numpy.Cumprod", "x", "axis", axis=0),
    "ones_like": _describe_op("numpy.OnesLike", "x", "dtype"),
    "zeros_like": _describe_op("numpy.ZerosLike", "x", "dtype"),
    "stop_gradient": _describe_op("core.StopGradient", "variable"),
    "image.resize": _describe_op(
        "image.Resize", "images", "size", "method=interpolation", "antialias", data_format="channels_last"
    ),
}  # fmt: skip
"""TensorFlow's functions by name, without the module in which Keras 2 finds most of them."""


def translate_operation(label: str, class_name: str, function: str, node: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Turn a call of a TensorFlow function into operations of Keras 3.

    Args:
        label: Name of the layer.
        class_name: Its class in Keras 2.
        function: Name of the function, as Keras 2 writes it.
        node: The positional and named arguments of the call; tensors in Keras 3's terms.

    Returns:
        Descriptions of operations with their calls. The last has the name of the layer; those before it prepare.

    Raises:
        NotUpgradable: If Keras 3 has no such operation.
    """
    who = f"layer '{label}' ({class_name}, tf.{function})"
    found = _OPERATIONS.get(_strip_prefixes(function))
    if found is None:
        raise NotUpgradable(f"{who} is arithmetic on tensors for which Keras 3 has no operation. {INSTEAD}")
    try:
        given = found.prepare(node["kwargs"])
    except ValueError as error:
        raise NotUpgradable(f"{who} {error}. {INSTEAD}") from None
    for argument, value in given.items():
        if argument not in found.names and argument not in _IRRELEVANT and value:
            raise NotUpgradable(
                f"{who} asks for {argument} = {show_value(value)}, which Keras 3 does not have. {INSTEAD}"
            )
    arguments = {found.names[name]: value for name, value in given.items() if name in found.names}
    if found.then is None:
        return [_describe_layer(label, who, found, node["args"][0], arguments)]
    before = f"{label}.before"
    tensor = {"shape": [], "dtype": "float32", "keras_history": [before, 0, 0]}
    result = {"class_name": "__keras_tensor__", "config": tensor}
    first = _describe_layer(before, who, found, node["args"][0], arguments)
    return [first, _describe_layer(label, who, found.then, result, {})]


def list_steps(function: str, given: Arguments) -> list[tuple[Operation, Arguments]] | None:
    """Return the operations of Keras 3 that do what a call of a TensorFlow function does.

    Args:
        function: Name of the function.
        given: Its arguments but the first, by TensorFlow's names.

    Returns:
        Operations with their arguments, the first one for the first argument of the call and each other one for what
        comes before it; None where there are none.
    """
    found = _OPERATIONS.get(_strip_prefixes(function))
    try:
        given = found.prepare(given) if found else given
    except (LookupError, TypeError, ValueError):
        return None
    known = (*found.names, *_IRRELEVANT) if found else ()
    if found is None or any(name not in known and value not in (None, False) for name, value in given.items()):
        return None
    named = {found.names[name]: value for name, value in given.items() if name in found.names}
    made = [(found, {**found.defaults, **named})]
    return made if found.then is None else [*made, (found.then, dict(found.then.defaults))]


def _strip_prefixes(function: str) -> str:
    for prefix in _PREFIXES:
        function = function.removeprefix(prefix)
    return function


def _describe_layer(name: str, who: str, operation: Operation, first: Any, arguments: Arguments) -> dict[str, Any]:
    called = inspect.signature(operation_class(operation.path).call).parameters
    arguments = {**operation.defaults, **arguments}
    settings = {key: value for key, value in arguments.items() if key not in called}
    if _has_tensor(settings):
        raise NotUpgradable(f"{who} uses a computed number, which Keras 3 must know in advance. {INSTEAD}")
    kwargs = {key: _describe_constant(value) for key, value in arguments.items() if key in called}
    alone = [first] if operation.path in _OF_LISTS else _describe_constant(first)
    inputs = first if operation.path in _OF_LISTS and isinstance(first, list) else alone
    if operation.path == "numpy.Add" and _is_array(kwargs["x2"]):  # Keras 3 may read a column as a row of biases
        inputs, kwargs["x2"] = kwargs["x2"], inputs
    module, _, class_name = f"{OPERATIONS}.{operation.path}".rpartition(".")
    made = {"module": module, "class_name": class_name, "config": {**settings, "name": name}, "registered_name": None}
    return {**made, "name": name, "inbound_nodes": [{"args": [inputs], "kwargs": kwargs}]}


def _is_array(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("class_name") == "__numpy__"


def _describe_constant(value: Any) -> Any:
    """Describe a list of numbers as an array, as TensorFlow reads it."""
    if not isinstance(value, list):
        return value
    item = value
    while isinstance(item, list) and item:
        item = item[0]
    dtype = {bool: "bool", int: "int32"}.get(type(item), "float32")
    return {"class_name": "__numpy__", "config": {"value": value, "dtype": dtype}}


def _has_tensor(value: Any) -> bool:
    if isinstance(value, Mapping):
        return value.get("class_name") == "__keras_tensor__" or any(map(_has_tensor, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_has_tensor, value))


def remove_shape_computations(layers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Take the lengths of tensors that are computed only to reshape others out of a model.

    `tf.reshape(x, (tf.shape(x)[0], 4))` is `reshape(x, (-1, 4))`, which needs no shape.

    Args:
        layers: The descriptions of the layers of a functional model of Keras 2.

    Returns:
        The layers that remain.
    """
    shapes = {layer["name"] for layer in layers if _get_function(layer) == "shape"}
    lengths = {
        layer["name"]
        for layer in layers
        if _get_function(layer) in ("getitem", "unstack") and _find_first(layer) in shapes and _picks_one(layer)
    }
    made = []
    for layer in layers:
        one = dict(layer)
        if _get_function(layer) == "reshape":
            one["inbound_nodes"] = [_open_lengths(node, lengths) for node in layer["inbound_nodes"]]
        made.append(one)
    return [one for one in made if one["name"] not in shapes | lengths]


def refuse_whole_means(config: Mapping[str, Any], model: Any) -> None:
    """Refuse means of whole numbers: TensorFlow cuts off what Keras 3 gives as a fraction.

    Args:
        config: The description of a model by Keras 2.
        model: The model that was made of it, which knows the types of its tensors.

    Raises:
        NotUpgradable: If there is one.
    """
    inner = config["config"]
    made = {operation.name: operation for operation in getattr(model, "operations", model.layers)}
    for layer in inner if isinstance(inner, list) else inner.get("layers", []):
        name = layer.get("name")
        if _get_function(layer) == "reduce_mean":
            dtype = inbound_nodes(made[name])[0].arguments.keras_tensors[0].dtype
            if "int" in dtype:
                raise NotUpgradable(
                    f"layer '{name}' ({layer['class_name']}, tf.{layer['config']['function']}) computes the mean of "
                    f"integers and truncates it, which Keras 3 does not do. {INSTEAD}"
                )
        elif name in made and isinstance(layer["config"], Mapping) and "layers" in layer["config"]:
            refuse_whole_means(layer, made[name])


def _get_function(layer: Mapping[str, Any]) -> str:
    return _strip_prefixes(layer["config"]["function"]) if layer["class_name"] in LAYERS else ""


def _find_first(layer: Mapping[str, Any]) -> str:
    """Return the name of the layer whose output is the first argument."""
    reference: Any = layer["inbound_nodes"][0]
    while isinstance(reference, (list, tuple)):
        reference = reference[0]
    return str(reference)


def _picks_one(layer: Mapping[str, Any]) -> bool:
    node = layer["inbound_nodes"][0]
    return _get_function(layer) == "unstack" or isinstance(node[3].get("slice_spec"), int)


def _open_lengths(node: Any, lengths: set[str]) -> Any:
    """Return the call of a reshape, with -1 for each computed length."""
    shape = node[3].get("shape")
    if not isinstance(shape, list):
        return node
    opened = [-1 if isinstance(item, list) and item[0] in lengths else item for item in shape]
    return [*node[:3], {**node[3], "shape": opened}]
