"""Layers of Keras 2 in models of Keras 3, held against tf_keras: predictions, losses, training, masks, files."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

import rkeras_py as rk
from rkeras_py.classes.keras2_layer import Keras2Layer

tfd = tfp.distributions
X = np.sin(np.arange(24.0)).reshape(8, 3).astype("float32")
Y = np.cos(np.arange(8.0)).reshape(8, 1).astype("float32")
SILENT: dict[str, Any] = {"verbose": 0}


def compiled(library: Any, layers: list[Any], loss: Any = "mse") -> Any:
    """A model of either library, of the same layers of Keras 2."""
    if library is tf_keras:
        model = tf_keras.Sequential(layers)
        model.compile(tf_keras.optimizers.SGD(0.05), loss)
        return model
    model = rk.keras_model_sequential(layers)
    return model >> rk.compile(keras.optimizers.SGD(0.05), loss)


def same(make: Callable[[], list[Any]], x: Any = X, y: Any = Y, loss: Any = "mse", rtol: float = 1e-5) -> Any:
    """Train the same layers in both libraries, and compare all that can be told."""
    theirs, ours = (compiled(library, make(), loss) for library in (tf_keras, keras))
    for model in (theirs, ours):
        model(x)
    assert [tuple(weight.shape) for weight in ours.weights] == [tuple(weight.shape) for weight in theirs.weights]
    assert len(ours.trainable_weights) == len(theirs.trainable_weights)
    ours.set_weights(theirs.get_weights())
    histories = [model.fit(x, y, batch_size=3, epochs=3, shuffle=False, **SILENT).history for model in (theirs, ours)]
    np.testing.assert_allclose(histories[1]["loss"], histories[0]["loss"], rtol=rtol)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-6)
    evaluated = [model.evaluate(x, y, **SILENT) for model in (theirs, ours)]
    np.testing.assert_allclose(evaluated[1], evaluated[0], rtol=rtol)
    return theirs, ours


def test_weights_regularizers_and_states_train_as_in_keras_2() -> None:
    layers = tf_keras.layers
    made: list[list[Any]] = []

    def make() -> list[Any]:
        dense = layers.Dense(4, "tanh", kernel_regularizer="l2", activity_regularizer="l1", kernel_constraint="non_neg")
        frozen = layers.Dense(4, trainable=False, kernel_initializer="identity")
        made.append([dense, layers.BatchNormalization(), frozen, layers.Dense(1)])
        return made[-1]

    theirs, ours = same(make)
    np.testing.assert_allclose(ours.predict(X, **SILENT), theirs.predict(X, **SILENT), rtol=1e-5, atol=1e-6)
    assert {type(layer) for layer in ours.layers} == {Keras2Layer}
    assert [layer.dtype for layer in ours.layers] == [layer.dtype for layer in made[1]]


def test_masks_arrive_and_go_on() -> None:
    steps = np.sin(np.arange(48.0)).reshape(4, 4, 3).astype("float32")
    steps[1, 2:] = 0.0

    def make() -> list[Any]:
        layers = tf_keras.layers
        return [layers.Masking(), layers.GRU(3, return_sequences=True), layers.LSTM(2), layers.Dense(1)]

    theirs, ours = same(make, steps, Y[:4])
    np.testing.assert_allclose(ours.predict(steps, **SILENT), theirs.predict(steps, **SILENT), rtol=1e-4)
    mixed = keras.Sequential([keras.layers.Masking(), *ours.layers[1:]])
    np.testing.assert_allclose(mixed.predict(steps, **SILENT), theirs.predict(steps, **SILENT), rtol=1e-4)


def test_layers_of_several_inputs_and_outputs_are_joined_as_in_keras_2() -> None:
    steps = np.sin(np.arange(96.0)).reshape(8, 4, 3).astype("float32")
    models = []
    for library in (tf_keras, keras):
        layers = tf_keras.layers
        made = [layers.LSTM(2, return_state=True), layers.Dense(2, "tanh"), layers.Concatenate(), layers.Dense(1)]
        recurrent, shared, joined, last = made if library is tf_keras else map(rk.layer_from_keras2, made)
        inputs = library.Input((4, 3))
        outputs, state, _ = recurrent(inputs)
        model = library.Model(inputs, last(joined([shared(outputs), shared(state)])))
        model.compile(library.optimizers.SGD(0.05), "mse")
        models.append(model)
    models[1].set_weights(models[0].get_weights())
    losses = [model.fit(steps, Y, batch_size=4, shuffle=False, **SILENT).history["loss"] for model in models]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-5)
    for one, other in zip(models[1].get_weights(), models[0].get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def test_a_layer_knows_whether_it_trains() -> None:
    dropped = rk.layer_from_keras2(tf_keras.layers.Dropout(0.5))
    ones = np.ones((1, 400), "float32")
    assert np.array_equal(dropped(ones), ones)
    assert 0.3 < float(np.mean(dropped(ones, training=True) == 0.0)) < 0.7


def test_composed_by_each_door_it_is_the_same() -> None:
    inner = tf_keras.layers.Dense(2, kernel_initializer="ones")
    inputs = rk.layer_input(shape=3)
    outputs = [rk.layer_from_keras2(inputs, inner), inputs >> rk.layer_from_keras2(inner), inputs >> inner]
    piped = rk.keras_model_sequential(input_shape=3) >> inner
    stack = rk.keras_model_sequential(input_shape=3)
    stack.add(inner)
    created = rk.create_layer(tf_keras.layers.Dense, inputs, {"units": 2, "kernel_initializer": "ones"})
    for model in (*(rk.keras_model(inputs, one) for one in (*outputs, created)), stack, piped):
        np.testing.assert_allclose(model.predict(X, **SILENT), np.repeat(X.sum(1, keepdims=True), 2, axis=1), rtol=1e-5)
    with pytest.raises(ValueError, match="`layer` should be a tf_keras layer object"):
        rk.layer_from_keras2(keras.layers.Dense(2))


def test_files_keep_the_layer_and_its_weights(tmp_path: Path) -> None:
    layers = tf_keras.layers
    model = compiled(keras, [layers.Dense(4, "tanh"), layers.BatchNormalization(), layers.Dense(1)])
    model.fit(X, Y, **SILENT)
    expected = model.predict(X, **SILENT)
    rk.save_model_hdf5(model, str(tmp_path / "a.h5"))
    rk.save_model(model, str(tmp_path / "a.keras"))
    rk.save_model_tf(model, str(tmp_path / "a"))
    loaded = [rk.load_model_hdf5(str(tmp_path / name)) for name in ("a.h5", "a.keras", "a")]
    loaded.append(rk.clone_model(model, weights=True))
    for one in loaded:
        np.testing.assert_allclose(one.predict(X, **SILENT), expected, rtol=1e-5)
        one.fit(X, Y, **SILENT) if one.compiled else None


def test_a_file_does_not_run_code_of_other_modules(tmp_path: Path) -> None:
    layer = rk.layer_from_keras2(tfp.layers.DistributionLambda(lambda t: tfd.Normal(t, 1.0)))
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1)
    model.add(layer)
    with pytest.warns(UserWarning, match="includes a `lambda`"):
        rk.save_model(model, str(tmp_path / "a.keras"))
    with pytest.raises(ValueError, match="safe_mode = FALSE"):
        rk.load_model(str(tmp_path / "a.keras"))
    opened = rk.load_model(str(tmp_path / "a.keras"), safe_mode=False)
    np.testing.assert_allclose(opened(Y).mean(), model(Y).mean(), rtol=1e-6)


def test_a_stack_of_parts_of_keras_2_opens_unless_one_runs_code(tmp_path: Path) -> None:
    layers = tf_keras.layers
    inner = tf_keras.Sequential([layers.Dense(3, "tanh"), tf_keras.Sequential([layers.Dense(2), layers.Dropout(0.5)])])
    model = rk.keras_model_sequential(input_shape=3) >> inner
    rk.save_model(model, str(tmp_path / "a.keras"))
    opened = rk.load_model(str(tmp_path / "a.keras"))
    np.testing.assert_allclose(opened.predict(X, **SILENT), model.predict(X, **SILENT), rtol=1e-6)
    held = tf_keras.Sequential([layers.Dense(2), tf_keras.Sequential([layers.Lambda(lambda t: 2 * t)])])
    rk.save_model(rk.keras_model_sequential(input_shape=3) >> held, str(tmp_path / "b.keras"))
    with pytest.raises((TypeError, ValueError), match="safe_mode = FALSE"):
        rk.load_model(str(tmp_path / "b.keras"))


def test_a_graph_of_parts_of_keras_2_opens_unless_one_runs_code(tmp_path: Path) -> None:
    layers = tf_keras.layers
    inputs = tf_keras.Input((3,))
    hidden = layers.Dense(3, "tanh")(inputs)
    graph = tf_keras.Model(inputs, layers.Add()([hidden, tf_keras.Sequential([layers.Dense(3)])(inputs)]))
    graph.compile("adam", "mse")
    gate = layers.Dense(2, "hard_sigmoid")
    model = rk.keras_model_sequential(input_shape=3) >> graph >> gate >> rk.layer_dense(units=1)
    for name in ("a.keras", "a.h5"):
        rk.save_model(model, str(tmp_path / name))
        opened = rk.load_model(str(tmp_path / name))
        np.testing.assert_allclose(opened.predict(X, **SILENT), model.predict(X, **SILENT), rtol=1e-6)
    for outputs in (layers.Lambda(lambda t: 2 * t)(hidden), hidden * 2.0):
        held = rk.keras_model_sequential(input_shape=3) >> tf_keras.Model(inputs, outputs)
        rk.save_model(held, str(tmp_path / "b.keras"), overwrite=True)
        with pytest.raises((TypeError, ValueError), match="safe_mode = FALSE"):
            rk.load_model(str(tmp_path / "b.keras"))
        opened = rk.load_model(str(tmp_path / "b.keras"), safe_mode=False)
        np.testing.assert_allclose(opened.predict(X, **SILENT), held.predict(X, **SILENT), rtol=1e-6)


@pytest.mark.parametrize(
    "described",
    [
        {"module": "builtins", "class_name": "eval", "config": {}, "registered_name": None},
        {"module": "keras.utils", "class_name": "get_file", "config": {}, "registered_name": None},
        {"class_name": "Dense", "config": {"units": 1}},
        {
            "module": "keras.layers",
            "class_name": "Dense",
            "config": {"units": 1, "activation": {"module": "os", "class_name": "function", "config": "system"}},
        },
        {"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": "/etc/hostname"}},
    ],
)
def test_a_description_names_only_parts_of_keras_2(described: dict[str, Any]) -> None:
    config = keras.saving.serialize_keras_object(rk.layer_from_keras2(tf_keras.layers.Dense(1)))
    config["config"]["layer"] = described
    with pytest.raises((TypeError, ValueError), match="safe_mode = FALSE"):
        keras.saving.deserialize_keras_object(config)


@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
def test_freezing_the_host_freezes_the_layer_within() -> None:
    inner = tf_keras.Sequential(
        [tf_keras.layers.Dense(3, use_bias=False, trainable=False), tf_keras.layers.BatchNormalization()]
    )
    model = compiled(keras, [inner, tf_keras.layers.Dense(1, trainable=False)])
    model(X)
    assert [len(layer.trainable_weights) for layer in model.layers] == [2, 0]
    for trains, numbers in ((True, [2, 2]), (False, [0, 0]), (True, [3, 2])):
        for layer in model.layers:
            layer.trainable = trains
        assert [len(layer.trainable_weights) for layer in model.layers] == numbers
        model >> rk.compile(keras.optimizers.SGD(0.05), "mse")
        before = model.get_weights()
        model.fit(X, Y, **SILENT)
        changed = sum(not np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True))
        assert changed == sum(numbers) + 2 * trains  # with the statistics of the normalization
    frozen = rk.layer_from_keras2(tf_keras.layers.Dense(2), trainable=False)
    frozen(X)
    assert not frozen.trainable_weights


# --- TensorFlow Probability -----------------------------------------------------------------------------------------


def negative_log_likelihood(y_true: Any, y_pred: Any) -> Any:
    return -y_pred.log_prob(y_true)


class Unlikelihood(keras.losses.Loss):
    def call(self, y_true: Any, y_pred: Any) -> Any:
        return negative_log_likelihood(y_true, y_pred)


def probabilistic() -> list[Any]:
    def make(t: Any) -> Any:
        return tfd.Normal(loc=t[..., :1], scale=0.1 + tf.math.softplus(t[..., 1:]))

    return [tf_keras.layers.Dense(2, kernel_initializer="ones"), tfp.layers.DistributionLambda(make)]


def test_a_probabilistic_regression_has_the_losses_and_weights_of_keras_2() -> None:
    theirs, ours = same(probabilistic, loss=negative_log_likelihood)
    for method in ("mean", "stddev"):
        np.testing.assert_allclose(getattr(ours(X), method)(), getattr(theirs(X), method)(), rtol=1e-5)
    assert ours.predict(X, **SILENT).shape == (8, 1)
    assert (ours >> rk.predict(X, **SILENT)).shape == (8, 1)
    unbuilt = rk.keras_model_sequential(probabilistic()) >> rk.compile("sgd", negative_log_likelihood)
    unbuilt >> rk.fit(X, Y, epochs=1, **SILENT)
    assert np.isfinite(unbuilt.evaluate(X, Y, **SILENT))


@pytest.mark.parametrize("makes_graph", [True, False])
def test_a_loss_of_a_class_gets_the_distribution(makes_graph: bool) -> None:
    layer_unlike = rk.new_loss_class("Unlike", call=lambda self, y_true, y_pred: -y_pred.log_prob(y_true))
    found = []
    for loss in (negative_log_likelihood, Unlikelihood(), layer_unlike()):
        model = rk.keras_model_sequential(probabilistic(), **({"input_shape": 3} if makes_graph else {}))
        for _ in range(2):  # compiled again, it gets the same
            model >> rk.compile(keras.optimizers.SGD(0.05), loss, run_eagerly=True)
        model.fit(X, Y, epochs=1, shuffle=False, **SILENT)
        found.append([model.evaluate(X, Y, **SILENT), *model.get_weights()])
    for one in found[1:]:
        for value, expected in zip(one, found[0], strict=True):
            np.testing.assert_allclose(value, expected, rtol=1e-6)


def test_a_loss_called_with_the_distribution_gets_it() -> None:
    class Theirs(tf_keras.losses.Loss):  # type: ignore[misc]
        call = Unlikelihood.call

    distribution = rk.layer_from_keras2(probabilistic()[1])(np.abs(X[:, :2]))
    layer_unlike = rk.new_loss_class("Unlike", call=lambda self, y_true, y_pred: -y_pred.log_prob(y_true))
    for weights in (None, np.arange(8.0)[:, None]):
        expected = Theirs()(Y, distribution, sample_weight=weights)
        for loss in (Unlikelihood(), layer_unlike()):
            found = [loss(Y, distribution, sample_weight=weights) for _ in range(2)]
            np.testing.assert_allclose(found, [expected] * 2, rtol=1e-6)
            np.testing.assert_allclose(loss(y_true=Y, y_pred=distribution), Theirs()(Y, distribution), rtol=1e-6)
    model = rk.keras_model_sequential(probabilistic(), input_shape=3)
    found = []
    for loss in (negative_log_likelihood, Theirs(), functools.partial(negative_log_likelihood)):
        found.append((model >> rk.compile("sgd", loss)).evaluate(X, Y, **SILENT))
    np.testing.assert_allclose(found[1:], [found[0]] * 2, rtol=1e-6)


def certain(name: str, units: int, *args: Any, **options: Any) -> Any:
    """A layer of TensorFlow Probability whose weights have no spread, so that samples are equal in both libraries."""
    posterior = tfp.layers.default_mean_field_normal_fn(
        loc_initializer=tf_keras.initializers.RandomNormal(stddev=0.3, seed=1),
        untransformed_scale_initializer=tf.constant_initializer(-20.0),
    )
    own = {"kernel_posterior_fn": posterior, "kernel_divergence_fn": lambda q, p, _: q.kl_divergence(p) / 1000}
    return getattr(tfp.layers, name)(units, *args, **own, **options)


@pytest.mark.filterwarnings("ignore:.*(add_variable. is deprecated|RandomNormal is unseeded)")
@pytest.mark.parametrize("name", ["DenseFlipout", "DenseReparameterization", "Convolution2DFlipout"])
def test_layers_that_sample_their_weights_train_as_in_keras_2(name: str) -> None:
    of_images = name.startswith("Convolution")
    x = np.sin(np.arange(256.0)).reshape(8, 4, 4, 2).astype("float32") if of_images else X

    def make() -> list[Any]:
        first = certain(name, 3, *([3] if of_images else []), activation="tanh")
        return [first, tf_keras.layers.Flatten(), certain("DenseReparameterization", 1)]

    _, ours = same(make, x, rtol=1e-4)
    assert len(ours.losses) == 2
    drawn = []
    for compute in (ours.layers[0], ours.layers[0].layer):
        tf.random.set_seed(5)
        drawn.append(np.asarray(compute(x)))
    assert np.array_equal(drawn[0], drawn[1])


def test_a_distribution_in_the_middle_is_a_sample_to_the_next_layer() -> None:
    prior = tfd.MultivariateNormalDiag(tf.zeros(2))

    def make() -> list[Any]:
        regularizer = tfp.layers.KLDivergenceRegularizer(prior, weight=0.1, use_exact_kl=True)

        def point(t: Any) -> Any:
            return tfd.MultivariateNormalDiag(t, 1e-6 * tf.ones_like(t))

        sampled = tfp.layers.DistributionLambda(point, activity_regularizer=regularizer)
        return [tf_keras.layers.Dense(2), sampled, tf_keras.layers.Dense(1)]

    same(make, rtol=1e-3)
    mixed = rk.keras_model_sequential(input_shape=2) >> make()[1] >> rk.layer_dense(units=1, kernel_initializer="ones")
    np.testing.assert_allclose(mixed.predict(X[:, :2], **SILENT), X[:, :2].sum(1, keepdims=True), atol=1e-4)


def variational() -> list[Any]:
    def posterior(kernel_size: int, bias_size: int = 0, dtype: Any = None) -> Any:
        size = kernel_size + bias_size
        variables = tfp.layers.VariableLayer(size, dtype=dtype, initializer="ones")
        spread = 1e-6  # so that samples are equal in both

        def make(t: Any) -> Any:
            return tfd.Independent(tfd.Normal(loc=t, scale=spread), reinterpreted_batch_ndims=1)

        return tf_keras.Sequential([variables, tfp.layers.DistributionLambda(make)])

    def prior(kernel_size: int, bias_size: int = 0, dtype: Any = None) -> Any:
        size = kernel_size + bias_size
        return lambda _: tfd.Independent(tfd.Normal(loc=tf.zeros(size), scale=1.0), reinterpreted_batch_ndims=1)

    return [tfp.layers.DenseVariational(1, posterior, prior, kl_weight=1 / 8, kl_use_exact=True)]


def test_a_variational_layer_has_the_losses_and_weights_of_keras_2() -> None:
    _, ours = same(variational, rtol=1e-3)
    assert len(ours.trainable_weights) == 1


def test_names_that_both_keras_count_stay_apart() -> None:
    start = rk.keras_model_sequential(input_shape=3)
    model = start >> rk.layer_dense(2) >> tf_keras.layers.Dense(2) >> tf_keras.layers.Dense(2, name="own")
    model = model >> rk.layer_dense(1)
    names = [layer.name for layer in model.layers]
    assert len(set(names)) == 4 and names[2] == "own"
    again = keras.Sequential.from_config(model.get_config())
    assert [layer.name for layer in again.layers] == names
