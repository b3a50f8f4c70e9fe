"""`rkeras launch`: processes that know of each other, whose output is collected, and which end together."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from support import project_env

from rkeras_py import cli
from rkeras_py.launch import cluster, texts

pytestmark = pytest.mark.quick

SCRIPT = """
import json, os, subprocess, sys, time
task = json.loads(os.environ["TF_CONFIG"])
rank = task["task"]["index"]
print("args", sys.argv[1:], "of", len(set(task["cluster"]["worker"])))
if sys.argv[1] == "fail" and rank == 1:
    time.sleep(0.2)
    print("trouble", file=sys.stderr)
    sys.exit(7)
if sys.argv[1] != "well":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print("child", child.pid)
    time.sleep(60)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "a script.py"
    path.write_text(SCRIPT)
    return path


def launch(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "rkeras_py", "launch", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **project_env()},
        start_new_session=True,
    )


def assert_gone(output: str) -> None:
    children = [int(pid) for pid in re.findall(r"child (\d+)", output)]
    assert children
    for _ in range(100):
        if not [pid for pid in children if Path(f"/proc/{pid}").exists()]:
            return
        time.sleep(0.05)
    raise AssertionError("children of workers live on")


def test_output_has_the_number_of_its_worker_and_goes_to_files(script: Path, tmp_path: Path) -> None:
    done = launch("--workers", "3", "--log-dir", str(tmp_path / "logs"), str(script), "well", "--x")
    stdout, stderr = done.communicate(timeout=60)
    assert (done.returncode, stderr) == (0, "")
    assert sorted(stdout.splitlines()) == [f"[worker {i}] args ['well', '--x'] of 3" for i in range(3)]
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["worker-0.log", "worker-1.log", "worker-2.log"]
    assert files[1].read_text() == "args ['well', '--x'] of 3\n"


def test_all_end_when_one_fails(script: Path) -> None:
    done = launch("--workers", "3", str(script), "fail")
    stdout, stderr = done.communicate(timeout=60)
    assert done.returncode == 7
    assert stderr == (
        "rkeras launch: worker 1 of 3 ended with exit status 7, and the others were stopped. Its last lines:\n"
        "  args ['fail'] of 3\n  trouble\n"
    )
    assert_gone(stdout)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_all(number: int, script: Path) -> None:
    done = launch("--workers", "2", str(script), "wait")
    assert done.stdout is not None
    seen = "".join(done.stdout.readline() for _ in range(4))
    done.send_signal(number)
    _, stderr = done.communicate(timeout=60)
    assert (done.returncode, stderr) == (128 + number, "rkeras launch: interrupted: all workers were stopped.\n")
    assert_gone(seen)


def test_a_signal_that_comes_as_a_worker_starts(script: Path) -> None:
    code = (
        "import os, signal, subprocess, sys\n"
        "from rkeras_py import cli\n"
        "class Started(subprocess.Popen):\n"
        "    def __init__(self, command, **options):\n"
        "        super().__init__(command, **options)\n"
        "        if 'wait' in command:\n"
        "            print('child', self.pid, flush=True)\n"
        "            os.kill(os.getpid(), signal.SIGTERM)\n"
        "subprocess.Popen = Started\n"
        "sys.exit(cli.main(['launch', '--workers', '3', sys.argv[1], 'wait']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **project_env()},
    )
    assert (done.returncode, done.stderr) == (143, "rkeras launch: interrupted: all workers were stopped.\n")
    assert done.stdout.count("child") == 1
    assert_gone(done.stdout)


def test_time_runs_out(script: Path) -> None:
    done = launch("--timeout", "1.5", str(script), "wait")
    _, stderr = done.communicate(timeout=60)
    assert done.returncode == 124
    assert stderr == "rkeras launch: not finished after 1.5 seconds: 0, 1. All workers were stopped.\n"


def test_scripts_of_r_know_of_each_other_too(tmp_path: Path) -> None:
    path = tmp_path / "train.R"
    path.write_text('cat(commandArgs(TRUE), nchar(Sys.getenv("TF_CONFIG")) > 50, "package:keras" %in% search(), "\\n")')
    done = launch(str(path), "a b")
    stdout, stderr = done.communicate(timeout=100)
    assert (done.returncode, stderr) == (0, "")
    assert sorted(stdout.splitlines()) == [f"[worker {i}] a b TRUE FALSE " for i in (0, 1)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.py"], "none.py is not a file."),
        (["notes.txt"], "notes.txt is neither an R script (.R) nor a Python script (.py)."),
        (
            ["--hosts", "a,b", "x.R"],
            "--hosts works only with --print: rkeras does not start processes on other machines.",
        ),
        (["--print", "shell", "x.R"], "--print shell needs the names of the machines: --hosts a,b,c"),
        (
            ["--print", "shell", "--hosts", "a,b", "--workers", "3", "x.R"],
            "3 workers, but 2 machines (a, b): each machine runs one worker.",
        ),
        (
            ["--print", "slurm", "--restarts", "3", "--hosts", "a,b", "x.R"],
            "--restarts, --hosts has no effect with --print slurm: remove it.",
        ),
        (["--workers", "²", "x.R"], "argument --workers: a whole number from 1 to 64, not '²'"),
        (["--time", "99:99:99", "x.R"], "argument --time: a time such as 08:00:00 or 2-00:00:00, not '99:99:99'"),
        (["--workers", "0", "x.R"], "argument --workers: a whole number from 1 to 64, not '0'"),
        (["--port", "99999", "x.R"], "argument --port: a whole number from 1 to 65535, not '99999'"),
        (["--timeout", "soon", "x.R"], "argument --timeout: a number of seconds above 0, not 'soon'"),
        (["--print", "shell", "--hosts", "a,,b", "x.R"], "different names separated by commas, not 'a,,b'"),
    ],
)
def test_wrong_words_are_told(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = cli.main(["launch", *words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 2
    assert said in capsys.readouterr().err


def test_text_for_shells_starts_what_it_says() -> None:
    text = texts.write_text("shell", Path("train it.py"), ["a b"], ["one", "two:99"], 2, 12345)
    assert text.splitlines()[0].startswith("# Start these 2 commands at the same time")
    commands = [shlex.split(line) for line in text.splitlines() if not line.startswith("#")]
    for rank, (variable, *command) in enumerate(commands):
        assert command == ["python", "train it.py", "a b"]
        config = json.loads(variable.removeprefix("TF_CONFIG="))
        assert config == {
            "cluster": {"worker": ["one:12345", "two:99"]},
            "task": {"type": "worker", "index": rank},
        }


def test_text_for_slurm_makes_the_configuration_of_each_node(tmp_path: Path) -> None:
    """With stand-ins for Slurm's commands."""
    (tmp_path / "scontrol").write_text("#!/bin/sh\nprintf 'n1\\nn2\\n'\n")
    (tmp_path / "srun").write_text('#!/bin/sh\nshift\nSLURM_PROCID=0 "$@"\nSLURM_PROCID=1 "$@"\n')
    (tmp_path / "rkeras").write_text('#!/bin/sh\necho "$@"\necho "$TF_CONFIG"\n')
    for name in ("scontrol", "srun", "rkeras"):
        (tmp_path / name).chmod(0o755)
    text = texts.write_text("slurm", Path("train.R"), ["it's"], [], 2, 777)
    assert "#SBATCH --nodes=2\n" in text
    done = subprocess.run(
        ["bash", "-c", text],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "SLURM_JOB_NODELIST": "n[1-2]"},
    )
    lines = done.stdout.splitlines()
    assert (lines[::2], done.stderr) == (["run train.R it's"] * 2, "")
    assert [json.loads(line) for line in lines[1::2]] == [
        {"cluster": {"worker": ["n1:777", "n2:777"]}, "task": {"type": "worker", "index": rank}} for rank in (0, 1)
    ]


def test_text_for_kubernetes_is_a_service_and_a_job() -> None:
    text = texts.write_text("kubernetes", Path("Train_it.R"), [], [], 3, 12345)
    service, job = yaml.safe_load_all(text)
    assert service["metadata"]["name"] == job["spec"]["template"]["spec"]["subdomain"] == "train-it"
    assert job["spec"]["completions"] == job["spec"]["parallelism"] == 3
    (container,) = job["spec"]["template"]["spec"]["containers"]
    code = container["command"][2].replace("exec rkeras run Train_it.R", 'echo "$TF_CONFIG"')
    done = subprocess.run(
        ["sh", "-c", code], capture_output=True, text=True, timeout=30, env={**os.environ, "JOB_COMPLETION_INDEX": "2"}
    )
    assert json.loads(done.stdout) == {
        "cluster": {"worker": [f"train-it-{rank}.train-it:12345" for rank in range(3)]},
        "task": {"type": "worker", "index": 2},
    }


def test_addresses_are_free_and_differ() -> None:
    assert len(set(cluster.find_addresses(20))) == 20
