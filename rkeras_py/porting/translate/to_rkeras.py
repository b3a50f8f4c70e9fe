"""Calls of R keras functions: under the same names in rkeras_py, or in plain Keras."""

import ast
import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, get_origin

from ...data.sentinels import NA
from ...names import MODULES
from ...r.results import QR, TopK
from ...signatures import words
from ...signatures.dialects import KERAS3
from ...signatures.registry import Spec
from ...signatures.results import Result
from ...training.history import KerasTrainingHistory
from ..checking.facts import find_spec
from . import code, kinds
from .functions import backend
from .functions.dialects import asks_for_sizes
from .functions.plain import DATA
from .inference.reading import find_form
from .keras_calls import call_keras, give_object
from .kinds import Value
from .language import Call, Constant, Expr, Function, Given, Symbol, Untranslatable
from .plain import operations
from .state import Translation, literal, match_given
from .to_keras import keras_name

_ = backend, operations  # imported to register their translations
_PLAIN = {"evaluate": kinds.MEASURES, "save_model": kinds.NULL, "save_model_hdf5": kinds.NULL}
"""Kinds of what plain Keras gives instead, beside the data sets."""
_TENSORS = ("k", "op", "activation", "random")
_OBJECTS = ("optimizer", "loss", "metric", "callback", "initializer", "regularizer", "constraint", "application")
"""How functions begin that return tensors or objects of Keras, where their signature leaves it open."""
_CLASSES: dict[object, str] = {
    None: kinds.NULL, int: kinds.INT, float: kinds.NUMBER, str: kinds.TEXT, bool: kinds.BOOL,
    KerasTrainingHistory: kinds.HISTORY, QR: kinds.TENSOR, TopK: kinds.TENSOR,
}  # fmt: skip
_VECTORS: dict[object, str] = {list[int]: kinds.INTS, list[str]: kinds.TEXTS}
"""Lists of Python that are vectors in R."""
_HINTS = {"Tensor": kinds.TENSOR, "keras.Variable": kinds.TENSOR, "Array": kinds.ARRAY}
_SAFE_ORDER = ("layer", "verb")
_HOLD_DOUBLES = (kinds.ARRAY, kinds.FRAME, kinds.ANY, kinds.LIST, kinds.DICT, kinds.FUNCTION)
"""Kinds of values in which an array of doubles may be."""


def is_rkeras(name: str) -> bool:
    """Tell whether rkeras_py has a function of a name."""
    return name in MODULES and find_spec(name) is not None


def translate_function_name(t: Translation, expr: Symbol) -> Value:
    """Return a function of rkeras as a value, where no call stands.

    Raises:
        Untranslatable: If it is none.
    """
    if not is_rkeras(expr.name):
        raise Untranslatable(f"`{expr.name}` is not known")
    if t.style == "keras":
        return Value(keras_name(t, expr.name), kinds.FUNCTION)
    return Value(t.name_of(expr.name), kinds.FUNCTION)


def call_rkeras(t: Translation, call: Call) -> Value:
    """Translate a call of a function of rkeras."""
    spec = find_spec(call.name)
    assert spec is not None
    if spec.docs.sections.get("Unavailable"):
        raise Untranslatable(f"{call.name}() cannot work on Keras 3")
    if call.name == "use_session_with_seed" or call.name == "set_random_seed":
        return _translate_seed(t, call, spec)
    if call.name == "summary" and _is_data(t.translate(call.value(0))):
        raise Untranslatable("summary() of numbers or of a data frame")
    kind = _find_result(t, call, spec)
    call = _spell_values(call)
    if t.style == "keras":
        kind = kinds.DATA_SET if call.name in DATA else _PLAIN.get(call.name, kind)
        kind = kinds.ANY if _sorts_measures(call) else kind  # keras3's evaluate() sorts them by name
        made = _put_in_order(call, call_keras(t, call, spec))
        made = give_object(t, made) if spec.returns == "object" else made
        return Value(made, kinds.LIST if _has_several_outputs(call, made) else kind)
    if asks_for_sizes(call):
        return Value(t.r("shape", *(t.translate(one.value).code for one in call.arguments if one.value)), kind)
    given, subject = list(call.arguments), None
    if call.piped and spec.kind in _SAFE_ORDER and given[0].value is not None:
        first = next(iter(spec.params))
        if not any(one.name == first for one in given):
            subject = t.translate(given.pop(0).value).code  # type: ignore[arg-type]
    args, named = _translate_arguments(t, spec, given, subject is not None)
    if call.name in ("fit", "fit_generator"):
        t.has_fits = True
        is_given = spec.formals().index("verbose") - (subject is not None) < len(args)
        if t.fit_verbose is not None and not is_given and "verbose" not in [one.arg for one in named]:
            named.append(ast.keyword("verbose", code.code(_convert_whole(t.fit_verbose))))
    made = ast.Call(t.name_of(call.name), args, named)
    found = _put_in_order(call, code.binary(subject, ">>", made) if subject is not None else made)
    if call.keeps_doubles:
        return Value(t.r("doubles", found), kind)
    if _gives_vectors(spec):
        one, array = code.name("one"), t.np("array").func  # type: ignore[attr-defined]
        loop = ast.comprehension(ast.Name("one", ast.Store()), found, [], 0)
        return Value(ast.ListComp(code.call(array, one), [loop]), kind)
    is_vector = kind in _VECTORS.values() or call.name == "get_vocabulary"  # a vector of strings or of whole numbers
    return Value(t.np("array", found) if is_vector else found, kind)


def _has_several_outputs(call: Call, made: ast.expr) -> bool:
    """Tell whether this is predict() of a model with several outputs, as far as the script tells."""
    if call.name != "predict" or not (isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute)):
        return False
    predicted = find_form(made.func.value).item
    return predicted is not None and predicted.of == "list"


def _is_data(value: Value) -> bool:
    return value.kind in (*kinds.VECTORS, kinds.ARRAY, kinds.FRAME)


def _spell_values(call: Call) -> Call:
    """Return a call with sizes that are open, and vectors of one number, as Python has them."""
    spell = {"shape": _spell_size, "pad_sequences": _spell_sequences}.get(call.name)
    if spell is None:
        return call
    return Call(call.node, call.function, [Given(one.name, spell(one.value)) for one in call.arguments], call.piped)


def _spell_size(size: Expr | None) -> Expr | None:
    return Constant(size.node, None, "NULL") if size is not None and literal(size) is NA else size


def _spell_sequences(given: Expr | None) -> Expr | None:
    if not isinstance(given, Call) or given.name != "list":
        return given
    node, function = given.node, given.function
    found = []
    for one in given.arguments:
        number = _find_alone(one.value)
        found.append(Given(one.name, Call(node, function, [Given("", number)]) if number else one.value))
    return Call(node, function, found)


def _find_alone(expr: Expr | None) -> Expr | None:
    """Return the one number that a value is, which R does not tell from a vector of it; None of other values."""
    is_vector = isinstance(expr, Call) and expr.name == "c" and len(expr.arguments) == 1
    found = expr.arguments[0].value if is_vector else expr  # type: ignore[union-attr]
    return found if _is_number(found) else None


def _is_number(expr: Expr | None) -> bool:
    return expr is not None and isinstance(literal(expr), (int, float))


def _put_in_order(call: Call, found: ast.expr) -> ast.expr:
    """Return what evaluate() gives; keras3's is in the order of the alphabet."""
    if not _sorts_measures(call):
        return found
    return code.call("dict", code.call("sorted", code.call(code.attribute(found, "items"))))


def _sorts_measures(call: Call) -> bool:
    """Tell whether a call is keras3's evaluate()."""
    return call.name == "evaluate" and isinstance(call.function, Symbol) and call.function.package == KERAS3


def _translate_seed(t: Translation, call: Call, spec: Spec) -> Value:
    """Seed what the script draws from: Keras, and R's random numbers, which the functions of base R draw."""
    matched = match_given(call.arguments, spec.formals(), call.name)
    seed = matched.get("seed")
    if seed is None:
        raise Untranslatable(f"{call.name}() without a seed")
    value = t.translate(seed).code
    if t.style == "keras":  # Keras's function seeds NumPy, too
        t.imports.modules.add("keras")
        return Value(code.call("keras.utils.set_random_seed", value), kinds.NULL)
    t.before.append(ast.Expr(t.r("set_seed", value)))
    return Value(code.call(t.name_of("set_random_seed"), value), kinds.NULL)


def _translate_arguments(
    t: Translation, spec: Spec, given: list[Given], is_piped: bool
) -> tuple[list[ast.expr], list[ast.keyword]]:
    formals = [name for name in spec.formals() if not (is_piped and name == next(iter(spec.params)))]
    before = formals[: formals.index("...")] if "..." in formals else formals
    args: list[ast.expr] = []
    named: list[ast.keyword] = []
    taken = {name for one in given if (name := _complete_name(one.name, formals, before))}
    free = [name for name in before if name not in taken]
    in_row = True
    for one in given:
        if isinstance(one.value, Symbol) and one.value.name == "...":
            args.append(ast.Starred(code.name("args"), ast.Load()))
            named.append(ast.keyword(None, code.name("kwargs")))
            continue
        name = _complete_name(one.name, formals, before) or one.name
        if not one.name:
            if not free:
                if not spec.takes_positional or one.value is None:
                    raise Untranslatable(f"{spec.name}() has more arguments than the translator knows")
                args.append(argument(t, one.value, words.ANY, "", one.keeps_doubles))
                continue
            name = free.pop(0)
        if one.value is None:  # R uses the default
            in_row = False
            continue
        param = spec.params.get(name)
        word = param.word if param else words.LAYER_OPTIONS.get(name, (words.INT, None))[0]
        value = argument(t, one.value, word, name, one.keeps_doubles)
        order = [formal for formal in spec.by_place if formal in before]
        in_row = in_row and not one.name and len(args) < len(order) and order[len(args)] == name and not named
        if in_row and (not is_piped or spec.kind == "layer"):
            args.append(value)
        else:
            named.append(ast.keyword(param.python_name if param else name, value))
    return args, named


def _complete_name(name: str, formals: list[str], before: list[str]) -> str:
    if not name or name in formals:
        return name
    near = [one for one in before if one.startswith(name)]
    return near[0] if len(near) == 1 else ""


def argument(t: Translation, expr: Expr, word: words.Word, name: str, keeps_doubles: bool = False) -> ast.expr:
    """Return an argument of a function of rkeras_py.

    Args:
        t: The translation.
        expr: The value.
        word: What the argument means.
        name: Its name.
        keeps_doubles: Whether an array of doubles keeps its precision.
    """
    if isinstance(expr, Call) and not t.is_own(expr.name):
        if expr.name == "c" and expr.arguments:
            return _translate_combined(t, expr, word, name)
        if expr.name in ("list", "named_list"):
            given = [one.value for one in expr.arguments if one.value is not None]
            parts = [argument(t, one, word, name, keeps_doubles) for one in given]
            names = expr.names
            if all(names) and names:
                return ast.Dict([code.const(one) for one in names], list(parts))
            if not any(names) and (not names or expr.name == "list"):
                return ast.List(parts, ast.Load())
        if expr.name == ":" and word.range is not None:
            first, last = (literal(one.value) for one in expr.arguments)
            if isinstance(first, (int, float)) and isinstance(last, (int, float)) and first <= last:
                return code.const(tuple(range(int(first), int(last) + 1)))
    if isinstance(expr, Call) and expr.name == "~" and len(expr.arguments) == 2 and name in ("x", "formula"):
        return code.const(t.quote(expr))
    if isinstance(expr, Function) or (isinstance(expr, Call) and expr.name == "~"):
        held = t.hold(expr, name, hook_kinds(name, expr)).code
        gives_tensors = isinstance(expr, Function) and t.facts.signature(expr).returns == kinds.TENSOR
        return t.r("doubles", held) if keeps_doubles and not gives_tensors else held
    value = _translate_symbol(t, expr, name) if isinstance(expr, Symbol) else t.translate(expr, name)
    if isinstance(expr, Symbol) and value.kind == kinds.TEXTS:
        return code.call("list", value.code)
    has_dims = find_form(value.code).dims
    if keeps_doubles and (has_dims or value.kind in _HOLD_DOUBLES) and not code.is_of_self(value.code):
        return t.r("doubles", value.code, *([code.const(True)] if has_dims else []))
    return _write_scalar(value, word)


def _translate_symbol(t: Translation, expr: Symbol, name: str) -> Value:
    scope = t.scope.find(expr.name)
    is_function = scope is not None and t.facts.kind(scope, expr.name) == kinds.FUNCTION
    return t.hold(expr, name, hook_kinds(name, None)) if is_function else t.translate(expr)


def _write_scalar(value: Value, word: words.Word) -> ast.expr:
    if value.kind in (kinds.COUNT, kinds.NUMBER) and _takes_doubles(word):
        if isinstance(value.code, ast.Constant) and isinstance(value.code.value, int):
            return code.const(float(value.code.value))
        if not isinstance(value.code, (ast.Constant, ast.UnaryOp)):
            return code.call("float", value.code)
    if value.kind == kinds.INTS and _takes_doubles(word):
        return code.call(code.attribute(value.code, "astype"), "int32")
    return value.code


def _takes_doubles(word: words.Word) -> bool:
    """Tell whether R's doubles stay floats in an argument, however whole: in tensors, and where anything may stand."""
    return word is words.ANY or word.is_tensor or word.typed


def hook_kinds(name: str, expr: object) -> list[str]:
    """Return the kinds of what Keras calls a function with, by the name of the argument that it is given as."""
    if name in ("on_epoch_begin", "on_epoch_end"):
        return [kinds.INT, kinds.DICT]
    if name.startswith("on_"):
        return [kinds.INT, kinds.DICT] if "batch" in name else [kinds.DICT]
    if name in ("schedule", "generator", "x", "validation_data"):
        return [kinds.INT, kinds.NUMBER] if name == "schedule" else []
    return [kinds.TENSOR] * 6


def _translate_combined(t: Translation, call: Call, word: words.Word, name: str) -> ast.expr:
    """Return `c(...)` as an argument."""
    names = [one.name for one in call.arguments]
    exprs = [one.value for one in call.arguments if one.value is not None]
    if any(names):
        if not all(names):
            raise Untranslatable("c() of values of which only some have names")
        return ast.Dict([code.const(one) for one in names], [argument(t, one, words.ANY, name) for one in exprs])
    values = [literal(one) for one in exprs]
    if all(isinstance(one, (int, float, str)) or one is NA or one is None for one in values):
        if all(isinstance(one, str) for one in values):
            return code.const(values[0] if len(values) == 1 else list(values))
        if word is words.DATA or _takes_doubles(word):
            return _write_numbers(t, exprs, values, word)
        if not any(isinstance(one, str) for one in values):
            plain = [None if one is NA else int(one) if _is_whole(one) else one for one in values]  # type: ignore[call-overload]
            return code.const(plain[0] if len(plain) == 1 else tuple(plain))
    parts = [t.translate(one, name) for one in exprs]
    found = {part.kind for part in parts}
    if found <= {kinds.TENSOR, kinds.OBJECT}:
        return ast.List([part.code for part in parts], ast.Load())
    if found <= set(kinds.SCALARS) and len(parts) > 1 and word is not words.DATA and not _takes_doubles(word):
        return ast.Tuple([part.code for part in parts], ast.Load())
    if len(parts) == 1:
        return parts[0].code
    return t.r("c", *(part.code for part in parts))


def _convert_whole(value: object) -> object:
    return int(value) if _is_whole(value) else value  # type: ignore[call-overload]


def _is_whole(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer()


def _write_numbers(t: Translation, exprs: list[Expr], values: list[object], word: words.Word) -> ast.expr:
    if any(isinstance(one, str) or one is NA or one is None for one in values):
        return t.r("c", *(t.translate(one).code for one in exprs))
    is_double = any(isinstance(one, float) for one in values)
    parts = code.const([float(one) if is_double else one for one in values])  # type: ignore[arg-type]
    if len(values) == 1 and word is not words.DATA:
        return parts.elts[0]  # type: ignore[attr-defined, no-any-return]
    return t.np("array", parts) if word is words.DATA else parts


def _find_result(t: Translation, call: Call, spec: Spec) -> str:
    if spec.name == "evaluate":
        return kinds.DICT
    if spec.kind == "layer":
        return _find_layer_result(t, call, spec)
    if spec.kind in ("class", "measure"):
        labels = {"y_true", "y_pred"} & set(spec.params)
        args = [one for one in call.arguments if not one.name or one.name in labels]
        return kinds.TENSOR if labels and len(args) > 1 else kinds.OBJECT
    return kinds.OBJECT if spec.returns == "object" else _read_result(spec)


def _read_result(spec: Spec) -> str:
    """Return the kind of a function's result, by its signature, or by its name."""
    told = _read_returned(spec.body)
    hint = next((one.hint for one in getattr(told, "__metadata__", ()) if isinstance(one, Result)), "")
    if told in _VECTORS:
        return _VECTORS[told]
    if hint.startswith("list[") or get_origin(told) is list:
        return kinds.LIST
    if hint or told in _CLASSES:
        return _HINTS.get(hint, kinds.OBJECT) if hint else _CLASSES[told]
    if isinstance(told, type) and told is not Any:  # `Any` is a class since Python 3.11
        return kinds.OBJECT if told.__module__.startswith("rkeras_py.") else kinds.ANY
    begins = spec.name.split("_")[0]
    if told is not Any or begins not in (*_TENSORS, *_OBJECTS):
        return kinds.ANY
    return kinds.TENSOR if begins in _TENSORS else kinds.OBJECT


@cache
def _read_returned(body: Callable[..., Any]) -> Any:
    return inspect.signature(body).return_annotation


def _gives_vectors(spec: Spec) -> bool:
    """Tell whether a function gives a list of what are vectors in R."""
    return _read_returned(spec.body) in (list[list[int]], list[list[str]])


def _find_layer_result(t: Translation, call: Call, spec: Spec) -> str:
    if any(one.name in ("return_state", "return_attention_scores") for one in call.arguments):
        return kinds.ANY if call.piped or not call.arguments[0].name else kinds.OBJECT
    first = call.arguments[0] if call.arguments else None
    is_subject = first is not None and (call.piped or first.name in ("object", "inputs"))
    if first is not None and not is_subject and not first.name and literal(first.value) is ...:
        subject = t.translate(first.value).kind if first.value is not None else kinds.ANY
        return (
            subject if subject in (kinds.TENSOR, kinds.OBJECT) else kinds.TENSOR if subject == kinds.LIST else kinds.ANY
        )
    if is_subject and first is not None and first.value is not None:
        subject = t.translate(first.value).kind
        if subject in (kinds.LIST, kinds.ARRAY):
            return kinds.TENSOR
        return subject if subject in (kinds.TENSOR, kinds.OBJECT, kinds.NONE_YET) else kinds.ANY
    return kinds.OBJECT
