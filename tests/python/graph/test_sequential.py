"""Sequential models that grow by the pipe are plain Sequential models, each layer called once."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.graph import nodes

pytestmark = pytest.mark.quick

X = np.random.default_rng(1).normal(size=(12, 6)).astype("float32")
Y = X[:, :2].copy()


def piped(shape: int | None = 6) -> Any:
    first = {} if shape is None else {"input_shape": shape}
    return (
        rk.keras_model_sequential(name="chain")
        >> rk.layer_dense(units=5, activation="relu", name="a", **first)
        >> rk.layer_dropout(rate=0.3, name="b")
        >> rk.layer_batch_normalization(name="c")
        >> rk.layer_dense(units=2, name="d")
    )


def plain(shape: int | None = 6) -> Any:
    layers = keras.layers
    inputs = [] if shape is None else [keras.Input((shape,))]
    return keras.Sequential(
        [
            *inputs,
            layers.Dense(5, activation="relu", name="a"),
            layers.Dropout(0.3, name="b"),
            layers.BatchNormalization(axis=-1, name="c"),
            layers.Dense(2, name="d"),
        ],
        name="chain",
    )


def seeded(make: Any, shape: int | None = 6) -> Any:
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    return make(shape)


def table(model: Any) -> str:
    lines: list[str] = []
    keras.Model.summary(model, print_fn=lambda line, **_: lines.append(line))
    return "\n".join(lines)


def without_ids(config: Any) -> Any:
    """A config without what differs between any two models: seeds of generators, names of inputs."""
    if isinstance(config, dict):
        return {key: without_ids(value) for key, value in config.items() if key != "shared_object_id"}
    return [without_ids(item) for item in config] if isinstance(config, (list, tuple)) else config


def same_weights(left: Any, right: Any) -> None:
    assert [weight.path for weight in left.weights] == [weight.path for weight in right.weights]
    for one, other in zip(left.get_weights(), right.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def counts(model: Any) -> list[int]:
    return [len(nodes.get_user_calls(layer)) for layer in model.layers]


@pytest.mark.parametrize("shape", [6, None])
def test_is_the_plain_model(shape: int | None) -> None:
    models = []
    for make in (piped, plain):
        model = seeded(make, shape)
        assert model.built == (shape is not None)
        model.build((None, 6))
        models.append(model)
    mine, its = models
    assert type(mine) is keras.Sequential
    assert [type(layer) for layer in mine.layers] == [type(layer) for layer in its.layers]
    same_weights(mine, its)
    assert without_ids(mine.get_config()) == without_ids(its.get_config())
    assert table(mine) == table(its)
    np.testing.assert_array_equal(mine.predict(X, verbose=0), its.predict(X, verbose=0))


@pytest.mark.parametrize("shape", [6, None])
def test_trains_as_the_plain_model(shape: int | None) -> None:
    losses = []
    models = []
    for make in (piped, plain):
        model = seeded(make, shape)
        model.compile("adam", "mse")
        losses.append(model.fit(X, Y, epochs=3, batch_size=4, verbose=0).history["loss"])
        models.append(model)
    assert losses[0] == losses[1]
    same_weights(*models)


def test_names_and_seeds_are_those_of_plain_keras_without_names_given() -> None:
    def mine(shape: int) -> Any:
        model = rk.keras_model_sequential()
        model >> rk.layer_dense(units=3, input_shape=shape) >> rk.layer_dense(units=4) >> rk.layer_dropout(rate=0.5)
        return model

    def its(shape: int) -> Any:
        layers = keras.layers
        return keras.Sequential([keras.Input((shape,)), layers.Dense(3), layers.Dense(4), layers.Dropout(0.5)])

    models, losses = [], []
    for make in (mine, its):
        model = seeded(make)
        assert [layer.name for layer in model.layers] == ["dense", "dense_1", "dropout"]
        models.append(model)
        model.compile("sgd", "mse")
        losses.append(model.fit(X, X[:, :4], epochs=2, verbose=0).history["loss"])
    assert losses[0] == losses[1]
    same_weights(*models)


def test_every_layer_is_called_once() -> None:
    calls: list[str] = []

    class Counted(keras.layers.Dense):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            calls.append(self.name)
            return super().__call__(*args, **kwargs)

    model = rk.keras_model_sequential(input_shape=6)
    for number in range(5):
        model >> Counted(3, name=f"layer_{number}")
    assert calls == [f"layer_{number}" for number in range(5)]
    assert [len(layer._inbound_nodes) for layer in model.layers] == [1] * 5


def test_node_counts_stay_one_through_every_way_to_grow_and_shrink() -> None:
    model = piped()
    assert counts(model) == [1, 1, 1, 1]
    model.add(keras.layers.Dense(3))
    assert counts(model) == [1] * 5
    rk.pop_layer(model)
    model >> rk.layer_dense(units=7) >> rk.layer_dense(units=8)
    assert counts(model) == [1] * 6
    for layer in model.layers:
        assert rk.get_output_at(layer, 1) is layer.output
    assert model.layers[-1].output is model.output
    model(keras.Input((6,)))
    assert counts(model) == [1] * 6 and counts(rk.keras_model(model.input, model.output))


def test_a_deferred_model_is_traced_when_it_learns_its_shape() -> None:
    model = piped(shape=None)
    assert not model.built and counts(model) == [0] * 4
    model >> rk.layer_dense(units=3)
    assert not model.built
    model.build((None, 6))
    assert counts(model) == [1] * 5 and model.layers[-1].output is model.output
    model >> rk.layer_dense(units=4)
    assert counts(model) == [1] * 6 and model.output_shape == (None, 4)


def test_the_file_opens_as_the_plain_models_file(tmp_path: Path) -> None:
    model, its = seeded(piped), seeded(plain)
    loaded = []
    for number, one in enumerate((model, its)):
        one.compile("adam", "mse")
        one.fit(X, Y, verbose=0)
        one.save(tmp_path / f"{number}.keras")
        loaded.append(keras.models.load_model(tmp_path / f"{number}.keras"))
    same_weights(*loaded)
    assert without_ids(loaded[0].get_config()) == without_ids(loaded[1].get_config())
    loaded[0] >> rk.layer_dense(units=1)
    assert loaded[0].output_shape == (None, 1) and counts(loaded[0]) == [1] * 5


@pytest.mark.parametrize("shape", [6, None])
def test_a_layer_that_does_not_fit_leaves_the_model_as_it_was(shape: int | None) -> None:
    model = piped(shape)
    before = (list(model.layers), model.built, counts(model), model.get_config())
    wrong = [
        (rk.layer_dense(units=1, name="a"), ValueError),  # the name is taken
        *([(rk.layer_conv_2d(filters=1, kernel_size=3), ValueError)] if shape else []),  # wants images
    ]
    for layer, error in wrong:
        with pytest.raises(error):
            model >> layer
        assert (list(model.layers), model.built, counts(model), model.get_config()) == before
    if shape:
        assert model.output is model.layers[-1].output
    model >> rk.layer_dense(units=3)
    assert model.predict(X, verbose=0).shape == (12, 3)


def test_what_is_no_layer_is_refused_by_name() -> None:
    model = piped()
    with pytest.raises(ValueError, match="Only instances"):
        rk.compose_layer(model, 3)
    assert len(model.layers) == 4


def test_a_trained_model_can_grow_and_train_on() -> None:
    models, losses = [], []
    for make in (piped, plain):
        model = seeded(make)
        model.compile("sgd", "mse")
        model.fit(X, Y, verbose=0)
        kept = model.layers[0].get_weights()[0]
        if make is piped:
            model >> rk.layer_dense(units=2, name="e")
        else:
            model.add(keras.layers.Dense(2, name="e"))
        np.testing.assert_array_equal(model.layers[0].get_weights()[0], kept)
        assert model.built
        model.compile("sgd", "mse")
        losses.append(model.fit(X, Y, epochs=2, shuffle=False, verbose=0).history["loss"])
        models.append(model)
    assert losses[0] == losses[1]
    same_weights(*models)


def test_a_model_that_ran_before_it_changed_runs_as_it_is_now() -> None:
    """Plain Keras goes on to run the compiled steps of the model before."""
    model = piped()
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)
    assert model.predict(X, verbose=0).shape == (12, 2)
    model >> rk.layer_dense(units=7)
    assert model.predict(X, verbose=0).shape == model(X).shape == (12, 7)
    rk.pop_layer(model)
    assert model.predict(X, verbose=0).shape == (12, 2)


def test_models_are_layers_of_a_sequential_model() -> None:
    x = rk.layer_input(6)
    base = rk.keras_model(x, x >> rk.layer_dense(units=3, name="inner"))
    model = rk.keras_model_sequential() >> base >> rk.layer_dense(units=2)
    its = keras.Sequential([base, keras.layers.Dense(2)])
    its.layers[1].set_weights(model.layers[1].get_weights()) if its.built and model.built else None
    assert model.layers[0] is base and model.built == its.built
    assert model.predict(X, verbose=0).shape == (12, 2)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"input_shape": 6}, (None, 6)),
        ({"input_shape": [6.0]}, (None, 6)),
        ({"input_shape": [None, 6]}, (None, None, 6)),
        ({"batch_input_shape": [3, 6]}, (3, 6)),
        ({"input_shape": 6, "batch_size": 3}, (3, 6)),
    ],
)
def test_the_first_layer_tells_the_shape(args: dict[str, Any], expected: tuple[int | None, ...]) -> None:
    by_layer = rk.keras_model_sequential() >> rk.layer_dense(units=2, **args)
    by_model = rk.keras_model_sequential(**args) >> rk.layer_dense(units=2)
    assert by_layer.input_shape == by_model.input_shape == expected
    assert by_layer.built and by_model.built


def test_a_shape_given_to_a_later_layer_is_ignored() -> None:
    model = rk.keras_model_sequential() >> rk.layer_dense(units=4, input_shape=6)
    model >> rk.layer_dense(units=2, input_shape=9)
    assert [layer.name for layer in model._layers].count("input_layer") <= 1 and model.output_shape == (None, 2)


def test_embeddings_take_input_length_or_any() -> None:
    model = rk.keras_model_sequential() >> rk.layer_embedding(input_dim=10, output_dim=3, input_length=5)
    model >> rk.layer_flatten()
    assert (model.input_shape, model.output_shape) == ((None, 5), (None, 15))
    free = rk.keras_model_sequential() >> rk.layer_embedding(input_dim=10, output_dim=3) >> rk.layer_lstm(units=2)
    assert (free.input_shape, free.output_shape) == ((None, None), (None, 2))


def test_call_arguments_are_ignored_with_a_warning() -> None:
    model = piped()
    with pytest.warns(UserWarning, match=r"further arguments are ignored .* Received: training"):
        rk.compose_layer(model, rk.layer_dense(units=2), training=True)
    assert len(model.layers) == 5
