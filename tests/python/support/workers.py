"""The worker of test_workers.py: `rkeras launch workers.py FOLDER PART`. It prints JSON, one line a fact."""

import json
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

import rkeras_py as rk

warnings.simplefilter("ignore")
FOLDER, PART = Path(sys.argv[1]), sys.argv[2]
strategy = tf.distribute.MultiWorkerMirroredStrategy()
RANK = strategy.cluster_resolver.task_id
x = np.sin(np.arange(1, 257)).reshape(2, 128).T
y = x.sum(axis=1)


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def make() -> Any:
    keras.utils.set_random_seed(3)
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=16, activation="tanh")
    model = model >> rk.layer_dense(units=1)
    return model >> rk.compile(optimizer=rk.optimizer_adam(learning_rate=0.01), loss="mse", metrics="mae")


def pair() -> tuple[Any, Any]:
    with strategy.scope():
        shared = make()
    return shared, make()


def distance(one: Any, other: Any) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(rk.get_weights(one), rk.get_weights(other), strict=True))


def logs_apart(one: Any, other: Any) -> float:
    assert list(one) == list(other)
    return max(float(np.abs(np.subtract(one[name], other[name])).max()) for name in one)


def refused(call: Callable[[], Any]) -> str:
    try:
        call()
    except (RuntimeError, ValueError) as error:
        return str(error)
    return "nothing"


def compare(name: str, data: Callable[[], Any], **options: Any) -> tuple[Any, Any]:
    """Train twice, with the other workers and alone, and tell how far the two are apart."""
    shared, alone = pair()
    histories = [rk.fit(model, *data(), epochs=2, verbose=0, **options).metrics for model in (shared, alone)]
    tell(what=name, weights=distance(shared, alone), logs=logs_apart(*histories))
    return shared, alone


def train() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        shared, alone = compare("odd", lambda: (x[:97], y[:97]), batch_size=32, shuffle=False, validation_data=(x, y))
    tell(what="warned", texts=[str(one.message) for one in caught if "alone" in str(one.message)])
    tell(
        what="used",
        evaluate=logs_apart(*(rk.evaluate(model, x[:97], y[:97], verbose=0) for model in (shared, alone))),
        predict=float(np.abs(np.subtract(*(rk.predict(model, x[:101], verbose=0) for model in (shared, alone)))).max()),
        on_batch=float(np.abs(np.subtract(*(rk.predict_on_batch(model, x[:5]) for model in (shared, alone)))).max()),
    )
    compare("dataset", lambda: (tf.data.Dataset.from_tensor_slices((x, y)).shuffle(128, seed=1).batch(32),))
    own = 128 - RANK
    tell(what="disagree", text=refused(lambda: rk.fit(shared, x[:own], y[:own], verbose=0)))
    tell(what="generator", text=refused(lambda: rk.fit(shared, lambda: (x, y), steps_per_epoch=1, verbose=0)))
    with strategy.scope():
        counts = rk.keras_model_sequential(input_shape=40) >> rk.layer_dense(units=1, use_bias=False)
        counts = counts >> rk.compile(optimizer=rk.optimizer_sgd(learning_rate=8), loss=lambda _, outputs: -outputs)
    rk.set_weights(counts, [np.zeros((40, 1))])
    rk.fit(counts, np.eye(50, 40), np.zeros(50), batch_size=8, epochs=2, validation_split=0.2, verbose=0)
    tell(what="seen", times=np.round(rk.get_weights(counts)[0].ravel(), 4).tolist())


class Dies(keras.callbacks.Callback):
    """Kills the last worker within the second epoch."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self.epoch == 1 and batch == 1 and RANK == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.epoch = epoch


def back_up(*more: Any) -> None:
    shared, alone = pair()
    backup = rk.callback_backup_and_restore(str(FOLDER / "backup"))
    options = {"batch_size": 32, "shuffle": False, "epochs": 3, "verbose": 0}
    history = rk.fit(shared, x, y, callbacks=[backup, *more], **options)
    rk.fit(alone, x, y, **options)
    tell(what="resumed", epochs=len(history.metrics["loss"]), weights=distance(shared, alone))


if PART == "train":
    train()
    back_up(Dies())
else:
    back_up()
tell(what="done", rank=RANK)
