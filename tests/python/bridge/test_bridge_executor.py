"""Other threads use R, and models with parts of R, through R's thread, wherever that waits."""

from bridge_support import START
from prepared import run_to_the_end

MODEL = f"""
{START}
import asyncio, inspect, queue, threading, time
from concurrent.futures import CancelledError, ThreadPoolExecutor
import numpy as np
from rkeras_py.r.threads import main_thread_runs_r
R('''
library(rkeras)
net <- keras_model_sequential(input_shape = 3) %>% layer_lambda(function(x) x * 2)
twice <- function(x) 2 * x
fails <- function(x) stop("no ", x)
''')
net, twice, fails, x = R["net"], R["twice"], R["fails"], np.ones((4, 3), "float32")
net.predict(x, verbose=0)
in_main = R.in_main(twice)

def in_thread(work):
    found = []
    def run():
        try:
            found.append(work())
        except BaseException as error:
            found.append(error)
    thread = threading.Thread(target=run)
    thread.start()
    return thread, found
"""


def test_the_main_thread_makes_the_calls_of_others_wherever_it_waits() -> None:
    run_to_the_end(
        f"""{MODEL}
# It waits for the others: a lock of a pool, of a queue, of a thread; in user code; in an event loop; in R.
with ThreadPoolExecutor(8) as pool:
    assert list(pool.map(in_main, range(40))) == [2 * i for i in range(40)]
    assert str(pool.submit(inspect.signature, in_main).result()) == "(x)"  # as Gradio asks
    predict = R.in_main(net.predict)
    assert all(got.shape == (4, 3) for got in pool.map(lambda i: predict(x * i, verbose=0), range(8)))
answers = queue.Queue()
thread, found = in_thread(lambda: answers.put(in_main(4.0)))
assert answers.get(timeout=20) == 8.0
thread, found = in_thread(lambda: in_main(5.0))
thread.join(20)
assert found == [10.0], found
thread, found = in_thread(lambda: in_main(6.0))
end = time.monotonic() + 20
while not found and time.monotonic() < end:
    time.sleep(0.2)
assert found == [12.0], found
thread, found = in_thread(lambda: in_main(7.0))
R("end <- Sys.time() + 20")
R["found"] = lambda: len(found)
R("while (found() == 0 && Sys.time() < end) Sys.sleep(0.05)")
assert found == [14.0], found
loads = threading.Event()
R["loads"] = loads.set
def call_during_load():
    loads.wait(20)
    while not main_thread_runs_r():
        time.sleep(0.001)
    return in_main(8.0)
thread, found = in_thread(call_during_load)
R("counted <- NA; loadNamespace({{ loads(); Sys.sleep(0.5); counted <- found(); 'stats' }}); Sys.sleep(0.1)")
thread.join(20)
assert (R["counted"], found) == (0, [16.0]), (R["counted"], found)

async def main():
    loop = asyncio.get_running_loop()
    assert await asyncio.to_thread(in_main, 8.0) == 16.0
    assert await R.run(twice, 9.0) == 18.0
    many = await asyncio.gather(*(asyncio.to_thread(in_main, i) for i in range(20)))
    assert many == [2 * i for i in range(20)]
    np.testing.assert_array_equal(await R.run(net.predict, x, verbose=0), 2 * x)
asyncio.run(main())
other = in_thread(lambda: asyncio.run(R.run(twice, 10.0)))
assert R.serve(other[0], timeout=20) and other[1] == [20.0]
thread, found = in_thread(lambda: in_main(11.0))  # a call into R that ends, too
R("Sys.sleep(0.1)")
thread.join(20)
assert found == [22.0]

# A function that R called waits for a thread that calls R.
R["wait"] = lambda: ThreadPoolExecutor(1).submit(in_main, 12.0).result(20)
assert R("wait()") == 24.0
# So does a call that another thread asked for.
thread, found = in_thread(lambda: R.in_main(lambda: ThreadPoolExecutor(1).submit(in_main, 15.0).result(20))())
thread.join(20)
assert found == [30.0], found
# R's own thread is not to wait for itself, within a call of another thread, too.
assert in_main(13.0) == 26.0 and R.executor.submit(twice, 1.0).result() == 2.0
thread, found = in_thread(lambda: R.in_main(lambda: in_main(in_main(1.0)))())
thread.join(20)
assert found == [4.0]
"""
    )


def test_errors_bounds_timeouts_and_cancellation() -> None:
    run_to_the_end(
        f"""{MODEL}
from rkeras_py.bridge import RError
import contextlib, signal
thread, found = in_thread(lambda: R.in_main(fails)("way"))
thread.join(20)
assert type(found[0]) is RError and found[0].message == "no way", found

busy, go_on = threading.Event(), threading.Event()
at_work = {{"__name__": "numpy.work", "busy": busy, "go_on": go_on, "sleep": time.sleep}}
exec('''def block():  # R's thread is at work, and waits for nobody
    busy.set()
    while not go_on.is_set():
        sleep(0.01)
    return 0
''', at_work)
def others():
    busy.wait(20)
    executor = R.executor
    executor.most = 3
    futures = [executor.submit(twice, i) for i in range(3)]
    try:
        executor.submit(twice, 4)
        raise AssertionError("no bound")
    except queue.Full as error:
        assert "R.executor.most" in str(error)
    assert futures[1].cancel()
    start = time.monotonic()
    try:
        executor.most = 10
        R.in_main(twice, timeout=0.3)(5)
        raise AssertionError("no timeout")
    except TimeoutError as error:
        assert "has not begun" in str(error) and time.monotonic() - start < 5
    go_on.set()
    assert futures[0].result(20) == 0 and futures[2].result(20) == 4
    try:
        futures[1].result(20)
        raise AssertionError("not cancelled")
    except CancelledError:
        return "done"
R["block"] = at_work["block"]
R.executor
thread, found = in_thread(others)
first = R.executor.submit(lambda: R("block()"))
assert first.result() == 0
thread.join(20)
assert found == ["done"], found
with R.executor as executor:
    thread, found = in_thread(lambda: executor.submit(twice, 3.0).result())
    thread.join(20)
assert found == [6.0]
thread, found = in_thread(lambda: executor.submit(twice, 1))
thread.join(20)
assert "shut down" in str(found[0])
thread, found = in_thread(lambda: R.in_main(twice)(1.0))
thread.join(20)
assert found == [2.0]
assert R.serve(timeout=0.2) is False
"""
    )


SERVER = """
import json, urllib.request
def ask(i):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?x={i}", timeout=30) as answer:
        return json.loads(answer.read())
def ask_all():
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(ask, range(1, 25)))
def answer(query):
    value = float(query.split("=")[1])
    return {"twice": in_main(value), "sum": float(predict(x * value, verbose=0).sum())}
right = [{"twice": 2.0 * i, "sum": 24.0 * i} for i in range(1, 25)]
predict = R.in_main(net.predict)
"""


def test_servers_of_threads_and_of_coroutines_answer_eight_clients() -> None:
    run_to_the_end(
        f"""{MODEL}{SERVER}
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(answer(self.path)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
port = server.server_port
def ask_and_end():
    try:
        return ask_all()
    finally:
        server.shutdown()
thread, found = in_thread(ask_and_end)
server.serve_forever()
thread.join()
assert found == [right], found

import socket, uvicorn
async def app(scope, receive, send):
    assert scope["type"] == "http"
    query = scope["query_string"].decode()
    if float(query.split("=")[1]) % 2:  # as FastAPI runs functions that are no coroutines
        found = await asyncio.to_thread(answer, query)
    else:
        value = float(query.split("=")[1])
        got = await R.run(net.predict, x * value, verbose=0)
        found = {{"twice": await R.run(twice, value), "sum": float(got.sum())}}
    await send({{"type": "http.response.start", "status": 200, "headers": []}})
    await send({{"type": "http.response.body", "body": json.dumps(found).encode()}})
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
port = listener.getsockname()[1]
server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
def ask_and_end():
    try:
        return ask_all()
    finally:
        server.should_exit = True
thread, found = in_thread(ask_and_end)
server.run([listener])
thread.join()
assert found == [right], found

from joblib import Parallel, delayed
assert Parallel(n_jobs=4, backend="threading")(delayed(in_main)(i) for i in range(12)) == [2 * i for i in range(12)]
""",
        timeout=150,
    )


def test_fastapi_and_flask_answer_eight_clients_through_a_pipeline_of_r() -> None:
    run_to_the_end(
        f"""{MODEL}{SERVER}
import flask, socket, uvicorn
from fastapi import FastAPI
R('''
train <- data.frame(y = 1:8, z = c(2, 1, 4, 3, 6, 5, 8, 7))
line <- lm(y ~ z, train)
pipeline <- function(z) {{
  scaled <- (z - mean(train$z)) / sd(train$z)
  known <- predict(line, data.frame(z = z))[[1]]
  known + sum(predict(net, matrix(scaled, 4, 3), verbose = 0))
}}
''')
pipeline = R["pipeline"]
right = [pipeline(float(i)) for i in range(1, 25)]
answer_r = R.in_main(pipeline)
def ask(i):
    kind = "sync" if i % 2 else "async"
    with urllib.request.urlopen(f"http://127.0.0.1:{{port}}/{{kind}}?z={{i}}", timeout=60) as answer:
        return json.loads(answer.read())["y"]
app = FastAPI()
@app.get("/sync")  # in a thread of a pool
def in_thread_of_pool(z: float):
    return {{"y": answer_r(z)}}
@app.get("/async")  # in the loop
async def in_loop(z: float):
    return {{"y": await R.run(pipeline, z)}}
listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]
server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
def ask_and_end():
    try:
        return ask_all()
    finally:
        server.should_exit = True
thread, found = in_thread(ask_and_end)
server.run([listener])
thread.join()
np.testing.assert_allclose(found, [right], rtol=1e-6)

from werkzeug.serving import make_server
app = flask.Flask("pipeline")
@app.get("/<kind>")
def page(kind):
    return {{"y": answer_r(float(flask.request.args["z"]))}}
import logging
logging.getLogger("werkzeug").setLevel("ERROR")
served = make_server("127.0.0.1", 0, app, threaded=True)
port = served.server_port
def ask_and_end():
    try:
        return ask_all()
    finally:
        served.shutdown()
thread, found = in_thread(ask_and_end)
served.serve_forever()
thread.join()
np.testing.assert_allclose(found, [right], rtol=1e-6)
""",
        timeout=150,
    )


def test_a_call_waits_while_a_layer_is_called_or_traced() -> None:
    run_to_the_end(
        f"""{MODEL}
import keras
R('''
waits <- function(x) {{ for (i in 1:8) Sys.sleep(0.05); x }}
slow <- keras_model_sequential(input_shape = 3) %>% layer_lambda(waits)
''')
class Waits(keras.layers.Layer):
    def __init__(self, wait):
        super().__init__()
        self.wait = wait
    def call(self, x):
        for _ in range(8):
            self.wait()
        return x
def build(wait, **options):
    model = keras.Sequential([Waits(wait)])
    model.compile("sgd", "mse", **options)
    return model
drops = keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.5)])
traced = lambda model: lambda: model.predict(x, verbose=0)
eager = build(lambda: time.sleep(0.05), run_eagerly=True)
works = {{
    "R traced": traced(R["slow"]),
    "Python traced": traced(build(lambda: time.sleep(0.05))),
    "R called from Python, traced": traced(build(lambda: R("Sys.sleep(0.05)"))),
    "Python, in training": lambda: eager.fit(x, x, verbose=0),
}}
for place, work in works.items():
    started = threading.Event()
    def ask():
        started.wait()
        time.sleep(0.15)
        predicted = R.in_main(net.predict)(x, verbose=0)
        return predicted.sum(), float(np.sum(R.in_main(drops)(x)))
    thread, found = in_thread(ask)
    started.set()
    work()
    assert R.serve(thread, timeout=20), place
    assert found == [(24.0, 12.0)], (place, found)
"""
    )


def test_a_layer_that_waits_for_a_call_ends_in_an_error() -> None:
    run_to_the_end(
        f"""{MODEL}
import keras
from rkeras_py.bridge import executor
executor.STUCK = 0.5
x = np.ones((2, 3), "float32")
class Layer(keras.layers.Layer):
    def __init__(self, wait):
        super().__init__()
        self.wait = wait
    def call(self, x):
        self.wait()
        return x
def ask():
    return R.in_main(lambda: 1)()
def join():
    thread, found = in_thread(ask)
    thread.join()
for wait, words in ((join, ""), (lambda: R.serve(timeout=30), "R.serve(): it waits for calls")):
    try:
        found = keras.Sequential([Layer(wait)]).predict(x, verbose=0)
        assert not words, found
    except RuntimeError as error:
        assert words and words in str(error), error
errors = []
def keep():
    try:
        ask()
    except RuntimeError as error:
        errors.append(str(error))
def join_kept():
    thread = threading.Thread(target=keep)
    thread.start()
    thread.join()
keras.Sequential([Layer(join_kept)]).predict(x, verbose=0)
assert errors and all("Layers must not wait for threads that use R" in one for one in errors), errors
assert R.in_main(lambda: 1)() == 1
"""
    )
