"""The backend that KERAS_BACKEND names, without TensorFlow: `tools/backends.sh jax` runs this in a process of its own.

Numbers are compared with NumPy, and with plain Keras on the same backend; tools/backends.py compares all functions with
TensorFlow.
"""

import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rkeras_py import (
    adapt,
    callback_lambda,
    compile,
    config_backend,
    evaluate,
    fit,
    get_weights,
    is_keras_available,
    k_backend,
    k_constant,
    k_dot,
    k_eval,
    k_foldl,
    k_foldr,
    k_get_value,
    k_int_shape,
    k_is_sparse,
    k_is_tensor,
    k_map_fn,
    k_maximum,
    k_random_normal,
    k_switch,
    k_update_add,
    k_variable,
    k_zeros_like,
    keras_model,
    keras_model_sequential,
    layer_dense,
    layer_discretization,
    layer_input,
    layer_jax_model_wrapper,
    layer_lstm,
    layer_torch_module_wrapper,
    load_model,
    metric_mean_tensor,
    op_add,
    op_average_pool,
    op_eigh,
    op_hstack,
    op_image_gaussian_blur,
    op_max_pool,
    op_outer,
    op_repeat,
    op_segment_max,
    op_segment_sum,
    op_sum,
    op_svd,
    op_vectorize,
    op_where,
    optimizer_sgd,
    predict,
    predict_on_batch,
    reset_states,
    save_model,
    serialize_keras_object,
    serialize_model,
    set_random_seed,
    set_weights,
    show_r,
    test_on_batch,
    train_on_batch,
    unserialize_model,
    use_backend,
)
from rkeras_py.engine.loading import keras
from rkeras_py.names import MODULES
from rkeras_py.signatures.registry import REGISTRY

BACKEND = os.environ["KERAS_BACKEND"]
RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(50, 4)).astype("float32"), RNG.normal(size=(50, 1)).astype("float32")
FIRST, SECOND = RNG.normal(size=(4, 3)).astype("float32"), RNG.normal(size=(3, 1)).astype("float32")
WEIGHTS = [FIRST, np.zeros(3, "float32"), SECOND, np.zeros(1, "float32")]


def make(**compiled: Any) -> Any:
    model = keras_model_sequential(input_shape=4) >> layer_dense(units=3, activation="tanh") >> layer_dense(units=1)
    set_weights(model, WEIGHTS)
    return model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.1), metrics=["mae"], **compiled)


def make_plain() -> Any:
    k = keras()
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3, activation="tanh"), k.layers.Dense(1)])
    model.set_weights(WEIGHTS)
    model.compile(loss="mse", optimizer=k.optimizers.SGD(0.1), metrics=["mae"])
    return model


def close(found: Any, right: Any) -> None:
    np.testing.assert_allclose(np.asarray(found), np.asarray(right), rtol=1e-5, atol=1e-5)


def test_the_backend_is_the_one_that_was_chosen() -> None:
    assert config_backend() == k_backend() == BACKEND and is_keras_available()
    with pytest.raises(RuntimeError, match=f'Keras runs on "{BACKEND}" already'):
        use_backend("tensorflow")


def test_predictions_and_measures_are_those_of_numpy() -> None:
    right = np.tanh(X @ FIRST) @ SECOND
    model = make()
    close(predict(model, X, verbose=0), right)
    close(predict_on_batch(model, X[:5]), right[:5])
    assert predict(model, X[:0], verbose=0).shape == (0, 1)
    measures = [np.mean((right - Y) ** 2), np.mean(np.abs(right - Y))]
    assert list(evaluate(model, X, Y, verbose=0)) == ["loss", "mae"]
    close(list(evaluate(model, X, Y, verbose=0).values()), measures)
    close(test_on_batch(model, X, Y), measures)


def test_a_step_is_that_of_numpy() -> None:
    model, hidden = make(), np.tanh(X @ FIRST)
    error = 2 * (hidden @ SECOND - Y) / len(X)
    inner = error @ SECOND.T * (1 - hidden**2)
    train_on_batch(model, X, Y)
    right = [FIRST - 0.1 * X.T @ inner, -0.1 * inner.sum(0), SECOND - 0.1 * hidden.T @ error, -0.1 * error.sum(0)]
    for found, one in zip(get_weights(model), right, strict=True):
        close(found, one)


@pytest.mark.parametrize("shuffle", [False, True])
def test_training_is_that_of_plain_keras(shuffle: bool) -> None:
    ours, plain = make(), make_plain()
    settings: dict[str, Any] = {"epochs": 2, "verbose": 0, "shuffle": shuffle, "validation_split": 0.2}
    set_random_seed(3)
    found = fit(ours, X, Y, **settings).metrics
    set_random_seed(3)
    right = plain.fit(X, Y, **settings).history
    assert found.keys() == right.keys()
    for name in right:
        close(found[name], right[name])
    close(predict(ours, X, verbose=0), plain.predict(X, verbose=0))


@pytest.mark.parametrize("built", [True, False])
def test_each_batch_of_a_generator_is_drawn_once_and_trained_on(built: bool) -> None:
    drawn: list[int] = []

    def draw() -> list[Any]:
        drawn.append(len(drawn))
        return [X[:10] * len(drawn), Y[:10]]

    model = make() if built else keras_model_sequential() >> layer_dense(units=1) >> compile("sgd", "mse")
    fit(model, draw, steps_per_epoch=3, epochs=2, verbose=0)
    assert len(drawn) == 6
    evaluate(model, draw, steps=2, verbose=0)
    assert predict(model, draw, steps=2, verbose=0).shape == (20, 1) and len(drawn) == 10
    with pytest.raises(ZeroDivisionError):
        fit(model, lambda: 1 / 0, steps_per_epoch=1, verbose=0)
    other = make()
    assert len(fit(other, iter([[X, Y]] * 3), epochs=1, verbose=0).metrics["loss"]) == 1
    assert int(np.asarray(other.optimizer.iterations)) == 3


def test_callbacks_find_and_change_weights_between_steps() -> None:
    model, seen = make(), []

    def look(batch: int, logs: Any) -> None:
        seen.append(get_weights(model)[3].item())
        set_weights(model, WEIGHTS)

    fit(model, X, Y, epochs=1, verbose=0, shuffle=False, callbacks=callback_lambda(on_train_batch_end=look))
    assert len(seen) == 2 and seen[0] != 0
    close(get_weights(model)[0], FIRST)


def test_stateful_layers_go_on_where_they_were() -> None:
    model = keras_model_sequential() >> layer_lstm(units=2, stateful=True, batch_input_shape=(5, 1, 4))
    set_weights(model >> compile("sgd", "mse"), [RNG.normal(size=w.shape) for w in get_weights(model)])
    longer = keras_model_sequential(input_shape=(4, 4)) >> layer_lstm(units=2, return_sequences=True)
    set_weights(longer, get_weights(model))
    steps = X[:20].reshape(5, 4, 4)
    right = predict(longer, steps, verbose=0)
    for use in (predict, predict_on_batch, predict):
        reset_states(model)
        for step in range(3):
            close(use(model, steps[:, step : step + 1]), right[:, step])
    evaluate(model, steps[:, 3:], X[:5, :2], batch_size=5, verbose=0)
    close(model.layers[0].states[0], right[:, 3])
    reset_states(model)
    model.optimizer.learning_rate = 0.0
    arguments: dict[str, Any] = {"batch_size": 5, "epochs": 1, "verbose": 0, "shuffle": False}
    if BACKEND == "torch":  # a mistake of Keras, which docs/backends.md tells
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            fit(model, steps[:, :1], X[:5, :2], **arguments)
    else:
        fit(model, steps[:, :1], X[:5, :2], **arguments)
        close(model.layers[0].states[0], right[:, 0])
    assert len(get_weights(model)) == 3


def test_files_and_pickles_hold_models_and_tensors(tmp_path: Path) -> None:
    model = make()
    right = predict(model, X, verbose=0)
    for name in ("m.keras", "m.h5"):
        save_model(model, str(tmp_path / name))
        close(predict(load_model(str(tmp_path / name)), X, verbose=0), right)
    close(predict(pickle.loads(pickle.dumps(model)), X, verbose=0), right)
    close(predict(unserialize_model(serialize_model(model)), X, verbose=0), right)


def test_tensors_are_the_backends_own() -> None:
    x = k_constant([[1.0, 2.0], [3.0, 4.0]])
    assert type(x) is type(keras().ops.zeros(()))
    close(k_eval(k_dot(x, x)), [[7, 10], [15, 22]])
    close(k_foldl(lambda total, one: total * 2 + one, [1.0, 2.0, 3.0]), 11)
    close(k_foldr(lambda total, one: total - one, [10.0, 2.0, 3.0]), -9)
    close(op_vectorize(lambda a, b: op_sum(a * b), signature="(d),(d)->()")([[1, 2], [3, 4]], [1, 10]), [21, 43])
    variable = k_variable([1.0, 2.0])
    k_update_add(variable, [1.0, 1.0])
    close(k_get_value(variable), [2, 3])
    assert k_int_shape(x) == (2, 2) and not k_is_sparse(x)
    assert k_get_value(k_variable(2.0)) == 2 and np.isscalar(k_get_value(k_variable(2.0)))
    assert all(type(factors) is tuple for factors in (op_svd(x), op_eigh(x)))


def test_operations_find_out_what_keras_wants_told_here() -> None:
    signal = np.array([1.0, 3.0, 2.0, 5.0], "float32").reshape(1, 4, 1)
    close(k_eval(op_max_pool(signal, pool_size=2))[0, :, 0], [3, 5])
    close(k_eval(op_average_pool(signal, pool_size=2))[0, :, 0], [2, 3.5])
    close(k_eval(op_segment_sum([1, 2, 3, 4], [1, 1, 2, 2])), [3, 7])
    close(k_eval(op_segment_max([1, 2, 3, 4], [1, 1, 2, 2])), [2, 4])
    close(k_eval(op_repeat([1, 2], (2, 1))), [1, 1, 2])


def test_bins_are_learnt_without_tensorflow() -> None:
    layer = layer_discretization(num_bins=4)
    adapt(layer, np.arange(100, dtype="float32"), batch_size=100)
    close(k_eval(layer(np.array([3.0, 30.0, 60.0, 90.0]))), range(4))


def test_functions_take_variables() -> None:
    variable = k_variable([1.0, 4.0])
    close(k_zeros_like(variable), [0, 0])
    assert k_is_tensor(variable)
    close(k_eval(k_switch(True, variable, [0.0, 0.0])), [1, 4])
    close(k_eval(op_where([True, False], variable, 2.0)), [1, 2])
    close(k_eval(op_outer(variable, variable)), [[1, 4], [4, 16]])
    close(k_eval(op_hstack([variable, variable])), [1, 4, 1, 4])
    close(k_eval(k_map_fn(lambda one: one * 2, variable)), [2, 8])
    metric = metric_mean_tensor()
    metric.update_state([1.0, 10.0])
    metric.update_state([3.0, 20.0])
    close(metric.result(), [2, 15])
    inputs = layer_input(shape=2)
    model = keras_model(inputs, op_add(k_maximum(inputs, variable), variable))
    variable.assign([5.0, 6.0])
    close(model.predict(np.ones((1, 2)), verbose=0), [[10, 12]])


def test_images_have_their_channels_last_unless_told() -> None:
    image, across = np.eye(3, dtype="float32")[None, :, :, None], np.exp([-0.5, 0, -0.5])
    filters = np.outer(across, across) / across.sum() ** 2
    padded = np.pad(image[0, :, :, 0], 1)
    right = [[(padded[row : row + 3, column : column + 3] * filters).sum() for column in range(3)] for row in range(3)]
    close(k_eval(op_image_gaussian_blur(image))[0, :, :, 0], right)
    inputs = keras().Input((3, 3, 1))
    close(predict(keras_model(inputs, op_image_gaussian_blur(inputs)), image, verbose=0)[0, :, :, 0], right)


def test_a_seed_makes_the_same_numbers() -> None:
    drawn = []
    for seed in (1, 1, 2):
        set_random_seed(seed)
        drawn.append([k_eval(k_random_normal(3)), np.random.random(3)])
    close(drawn[0], drawn[1])
    assert not np.allclose(drawn[0][0], drawn[2][0]) and not np.allclose(drawn[0][1], drawn[2][1])


def test_what_tensorflow_alone_has_says_so_and_names_a_way() -> None:
    for name in MODULES:
        __import__(f"rkeras_py.{MODULES[name]}")
    alone = [spec for spec in REGISTRY.values() if spec.instead is not None]
    assert len(alone) >= 10
    model = make()
    for spec in alone:
        call = getattr(sys.modules[f"rkeras_py.{MODULES[spec.name]}"], spec.name)
        first = model if spec.kind == "verb" else None
        with pytest.raises(NotImplementedError, match=rf"^{spec.name}\(\): it needs TensorFlow, and Keras"):
            call(first, *[None] * (len(spec.required) - 1))
        assert spec.instead is not None and spec.instead[BACKEND]


def test_a_model_of_the_backends_own_is_a_layer() -> None:
    if BACKEND == "torch":
        import torch

        inner = torch.nn.Linear(4, 1)
        made = layer_torch_module_wrapper(module=inner, name="inner")
        right = X @ inner.weight.detach().numpy().T + inner.bias.detach().numpy()
        other: Any = layer_jax_model_wrapper
    else:
        start = {"w": keras().ops.convert_to_tensor(FIRST[:, :1])}
        made = layer_jax_model_wrapper(call_fn=lambda params, inputs: inputs @ params["w"], params=start)
        right = X @ FIRST[:, :1]
        other = layer_torch_module_wrapper
    model = keras_model_sequential(input_shape=4) >> made >> compile("sgd", "mse")
    close(predict(model, X, verbose=0), right)
    before = evaluate(model, X, Y, verbose=0)
    fit(model, X, Y, epochs=3, verbose=0)
    assert evaluate(model, X, Y, verbose=0)["loss"] < before["loss"]
    with pytest.raises(RuntimeError, match=r'it needs .*, and Keras runs on .* here. use_backend\("'):
        other(None, made)


def test_files_and_code_name_the_optimizer_that_all_backends_have() -> None:
    model = make()
    assert serialize_keras_object(model.optimizer)["module"] == "keras.optimizers"
    assert "optimizer_sgd(" in str(show_r(model))


def test_code_names_the_way_of_compiling_only_where_it_was_chosen() -> None:
    model = make()
    compile(model, "sgd", "mse")
    assert "jit_compile" not in show_r(model)
    chosen = not model.jit_compile
    compile(model, "sgd", "mse", jit_compile=chosen)
    assert f"jit_compile = {str(chosen).upper()}" in show_r(model)


def test_r_trains_by_a_step_of_its_own() -> None:
    script = Path(__file__).with_name(f"{BACKEND}.R")
    done = subprocess.run(["Rscript", script], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and done.stdout.endswith("done\n"), done.stdout + done.stderr


def make_paired(model_class: Any) -> Any:
    """Make a model whose training step was written for vectors of targets, as the guide of the backend writes one."""

    def measure(self: Any, trainable: Any, others: Any, x: Any, y: Any) -> Any:
        y_pred, others = self.stateless_call(trainable, others, x, training=True)
        return keras().ops.mean((y - y_pred[:, 0]) ** 2), others

    def step_of_jax(self: Any, state: Any, data: Any) -> Any:
        import jax

        trainable, others, variables, metrics = state
        measured = jax.value_and_grad(lambda *args: measure(self, *args), has_aux=True)
        (loss, others), gradients = measured(trainable, others, *data)
        trainable, variables = self.optimizer.stateless_apply(variables, gradients, trainable)
        return {"mine": loss}, (trainable, others, variables, metrics)

    def step_of_torch(self: Any, data: Any) -> Any:
        x, y = data
        self.zero_grad()
        loss = keras().ops.mean((y - self(x, training=True)[:, 0]) ** 2)
        loss.backward()
        self.optimizer.apply([one.value.grad for one in self.trainable_weights], self.trainable_weights)
        return {"mine": loss}

    step = step_of_jax if BACKEND == "jax" else step_of_torch
    made = type("Paired", (model_class,), {"train_step": step})
    inputs = keras().Input((4,))
    return made(inputs, keras().layers.Dense(1)(inputs)) >> compile("sgd", "mse")


def test_a_step_that_was_written_for_vectors_is_seen() -> None:
    message = r"train_step\(\) of Paired: \w+ combines shape \((n|50), 1\) with \((n|50),\)"
    seen = pytest.warns(UserWarning, match=message) if BACKEND == "jax" else pytest.raises(ValueError, match=message)
    with seen:
        fit(make_paired(keras().Model), X, Y[:, 0], batch_size=50, epochs=1, verbose=0)


def test_the_step_of_the_vignette_is_that_of_r(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "vignettes/backends.Rmd").read_text()
    chunks = dict(re.findall(r"^```\{r (\w+).*?\}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    check = "stopifnot(all.equal(take_step({}), expected, tolerance = 1e-5)); cat('done\\n')"
    code = [chunks["task"].replace("library(rkeras)", f'library(rkeras)\nuse_backend("{BACKEND}")'), chunks["step"]]
    code = [re.sub(r"^round\(take_step\(.*$", "", one, flags=re.MULTILINE) for one in (*code, chunks[BACKEND])]
    script = tmp_path / "step.R"
    script.write_text("\n".join([*code, check.format({"jax": "JaxModel", "torch": "TorchModel"}[BACKEND])]))
    done = subprocess.run(["Rscript", script], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and done.stdout.endswith("done\n"), done.stdout + done.stderr


def test_tensorflow_was_not_loaded() -> None:
    assert "tensorflow" not in sys.modules
