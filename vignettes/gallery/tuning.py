"""Tune hyperparameters, in Python: the twin of tuning.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes

from rkeras_py import *

use_session_with_seed(19, quiet=True)

diabetes = load_diabetes()
train, validation, test = slice(0, 200), slice(200, 240), slice(240, 442)
x = (diabetes.data - diabetes.data.mean(axis=0)) / diabetes.data.std(axis=0, ddof=1)
y = diabetes.target / 100
print(x.shape, round(y[train].mean(), 3))


# %% build
def build(hp):
    """Return a model with the hyperparameters of a trial."""
    rate = hp_float(hp, "rate", 1e-4, 0.1, sampling="log")
    model = (
        keras_model_sequential(input_shape=10)
        >> layer_dense(units=hp_int(hp, "units", 4, 64, step=4), activation="relu")
        >> layer_dropout(rate=hp_choice(hp, "dropout", [0.0, 0.2, 0.4]))
        >> layer_dense(units=1)
    )
    model >> compile(optimizer=optimizer_adam(learning_rate=rate), loss="mse")
    return model


tuner = tuner_random_search(build, objective="val_loss", max_trials=8, seed=5)
print(list(tuner_hyperparameters(tuner)))

# %% search
tuner_search(
    tuner, x[train], y[train], epochs=12, batch_size=32, validation_data=(x[validation], y[validation]), verbose=0
)
results = tuner_results(tuner)
print(results[["rate", "units", "dropout", "score", "epoch"]].head(4).to_string(index=False))

# %% numbers
scores = results["score"].to_numpy()
print(np.round([scores[0], scores[7], np.log10(results["rate"][0])], 4))

# %% rates
plt.figure(figsize=(6.5, 3.2))
plt.scatter(results["rate"], scores, s=20 + 3 * results["units"], color="steelblue", alpha=0.7)
plt.xscale("log")
plt.yscale("log")
plt.xlabel("Learning rate")
plt.ylabel("Validation loss")

# %% test
models = tuner_best_models(tuner, 8)
tested = np.array([((predict(model, x[test], verbose=0)[:, 0] - y[test]) ** 2).mean() for model in models])
print({"validation": round(scores[0], 3), "test": round(tested[0], 3)})

# %% optimism
few = scores < 2
limits = np.array([min(scores[few].min(), tested[few].min()), max(scores[few].max(), tested[few].max())])
plt.figure(figsize=(4.5, 4))
plt.scatter(scores[few], tested[few], c=["firebrick", *["steelblue"] * (sum(few) - 1)])
plt.plot(limits, limits, linestyle="--", color="black")
plt.xlabel("Validation loss")
plt.ylabel("Test loss")

# %% baseline
design = np.column_stack([np.ones(len(x)), x])
coefficients, *_ = np.linalg.lstsq(design[train], y[train], rcond=None)
predictions = {"tuned": None, "linear": design[test] @ coefficients, "mean": y[train].mean()}
errors = {name: tested[0] if value is None else ((value - y[test]) ** 2).mean() for name, value in predictions.items()}
print({name: round(float(error), 3) for name, error in errors.items()})
