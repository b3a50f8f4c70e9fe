"""The stub of the package: what type checkers and editors know of the public names."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rkeras_py.engine.loading import resolve
from rkeras_py.r.code import RCode
from rkeras_py.signatures.registry import Param, Spec
from rkeras_py.signatures.results import get_hint
from rkeras_py.signatures.words import MISSING

_OBJECTS = {"AnyModel": "Sequential", "Tensors": "Tensor", "None": "LayerObject"}
"""The objects with which a layer can be composed, and the results."""


_OWN_CLASS = re.compile(r"\brkeras_py\.([\w.]+)\.(\w+)")


def render_stub(specs: Iterable[Spec], elsewhere: Mapping[str, str], starred: Iterable[str]) -> str:
    """Return the text of the stub.

    Args:
        specs: The functions of the registry.
        elsewhere: The module of each further public name.
        starred: The names that `import *` brings.
    """
    functions = re.sub(r"\b(typing|collections\.abc)\.", "", "\n".join(map(render_function, specs)))
    imports = [f"from .{module} import {name} as {name}" for name, module in elsewhere.items()]
    imports += {f"from .{module} import {name}" for module, name in _OWN_CLASS.findall(functions)}
    return _STUB.format(
        imports="\n".join(sorted(imports)),
        functions=_OWN_CLASS.sub(r"\2", functions),
        starred="\n".join(f'    "{name}",' for name in starred),
    )


def render_function(spec: Spec) -> str:
    """Return the signatures of one function."""
    variants = list(_VARIANTS.get(spec.kind, _write_plain)(spec))
    decorator = "@overload\n" if len(variants) > 1 else ""
    return "\n".join(
        f"{decorator}def {spec.name}({', '.join(formals)}) -> {result}: ..." for formals, result in variants
    )


_Variant = tuple[list[str], str]
"""The formals and the result of one way of calling a function."""


def _write_plain(spec: Spec) -> Iterator[_Variant]:
    yield _write_formals(spec), describe_result(spec)


def _write_layer(spec: Spec) -> Iterator[_Variant]:
    first = next(iter(spec.params))
    for given, result in _OBJECTS.items():
        yield _write_formals(spec, {first: f"{first}: {given}"}), result
    yield _write_formals(spec, {first: ""}, open_positions=False), "LayerObject"


def _write_measure(spec: Spec) -> Iterator[_Variant]:
    measured = ("y_true", "y_pred")
    if spec.function_target:
        yield _write_formals(spec, {name: f"{name}: Any" for name in measured}), "Tensor"
    without = _write_formals(spec, dict.fromkeys(measured, ""), named_only=bool(spec.function_target))
    yield without, _find_class(spec)


def _write_verb(spec: Spec) -> Iterator[_Variant]:
    first = next(iter(spec.params))
    subject = spec.params[first].word.hint
    subject = "AnyLayer" if subject == "Any" else subject
    result = describe_result(spec)
    in_place = spec.returns == "object" and subject == "AnyLayer"
    given, result = (
        ("LayerType", "LayerType") if in_place else (subject, subject if spec.returns == "object" else result)
    )
    yield _write_formals(spec, {first: f"{first}: {given}"}), result
    yield _write_formals(spec, {first: ""}), "WaitingInPlace" if in_place else f"Waiting[{subject}, {result}]"


_VARIANTS = {"layer": _write_layer, "measure": _write_measure, "verb": _write_verb}


def _write_formals(
    spec: Spec, changed: Mapping[str, str] | None = None, open_positions: bool = True, named_only: bool = False
) -> list[str]:
    """Return the formals of a function.

    Args:
        spec: The function.
        changed: Other texts for some; "" leaves one out.
        open_positions: Whether `*dots` takes more arguments without names, where there is one.
        named_only: Whether all arguments need their names.
    """
    texts: list[str] = []
    named = named_only and len(spec.params) > len(changed or {})
    if named:
        texts.append("*")
    optional = False
    for parameter in inspect.signature(spec.body).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            texts.append(f"**{parameter.name}: Any")
        elif parameter.kind is parameter.VAR_POSITIONAL:
            named = True
            texts.append(f"*{parameter.name}: Any" if open_positions else "*")
        else:
            param = next(param for param in spec.params.values() if param.python_name == parameter.name)
            if param.keyword_only and not named:
                named = True
                texts.append("*")
            text = _write_formal(param) if changed is None or param.name not in changed else changed[param.name]
            if text and " = " not in text and optional and not named:
                text += " = ..."  # Python wants it; the function says when it is missing
            optional = optional or " = " in text
            if text:
                texts.append(text)
    return [text for number, text in enumerate(texts) if text != "*" or _do_names_follow(texts[number + 1 :])]


def _do_names_follow(texts: list[str]) -> bool:
    return bool(texts) and not texts[0].startswith("**")


def _write_formal(param: Param) -> str:
    hint = param.word.hint
    if hint != "Any" and (param.default is None or param.word.takes_none):
        hint = f"{hint} | None"
    required = param.default is MISSING and not param.word.optional
    return f"{param.python_name}: {hint}" + ("" if required else f" = {_write_default(param.default)}")


def _write_default(value: Any) -> str:
    value = value.value if isinstance(value, RCode) else value
    return repr(value) if value is None or isinstance(value, (bool, int, float, str)) else "..."


def describe_result(spec: Spec) -> str:
    """Return the type of what a function returns, from its signature or its target."""
    annotation = inspect.signature(spec.body).return_annotation
    if hint := get_hint(annotation):
        return hint
    if annotation is not Any:
        return "None" if annotation is None else inspect.formatannotation(annotation)
    if spec.kind == "class":
        return _find_class(spec)
    return "Tensor" if spec.kind == "function" or "Returns" not in spec.docs.sections else "Any"


def _find_class(spec: Spec) -> str:
    """Return the class of the object that a function makes."""
    if spec.name.startswith("application_"):
        return "Model"
    if not isinstance(resolve(spec.target), type):
        return "Any"
    return spec.target


_STUB = """# Generated by `python -m tools.codegen`; change the modules instead.

from collections.abc import Callable, Sequence
from typing import Any, Literal, overload

import keras

{imports}
from .keras_types import (
    AnyLayer,
    AnyModel,
    AnyTensor,
    Array,
    Function,
    Int,
    Ints,
    IntVector,
    LayerObject,
    LayerType,
    Model,
    NameOrObject,
    Number,
    Numbers,
    Path,
    Sequential,
    Shape,
    Strings,
    Tensor,
    Tensors,
    Waiting,
    WaitingInPlace,
)

__version__: str

{functions}

__all__ = [
{starred}
]
"""
