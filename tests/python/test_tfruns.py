"""Runs of the R package tfruns: the real one where it is installed, else the stand-in in tests/tfruns."""

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, sampled
from test_cli import rkeras

from rkeras_py import cli

PACKAGE = ROOT / "tests/tfruns"
HOSTS = sampled(cli.HOSTS, 2)
UNITS, RATES = (2, 5), (0.1, 0.01)


def has_tfruns() -> bool:
    found = subprocess.run(["Rscript", "-e", 'cat(nzchar(system.file(package = "tfruns")))'], capture_output=True)
    return found.stdout == b"TRUE"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    if not has_tfruns():
        words = ["R", "CMD", "INSTALL", "--no-docs", f"--library={folder}", str(PACKAGE)]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def tuned(library: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[list[str]]]]:
    def tune(host: str) -> tuple[Path, list[list[str]]]:
        folder = tmp_path_factory.mktemp(host)
        for script in PACKAGE.glob("*.R"):
            shutil.copy(script, folder)
        env = {"R_LIBS": f"{library}:{ROOT / '.rlib'}"}
        done = rkeras("run", "--host", host, "tune.R", cwd=folder, env=env, timeout=240)
        assert done.returncode == 0, done.stderr
        return folder, [line.split() for line in done.stdout.splitlines()]

    with ThreadPoolExecutor() as both:
        return dict(zip(HOSTS, both.map(tune, HOSTS), strict=True))


def record(folder: Path, kind: str) -> Any:
    return json.loads((folder / "tfruns.d" / f"{kind}.json").read_text())


@pytest.mark.parametrize("host", HOSTS)
def test_flags_of_a_run_reach_the_script(host: str, tuned: Any) -> None:
    trainings = [line for line in tuned[host][1] if line[0] == "folder"]
    expected = [(3, 0.05, "tanh"), *((units, rate, "tanh") for rate in RATES for units in UNITS), (3, 0.05, "relu")]
    assert [(int(line[2]), float(line[3]), line[4]) for line in trainings] == [*expected, (3, 0.05, "tanh")]
    for line in trainings:
        units = int(line[2])
        assert int(line[5]) == 5 * units + units + 1  # the weights of the two layers
        assert float(line[6]) == pytest.approx(float(line[3]))  # what the optimizer has
    assert tuned[host][1][-1] == ["4", "FALSE", "TRUE"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_run_records_what_was_trained(host: str, tuned: Any) -> None:
    folder, lines = tuned[host]
    trainings = {line[1]: line for line in lines if line[0] == "folder"}
    for run in (*sorted((folder / "all").iterdir()), folder / "one"):
        line = trainings[run.name]
        metrics, scores, about = (record(run, kind) for kind in ("metrics", "evaluation", "properties"))
        assert list(metrics) == ["loss", "mae", "val_loss", "val_mae"]
        assert [len(curve) for curve in metrics.values()] == [3] * 4
        assert metrics["val_mae"][:2] == pytest.approx([float(value) for value in line[7:9]], rel=1e-5)
        assert metrics["val_mae"][2] in ("NA", None)  # stopped after two of three epochs
        assert [scores["loss"], scores["mae"]] == pytest.approx([float(value) for value in line[9:11]], rel=1e-5)
        assert (about["samples"], about["validation_samples"]) == (16, 4)
        assert (about["batch_size"], about["epochs"]) == (5, 3)
        assert (about["loss_function"], about["optimizer"]) == ("mse", "SGD")
        assert about["learning_rate"] == pytest.approx(float(line[3]))
        assert about["model"].startswith('Model: "tuned"') and f"Total params: {line[5]} " in about["model"]
    assert record(folder / "one", "properties")["tag"] == "mine"


@pytest.mark.parametrize("host", HOSTS)
def test_files_of_a_run_are_in_its_folder(host: str, tuned: Any) -> None:
    folder, _ = tuned[host]
    for run in (folder / "all" / "run-001", folder / "one"):
        assert (run / "kept" / "best.h5").stat().st_size > 0
        assert (run / "weights2.index").exists() and not (run / run.name).exists()
        assert {path.name for path in (run / "logs").iterdir()} == {"train", "validation"}
    assert not (folder / "logs").exists()
    assert (folder / "kept" / "best.h5").exists()  # where the script reads it again


@pytest.mark.skipif(has_tfruns(), reason="the real tfruns shows curves in a browser")
@pytest.mark.parametrize("host", HOSTS)
def test_curves_are_shown_by_tfruns(host: str, tuned: Any) -> None:
    views = [line for line in tuned[host][1] if line[0] == "view"]
    assert views == [["view", "1", "3", "1"], ["view", "2", "3", "2"]] * 7
