"""One model in two languages: R builds it, Python trains it, R uses it. Run: python examples/python/shared_model.py.

R runs inside this Python process. What R calls `model` is the very object that Python calls `model`: nothing is
copied, saved or sent.
"""

import numpy as np
from sklearn.datasets import load_wine

from rkeras_py.bridge import r_session

R = r_session()  # R starts here

# --- R builds ---------------------------------------------------------------------------------------------------------
model = R("""
library(rkeras)
keras$utils$set_random_seed(1L)

inputs <- layer_input(shape = c(13), name = "measured")
outputs <- inputs %>%
  layer_dense(units = 16, activation = "relu") %>%
  layer_dense(units = 3, activation = "softmax", name = "grower")
model <- keras_model(inputs, outputs)

model %>% compile(
  optimizer = optimizer_adam(learning_rate = 0.01),
  loss = "sparse_categorical_crossentropy",
  metrics = c("accuracy")
)
model
""")
assert R["model"] is model
print(f"R made {type(model)}, {model.count_params()} parameters. Python holds the same object.")

# --- Python trains: plain Keras, with nothing of rkeras_py in it ------------------------------------------------------
wine = load_wine()
x = ((wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)).astype("float32")
y = wine.target
history = model.fit(x, y, epochs=20, batch_size=16, verbose=0)
print(f"Python trained it: accuracy {history.history['accuracy'][-1]:.3f} on {len(x)} wines.")

# --- R predicts -------------------------------------------------------------------------------------------------------
R["x"] = x  # a numpy array becomes an R matrix
R["y"] = y
in_r = R("predicted <- predict(model, x, verbose = 0)")
in_python = model.predict(x, verbose=0)
assert np.array_equal(in_r, in_python)
print("R predicts the same as Python, to the last bit; R's table of predicted and true growers:")
R("print(table(predicted = max.col(predicted) - 1, true = y))")

# --- The weights are the same memory ----------------------------------------------------------------------------------
R("set_weights(model, lapply(get_weights(model), function(weights) weights * 0))")
assert all(not weights.any() for weights in model.get_weights())
print("R set all weights to zero, and Python sees zeros.")

# --- Errors keep their class ------------------------------------------------------------------------------------------
R("""
shared <- layer_dense(units = 2)
first <- layer_input(shape = c(4)) %>% shared
second <- layer_input(shape = c(4)) %>% shared
""")
try:
    R("shared$output")
except AttributeError as error:
    print("A Python error raised under R is itself again in Python:", error)
else:
    raise AssertionError("this should have been an error")
