"""Keras runs on TensorFlow, JAX or PyTorch here, and whoever chose another backend is told so in one sentence."""

import json
import os
import re
import types
from pathlib import Path
from typing import Any

import pytest
from bridge_support import run_python
from support import run_script

from rkeras_py.engine import backend_choice

REFUSED = "rkeras supports only the Keras backends tensorflow, jax, torch, and "
OURS = '"tensorflow" or "jax" or "torch"'


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where Keras would have its settings, in a process that has not loaded it yet."""
    monkeypatch.delitem(backend_choice.sys.modules, "keras", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_BACKEND", "")
    return tmp_path / "keras.json"


def refusal() -> str:
    with pytest.raises(RuntimeError) as caught:
        backend_choice.choose_backend()
    return str(caught.value)


@pytest.mark.parametrize("name", ["numpy", "openvino", "theano", "TensorFlow", "nonsense"])
def test_the_environment_chooses_another(settings: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("KERAS_BACKEND", name)
    assert refusal() == (f'{REFUSED}the environment variable KERAS_BACKEND is "{name}": set it to {OURS}, or unset it.')


def test_the_settings_choose_another(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.write_text(json.dumps({"backend": "numpy"}))
    assert refusal() == (
        f'{REFUSED}"backend" is "numpy" in {settings}: write {OURS} there, or set KERAS_BACKEND=tensorflow.'
    )
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    backend_choice.choose_backend()


@pytest.mark.parametrize("content", [None, "{", "[1]", "{}", '{"floatx": "float32"}', '{"backend": "tensorflow"}'])
def test_nobody_chooses_another(settings: Path, content: str | None) -> None:
    if content is not None:
        settings.write_text(content)
    backend_choice.choose_backend()
    assert os.environ["KERAS_BACKEND"] == "tensorflow"


def test_the_home_folder_has_settings(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(settings.parent))
    (settings.parent / ".keras").mkdir()
    (settings.parent / ".keras" / "keras.json").write_text('{"backend": "numpy"}')
    assert '"backend" is "numpy"' in refusal()


def test_keras_runs_on_another(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other: Any = types.SimpleNamespace(backend=types.SimpleNamespace(backend=lambda: "numpy"))
    monkeypatch.setitem(backend_choice.sys.modules, "keras", other)
    assert refusal() == (
        f'{REFUSED}the Keras that is loaded runs on "numpy": set KERAS_BACKEND=tensorflow before it is imported.'
    )


def test_there_is_no_tensorflow(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(backend_choice.sys.modules, "tensorflow", raising=False)
    monkeypatch.setattr(backend_choice.importlib.util, "find_spec", lambda name: None)
    assert re.fullmatch(r"rkeras runs on TensorFlow here, which this Python does not have: \S.* tensorflow", refusal())


OTHERS = {"jax": "JAX", "torch": "PyTorch"}


@pytest.mark.parametrize("other", OTHERS)
def test_another_is_not_there_and_tensorflow_is(settings: Path, monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    monkeypatch.setenv("KERAS_BACKEND", other)
    monkeypatch.setattr(backend_choice, "is_there", lambda name: name == "tensorflow")
    told = f'{other}. KERAS_BACKEND="tensorflow" takes TensorFlow, which is there.'
    assert refusal().startswith(f"rkeras runs on {OTHERS[other]} here, which this Python does not have: ")
    assert refusal().endswith(told)
    with pytest.raises(RuntimeError, match=f"{OTHERS[other]} here"):
        backend_choice.change_backend(other)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("chosen", ["variable", "settings", "function"])
def test_another_is_chosen(settings: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, other: str) -> None:
    monkeypatch.setattr(backend_choice, "is_there", lambda name: True)
    if chosen == "variable":
        monkeypatch.setenv("KERAS_BACKEND", other)
    elif chosen == "settings":
        settings.write_text(json.dumps({"backend": other}))
    else:
        backend_choice.change_backend(other)
    assert backend_choice.find_backend() == backend_choice.choose_backend() == os.environ["KERAS_BACKEND"] == other


def test_a_running_keras_keeps_its_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    running: Any = types.SimpleNamespace(backend=types.SimpleNamespace(backend=lambda: "jax"))
    monkeypatch.setitem(backend_choice.sys.modules, "keras", running)
    with pytest.raises(RuntimeError, match=r'Keras runs on "jax" already, .* choose "tensorflow" before the first use'):
        backend_choice.change_backend("tensorflow")


def test_both_hosts_say_so() -> None:
    sentence = f'{REFUSED}the environment variable KERAS_BACKEND is "numpy": set it to {OURS}, or unset it.'
    uses = ["layer_dense(units = 1)", "keras_model_sequential()", "k_floatx()", "keras$layers", "tf$constant(1)"]
    uses += ["new_layer_class('A', call = function(x) x)", "create_layer(R6::R6Class('A', inherit = KerasLayer))"]
    lines = "\n".join(f"cat(tryCatch({{{use}; 'nothing'}}, error = conditionMessage), '\\n')" for use in uses)
    done = run_script(f"library(rkeras)\n{lines}", "r", env={"KERAS_BACKEND": "numpy"})
    said = [re.sub(r"^\w+\(\): ", "", line.strip()) for line in done.stdout.splitlines()]
    assert said == [sentence] * len(uses), done.stderr
    shown = run_python(
        f"""
        from rkeras_py.bridge import r_session
        import rkeras_py
        R = r_session()
        for use in [lambda: rkeras_py.k_floatx(), *(lambda code=code: R(code) for code in {uses})]:
            try:
                use()
            except Exception as error:
                print(error)
        """,
        KERAS_BACKEND="numpy",
    ).stdout.splitlines()
    assert len(shown) == len(uses) + 1 and all(line.endswith(sentence) for line in shown), shown
