"""A package that imports keras, in the ways of those on CRAN: checked, and used through the aliases."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import ROOT, project_env, sampled
from test_cli import outer, rkeras

from rkeras_py import cli

CLIENT = ROOT / "tests/client"
SAID = """\
internals TRUE TRUE 3
layers TRUE 3
classes R6type.Shift R6type.Scale R6type.Warm R6type.Power
type model 1.5 1 1 unknown
sequential regression 0 16 0 36
saved TRUE
more TRUE
multi TRUE
A client model, a model of mine, 2
classes low low high high 17
prob high low TRUE
losses TRUE 40
tidy TRUE
restored TRUE
likelihood TRUE
note fitted
tensorflow 4
flags 7 0.1
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checked")
    subprocess.run(
        ["Rscript", str(CLIENT / "check.R"), str(CLIENT), str(folder)],
        check=True,
        capture_output=True,
        timeout=300,
        env={**outer(), **project_env(), "RETICULATE_PYTHON": "/no/python"},  # it needs none
    )
    return folder


def test_r_cmd_check_has_nothing_to_say_of_a_package_made_for_r_keras(checked: Path) -> None:
    log = (checked / "kerasclient.Rcheck/00check.log").read_text()
    assert log.endswith("Status: OK\n"), log
    assert "can be installed ... OK" in log


def test_packages_made_for_r_keras_work_under_the_hosts(checked: Path, tmp_path: Path) -> None:
    library, aliases, own = checked / "kerasclient.Rcheck", checked / "aliases", ROOT / ".rlib"
    installed, of_session = f"{library}:{aliases}:{own}", f"{library}:{own}"
    libraries = {"r": installed, "python": of_session}
    with ThreadPoolExecutor() as both:
        done = list(
            both.map(
                lambda host: rkeras(
                    *("run", "--host", host, str(CLIENT / "use.R")),
                    cwd=tmp_path,
                    env={"R_LIBS": libraries[host]},
                    timeout=200,
                ),
                sampled(cli.HOSTS, 2),
            )
        )
    for one in done:
        assert (one.returncode, one.stderr) == (0, "")
        assert [line.rstrip() for line in one.stdout.splitlines()] == SAID.splitlines()
