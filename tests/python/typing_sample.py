"""A user's file, for mypy: what users write has types, and no `type: ignore`."""

from typing import Any, assert_type

import numpy as np

import rkeras_py as rk
from rkeras_py import (
    bidirectional,
    c,
    compile,
    fit,
    get_layer,
    get_output_at,
    keras_model,
    keras_model_sequential,
    layer_concatenate,
    layer_dense,
    layer_embedding,
    layer_input,
    layer_lstm,
    pipe,
    predict,
)

x = layer_input(shape=c(784)) >> layer_dense(64)
y = x >> layer_dense(units=64, activation="relu") >> layer_dense(units=10, activation="softmax")
assert_type(x, Any)

model = keras_model(inputs=c(x, y), outputs=y)
model >> compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=c("accuracy"))
history = model >> fit(np.zeros((2, 784)), np.zeros((2, 10)), epochs=1, batch_size=32, verbose=0)
predicted = model >> predict(np.zeros((2, 784)))
compile(model, "sgd", "mse", loss_weights=c(1.0, 0.2))
fit(model, {"a": np.zeros(3)}, [np.zeros(3)], validation_split=0.2)

chain = keras_model_sequential() >> layer_dense(3, input_shape=4) >> layer_dense(units=2.0)
grown = layer_dense(chain, 2, kernel_regularizer=rk.regularizer_l2(0.1), name="last")
words = pipe(
    layer_input(100, dtype="int32"), layer_embedding(10, 4, input_length=100), bidirectional(layer_lstm(units=3))
)
both = layer_concatenate(c(x, y), axis=-1)
apart = layer_concatenate(x, y)

first = get_layer(chain, index=1)
tensor = get_output_at(first, 1)
later = chain >> get_layer("last")

optimizer = rk.optimizer_adam(learning_rate=rk.learning_rate_schedule_exponential_decay(0.1, 100, 0.9))
loss = rk.k_mean(rk.k_square(x - y))
labels = rk.to_categorical([0, 1, 2], num_classes=3)
