"""A recommender with embeddings, in Python: the twin of recommender.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from rkeras_py import *

use_session_with_seed(6, quiet=True)

# R's dataset USJudgeRatings: a line for each judge.
CRITERIA = ["CONT", "INTG", "DMNR", "DILG", "CFMG", "DECI", "PREP", "FAMI", "ORAL", "WRIT", "PHYS", "RTEN"]
JUDGES = """
5.7 7.9 7.7 7.3 7.1 7.4 7.1 7.1 7.1 7.0 8.3 7.8
6.8 8.9 8.8 8.5 7.8 8.1 8.0 8.0 7.8 7.9 8.5 8.7
7.2 8.1 7.8 7.8 7.5 7.6 7.5 7.5 7.3 7.4 7.9 7.8
6.8 8.8 8.5 8.8 8.3 8.5 8.7 8.7 8.4 8.5 8.8 8.7
7.3 6.4 4.3 6.5 6.0 6.2 5.7 5.7 5.1 5.3 5.5 4.8
6.2 8.8 8.7 8.5 7.9 8.0 8.1 8.0 8.0 8.0 8.6 8.6
10.6 9.0 8.9 8.7 8.5 8.5 8.5 8.5 8.6 8.4 9.1 9.0
7.0 5.9 4.9 5.1 5.4 5.9 4.8 5.1 4.7 4.9 6.8 5.0
7.3 8.9 8.9 8.7 8.6 8.5 8.4 8.4 8.4 8.5 8.8 8.8
8.2 7.9 6.7 8.1 7.9 8.0 7.9 8.1 7.7 7.8 8.5 7.9
7.0 8.0 7.6 7.4 7.3 7.5 7.1 7.2 7.1 7.2 8.4 7.7
6.5 8.0 7.6 7.2 7.0 7.1 6.9 7.0 7.0 7.1 6.9 7.2
6.7 8.6 8.2 6.8 6.9 6.6 7.1 7.3 7.2 7.2 8.1 7.7
7.0 7.5 6.4 6.8 6.5 7.0 6.6 6.8 6.3 6.6 6.2 6.5
6.5 8.1 8.0 8.0 7.9 8.0 7.9 7.8 7.8 7.8 8.4 8.0
7.3 8.0 7.4 7.7 7.3 7.3 7.3 7.2 7.1 7.2 8.0 7.6
8.0 7.6 6.6 7.2 6.5 6.5 6.8 6.7 6.4 6.5 6.9 6.7
7.7 7.7 6.7 7.5 7.4 7.5 7.1 7.3 7.1 7.3 8.1 7.4
8.3 8.2 7.4 7.8 7.7 7.7 7.7 7.8 7.5 7.6 8.0 8.0
9.6 6.9 5.7 6.6 6.9 6.6 6.2 6.0 5.8 5.8 7.2 6.0
7.1 8.2 7.7 7.1 6.6 6.6 6.7 6.7 6.8 6.8 7.5 7.3
7.6 7.3 6.9 6.8 6.7 6.8 6.4 6.3 6.3 6.3 7.4 6.6
6.6 7.4 6.2 6.2 5.4 5.7 5.8 5.9 5.2 5.8 4.7 5.2
6.2 8.3 8.1 7.7 7.4 7.3 7.3 7.3 7.2 7.3 7.8 7.6
7.5 8.7 8.5 8.6 8.5 8.4 8.5 8.5 8.4 8.4 8.7 8.7
7.8 8.9 8.7 8.9 8.7 8.8 8.9 9.0 8.8 8.9 9.0 9.0
7.1 8.5 8.3 8.0 7.9 7.9 7.8 7.8 7.8 7.7 8.3 8.2
7.5 9.0 8.9 8.7 8.4 8.5 8.4 8.3 8.3 8.3 8.8 8.7
7.5 8.1 7.7 8.2 8.0 8.1 8.2 8.4 8.0 8.1 8.4 8.1
7.1 9.2 9.0 9.0 8.4 8.6 9.1 9.1 8.9 9.0 8.9 9.2
6.6 7.4 6.9 8.4 8.0 7.9 8.2 8.4 7.7 7.9 8.4 7.5
8.4 8.0 7.9 7.9 7.8 7.8 7.6 7.4 7.4 7.4 8.1 7.9
6.9 8.5 7.8 8.5 8.1 8.2 8.4 8.5 8.1 8.3 8.7 8.3
7.3 8.9 8.8 8.7 8.4 8.5 8.5 8.5 8.4 8.4 8.8 8.8
7.7 6.2 5.1 5.6 5.6 5.9 5.6 5.6 5.3 5.5 6.3 5.3
8.5 8.3 8.1 8.3 8.4 8.2 8.2 8.1 7.9 8.0 8.0 8.2
6.9 8.3 8.0 8.1 7.9 7.9 7.9 7.7 7.6 7.7 8.1 8.0
6.5 8.2 7.7 7.8 7.6 7.7 7.7 7.7 7.5 7.6 8.5 7.7
8.3 7.3 7.0 6.8 7.0 7.1 6.7 6.7 6.7 6.7 8.0 7.0
8.3 8.2 7.8 8.3 8.4 8.3 7.7 7.6 7.5 7.7 8.1 7.9
9.0 7.0 5.9 7.0 7.0 7.2 6.9 6.9 6.5 6.6 7.6 6.6
7.1 8.4 8.4 7.7 7.5 7.7 7.8 8.2 8.0 8.1 8.3 8.1
8.6 7.4 7.0 7.5 7.5 7.7 7.4 7.2 6.9 7.0 7.8 7.1
"""
ratings = np.array(JUDGES.split(), dtype=float).reshape(43, 12)
criteria, judges = (index.ravel() for index in np.divmod(np.arange(12 * 43), 43))
score = ratings.T.ravel()
hidden = (7 * judges + 5 * criteria) % 3 == 0
average = score[~hidden].mean()
print(len(score), sum(hidden), round(average, 4))

# %% model
judge = layer_input(shape=1, dtype="int32", name="judge")
criterion = layer_input(shape=1, dtype="int32", name="criterion")


def look_up(index, size, dim, name):
    """Return the vectors of indices."""
    return index >> layer_embedding(input_dim=size, output_dim=dim, name=name) >> layer_flatten()


interaction = layer_dot(
    [look_up(judge, 43, 2, "judge_vectors"), look_up(criterion, 12, 2, "criterion_vectors")], axes=1
)
rating = layer_add([interaction, look_up(judge, 43, 1, "judge_bias"), look_up(criterion, 12, 1, "criterion_bias")])
model = keras_model([judge, criterion], rating)
print(count_params(model))

# %% fit
model >> compile(optimizer=optimizer_adam(learning_rate=0.02), loss="mse")
history = model >> fit(
    [judges[~hidden], criteria[~hidden]], score[~hidden] - average, epochs=100, batch_size=64, verbose=0
)
print(np.round(np.array(history.metrics["loss"])[[0, 49, 99]], 4))

# %% curve
plt.figure(figsize=(6.5, 3.2))
plt.semilogy(history.metrics["loss"])
plt.xlabel("Epoch")
plt.ylabel("Loss")

# %% test
predicted = average + predict(model, [judges[hidden], criteria[hidden]], verbose=0)[:, 0]
means = pd.Series(score[~hidden]).groupby(judges[~hidden]).mean()
of_judge = means[judges[hidden]].to_numpy()


def rmse(prediction):
    """Return the root mean squared error of a prediction of the hidden ratings."""
    return float(np.sqrt(((prediction - score[hidden]) ** 2).mean()))


print(
    {"model": round(rmse(predicted), 4), "mean_of_judge": round(rmse(of_judge), 4), "average": round(rmse(average), 4)}
)

# %% test-plot
contacts = criteria[hidden] == 0
plt.figure(figsize=(4, 3.6))
plt.scatter(score[hidden], predicted, c=np.where(contacts, "firebrick", "steelblue"))
plt.axline((7, 7), slope=1, color="black")
plt.xlabel("Rating")
plt.ylabel("Prediction")

# %% vectors
vectors = get_weights(get_layer(model, "criterion_vectors"))[0]
_, axis = plt.subplots(figsize=(6.5, 3.2))
axis.scatter(*vectors.T, s=0)
for name, place in zip(CRITERIA, vectors, strict=True):
    axis.annotate(name, place, fontsize=8, ha="center")
distances = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
print(distances.sum(axis=1).argmax() + 1)
