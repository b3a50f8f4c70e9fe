"""Layers composed with tensors, lists, models or nothing; the pipe; and what a plain Keras user must not notice."""

import functools
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared
from support import run_script

import rkeras_py as rk
from rkeras_py.signatures.words import MISSING
from rkeras_py.syntax.pipe import Waiting

X = np.random.default_rng(1).normal(size=(4, 3)).astype("float32")


def tensor(*shape: int | None, **args: Any) -> Any:
    return keras.Input(shape or (3,), **args)


# --- what a layer is composed with -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: rk.layer_dense(units=2),
        lambda: rk.layer_dense(None, 2),
        lambda: rk.layer_dense(MISSING, 2),
        lambda: rk.layer_dense(object=None, units=2),
        lambda: rk.layer_dense(2),
        lambda: rk.layer_dense(2.0),
        lambda: rk.layer_dense("2"),
        lambda: rk.layer_dense([2]),
        lambda: rk.layer_dense(np.int64(2)),
    ],
)
def test_nothing_to_compose_with_gives_the_layer(make: Any) -> None:
    layer = make()
    assert type(layer) is keras.layers.Dense and layer.units == 2 and type(layer.units) is int


def test_positional_arguments_after_the_first_go_on() -> None:
    layer = rk.layer_dense(64, "relu")
    assert (layer.units, layer.activation) == (64, keras.activations.relu)
    conv = rk.layer_conv_2d(16, (3, 3), padding="same")
    assert (conv.filters, conv.kernel_size) == (16, (3, 3))
    assert rk.layer_dropout(0.5).rate == 0.5
    assert rk.layer_embedding(10, 4).output_dim == 4
    assert rk.layer_dense(tensor(), 64, "relu").shape == (None, 64)


def test_a_tensor_gives_the_output() -> None:
    x = tensor()
    for y in (rk.layer_dense(x, 2), rk.layer_dense(x, units=2), x >> rk.layer_dense(units=2), rk.layer_dense(2)(x)):
        assert isinstance(y, keras.KerasTensor) and y.shape == (None, 2)
    assert rk.layer_dense([x], 2).shape == (None, 2)
    assert ([x] >> rk.layer_dense(2)).shape == (None, 2)


def test_an_array_is_computed_at_once() -> None:
    layer = rk.layer_dense(2)
    y = X >> layer
    assert keras.ops.is_tensor(y)
    np.testing.assert_array_equal(y, layer(X))
    np.testing.assert_array_equal(rk.layer_dense(X, 2, kernel_initializer="ones"), np.repeat(X.sum(1), 2).reshape(4, 2))


def test_a_sequential_model_grows_in_place() -> None:
    model = rk.keras_model_sequential(input_shape=3)
    assert rk.layer_dense(model, 2) is model
    assert model >> rk.layer_dense(3) is model
    assert [layer.units for layer in model.layers] == [2, 3]


@pytest.mark.parametrize("merge", ["add", "multiply", "average", "maximum", "minimum", "concatenate"])
def test_merge_layers_take_tensors_in_every_form(merge: str) -> None:
    layer = getattr(rk, f"layer_{merge}")
    a, b = tensor(), tensor()
    expected = getattr(keras.layers, merge.title())()([a, b]).shape
    forms = [
        layer([a, b]),
        layer((a, b)),
        layer(a, b),
        layer(rk.c(a, b)),
        layer({"b": a, "a": b}),
        layer(inputs=[a, b]),
        [a, b] >> layer(),
        (a, b) >> layer(),
        {"one": a, "two": b} >> layer(),
        layer()([a, b]),
    ]
    assert [form.shape for form in forms] == [expected] * len(forms)
    assert type(layer()) is getattr(keras.layers, merge.title())


def test_named_tensors_are_merged_in_their_own_order() -> None:
    x = {"z": np.full((1, 2), 1.0), "a": np.full((1, 1), 2.0)}
    np.testing.assert_array_equal(x >> rk.layer_concatenate(), [[1, 1, 2]])


def test_axis_of_concatenate_is_honoured_with_separate_tensors() -> None:
    a, b = tensor(3, 2), tensor(5, 2)
    assert rk.layer_concatenate(a, b, axis=1).shape == (None, 8, 2)
    assert rk.layer_concatenate([a, b], axis=1.0).shape == (None, 8, 2)


def test_a_model_is_a_layer() -> None:
    x = tensor()
    model = rk.keras_model(x, x >> rk.layer_dense(2))
    y = tensor() >> model
    assert y.shape == (None, 2)
    np.testing.assert_array_equal(X >> model, model(X))


@pytest.mark.parametrize("thing", ["tensor", 3.5, {"a": 1}, [], {}, keras.layers.Dense, object()])
def test_what_cannot_be_composed_with_is_named(thing: Any) -> None:
    with pytest.raises(TypeError, match=r"^layer_flatten\(\): `object` should be a tensor, a list of tensors"):
        rk.layer_flatten(object=thing)


def test_a_functional_model_says_how_it_is_grown() -> None:
    x = tensor()
    model = rk.keras_model(x, x >> rk.layer_dense(2))
    for grow in (lambda: rk.layer_dense(model, 3), lambda: model >> rk.layer_dense(3)):
        with pytest.raises(TypeError, match=r"only a Sequential model can be grown .* model\.output >>"):
            grow()


def test_errors_of_keras_name_our_function() -> None:
    with pytest.raises(ValueError, match=r"^layer_conv_2d\(\): "):
        rk.layer_conv_2d(tensor(), 2, 3)
    with pytest.raises(ValueError, match=r"^layer_concatenate\(\): "):
        rk.layer_concatenate([tensor(3, 2), tensor(5, 4)])


def test_an_error_in_a_users_function_is_shown() -> None:
    def wrong(x: Any) -> Any:
        raise KeyError("my own words")

    with pytest.raises(KeyError, match=r"^'my own words'$"):
        rk.layer_lambda(tensor(), wrong)


# --- arguments ----------------------------------------------------------------------------------------------------


def test_arguments_are_checked_by_name() -> None:
    for call, words in (
        (lambda: rk.layer_dense(), r"argument `units` is missing, with no default"),
        (lambda: rk.layer_dense(tensor()), r"argument `units` is missing"),
        (lambda: rk.layer_dense(tensor(), 2, unit=3), r"unknown argument `unit`. Did you mean `units`\?"),
        (lambda: rk.layer_dense(2, actvation="relu"), r"unknown argument `actvation`. Did you mean `activation`\?"),
        (lambda: rk.layer_dense(tensor(), 2, units=2), r"argument `units` came twice"),
        (lambda: rk.layer_dense(*[None] * 30), r"takes at most \d+ positional arguments"),
    ):
        with pytest.raises(TypeError, match=rf"^layer_dense\(\): {words}"):
            call()


def test_newer_arguments_of_keras_pass_by_full_name() -> None:
    assert rk.layer_dense(2, lora_rank=4.0).lora_rank == 4
    assert rk.layer_dense(2, autocast=False).autocast is False


def test_only_supplied_arguments_travel(monkeypatch: pytest.MonkeyPatch) -> None:
    received: dict[str, Any] = {}
    init = keras.layers.Dense.__init__

    @functools.wraps(init)
    def spy(self: Any, **given: Any) -> None:
        received.update(given)
        init(self, **given)

    monkeypatch.setattr(keras.layers.Dense, "__init__", spy)
    rk.layer_dense(units=3.0, name="spied")
    assert received == {"units": 3, "name": "spied"}
    received.clear()
    rk.layer_dense(None, 3, None, name=None, dtype=None, trainable=None, input_shape=None, weights=None)
    assert received == {"units": 3, "activation": None}


def test_initial_weights_are_set_when_the_layer_is_built() -> None:
    kernel, bias = np.arange(6.0).reshape(3, 2), np.array([1.0, 2.0])
    layer = rk.layer_dense(2, weights=[kernel, bias])
    tensor() >> layer
    np.testing.assert_array_equal(layer.get_weights()[0], kernel)
    np.testing.assert_array_equal(layer.get_weights()[1], bias)
    np.testing.assert_allclose(X >> layer, X @ kernel + bias, rtol=1e-6)
    model = rk.keras_model_sequential() >> rk.layer_dense(2, weights=[kernel, bias], input_shape=3)
    np.testing.assert_array_equal(model.get_weights()[0], kernel)
    with pytest.raises(ValueError):
        tensor(5) >> rk.layer_dense(2, weights=[kernel, bias])


def test_trainable_is_set() -> None:
    assert rk.layer_dense(2, trainable=False).trainable is False
    assert (tensor() >> rk.layer_dense(2, trainable=True)).shape == (None, 2)


def test_shapes_of_the_input_are_ignored_by_a_layer_called_on_a_tensor() -> None:
    for args in ({"input_shape": 7}, {"batch_input_shape": (2, 7)}, {"input_shape": 7, "batch_size": 2}):
        assert rk.layer_dense(tensor(), 2, **args).shape == (None, 2)
    assert rk.layer_embedding(tensor(5, dtype="int32"), 9, 4, input_length=5).shape == (None, 5, 4)


# --- the pipe -----------------------------------------------------------------------------------------------------


def test_pipe_is_the_operator_as_a_function() -> None:
    x = tensor()
    y = rk.pipe(x, rk.layer_dense(4), rk.layer_dense(2))
    assert y.shape == (None, 2)
    model = rk.pipe(
        rk.keras_model_sequential(),
        rk.layer_dense(4, input_shape=3),
        rk.layer_dense(2),
        rk.compile(optimizer="sgd", loss="mse"),
    )
    assert len(model.layers) == 2 and model.compiled
    assert rk.pipe(3, abs, str) == "3"
    assert rk.pipe([x, tensor()], rk.layer_add(), rk.layer_dense(2)).shape == (None, 2)


def test_an_error_in_a_pipe_says_where() -> None:
    with pytest.raises(ValueError) as caught:
        rk.pipe(tensor(), rk.layer_dense(4, name="fine"), rk.layer_conv_2d(2, 3, name="wrong"))
    assert any("in step 2 of the pipe: 'wrong'" in note for note in caught.value.__notes__)


def test_verbs_wait_for_their_model() -> None:
    waiting = rk.compile(optimizer="sgd", loss="mse")
    assert isinstance(waiting, Waiting)
    assert repr(waiting) == "<compile(...) waits for a model: model >> compile(...)>"
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(2)
    assert model >> waiting is model
    assert waiting(model) is model
    history = model >> rk.fit(X, X[:, :2], epochs=1, verbose=0)
    assert list(history.metrics) == ["loss"]
    assert (model >> rk.predict(X, verbose=0)).shape == (4, 2)
    assert set(model >> rk.evaluate(X, X[:, :2], verbose=0)) == {"loss"}
    assert model >> rk.get_layer(index=1) is model.layers[0]
    assert model >> rk.count_params() == 8
    assert len(model >> rk.get_weights()) == 2


def test_a_waiting_verb_refuses_unknown_arguments_at_once() -> None:
    with pytest.raises(TypeError, match=r"^get_layer\(\): unknown argument `idx`"):
        rk.get_layer(idx=1)


def test_verbs_take_their_model_in_front_too() -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(2)
    assert rk.compile(model, "sgd", "mse") is model
    assert rk.compile(object=model, optimizer="sgd", loss="mse") is model
    assert rk.get_layer(model, index=1) is rk.get_layer(object=model, index=1)


# --- c() ----------------------------------------------------------------------------------------------------------


def test_c_combines_as_r_does() -> None:
    a, b = tensor(), tensor()
    assert rk.c(3, 3) == (3, 3) and rk.c(784) == (784,) and rk.c() == ()
    assert rk.c("a", "b") == ("a", "b") and rk.c(1, (2, 3), [4]) == (1, 2, 3, 4)
    assert rk.c(a, b)[0] is a and isinstance(rk.c(a, b), list) and len(rk.c(a)) == 1
    assert rk.c([a, b], a) == [a, b, a]
    assert rk.c(x=1, y=2) == {"x": 1, "y": 2}
    metric = keras.metrics.AUC()
    assert rk.c("accuracy", metric) == ["accuracy", metric]
    with pytest.raises(TypeError, match=r"^c\(\): name all values or none"):
        rk.c(1, x=2)


# --- invariants ---------------------------------------------------------------------------------------------------


def test_objects_are_plain_keras_objects() -> None:
    x = rk.layer_input(3)
    layer = rk.layer_dense(2)
    model = rk.keras_model(x, x >> layer)
    assert type(x) is keras.KerasTensor
    assert type(layer) is keras.layers.Dense
    assert type(model) is type(keras.Model(x, keras.layers.Dense(2)(x)))
    assert type(rk.keras_model_sequential()) is keras.Sequential
    for thing in (x, layer, model):
        assert not any(kind.__module__.startswith("rkeras_py") for kind in type(thing).__mro__)


def test_import_loads_nothing_heavy() -> None:
    for statement, allowed in (("import rkeras_py", set()), ("from rkeras_py import *", {"numpy"})):
        code = f"""
import sys
{statement}
heavy = {{"numpy", "keras", "tensorflow", "rpy2", "pandas"}} & set(sys.modules)
assert heavy <= {allowed}, heavy
"""
        done = run_script(code, timeout=60)
        assert (done.code, done.stdout, done.stderr) == (0, "", ""), statement


def test_plain_keras_in_the_same_process_behaves_as_before() -> None:
    code = """
import sys
import keras
ours = "rkeras_py" in sys.argv
if ours:
    import rkeras_py as rk
    rk.layer_dense(units=1)
    keras.backend.clear_session()
dense = keras.layers.Dense(2)
first = dense(keras.Input((3,)))
dense(keras.Input((3,)))
print(dense.output is first, dense.input.shape)
print(hasattr(keras.layers.Dense(1), "output_shape"), hasattr(keras.layers.Dense(1), "output"))
late = keras.Sequential([dense, keras.layers.Dense(1)])
print("built early:", late.built, len(late.layers))
late.add(keras.layers.Dense(4))
print(late.built, [layer.name for layer in late.layers])
chain = keras.Sequential([keras.Input((3,))])
for units in (2, 3):
    chain.add(keras.layers.Dense(units))
print(chain.built, [len(layer._inbound_nodes) for layer in chain.layers], chain.output_shape)
called = [chain(keras.Input((3,))) for _ in range(2)]
print(chain.output is called[0], chain.input.shape)
x = keras.Input((3,))
model = keras.Model(x, keras.layers.Dense(2)(x))
print(model.output.shape, model.name, [layer.name for layer in model.layers])
try:
    3 >> keras.layers.Dense(1)
except TypeError as error:
    print("TypeError")
"""
    plain = run_prepared(code)
    ours = run_prepared(code, "rkeras_py")
    assert plain.code == ours.code == 0, (plain.stderr, ours.stderr)
    assert ours.stdout.splitlines() == plain.stdout.splitlines()


def test_a_file_opens_where_this_package_cannot_be_imported(tmp_path: Path) -> None:
    words = rk.layer_input(shape=rk.c(6), dtype="int32", name="words")
    extra = rk.layer_input(shape=rk.c(2), name="extra")
    encoded = words >> rk.layer_embedding(20, 4, input_length=6, mask_zero=True) >> rk.layer_lstm(3)
    tail = rk.keras_model_sequential() >> rk.layer_dense(4, input_shape=5, weights=[np.ones((5, 4)), np.ones(4)])
    output = rk.layer_concatenate([encoded, extra]) >> tail >> rk.layer_dense(1, activation="hard_sigmoid")
    model = rk.keras_model(inputs=rk.c(words, extra), outputs=output)
    model >> rk.compile(optimizer="adam", loss="mse", metrics=rk.c("mae"))
    data = [np.ones((3, 6), "int32"), np.ones((3, 2), "float32")]
    model >> rk.fit(x=data, y=np.ones((3, 1)), epochs=1, verbose=0)
    model.save(tmp_path / "model.keras")
    np.save(tmp_path / "expected.npy", model.predict(data, verbose=0))
    code = f"""
import importlib.abc, os, sys
class Blocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "rkeras_py":
            raise ImportError("blocked")
sys.meta_path.insert(0, Blocked())
os.chdir({str(tmp_path)!r})
import keras, numpy as np
model = keras.models.load_model("model.keras")
data = [np.ones((3, 6), "int32"), np.ones((3, 2), "float32")]
np.testing.assert_allclose(model.predict(data, verbose=0), np.load("expected.npy"), rtol=1e-6)
model.fit(data, np.ones((3, 1)), verbose=0)
"""
    done = run_prepared(code)
    assert done.code == 0, done.stderr


def test_a_misspelt_argument_is_named_rather_than_the_one_it_leaves_missing() -> None:
    with pytest.raises(TypeError, match=r"layer_dense\(\): unknown argument `unit`. Did you mean `units`\?"):
        rk.layer_dense(unit=3)


def test_the_arguments_listed_are_those_of_the_function() -> None:
    with pytest.raises(TypeError, match="unknown argument `qqq`") as caught:
        rk.layer_lstm(units=3, qqq=2)
    assert "return_sequences" in str(caught.value)
    assert "autocast" not in str(caught.value)


def test_weights_are_set_where_the_first_fit_builds_the_model() -> None:
    start = [np.full((3, 2), 0.5), np.array([1.0, 2.0])]
    model = rk.keras_model_sequential([rk.layer_dense(units=2, weights=start)])
    model >> rk.compile(rk.optimizer_sgd(learning_rate=0.0), "mse")
    model >> rk.fit(np.ones((4, 3)), np.ones((4, 2)), epochs=1, verbose=0)
    for weight, expected in zip(model.get_weights(), start, strict=True):
        np.testing.assert_array_equal(weight, expected)
