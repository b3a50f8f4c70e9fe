"""From user arguments to a Keras object: matching the arguments, converting them, creating the object."""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..compat import keras2_arguments, without_effect
from ..compat.whole_numbers import as_floats, as_ints
from ..data.array_values import UnusableError
from ..data.arrays import join_floats, refuse_complex, to_array
from ..engine.internals.layers import flat_layers
from ..engine.internals.modules import know_objects
from ..engine.loading import keras, resolve
from ..engine.tensors import computing_error
from ..messages import callers, errors, keras_errors, notices
from ..r.code import RCode
from . import array_conversions, ranges, words
from .backends import refuse_other_backends
from .registry import REGISTRY, Spec, strip_underscore
from .versions import refuse_newer_arguments, refuse_other_versions
from .words import MISSING


def bind_arguments(
    spec: Spec, args: Sequence[Any], options: dict[str, Any]
) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
    """Match what a user supplied with the arguments of a function.

    Args:
        spec: The function.
        args: The positional arguments.
        options: The named ones.

    Returns:
        The supplied arguments by name, the further positional ones, the further named ones.

    Raises:
        TypeError: If there are too many, unknown or repeated arguments.
    """
    bound = dict(zip(spec.by_place, args, strict=False))
    rest = list(args[len(spec.by_place) :])
    if rest and not spec.takes_positional:
        raise errors.too_many_arguments(spec.name, len(spec.by_place), len(args), spec.params)
    further, idle = dict[str, Any](), dict[str, Any]()
    for given, value in options.items():
        name = spec.also_called.get(given) or strip_underscore(given)
        if name in bound:
            raise errors.repeated_argument(spec.name, name)
        if name in spec.params:
            bound[name] = value
        elif without_effect.takes_without_effect(spec.name, name):
            idle[name] = value
        elif spec.takes_options:
            further[name] = value
        else:
            raise errors.unknown_argument(spec.name, name, spec.params)
    bound = {name: value for name, value in bound.items() if value is not MISSING}
    without_effect.tell_without_effect(spec.name, idle)
    return bound, rest, further


def convert_arguments(
    spec: Spec, bound: dict[str, Any], optional: Sequence[str] = (), further: Iterable[str] = ()
) -> dict[str, Any]:
    """Convert supplied arguments, and refuse when a required one is missing.

    Args:
        spec: The function.
        bound: The supplied arguments by name.
        optional: Names that may be missing although they have no default.
        further: Names of the arguments for `...`; a misspelled one explains why another is missing.

    Returns:
        The converted arguments.
    """
    refuse_other_versions(spec)
    refuse_other_backends(spec)
    for name in spec.required:
        if name not in bound and name not in optional:
            if spec.target:
                refuse_unknown(
                    spec, resolve(spec.target), keras2_arguments.translate(spec.name, dict.fromkeys(further))
                )
            raise errors.missing_argument(spec.name, name)
    converted = {}
    for name, value in bound.items():
        param = spec.params[name]
        if isinstance(param.default, RCode) and value is param.default:
            continue
        converted[name] = words.convert_value(spec.name, name, param.word, value, param.default)
    if spec.kind in ("function", "export"):
        _check_axes(spec, converted, bound)
        _check_real(spec, converted)
        ranges.check_window(spec.name, converted, lambda: keras().config.image_data_format())
    if bound.keys() & ranges.LIMITS:
        defaults = {name: param.default for name, param in spec.params.items()}
        ranges.check_order(spec.name, defaults | converted, bound)
    if spec.joins:
        converted = join_floats(converted)
    if spec.kind in ("function", "export"):
        converted = array_conversions.apply_dtype(spec.name, spec.params, converted, bound)
    if spec.name in without_effect.ARGUMENTS:
        asked = [name for name, value in converted.items() if value is not spec.params[name].default]
        without_effect.tell_without_effect(spec.name, asked)
    return converted


_AXES = ("axis", "axes", "axis1", "axis2", "source", "destination")


def _check_axes(spec: Spec, converted: dict[str, Any], bound: dict[str, Any]) -> None:
    """Refuse an axis that the first argument, a tensor or array, does not have: messages of libraries count from 0."""
    first = next(iter(spec.params), "")
    rank = _get_rank(converted.get(first))
    if rank is None or first not in ("x", "a", "array") or "y" in spec.params or not spec.params[first].word.is_tensor:
        return
    for name, value in converted.items():
        word = spec.params[name].word
        if value is None or not (word.range is ranges.AXES or (word.base is not None and name in _AXES)):
            continue
        axes = value if isinstance(value, (list, tuple)) else [value]
        ranks = rank + len(axes) * spec.name.endswith("_expand_dims")
        if not all(-ranks <= axis < ranks for axis in axes):
            raise errors.bad_argument(spec.name, name, f"an axis of `{first}`, which has {ranks}", bound[name])
        if spec.name.endswith("_squeeze") and any(converted[first].shape[axis] not in (1, None) for axis in axes):
            raise errors.bad_argument(spec.name, name, f"an axis of `{first}` that has the size 1", bound[name])


def _check_real(spec: Spec, converted: dict[str, Any]) -> None:
    """Refuse complex numbers if a real `dtype` drops their imaginary parts; `k_ones_like()` uses only the shape."""
    dtype = converted.get("dtype") or (keras().config.floatx() if spec.name in _FLOATS else None)
    if dtype is not None and not spec.name.endswith("_like"):
        first = next(iter(spec.params))
        refuse_complex(converted.get(first), dtype, spec.name, first)


_FLOATS = ("k_constant", "k_variable", "k_cast_to_floatx")  # functions that return floats by default


def _get_rank(value: Any) -> int | None:
    try:
        return len(value.shape)
    except (AttributeError, TypeError, ValueError):  # not an array, or its shape is unknown
        return None


def construct_object(spec: Spec, values: dict[str, Any], options: dict[str, Any]) -> Any:
    """Make the Keras object behind a function from converted arguments; only what was supplied is sent."""
    for name in spec.send:
        values.setdefault(name, spec.params[name].default)
    refuse_newer_arguments(spec, values)
    cls = resolve(spec.target)
    make = resolve(spec.choose_target(values, options))
    given = {**options, **values}
    values = {name: as_floats(value) if spec.params[name].word.is_real else value for name, value in values.items()}
    arguments = keras2_arguments.translate(spec.name, {**spec.fixed, **values})
    arguments.update(convert_further(spec, cls, options))
    with name_errors(spec.name, given), _register_own_classes(arguments.values()):
        return make(**arguments)


def _register_own_classes(values: Iterable[Any]) -> contextlib.AbstractContextManager[Any]:
    """Register the user's own classes, since Keras copies some of the layers that it gets."""
    layer = keras().layers.Layer
    inner = [one for value in values if isinstance(value, layer) for one in flat_layers(value)]
    own = {type(one).__name__: type(one) for one in inner if not type(one).__module__.startswith("keras.")}
    return know_objects(own) if own else contextlib.nullcontext()


def convert_further(spec: Spec, cls: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Convert the arguments that came through `...`, and refuse those that the Keras class does not know."""
    if not options:
        return {}
    options = keras2_arguments.translate(spec.name, options)
    refuse_unknown(spec, cls, options)
    checked = {}
    for name, value in options.items():
        word, default = words.LAYER_OPTIONS.get(name, (words.ANY, None))
        value = words.convert_value(spec.name, name, word, value, default)
        checked[name] = as_keras_number(value, get_keras_arguments(cls).get(name)) if word is words.ANY else value
    return checked


def as_keras_number(value: Any, default: Any) -> Any:
    """Return R's whole number 2.0 as the int that Keras documents for an argument, or 2 as the float that it does."""
    return as_floats(value) if isinstance(default, float) else as_ints(value)


F = TypeVar("F", bound=Callable[..., Any])


def takes_further(names: Callable[[], Iterable[str]]) -> Callable[[F], F]:
    """Say of an exported function with a body of its own which arguments its `...` takes.

    Args:
        names: Returns their names.

    Returns:
        The decorator; it stands above the one that exports.
    """

    def decorate(exported: F) -> F:
        exported.__rkeras__.further = names  # type: ignore[attr-defined]
        return exported

    return decorate


def also_called(**names: str) -> Callable[[F], F]:
    """Say of an exported function by which other names it takes arguments, such as those of R's generics.

    Args:
        names: The argument that each of them means.

    Returns:
        The decorator; it stands above the one that exports.
    """

    def decorate(exported: F) -> F:
        exported.__rkeras__.also_called = names  # type: ignore[attr-defined]
        return exported

    return decorate


def refuse_further(function: str, options: Iterable[str]) -> None:
    """Refuse further arguments that an exported function does not take.

    Args:
        function: Its name; it was decorated with `takes_further`.
        options: Names of the arguments. In calls of fit(), evaluate() and predict() by an installed package they are a
            warning, as R keras 2.15 took them.
    """
    spec = REGISTRY[function]
    further = list(spec.further()) if spec.further else []
    for option in options:
        if option not in (*spec.params, *further) and not (function in _OLD_VERBS and _excuse(function, option)):
            errors.check_options(function, [option], spec.params, further)


_OLD_VERBS = tuple(
    f"{verb}{kind}" for verb in ("fit", "evaluate", "predict") for kind in ("", "_generator")
)  # R keras 2.15 never used their `...`


def _excuse(function: str, option: str) -> bool:
    """Report, once, an argument without effect if an installed package passes it, since the user cannot change that."""
    package = callers.find_package(option)
    if package:
        notices.say_once(f"{function}(): `{option}` from the package {package} has no effect: it is unknown.")
    return bool(package)


def refuse_unknown(spec: Spec, cls: Any, options: Iterable[str]) -> None:
    """Refuse further arguments that neither Keras 3's class nor the layers of Keras 2 know."""
    of_layers = keras2_arguments.list_base_arguments(spec.name)
    errors.check_options(spec.name, options, spec.params, {**get_keras_arguments(cls), **dict.fromkeys(of_layers)})


@functools.cache
def get_keras_arguments(cls: Any) -> dict[str, Any]:
    """Return names and defaults of the arguments that a Keras class (with those it extends) or function takes."""
    known: dict[str, Any] = {}
    sources: list[Any] = [vars(base).get("__init__") for base in cls.__mro__[:-1]] if isinstance(cls, type) else [cls]
    for source in filter(None, sources):
        parameters = inspect.signature(source).parameters.values()
        for parameter in parameters:
            if parameter.name != "self" and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                known.setdefault(parameter.name, parameter.default)
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            break
    return known


def compute_measure(spec: Spec, values: dict[str, Any], further: dict[str, Any]) -> Any:
    """Return the value of a loss or metric function for labels and predictions."""
    for name in ("y_true", "y_pred"):
        if name not in values:
            raise errors.missing_argument(spec.name, name)
        with name_errors(spec.name, values):
            values[name] = to_array(values[name])
        refuse_complex(values[name], keras().config.floatx(), spec.name, name)
        if "str" in str(getattr(values[name], "dtype", "")):
            raise errors.bad_argument(spec.name, name, "numbers", errors.Words("text"))
        if name == "y_true" and "_sparse_" in spec.name and _holds_fraction(values[name]):
            raise errors.bad_argument(spec.name, name, "class numbers, counted from 0", errors.Words("a fraction"))
    values["y_pred"] = _as_floats(values["y_pred"])
    if "_sparse_" not in spec.name:
        for name, other in (("y_true", "y_pred"), ("y_pred", "y_true")):  # some Keras losses would pair all rows
            if _get_rank(values[name]) == 1 and tuple(values[other].shape[1:]) == (1,):
                values[name] = keras().ops.expand_dims(values[name], -1)
    rank, axis = _get_rank(values["y_pred"]), values.get("axis")
    if rank is not None and isinstance(axis, int) and not -rank <= axis < rank:
        received = axis + (axis >= 0)
        raise errors.bad_argument(spec.name, "axis", f"an axis of `y_pred`, which has {rank}", received)
    if values.get("reduction", "auto") not in (None, "none", "auto"):
        notices.warn(f"{spec.name}(): `reduction` has no effect on data: each sample has its value.")
    target = resolve(spec.function_target)
    known = get_keras_arguments(target)
    defaults = {name: one.default for name, one in spec.params.items() if one.default is not MISSING}
    needed = {name: one for name, one in defaults.items() if known.get(name) is inspect.Parameter.empty}
    arguments = keras2_arguments.translate(spec.name, {**needed, **values})
    arguments = {name: value for name, value in arguments.items() if name in known}
    return call_keras(spec, target, {**arguments, **convert_further(spec, target, further)})


def _holds_fraction(value: Any) -> bool:
    return getattr(getattr(value, "dtype", None), "kind", "") == "f" and bool((value != value.round()).any())


def _as_floats(value: Any) -> Any:
    """Convert predictions to floats: Keras computes in the given type, where 1 - 3 may be 254."""
    ops = keras().ops
    return value if ops.is_tensor(value) and "float" in str(value.dtype) else ops.cast(value, keras().config.floatx())


def call_keras(spec: Spec, target: Callable[..., Any], arguments: dict[str, Any], **shown: Any) -> Any:
    """Call a function of Keras; errors name the function that the user called, and have the `shown` arguments."""
    with name_errors(spec.name, {**arguments, **shown}):
        return target(**arguments)


class name_errors(contextlib.AbstractContextManager[None]):
    """Have the errors of Keras and TensorFlow inside name the function that the user called, and what it got.

    Args:
        function: Its name.
        arguments: What it got.
    """

    def __init__(self, function: str, arguments: Mapping[str, Any] | None = None) -> None:
        self._function, self._arguments = function, arguments

    def __exit__(self, kind: object, error: Any, trace: object) -> None:
        """Raise the error that names them, if there was one."""
        if error is None:
            return
        if isinstance(error, UnusableError):
            raise ValueError(f"{self._function}(): {self._name_unusable()}{error}") from None
        if isinstance(error, _OF_KERAS):
            named = errors.rejected(self._function, error, self._arguments)
            if named is not error:
                raise named from error
        elif isinstance(error, computing_error()) and not errors.names_function(error):
            told = ValueError(keras_errors.strip_marks(getattr(error, "message", str(error))))
            received = errors.tell_received(str(told), self._arguments or {})
            raise errors.prefix_error(self._function, told, received) from error

    def _name_unusable(self) -> str:
        """Return the start of a message, with the name of the argument whose data Keras cannot read, or ""."""
        for name, value in (self._arguments or {}).items():
            try:
                to_array(value)
            except UnusableError:
                return f"`{name}`: "
        return ""


_OF_KERAS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError, MemoryError, OSError)


def call_body(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Call the body of an exported function with converted arguments."""
    bound, rest, further = bind_arguments(spec, args, kwargs)
    values = convert_arguments(spec, bound)
    for param in spec.params.values():
        if isinstance(param.default, RCode):
            values.setdefault(param.name, param.default.value)
    values = {spec.params[name].python_name: value for name, value in values.items()}
    if not rest:
        return spec.body(**values, **further)
    before = [param.python_name for param in spec.params.values()][: spec.dots]
    leading = [values.pop(name) for name in before]
    return spec.body(*leading, *rest, **values, **further)


def take_other_names(spec: Spec, function: Callable[..., Any]) -> Callable[..., Any]:
    """Have a function take its first argument by the name in R's keras3, too; errors have the name that was used.

    Args:
        spec: The function, as it is registered.
        function: What is called.
    """
    names = keras2_arguments.OTHER_NAMES.get(spec.name)
    if names is None:
        return function
    other, name = names

    def call(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get(other, MISSING) is MISSING:
            return function(*args, **kwargs)
        value = kwargs.pop(other)
        if args or name in kwargs:
            raise errors.bad_argument(spec.name, other, f"omitted if `{name}` is given", value)
        with errors.told_as(spec.name, spec.name, **{name: other}):
            return function(**{name: value}, **kwargs)

    return call
