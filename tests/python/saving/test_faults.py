"""Disks that are full: one clear error, what was there stays, nothing half-written, and the process ends well."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from prepared import run_prepared
from support import project_env

import rkeras_py as rk

SCENES = {
    "a.h5": "rk.save_model_hdf5(model, path)",
    "w.h5": "rk.save_model_weights_hdf5(model, path)",
    "w.weights.h5": "rk.save_model_weights_hdf5(model, path)",
    "m.weights.h5": "model.save_weights(path)",
    "checkpoint": "rk.save_model_weights_tf(model, path)",
    "saved": "rk.save_model_tf(model, path)",
    "exported": "rk.export_savedmodel(model, path)",
    "words.json": "rk.save_text_tokenizer(words, path)",
    "picture.png": "rk.image_array_save(picture, path)",
    "c.h5": "fit(rk.callback_model_checkpoint(path))",
    "c.keras": "fit(rk.callback_model_checkpoint(path))",
    "cw.h5": "fit(rk.callback_model_checkpoint(path, save_weights_only=True))",
    "cw": "fit(rk.callback_model_checkpoint(path, save_weights_only=True))",
    "backup": "fit(rk.callback_backup_and_restore(path))",
    "log.csv": "fit(rk.callback_csv_logger(path, append=True))",
}
"""The functions that write a file of each name, in a folder where no file may be large."""

SCRIPT = """
import os, resource, signal, sys
import keras, numpy as np
import rkeras_py as rk

folder = sys.argv[1]
model = keras.Sequential([keras.Input((100,)), keras.layers.Dense(200), keras.layers.Dense(1)])
model.compile("sgd", "mse")
words = rk.text_tokenizer()
rk.fit_text_tokenizer(words, [" ".join(map(str, range(9000)))])
picture = np.random.default_rng(1).random((200, 200, 3)) * 255

def fit(callback):
    rk.fit(model, np.ones((4, 100)), np.ones((4, 1)), epochs=3, verbose=0, callbacks=callback)

fit([])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
found = {}
for name, code in SCENES.items():
    path = os.path.join(folder, name)
    try:
        exec(code)
        found[name] = "nothing"
    except OSError as error:
        found[name] = str(error)
print(found)
"""


def test_a_full_disk_is_one_clear_error_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("x" * 19_999 + "\n")
    before = {name: tmp_path / name for name in SCENES if "." in name and name != "log.csv"}
    for file in before.values():
        file.write_text("what was there")
    done = run_prepared(SCRIPT.replace("SCENES", repr(SCENES)), str(tmp_path))
    assert done.code == 0, done.stderr
    for name, words in ast.literal_eval(done.stdout.splitlines()[-1]).items():
        assert "(): '" in words and f"{name}" in words and "was not written: File too large" in words, (name, words)
    assert {file.read_text() for file in before.values()} == {"what was there"}
    assert (tmp_path / "log.csv").stat().st_size == 20_000
    new = sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and path.name not in SCENES)
    assert new == []


def test_the_next_save_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom rkeras_py.saving.atomic_files import write_new_file\n"
        "with write_new_file(sys.argv[1] + '/w.h5', True, 'f') as new:\n"
        "    open(new, 'w').write('half')\n    print('ready', flush=True)\n    time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    killed, writes = (
        subprocess.Popen(command, stdout=subprocess.PIPE, env=project_env() | {"PATH": ""}, text=True) for _ in "ab"
    )
    with killed, writes:
        for process in (killed, writes):
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
        killed.kill()
        killed.wait()
        assert len(list(tmp_path.iterdir())) == 2
        rk.save_text_tokenizer(rk.text_tokenizer(), str(tmp_path / "other.json"))
        left = [path.name for path in tmp_path.iterdir() if path.name != "other.json"]
        writes.kill()
        assert len(left) == 1  # of the one that still wrote
    rk.save_text_tokenizer(rk.text_tokenizer(), str(tmp_path / "other.json"))
    assert [path.name for path in tmp_path.iterdir()] == ["other.json"]


@pytest.mark.parametrize("name", [".w.h5.12345678.old", "w.h5.unfinished", ".unfinished"])
def test_folders_of_the_user_stay(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    rk.save_text_tokenizer(rk.text_tokenizer(), str(tmp_path / "w.json"))
    assert (tmp_path / name).is_dir()


def test_a_training_goes_on_from_its_backup(tmp_path: Path) -> None:
    import keras
    import numpy as np

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    backup = rk.callback_backup_and_restore(str(tmp_path), double_checkpoint=True)

    def stop(epoch: int, logs: object) -> None:
        if epoch == 2:
            raise InterruptedError

    data = np.ones((4, 2)), np.ones((4, 1))
    with pytest.raises(InterruptedError):
        rk.fit(model, *data, epochs=5, verbose=0, callbacks=[backup, rk.callback_lambda(on_epoch_begin=stop)])
    names = {"latest.weights.h5", "training_metadata.json"}
    assert {path.name for path in (tmp_path / "backup").iterdir()} == names | {f"{name}.bkp" for name in names}
    history = rk.fit(model, *data, epochs=5, verbose=0, callbacks=[backup])
    assert len(history.metrics["loss"]) == 3
