"""`rkeras doctor` where things are broken: each is broken here, in a small environment of its own."""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from doctor_facts import GOOD
from doctor_places import RPY2, Place, problems
from support import ROOT

from rkeras_py import __version__

pytestmark = pytest.mark.quick


def only(done: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    (found,) = problems(done)
    return found


def test_nothing_but_a_python(place: Place) -> None:
    done = place.doctor()
    text, mend = only(done)
    assert text == "This Python has no tensorflow, no keras, no numpy, no h5py, no pyyaml."
    assert mend == f'uv pip install --python {place.python} tensorflow "keras>=3.12,<4" numpy h5py pyyaml'
    assert [text.split(",")[0].split(";")[0] for text, _ in problems(done, "note")] == ["R was not found", "rpy2"]
    assert problems(done, "note")[0][1].startswith("install R (Debian, Ubuntu: apt-get")


def test_all_is_well_with_both_languages(place: Place) -> None:
    place.healthy().r()
    done = place.doctor()
    assert problems(done) == []
    shown = ("TensorFlow 2.21.0", "Keras 3.15.1, on tensorflow", "devices CPU:0", f"rkeras {__version__}", "R 4.5.0")
    words = " ".join(done.stdout.split())
    assert all(text in words for text in shown)


def test_an_isolated_python_asks_isolated_ones(place: Place) -> None:
    place.healthy().r()
    place.module("keras.py", "raise SystemError('not this one')", place.folder)
    done = subprocess.run(
        [place.python, "-I", "-m", "rkeras_py", "doctor"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=place.folder,
        env={"PATH": str(place.folder / "bin")},
    )
    assert "not this one" not in done.stdout and "Keras         3.15.1" in done.stdout


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        (
            "tensorflow",
            "raise ImportError('libcublas.so.12: cannot open')",
            "ImportError: libcublas.so.12: cannot open",
        ),
        ("tensorflow", "import os; os.abort()", "it was stopped by SIGABRT"),
        ("tensorflow", "import os; os.kill(os.getpid(), 11)", "it was stopped by SIGSEGV"),
        ("keras", "import os; os._exit(7)", "it ended with exit status 7"),
        ("keras", "print('x' * 10**6); raise SystemExit('bad luck')", "bad luck"),
    ],
)
def test_what_cannot_be_imported(place: Place, name: str, code: str, said: str) -> None:
    place.healthy()
    place.module(f"{name}/__init__.py", code)
    text, mend = only(place.doctor())
    assert text == f"`import {name}` fails: {said}"
    assert mend.endswith(f"--force-reinstall {name}")


@pytest.mark.parametrize("name", ["tensorflow", "keras"])
def test_a_package_whose_files_are_gone(place: Place, name: str) -> None:
    shutil.rmtree(place.healthy().site / name)
    for text in ("ModuleNotFoundError: No module named", "module .* has no attribute '__version__'"):
        said, mend = only(place.doctor())
        assert re.match(rf"`import {name}` fails: (AttributeError: )?{text}", said) and mend.endswith(name), said
        (place.site / name).mkdir(exist_ok=True)  # Python imports an empty folder


def test_records_that_are_damaged(place: Place) -> None:
    place.healthy().distribution("rkeras-py", __version__, direct_url="{{")
    (place.site / "keras-3.15.1.dist-info/METADATA").write_bytes(b"\xff" * 99)
    assert only(place.doctor())[0].startswith(f"The Python package rkeras-py {__version__} came from an index")


def test_a_timeout_is_a_number_of_seconds(place: Place) -> None:
    for text in ("0", "nan", "inf", "soon"):
        done = place.doctor("--timeout", text)
        assert done.returncode == 2 and f"a number of seconds above 0, not '{text}'" in done.stderr


def test_what_hangs_is_ended_with_all_that_it_started(place: Place) -> None:
    place.healthy()
    code = "import subprocess, time\np = subprocess.Popen(['/bin/sleep', '600'])\n"
    place.module("tensorflow/__init__.py", f"{code}open('child', 'w').write(str(p.pid))\ntime.sleep(600)")
    place.rscript("/bin/sleep 600")
    start = time.monotonic()
    done = place.doctor("--timeout", "3")
    assert time.monotonic() - start < 100  # seconds; both sleep for 600
    assert problems(done) == []
    assert problems(done, "unknown") == [
        ("`import tensorflow`: it did not finish within 3 s; it is slow or hangs.", "rkeras doctor --timeout 15"),
        ("R: it did not finish within 3 s; it is slow or hangs.", "rkeras doctor --timeout 15"),
    ]
    assert done.returncode == 3 and "R was not found" not in done.stdout
    time.sleep(0.2)
    state = Path(f"/proc/{(place.folder / 'child').read_text()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


@pytest.mark.parametrize(
    ("old", "new", "said", "mend"),
    [
        ("3.15.1", "99.1.0", "Keras 99.1.0 is newer than the newest tested version, 3.15.", '"keras<3.16"'),
        ("3.15.1", "3.11.3", "Keras 3.11.3 is older than 3.12.", '-U "keras>=3.12,<4"'),
        ('"tensorflow")', '"jax")', "Keras runs on jax, not on TensorFlow.", "set KERAS_BACKEND"),
        ("sum(row)", "sum(row) + 1", "The first layer returns 30.0, not 24.", "-U keras"),
    ],
)
def test_a_keras_that_does_not_fit(place: Place, old: str, new: str, said: str, mend: str) -> None:
    place.healthy().module("keras/__init__.py", GOOD["keras"].replace(old, new))
    text, line = only(place.doctor())
    assert text == said and mend in line


@pytest.mark.parametrize(("name", "code"), [("keras", GOOD["keras"]), ("keras", "x"), ("numpy", "x"), ("h5py", "x")])
def test_a_file_of_the_user_that_hides_a_package(place: Place, name: str, code: str) -> None:
    place.healthy().module("tensorflow/__init__.py", f"import {name}\n{GOOD['tensorflow']}")
    place.module(f"{name}.py", code, place.folder)
    text, mend = only(place.doctor())
    assert text == f"`import {name}` loads {place.folder}/{name}.py, which hides the installed package."
    assert mend.startswith(f"rename {place.folder}/{name}.py")


def test_a_file_of_the_user_that_hides_the_standard_library(place: Place) -> None:
    place.healthy().r()
    place.module("json.py", "raise ValueError('not this one')", place.folder)
    place.module("os.py", "x", place.folder)  # Python has loaded its own before it looks there
    text, mend = problems(place.doctor(), "note")[0]
    hiding = f"A Python started here imports {place.folder}/json.py instead of the standard library"
    assert (text, mend) == (f"{hiding}.", "rename it, or start Python and R elsewhere")
    place.module("tensorflow/__init__.py", "import json")
    text, mend = only(place.doctor())
    assert text == f"{hiding}, and Keras fails: ValueError: not this one" and mend.startswith("rename it")


@pytest.mark.parametrize(
    ("changed", "said", "mend"),
    [
        ({"r__rkeras": "0.0.9"}, f"R has rkeras 0.0.9, but Python has rkeras_py {__version__}", "make setup in "),
        ({"r__rkeras_versions": "2"}, "R has several versions of rkeras", "remove.packages"),
        ({"r__rkeras_repository": "CRAN"}, "An R package rkeras came from CRAN", "remove.packages"),
        ({"reticulate__version": ""}, "The R package reticulate is not installed.", "install.packages"),
        ({"r__rkeras": ""}, "The R package rkeras is not installed.", "make setup in "),
        ({"start__r__sum": "12"}, "library(rkeras) in R: the first layer returns 12, not 24.", "install_keras()"),
        ({"start__r__sum": "x"}, "library(rkeras) in R: the first layer returns x, not 24.", "install_keras()"),
    ],
)
def test_an_r_that_does_not_fit(place: Place, changed: dict[str, str], said: str, mend: str) -> None:
    place.healthy().r(**changed)
    text, line = only(place.doctor())
    assert text.startswith(said) and mend in line


@pytest.mark.parametrize(
    ("start", "said", "mend"),
    [
        ("echo 'Error: libpython3.so: cannot open' >&2; exit 1", "library(rkeras) in R fails at ", "RETICULATE_PYTHON"),
        ("kill -11 $$", "library(rkeras) in R fails at ", "RETICULATE_PYTHON"),
        ("exec /bin/sleep 60", "library(rkeras) in R fails at ", "--timeout 10"),
    ],
)
def test_the_start_of_a_user_of_r_is_tried(place: Place, start: str, said: str, mend: str) -> None:
    place.healthy().r(start=f"printf '\\nrkeras-doctor\\tstart.r.stage\\ta first layer\\n'; {start}")
    done = place.doctor("--timeout", "2")
    kind = "unknown" if "sleep" in start else "problem"
    ((text, line),) = problems(done, kind)
    assert text.startswith(said.removesuffix(" fails at ") if kind == "unknown" else said) and mend in line
    assert "a first layer" in text and done.returncode == (3 if kind == "unknown" else 1)


def test_nothing_is_lent_to_the_r_of_the_user(place: Place) -> None:
    place.healthy().r(start='echo "libraries: ${R_LIBS-none} ${R_LIBS_USER-none} ${MINE-none}" >&2; exit 1')
    assert only(place.doctor(MINE="kept"))[0].endswith(": libraries: none none kept")


def test_a_backend_that_the_user_asked_for(place: Place) -> None:
    place.healthy().module("keras/__init__.py", "raise ModuleNotFoundError(\"No module named 'jax'\")")
    for name in ("jax", "torch"):
        text, mend = only(place.doctor(KERAS_BACKEND=name))
        assert (
            text == f"KERAS_BACKEND is {name}, which is not installed in this Python." and f" {name}, or unset" in mend
        )
    text, mend = only(place.doctor(KERAS_BACKEND="openvino"))
    assert (text[27:], mend[:19]) == ("but rkeras runs only on TensorFlow, JAX or PyTorch.", "unset KERAS_BACKEND")
    place.distribution("jax", "0.7.0")
    assert only(place.doctor(KERAS_BACKEND="jax"))[0].startswith("`import keras` fails: ModuleNotFoundError")
    place.module("keras/__init__.py", GOOD["keras"].replace('"tensorflow")', '"jax")'))
    for path in place.site.glob("tensorflow*"):
        shutil.rmtree(path)
    assert not problems(place.doctor(KERAS_BACKEND="jax"))


def test_an_r_that_hangs_is_not_a_missing_r(place: Place) -> None:
    place.healthy().rscript("/bin/sleep 60")
    place.distribution("rpy2", "3.6.9")
    place.module("rpy2/__init__.py", "")
    place.module("rpy2/situation.py", RPY2.format(home=None))
    done = place.doctor("--timeout", "1")
    assert done.returncode == 3 and "install R" not in done.stdout and "R: it did not finish within 1 s" in done.stdout


def test_a_python_without_keras_that_reticulate_is_to_use(place: Place) -> None:
    place.healthy()
    other = place.folder / "other/bin/python"
    other.parent.mkdir(parents=True)
    other.write_text(f'#!/bin/sh\nexec {place.python} -S "$@"\n')
    other.chmod(0o755)
    text, mend = only(place.doctor(RETICULATE_PYTHON=str(other)))
    assert text == f"RETICULATE_PYTHON is {other}, which has no tensorflow, no keras, no numpy, no h5py."
    assert mend.startswith(f"set RETICULATE_PYTHON to {place.python}")


def test_json_for_programs(place: Place) -> None:
    place.healthy().r()
    done = place.doctor("--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["verdict"], found["problems"], found["unknown"]) == (0, "works", [], [])
    assert found["first_layer"] == {"python": True, "r": True, "bridge": False}
    assert found["facts"]["r.version"] == "4.5.0" and found["notes"][0]["mend"]
    place.module("keras/__init__.py", "raise SystemExit('bad luck')")
    done = place.doctor("--json", "--report")
    found = json.loads(done.stdout)
    assert (done.returncode, found["verdict"]) == (1, "problems") and "bad luck" in found["problems"][0]["text"]
    assert str(place.folder) not in done.stdout


def test_an_r_that_fails_or_babbles(place: Place) -> None:
    place.healthy().rscript("echo 'libR.so: cannot open shared object file' >&2; exit 127")
    assert only(place.doctor())[0] == "R does not run: libR.so: cannot open shared object file"
    place.rscript("echo hello")
    text, mend = only(place.doctor())
    assert text.endswith(": it reported nothing") and mend.startswith(f"run {place.folder}/bin/Rscript --vanilla")


@pytest.mark.parametrize(
    ("home", "code", "kind", "said"),
    [
        ("/usr/lib/R", "", "note", "rpy2 runs in ABI mode"),
        ("/usr/lib/R", "raise OSError('libR.so: no such file')", "problem", "rpy2 cannot load R: OSError: libR.so: no"),
        ("/opt/R/4.1", "", "problem", "rpy2 loads the R in /opt/R/4.1, but Rscript belongs to /usr/lib/R."),
        (None, "", "problem", "rpy2 does not find R."),
    ],
)
def test_an_rpy2_that_does_not_fit(place: Place, home: str | None, code: str, kind: str, said: str) -> None:
    place.healthy().r()
    place.distribution("rpy2", "3.6.9")
    place.module("rpy2/__init__.py", "")
    place.module("rpy2/situation.py", RPY2.format(home=home))
    place.module("rpy2/rinterface.py", code)
    done = place.doctor()
    assert problems(done, kind)[0][0].startswith(said)
    assert "rpy2          3.6.9, ABI mode" in done.stdout


def test_a_package_of_our_name_that_is_not_ours(place: Place) -> None:
    place.healthy()
    place.distribution("rkeras-py", "7.0")
    place.distribution("rkeras", "7.1")
    found = problems(place.doctor())
    assert [text.split(" came")[0] for text, _ in found] == [
        "The Python package rkeras-py 7.0",
        "The Python package rkeras 7.1",
    ]
    assert [mend.replace(f"--python {place.python} ", "") for _, mend in found] == [
        "uv pip uninstall rkeras-py",
        "uv pip uninstall rkeras",
    ]


def test_two_copies_of_different_versions(place: Place) -> None:
    place.healthy()
    place.distribution("rkeras-py", "0.0.1", direct_url=json.dumps({"url": "file:///a.whl"}))
    assert only(place.doctor())[0].startswith(f"rkeras_py {__version__} is running, but 0.0.1 is installed")
    shutil.rmtree(place.site / "rkeras_py-0.0.1.dist-info")
    place.distribution("rkeras-py", __version__, direct_url=json.dumps({"url": "file:///a.whl"}))
    assert problems(place.doctor()) == []


def test_a_python_that_reticulate_cannot_use(place: Place) -> None:
    place.healthy()
    broken = place.folder / "gone/bin/python"
    broken.parent.mkdir(parents=True)
    broken.symlink_to("/nowhere/python3")
    text, mend = only(place.doctor(RETICULATE_PYTHON=str(broken)))
    assert text.startswith(f"RETICULATE_PYTHON is {broken}, which does not run") and "No such file" in text
    assert mend.startswith(f"set RETICULATE_PYTHON to {place.python}")
    broken.unlink()
    broken.write_text("#!/bin/sh\n")
    broken.chmod(0o755)
    assert only(place.doctor(RETICULATE_PYTHON=str(broken)))[0].endswith("does not run: it reported nothing")
    for name in ("numpy", "h5py"):
        place.module(f"{name}/__init__.py", "")
    assert problems(place.doctor(RETICULATE_PYTHON=str(place.python))) == []


@pytest.mark.parametrize(
    ("session", "asked", "said"),
    [
        ({"reticulate.running": "yes", "reticulate.python": "/usr/bin/python3"}, True, "This R session runs /usr/bin"),
        (
            {"alias": "yes", "r.keras": "/lib/keras", "r.keras_is_alias": "no"},
            False,
            "use_keras_alias() was called, but",
        ),
        ({"alias": "yes", "r.keras": "/lib/keras", "r.keras_is_alias": "yes"}, False, ""),
    ],
)
def test_what_a_session_of_r_tells(place: Place, session: dict[str, str], asked: bool, said: str) -> None:
    place.healthy()
    facts = {**session, **({"reticulate.asked": str(place.python)} if asked else {})}
    lines = "".join(f"rkeras-doctor\t{name}\t{value}\n" for name, value in facts.items())
    place.module("exchange/session", lines, place.folder)
    found = problems(place.doctor("--exchange", str(place.folder / "exchange")))
    assert [text.startswith(said) for text, _ in found] == ([True] if said else [])
    told = (place.folder / "exchange/problems").read_text().splitlines()
    assert [line.split("\t")[1:] for line in told if line.startswith("problem\t")] == [list(one) for one in found]


def test_a_report_has_no_names_and_no_folders(place: Place) -> None:
    home = place.folder / "jane doe"
    home.mkdir()
    shutil.move(place.folder / "env", home / "env")
    private = Place(home)
    private.healthy().r(r__rkeras_path=f"{home}/secret client/R/rkeras", r__home="/usr/lib/R")
    private.module("tensorflow/__init__.py", "raise OSError('/data/janes-project/x.so: no such file of jane')")
    plain = private.doctor(USER="jane", LOGNAME="jane")
    assert "jane doe" in plain.stdout and "janes-project" in plain.stdout
    done = private.doctor("--report", USER="jane", LOGNAME="jane")
    assert done.stdout.startswith("```text\n") and done.stdout.endswith("```\n")
    for word in ("jane", "doe", "secret", "client", "janes-project", str(place.folder), str(ROOT)):
        assert word not in done.stdout
    assert (
        "~/…/python" in done.stdout and "/usr/lib/R" in done.stdout and "…/x.so: no such file of <user>" in done.stdout
    )
