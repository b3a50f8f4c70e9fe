"""Files hold the R code of a model: it runs where this user wrote the file, else where one says so."""

import json
from pathlib import Path

import numpy as np
import pytest
from prepared import run_prepared

WRITE = """
library(rkeras)
setwd(commandArgs(TRUE))
set_random_seed(1)
factor <- 2
layer_scaled <- new_layer_class(
  "Scaled",
  initialize = function(units, ...) {
    super$initialize(...)
    self$units <- units
  },
  build = function(s) self$w <- self$add_weight(shape = shape(s[[2]], self$units), initializer = "glorot_normal"),
  call = function(x) factor * k_dot(x, self$w),
  get_config = function() c(super$get_config(), list(units = self$units))
)
bend <- function(x) k_relu(x) + k_sin(x)
flipped <- function(x) -x
power <- 3
my_loss <- function(y_true, y_pred) k_mean(k_abs(y_true - y_pred)^power)
far <- custom_metric("far", function(y_true, y_pred) k_max(k_abs(y_true - y_pred)))
model <- keras_model_sequential(input_shape = 3) %>%
  layer_scaled(4L) %>%
  layer_dense(2, activation = bend) %>%
  layer_lambda(flipped)
model %>% compile("adam", my_loss, metrics = far)
x <- matrix(sin(1:24), 8)
keep <- callback_model_checkpoint("checkpoint.keras")
model %>% fit(x, x[, 1:2], epochs = 2, verbose = 0, callbacks = keep)
save_model(model, "m.keras")
save_model_hdf5(model, "m.h5")
save_model_tf(model, "m_tf")
facts <- list(x = x, predictions = predict(model, x), scores = as.list(evaluate(model, x, x[, 1:2], verbose = 0)))
writeLines(jsonlite::toJSON(facts, digits = NA, auto_unbox = TRUE), "facts.json")

make <- function(object, data, shift) {
  mean <- function(x) x + shift
  list(held = function(x) x + data[[1]], plain = function(x) mean(x) * 2)
}
made <- make(model, runif(2e5), 3)
held <- made$held
inner <- made$plain
ends <- list(
  held = layer_dense(units = 2, activation = held, kernel_initializer = "ones"),
  inner = layer_dense(units = 2, activation = inner, kernel_initializer = "ones")
)
for (name in names(ends)) {
  save_model(keras_model_sequential(layers = list(ends[[name]]), input_shape = 3), paste0(name, ".keras"))
}
stopifnot(file.size("inner.keras") < 30000)
layer_plain <- new_layer_class(
  "Inner",
  initialize = function(units, ...) {
    super$initialize(...)
    self$units <- units
  },
  build = function(s) self$w <- self$add_weight(shape = shape(s[[2]], self$units), initializer = "ones"),
  call = function(x) factor * k_dot(x, self$w)
)
Outer(keras$layers$Layer) %py_class% {
  initialize <- function(units, ...) {
    super$initialize(...)
    self$units <- units
    self$held <- layer_plain(units = units)
  }
  call <- function(x) self$held(x) + 1
}
held <- runif(2e5) # no variable of the class, which has a member of that name
save_model(keras_model_sequential(layers = list(Outer(2L)), input_shape = 3), "nested.keras")
odd <- function(x) x * nlevels(factor(search()))
end <- layer_dense(units = 1, activation = odd)
save_model(keras_model_sequential(layers = list(end), input_shape = 3), "odd.keras")
before <- model$loss$`__name__`
invisible(serialize(model, NULL))
stopifnot(identical(model$loss$`__name__`, before))
"""

READ = """
library(rkeras)
setwd(commandArgs(TRUE))
facts <- jsonlite::fromJSON("facts.json")
for (file in c("m.keras", "m.h5", "m_tf", "checkpoint.keras")) {
  model <- load_model(file)
  stopifnot(all.equal(predict(model, facts$x), facts$predictions, tolerance = 1e-6))
  scores <- evaluate(model, facts$x, facts$x[, 1:2], verbose = 0)
  stopifnot(all.equal(as.list(scores), facts$scores, tolerance = 1e-6))
  fit(model, facts$x, facts$x[, 1:2], epochs = 1, verbose = 0)
}
stopifnot(all.equal(predict(load_model("inner.keras"), diag(3)[1:1, , drop = FALSE]), matrix(8, 1, 2)))
stopifnot(inherits(try(load_model("held.keras"), silent = TRUE), "try-error"))
held <- function(x) x
invisible(load_model("held.keras", custom_objects = list(held = held)))
cat("done")
"""

IN_PYTHON = """
import json, os, shutil, sys, zipfile
import numpy as np
import rkeras_py as rk
from rkeras_py.custom import user_key

folder, other = sys.argv[1:]
os.chdir(folder)
with open("facts.json") as file:
    facts = json.load(file)
x = np.array(facts["x"])
files = ["m.keras", "m.h5", "m_tf", "checkpoint.keras", "again.keras"]

def check(model):
    np.testing.assert_allclose(rk.predict(model, x, verbose=0), facts["predictions"], rtol=1e-5, atol=1e-6)
    scores = rk.evaluate(model, x, x[:, :2], verbose=0)
    assert scores.keys() == facts["scores"].keys(), scores
    np.testing.assert_allclose([*scores.values()], [*facts["scores"].values()], rtol=1e-5)

def refusal(file, **options):
    try:
        rk.load_model(file, **options)
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{file} was loaded")

def become(home):
    os.environ["KERAS_HOME"] = home
    user_key._get_key.cache_clear()

home = os.environ["KERAS_HOME"]
for file in files:
    check(rk.load_model(file))

with zipfile.ZipFile("m.keras") as old, zipfile.ZipFile("changed.keras", "w") as new:
    for name in old.namelist():
        content = old.read(name)
        if name == "config.json":
            config = json.loads(content)
            config["rkeras"]["parts_of_r"]["bundles"][0][1]["bend"][0] = "flipped"
            content = json.dumps(config)
        new.writestr(name, content)
wanted = "parts that are written in R (Scaled, bend, far, flipped, my_loss), which run only if you allow it"
assert wanted in refusal("changed.keras"), refusal("changed.keras")

key = os.path.join(home, "rkeras.key")
os.chmod(key, 0o644)  # others may have read it
become(home)
assert wanted in refusal("m.keras")
os.chmod(key, 0o600)

become(other)
for file in files:
    assert wanted in refusal(file), refusal(file)
    check(rk.load_model(file, safe_mode=False))
print("done")
"""

WITHOUT_R = """
import json, os, sys, zipfile
sys.modules["rpy2"] = None
import keras
import numpy as np
import rkeras_py as rk

folder, other = sys.argv[1:]
os.chdir(folder)
with open("facts.json") as file:
    facts = json.load(file)
x = np.array(facts["x"])

def check(model):
    np.testing.assert_allclose(rk.predict(model, x, verbose=0), facts["predictions"], rtol=1e-5, atol=1e-6)
    scores = rk.evaluate(model, x, x[:, :2], verbose=0)
    assert scores.keys() == facts["scores"].keys(), scores
    np.testing.assert_allclose([*scores.values()], [*facts["scores"].values()], rtol=1e-5)

def refusal(file, **options):
    try:
        rk.load_model(file, **options)
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{file} was loaded")

for file in ["m.keras", "m.h5", "m_tf", "checkpoint.keras"]:
    model = rk.load_model(file)
    check(model)
    rk.fit(model, x, x[:, :2], epochs=1, verbose=0)
    assert np.ptp(rk.predict(model, x, verbose=0) - facts["predictions"]) > 0
model = rk.load_model("m.keras")
rk.save_model(model, "again.keras")
check(rk.load_model("again.keras"))
np.testing.assert_allclose(rk.load_model("inner.keras")(np.eye(3)[:1]), [[8.0, 8.0]])
np.testing.assert_allclose(rk.load_model("nested.keras")(np.eye(3)[:1]), [[3.0, 3.0]])
try:
    rk.load_model("odd.keras")(x)
    raise AssertionError("odd() has no Python form")
except ImportError as error:
    assert "rpy2" in str(error), error

with zipfile.ZipFile("m.keras") as old, zipfile.ZipFile("changed.keras", "w") as new:
    for name in old.namelist():
        content = old.read(name)
        if name == "config.json":
            config = json.loads(content)
            config["rkeras"]["parts_of_r"]["forms"]["bend"]["code"] += "\\nopen('ran', 'w').close()\\n"
            content = json.dumps(config)
        new.writestr(name, content)
assert "which run only if you allow it" in refusal("changed.keras")
assert not os.path.exists("ran")
os.environ["KERAS_HOME"] = other
from rkeras_py.custom import user_key
user_key._get_key.cache_clear()
for file in ["m.keras", "again.keras"]:
    assert "which run only if you allow it" in refusal(file)
    check(rk.load_model(file, safe_mode=False))
rk.load_model("changed.keras", safe_mode=False)
assert os.path.exists("ran")
print("done")
"""


@pytest.mark.timeout(400)
def test_a_model_with_parts_of_r_needs_no_custom_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    written = run_prepared(WRITE, str(tmp_path), host="r")
    assert written.code == 0, written.stderr
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert np.ptp(facts["predictions"]) > 0.1 and facts["scores"].keys() == {"loss", "far"}
    read = run_prepared(READ, str(tmp_path), host="r")
    assert (read.code, read.stdout) == (0, "done"), read.stderr
    without = run_prepared(WITHOUT_R, str(tmp_path), str(tmp_path / "third"))
    assert (without.code, without.stdout.strip()) == (0, "done"), without.stderr
    python = run_prepared(IN_PYTHON, str(tmp_path), str(tmp_path / "other"))
    assert (python.code, python.stdout.strip()) == (0, "done"), python.stderr
