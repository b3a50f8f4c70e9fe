"""The optimizers that Keras 3 brought, against plain Keras."""

from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.optimizers import special
from rkeras_py.signatures.registry import REGISTRY

pytestmark = pytest.mark.quick

OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "adafactor": ("Adafactor", {"learning_rate": 0.1, "beta_2_decay": -0.7, "relative_step": False}),
    "adam_w": ("AdamW", {"learning_rate": 0.05, "weight_decay": 0.1, "amsgrad": True}),
    "lamb": ("Lamb", {"learning_rate": 0.05, "beta_1": 0.8, "gradient_accumulation_steps": 2}),
    "lion": ("Lion", {"learning_rate": 0.01, "beta_2": 0.9, "clipnorm": 0.5}),
    "muon": ("Muon", {"learning_rate": 0.05, "momentum": 0.8, "ns_steps": 3, "exclude_layers": ["skip"]}),
}


def weights_after_five_steps(optimizer: keras.Optimizer) -> np.ndarray:
    weights = keras.Variable(np.linspace(-1, 2, 6, dtype="float32").reshape(2, 3))
    for _ in range(5):
        optimizer.apply([4 * weights.value**3], [weights])
    return np.asarray(weights.numpy())


def test_every_optimizer_is_here() -> None:
    ours = {name for name, spec in REGISTRY.items() if spec.module == special.__name__}
    assert ours == {f"optimizer_{name}" for name in [*OPTIMIZERS, "loss_scale"]}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("given", [False, True])
def test_steps_equal_plain_keras(name: str, given: bool) -> None:
    cls, arguments = OPTIMIZERS[name]
    arguments = arguments if given else {}
    ours, plain = getattr(special, f"optimizer_{name}")(**arguments), getattr(keras.optimizers, cls)(**arguments)
    assert type(ours) is type(plain)
    assert {**ours.get_config(), "name": ""} == {**plain.get_config(), "name": ""}
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(ours))
    expected = weights_after_five_steps(plain)
    np.testing.assert_array_equal(weights_after_five_steps(ours), expected)
    np.testing.assert_array_equal(weights_after_five_steps(again), expected)


def test_old_arguments_have_effect_here_too() -> None:
    ours, plain = rk.optimizer_lion(lr=0.5), keras.optimizers.Lion(0.5)
    np.testing.assert_array_equal(weights_after_five_steps(ours), weights_after_five_steps(plain))
    assert rk.optimizer_adam_w(rk.learning_rate_schedule_exponential_decay(0.1, 10, 0.5)).learning_rate == 0.1


def test_one_name_of_layers_is_a_list_of_one() -> None:
    assert rk.optimizer_muon(exclude_layers="dense").exclude_layers == ["dense"]  # not of its letters


def test_a_wrapped_optimizer_leaves_out_steps_that_are_not_finite() -> None:
    optimizer = rk.optimizer_loss_scale(rk.optimizer_sgd(1), initial_scale=8, dynamic_growth_steps=2)
    assert isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
    weight = keras.Variable(np.ones(1, dtype="float32"))
    assert float(optimizer.scale_loss(3.0)) == 24
    optimizer.apply([np.array([8.0], dtype="float32")], [weight])
    assert weight.numpy() == [0]
    optimizer.apply([np.array([np.inf], dtype="float32")], [weight])
    assert weight.numpy() == [0]
    assert float(optimizer.scale_loss(3.0)) == 12


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match=r"optimizer_lion\(\): `gradient_accumulation_steps` should be a whole number"):
        rk.optimizer_lion(gradient_accumulation_steps=0)
    with pytest.raises(TypeError, match=r"optimizer_adam_w\(\): unknown argument `beta1`. Did you mean `beta_1`"):
        rk.optimizer_adam_w(beta1=0.9)
