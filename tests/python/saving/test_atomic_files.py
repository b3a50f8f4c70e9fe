"""A crash, a full disk or a refusal leaves what was there as it was, and nothing half-written under its name."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from prepared import run_prepared
from support import project_env

import rkeras_py as rk
from rkeras_py.saving import atomic_files

KINDS = {
    "model.h5": "save_model_hdf5",
    "weights.h5": "save_model_weights_hdf5",
    "own.weights.h5": "save_model_weights_hdf5",
    "checkpoint": "save_model_weights_tf",
    "folder": "save_model_tf",
}
"""The functions that save, by the name of the file."""

SCRIPT = f"""
import itertools, os, resource, signal, sys
import keras, numpy as np, rkeras_py as rk

def model_of(value):
    model = keras.Sequential([keras.Input((100,)), keras.layers.Dense(500)])
    model.set_weights([np.full(weight.shape, value) for weight in model.get_weights()])
    return model

def save_all(folder, value):
    for name, function in {KINDS!r}.items():
        getattr(rk, function)(model_of(value), os.path.join(folder, name))
"""


def values_in(folder: Path) -> dict[str, float]:
    """The one value that all weights in a file have."""
    found = {}
    for name, function in KINDS.items():
        path = str(folder / name)
        if "weights" in function:
            model = keras.Sequential([keras.Input((100,)), keras.layers.Dense(500)])
            load = getattr(rk, function.replace("save", "load"))
            load(model, path)
        else:
            model = getattr(rk, function.replace("save", "load"))(path)
        (found[name],) = {float(value) for weight in model.get_weights() for value in np.unique(weight)}
    return found


def test_a_process_that_is_killed_leaves_whole_files(tmp_path: Path) -> None:
    code = f"{SCRIPT}\nfor value in itertools.count(1):\n    save_all(sys.argv[1], value)\n    print(value, flush=True)"
    command = [sys.executable, "-c", code, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **project_env()})
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    assert process.stdout.readline() == "2\n"
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    process.stdout.close()
    assert all(value >= 2 for value in values_in(tmp_path).values())


def test_a_full_disk_leaves_the_old_files_and_is_named(tmp_path: Path) -> None:
    ended = run_prepared(
        f"""{SCRIPT}
folder = sys.argv[1]
save_all(folder, 1)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
for name, function in {KINDS!r}.items():
    for path in (name, "new_" + name):
        try:
            getattr(rk, function)(model_of(2), os.path.join(folder, path))
        except OSError as error:
            print(str(error).replace(folder, "D"))
""",
        str(tmp_path),
    )
    expected = [
        f"{function}(): 'D/{path}' was not written: File too large. The existing file is unchanged."
        for name, function in KINDS.items()
        for path in (name, f"new_{name}")
    ]
    assert ended.stdout.splitlines() == expected, ended.stderr
    assert set(values_in(tmp_path).values()) == {1.0}
    assert not [name for name in os.listdir(tmp_path) if name.startswith((".", "new_"))]


def small(value: float) -> Any:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.set_weights([np.full((3, 2), value), np.full(2, value)])
    return model


def test_the_index_alone_says_which_data_of_a_checkpoint_are_in_force(tmp_path: Path) -> None:
    path, other = str(tmp_path / "w"), small(0)
    keras_2 = tf_keras.Sequential([tf_keras.layers.InputLayer((3,)), tf_keras.layers.Dense(2)])
    for value in (1.0, 2.0, 3.0):
        rk.save_model_weights_tf(small(value), path)
        rk.load_model_weights_tf(other, path)
        keras_2.load_weights(path).assert_existing_objects_matched()
        for model in (other, keras_2):
            np.testing.assert_array_equal(model.get_weights()[0], np.full((3, 2), value))
        assert sum(name.startswith("w.data") for name in os.listdir(tmp_path)) == (2 if value == 2 else 1)
    index = (tmp_path / "w.index").read_bytes()
    data = {file: file.read_bytes() for file in tmp_path.glob("w.data*")}
    rk.save_model_weights_tf(small(4), path)
    assert not any(file.exists() for file in data)
    for file, content in data.items():  # as it is before the new index takes its place
        file.write_bytes(content)
    (tmp_path / "w.index").write_bytes(index)
    rk.load_model_weights_tf(other, path)
    np.testing.assert_array_equal(other.get_weights()[0], np.full((3, 2), 3))


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_is_replaced_with_what_a_user_keeps_in_it(
    at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:  # as where the system cannot exchange two names, or has no second names
        monkeypatch.setattr(atomic_files, "_exchange", lambda *_: False)
        monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError("no links")))
    folder = tmp_path / "m"
    rk.save_model_tf(small(1), str(folder))
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("mine")
    (folder / "lost").symlink_to("absent")
    (tmp_path / "link").symlink_to(folder)
    rk.save_model_tf(small(2), str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (folder / "mine" / "notes.txt").read_text() == "mine"
    assert (folder / "lost").is_symlink()
    np.testing.assert_array_equal(rk.load_model_tf(str(folder)).get_weights()[1], [2, 2])
    assert sorted(os.listdir(tmp_path)) == ["link", "m"]


def test_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for function in {*KINDS.values(), "export_savedmodel"}:
        with pytest.raises(
            OSError, match=rf"^{function}\(\): '.*/file/m' cannot be written, since .*not a writable folder"
        ):
            getattr(rk, function)(small(1), str(tmp_path / "file" / "m"))
    assert os.listdir(tmp_path) == ["file"]
    name = "n" * 250  # as long as names may be
    rk.save_model_hdf5(small(1), str(tmp_path / name))
    assert (tmp_path / name).is_file()


def test_checkpoints_are_kept_unless_overwritten(tmp_path: Path) -> None:
    rk.save_model_weights_tf(small(1), str(tmp_path / "w"))
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(FileExistsError, match="already exists"):
        rk.save_model_weights_tf(small(2), str(tmp_path / "w"), overwrite=False)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["mkdir", "open", "rmdir"])
def test_an_interrupt_at_any_line_leaves_no_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = getattr(os, name)
    left = [1]

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        result = done(*args, **kwargs)
        if left:
            left.pop()
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(os, name, interrupted)
    with pytest.raises(KeyboardInterrupt), atomic_files.make_neighbor(str(tmp_path / "x"), "save_model()") as folder:
        Path(folder, "half").mkdir()
    assert os.listdir(tmp_path) == [] and not left
