"""For authors of packages, in Python: the twin of vignettes/package_authors.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/package_authors.py
"""

# %% fitter
import pickle
from dataclasses import dataclass

import numpy as np
from sklearn.datasets import load_iris

from rkeras_py import *


@dataclass
class Net:
    """A fitted network, without anything that lives in TensorFlow."""

    raw: bytes
    loss: list
    levels: list

    def predict(self, new):
        """Return the probability of each level."""
        return unserialize_model(self.raw).predict(new, verbose=0)


def fit_net(x, y, levels, units=8, epochs=10, seed=None):
    """Fit a network."""
    if seed is not None:
        use_session_with_seed(seed, quiet=True)
    model = (
        keras_model_sequential(input_shape=x.shape[1])
        >> layer_dense(units=units, activation="tanh")
        >> layer_dense(units=len(levels), activation="softmax")
    )
    model >> compile(optimizer=optimizer_adam(learning_rate=0.05), loss="sparse_categorical_crossentropy")
    history = model >> fit(x, y, epochs=epochs, verbose=0)
    return Net(serialize_model(model), history.metrics["loss"], list(levels))


# %% fit
iris = load_iris()
x = iris.data / 5
net = fit_net(x, iris.target, iris.target_names, seed=17)
print(np.round([net.loss[0], net.loss[9]], 4))

# %% predict
print(np.round(pickle.loads(pickle.dumps(net)).predict(x[[0, 74, 149]]), 4))
