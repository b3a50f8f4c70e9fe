"""Tables with factors, in Python: the twin of tables.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

from rkeras_py import *

use_session_with_seed(5, quiet=True)

# R's dataset Titanic: class, sex, age, whether survived, and the number of people.
TITANIC = [
    ("1st", "Male", "Child", 0, 0),
    ("2nd", "Male", "Child", 0, 0),
    ("3rd", "Male", "Child", 0, 35),
    ("Crew", "Male", "Child", 0, 0),
    ("1st", "Female", "Child", 0, 0),
    ("2nd", "Female", "Child", 0, 0),
    ("3rd", "Female", "Child", 0, 17),
    ("Crew", "Female", "Child", 0, 0),
    ("1st", "Male", "Adult", 0, 118),
    ("2nd", "Male", "Adult", 0, 154),
    ("3rd", "Male", "Adult", 0, 387),
    ("Crew", "Male", "Adult", 0, 670),
    ("1st", "Female", "Adult", 0, 4),
    ("2nd", "Female", "Adult", 0, 13),
    ("3rd", "Female", "Adult", 0, 89),
    ("Crew", "Female", "Adult", 0, 3),
    ("1st", "Male", "Child", 1, 5),
    ("2nd", "Male", "Child", 1, 11),
    ("3rd", "Male", "Child", 1, 13),
    ("Crew", "Male", "Child", 1, 0),
    ("1st", "Female", "Child", 1, 1),
    ("2nd", "Female", "Child", 1, 13),
    ("3rd", "Female", "Child", 1, 14),
    ("Crew", "Female", "Child", 1, 0),
    ("1st", "Male", "Adult", 1, 57),
    ("2nd", "Male", "Adult", 1, 14),
    ("3rd", "Male", "Adult", 1, 75),
    ("Crew", "Male", "Adult", 1, 192),
    ("1st", "Female", "Adult", 1, 140),
    ("2nd", "Female", "Adult", 1, 80),
    ("3rd", "Female", "Adult", 1, 76),
    ("Crew", "Female", "Adult", 1, 20),
]
counts = pd.DataFrame(TITANIC, columns=["Class", "Sex", "Age", "Survived", "Freq"])
people = counts.loc[counts.index.repeat(counts.Freq)].reset_index(drop=True)
survived = people.Survived.to_numpy()
columns = pd.DataFrame(
    {
        "Class": pd.Categorical(people.Class, ["1st", "2nd", "3rd", "Crew"]),
        "Sex": pd.Categorical(people.Sex, ["Male", "Female"]),
        "Age": pd.Categorical(people.Age, ["Child", "Adult"]),
    }
)
test = np.arange(1, len(people) + 1) % 4 == 0
print(len(people), sum(test), sum(survived))

# %% additive
prepared = frame_inputs(columns[~test])


def build(hidden):
    """Return a trained model, with a hidden layer or without."""
    features = prepared["features"]
    if hidden:
        features = features >> layer_dense(units=16, activation="relu")
    model = keras_model(prepared["inputs"], features >> layer_dense(units=1, activation="sigmoid"))
    model >> compile(optimizer=optimizer_adam(learning_rate=0.02), loss="binary_crossentropy", metrics="accuracy")
    model >> fit(columns[~test], survived[~test], epochs=20, batch_size=128, verbose=0)
    return model


additive = build(hidden=False)
print(additive >> evaluate(columns[test], survived[test], verbose=0))

# %% weights
kernel = get_weights(additive)[-2]
labels = ["Class 1st", "2nd", "3rd", "Crew", "Male", "Female", "Child", "Adult"]
print(pd.Series(kernel[:, 0].round(3), labels))

# %% hidden
network = build(hidden=True)
print(network >> evaluate(columns[test], survived[test], verbose=0))

# %% rates
adults = pd.DataFrame(
    [(level, sex, "Adult") for sex in ("Male", "Female") for level in columns.Class.cat.categories],
    columns=["Class", "Sex", "Age"],
)
factors = adults.copy()
rates = people.groupby(["Class", "Sex", "Age"]).Survived.mean()
adults["observed"] = [rates[tuple(row)] for row in factors.to_numpy()]
adults["additive"] = predict(additive, factors, verbose=0)[:, 0]
adults["network"] = predict(network, factors, verbose=0)[:, 0]
print(adults[["observed", "additive", "network"]].round(3).to_string(index=False))

# %% rates-plot
names = [f"{row.Class} {row.Sex.lower()}" for row in adults.itertuples()]
plt.figure(figsize=(6.5, 4))
plt.plot(names, adults.observed, "o", color="black", fillstyle="none", markersize=12, label="observed")
plt.plot(names, adults.additive, "^", color="0.5", label="logistic regression")
plt.plot(names, adults.network, "s", color="firebrick", label="network")
plt.xticks(rotation=90)
plt.ylabel("Survived")
plt.legend()


# %% crosses
def category():
    """Return a feature for a factor."""
    return feature_string_categorical(num_oov_indices=0)


space = layer_feature_space(
    features={"Class": category(), "Sex": category(), "Age": category()},
    crosses=[feature_cross(["Class", "Sex"], crossing_dim=64)],
)


def as_tensors(frame):
    """Return the columns of a data frame as tensors of strings."""
    return {name: tf.constant(frame[name].astype(str).to_list()) for name in frame}


space.adapt(tf.data.Dataset.from_tensor_slices(as_tensors(columns[~test])))
encoded = np.array(space(as_tensors(columns)))

crossed = keras_model_sequential(input_shape=encoded.shape[1]) >> layer_dense(units=1, activation="sigmoid")
crossed >> compile(optimizer=optimizer_adam(learning_rate=0.02), loss="binary_crossentropy", metrics="accuracy")
crossed >> fit(encoded[~test], survived[~test], epochs=20, batch_size=128, verbose=0)
print(crossed >> evaluate(encoded[test], survived[test], verbose=0))
