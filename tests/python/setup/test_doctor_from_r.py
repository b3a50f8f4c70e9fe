"""`rkeras_doctor()` in a real session of R, where things are broken: as from the shell, see test_doctor.py."""

import os
import subprocess

import pytest
from doctor_facts import GOOD
from doctor_places import RPY2, Place
from support import ROOT

CODE = """
{before}
found <- rkeras::rkeras_doctor(timeout = {timeout})
writeLines(paste("found", found$kind, found$problem, found$mend, sep = "\\t"))
"""


def ask(place: Place, timeout: float = 60, before: str = "", **env: str) -> list[tuple[str, str, str]]:
    """The kinds, problems and mends that the doctor gives to R, which it also prints."""
    script = place.folder / "ask.R"
    script.write_text(CODE.format(timeout=timeout, before=before))
    own = {"R_LIBS": f"{ROOT}/.rlib", "HOME": str(place.folder), "RETICULATE_PYTHON": str(place.python)}
    done = subprocess.run(
        ["Rscript", script],
        capture_output=True,
        text=True,
        timeout=280,
        cwd=place.folder,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **own, **env},
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t")[1:] for line in done.stdout.splitlines() if line.startswith("found\t")]
    assert all(problem in done.stdout.partition("found\t")[0] and mend for _, problem, mend in lines), done.stdout
    return [(kind, problem, mend) for kind, problem, mend in lines]


def break_python(place: Place, name: str, code: str) -> None:
    place.healthy()
    if name:
        place.module(f"{name}/__init__.py", code)


KERAS = GOOD["keras"]


@pytest.mark.parametrize(
    ("name", "code", "said", "mend"),
    [
        ("tensorflow", "raise ImportError('libcublas.so')", "ImportError: libcublas", "--force-reinstall tensorflow"),
        ("tensorflow", "import os; os.abort()", "it was stopped by SIGABRT", "--force-reinstall tensorflow"),
        ("tensorflow", "import os; os.kill(os.getpid(), 11)", "stopped by SIGSEGV", "--force-reinstall tensorflow"),
        (
            "keras",
            "import os; os._exit(7)",
            "`import keras` fails: it ended with exit status 7",
            "--force-reinstall keras",
        ),
        ("keras", "raise SystemExit('bad luck')", "`import keras` fails: bad luck", "--force-reinstall keras"),
        ("keras", KERAS.replace("3.15.1", "99.1.0"), "Keras 99.1.0 is newer than the newest", '"keras<3.16"'),
        ("keras", KERAS.replace("3.15.1", "3.11.3"), "Keras 3.11.3 is older than 3.12.", '-U "keras>=3.12,<4"'),
        ("keras", KERAS.replace('"tensorflow")', '"jax")'), "Keras runs on jax, not on TensorFlow.", "KERAS_BACKEND"),
        ("keras", KERAS.replace("sum(row)", "sum(row) + 1"), "The first layer returns 30.0, not 24.", "-U keras"),
    ],
)
def test_a_python_that_is_broken(place: Place, name: str, code: str, said: str, mend: str) -> None:
    break_python(place, name, code)
    found = ask(place)
    assert any(kind == "problem" and said in text and mend in line for kind, text, line in found), found


def test_a_python_without_packages(place: Place) -> None:
    found = ask(place)
    assert found[0][1] == "This Python has no tensorflow, no keras, no numpy, no h5py, no pyyaml."
    assert found[0][2].startswith(f"uv pip install --python {place.python} tensorflow")


def test_a_python_that_hangs(place: Place) -> None:
    break_python(place, "tensorflow", "import time; time.sleep(600)")
    found = ask(place, timeout=3)
    assert ("unknown", "`import tensorflow`: it did not finish within 3 s; it is slow or hangs.") in [
        (kind, text) for kind, text, _ in found
    ]


@pytest.mark.parametrize(
    ("backend", "said", "mend"),
    [
        ("jax", "KERAS_BACKEND is jax, which is not installed in this Python.", " jax, or unset"),
        ("openvino", "KERAS_BACKEND is openvino, but rkeras runs only on TensorFlow", "unset KERAS_BACKEND"),
    ],
)
def test_a_backend_that_is_not_there(place: Place, backend: str, said: str, mend: str) -> None:
    break_python(place, "keras", "raise ModuleNotFoundError('no backend')")
    found = ask(place, KERAS_BACKEND=backend)
    assert any(text.startswith(said) and mend in line for _, text, line in found), found


def test_a_python_that_does_not_run(place: Place) -> None:
    broken = place.folder / "gone/bin/python"
    broken.parent.mkdir(parents=True)
    broken.symlink_to("/nowhere/python3")
    for name in (str(broken), str(place.folder / "absent/python")):
        ((kind, text, mend),) = ask(place, RETICULATE_PYTHON=name)
        assert kind == "problem" and name in text and "RETICULATE_PYTHON" in mend


def test_a_python_that_fails_at_its_start(place: Place) -> None:
    other = place.folder / "other/bin/python"
    other.parent.mkdir(parents=True)
    other.write_text("#!/bin/sh\necho no interpreter >&2\nexit 3\n")
    other.chmod(0o755)
    ((kind, text, mend),) = ask(place, RETICULATE_PYTHON=str(other))
    assert kind == "problem" and str(other) in text and mend


def test_a_file_that_hides_a_package(place: Place) -> None:
    break_python(place, "", "")
    place.module("keras.py", KERAS, place.folder)
    found = ask(place)
    hiding = f"`import keras` loads {place.folder}/keras.py, which hides the installed package."
    assert any(text == hiding and line.startswith("rename ") for _, text, line in found), found


def test_packages_of_our_name(place: Place) -> None:
    break_python(place, "", "")
    place.distribution("rkeras", "7.1")
    place.distribution("rkeras-py", "0.0.1", direct_url='{"url": "file:///a.whl"}')
    found = ask(place)
    assert any(text.startswith("The Python package rkeras 7.1 came") and "uninstall" in line for _, text, line in found)
    assert any("0.0.1 is installed" in text for _, text, _ in found), found


def test_an_rpy2_that_finds_no_r(place: Place) -> None:
    break_python(place, "", "")
    place.distribution("rpy2", "3.6.9")
    place.module("rpy2/__init__.py", "")
    place.module("rpy2/situation.py", RPY2.format(home=None))
    assert any(text == "rpy2 does not find R." for _, text, _ in ask(place))


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        (".Rprofile", "message('a bad profile'); q('no', 9)", "a bad profile"),
        (".Renviron", "R_LIBS=/nowhere", "The R package rkeras is not installed."),
    ],
)
def test_files_of_the_user_that_r_reads_at_its_start(place: Place, file: str, line: str, said: str) -> None:
    """The session that asks has begun before they changed."""
    break_python(place, "", "")
    found = ask(place, before=f"""writeLines("{line}", "{place.folder}/{file}")""")
    assert any(kind == "problem" and said in text for kind, text, _ in found), found
