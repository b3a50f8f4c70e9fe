"""Models as values, in Python: the twin of vignettes/values.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/values.py
"""

# %% formula
import copy
import pickle

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from rkeras_py import *

use_session_with_seed(3, quiet=True)

flowers = pd.DataFrame(
    {
        "length": np.sin(np.arange(1, 61)) + np.tile([1, 2, 3], 20),
        "site": pd.Categorical(["north", "south"] * 30),
        "kind": pd.Categorical(["a", "b", "c"] * 20),
    }
)
model = keras_model_sequential(input_shape=3) >> layer_dense(units=3, activation="softmax")
model >> compile(optimizer=optimizer_adam(learning_rate=0.1), loss="sparse_categorical_crossentropy")
history = model >> fit("kind ~ length + site", data=flowers, epochs=5, shuffle=False, verbose=0)
print(np.round(history.metrics["loss"], 3))

new = flowers.loc[:2, ["site", "length"]]
print(np.round(predict(model, newdata=new, type="prob"), 2).tolist())
print(predict(model, newdata=new, type="class").codes)

# %% classes
line = pd.DataFrame({"length": np.arange(-1, 5.05, 0.1), "site": "north"})
plt.figure(figsize=(6.5, 3.2))
lines = plt.plot(line["length"], predict(model, newdata=line, type="prob"), label=["a", "b", "c"])
for curve, color in zip(lines, ("steelblue", "darkorange", "darkgreen"), strict=True):
    curve.set_color(color)
plt.ylim(0, 1)
plt.legend()
plt.xlabel("Length")
plt.ylabel("Probability")

# %% copy
again = pickle.loads(pickle.dumps(model))
print((predict(again, new, type="prob") == predict(model, new, type="prob")).all())
again >> fit("kind ~ length + site", data=flowers, epochs=1, shuffle=False, verbose=0)
print(int(again.optimizer.iterations) - int(model.optimizer.iterations))
print(type(copy.deepcopy(model)).__name__)
