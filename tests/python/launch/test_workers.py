"""Models that several devices and several processes train, held against one device."""

import json
from pathlib import Path
from typing import Any

from prepared import run_prepared
from support import ROOT, run_script

SCRIPT = ROOT / "tests/python/support/workers.py"
DEVICES = """
import warnings
import numpy as np, tensorflow as tf, keras
import rkeras_py as rk

part = tf.config.LogicalDeviceConfiguration()
tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], [part] * 3)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1", "CPU:2"])
x = np.sin(np.arange(1, 257)).reshape(2, 128).T
y = x.sum(axis=1)

def make(**options):
    keras.utils.set_random_seed(3)
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=8, kernel_regularizer="l2")
    model = model >> rk.layer_dense(units=1)
    return model >> rk.compile(optimizer=rk.optimizer_adam(learning_rate=0.01, **options), loss="mse", metrics="mae")

with strategy.scope():
    shared = make()
alone = make()
options = dict(batch_size=32, epochs=2, shuffle=False, verbose=0)
logs = [rk.fit(model, x[:97], y[:97], **options).metrics for model in (shared, alone)]
with tf.distribute.OneDeviceStrategy("CPU:0").scope():
    single = make()
logs.append(rk.fit(single, x[:97], y[:97], **options).metrics)
rk.train_on_batch(shared, x[:7], y[:7]), rk.train_on_batch(alone, x[:7], y[:7])
apart = [abs(a - b).max() for a, b in zip(rk.get_weights(shared), rk.get_weights(alone))]
apart += [np.abs(np.subtract(logs[i][name], logs[1][name])).max() for name in logs[1] for i in (0, 2)]
apart += [np.abs(rk.predict_on_batch(shared, x[:5]) - rk.predict(alone, x[:5], verbose=0)).max()]
print(max(apart))
with strategy.scope():
    refused = make(clipnorm=1.0), make(gradient_accumulation_steps=2)
for model in refused:
    try:
        rk.fit(model, x, y, **options)
    except ValueError as error:
        print(error)
alone._distribute_strategy = object.__new__(tf.distribute.ParameterServerStrategy)
try:
    rk.predict(alone, x, verbose=0)
except NotImplementedError as error:
    print(error)
"""


def launch(folder: Path, part: str) -> tuple[list[list[dict[str, Any]]], int, str]:
    """The text of each worker, the exit status, and the text of the launcher."""
    done = run_script(
        f"import sys\nfrom rkeras_py.cli import main\nsys.exit(main({['launch', str(SCRIPT), str(folder), part]!r}))",
        timeout=250,
    )
    lines = [line.split("] ", 1) for line in done.stdout.splitlines() if '] {"what"' in line]
    told = [[json.loads(text) for worker, text in lines if worker == f"[worker {rank}"] for rank in (0, 1)]
    return told, done.code, done.stderr


def test_workers_train_as_one_process_does_and_go_on_after_one_was_killed(tmp_path: Path) -> None:
    told, code, said = launch(tmp_path, "train")
    for facts in told:
        found = {fact["what"]: fact for fact in facts}
        assert "resumed" not in found
        for what in ("odd", "dataset", "used"):
            assert max(value for value in found[what].values() if value != what) < 1e-6, found[what]
        assert found["seen"]["times"] == [2.0] * 40, "each sample is to be seen once in each epoch"
        assert found["warned"]["texts"] == [
            "fit(): this is one of 2 workers, and trains alone: the model was not made in the scope of "
            "tf.distribute.MultiWorkerMirroredStrategy()."
        ]
        assert found["disagree"]["text"].startswith(
            "fit(): the workers do not agree on samples: 128, 127. Use the same"
        )
        assert "cannot be distributed" in found["generator"]["text"]
    assert code == 128 + 9
    assert said.startswith("rkeras launch: worker 1 of 2 ended with signal 9, and the others were stopped. Its last")
    told, code, said = launch(tmp_path, "resume")
    assert (code, said) == (0, "")
    for facts in told:
        assert facts[0]["epochs"] == 2, "of three, one was done"
        assert facts[0]["weights"] < 1e-6
    assert list((tmp_path / "backup").iterdir()) == []


def test_devices_train_as_one_does_on_batches_that_cannot_be_divided() -> None:
    done = run_prepared(DEVICES)
    assert done.code == 0, done.stderr
    apart, clips, accumulates, by_servers = done.stdout.splitlines()
    assert float(apart) < 1e-6
    assert clips.startswith("fit(): the optimizer has clipnorm = 1, and on several devices Keras clips the gradient")
    assert accumulates.startswith("fit(): the optimizer has gradient_accumulation_steps, which Keras does not support")
    assert by_servers.startswith("predict(): Keras 3 does not train or predict under a ParameterServerStrategy. Create")
