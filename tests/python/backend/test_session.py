"""Keras's global state beside threads."""

import threading
import time

from prepared import run_prepared

import rkeras_py as rk


def test_clearing_the_session_leaves_threads_alone_that_build_models() -> None:
    failures: list[Exception] = []

    def build() -> None:
        try:
            for _ in range(5):
                model = rk.keras_model_sequential(input_shape=2)
                for _ in range(4):
                    model = model >> rk.layer_dense(units=2)
                assert len({layer.name for layer in model.layers}) == 4
        except Exception as error:
            failures.append(error)

    builders = [threading.Thread(target=build) for _ in range(3)]
    for builder in builders:
        builder.start()
    while any(builder.is_alive() for builder in builders):
        rk.clear_session(free_memory=False)  # the collector would leave the others no time
        time.sleep(0.01)
    assert not failures
    assert rk.layer_dense(units=1).name == "dense"


def test_threads_that_load_keras_at_once() -> None:
    code = """
import sys, threading
import rkeras_py as rk
sys.setswitchinterval(1e-5)
made = []
def make():
    made.append((rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=3)).output_shape)
threads = [threading.Thread(target=make) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(made)
"""
    done = run_prepared(code)
    assert done.stdout.strip() == str([(None, 3)] * 4), done.stderr
