"""Getting started, in Python: the twin of vignettes/getting_started.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/getting_started.py
"""

# %% data
# The flowers come with scikit-learn; in R they come with R.
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_iris

from rkeras_py import *

use_session_with_seed(42, quiet=True)

iris = load_iris()
y = iris.target
test = np.arange(150) % 5 == 0

known = iris.data[~test]
x = (iris.data - known.mean(axis=0)) / known.std(axis=0, ddof=1)
print(x[~test].shape)

# %% model
model = (
    keras_model_sequential(input_shape=4)
    >> layer_dense(units=16, activation="relu")
    >> layer_dense(units=3, activation="softmax")
)
print(count_params(model))

# %% fit
model >> compile(
    loss="sparse_categorical_crossentropy",
    optimizer=optimizer_adam(learning_rate=0.02),
    metrics="accuracy",
)
history = model >> fit(x[~test], y[~test], epochs=20, validation_data=(x[test], y[test]), verbose=0)
print(history)

# %% curves
history.plot()

# %% scores
print(model >> evaluate(x[test], y[test], verbose=0))

# %% predict
print(np.round(model.predict(x[[0, 70, 140]], verbose=0), 3))

# %% table
predicted = predict_classes(model, x[test])
print(
    pd.crosstab(iris.target_names[predicted], iris.target_names[y[test]], rownames=["predicted"], colnames=["species"])
)

# %% save
file = Path(tempfile.mkdtemp()) / "iris.keras"
save_model(model, file)
again = load_model(file)
print((again.predict(x, verbose=0) == model.predict(x, verbose=0)).all())
