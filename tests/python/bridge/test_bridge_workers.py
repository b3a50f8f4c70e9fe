"""Workers of scikit-learn, joblib and spawn pools take R functions, and models with R parts."""

import subprocess
import sys
from pathlib import Path

from bridge_support import environment
from support import ROOT

SCRIPT = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import joblib
import numpy as np
from keras.wrappers import SKLearnClassifier
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV

from rkeras_py.bridge import r_session


def use(task):
    function, x = task
    return function(x)


if __name__ == "__main__":
    R = r_session()
    R('''
    library(rkeras)
    units <- 3
    build <- function(X, y, rate = 0.1) {
      model <- keras_model_sequential(input_shape = ncol(X)) %>%
        layer_dense(units, activation = "tanh") %>%
        layer_lambda(function(x) 2 * x) %>%
        layer_dense(ncol(y), activation = "softmax")
      model %>% compile(optimizer_sgd(rate), loss = "categorical_crossentropy")
      model
    }
    k <- 3
    times <- function(x) k * x
    line <- lm(dist ~ speed, cars)
    stop_at <- function(x) predict(line, data.frame(speed = x))[[1]]
    ''')
    x, y = load_iris(return_X_y=True)
    x = ((x - x.mean(0)) / x.std(0)).astype("float32")
    classifier = SKLearnClassifier(R["build"], fit_kwargs={"epochs": 40, "verbose": 0})
    rates = {"model_kwargs": [{"rate": 0.0}, {"rate": 0.3}]}
    search = GridSearchCV(classifier, rates, cv=2, n_jobs=2, error_score="raise").fit(x, y)
    assert search.best_params_ == {"model_kwargs": {"rate": 0.3}} and search.best_score_ > 0.6, search.cv_results_
    assert search.predict(x[:5]).shape == (5,)

    spawn = multiprocessing.get_context("spawn")
    here = [R["times"](2.0), R["stop_at"](10.0)]
    tasks = [(R["times"], 2.0), (R["stop_at"], 10.0)]
    with spawn.Pool(2) as pool:
        np.testing.assert_allclose(pool.map(use, tasks), here, rtol=1e-12)
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        assert pool.submit(R["times"], 5.0).result() == 15.0
    assert joblib.Parallel(n_jobs=2)(joblib.delayed(R["times"])(i) for i in range(4)) == [0, 3, 6, 9]
    print("all worked")
"""


def test_workers_take_functions_of_r(tmp_path: Path) -> None:
    script = tmp_path / "workers.py"
    script.write_text(SCRIPT)
    env = environment(PYTHONPATH=str(ROOT))  # tools/lean would hide scikit-learn from Keras
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=300, env=env, check=False)
    assert done.returncode == 0 and "all worked" in done.stdout, done.stdout + done.stderr
