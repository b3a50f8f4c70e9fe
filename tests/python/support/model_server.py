"""A web server, uvicorn's, whose worker threads use a model that R has made.

Arguments: whether the server runs on the "main" thread, or on a thread beside R's; and how many requests come at once.
"""

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import many_requests
import numpy as np
import uvicorn

import rkeras_py as rk
from rkeras_py.bridge import r_session

R = r_session()
R("""
library(rkeras)
set.seed(1)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(8, activation = "tanh") %>% layer_dense(3)
model %>% set_weights(list(matrix(rnorm(32), 4), rnorm(8), matrix(rnorm(24), 8), rnorm(3)))
with_r_code <- keras_model_sequential(input_shape = 4) %>% layer_lambda(function(x) x * 2)
""")
model, with_r_code = R["model"], R["with_r_code"]
USES: dict[str, Callable[[Any], Any]] = {
    "/rkeras": lambda x: rk.predict(model, x),
    "/keras": lambda x: model.predict(x, verbose=0),
    "/call": lambda x: model(x),
    "/r": lambda x: rk.predict(with_r_code, x),
}


def use(path: str, sent: bytes) -> bytes:
    try:
        answer = np.asarray(USES[path](np.array([json.loads(sent)], "float32")))[0].tolist()
    except RuntimeError as error:
        answer = str(error)
    return json.dumps(answer).encode()


async def app(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    sent, message = b"", await receive()
    while message["type"] == "http.request":
        sent += message["body"]
        if not message["more_body"]:
            break
        message = await receive()
    text = await asyncio.to_thread(use, scope["path"], sent)
    headers = [(b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def check(paths: list[str], serve: Callable[[uvicorn.Server], None]) -> None:
    """Serve, ask for each path at once, with data of its own, and compare the answers with Keras's."""
    many_requests.allow_many_files()
    data = np.random.default_rng(2).normal(size=(len(paths), 4)).astype("float32")
    expected = model.predict(data, verbose=0)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", backlog=4096))
    got: list[Any] = []

    def ask() -> None:
        try:
            while not server.started:
                time.sleep(0.01)
            port = server.servers[0].sockets[0].getsockname()[1]
            command = [sys.executable, many_requests.__file__, str(port)]
            requests = json.dumps([*zip([*paths, "/r"], [*data.tolist(), [1.0] * 4], strict=True)])
            done = subprocess.run(command, input=requests, capture_output=True, text=True, timeout=200)
            assert done.returncode == 0, done.stderr
            got.extend(json.loads(done.stdout))
        finally:
            server.should_exit = True

    asking = threading.Thread(target=ask)
    asking.start()
    serve(server)
    asking.join()
    np.testing.assert_allclose(np.array(got[:-1]), expected, rtol=1e-5, atol=1e-6)
    assert "R runs only on the main thread" in got[-1] and "R.in_main" in got[-1], got[-1]


def serve_beside_r(server: uvicorn.Server) -> None:
    """Run the server on a thread of its own, while R works on the main one, and with the model."""
    x = np.ones((20, 4), "float32")
    R["x"] = x
    expected, worked = model.predict(x, verbose=0), []
    serving = threading.Thread(target=server.run)
    serving.start()
    while serving.is_alive():
        worked.append(R("Sys.sleep(0.02); stopifnot(all.equal(sum(solve(diag(50) * 2)), 25)); predict(model, x)"))
    serving.join()
    assert len(worked) > 3
    for one in worked:
        np.testing.assert_allclose(one, expected, rtol=1e-5, atol=1e-6)
    print(len(worked), "calls of R beside the server")


if __name__ == "__main__":
    where, count = sys.argv[1], int(sys.argv[2])
    paths = ["/rkeras", "/keras", *["/call", "/rkeras"] * 9] * (count // 20)
    start = time.monotonic()
    check(paths, uvicorn.Server.run if where == "main" else serve_beside_r)
    print(f"{len(paths)} right answers in {time.monotonic() - start:.1f} s")
