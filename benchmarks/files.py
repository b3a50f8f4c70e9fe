"""Measures files of models against plain Keras, at three sizes, and the memory that models take; prints JSON.

Plain Keras writes over the file that is there. Beside that stands plain Keras with the guarantees of
`save_model_hdf5()`: a new file, on the disk, that takes the name of the old one.
"""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from typing import Any

import keras
import plain
from growth import Pairs, take_turns

WIDTH = 1024


def network(megabytes: float) -> Any:
    """Make a model of dense layers of 4.2 MB."""
    layers = [keras.layers.Dense(WIDTH) for _ in range(round(megabytes * 1e6 / (4 * WIDTH * (WIDTH + 1))))]
    return keras.Sequential([keras.Input((WIDTH,)), *layers])


def saving(rounds: int, megabytes: int, folder: str) -> dict[str, Pairs]:
    """Save a model, and load it."""
    from rkeras_py import load_model_hdf5, save_model_hdf5

    model = network(megabytes)
    theirs, safe, ours = (os.path.join(folder, f"{name}.h5") for name in ("theirs", "safe", "ours"))

    def save_safely() -> None:
        new = os.path.join(folder, "new.h5")
        model.save(new)
        with open(new, "r+b") as file:
            os.fsync(file.fileno())
        os.replace(new, safe)

    save = take_turns(lambda: model.save(theirs), lambda: save_model_hdf5(model, ours), rounds)
    safely = take_turns(save_safely, lambda: save_model_hdf5(model, ours), rounds)
    load = take_turns(lambda: keras.saving.load_model(theirs), lambda: load_model_hdf5(ours), rounds)
    loaded = load_model_hdf5(ours).get_weights()
    assert all((one == two).all() for one, two in zip(model.get_weights(), loaded, strict=True))
    return {"save": save, "safely": safely, "load": load}


def held() -> int:
    """Return the bytes that this process holds now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def upgrade_peak(old: str) -> float:
    """Upgrade a file in this process, a fresh one, and return how much memory that took, in sizes of the file."""
    from rkeras_py import upgrade_model

    plain.small_network()
    before = held()
    upgrade_model(old, f"{old}.new.h5", overwrite=True)
    return (plain.peak() - before) / os.path.getsize(old)


def load_peak(path: str, load: Callable[[str], Any] | None = None) -> float:
    """Load a file in this process, a fresh one, and return how much memory that took, in sizes of the file."""
    if load is None:
        from rkeras_py import load_model_hdf5 as load
    plain.small_network()
    before = held()
    load(path)
    return (plain.peak() - before) / os.path.getsize(path)


def dropped(makers: int, ours: bool) -> list[int]:
    """Build and drop models in this process; return the bytes that it holds after each tenth of them."""
    from rkeras_py import keras_model, layer_dense, layer_input

    found = []
    for number in range(makers):
        if ours:
            inputs = layer_input(8)
            keras_model(inputs, inputs >> layer_dense(64) >> layer_dense(64) >> layer_dense(1))
        else:
            inputs = keras.Input((8,))
            x = keras.layers.Dense(64)(keras.layers.Dense(64)(inputs))
            keras.Model(inputs, keras.layers.Dense(1)(x))
        if (number + 1) % (makers // 10) == 0:
            keras.backend.clear_session()
            found.append(held())
    return found


def in_fresh_process(code: str) -> Any:
    """Evaluate an expression of this module in a process of its own."""
    command = [sys.executable, "-c", f"import json, files; print(json.dumps({code}))"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=os.path.dirname(__file__))
    return json.loads(done.stdout.splitlines()[-1])


def write_keras2(path: str, megabytes: float) -> None:
    """Write a file of Keras 2."""
    import tf_keras

    layers = [tf_keras.layers.Dense(WIDTH) for _ in range(round(megabytes * 1e6 / (4 * WIDTH * (WIDTH + 1))))]
    tf_keras.Sequential([tf_keras.Input((WIDTH,)), *layers]).save(path)


def memory(folder: str, megabytes: int) -> dict[str, Any]:
    """Measure peaks of memory, each in a fresh process."""
    old = os.path.join(folder, "keras2.h5")
    write_keras2(old, megabytes)
    return {
        "upgrade": in_fresh_process(f"files.upgrade_peak({old!r})"),
        "load": in_fresh_process(f"files.load_peak({old!r})"),
        "plain load": in_fresh_process(f"files.load_peak({old + '.new.h5'!r}, files.keras.saving.load_model)"),
        "dropped": in_fresh_process("files.dropped(500, True)"),
        "plain dropped": in_fresh_process("files.dropped(500, False)"),
    }


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1])
    warnings.simplefilter("ignore")
    rows: dict[str, dict[str, Pairs]] = {"save": {}, "safely": {}, "load": {}}
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(__file__))) as folder:
        for megabytes in (16, 64, 256):
            for what, pairs in saving(rounds, megabytes, folder).items():
                rows[what][f"{megabytes} MB"] = pairs
        found = memory(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 500)
    titles = {"save": "Save in HDF5", "safely": "... plain Keras with the same guarantees", "load": "Load from HDF5"}
    print(json.dumps({"rows": {titles[what]: sizes for what, sizes in rows.items()}, "memory": found}))


if __name__ == "__main__":
    main()
