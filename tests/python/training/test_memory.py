"""Models that are dropped leave nothing behind, in either host: TensorFlow keeps the graphs of plain Keras."""

import pytest
from support import run_script, sampled

COUNT = """
import gc
def count_graphs():
    gc.collect()
    return sum(type(one).__name__ == "FuncGraph" for one in gc.get_objects())
"""
PYTHON = """
import numpy as np, rkeras_py as rk
x, y = np.ones((8, 4)), np.ones((8, 1))
def use_a_model():
    model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(3, activation="relu") >> rk.layer_dense(1)
    model >> rk.compile("adam", "mse")
    model >> rk.fit(x, y, epochs=1, verbose=0)
    model >> rk.evaluate(x, y, verbose=0)
    rk.predict(model, x, batch_size=2, verbose=0)
counts = []
for _ in range(4):
    use_a_model()
    rk.k_clear_session()
    counts.append(count_graphs())
print("graphs", *counts)
"""
R = """
library(rkeras)
main <- reticulate::py_run_string(code)
x <- matrix(1, 8, 4)
counts <- vapply(1:4, function(i) {
  model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "relu") %>% layer_dense(1)
  model %>% compile("adam", "mse")
  model %>% fit(x, x[, 1], epochs = 1, verbose = 0)
  model %>% evaluate(x, x[, 1], verbose = 0)
  predict(model, x, batch_size = 2, verbose = 0)
  rm(model)
  k_clear_session()
  invisible(gc())
  main$count_graphs()
}, 0)
cat("graphs", counts, "\\n")
"""


@pytest.mark.parametrize(("host", "code"), sampled([("r", f"code <- '{COUNT}'\n{R}"), ("python", COUNT + PYTHON)], 2))
def test_no_graph_stays_of_models_that_were_dropped(host: str, code: str) -> None:
    done = run_script(code, host, timeout=200)  # type: ignore[arg-type]
    assert done.code == 0, done.stderr
    _, *counts = done.stdout.split("graphs")[-1].split()
    assert len(set(counts)) == 1, counts
