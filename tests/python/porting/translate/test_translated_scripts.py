"""Scripts and their translations print the same: all scripts in one R, all programs in this process."""

import contextlib
import io
import re
import runpy
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import keras
import pytest
from support import ALL_CASES, ROOT

from rkeras_py.porting.checking.parsing import run_rscript
from rkeras_py.porting.translate.translating import Translated, translate_texts
from rkeras_py.porting.verification.comparing import compare
from rkeras_py.porting.verification.draws import PROGRAM, draw_as_r, read_data_sets
from tools import translate_rates

OWN = sorted((ROOT / "tests/translate").glob("*.R"))
EXAMPLES = sorted((ROOT / "examples/r").glob("*.R"))
ALL = [*OWN, *EXAMPLES]
TRAINED = ("mlp", "functional", "custom_layer", "training_loop", "saliency_map", "measures", "plain")
"""Of the scripts and examples with models those that always run; `make test-all` runs all, in some minutes."""
SCRIPTS = [one for one in ALL if ALL_CASES or one.stem in TRAINED or "keras" not in one.read_text(encoding="utf-8")]
TOKEN = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-z_]+|[^\s\w\[\],]")
SPELLED = {"TRUE": "True", "FALSE": "False", "NULL": "None"}
SECONDS = 400
TOLERANCE = 2e-5  # of float32, after some steps of training


@pytest.fixture(scope="module")
def printed_by_r(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with what R prints; it runs while Python does."""
    folder = tmp_path_factory.mktemp("printed")
    command = ["Rscript", str(ROOT / "tests/python/support/translate_runs.R"), str(folder), *map(str, SCRIPTS)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        yield folder
        process.kill()


@pytest.fixture(scope="module")
def parsed() -> str:
    rscript = shutil.which("Rscript")
    assert rscript
    return run_rscript(rscript, [path.read_text(encoding="utf-8") for path in SCRIPTS], {}, 60)


@pytest.fixture(scope="module")
def programs(parsed: str) -> dict[str, Translated]:
    return translate_all(parsed, "rkeras_py")


def translate_all(parsed: str, style: str) -> dict[str, Translated]:
    found = translate_texts([path.read_text(encoding="utf-8") for path in SCRIPTS], parsed, style)
    return {path.stem: one for path, one in zip(SCRIPTS, found, strict=True)}


def run(program: Translated, path: Path) -> str:
    path.write_text(program.text, encoding="utf-8")
    keras.backend.clear_session()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        runpy.run_path(str(path), run_name=PROGRAM)
    return output.getvalue()


def read_tokens(text: str) -> list[str]:
    return [SPELLED.get(one, one) for one in TOKEN.findall(re.sub(r"(?m)^ *\[\d+\]|\[\d*,\d*\]", "", text))]


def assert_same(by_r: str, by_python: str) -> None:
    wanted, found = read_tokens(by_r), read_tokens(by_python)
    assert len(wanted) == len(found), f"{by_r}\n---\n{by_python}"
    for one, other in zip(wanted, found, strict=True):
        if one != other:
            assert float(one) == pytest.approx(float(other), rel=TOLERANCE, abs=1e-6), f"{by_r}\n---\n{by_python}"


@pytest.mark.timeout(SECONDS + 100)
@pytest.mark.parametrize("name", [path.stem for path in SCRIPTS])
def test_prints_the_same(
    name: str, programs: dict[str, Translated], printed_by_r: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert programs[name].left == []
    by_python = run(programs[name], tmp_path / f"{name}.py")
    by_r = wait_for(printed_by_r, name)
    assert by_python.strip()
    assert_same(by_r, by_python)


def wait_for(folder: Path, name: str) -> str:
    """Return what R printed for a script, when it is done."""
    deadline = time.monotonic() + SECONDS
    while not (folder / f"{name}.done").exists():
        assert time.monotonic() < deadline, f"R did not finish {name}"
        time.sleep(0.1)
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


NEEDS_OURS = (
    "applying", "arithmetic", "attention", "callbacks_checkpoint", "callbacks_loss_history", "conditions",
    "evaluation", "formula_fit", "frames", "functional", "gan_images", "generator_rows",
    "generators_two", "grid_search", "history_printed", "k_functions", "layer_scaled_class", "lists", "matrices",
    "missing", "normal_equations", "one_hot", "ops_functions", "questions_two_outputs", "residual_keras3",
    "series_gru", "several_models", "siamese_distance", "tables", "text_tokens", "text_vectors", "texts",
    "transfer_mobilenet", "validate_settings", "weights_kept", "windows_generator",
)  # fmt: skip
"""Of our own scripts those with something that Keras, numpy and Python alone have not."""
PLAIN = [one.stem for one in SCRIPTS if one in OWN and one.stem not in NEEDS_OURS]


@pytest.mark.timeout(SECONDS + 100)
@pytest.mark.parametrize("name", PLAIN)
def test_plain_keras_prints_the_same(
    name: str, parsed: str, printed_by_r: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program = translate_all(parsed, "keras")[name]
    assert program.left == []
    assert "layer_dense" not in program.text
    with draw_as_r(), read_data_sets():
        by_python = run(program, tmp_path / f"{name}.py")
    notes = [[{"kind": "printed", "line": 1, "text": text}, {"kind": "end", "line": 2}]
             for text in (wait_for(printed_by_r, name), by_python)]  # fmt: skip
    assert compare(notes[0], notes[1], name)[0], compare(notes[0], notes[1], name)[1] + f"\n---\n{by_python}"


def test_there_are_enough() -> None:
    assert len(OWN) >= 150
    assert len(EXAMPLES) >= 9


def test_the_table_of_rates_is_fresh() -> None:
    programs = translate_rates.translate_corpus()
    assert translate_rates.make_table(programs) in translate_rates.PAGE.read_text(encoding="utf-8")
    assert not any(translate_rates.IMPORT.search(program.text) for program in programs["keras"])
    kept = {one.stem for one, program in zip(OWN, programs["keras"], strict=True) if program.left}
    assert kept == set(NEEDS_OURS)
    assert not any(program.left for program in programs["rkeras_py"])
