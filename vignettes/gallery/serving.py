"""Serve a model, in Python: the twin of serving.Rmd, whose text goes with it."""

# %% data
import json
import tempfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from rkeras_py import *

use_session_with_seed(18, quiet=True)

# R's dataset cars.
SPEED = """
4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17 17 18 18 18 18 19 19 19
20 20 20 20 20 22 23 24 24 24 24 25
"""
DISTANCE = """
2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40 32 40 50 42 56 76 84 36 46 68
32 48 52 56 64 66 54 70 92 93 120 85
"""
speed, dist = (np.array(text.split(), dtype=float) for text in (SPEED, DISTANCE))
print(len(speed), speed.mean(), dist.mean())

# %% model
normalize = layer_normalization(input_shape=1)
adapt(normalize, speed[:, None])
model = keras_model_sequential() >> normalize >> layer_dense(units=16, activation="softplus") >> layer_dense(units=1)
model >> compile(optimizer=optimizer_adam(learning_rate=0.03), loss="mse")
model >> fit(speed[:, None], dist, epochs=150, batch_size=50, verbose=0)
print(np.round(predict(model, np.array([[10.0], [20.0]]), verbose=0)[:, 0], 2))

# %% export
folder = Path(tempfile.mkdtemp()) / "cars" / "1"
export_savedmodel(model, str(folder))
print(sorted(path.name for path in folder.iterdir()))
served = tf.saved_model.load(str(folder))
print(np.round(served.serve(tf.constant([[10.0], [20.0]])).numpy()[:, 0], 2))


# %% endpoint
def answer(body):
    """Return the status and the body of the answer to a request."""
    try:
        asked = np.array(json.loads(body)["instances"], dtype="float32")
    except (ValueError, TypeError, KeyError):
        asked = np.array([])
    if asked.ndim != 2 or asked.shape[1] != 1:
        return 400, '{"error": "instances must be a list of lists of one number"}'
    predictions = served.serve(tf.constant(asked)).numpy().astype(float)
    return 200, json.dumps({"predictions": np.round(predictions, 2).tolist()})


print(answer('{"instances": [[10], [20]]}')[1])

# %% wrong
print(answer('{"instances": [["fast"]]}')[0], answer("not JSON")[0])


# %% server
class Endpoint(BaseHTTPRequestHandler):
    """Answers requests: HTTPServer(("127.0.0.1", 8501), Endpoint).serve_forever() serves until it is interrupted."""

    def do_POST(self):
        """Answer one request."""
        status, body = answer(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())


# %% skew
center, spread = speed.mean(), speed.std(ddof=1)
bare = keras_model_sequential(input_shape=1) >> layer_dense(units=16, activation="softplus") >> layer_dense(units=1)
bare >> compile(optimizer=optimizer_adam(learning_rate=0.03), loss="mse")
bare >> fit((speed[:, None] - center) / spread, dist, epochs=150, batch_size=50, verbose=0)
asked = np.array([[5.0], [10.0], [20.0]])
print(np.round(predict(bare, (asked - center) / spread, verbose=0)[:, 0], 1))
print(np.round(predict(bare, asked, verbose=0)[:, 0], 1))

# %% skewed
grid = np.arange(4, 25.5, 0.5)[:, None]
plt.figure(figsize=(6.5, 3.2))
plt.scatter(speed, dist, s=15, facecolors="none", edgecolors="0.4")
plt.plot(grid, predict(model, grid, verbose=0), color="steelblue", linewidth=2)
plt.plot(grid, predict(bare, grid, verbose=0), color="firebrick", linewidth=2)
plt.ylim(0, 350)
plt.xlabel("Speed (mph)")
plt.ylabel("Stopping distance (ft)")

# %% check
expected = predict(model, asked, verbose=0)
got = served.serve(tf.constant(asked, dtype="float32")).numpy()
print(abs(got - expected).max() < 1e-4)
