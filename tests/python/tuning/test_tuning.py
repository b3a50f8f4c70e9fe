"""Tuners: the search for hyperparameters by keras-tuner."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import keras_tuner
import numpy as np
import pandas as pd
import pytest
from support import project_env

import rkeras_py as rk

X = np.array([[0.0], [1.0], [2.0], [3.0]])
Y = 2 * X
calls: list[float] = []


def build(hp: Any) -> Any:
    rate = rk.hp_choice(hp, "rate", [0.0, 0.05, 0.1])
    calls.append(rate)
    model = rk.keras_model_sequential(input_shape=1)
    if rk.hp_boolean(hp, "deep", default=True):
        model = model >> rk.layer_dense(units=rk.hp_int(hp, "units", 2, 4), kernel_initializer="ones")
    model = model >> rk.layer_dense(units=1, kernel_initializer="zeros")
    return model >> rk.compile(loss="mse", optimizer=rk.optimizer_sgd(rate), metrics="mae")


def search(folder: Path, trials: int, **options: Any) -> Any:
    tuner = rk.tuner_random_search(build, "val_loss", trials, directory=str(folder), seed=3, **options)
    return rk.tuner_search(tuner, X, Y, epochs=3, validation_data=(X, Y), batch_size=4)


def test_the_best_try_is_the_one_that_plain_training_finds(tmp_path: Path) -> None:
    tuner = search(tmp_path, 3)
    frame = rk.tuner_results(tuner)
    assert list(frame["status"]) == ["completed"] * 3
    assert list(frame["score"]) == sorted(frame["score"])
    for row in frame.to_dict("records"):
        hp = keras_tuner.HyperParameters()
        hp.values = {"rate": row["rate"], "deep": row["deep"], "units": row["units"]}
        plain = build(hp).fit(X, Y, epochs=3, verbose=0, validation_data=(X, Y), batch_size=4, shuffle=False)
        assert row["score"] == pytest.approx(min(plain.history["val_loss"]), rel=1e-4)
        assert row["epoch"] == 1 + int(np.argmin(plain.history["val_loss"]))
    assert rk.tuner_hyperparameters(tuner)["rate"] == frame["rate"][0]
    best, second = rk.tuner_best_models(tuner, 2)
    assert best.evaluate(X, Y, verbose=0)[0] == pytest.approx(frame["score"][0], rel=1e-4)
    assert second.evaluate(X, Y, verbose=0)[0] == pytest.approx(frame["score"][1], rel=1e-4)
    calls.clear()
    again = search(tmp_path, 3)  # all tries are there
    assert calls == []
    assert list(rk.tuner_results(again)["score"]) == list(frame["score"])
    assert len(rk.tuner_results(search(tmp_path, 4))) == 4
    assert len(rk.tuner_results(search(tmp_path, 1, overwrite=True))) == 1


def test_hyperparameters_named_as_other_columns_have_their_own(tmp_path: Path) -> None:
    def build(hp: Any) -> Any:
        for name in ("hp_score", "score", "trial"):
            rk.hp_int(hp, name, 7, 7)
        return rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1)

    tuner = rk.tuner_random_search(build, directory=str(tmp_path))
    tuner.oracle.create_trial("0")
    frame = rk.tuner_results(tuner)
    assert list(frame) == ["trial", "status", "score", "epoch", "hp_score", "hp_hp_score", "hp_trial"]
    assert list(frame["status"]) == ["running"] and frame.iloc[0, 4:].tolist() == [7, 7, 7]


def test_the_best_model_comes_without_a_warning_if_its_optimizer_has_a_state(tmp_path: Path) -> None:
    def build(hp: Any) -> Any:
        model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1)
        return model >> rk.compile(loss="mse", optimizer=rk.optimizer_adam(rk.hp_choice(hp, "rate", [0.1, 0.2])))

    tuner = rk.tuner_random_search(build, "loss", 1, directory=str(tmp_path), seed=3)
    rk.tuner_search(tuner, X, Y, epochs=2, verbose=0)
    (best,) = rk.tuner_best_models(tuner)
    assert best.optimizer.iterations.numpy() == 0
    assert np.isfinite(best.predict(X, verbose=0)).all()


def test_the_best_model_knows_the_classes_and_the_formula_also_in_a_search_that_goes_on(tmp_path: Path) -> None:
    def build(hp: Any) -> Any:
        model = (
            rk.keras_model_sequential(input_shape=1)
            >> rk.layer_dense(rk.hp_int(hp, "units", 2, 9))
            >> rk.layer_dense(2, "softmax")
        )
        return model >> rk.compile(loss="sparse_categorical_crossentropy", optimizer="adam")

    frame = pd.DataFrame({"a": X[:, 0], "kind": ["small", "small", "large", "large"]})
    tuner = rk.tuner_random_search(build, "loss", 1, directory=str(tmp_path), seed=3)
    rk.tuner_search(tuner, "kind ~ a", data=frame, epochs=1)
    again = rk.tuner_random_search(build, "loss", 1, directory=str(tmp_path), seed=3)
    for one in (tuner, again):
        (best,) = rk.tuner_best_models(one)
        found = rk.predict(best, frame, type="prob")
        assert found.levels == ("large", "small")
        np.testing.assert_allclose(found, best.predict(X, verbose=0), rtol=1e-5)


@pytest.mark.filterwarnings("ignore:The optimal value found")  # scikit-learn, of so few tries
def test_hyperband_and_bayesian_search() -> None:
    hyperband = rk.tuner_hyperband(build, "mae", max_epochs=4, seed=1, direction="min")
    rk.tuner_search(hyperband, X, Y)
    assert rk.tuner_results(hyperband)["tuner/epochs"].max() == 4
    bayesian = rk.tuner_bayesian(build, "loss", max_trials=4, num_initial_points=2, seed=1)
    rk.tuner_search(bayesian, X, Y, epochs=1)
    assert len(rk.tuner_results(bayesian)) == 4


def test_a_range_gives_its_values() -> None:
    hp = keras_tuner.HyperParameters()
    assert rk.hp_int(hp, "a", 8, 64, step=2, sampling="log", default=16) == 16
    assert rk.hp_float(hp, "b", 0.5, 1.0) == 0.5
    assert rk.hp_choice(hp, "c", ("x", "y"), default="y") == "y"
    assert (hp.space[0].sampling, hp.space[0].step, hp.space[1].max_value) == ("log", 2, 1.0)


def test_mistakes_end_the_search() -> None:
    with pytest.raises(ValueError, match=r"layer_dense\(\): `units` should be"):
        rk.tuner_random_search(lambda hp: rk.layer_dense(units=-1), max_trials=1)
    tuner = rk.tuner_random_search(build, "val_loss", max_trials=1)
    with pytest.raises(ValueError, match=r"fit\(\): `y` should be .*3 samples"):
        rk.tuner_search(tuner, X, Y[:3], epochs=1)
    with pytest.raises(ValueError, match=r"`objective` should be measured: \"val_loss\".*measures loss, mae"):
        rk.tuner_search(rk.tuner_random_search(build, "val_loss", max_trials=1), X, Y, epochs=1)
    with pytest.raises(ValueError, match="`hp` should be hyperparameters of keras-tuner"):
        rk.hp_int(3, "a", 1, 2)
    with pytest.raises(ValueError, match=r"hp_int\(\): .*max_value"):
        rk.hp_int(keras_tuner.HyperParameters(), "a", 3, 2)
    with pytest.raises(ValueError, match="`tuner` should be a tuner"):
        rk.tuner_search(3, X, Y)
    with pytest.raises(ValueError, match="no trial is completed yet"):
        rk.tuner_best_models(tuner)
    with pytest.raises(TypeError, match=r"unknown argument `epoch`\. Did you mean `epochs`"):
        rk.tuner_search(rk.tuner_random_search(build, "loss", max_trials=1), X, Y, epoch=1)


def test_a_search_without_a_folder_leaves_none_behind() -> None:
    code = """
import os, sys
from rkeras_py.tuning.tuners import _make_folder_of_session
folder = _make_folder_of_session()
print(folder)
if (child := os.fork()) == 0:
    sys.exit()
os.waitpid(child, 0)
assert os.path.isdir(folder)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=project_env(), timeout=60)
    assert run.returncode == 0, run.stderr
    assert not Path(run.stdout.strip()).exists()
