"""`rkeras launch` where something goes wrong around the workers: nothing hangs, and nothing lives on."""

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
from test_launch import assert_gone

from rkeras_py.launch import cluster, output, texts
from rkeras_py.launch.guardian import GRACE

pytestmark = pytest.mark.quick

SCRIPT = """
import json, os, subprocess, sys, time
rank = json.loads(os.environ["TF_CONFIG"])["task"]["index"]
what = sys.argv[1]
if what == "chatter":
    for number in range(int(sys.argv[2])):
        print(f"{number:09d}" + "x" * 90)
    open(sys.argv[3] + str(rank), "w").close()
elif what == "forever":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print("child", child.pid)
    while True:
        print("step")
        time.sleep(0.01)
elif what == "variables":
    print(os.environ["CUDA_VISIBLE_DEVICES"], os.environ["MINE"])
elif what == "third":
    again = int(os.environ["RKERAS_RESTARTS"])
    print("from epoch", again)
    sys.exit(3 if again < 2 and rank == 1 else 0)
elif what == "holder":
    child = subprocess.Popen(["sleep", "40"], start_new_session=True)
    print("child", child.pid)
elif what == "progress":
    for epoch in range(3):
        print(f"epoch {epoch}", end="\\r")
    print("done")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    return path


def launch(*words: str, **options: object) -> "subprocess.Popen[str]":
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "stdin": subprocess.DEVNULL}
    env = {**os.environ, **project_env(), "CUDA_VISIBLE_DEVICES": "4,5,6,7"}
    command = [sys.executable, "-m", "rkeras_py", "launch", *words]
    return subprocess.Popen(command, env=env, start_new_session=True, **settings | options)  # type: ignore[call-overload, no-any-return]


def read_children(process: "subprocess.Popen[str]") -> str:
    """The output of the launcher until the children of both workers were named."""
    assert process.stdout is not None
    seen = ""
    while len(re.findall(r"child \d+", seen)) < 2:
        seen += process.stdout.readline()
    return seen


def test_nobody_reads_on(script: Path) -> None:
    process = launch(str(script), "forever")
    seen = read_children(process)
    process.stdout.close()  # type: ignore[union-attr]
    _, error = process.communicate(timeout=30)
    assert process.returncode == 141
    assert error == "rkeras launch: the output is no longer read: all workers were stopped.\n"
    assert_gone(seen)


def test_a_reader_that_stops_costs_lines_and_not_the_training(script: Path, tmp_path: Path) -> None:
    process = launch("--log-dir", str(tmp_path), str(script), "chatter", "30000", str(tmp_path / "done"))
    deadline = time.monotonic() + 30
    while not all((tmp_path / f"done{rank}").exists() for rank in (0, 1)):
        assert time.monotonic() < deadline, "workers wait for the reader"
        time.sleep(0.05)
    said, error = process.communicate(timeout=30)  # reads now
    assert (process.returncode, error) == (0, "")
    dropped = sum(map(int, re.findall(r"\[rkeras launch\] (\d+) lines are omitted", said)))
    assert dropped > 10_000
    assert len(re.findall(r"^\[worker \d\]", said, re.MULTILINE)) == 60_000 - dropped


def test_a_full_disk_is_told_once_for_each_file(script: Path, tmp_path: Path) -> None:
    for rank in (0, 1):
        (tmp_path / f"worker-{rank}.log").symlink_to("/dev/full")
    process = launch("--log-dir", str(tmp_path), str(script), "chatter", "3000", str(tmp_path / "done"))
    said, error = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said.count("\n") == 6000
    assert sorted(error.splitlines()) == [
        f"rkeras launch: {tmp_path}/worker-{rank}.log cannot be written: No space left on device. "
        "The workers continue without it."
        for rank in (0, 1)
    ]


def test_the_output_itself_on_a_full_disk(script: Path, tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        process = launch(str(script), "chatter", "3000", str(tmp_path / "done"), stdout=full)
        _, error = process.communicate(timeout=30)
    assert process.returncode == 0
    assert error.count("the output cannot be written: No space left on device") == 1
    assert (tmp_path / "done1").exists()


@pytest.mark.parametrize("closed", [(1,), (1, 2), (0, 1, 2)])
def test_streams_may_be_closed(closed: tuple[int, ...], script: Path, tmp_path: Path) -> None:
    options = {name: None for name, number in (("stdin", 0), ("stdout", 1)) if number in closed}
    process = launch(
        *("--log-dir", str(tmp_path), str(script), "chatter", "20", str(tmp_path / "done")),
        preexec_fn=lambda: [os.close(number) for number in closed],
        **options,
    )
    _, error = process.communicate(timeout=30)
    assert (process.returncode, error) == (0, "")
    assert [(tmp_path / f"worker-{rank}.log").read_text().count("\n") for rank in (0, 1)] == [20, 20]


def test_an_output_that_does_not_block_is_waited_for(script: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = launch(str(script), "chatter", "3000", str(tmp_path / "done"), stdout=writer)
    os.close(writer)
    time.sleep(0.5)  # the pipe is full now
    with open(reader) as lines:
        assert sum(1 for _ in lines) == 6000
    _, error = process.communicate(timeout=30)
    assert (process.returncode, error) == (0, "")


def test_workers_end_with_the_session_of_r_that_was_killed(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as session:
        monkeypatch.setenv("RKERAS_CALLED_FROM_R", str(session.pid))
        process = launch(str(script), "forever")
        seen = read_children(process)
        session.kill()  # nobody waits for it yet
        _, error = process.communicate(timeout=30)
    assert process.returncode == 143
    assert error == "rkeras launch: the calling process has ended: all workers were stopped.\n"
    assert_gone(seen)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_workers_end_with_the_launcher(number: int, script: Path) -> None:
    process = launch(str(script), "forever", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
    seen = read_children(process)
    process.send_signal(number)
    assert process.wait(30) == (-number if number == signal.SIGKILL else 128 + number)
    process.stdout.close()  # type: ignore[union-attr]
    process.stderr.close()  # type: ignore[union-attr]
    assert_gone(seen)


def test_nohup_is_heeded(script: Path) -> None:
    process = launch(str(script), "forever", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    seen = read_children(process)
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 143
    assert_gone(seen)


@pytest.mark.parametrize(("restarts", "code"), [("2", 0), ("1", 3)])
def test_all_start_again(restarts: str, code: int, script: Path, tmp_path: Path) -> None:
    process = launch("--restarts", restarts, "--log-dir", str(tmp_path), str(script), "third")
    _, error = process.communicate(timeout=60)
    assert process.returncode == code, error
    assert error.count("worker 1 of 2 ended with exit status 3") == 2
    assert f"restart 1 of {restarts}, from the last backup" in error
    kept = (tmp_path / "worker-1.log").read_text().splitlines()
    assert kept == [f"from epoch {number}" for number in range(3 - bool(code))]


def test_children_that_hold_the_output_are_waited_for_once(script: Path, tmp_path: Path) -> None:
    begun = time.monotonic()
    said, error = launch("--workers", "6", str(script), "holder").communicate(timeout=60)
    for child in re.findall(r"child (\d+)", said):
        os.kill(int(child), signal.SIGKILL)
    assert (said.count("child"), error) == (6, "")
    assert time.monotonic() - begun < 3 * GRACE


def test_gpus_and_variables_are_shared_out(script: Path) -> None:
    process = launch("--gpus", "2", "--env", "MINE=a b", str(script), "variables")
    said, error = process.communicate(timeout=30)
    assert (process.returncode, error) == (0, "")
    assert sorted(said.splitlines()) == ["[worker 0] 4,5 a b", "[worker 1] 6,7 a b"]
    assert cluster.share_gpus(2, 1, {}) == {"CUDA_VISIBLE_DEVICES": "2,3"}
    assert cluster.share_gpus(0, 1, {}) == {"CUDA_VISIBLE_DEVICES": "-1"}
    process = launch("--gpus", "3", str(script), "variables")
    _, error = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "--gpus 3: CUDA_VISIBLE_DEVICES has 4, too few for worker 1." in error


def test_one_view_of_the_progress(script: Path, capfd: pytest.CaptureFixture[str]) -> None:
    process = launch("--progress", str(script), "progress")
    said, error = process.communicate(timeout=30)
    assert (process.returncode, error, said) == (0, "", "[worker 0] done\n[worker 1] done\n")
    screen = output.open_stream(sys.stdout, print)
    board = output.Board(2, screen, redraws=True)
    for epoch in (1, 2):
        board.put(1, f"epoch {epoch}")
        time.sleep(0.3)
    board.close()
    screen.close(5)
    drawn = "\x1b[2K[worker 0] \n\x1b[2K[worker 1] epoch {}\n"
    assert capfd.readouterr().out == drawn.format(1) + "\x1b[2A" + drawn.format(2)


def test_logs_that_cannot_be_written_are_told(script: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "worker-0.log")
    said = {
        tmp_path / "file": f"{tmp_path}/file cannot be used as the log folder: File exists.",
        tmp_path: f"the log {tmp_path}/worker-0.log cannot be written: No such device or address.",
    }
    for folder, text in said.items():
        process = launch("--log-dir", str(folder), str(script), "third")
        assert process.communicate(timeout=30)[1] == f"rkeras launch: {text}\n"
        assert process.returncode == 2


def test_lines_end_as_they_may(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"a\r\nb\rc\xc3\xa4\xff\n" + b"d" * 70_000)
    lines: list[str] = []
    with (tmp_path / "lines").open("rb") as file:
        output.read_lines(file.fileno(), lines.append)
    assert lines[:3] == ["a", "b", "cä\ufffd"]
    assert "".join(lines[3:]) == "d" * 70_000


def test_text_asks_for_resources(tmp_path: Path) -> None:
    asked, none = texts.Resources(2, 8, "1-02:00:00", {"MINE": "it's"}), texts.Resources(0)
    script = tmp_path / "train.R"
    script.write_text("")
    slurm = texts.write_text("slurm", script, [], [], 2, None, asked)
    assert "#SBATCH --gpus-per-node=2\n#SBATCH --cpus-per-task=8\n#SBATCH --time=1-02:00:00\n" in slurm
    assert f"rkeras run {script}" in slurm
    ports = {
        subprocess.run(["bash", "-c", slurm.split("workers=")[0] + 'echo "$port$MINE"'], capture_output=True, text=True,
                       env={"SLURM_JOB_ID": job}, check=True).stdout
        for job in ("7001", "7002")
    }  # fmt: skip
    assert ports == {"22001it's\n", "22002it's\n"}
    assert 'export SRUN_CPUS_PER_TASK="$SLURM_CPUS_PER_TASK"\n' in slurm
    _, job = yaml.safe_load_all(texts.write_text("kubernetes", Path("dir/train.R"), [], [], 2, None, asked))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert job["spec"]["activeDeadlineSeconds"] == 26 * 3600
    assert container["resources"] == {"limits": {"nvidia.com/gpu": 2, "cpu": 8}}
    assert container["env"] == [{"name": "MINE", "value": "it's"}]
    assert "exec rkeras run dir/train.R" in container["command"][2]
    for kind in texts.KINDS:
        assert re.search(
            r"CUDA_VISIBLE_DEVICES\W+(value: )?\W*-1\b", texts.write_text(kind, script, [], ["a"], 1, None, none)
        )


@pytest.mark.parametrize(
    ("script", "name"),
    [("2020.R", "train-2020"), ("модель.R", "train"), ("Ein Modell.R", "ein-modell"), ("a" * 90, "a" * 50)],
)
def test_text_for_kubernetes_has_names_that_it_takes(script: str, name: str) -> None:
    text = texts.write_text("kubernetes", Path(script), ["a\nb", "it's"], [], 2)
    service, job = yaml.safe_load_all(text)
    assert service["metadata"]["name"] == job["metadata"]["name"] == name
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert shlex.split(container["command"][2])[-2:] == ["a\nb", "it's"]
