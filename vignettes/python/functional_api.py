"""The functional API, in Python: the twin of vignettes/functional_api.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/functional_api.py
"""

# %% first
import numpy as np

from rkeras_py import *

use_session_with_seed(1, quiet=True)
random = np.random.default_rng(1)

inputs = layer_input(shape=c(784))

predictions = (
    inputs
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=10, activation="softmax")
)

model = keras_model(inputs=inputs, outputs=predictions)
model >> compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=c("accuracy"))

# %% model-as-layer
x = layer_input(shape=c(784))
y = x >> model
print(y.shape)

# %% video
frames = layer_input(shape=c(20, 784))
by_frame = frames >> time_distributed(model)
print(by_frame.shape)

# %% headline-model
main_input = layer_input(shape=c(100), dtype="int32", name="main_input")
lstm_out = main_input >> layer_embedding(input_dim=10000, output_dim=512, input_length=100) >> layer_lstm(units=32)
auxiliary_output = lstm_out >> layer_dense(units=1, activation="sigmoid", name="aux_output")

auxiliary_input = layer_input(shape=c(5), name="aux_input")
main_output = (
    layer_concatenate(c(lstm_out, auxiliary_input))
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=1, activation="sigmoid", name="main_output")
)
model = keras_model(inputs=c(main_input, auxiliary_input), outputs=c(main_output, auxiliary_output))

# %% headline-params
print(count_params(model))

# %% headline-fit
model >> compile(optimizer="rmsprop", loss="binary_crossentropy", loss_weights=c(1.0, 0.2))

headline_data = random.integers(1, 10000, (64, 100))
additional_data = random.random((64, 5))
labels = (additional_data[:, 0] > 0.5) * 1.0
history = model >> fit(x=[headline_data, additional_data], y=[labels, labels], epochs=2, batch_size=32, verbose=0)

# %% headline-sum
losses = {name: np.array(values) for name, values in history.metrics.items()}
print(abs(losses["loss"] - (losses["main_output_loss"] + 0.2 * losses["aux_output_loss"])).max() < 1e-6)

# %% tweets
tweet_a = layer_input(shape=c(280, 256))
tweet_b = layer_input(shape=c(280, 256))

shared_lstm = layer_lstm(units=64)
encoded_a = tweet_a >> shared_lstm
encoded_b = tweet_b >> shared_lstm

same_author = layer_concatenate(c(encoded_a, encoded_b)) >> layer_dense(units=1, activation="sigmoid")
tweets_model = keras_model(inputs=c(tweet_a, tweet_b), outputs=same_author)

# %% tweets-params
print(count_params(tweets_model))

# %% one-node
a = layer_input(shape=c(280, 256))
lstm = layer_lstm(units=32)
encoded_a = a >> lstm
print(lstm.output.shape)

# %% two-nodes
b = layer_input(shape=c(280, 256))
encoded_b = b >> lstm
try:
    print(lstm.output)
except AttributeError as error:
    print(error)

# %% nodes-at
print(get_output_at(lstm, 1).shape, get_output_at(lstm, 2).shape)

# %% nodes-shape
print(lstm.output_shape)

# %% inception
input_img = layer_input(shape=c(256, 256, 3))
tower_1 = (
    input_img
    >> layer_conv_2d(filters=64, kernel_size=c(1, 1), padding="same", activation="relu")
    >> layer_conv_2d(filters=64, kernel_size=c(3, 3), padding="same", activation="relu")
)
tower_2 = (
    input_img
    >> layer_conv_2d(filters=64, kernel_size=c(1, 1), padding="same", activation="relu")
    >> layer_conv_2d(filters=64, kernel_size=c(5, 5), padding="same", activation="relu")
)
tower_3 = (
    input_img
    >> layer_max_pooling_2d(pool_size=c(3, 3), strides=c(1, 1), padding="same")
    >> layer_conv_2d(filters=64, kernel_size=c(1, 1), padding="same", activation="relu")
)
output = layer_concatenate(c(tower_1, tower_2, tower_3), axis=1)
print(output.shape)

# %% residual
x = layer_input(shape=c(256, 256, 3))
y = x >> layer_conv_2d(filters=3, kernel_size=c(3, 3), padding="same")
z = layer_add(c(x, y))
print(z.shape)
