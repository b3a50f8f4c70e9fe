"""R code of a model that other threads call: an error soon, whatever the main thread waits for."""

import asyncio

import pytest
from bridge_support import START
from prepared import run_to_the_end

from rkeras_py.bridge import r_session

MODELS = f"""
{START}
import asyncio, concurrent.futures, queue, threading, time
import keras
import numpy as np
import rkeras_py as rk

R('''
library(rkeras)
with_lambda <- keras_model_sequential(input_shape = 3) %>% layer_lambda(function(x) x * 2)
Triple <- new_layer_class("Triple", call = function(inputs) inputs * 3)
input <- layer_input(3)
with_class <- keras_model(input, Triple()(input))
measured <- keras_model_sequential(input_shape = 3) %>% layer_dense(1, kernel_initializer = "ones")
measured %>% compile(
  loss = function(y_true, y_pred) k_mean(k_square(y_true - y_pred)), optimizer = "sgd",
  metrics = custom_metric("half", function(y_true, y_pred) k_mean(y_pred) / 2), run_eagerly = TRUE
)
epochs <- 0
counts <- callback_lambda(
  on_epoch_end = function(epoch, logs) epochs <<- epochs + 1, on_batch_end = function(batch, logs) 1
)
draws <- reticulate::py_iterator(function() 1)
given <- reticulate::dict()
given$f <- function(a) a + 1
''')
x, y = np.ones((4, 3), "float32"), np.full((4, 1), 2.0, "float32")
plain = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
plain.compile("sgd", "mse")
models = {{name: R[name] for name in ("with_lambda", "with_class", "measured")}}
counts, draws, f = R["counts"], R["draws"], R["given"]["f"]
RULE = "R runs only on the main thread"

def refused(call):
    start = time.monotonic()
    try:
        call()
    except RuntimeError as error:
        assert RULE in str(error) and "R.in_main" in str(error), error
    else:
        raise AssertionError("not refused")
    assert time.monotonic() - start < 10
    return True
"""

USES = """
uses = {
    "predict": lambda: models["with_lambda"].predict(x, verbose=0),
    "rk.predict": lambda: rk.predict(models["with_class"], x),
    "call": lambda: models["with_lambda"](x),
    "clone": lambda: models["with_class"].layers[-1](keras.Input((3,))),
    "loss": lambda: models["measured"].fit(x, y, verbose=0),
    "evaluate": lambda: rk.evaluate(models["measured"], x, y, verbose=0),
    "on batch": lambda: models["measured"].train_on_batch(x, y),
    "callback": lambda: plain.fit(x, y, callbacks=[counts], verbose=0),
    "rk callback": lambda: rk.fit(plain, x, y, epochs=1, callbacks=[counts], verbose=0),
    "iterator": lambda: next(draws),
    "iterator again": lambda: next(draws),
    "function": lambda: f(1.0),
}
"""


def test_models_with_r_code_are_refused_on_other_threads_and_work_on_the_main_one() -> None:
    run_to_the_end(f"""{MODELS}{USES}
def join(call):
    result = []
    thread = threading.Thread(target=lambda: result.append(refused(call)))
    thread.start()
    thread.join()
    return result == [True]

def get(call):
    results = queue.Queue()
    threading.Thread(target=lambda: results.put(refused(call))).start()
    return results.get()

def future(call):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(refused, call).result()

def task(call):
    return asyncio.run(asyncio.to_thread(refused, call))

for name, use in uses.items():
    assert join(use), name
for way in (get, future, task):
    assert all(way(uses[name]) for name in ("predict", "callback", "iterator"))

np.testing.assert_array_equal(uses["predict"](), 2 * x)
np.testing.assert_array_equal(uses["rk.predict"](), 3 * x)
np.testing.assert_array_equal(uses["call"](), 2 * x)
assert uses["loss"]().history["loss"] == [1.0]
uses["callback"]()
assert R["epochs"] == 1.0 and uses["iterator"]() == 1.0 and uses["function"]() == 2.0
R("t <- NULL")  # what was refused has left nothing behind that R would run now
assert R["epochs"] == 1.0
""")


def test_a_main_thread_that_runs_r_answers_and_takes_no_part_in_a_model() -> None:
    run_to_the_end(f"""{MODELS}{USES}
def beside(code, call):
    result = []
    def work():
        time.sleep(0.5)
        try:
            result.append(call())
        except RuntimeError as error:
            result.append(str(error))
    thread = threading.Thread(target=work)
    thread.start()
    R(code)
    thread.join()
    return result[0]

assert beside("Sys.sleep(1.5)", uses["function"]) == 2.0
assert beside("end <- Sys.time() + 2; while (Sys.time() < end) sqrt(2)", uses["function"]) == 2.0
# A graph, or a gradient, would miss what another thread computes.
for name in ("predict", "rk.predict", "call", "on batch"):
    assert RULE in beside("Sys.sleep(1)", uses[name]), name
R("fails <- function() stop('no')")
R("given$fails <- fails")
assert beside("Sys.sleep(1)", R["given"]["fails"]).startswith("no")
""")


def test_a_main_thread_that_leaves_r_for_moments_answers() -> None:
    run_to_the_end(f"""{MODELS}
results = []
thread = threading.Thread(target=lambda: results.extend(f(i) for i in range(20)))
thread.start()
end = time.monotonic() + 20
while thread.is_alive() and time.monotonic() < end:
    busy = time.monotonic() + 0.02
    while time.monotonic() < busy:
        pass
    R("Sys.sleep(0.005)")
assert results == [i + 1 for i in range(20)], results
threading.Thread(target=f, args=(1,), daemon=True).start()  # and the end of Python finds no thread within a call
""")


def test_what_tensorflow_calls_on_its_own_threads_is_refused() -> None:
    run_to_the_end(f"""{MODELS}
import tensorflow as tf
drawn = tf.data.Dataset.range(4).map(lambda i: tf.py_function(f, [i], tf.float32))
def draw():
    try:
        list(drawn)
    except tf.errors.OpError as error:
        raise RuntimeError(str(error))
refused(draw)
""")


def test_a_text_is_no_function_to_call_on_rs_thread() -> None:
    R = r_session()
    with pytest.raises(TypeError, match=r'R\.run\(\) .* call a function: R\.run\(R, "1 \+ 1"\)'):
        R.executor.submit("1 + 1")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="call a function"):
        asyncio.run(R.run("1 + 1"))  # type: ignore[arg-type]
    assert asyncio.run(R.run(R, "1 + 1")) == 2.0
