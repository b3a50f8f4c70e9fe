"""Layers of TensorFlow Probability in models of Keras 3: heads with weights, files and pickle, KLDivergenceAddLoss."""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras
from test_layers_hosted import SILENT, X, Y, compiled, negative_log_likelihood, same, tfd

import rkeras_py as rk
from rkeras_py.saving.values import dump_for_r


def heads() -> dict[str, Callable[[], list[Any]]]:
    """Ends of models by TensorFlow Probability, each a distribution whose tensor is its mean, so that none draws."""
    layers, mean = tfp.layers, tfd.Distribution.mean

    def end(name: str, *args: Any) -> Callable[[], list[Any]]:
        cls = getattr(layers, name)
        return lambda: [tf_keras.layers.Dense(cls.params_size(*args)), cls(*args, convert_to_tensor_fn=mean)]

    mixed = layers.MixtureSameFamily
    return {
        "IndependentNormal": end("IndependentNormal", 1),
        "IndependentLogistic": end("IndependentLogistic", 1),
        "MixtureNormal": end("MixtureNormal", 3, 1),
        "MixtureLogistic": end("MixtureLogistic", 2, 1),
        "MultivariateNormalTriL": end("MultivariateNormalTriL", 1),
        "MixtureSameFamily": lambda: [
            tf_keras.layers.Dense(mixed.params_size(2, layers.IndependentNormal.params_size(1))),
            mixed(2, layers.IndependentNormal(1), convert_to_tensor_fn=mean),
        ],
    }


@pytest.mark.parametrize("name", ["IndependentNormal", "MixtureNormal", "MixtureSameFamily"])
def test_heads_of_distributions_train_with_weights_as_in_keras_2(name: str) -> None:
    weights = np.array([1, 2, 0.5, 3, 0, 1.5, 1, 4])
    theirs, ours = (compiled(library, heads()[name](), negative_log_likelihood) for library in (tf_keras, keras))
    for model in (theirs, ours):
        model(X)
    ours.set_weights(theirs.get_weights())
    given: dict[str, Any] = {"sample_weight": weights, "batch_size": 4, "epochs": 2, "shuffle": False, **SILENT}
    histories = [theirs.fit(X, Y, **given).history, rk.fit(ours, X, Y, **given).metrics]
    np.testing.assert_allclose(histories[1]["loss"], histories[0]["loss"], rtol=1e-4)
    np.testing.assert_allclose(ours.predict(X, **SILENT), theirs.predict(X, **SILENT), rtol=1e-4, atol=1e-6)


@pytest.mark.filterwarnings("ignore:.*lambda")
@pytest.mark.parametrize("name", heads())
def test_a_head_that_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    model = rk.keras_model_sequential(heads()[name](), input_shape=3)
    expected, path = model.predict(X, **SILENT), str(tmp_path / "a.keras")
    if name in ("MultivariateNormalTriL", "MixtureSameFamily"):  # which do not tell their arguments
        for write in (lambda: rk.save_model(model, path), lambda: pickle.dumps(model), lambda: dump_for_r(model, None)):
            with pytest.raises(
                (NotImplementedError, ValueError), match=r"does not describe its `|is described by code"
            ):
                write()
        return
    rk.save_model(model, path)
    clone = rk.clone_model(model, weights=True)
    for again in (rk.load_model(path, safe_mode=False), pickle.loads(pickle.dumps(model)), copy.copy(model), clone):
        np.testing.assert_allclose(again.predict(X, **SILENT), expected, rtol=1e-6)
    with pytest.raises(ValueError, match="is described by code, which cannot be restored"):
        dump_for_r(model, None)


def test_a_layer_that_takes_a_distribution_gets_that_of_the_layer_before() -> None:
    prior, mean = tfd.MultivariateNormalDiag(tf.zeros(2)), tfd.Distribution.mean

    def make() -> list[Any]:
        layers = tfp.layers
        head = layers.MultivariateNormalTriL(2, convert_to_tensor_fn=mean)
        diverging = layers.KLDivergenceAddLoss(prior, weight=0.2, use_exact_kl=True)
        return [tf_keras.layers.Dense(layers.MultivariateNormalTriL.params_size(2)), head, diverging]

    _, ours = same(lambda: [*make(), tf_keras.layers.Dense(1)], rtol=1e-4)
    assert len(ours.losses) == 1
    outputs = inputs = rk.layer_input(shape=3)
    for layer in make():
        outputs = outputs >> layer
    mixed = rk.keras_model(inputs, outputs >> rk.layer_dense(1)) >> rk.compile("sgd", "mse")
    mixed >> rk.fit(X, Y, epochs=1, **SILENT)
    assert len(mixed.losses) == 1
