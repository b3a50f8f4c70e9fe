"""A user's file, for type checkers: what users write has types, and no `type: ignore`."""

from typing import TYPE_CHECKING, assert_type

import numpy as np

import rkeras_py as rk
from rkeras_py import (
    bidirectional,
    c,
    compile,
    fit,
    get_layer,
    get_output_at,
    get_weights,
    keras_model,
    keras_model_sequential,
    layer_concatenate,
    layer_conv_2d,
    layer_dense,
    layer_embedding,
    layer_flatten,
    layer_input,
    layer_lambda,
    layer_lstm,
    load_model_hdf5,
    loss_mean_squared_error,
    optimizer_adam,
    pipe,
    predict,
    save_model_hdf5,
    time_distributed,
)

if TYPE_CHECKING:
    import keras

    from rkeras_py.keras_types import Array, LayerObject, Model, Sequential, Tensor, Waiting  # noqa: F401
    from rkeras_py.training.history import KerasTrainingHistory  # noqa: F401

# Layers: without an object, on tensors and arrays, on a Sequential model

assert_type(layer_dense(64), "LayerObject")
assert_type(layer_dense(units=np.int64(64), activation="relu"), "LayerObject")
assert_type(layer_dense(None, 64), "LayerObject")
assert_type(layer_conv_2d(32, (3, 3)), "LayerObject")
assert_type(layer_conv_2d(32, c(3, 3), padding="same"), "LayerObject")
assert_type(layer_flatten(), "LayerObject")
assert_type(layer_lambda(lambda tensor: tensor * 2), "LayerObject")
assert_type(bidirectional(layer_lstm(units=3)), "LayerObject")
assert_type(time_distributed(keras_model_sequential()), "LayerObject")

image = layer_input(shape=(28, 28, 1))
assert_type(image, "Tensor")
assert_type(layer_conv_2d(image, 32, 3), "Tensor")
assert_type(layer_conv_2d(image, 32, [3, 3], activation=rk.activation_relu), "Tensor")
assert_type(layer_dense(np.zeros((2, 3)), 4), "Tensor")

x = layer_input(shape=c(784)) >> layer_dense(64)
y = x >> layer_dense(units=64, activation="relu") >> layer_dense(units=10, activation="softmax")
assert_type(x, "Tensor")
assert_type(y, "Tensor")
assert_type(layer_concatenate(x, y), "Tensor")
assert_type(layer_concatenate([x, y], axis=-1), "Tensor")
assert_type(layer_concatenate(c(x, y), axis=-1), "Tensor")
last, state, carry = x >> layer_lstm(3, return_state=True)
assert_type(state, "Tensor")

chain = keras_model_sequential() >> layer_dense(3, input_shape=4) >> layer_dense(units=2)
assert_type(chain, "Sequential")
assert_type(layer_dense(chain, 2, kernel_regularizer=rk.regularizer_l2(0.1), name="last"), "Sequential")
keras_model_sequential([layer_dense(3, input_shape=[4, None]), layer_dense(1)])
words = pipe(
    layer_input(100, dtype="int32"), layer_embedding(10, 4, input_length=100), bidirectional(layer_lstm(units=3))
)


def block(tensor: "Tensor", filters: int, name: str | None = None) -> "Tensor":
    """Add a block of layers, as users write them."""
    return tensor >> layer_conv_2d(filters, 3, name=name, input_shape=(None, None, 3)) >> layer_flatten()


# Models and verbs

model = keras_model(inputs=c(x, y), outputs=y)
assert_type(model, "Model")
assert_type(model >> compile(optimizer="rmsprop", loss="mse", metrics=c("accuracy")), "Model")
assert_type(chain >> compile(optimizer=optimizer_adam(1e-3), loss=loss_mean_squared_error()), "Sequential")
compile(model, optimizer_adam(rk.learning_rate_schedule_exponential_decay(0.1, 100, 0.9)), "mse", loss_weights=c(1, 2))

history = model >> fit(np.zeros((2, 784)), np.zeros((2, 10)), epochs=1, batch_size=32, verbose=0)
assert_type(history, "KerasTrainingHistory")
assert_type(history.metrics, dict[str, list[float]])
assert_type(fit(np.zeros((2, 3)), verbose=False), "Waiting[rk.keras_types.AnyLayer, KerasTrainingHistory]")
assert_type(fit(model, {"a": np.zeros(3)}, [np.zeros(3)], validation_split=0.2), "KerasTrainingHistory")
predicted = model >> predict(np.zeros((2, 784)))
assert_type(get_weights(model), "list[Array]")
assert_type(get_layer(chain, index=1), "LayerObject")
assert_type(chain >> get_layer("last"), "LayerObject")
assert_type(get_output_at(get_layer(chain, index=1), 1), "Tensor")
assert_type(save_model_hdf5(model, "model.h5"), bool)
units = layer_dense(3).units

if not model.built:
    model = load_model_hdf5("model.h5")
assert_type(model >> layer_dense(3), "Sequential")
assert_type(layer_dense(load_model_hdf5("model.h5"), 3), "Sequential")


def of_plain_keras(layer: "keras.layers.Layer", model: "keras.Model") -> None:
    """Use plain Keras's objects in the package's functions."""
    get_weights(layer)
    fit(model, np.zeros((2, 3)))


def in_plain_keras() -> "tuple[keras.layers.Layer, keras.Model, keras.KerasTensor, keras.Sequential]":
    """Return the package's objects as Keras's."""
    return layer_dense(3), model, x, chain


# Losses, metrics, tensors

assert_type(loss_mean_squared_error(x, y), "Tensor")
assert_type(rk.k_mean(rk.k_square(x - y), axis=1), "Tensor")
assert_type(rk.k_reshape(x, (-1, 2)) + 1 > 2, "Tensor")
assert_type(rk.k_floatx(), str)
labels = rk.to_categorical([0, 1, 2], num_classes=3)
loss = rk.loss_huber(delta=2.0)
metric = rk.metric_binary_accuracy(name="accuracy")
dataset = rk.dataset_mnist()
