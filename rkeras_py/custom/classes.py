"""Python classes whose methods are R functions, and which Keras accepts as its own.

R passes a name, the bases, and for each method a callable of (instance, its stored state, names of the arguments,
*arguments). The properties of a class that Keras reads, mainly the signatures, come from the formals of the R
functions.
"""

import inspect
import keyword
import types
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from ..compat import whole_numbers
from ..engine.internals.modules import BASE_MODULES
from ..engine.loading import resolve
from ..messages import errors
from ..r.origins import MODULE_OF_CLASSES
from . import keras2_rules

FROM_KERAS = ("name", "dtype", "trainable", "activity_regularizer", "autocast", "reduction")
"""Arguments of Keras's own constructors; Keras gets them even if the R constructor does not take them."""

finishers: list[Callable[[type], None]] = []
"""Functions that each new class is passed to; packages that import this one add them."""

_pending: dict[int, dict[str, Any]] = {}
_kept: dict[int, Any] = {}


def make_class(
    name: str,
    bases: Sequence[type],
    methods: Sequence[dict[str, Any]],
    properties: Sequence[dict[str, Any]] = (),
    attributes: dict[str, Any] | None = None,
    doc: str | None = None,
    module: str = MODULE_OF_CLASSES,
    keywords: dict[str, Any] | None = None,
    of_keras3: bool = False,
) -> type:
    """Make a Python class.

    Args:
        name: Its name.
        bases: The classes it extends.
        methods: For each method its `name`, `call`, `formals` (pairs of name and default, no default: only the name),
            `doc`, and `code`, the head of the R function.
        properties: For each property its `name`, `call` and whether it is `settable`.
        attributes: Class attributes.
        doc: Documentation of the class.
        module: The module it claims to come from.
        keywords: Keywords for its metaclass.
        of_keras3: Whether it is written as Keras 3 has it, where the two versions differ.

    Returns:
        The class.
    """
    namespace: dict[str, Any] = {"__module__": module, "__doc__": doc, **(attributes or {})}
    for spec in methods:
        namespace[spec["name"]] = _make_method(name, spec)
    for spec in properties:
        namespace[spec["name"]] = _make_property(name, spec)
    owner: list[Any] = []
    keras2_rules.adapt_class(namespace, tuple(bases), owner, of_keras3)
    cls = types.new_class(name, tuple(bases), keywords or {}, lambda body: body.update(namespace))
    owner.append(cls)
    for finish in finishers:
        finish(cls)
    return cls


def _make_method(class_name: str, spec: dict[str, Any]) -> Any:
    name, call = spec["name"], spec["call"]
    label = f"{class_name}${'initialize' if name == '__init__' else name}"
    signature = make_method_signature(spec["formals"], name)
    if name == "__init__":
        method = _make_constructor(label, call, signature, any(formal == "..." for formal, *_ in spec["formals"]))
    else:

        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            return _run(label, call, self, args, kwargs)

    method.__name__, method.__qualname__ = name, f"{class_name}.{name}"
    method.__doc__ = spec.get("doc")
    if name == "build":
        method.__wrapped__ = _make_carrier(signature)  # type: ignore[attr-defined]
    else:
        method.__signature__ = signature  # type: ignore[attr-defined]
    method.__r_formals__ = spec.get("code")  # type: ignore[attr-defined]
    return classmethod(method) if name == "from_config" else method


def _make_carrier(signature: inspect.Signature) -> Any:
    """Make the function whose signature inspect returns for `build`; Keras would copy the original one with `self`."""

    def carrier() -> None: ...

    carrier.__signature__ = signature  # type: ignore[attr-defined]
    return carrier


def _make_property(class_name: str, spec: dict[str, Any]) -> property:
    label, call = f"{class_name}${spec['name']}", spec["call"]

    def read(self: Any) -> Any:
        return _run(label, call, self, (), {})

    def write(self: Any, value: Any) -> None:
        _run(label, call, self, (value,), {})

    return property(read, write if spec["settable"] else None, doc=spec.get("doc"))


def make_method_signature(formals: Sequence[Sequence[Any]], name: str) -> inspect.Signature:
    """Return the Python signature of an R function, `self` first.

    Args:
        formals: Names and defaults; `...` is one of the names.
        name: Name of the method. Keras binds the arguments of some itself, and these take no open positional ones.
    """
    kinds = inspect.Parameter
    parameters = [kinds("self", kinds.POSITIONAL_OR_KEYWORD)]
    kind: Any = kinds.POSITIONAL_OR_KEYWORD
    optional = is_open = False
    for formal, *default in formals:
        if formal == "...":
            is_open, kind = True, kinds.KEYWORD_ONLY
            if name not in ("call", "build") and (name != "__init__" or len(formals) == 1):
                parameters.append(kinds("args", kinds.VAR_POSITIONAL))
        elif not formal.isidentifier() or keyword.iskeyword(formal) or formal in ("self", "args", "kwargs"):
            is_open = True
        else:
            if not default and (optional or formal in ("mask", "training")):
                default = [None]
            optional = bool(default) and kind is kinds.POSITIONAL_OR_KEYWORD
            parameters.append(kinds(formal, kind, default=default[0] if default else kinds.empty))
    if is_open:
        parameters.append(kinds("kwargs", kinds.VAR_KEYWORD))
    return inspect.Signature(parameters)


def _run(label: str, call: Callable[..., Any], self: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Call an R function; its errors name class and method once."""
    names = [""] * len(args) + list(kwargs)
    try:
        return call(self, get_kept_value(self), names, *args, *kwargs.values())
    except Exception as error:
        if errors.find_error_of_method(error):
            raise
        named = error if errors.is_of_r(error) else errors.prefix_error(label, error)
        errors.mark_as_of_method(named)
        if named is error:
            raise
        raise named from error


def _make_constructor(
    label: str, call: Callable[..., Any], signature: inspect.Signature, forwards: bool
) -> Callable[..., None]:
    known = [name for name in signature.parameters if name not in ("self", "kwargs")]

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        if "_constructor_arguments" not in vars(self):
            object.__setattr__(self, "_constructor_arguments", {**dict(zip(known, args, strict=False)), **kwargs})
        for_keras = () if forwards else [name for name in FROM_KERAS if name in kwargs and name not in known]
        _pending[id(self)] = {name: kwargs.pop(name) for name in for_keras}
        try:
            _run(label, call, self, args, kwargs)
        finally:
            left_out = _pending.pop(id(self), None) is not None
        if left_out and any(base.__module__ in BASE_MODULES for base in type(self).__mro__):
            raise TypeError(f"{label}(): the Keras constructor was not called. Start with super$initialize().")

    return __init__


def find_class(function: Any) -> type | None:
    """Return the class of which a public function makes objects, as `layer_dense()` does; None for other functions.

    Args:
        function: A function of the package.
    """
    spec = getattr(function, "__rkeras__", None)
    made = resolve(spec.target) if spec is not None and spec.kind in ("layer", "class", "measure") else None
    return made if isinstance(made, type) else None


def get_super_attribute(cls: type, self: Any, name: str) -> Any:
    """Return what `super$name` means in a method.

    Args:
        cls: The class that has the method.
        self: Its instance, or the class itself in a class method.
        name: Name of the attribute.
    """
    return getattr(super(cls, self), name)


def call_super_initialize(cls: type, self: Any, /, *args: Any, **kwargs: Any) -> None:
    """Call what `super$initialize` means in a method.

    Args:
        cls: The class that has the method.
        self: Its instance.
        args: Arguments of the constructor.
        kwargs: Named ones.
    """
    arguments = {**_pending.pop(id(self), {}), **kwargs}
    initialize = get_super_attribute(cls, self, "__init__")
    whole, arguments = whole_numbers.convert_whole_doubles(initialize, args, arguments)
    initialize(*whole, **keras2_rules.get_constructor_arguments(self, arguments))


def keep_value(instance: Any, value: Any) -> None:
    """Keep a value of R as long as an instance lives.

    It is not an attribute: Keras would track it, and a copy of the instance would share it.

    Args:
        instance: The instance.
        value: What to keep.
    """
    key = id(instance)
    _kept[key] = value
    weakref.finalize(instance, _kept.pop, key, None)


def get_kept_value(instance: Any) -> Any:
    """Return what is kept for an instance, or None."""
    return _kept.get(id(instance))
