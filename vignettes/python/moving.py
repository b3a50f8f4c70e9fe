"""Moving an old project, with Python as the host: the twin of vignettes/moving.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/moving.py
"""

# %% alias
# The old script runs in the R of this process; `rkeras run --host python train.R` does so in a shell.
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from sklearn.datasets import load_iris

from rkeras_py import *
from rkeras_py.bridge import r_session

R = r_session()
R("rkeras::use_keras_alias(quiet = TRUE)")

# %% run
# What its variables are called in R, they are called by R["..."].
R("""
library(keras)
use_session_with_seed(42, quiet = TRUE)

x <- as.matrix(iris[, 1:4]) / 5
y <- to_categorical(as.integer(iris$Species) - 1, 3)

model <- keras_model_sequential()
model %>%
  layer_dense(units = 16, activation = "relu", input_shape = c(4)) %>%
  layer_dense(units = 3, activation = "softmax")
model %>% compile(
  loss = "categorical_crossentropy",
  optimizer = optimizer_adam(lr = 0.02),
  metrics = c("accuracy")
)
history <- model %>% fit(x, y, epochs = 10, batch_size = 32, verbose = 0)

classes <- model %>% predict_classes(x)
""")
print(round(R["history"].metrics["loss"][-1], 4))

# %% table
# From here on the model is one of Python.
iris = load_iris()
x = iris.data / 5
classes = R["model"].predict(x, verbose=0).argmax(axis=1)
print(pd.crosstab(classes, iris.target, rownames=["predicted"], colnames=["true"]))

# %% files
old = load_model_hdf5(Path(__file__).parents[2] / "inst/extdata/keras2.h5")
print(count_params(old))


# %% grid
def try_out(units, rate):
    """Return the loss of a model after a short training."""
    use_session_with_seed(1, quiet=True)
    model = (
        keras_model_sequential(input_shape=4)
        >> layer_dense(units, activation="relu")
        >> layer_dense(3, activation="softmax")
    )
    model >> compile(optimizer_adam(learning_rate=rate), loss="sparse_categorical_crossentropy")
    history = model >> fit(x, iris.target, epochs=5, verbose=0)
    return history.metrics["loss"][-1]


losses = {}
for number, (units, rate) in enumerate([(4, 0.1), (16, 0.1), (4, 0.01), (16, 0.01)], start=1):
    losses[units, rate] = try_out(units, rate)
    print(number, units, rate, losses[units, rate])

# %% rates
plt.figure(figsize=(6.5, 2.8))
for shift, units, color in ((-0.2, 4, "0.6"), (0.2, 16, "steelblue")):
    plt.bar([0 + shift, 1 + shift], [losses[units, 0.01], losses[units, 0.1]], 0.4, color=color, label=f"{units} units")
plt.xticks([0, 1], ["0.01", "0.1"])
plt.legend()
plt.xlabel("Learning rate")
plt.ylabel("Loss")
