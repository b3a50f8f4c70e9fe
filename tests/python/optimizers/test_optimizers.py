"""Optimizers and learning rate schedules against plain Keras 3."""

import datetime

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk
from rkeras_py.optimizers import functions, schedules
from rkeras_py.signatures.registry import REGISTRY

pytestmark = pytest.mark.quick

OPTIMIZERS = {
    "adadelta": ("Adadelta", {"learning_rate": 0.5, "rho": 0.9}),
    "adagrad": ("Adagrad", {"learning_rate": 0.1, "initial_accumulator_value": 0.2}),
    "adam": ("Adam", {"learning_rate": 0.05, "beta_1": 0.8, "amsgrad": True}),
    "adamax": ("Adamax", {"learning_rate": 0.05, "beta_2": 0.99}),
    "ftrl": ("Ftrl", {"learning_rate": 0.1, "l1_regularization_strength": 0.01, "beta": 0.1}),
    "nadam": ("Nadam", {"learning_rate": 0.05, "clipnorm": 0.5}),
    "rmsprop": ("RMSprop", {"learning_rate": 0.05, "momentum": 0.5, "centered": True}),
    "sgd": ("SGD", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
}


START_WEIGHTS = np.linspace(-1, 2, 6, dtype="float32")


def after_steps(optimizer, steps: int) -> np.ndarray:
    """The weights after some steps on f(w) = sum(w^4), from equal weights."""
    weights = keras.Variable(START_WEIGHTS)
    for _ in range(steps):
        optimizer.apply([4 * weights.value**3], [weights])
    return weights.numpy()


def five_steps(optimizer) -> np.ndarray:
    return after_steps(optimizer, 5)


def make(name: str, /, *args, **arguments):
    return getattr(functions, f"optimizer_{name}")(*args, **arguments)


def test_every_optimizer_is_here() -> None:
    ours = {name for name, spec in REGISTRY.items() if spec.module == functions.__name__}
    assert ours == {f"optimizer_{name}" for name in OPTIMIZERS}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("given", [False, True])
def test_steps_equal_plain_keras(name: str, given: bool) -> None:
    cls, arguments = OPTIMIZERS[name]
    arguments = arguments if given else {}
    ours, plain = make(name, **arguments), getattr(keras.optimizers, cls)(**arguments)
    assert type(ours) is type(plain)
    assert ours.name == cls
    np.testing.assert_array_equal(five_steps(ours), five_steps(plain))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_lr_and_decay_have_effect(name: str) -> None:
    cls, _ = OPTIMIZERS[name]
    plain = getattr(keras.optimizers, cls)
    assert float(make(name, lr=0.25).learning_rate) == 0.25
    assert float(make(name, lr=1).learning_rate) == 1.0
    np.testing.assert_array_equal(five_steps(make(name, lr=0.25)), five_steps(plain(learning_rate=0.25)))
    for ours in (
        make(name, lr=0.25, decay=0.5),
        make(name, 0.25, decay=0.5),
        make(name, learning_rate=0.25, decay=0.5),
    ):
        schedule = keras.optimizers.schedules.InverseTimeDecay(0.25, decay_steps=1, decay_rate=0.5)
        np.testing.assert_array_equal(five_steps(ours), five_steps(plain(schedule)))
    np.testing.assert_array_equal(five_steps(make(name, decay=0)), five_steps(plain(float(make(name).learning_rate))))


def keras_2_steps(optimizer, steps: int) -> np.ndarray:
    weights = tf_keras.backend.variable(START_WEIGHTS)
    for _ in range(steps):
        optimizer.apply_gradients([(4 * weights.value() ** 3, weights)])
    return weights.numpy()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_ten_steps_equal_keras_2(name: str) -> None:
    cls, arguments = OPTIMIZERS[name]
    for given in (
        {},
        arguments,
        {"clipvalue": 0.3},
        {"clipnorm": 0.3},
        {"global_clipnorm": 0.3},
        {"weight_decay": 0.1, "learning_rate": 0.05},
    ):
        oracle = getattr(tf_keras.optimizers, cls)(**given)
        moved = after_steps(make(name, **given), 10)
        np.testing.assert_allclose(moved, keras_2_steps(oracle, 10), rtol=0, atol=1e-5, err_msg=str(given))
        assert (moved != START_WEIGHTS).all()


# tf_keras's old Nadam means another thing by `decay`, its old RMSprop has epsilon in another place
@pytest.mark.parametrize("name", sorted({*OPTIMIZERS} - {"nadam", "rmsprop"}))
def test_decay_is_keras_2s(name: str) -> None:
    oracle = getattr(tf_keras.optimizers.legacy, OPTIMIZERS[name][0])(learning_rate=0.05, decay=0.5)
    moved = after_steps(make(name, lr=0.05, decay=0.5), 10)
    np.testing.assert_allclose(moved, keras_2_steps(oracle, 10), rtol=0, atol=1e-5)


def test_the_rate_has_its_old_name_too() -> None:
    optimizer = make("sgd", 0.1)
    assert optimizer.lr is optimizer.learning_rate
    optimizer.lr = 0.5
    rk.k_set_value(optimizer.lr, float(rk.k_get_value(optimizer.lr)) / 2)
    assert float(optimizer.learning_rate) == 0.25
    weights = keras.Variable([1.0])
    optimizer.apply([keras.ops.ones(1)], [weights])
    np.testing.assert_allclose(weights, [0.75])


def test_positional_arguments_stay_in_place_with_decay() -> None:
    optimizer = make("sgd", 0.1, 0.9, True, decay=0.5)
    assert (optimizer.momentum, optimizer.nesterov) == (0.9, True)


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match=r"optimizer_adam\(\): `lr` should be omitted"):
        make("adam", learning_rate=0.1, lr=0.1)
    with pytest.raises(
        ValueError, match=r"optimizer_adam\(\): `learning_rate` should be a number or a learning rate sch"
    ):
        make("adam", lr="fast")
    with pytest.raises(ValueError, match=r"optimizer_sgd\(\): `decay` should be a number of at least 0"):
        make("sgd", decay=-1)
    with pytest.raises(ValueError, match=r"optimizer_sgd\(\): `decay` should be a number"):
        make("sgd", decay="much")
    with pytest.raises(ValueError, match=r"optimizer_sgd\(\): `learning_rate` should be a number"):
        make("sgd", "fast", decay=0.1)
    schedule = schedules.learning_rate_schedule_exponential_decay(0.1, 10, 0.9)
    with pytest.raises(ValueError, match=r"optimizer_sgd\(\): `decay` should be omitted"):
        make("sgd", schedule, decay=0.1)
    with pytest.raises(ValueError, match=r"optimizer_sgd\(\): `amsgrad` should be False"):
        make("sgd", amsgrad=True)
    with pytest.raises(TypeError, match=r"optimizer_adam\(\): unknown argument `beta1`. Did you mean `beta_1`"):
        make("adam", beta1=0.9)
    with pytest.raises(ValueError, match=r"optimizer_rmsprop\(\): `ema_overwrite_frequency` should be a whole number"):
        make("rmsprop", ema_overwrite_frequency=1.5)


def test_dropped_and_newer_arguments() -> None:
    for value in (True, False):
        assert type(make("adam", jit_compile=value)) is keras.optimizers.Adam
    assert type(make("sgd", amsgrad=False, jit_compile=True)) is keras.optimizers.SGD
    assert make("adam", gradient_accumulation_steps=4.0).gradient_accumulation_steps == 4
    assert make("rmsprop", use_ema=True).ema_overwrite_frequency == 100
    assert make("rmsprop", use_ema=True, ema_overwrite_frequency=None).ema_overwrite_frequency is None
    assert make("adam", use_ema=True).ema_overwrite_frequency is None
    assert make("adam", name="mine").name == "mine"


def test_a_schedule_as_learning_rate() -> None:
    ours = make("sgd", schedules.learning_rate_schedule_exponential_decay(0.1, 1, 0.5))
    plain = keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5))
    np.testing.assert_array_equal(five_steps(ours), five_steps(plain))


START = {"initial_learning_rate": 0.1}
SCHEDULES = {
    "cosine_decay": ("CosineDecay", {**START, "decay_steps": 10.0, "alpha": 0.1}),
    "cosine_decay_restarts": ("CosineDecayRestarts", {**START, "first_decay_steps": 4, "m_mul": 0.5}),
    "exponential_decay": ("ExponentialDecay", {**START, "decay_steps": 4, "decay_rate": 0.5, "staircase": True}),
    "inverse_time_decay": ("InverseTimeDecay", {**START, "decay_steps": 4, "decay_rate": 0.5}),
    "piecewise_constant_decay": ("PiecewiseConstantDecay", {"boundaries": [3, 7], "values": [0.1, 0.05, 0.01]}),
    "polynomial_decay": ("PolynomialDecay", {**START, "decay_steps": 4, "power": 2, "cycle": True}),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedule_values(name: str) -> None:
    cls, arguments = SCHEDULES[name]
    ours = getattr(schedules, f"learning_rate_schedule_{name}")(**arguments)
    plain = getattr(keras.optimizers.schedules, cls)(**arguments)
    oracle = getattr(tf_keras.optimizers.schedules, cls)(**arguments)
    assert type(ours) is type(plain)
    assert ours.get_config() == plain.get_config()
    for step in (0, 1, 3, 4, 5, 9, 30):
        assert float(ours(step)) == float(plain(step))
        assert float(ours(step)) == pytest.approx(float(oracle(step)), rel=1e-5)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_whole_number_as_rate_computes_as_a_float(name: str) -> None:
    cls, arguments = SCHEDULES[name]
    rates = {"initial_learning_rate": 1, "end_learning_rate": 0, "warmup_target": 2, "values": [1, 0, 2]}
    whole = {argument: rates.get(argument, value) for argument, value in arguments.items()}
    real = {argument: np.asarray(value, float).tolist() for argument, value in whole.items() if argument in rates}
    ours = getattr(schedules, f"learning_rate_schedule_{name}")(**whole)
    plain = getattr(keras.optimizers.schedules, cls)(**{**whole, **real})
    for step in (0, 1, 3, 7, 20):
        np.testing.assert_array_equal(ours(step), plain(step))


def test_schedules_of_wrong_arguments() -> None:
    names = {name for name in REGISTRY if name.startswith("learning_rate_schedule_")}
    assert names == {f"learning_rate_schedule_{name}" for name in SCHEDULES}
    with pytest.raises(TypeError, match=r"learning_rate_schedule_cosine_decay\(\): argument `decay_steps` is missing"):
        schedules.learning_rate_schedule_cosine_decay(0.1)
    with pytest.raises(ValueError, match=r"cosine_decay\(\): `decay_steps` should be a whole number"):
        schedules.learning_rate_schedule_cosine_decay(0.1, 2.5)
    with pytest.raises(ValueError, match=r"piecewise_constant_decay\(\)"):
        schedules.learning_rate_schedule_piecewise_constant_decay([1, 2], [0.1, 0.2])
    warm = schedules.learning_rate_schedule_cosine_decay(0.0, 10, warmup_target=0.1, warmup_steps=5.0)
    assert warm.get_config()["warmup_steps"] == 5


def test_no_epsilon_is_that_of_the_backend_as_in_older_scripts() -> None:
    assert rk.optimizer_adam(lr=0.01, epsilon=None, decay=0).epsilon == keras.config.epsilon()
    assert rk.optimizer_rmsprop(0.01, 0.9, epsilon=None).epsilon == rk.k_epsilon()


def test_the_rate_takes_a_vector_of_one_number_by_both_names() -> None:
    for name in ("lr", "learning_rate"):
        optimizer = rk.optimizer_adam(learning_rate=0.1)
        for value in ([0.5], np.array([[0.5]]), {"a": 0.5}):
            setattr(optimizer, name, value)
            assert float(optimizer.learning_rate) == 0.5
        for wrong in ([1, 2], [-1], datetime.timedelta(seconds=3), np.timedelta64(3, "s")):
            with pytest.raises(ValueError, match=r"Adam\(\): `learning_rate` should be a number"):
                setattr(optimizer, name, wrong)
