"""R keras functions that have another form in plain Keras: datasets, padding, freezing, checkpoints."""

import ast

from ....signatures.registry import Spec
from ...checking.facts import find_spec
from .. import code, kinds
from ..inference.forms import NOT_YET, Form, note_form
from ..inference.reading import find_form
from ..keras_calls import call_keras, wrap_metric
from ..kinds import Value
from ..language import Call, Constant, Expr, Function, Given, Ready, Symbol, Untranslatable, walk
from ..state import Translation, literal, whole
from ..to_keras import MAKERS, find_shape, held_code, match_spec, spell_keywords, spell_value
from .classes import drop_return
from .keras_makers import refuse_unmeasured

DATA = {
    "dataset_mnist": "mnist", "dataset_fashion_mnist": "fashion_mnist", "dataset_cifar10": "cifar10",
    "dataset_cifar100": "cifar100", "dataset_boston_housing": "boston_housing", "dataset_imdb": "imdb",
    "dataset_reuters": "reuters",
}  # fmt: skip
TEXTS = ("dataset_imdb", "dataset_reuters")
_WORDS = {"dataset_imdb_word_index": "imdb", "dataset_reuters_word_index": "reuters"}


def load_parts(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return Keras's own call for a data set: a tuple of two tuples."""
    matched, further = match_spec(call, spec)
    if further or "convert" in matched:
        raise Untranslatable(f"{call.name}(): `{next(iter(further), 'convert')}`")
    t.imports.modules.add("keras")
    keywords = spell_keywords(t, spec, matched, {})
    return ast.Call(code.name(f"keras.datasets.{DATA[call.name]}.load_data"), [], keywords)


def _make_dataset(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a data set as the dict of dicts that R's list is."""
    pair: list[ast.expr] = [ast.Name("x", ast.Store()), ast.Name("y", ast.Store())]
    part = ast.Dict([code.const("x"), code.const("y")], [code.name("x"), code.name("y")])
    target = ast.Tuple([ast.Name("part", ast.Store()), ast.Tuple(pair, ast.Store())], ast.Store())
    loaded = code.call("zip", code.const(("train", "test")), load_parts(t, call, spec), strict=True)
    return ast.DictComp(code.name("part"), part, [ast.comprehension(target, loaded, [], 0)])


def _make_word_index(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    t.imports.modules.add("keras")
    keywords = spell_keywords(t, spec, matched, {})
    return ast.Call(code.name(f"keras.datasets.{_WORDS[call.name]}.get_word_index"), [], keywords)


def _make_padded(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    sequences = matched.pop("sequences", None)
    if sequences is None:
        raise Untranslatable("pad_sequences() without sequences")
    t.imports.modules.add("keras")
    found = t.translate(sequences)
    if found.kind not in (kinds.LIST, kinds.ANY, kinds.NONE_YET):
        raise Untranslatable("pad_sequences() of a value that is not a list")
    keywords = spell_keywords(t, spec, matched, {})
    listed, item = found.code, find_form(found.code).item
    if item is not None and item.rank != 1 and item != NOT_YET:  # R's single numbers are sequences, too
        each = ast.comprehension(ast.Name("one", ast.Store()), listed, [], 0)
        listed = ast.ListComp(t.np("atleast_1d", code.name("one")), [each])
    return ast.Call(code.name("keras.utils.pad_sequences"), [listed], keywords)


def _make_frozen(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a model after statements that freeze it, or the layers chosen, or have them train."""
    matched, _ = match_spec(call, spec)
    model = t.translate(matched.pop("object")).code
    if not isinstance(model, ast.Name):
        raise Untranslatable(f"{call.name}() of a model without a name")
    trains = call.name == "unfreeze_weights"
    index, layer = (t.spelling.invent(name) for name in ("index", "layer"))
    t.before.append(ast.Assign([code.attribute(model, "trainable")], code.const(trains or bool(matched))))
    if not matched:
        if not t.keys.isdisjoint(("trainable", "from", "to", "which")):  # Keras ignores a value that the model has
            each: list[ast.stmt] = [ast.Assign([code.attribute(code.name(layer), "trainable")], code.const(trains))]
            t.before.append(ast.For(ast.Name(layer, ast.Store()), code.attribute(model, "layers"), each, []))
        return model
    if "which" in matched:
        raise Untranslatable(f"{call.name}() of layers that are selected by `which`")
    first = _find_place(model, matched.get("from"), call)
    chosen = code.compare(code.name(index), ">=", first)
    if "to" in matched:
        last = _find_place(model, matched["to"], call)
        chosen = code.compare(code.name(index), "in", code.call("range", first, code.plus_number(last, 1)))
    names: list[ast.expr] = [ast.Name(index, ast.Store()), ast.Name(layer, ast.Store())]
    layers = code.call("enumerate", code.attribute(model, "layers"))
    value = chosen if trains else ast.UnaryOp(ast.Not(), chosen)
    change: list[ast.stmt] = [ast.Assign([code.attribute(code.name(layer), "trainable")], value)]
    t.before.append(ast.For(ast.Tuple(names, ast.Store()), layers, change, []))
    return model


def _find_place(model: ast.Name, chosen: Expr | None, call: Call) -> ast.expr:
    """Return the place of a layer among those of its model, which its number or name selects."""
    value = literal(chosen) if chosen is not None else None
    if isinstance(value, str):
        found = code.call(code.attribute(model, "get_layer"), code.const(value))
        return code.call(code.attribute(code.attribute(model, "layers"), "index"), found)
    place = whole(chosen) if chosen is not None else 1
    if place is None or place < 1:
        raise Untranslatable(f"{call.name}() of layers that are selected from the end, or by a value")
    return code.const(place - 1)


def _make_watching(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a callback that watches the loss, in files of Keras's own kinds."""
    matched, further = match_spec(call, spec)
    refuse_unmeasured(t, call, matched)
    path = literal(matched["filepath"]) if "filepath" in matched else ".keras"
    ending = ".weights.h5" if literal(matched.get("save_weights_only")) is True else ".keras"
    if not isinstance(path, str) or not path.endswith(ending) or "period" in matched:
        raise Untranslatable(f"{call.name}(): a file whose name may not end in {ending}")
    found = spell_keywords(t, spec, matched, further)
    return ast.Call(code.name(_find_class(t, spec)), [], found)


def _find_class(t: Translation, spec: Spec) -> str:
    t.imports.modules.add("keras")
    name = {"callback_model_checkpoint": "ModelCheckpoint", "callback_reduce_lr_on_plateau": "ReduceLROnPlateau"}
    return f"keras.callbacks.{name[spec.name]}"


def _make_method(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a method of a layer that has the name of the function in R."""
    matched, further = match_spec(call, spec)
    names = list(matched)
    if further or not names or names[0] not in ("object", "layer"):
        raise Untranslatable(f"{call.name}() with further arguments")
    owner = t.translate(matched.pop(names[0])).code
    args = [t.translate(one).code if name in ("data", "x") else held_code(spell_value(t, spec, name, one))
            for name, one in matched.items()]  # fmt: skip
    return ast.Call(code.attribute(owner, call.name), args, [])


def _make_saved(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) - {"model", "filepath", "overwrite"} or not _ends_in_keras(t, matched.get("filepath")):
        raise Untranslatable(f"{call.name}() of a file whose name does not end in .keras, or with further arguments")
    is_new = isinstance(path := matched["filepath"], Symbol) and t.model_files.get(path.name, False)
    if literal(matched.get("overwrite")) is not True and not is_new:
        raise Untranslatable(f"{call.name}() that does not replace a file, as Keras does")
    return code.call(code.attribute(t.translate(matched["model"]).code, "save"), t.translate(matched["filepath"]).code)


def _make_loaded(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) != {"model"} or not _ends_in_keras(t, matched["model"]):
        raise Untranslatable(f"{call.name}() of a file whose name does not end in .keras, or with further arguments")
    t.imports.modules.add("keras")
    return code.call("keras.saving.load_model", t.translate(matched["model"]).code)


def _make_logger(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    t.imports.modules.add("keras")
    return ast.Call(code.name("keras.callbacks.CSVLogger"), [], spell_keywords(t, spec, matched, {}))


def _make_metric(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    name = literal(matched.get("name"))
    if not isinstance(name, str) or "metric_fn" not in matched:
        raise Untranslatable("custom_metric() with a name that is known only when the script runs")
    t.imports.modules.add("keras")
    function = t.hold(matched["metric_fn"], name, [kinds.TENSOR] * 2).code
    return wrap_metric(t, function, name)


def _make_shape(t: Translation, call: Call, spec: Spec) -> ast.expr:
    if any(one.name for one in call.arguments):
        raise Untranslatable("shape() with names")
    return find_shape(t, spec, "sizes", call).code


def _fit_generator(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a call of fit(), which takes generators."""
    matched, _ = match_spec(call, spec)
    if strange := set(matched) & {"max_queue_size", "workers", "class_weight", "initial_epoch"}:
        raise Untranslatable(f"fit_generator(): `{min(strange)}`")
    names = {"generator": "x"}
    given = [Given(names.get(name, name), one) for name, one in matched.items()]
    if "epochs" not in matched:
        given.append(Given("epochs", Constant(call.node, 1, "1L")))
    fit = find_spec("fit")
    assert fit is not None
    return call_keras(t, Call(call.node, call.function, given), fit)


def _make_custom(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return an object of a class of models: keras_model_custom() gets a function that sets up and returns call()."""
    matched, _ = match_spec(call, spec)
    start = matched.pop("model_fn", None)
    steps = start.body.arguments if isinstance(start, Function) and isinstance(start.body, Call) else []
    last = steps[-1].value if steps and isinstance(start.body, Call) and start.body.name == "{" else None  # type: ignore[union-attr]
    if set(matched) - {"name"} or not isinstance(last, Function) or [one for one, _ in start.parameters] != ["self"]:  # type: ignore[union-attr]
        raise Untranslatable(
            "keras_model_custom() of a function that does not end in call(), or with further arguments"
        )
    name = {"name": t.translate(matched["name"]).code} if "name" in matched else {}
    above = Ready(call.node, Value(code.call("super().__init__", **name), kinds.NULL))
    block = Call(call.node, Symbol(call.node, "{"), [Given("", above), *steps[:-1]])
    setup = t.define(Function(call.node, [], block), "__init__")
    step = t.define(last, "call", [kinds.TENSOR])
    for one in (setup[-1], step[-1]):
        assert isinstance(one, ast.FunctionDef)
        one.args.args.insert(0, ast.arg("self"))
    drop_return(setup[-1].body)  # type: ignore[attr-defined]
    t.imports.modules.add("keras")
    spelled = t.spelling.invent("CustomModel")
    t.before.append(ast.ClassDef(spelled, [code.name("keras.Model")], [], [*setup, *step], []))
    return code.call(spelled)


def _make_weights(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a call that saves or loads the weights of a model, in a file whose name Keras 3 takes."""
    matched, further = match_spec(call, spec)
    owner, path = (matched.pop(name, None) for name in (next(iter(spec.params)), "filepath"))
    is_old = call.name.startswith("save") and not str(literal(path)).endswith(".weights.h5")
    if further or matched or owner is None or path is None or is_old:
        raise Untranslatable(
            f"{call.name}() of a file whose name may not end in .weights.h5, or with further arguments"
        )
    method = "save_weights" if call.name.startswith("save") else "load_weights"
    return code.call(code.attribute(t.translate(owner).code, method), t.translate(path).code)


def _make_state_reset(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a model after the loop that resets the states of its layers."""
    matched, _ = match_spec(call, spec)
    model = t.translate(matched["object"]).code
    if not isinstance(model, ast.Name):
        raise Untranslatable("reset_states() of a model without a name")
    layer = code.name(t.spelling.invent("layer"))
    test = code.call("getattr", layer, "stateful", False)
    reset: list[ast.stmt] = [ast.Expr(code.call(code.attribute(layer, "reset_state")))]
    chosen: list[ast.stmt] = [ast.If(test, reset, [])]
    t.before.append(ast.For(ast.Name(layer.id, ast.Store()), code.attribute(model, "layers"), chosen, []))  # type: ignore[attr-defined]
    return model


def _make_described(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return the configuration of an object, or a model as JSON."""
    matched, further = match_spec(call, spec)
    if further or set(matched) != {"object"}:
        raise Untranslatable(f"{call.name}() with further arguments")
    return code.call(code.attribute(t.translate(matched["object"]).code, call.name.removeprefix("model_")))


def _ends_in_keras(t: Translation, path: Expr | None) -> bool:
    is_file = isinstance(path, Symbol) and path.name in t.model_files
    return is_file or _names_model(path)


def _make_classes(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return predict_classes() of a model of which the script tells how many outputs it has."""
    matched, further = match_spec(call, spec)
    model = t.translate(matched.pop("object"))
    predicted = find_form(model.code).item
    units = predicted.columns if predicted is not None else None
    if units is None or further:
        raise Untranslatable("predict_classes() of a model whose number of outputs is known only when the script runs")
    x = t.translate(matched.pop("x")).code
    named = {name: held_code(spell_value(t, spec, name, one)) for name, one in matched.items()}
    found = code.call(code.attribute(model.code, "predict"), x, **{"verbose": code.const(0), **named})
    if units == 1:
        passes = code.compare(found, ">", code.const(0.5))
        single = code.call(code.attribute(passes, "astype"), code.name("int"))
        note_form(single, Form(2, "int", thin=(1,)))
        return single
    made = t.np("argmax", found, axis=-1)
    note_form(made, Form(1, "int"))
    return made


def find_model_files(program: Expr) -> dict[str, bool]:
    """Return the variables that are assigned once, by the name of a file that ends in .keras.

    Args:
        program: The script.

    Returns:
        For each whether it is a new file, of a name that nothing else has, in which the script saves once.
    """
    made: dict[str, list[Expr]] = {}
    saved: list[str] = []
    for one in walk(program):
        if isinstance(one, Call) and one.name in ("<-", "<<-", "=") and isinstance(target := one.value(0), Symbol):
            made.setdefault(target.name, []).append(one.value(1))
        if isinstance(one, Call) and one.name.startswith("save_model"):
            saved += [given.value.name for given in one.arguments if isinstance(given.value, Symbol)]
    return {
        name: getattr(sources[0], "name", "") == "tempfile" and saved.count(name) == 1
        for name, sources in made.items()
        if len(sources) == 1 and _names_model(sources[0])
    }


def _names_model(expr: Expr | None) -> bool:
    """Tell whether code certainly gives the name of a file that ends in .keras."""
    if isinstance(expr, Call) and expr.name in ("tempfile", "file.path", "paste0") and expr.arguments:
        last = next((one.value for one in expr.arguments if one.name == "fileext"), expr.arguments[-1].value)
        return _names_model(last)
    return isinstance(name := literal(expr), str) and name.endswith(".keras")


MAKERS["predict_classes"] = _make_classes
MAKERS.update(dict.fromkeys(DATA, _make_dataset) | dict.fromkeys(_WORDS, _make_word_index))
MAKERS.update(dict.fromkeys(("freeze_weights", "unfreeze_weights"), _make_frozen))
MAKERS.update(dict.fromkeys(("callback_model_checkpoint", "callback_reduce_lr_on_plateau"), _make_watching))
MAKERS.update(dict.fromkeys(("adapt", "get_vocabulary", "set_vocabulary"), _make_method))
MAKERS.update({
    "callback_csv_logger": _make_logger, "custom_metric": _make_metric, "shape": _make_shape,
    "fit_generator": _fit_generator, "keras_model_custom": _make_custom,
})  # fmt: skip
MAKERS.update(dict.fromkeys(("get_config", "model_to_json"), _make_described))
_WEIGHTS = ("save_model_weights_hdf5", "load_model_weights_hdf5", "save_model_weights", "load_model_weights")
MAKERS.update(dict.fromkeys(_WEIGHTS, _make_weights) | {"reset_states": _make_state_reset})
MAKERS.update({"pad_sequences": _make_padded, "save_model": _make_saved, "load_model": _make_loaded})
