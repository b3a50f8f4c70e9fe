"""The decorators that add functions to the registry.

The signature and the docstring of a decorated function are its definition; the Python callable, the R wrapper, the help
pages in both languages and the tests all come from them.
"""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import FunctionType
from typing import Any, ParamSpec, cast, overload

import numpy as np

from .compat import keras2_arguments, targets
from .data import arrays
from .engine.loading import keras, resolve
from .engine.tensors import runs_on_tensorflow
from .graph import compose
from .graph.lambda_layers import call_in_layer, is_symbolic, keep_variables
from .messages import errors
from .r.code import RCode
from .signatures import array_conversions, docs, words
from .signatures.backends import note_backends
from .signatures.calls import (
    bind_arguments,
    call_body,
    call_keras,
    compute_measure,
    construct_object,
    convert_arguments,
    convert_further,
    name_errors,
    take_other_names,
)
from .signatures.registry import REGISTRY, Param, Spec, Variant, strip_underscore
from .signatures.versions import note_versions, refuse_newer_arguments
from .syntax.pipe import MODELS, Subject, Waiting, is_model_or_layer
from .syntax.piped import Piped

P = ParamSpec("P")


def _read(definition: Callable[..., Any], kind: str, target: str, family: Mapping[str, str] | None = None) -> Spec:
    params: dict[str, Param] = {}
    dots: int | None = None
    takes_positional = takes_options = False
    signature = inspect.signature(definition)
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            dots, takes_positional = len(params), True
        elif parameter.kind is parameter.VAR_KEYWORD:
            takes_options = True
            if dots is None:
                keyword_only = sum(param.keyword_only for param in params.values())
                dots = len(params) - keyword_only
        else:
            word = words.get_word(parameter.annotation)
            shared_name = strip_underscore(parameter.name)
            params[shared_name] = Param(
                shared_name, parameter.default, word, parameter.kind is parameter.KEYWORD_ONLY, parameter.name
            )
    name = definition.__name__
    spec = Spec(
        name, definition.__module__, kind, target, params, dots, takes_positional, takes_options, definition,
        docs.Docs("", ""),
    )  # fmt: skip
    named = {"name": docs.NAMED} if isinstance(getattr(params.get("name"), "default", None), str) else {}
    spec.docs = docs.complete_docs(docs.parse_docstring(definition.__doc__), spec.formals(), named | dict(family or {}))
    note_versions(spec)
    note_backends(spec)
    return spec


def _finish(spec: Spec, function: Callable[..., Any]) -> Piped:
    function = take_other_names(spec, function)
    functools.update_wrapper(function, spec.body)
    call = Piped(function, next(iter(spec.params)) if spec.kind in ("layer", "verb") else "")
    call.__doc__ = docs.write_docstring(spec.docs, _name_in_python(spec))
    call.__signature__ = _make_plain_signature(spec.body)  # type: ignore[attr-defined]
    call.__rkeras__ = spec  # type: ignore[attr-defined]
    REGISTRY[spec.name] = spec
    return call


def _name_in_python(spec: Spec) -> dict[str, str]:
    """Return the names of the arguments in Python: `from_`, and `*dots, **options` for R's `...`."""
    kinds = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    parameters = inspect.signature(spec.body).parameters.values()
    dots = ", ".join(kinds[parameter.kind] + parameter.name for parameter in parameters if parameter.kind in kinds)
    return {**{param.name: param.python_name for param in spec.params.values()}, "...": dots}


def _spell_in_python(default: Any) -> Any:
    return default.value if isinstance(default, RCode) else default


def _make_plain_signature(definition: Callable[..., Any]) -> inspect.Signature:
    """Return the signature as help shows it: the words are for the registry, not for readers."""
    signature = inspect.signature(definition)
    bare = [
        parameter.replace(annotation=parameter.empty, default=_spell_in_python(parameter.default))
        for parameter in signature.parameters.values()
    ]
    return signature.replace(parameters=bare, return_annotation=signature.empty)


def layer(
    target: str,
    *,
    fixed: dict[str, Any] | None = None,
    send: tuple[str, ...] = (),
    variants: tuple[Variant, ...] = (),
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that makes a layer and composes it with its first argument.

    Args:
        target: Dotted path of the layer class.
        fixed: Arguments that the class always gets.
        send: Arguments whose default differs in effect from that of Keras 3.
        variants: What is made where an argument asks for what the class no longer does.

    Returns:
        The decorator; the definition it is given needs no body.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "layer", target)
        docs.list_further_arguments(spec.docs, docs.OF_EVERY_LAYER)
        spec.fixed, spec.send, spec.variants = fixed or {}, send, variants

        def call(*args: Any, **kwargs: Any) -> Any:
            return compose.call_layer(spec, args, kwargs)

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


def constructor(
    target: str,
    *,
    fixed: dict[str, Any] | None = None,
    send: tuple[str, ...] = (),
    family: Mapping[str, str] | None = None,
    within: Callable[[str], AbstractContextManager[Any]] = nullcontext,
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that makes an object of a Keras class: an optimizer, an initializer, a regularizer, ...

    Args:
        target: Dotted path of the class, or of a function that makes an object.
        fixed: Arguments that the class always gets.
        send: Arguments whose default differs in effect from that of Keras 3.
        family: Descriptions of arguments, and sections, that the functions of the family share.
        within: Makes, from the function's name, the context in which the object is made.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "class", target, family)
        if target.startswith("keras.layers."):
            docs.list_further_arguments(spec.docs, docs.OF_EVERY_CELL)
        spec.fixed, spec.send = fixed or {}, send

        def call(*args: Any, **kwargs: Any) -> Any:
            bound, _, further = bind_arguments(spec, args, kwargs)
            values = convert_arguments(spec, bound, further=further)
            with within(spec.name):
                return construct_object(spec, values, further)

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


_MEASURED = "The object, or with `y_true` and `y_pred` the value for each sample."


def measure(target: str, function: str = "") -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a loss or a metric: an object without `y_true` and `y_pred`, the value of the function with them.

    Args:
        target: Dotted path of the class.
        function: Dotted path of the function of (y_true, y_pred), or "" where there is none.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "measure", target, {"Returns": _MEASURED if function else "The object."})
        spec.function_target = function

        def call(*args: Any, **kwargs: Any) -> Any:
            bound, _, further = bind_arguments(spec, args, kwargs)
            values = convert_arguments(spec, bound, ("y_true", "y_pred"))
            if "y_true" not in values and "y_pred" not in values:
                return targets.mark_measure(construct_object(spec, values, further))
            return compute_measure(spec, values, further)

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


@overload
def export(definition: Callable[P, Any], /) -> Callable[P, Any]: ...
@overload
def export(
    *,
    target: str = "",
    family: Mapping[str, str] | None = None,
    in_layers: bool = False,
    joins: bool = False,
    returns: str = "value",
    s3: str = "",
    python_only: bool = False,
    counts: bool = False,
) -> Callable[[Callable[P, Any]], Callable[P, Any]]: ...
def export(definition: Callable[..., Any] | None = None, /, **options: Any) -> Any:
    """Export a function with a body of its own, whose arguments arrive converted, or a plain function of Keras.

    Args:
        definition: The function, where there are no options: the decorator then stands alone.
        target: Dotted path of a function of Keras, which is called; the definition then needs no body.
        family: Descriptions of arguments, and sections, that the functions of the family share. A function of Keras
            then gets the arguments as their words convert them; else the first as a tensor, and all by Keras 3's names.
        in_layers: Whether a layer makes the call if a size is known only when the model runs, as Keras does.
        joins: Whether floats of several types become those of one.
        returns: What the R side returns, as for `verb()`.
        s3: "default" for the default method of a generic of its name, for which packages have methods in R.
        python_only: Whether the R side is written by hand.
        counts: Whether the body counts positions from 1, without an argument `zero_indexed`.

    Returns:
        The exported function, or the decorator.
    """
    return functools.partial(_export, **options) if definition is None else _export(definition)


def _export(
    definition: Callable[..., Any],
    target: str = "",
    family: Mapping[str, str] | None = None,
    in_layers: bool = False,
    **told: Any,
) -> Any:
    spec = _read(definition, "function" if target else "export", target, family)
    for name, value in told.items():
        setattr(spec, name, value)

    def call_body_of(*args: Any, **kwargs: Any) -> Any:
        with name_errors(spec.name, {**dict(zip(spec.by_place, args, strict=False)), **kwargs}):
            return call_body(spec, args, kwargs)

    def call_target(*args: Any, **kwargs: Any) -> Any:
        bound, _, further = bind_arguments(spec, args, kwargs)
        values = convert_arguments(spec, bound, further=further if family else ())
        refuse_newer_arguments(spec, values)
        if not family:
            first = next(iter(spec.params))
            with name_errors(spec.name, values):
                values[first] = arrays.to_tensor(values[first])
            values = keras2_arguments.translate(spec.name, values)
        if not runs_on_tensorflow():
            _fill_for_backend(spec, values)
        function = resolve(target)
        counted = {name: one for name, one in bound.items() if spec.params[name].word.base == 1}
        result = call_keras(spec, function, {**values, **convert_further(spec, function, further)}, **counted)
        return tuple(result) if isinstance(result, tuple) else result  # JAX and PyTorch return their own subclasses

    call = call_target if target else call_body_of
    return _finish(spec, _wait_for_open_sizes(spec, keep_variables(call)) if in_layers or target else call)


def _fill_for_backend(spec: Spec, values: dict[str, Any]) -> None:
    """Add arguments that Keras's functions require on JAX and PyTorch, but find out themselves on TensorFlow."""
    if "data_format" in spec.params and values.get("data_format") is None:
        values["data_format"] = keras().config.image_data_format()  # gaussian_blur() reads None as channels_first
    if "pool_size" in spec.params and values.get("strides") is None:
        values["strides"] = values["pool_size"]
    if spec.name == "op_repeat" and isinstance(values["repeats"], tuple):
        values["repeats"] = np.array(values["repeats"])


def _wait_for_open_sizes(spec: Spec, call: Callable[..., Any]) -> Callable[..., Any]:
    """Make the call in a layer of the model, where a size is known only at run time."""
    sizes = [param.name for param in spec.params.values() if param.word.is_sizes]

    def call_at_once_or_later(*args: Any, **kwargs: Any) -> Any:
        bound, _, _ = bind_arguments(spec, args, kwargs)
        if is_symbolic([bound.get(name) for name in sizes]):
            return call_in_layer(call, args, kwargs, spec.name.removeprefix("k_"), spec.name)
        return call(*args, **kwargs)

    return call_at_once_or_later if sizes else call


def operation(definition: Callable[P, Any]) -> Callable[P, Any]:
    """Export a function of tensors with a body of its own."""
    return export(in_layers=True)(definition)


def verb(
    *,
    s3: str = "",
    returns: str = "value",
    python_only: bool = False,
    of: Subject = MODELS,
    family: Mapping[str, str] | None = None,
    method_lacks: tuple[str, ...] | None = None,
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that waits for the pipe when called without its first argument: `model >> fit(x, y)`.

    Args:
        s3: The R class for which the R side is a method of a generic of that name.
        returns: What the R side returns: "value", "invisible", "object" for the first argument, invisibly,
            "saved", "model" or "code".
        python_only: Whether R has a function of this name by other means.
        of: What the first argument is.
        family: Descriptions of arguments, and sections, that the functions of the family share.
        method_lacks: Where a method of Keras of this name does the same, the arguments that it does not take, or
            takes otherwise.

    Returns:
        The decorator.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "verb", "", family)
        spec.s3, spec.returns, spec.python_only, spec.method_lacks = s3, returns, python_only, method_lacks
        first = next(iter(spec.params))

        def run(*args: Any, **kwargs: Any) -> Any:
            with name_errors(spec.name):
                return call_body(spec, args, kwargs)

        def about(subject: Any, *args: Any, **kwargs: Any) -> Any:
            if not of.fits(subject):
                raise errors.bad_argument(spec.name, first, of.words, subject, error=of.error)
            return run(subject, *args, **kwargs)

        def call(*args: Any, **kwargs: Any) -> Any:
            if first in kwargs:
                return about(kwargs.pop(first), *args, **kwargs)
            if args and of.fits(args[0]):
                return run(*args, **kwargs)
            _check_waiting(spec, of, args, kwargs)
            return Waiting(spec.name, of, lambda piped: about(piped, *args, **kwargs))

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


def _check_waiting(spec: Spec, of: Subject, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
    """Refuse wrong arguments in a step for the pipe, and a first argument that should be a model but is not."""
    first, *others = spec.params
    hint = f"{of.name} >> {spec.name}(...) leaves it out, and names the others."
    elsewhere = [name for name, value in _name_arguments(spec, args, kwargs).items() if of.fits(value)]
    if elsewhere and args:
        hint = f"It came as `{elsewhere[0]}`: it goes first."

    uncalled = bool(args) and isinstance(args[0], (FunctionType, type))
    if uncalled and not elsewhere:
        hint = "Call the function that creates it, with parentheses."

    def make_error() -> Exception:
        return errors.bad_argument(spec.name, first, of.words, args[0] if args else None, hint, error=of.error)

    symbolic = bool(args) and isinstance(args[0], resolve("keras.KerasTensor"))
    wants_data = bool(others) and spec.params[others[0]].word is words.DATA
    gives_batches = uncalled and wants_data and len(args) == 1
    may_wait = bool(args) and array_conversions.is_data(args[0]) and not symbolic and (gives_batches or not uncalled)
    is_other = wants_data and not may_wait and len(args) > 1
    if args and (args[0] is None or is_model_or_layer(args[0]) or is_other or symbolic or elsewhere):
        raise make_error()
    try:
        _convert_all(spec, (None, *args), kwargs)
    except (TypeError, ValueError):
        is_next = may_wait and others and _is_accepted(convert_arguments, spec, {others[0]: args[0]}, spec.params)
        if args and (not is_next or len(args) == len(spec.by_place)) and _is_accepted(_convert_all, spec, args, kwargs):
            raise make_error() from None
        raise


def _name_arguments(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments by name; the first positional one is the verb's object."""
    return {**dict(zip(spec.by_place, args, strict=False)), **kwargs}


def _convert_all(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
    bound, _, further = bind_arguments(spec, args, kwargs)
    del bound[next(iter(spec.params))]
    convert_arguments(spec, bound, (next(iter(spec.params)),), further)


def _is_accepted(convert: Callable[..., Any], *what: Any) -> bool:
    try:
        convert(*what)
    except (TypeError, ValueError):
        return False
    return True
