"""Two languages, one model, with Python as the host: the twin of vignettes/two_languages.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/two_languages.py
"""

# %% build
# R builds the model, in this process.
import matplotlib.pyplot as plt
import numpy as np

from rkeras_py import use_session_with_seed
from rkeras_py.bridge import r_session

use_session_with_seed(31, quiet=True)
R = r_session()

x = np.sin(np.arange(1, 201)).reshape(4, 50).T
y = (x[:, 0] > x[:, 1]).astype(int)

model = R("""
  library(rkeras)
  model <- keras_model_sequential(input_shape = 4) %>%
    layer_dense(units = 6, activation = "tanh") %>%
    layer_dense(units = 2, activation = "softmax")
  model
""")

# %% train
# Python trains it: plain Keras.
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=10, verbose=0)

# %% use
print(np.round(history.history["loss"][-3:], 4))

# %% curve
plt.figure(figsize=(6.5, 2.8))
plt.plot(range(1, 11), history.history["loss"], "o-", color="steelblue")
plt.xlabel("Epoch")
plt.ylabel("Loss")

# %% predict
# R predicts with what Python trained, and Python gets an array.
R["x"] = x
R["y"] = y
print(R("round(predict(model, x[1:3, ], verbose = 0), 4)"))

# %% scores
print(R("as.list(evaluate(model, x, y, verbose = 0))"))

# %% import
print(np.linalg.norm(model.get_weights()[0]))
