"""The registry, and the decorators that put functions there.

The signature and the docstring of a decorated function are its definition; the Python callable, the R wrapper,
both helps and the tests all come from them.
"""

import functools
import inspect
import keyword
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ParamSpec, cast

from . import _args, _compat, _docs, errors
from ._args import MISSING
from ._keras import resolve

P = ParamSpec("P")


@dataclass(frozen=True)
class RCode:
    """A default that is R code in R and a value in Python, e.g. an option that users set."""

    code: str
    value: Any


@dataclass(frozen=True)
class Param:
    """One argument of an exported function."""

    name: str
    default: Any
    word: _args.Word
    keyword_only: bool = False
    python_name: str = ""


@dataclass
class Spec:
    """All that is known about one exported function.

    Attributes:
        name: Its name, in both languages.
        module: The Python module that defines it.
        kind: "layer", "class", "loss", "function", "export" or "verb".
        target: Dotted path of the Keras class or function behind it, or "".
        params: Its arguments without the open ones.
        dots: Place of `...` among the R formals, or None.
        takes_positional: Whether `...` takes arguments without names.
        takes_options: Whether `...` takes named arguments.
        body: The function as written.
        docs: Its documentation, complete.
        fixed: Arguments that the target always gets.
        send: Arguments whose default differs in effect from that of Keras 3, so that it is always sent.
        function_target: For losses and metrics, the plain function of (y_true, y_pred).
        s3: The R class for which the R side is an S3 method, or "".
        returns: What the R side returns: "value", "invisible" (the value), or "object" (the first argument, invisibly).
        python_only: Whether R has a function of this name by other means.
    """

    name: str
    module: str
    kind: str
    target: str
    params: dict[str, Param]
    dots: int | None
    takes_positional: bool
    takes_options: bool
    body: Callable[..., Any]
    docs: _docs.Docs
    fixed: dict[str, Any] = field(default_factory=dict)
    send: tuple[str, ...] = ()
    function_target: str = ""
    s3: str = ""
    returns: str = "value"
    python_only: bool = False

    def formals(self) -> list[str]:
        """Names of the arguments in R's order, with "..." where it stands."""
        names = list(self.params)
        if self.dots is not None:
            names.insert(self.dots, "...")
        return names

    def stand_in(self) -> Any:
        """What the function itself, passed uncalled as an argument, stands for."""
        path = self.function_target or (self.target if self.kind == "function" else "")
        if path:
            return resolve(path)
        exported = self.body.__globals__[self.name]
        return exported() if self.kind in ("measure", "class") else exported


REGISTRY: dict[str, Spec] = {}


def _read(definition: Callable[..., Any], kind: str, target: str) -> Spec:
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
            word = _args.word_of(parameter.annotation)
            shared_name = _without_underscore(parameter.name)
            params[shared_name] = Param(
                shared_name, parameter.default, word, parameter.kind is parameter.KEYWORD_ONLY, parameter.name
            )
    name = definition.__name__
    spec = Spec(
        name, definition.__module__, kind, target, params, dots, takes_positional, takes_options, definition,
        _docs.Docs("", ""),
    )  # fmt: skip
    spec.docs = _docs.complete(_docs.parse(definition.__doc__), spec.formals())
    return spec


def _without_underscore(name: str) -> str:
    """`from_` in Python is `from` in R, and in messages."""
    return name[:-1] if keyword.iskeyword(name[:-1]) else name


def _finish(spec: Spec, call: Callable[..., Any]) -> Any:
    functools.update_wrapper(call, spec.body)
    call.__doc__ = _docs.write(spec.docs)
    call.__signature__ = _plain_signature(spec.body)  # type: ignore[attr-defined]
    call.__rkeras__ = spec  # type: ignore[attr-defined]
    REGISTRY[spec.name] = spec
    return call


def _plain_signature(definition: Callable[..., Any]) -> inspect.Signature:
    """The signature as help shows it: the words are for the registry, not for readers."""
    signature = inspect.signature(definition)
    bare = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    return signature.replace(parameters=bare, return_annotation=signature.empty)


def bind(spec: Spec, args: Sequence[Any], options: dict[str, Any]) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
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
    open_names = [param.name for param in spec.params.values() if not param.keyword_only]
    bound = dict(zip(open_names, args, strict=False))
    rest = list(args[len(open_names) :])
    if rest and not spec.takes_positional:
        raise errors.too_many_arguments(spec.name, len(open_names), len(args))
    further: dict[str, Any] = {}
    for given, value in options.items():
        name = _without_underscore(given)
        if name in bound:
            raise errors.repeated_argument(spec.name, name)
        if name in spec.params:
            bound[name] = value
        elif spec.takes_options:
            further[name] = value
        else:
            raise errors.unknown_argument(spec.name, name, spec.params)
    bound = {name: value for name, value in bound.items() if value is not MISSING}
    return bound, rest, further


def convert(spec: Spec, bound: dict[str, Any], optional: Sequence[str] = ()) -> dict[str, Any]:
    """Convert supplied arguments, and refuse when a required one is missing.

    Args:
        spec: The function.
        bound: The supplied arguments by name.
        optional: Names that may be missing although they have no default.

    Returns:
        The converted arguments.
    """
    for param in spec.params.values():
        if param.default is MISSING and param.name not in bound and param.name not in optional:
            raise errors.missing_argument(spec.name, param.name)
    converted = {}
    for name, value in bound.items():
        param = spec.params[name]
        if isinstance(param.default, RCode) and value is param.default:
            continue
        converted[name] = _args.convert(spec.name, name, param.word, value, param.default)
    return converted


def construct(spec: Spec, values: dict[str, Any], options: dict[str, Any]) -> Any:
    """Make the Keras object behind a function from converted arguments; only what was supplied is sent."""
    for name in spec.send:
        values.setdefault(name, spec.params[name].default)
    cls = resolve(spec.target)
    arguments = _compat.translate(spec.name, {**spec.fixed, **values})
    arguments.update(checked_options(spec, cls, options))
    try:
        return cls(**arguments)
    except (TypeError, ValueError) as error:
        raise errors.rejected(spec.name, error) from error


def checked_options(spec: Spec, cls: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Convert the arguments that came through `...`, and refuse those that the Keras class does not know."""
    if not options:
        return {}
    options = _compat.translate(spec.name, options)
    known = keras_arguments(cls)
    checked = {}
    for name, value in options.items():
        if name not in known and name not in _compat.BASE_ARGUMENTS:
            raise errors.unknown_argument(spec.name, name, [*spec.params, *known])
        word, default = _args.LAYER_OPTIONS.get(name, (_args.ANY, None))
        value = _args.convert(spec.name, name, word, value, default)
        if word is _args.ANY and isinstance(value, float) and value.is_integer():
            value = value if isinstance(known.get(name), float) else int(value)
        checked[name] = value
    return checked


@functools.cache
def keras_arguments(cls: Any) -> dict[str, Any]:
    """Names and defaults of the arguments that a Keras class (with the classes it extends) or function takes."""
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


def layer(
    target: str, *, fixed: dict[str, Any] | None = None, send: tuple[str, ...] = ()
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that makes a layer and composes it with its first argument.

    Args:
        target: Dotted path of the layer class.
        fixed: Arguments that the class always gets.
        send: Arguments whose default differs in effect from that of Keras 3.

    Returns:
        The decorator; the definition it is given needs no body.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "layer", target)
        spec.fixed, spec.send = fixed or {}, send

        def call(*args: Any, **kwargs: Any) -> Any:
            from . import compose

            return compose.call_layer(spec, args, kwargs)

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


def constructor(
    target: str, *, fixed: dict[str, Any] | None = None, send: tuple[str, ...] = ()
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that makes an object of a Keras class: an optimizer, an initializer, a regularizer, ...

    Args:
        target: Dotted path of the class.
        fixed: Arguments that the class always gets.
        send: Arguments whose default differs in effect from that of Keras 3.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "class", target)
        spec.fixed, spec.send = fixed or {}, send

        def call(*args: Any, **kwargs: Any) -> Any:
            bound, _, further = bind(spec, args, kwargs)
            return construct(spec, convert(spec, bound), further)

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


def measure(target: str, function: str = "") -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a loss or a metric: an object without `y_true` and `y_pred`, the value of the function with them.

    Args:
        target: Dotted path of the class.
        function: Dotted path of the function of (y_true, y_pred), or "" where there is none.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "measure", target)
        spec.function_target = function

        def call(*args: Any, **kwargs: Any) -> Any:
            bound, _, further = bind(spec, args, kwargs)
            values = convert(spec, bound, ("y_true", "y_pred"))
            if "y_true" not in values and "y_pred" not in values:
                return construct(spec, values, further)
            return _apply(spec, values, further)

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


def _apply(spec: Spec, values: dict[str, Any], further: dict[str, Any]) -> Any:
    from . import data

    for name in ("y_true", "y_pred"):
        if name not in values:
            raise errors.missing_argument(spec.name, name)
        values[name] = data.to_array(values[name])
    known = keras_arguments(resolve(spec.function_target))
    arguments = _compat.translate(spec.name, values)
    arguments = {name: value for name, value in arguments.items() if name in known}
    target = resolve(spec.function_target)
    return _call(spec, target, {**arguments, **checked_options(spec, target, further)})


def _call(spec: Spec, target: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """Call a function of Keras; its errors, and TensorFlow's, name the function that the user called."""
    try:
        return target(**arguments)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise errors.rejected(spec.name, error) from error
    except resolve("tensorflow.errors.OpError") as error:
        raise ValueError(f"{spec.name}(): {error.message}") from error


def function(target: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a plain function of Keras, such as an activation.

    Args:
        target: Dotted path of the function.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "function", target)

        def call(*args: Any, **kwargs: Any) -> Any:
            from . import data

            bound, _, further = bind(spec, args, kwargs)
            values = convert(spec, bound)
            first = next(iter(spec.params))
            values[first] = data.to_tensor(values[first])
            arguments = _compat.translate(spec.name, values)
            target_function = resolve(spec.target)
            return _call(spec, target_function, {**arguments, **checked_options(spec, target_function, further)})

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate


def export(definition: Callable[P, Any]) -> Callable[P, Any]:
    """Export a function with a body of its own; its arguments arrive converted."""
    spec = _read(definition, "export", "")

    def call(*args: Any, **kwargs: Any) -> Any:
        return call_body(spec, args, kwargs)

    return cast(Callable[P, Any], _finish(spec, call))


def call_body(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Call the body of an exported function with converted arguments."""
    bound, rest, further = bind(spec, args, kwargs)
    values = convert(spec, bound)
    for param in spec.params.values():
        if isinstance(param.default, RCode):
            values.setdefault(param.name, param.default.value)
    values = {spec.params[name].python_name: value for name, value in values.items()}
    if not rest:
        return spec.body(**values, **further)
    before = [param.python_name for param in spec.params.values()][: spec.dots]
    leading = [values.pop(name) for name in before]
    return spec.body(*leading, *rest, **values, **further)


def verb(
    *, s3: str = "", returns: str = "value", python_only: bool = False
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function of a model or layer that waits for the pipe when called without it: `model >> fit(x, y)`.

    Args:
        s3: The R class for which the R side is a method of a generic of that name.
        returns: What the R side returns: "value", "invisible", or "object" for the first argument, invisibly.
        python_only: Whether R has a function of this name by other means.

    Returns:
        The decorator; the first argument of the function is the model or layer.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        spec = _read(definition, "verb", "")
        spec.s3, spec.returns, spec.python_only = s3, returns, python_only
        first = next(iter(spec.params))

        def call(*args: Any, **kwargs: Any) -> Any:
            from ._pipe import Waiting, is_model_or_layer

            if first in kwargs or (args and is_model_or_layer(args[0])):
                return call_body(spec, args, kwargs)
            bind(spec, (None, *args), kwargs)
            return Waiting(spec.name, lambda model: call_body(spec, (model, *args), kwargs))

        return cast(Callable[P, Any], _finish(spec, call))

    return decorate
