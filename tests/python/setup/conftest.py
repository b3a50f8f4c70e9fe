"""A small environment of Python for each test of the doctor."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from doctor_places import Place
from support import ROOT


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    site = next((folder / "lib").glob("python3*/site-packages"))
    (site / "project.pth").write_text(f"{ROOT}\n")
    return folder


@pytest.fixture
def place(tmp_path: Path, bare: Path) -> Place:
    shutil.copytree(bare, tmp_path / "env", symlinks=True)
    return Place(tmp_path)
