"""`rkeras run`: R scripts as they are, by Rscript or in R inside Python."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import ROOT, project_env, sampled

from rkeras_py import cli

SCRIPTS = ROOT / "tests/scripts"
PLAIN = """
args <- commandArgs(TRUE)
print(args)
cat(sys.nframe(), interactive(), basename(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "\\n")
invisible(1)
5 + 5
quote(a + b)
setClass("P", representation(x = "numeric")); new("P", x = 1)
print(c("package:rkeras", "package:keras") %in% search())
plot(1:3)
f <- function() warning("careful")
suppressWarnings(f())
message("to stderr")
.Last <- function() cat("last words\\n")
if (args[1] == "quit") tryCatch(quit(status = 3), error = function(e) 1)
if (args[1] == "fail") { g <- function() stop("bad thing"); g() }
if (args[1] == "handled") { options(error = quote(cat("handled\\n"))); stop("one") }
f()
"""


DRIVER = """\
for (file in commandArgs(TRUE)) {
  options(tensorflow.extract.style = NULL) # which one of them sets
  cat("# script ", basename(file), "\\n", sep = "")
  source(file, local = new.env(), print.eval = TRUE)
  rkeras::clear_session()
}
"""


def outer() -> dict[str, str]:
    """The environment without what an R that runs in this process has left there."""
    return {name: value for name, value in os.environ.items() if name != "R_HOME"}


def rkeras(
    *words: str, cwd: Path, env: dict[str, str] | None = None, timeout: float = 100
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rkeras_py", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        cwd=cwd,
        env={**outer(), **project_env(), **(env or {})},
    )


def run_in_hosts(hosts: Sequence[str], *words: str, cwd: Path) -> list[str]:
    """Return the output of a script under each host, when nothing goes wrong and there is no warning."""
    with ThreadPoolExecutor() as both:
        done = list(both.map(lambda host: rkeras("run", "--host", host, *words, cwd=cwd, timeout=880), hosts))
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * len(done)
    return [one.stdout for one in done]


@pytest.mark.timeout(900)
def test_reports_have_no_start_messages_of_tensorflow(tmp_path: Path) -> None:
    code = "library(keras)\nmodel <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)\nprint(tf$ones(2L))\n"
    (tmp_path / "script.R").write_text(code)
    env = {name: value for name, value in {**outer(), **project_env()}.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    for words in (["check"], ["translate", "--style", "keras"]):
        command = [sys.executable, "-m", "rkeras_py", *words, "script.R"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=tmp_path, env=env)
        assert not {"oneDNN", "absl"} & set(re.findall(r"\w+", done.stderr)), (words, done.stderr)


def test_scripts_for_r_keras_run_unmodified_under_both_hosts(tmp_path: Path) -> None:
    driver = tmp_path / "driver.R"
    driver.write_text(DRIVER)
    scripts = sampled(sorted(path.name for path in SCRIPTS.glob("*.R")), 5)
    words = [str(driver), *(str(SCRIPTS / script) for script in scripts)]
    by_rscript, by_python = run_in_hosts(cli.HOSTS, *words, cwd=tmp_path)
    assert [part.partition("\n")[0] for part in by_rscript.split("# script ")] == ["", *scripts]
    assert by_rscript == by_python
    said = dict(part.split("\n", 1) for part in by_rscript.split("# script ")[1:])
    assert "" not in said.values()
    by_keras, by_r = ([float(number) for number in said["custom_metric.R"].splitlines()[i].split()] for i in (1, 3))
    assert by_keras == pytest.approx(by_r, abs=1e-6)


def test_a_script_alone_runs_and_plots_under_both_hosts(tmp_path: Path) -> None:
    by_rscript, by_python = run_in_hosts(cli.HOSTS, str(SCRIPTS / "mlp.R"), cwd=tmp_path)
    assert by_rscript == by_python != ""
    assert (tmp_path / "Rplots.pdf").exists()


@pytest.mark.parametrize(("word", "code"), [("quit", 3), ("fail", 1), ("handled", 0)])
def test_python_host_does_what_rscript_does(word: str, code: int, tmp_path: Path) -> None:
    script = tmp_path / "plain script.R"
    script.write_text(PLAIN)
    expected = subprocess.run(
        ["Rscript", str(script), word, "b c", "--x=1"], capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    (tmp_path / "Rplots.pdf").unlink()
    done = rkeras("run", "--host", "python", str(script), word, "b c", "--x=1", cwd=tmp_path)
    assert done.stdout == expected.stdout
    assert done.returncode == expected.returncode == code
    assert (tmp_path / "Rplots.pdf").read_bytes().startswith(b"%PDF")
    rest = [line for line in done.stderr.splitlines() if "careful" not in line]
    assert rest == [
        line for line in expected.stderr.splitlines() if "careful" not in line and line != "Warning message:"
    ]


@pytest.mark.parametrize("host", cli.HOSTS)
def test_errors_of_a_script_end_it(host: str, tmp_path: Path) -> None:
    script = tmp_path / "script.R"
    script.write_text("x <- (1\n")
    done = rkeras("run", "--host", host, str(script), cwd=tmp_path)
    assert done.returncode == 1
    assert "unexpected end of input" in done.stderr
    assert done.stderr.endswith("Execution halted\n")


@pytest.mark.parametrize("host", cli.HOSTS)
def test_says_what_is_missing(host: str, tmp_path: Path) -> None:
    script = tmp_path / "script.R"
    script.write_text("1")
    done = rkeras("run", "--host", host, "none.R", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "rkeras run: none.R is not a file.\n")
    done = rkeras("run", "--host", host, str(script), cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert done.returncode == 2
    assert "install R (Debian, Ubuntu: apt-get install r-base-core)" in done.stderr


@pytest.mark.parametrize("host", cli.HOSTS)
def test_says_that_r_lacks_rkeras(host: str, tmp_path: Path) -> None:
    (tmp_path / "script.R").write_text("1")
    (tmp_path / "main.py").write_text(
        "import sys\nfrom rkeras_py import cli\ncli._find_carried_libraries = lambda: []\n"
        f"sys.exit(cli.main(['run', '--host', {host!r}, 'script.R']))"
    )
    done = subprocess.run(
        [sys.executable, "main.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        env={**outer(), **project_env(), "R_LIBS": "", "R_LIBS_USER": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "no package called" in done.stderr and f"make setup in {ROOT}" in done.stderr


@pytest.mark.parametrize(("host", "code"), [("r", 1), ("python", 1)])
def test_ctrl_c_ends_the_script(host: str, code: int, tmp_path: Path) -> None:
    script = tmp_path / "script.R"
    script.write_text('cat("ready\\n"); repeat x <- 1')
    process = subprocess.Popen(
        [sys.executable, "-m", "rkeras_py", "run", "--host", host, str(script)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**outer(), **project_env()},
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == code
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_script_ends_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "script.R").write_text('cat(Sys.getpid(), "\\n"); Sys.sleep(60)')
    process = subprocess.Popen(
        [sys.executable, "-m", "rkeras_py", "run", "script.R"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**outer(), **project_env()},
    )
    with process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) == process.pid
        process.kill()


def test_a_verification_ends_with_its_processes(tmp_path: Path) -> None:
    (tmp_path / "script.R").write_text('library(keras)\nwriteLines(as.character(Sys.getpid()), "pid"); Sys.sleep(60)')
    process = subprocess.Popen(
        [sys.executable, "-m", "rkeras_py", "translate", "--verify", "script.R", "-o", "program.py"],
        stdout=subprocess.DEVNULL,
        cwd=tmp_path,
        env={**outer(), **project_env()},
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().endswith("\n"):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.1)
    process.terminate()
    assert process.wait(30) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_site_profile_still_counts(tmp_path: Path) -> None:
    (tmp_path / "site.R").write_text('options(from_site = "yes")')
    (tmp_path / ".Rprofile").write_text('options(from_user = "yes")\n')
    (tmp_path / "script.R").write_text(
        'cat(getOption("from_site", "no"), getOption("from_user", "no"), basename(Sys.getenv("R_PROFILE")))'
    )
    done = rkeras("run", "script.R", cwd=tmp_path, env={"R_PROFILE": str(tmp_path / "site.R")})
    assert done.stdout == "yes yes site.R"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--epochs", "3", "-v"], ("r", ["--epochs", "3", "-v"])),
        (["a", "--host", "python"], ("python", ["a"])),
        (["a", "--host=python"], ("python", ["a"])),
        (["--host", "localhost"], ("r", ["--host", "localhost"])),
        (["--host", "python", "b"], ("r", ["--host", "python", "b"])),
        (["--", "a", "--host", "python"], ("r", ["a", "--host", "python"])),
        ([], ("r", [])),
    ],
)
def test_only_a_last_host_is_ours(given: list[str], expected: tuple[str, list[str]]) -> None:
    assert cli._take_last_host("r", given) == expected


def test_words_after_two_dashes_are_the_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(cli, "_run", lambda options: asked.append((options.host, options.arguments)) or 0)
    for words in (["x.R", "--", "a", "--host", "r"], ["--host", "r", "x.R", "--", "a"], ["x.R", "a", "--", "b"]):
        assert cli.main(["run", *words]) == 0
    assert asked == [("r", ["--", "a", "--host", "r"]), ("r", ["--", "a"]), ("r", ["a", "--", "b"])]


def test_environment_keeps_the_users_libraries_first() -> None:
    found = cli.build_environment({"R_LIBS": "/mine"})
    assert found["R_LIBS"].split(os.pathsep) == ["/mine", str(ROOT / ".rlib")]
    assert found["RETICULATE_PYTHON"] == sys.executable
    assert cli.build_environment({"TF_CPP_MIN_LOG_LEVEL": "0"})["TF_CPP_MIN_LOG_LEVEL"] == "0"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--version"], 0, "rkeras 0.1.0"),
        (["--help"], 0, "commands: run run an R script that calls library(keras)"),
        (["run", "--help"], 0, "commandArgs(TRUE)"),
        ([], 2, "required: command"),
        (["run"], 2, "required: script."),
        (["run", "--host", "julia", "x.R"], 2, "invalid choice: 'julia'"),
    ],
)
def test_help_and_usage(words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == code
    assert said in " ".join("".join(capsys.readouterr()).split()) + "."
