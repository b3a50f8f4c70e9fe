"""Two keras, with Python as the host: the twin of vignettes/two_keras.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/two_keras.py
"""

# %% data
import keras
import numpy as np

from rkeras_py import *
from rkeras_py.bridge import r_session

time = np.arange(1, 25)
strength = np.linspace(0.2, 2, 64)
x = np.zeros((64, 24, 2))
for i in range(64):
    x[i, :, 0] = strength[i] * np.sin(0.5 * time)
    x[i, :, 1] = np.cos(0.3 * time + i + 1)
print(x.shape)

R = r_session()
R["x"] = x
R["strength"] = strength
weights = {}
losses = {}

# %% keras2
clear_session()
R("""
library(rkeras)
use_session_with_seed(99, quiet = TRUE)

model <- keras_model_sequential()
model %>%
  layer_conv_1d(filters = 4, kernel_size = 5, input_shape = c(24, 2)) %>%
  layer_activation_leaky_relu(alpha = 0.2) %>%
  layer_global_average_pooling_1d() %>%
  layer_dense(units = 1)

model %>% compile(optimizer = optimizer_sgd(lr = 0.1, momentum = 0.9), loss = "mse")
history <- model %>% fit(x, strength, epochs = 5, batch_size = 16, verbose = 0)
""")
weights["keras2"] = R["model"].get_weights()
losses["keras2"] = R["history"].metrics["loss"]

# %% keras3
clear_session()
R("""
use_session_with_seed(99, quiet = TRUE)

model <- keras_model_sequential(input_shape = c(24, 2)) |>
  layer_conv_1d(filters = 4, kernel_size = 5) |>
  layer_activation_leaky_relu(negative_slope = 0.2) |>
  layer_global_average_pooling_1d() |>
  layer_dense(units = 1)

model |> compile(optimizer = optimizer_sgd(learning_rate = 0.1, momentum = 0.9), loss = "mse")
history <- model |> fit(x, strength, epochs = 5, batch_size = 16, verbose = 0)
""")
weights["keras3"] = R["model"].get_weights()
losses["keras3"] = R["history"].metrics["loss"]

# %% style
clear_session()
use_session_with_seed(99, quiet=True)

model = (
    keras_model_sequential(input_shape=(24, 2))
    >> layer_conv_1d(filters=4, kernel_size=5)
    >> layer_activation_leaky_relu(alpha=0.2)
    >> layer_global_average_pooling_1d()
    >> layer_dense(units=1)
)
model >> compile(optimizer=optimizer_sgd(learning_rate=0.1, momentum=0.9), loss="mse")
history = model >> fit(x, strength, epochs=5, batch_size=16, verbose=0)
weights["style"] = model.get_weights()
losses["style"] = history.metrics["loss"]

# %% plain
keras.utils.clear_session()
keras.utils.set_random_seed(99)

model = keras.Sequential(
    [
        keras.Input((24, 2)),
        keras.layers.Conv1D(4, 5),
        keras.layers.LeakyReLU(negative_slope=0.2),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9), loss="mse")
history = model.fit(x, strength, epochs=5, batch_size=16, verbose=0)
weights["plain"] = model.get_weights()
losses["plain"] = history.history["loss"]

# %% losses
print(np.round(np.array(list(losses.values())).T, 6))

# %% same
for name, other in weights.items():
    print(name, max(abs(a - b).max() for a, b in zip(weights["keras2"], other, strict=True)))
