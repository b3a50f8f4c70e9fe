"""Sequential models, in Python: the twin of vignettes/sequential_model.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/sequential_model.py
"""

# %% make
import numpy as np

from rkeras_py import *

use_session_with_seed(7, quiet=True)

model = (
    keras_model_sequential(input_shape=12)
    >> layer_dense(units=8, activation="relu")
    >> layer_dropout(rate=0.2)
    >> layer_dense(units=1)
)

# %% loop
deep = keras_model_sequential(input_shape=12)
for units in (32, 16, 8):
    deep >> layer_dense(units, activation="relu")
deep >> layer_dense(1)

print([layer.units for layer in deep.layers])

# %% late
late = keras_model_sequential() >> layer_dense(units=8, activation="relu") >> layer_dense(units=1)

print(len(late.weights))
late(op_zeros((1, 12)))
print(len(late.weights))

# %% params
print(count_params(model))

# %% layers
# Positions count from 1, in Python too: what R keras counts from 1 is counted so in both languages.
first = get_layer(model, index=1)
print(get_weights(first)[0].shape)

# %% features
features = keras_model(model.inputs, first.output)
x = np.sin(np.arange(1, 49)).reshape(12, 4).T
print(np.round(features.predict(x, verbose=0)[0], 4))

# %% fit
speed = np.linspace(0.1, 1, 200)
waves = np.sin(np.outer(speed, np.arange(1, 13)))

model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="mse")
history = model >> fit(waves, speed, epochs=15, batch_size=20, verbose=0)
print(np.round(history.metrics["loss"], 5)[[0, 4, 14]])

# %% curve
history.plot()

# %% answers
slow_and_quick = [19, 179]
print(np.c_[speed[slow_and_quick], model.predict(waves[slow_and_quick], verbose=0)])

# %% change
pop_layer(model)
freeze_weights(model, from_=1)
model >> layer_dense(units=2, activation="softmax", name="slow_or_quick")

print(len(model.trainable_weights))

# %% again
quick = (speed > 0.5).astype(int)
model >> compile(
    optimizer=optimizer_adam(learning_rate=0.05), loss="sparse_categorical_crossentropy", metrics="accuracy"
)
model >> fit(waves, quick, epochs=10, batch_size=20, verbose=0)
print(model >> evaluate(waves, quick, verbose=0))

# %% others
sequence = (
    keras_model_sequential(input_shape=(12, 1))
    >> layer_lstm(units=4, return_sequences=True)
    >> layer_lstm(units=4)
    >> layer_dense(units=1)
)
picture = (
    keras_model_sequential(input_shape=(28, 28, 1))
    >> layer_conv_2d(filters=8, kernel_size=3, activation="relu")
    >> layer_max_pooling_2d(pool_size=2)
    >> layer_flatten()
    >> layer_dense(units=10, activation="softmax")
)
print(count_params(sequence), count_params(picture))
