"""Matters of the whole process: output, threads, the user's own things, the end.

Each script runs in a process of its own; cases that leave it as it was share one.
"""

import importlib.util
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from bridge_support import HARD_LIMIT, START, environment, run_python
from prepared import run_to_the_end
from support import ALL_CASES

MODES = ["ABI", *(["API"] if importlib.util.find_spec("_rinterface_cffi_api") else [])]
"""How this rpy2 can talk to R."""


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_of_rpy2_ends_cleanly(mode: str) -> None:
    for _ in range(3 if ALL_CASES else 1):
        done = run_python(
            f"""
            {START}
            import numpy as np
            class Thing: pass
            R["x"], R["y"] = Thing(), np.zeros((3, 4))
            f = R("function(x) x")
            kept = [f, R["x"], R("new.env()"), f(R["x"])]
            print(R("1 + 1"))
            """,
            RPY2_CFFI_MODE=mode,
        )
        assert (done.stdout, done.stderr) == ("2.0\n", "")


def test_the_process_ends_with_the_code_it_was_given() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{START}\nR['stop'] = __import__('sys').exit\nR('stop(3L)')"],
        env=environment(),
        timeout=HARD_LIMIT,
    )
    assert done.returncode == 3


def test_keras_and_r_end_cleanly_together() -> None:
    done = run_to_the_end(f"""
        {START}
        import keras
        inputs = keras.Input((3,))
        R["m"] = model = keras.Model(inputs, keras.layers.Dense(2)(inputs))
        assert R["m"] is model
        print(R("m$count_params()"))
    """)
    assert done.stdout == "8\n"


def test_calls_after_the_end_are_refused() -> None:
    done = run_python(f"""
        import atexit
        def late():
            try:
                R("1")
            except RuntimeError as error:
                print(error)
        atexit.register(late)
        {START}
    """)
    assert "R has ended with the Python process" in done.stdout


# Output -------------------------------------------------------------------------------------------


IN_TURN = """
import sys
from rkeras_py.bridge import r_session
R = r_session()
for name, code in {cases}.items():
    for stream in (sys.stdout, sys.stderr):
        print("\\ncase:", name, file=stream, flush=True)
    exec(code, {{"R": R, "r_session": r_session}})
"""
CASES = {
    "fork": """
        import os
        folder = R("tempdir()")
        child = os.fork()
        if child == 0:
            raise SystemExit(0)
        print(os.waitpid(child, 0)[1], os.path.isdir(folder), R("1"))
    """,
    "output": """
        import sys
        print("one")
        R("cat('two\\n'); print(3L)")
        print("four")
        R["say"] = print
        R("say('five'); cat('six\\n'); system('echo seven')")
        R("message('to stderr')")
        R("5")  # no printing by itself
    """,
    "redirected": """
        import contextlib, io
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            R("cat('grün 漢字'); message('note')")
        assert (out.getvalue(), err.getvalue()) == ("grün 漢字", "note\\n"), (out.getvalue(), err.getvalue())
        R("cat('here')")
    """,
    "stream that fails": """
        import contextlib
        class Broken:
            def write(self, text): raise OSError("full")
        try:
            with contextlib.redirect_stdout(Broken()):
                R("cat('x')")
        except OSError as error:
            assert str(error) == "full"
        else:
            raise AssertionError("swallowed")
        print(R("1"))
    """,
    "warning": """
        R["apply"] = lambda f: f()
        R("invisible(apply(function() { warning('from afar'); 1 }))")
    """,
    "other thread": """
        import threading
        f = R("function() 1")
        def use(action):
            try:
                action()
            except RuntimeError as error:
                print(error)
        def work():
            for action in (lambda: R("1"), lambda: f(), lambda: R["x"], lambda: R.call("sum", 1), lambda: repr(f)):
                use(action)
            use(lambda: R.__setitem__("x", 1))
            print("same" if r_session() is R else "other")
        thread = threading.Thread(target=work, name="worker")
        thread.start()
        R("for (i in 1:100000) sqrt(i)")
        thread.join()
        print(R("2"))
    """,
    "threads while R runs": """
        import threading, time
        count = [0]
        done = threading.Event()
        def tick():
            while not done.is_set():
                count[0] += 1
                time.sleep(0.01)
        thread = threading.Thread(target=tick)
        thread.start()
        R("Sys.sleep(1)")
        done.set()
        thread.join()
        assert count[0] > 30, count
        print("ticked")
    """,
}


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[str, str]]:
    """The standard output and standard error of one session in each case."""
    done = run_python(IN_TURN.format(cases={name: textwrap.dedent(code) for name, code in CASES.items()}))
    streams = [[part.split("\n", 1) for part in text.split("\ncase: ")[1:]] for text in (done.stdout, done.stderr)]
    return {name: (out, err) for (name, out), (_, err) in zip(*streams, strict=True)}


def test_r_ends_only_with_its_own_process(printed: dict[str, tuple[str, str]]) -> None:
    assert printed["fork"] == ("0 True 1.0\n", "")


def test_output_comes_once_and_in_order(printed: dict[str, tuple[str, str]]) -> None:
    stdout, stderr = printed["output"]
    assert stdout.split("\n") == ["one", "two", "[1] 3", "four", "five", "six", "seven", ""]
    assert stderr == "to stderr\n"


def test_output_follows_redirected_streams(printed: dict[str, tuple[str, str]]) -> None:
    assert printed["redirected"] == ("here", "")


def test_a_stream_that_fails_is_no_secret(printed: dict[str, tuple[str, str]]) -> None:
    assert printed["stream that fails"] == ("1.0\n", "")


def test_warnings_outside_of_the_bridges_calls_are_printed(printed: dict[str, tuple[str, str]]) -> None:
    stdout, stderr = printed["warning"]
    assert stdout == "" and "from afar" in stderr


# Threads ------------------------------------------------------------------------------------------


def test_another_thread_is_told_what_to_do(printed: dict[str, tuple[str, str]]) -> None:
    lines = printed["other thread"][0].splitlines()
    assert lines[-2:] == ["same", "2.0"]
    assert len(lines) == 8
    assert all(
        "R runs only on the main thread" in line and "'worker'" in line and "R.in_main" in line for line in lines[:6]
    )


def test_another_thread_trains_beside_r() -> None:
    done = run_to_the_end(f"""
        {START}
        import threading
        import numpy as np
        import rkeras_py as rk
        R("library(rkeras); model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)")
        R("model %>% compile('sgd', 'mse')")
        model, x, y = R["model"], np.ones((8, 2)), np.ones((8, 1))
        def work():
            rk.fit(model, x, y, epochs=2, verbose=1)
            rk.evaluate(model, x, y, verbose=1)
            rk.predict(model, x, verbose=1)
            print("done")
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(60)
        print("waits for R" if thread.is_alive() else "ended")
    """)
    assert "Epoch 2/2" in done.stdout and done.stdout.splitlines()[-2:] == ["done", "ended"], done.stderr


def test_python_threads_run_while_r_does(printed: dict[str, tuple[str, str]]) -> None:
    assert printed["threads while R runs"] == ("ticked\n", "")


# Settings of the user -------------------------------------------------------------------------


def test_the_users_things_survive_the_start() -> None:
    run_python("""
        import signal, sys
        R, r = "mine", "mine too"
        handler = lambda *_: None
        signal.signal(signal.SIGINT, handler)
        path, executable, streams = list(sys.path), sys.executable, (sys.stdout, sys.stderr)
        from rkeras_py.bridge import r_session
        session = r_session()
        session["x"] = object()
        assert (R, r) == ("mine", "mine too")
        assert signal.getsignal(signal.SIGINT) is handler
        assert sys.path[: len(path)] == path
        assert sys.executable == executable
        assert (sys.stdout, sys.stderr) == streams
    """)


def test_a_saved_workspace_is_not_loaded_nor_the_environment_changed(tmp_path: Path) -> None:
    subprocess.run(["Rscript", "-e", "stray <- 1; save.image('.RData')"], cwd=tmp_path, check=True, timeout=HARD_LIMIT)
    run_python(f"""
        import os, subprocess
        os.chdir({str(tmp_path)!r})
        names = ("LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "VIRTUAL_ENV", "R_SESSION_TMPDIR")
        def seen_by_children():
            lines = subprocess.run(["env"], capture_output=True, text=True, check=True).stdout.splitlines()
            return sorted(line for line in lines if line.partition("=")[0] in names)
        before = seen_by_children()
        from rkeras_py.bridge import r_session
        session = r_session()
        assert seen_by_children() == before
        assert "R" not in vars() and "r" not in vars()
        assert "stray" not in session
    """)


def test_a_plot_of_a_script_says_which_file_it_is_in(tmp_path: Path) -> None:
    done = run_python(
        f"""
        {START}
        import os, warnings
        os.chdir({str(tmp_path)!r})
        with warnings.catch_warnings(record=True) as caught:
            R("plot(1)")
            R("plot(2); abline(h = 1)")
            R("png('own.png'); plot(1); invisible(dev.off())")
        (warned,) = caught
        print(warned.category.__name__, os.path.join(os.getcwd(), "Rplots.pdf") in str(warned.message))
        R("options(warn = -1)")
        R("plot(1)")
        """
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "RWarning True\n", "")
    assert (tmp_path / "Rplots.pdf").read_bytes().rstrip().endswith(b"%%EOF")
    assert (tmp_path / "own.png").exists()


def test_callbacks_of_later_run_while_python_idles() -> None:
    run_to_the_end(
        f"""{START}
import asyncio, time
R("library(later); ran <- 0; later(function() ran <<- ran + 1, 0.05)")
assert R.serve(lambda: R["ran"] == 1.0, timeout=20)
R('later(function() ran <<- ran + 1, 0.05); later(function() stop("of later"), 0.01)')
async def idle():
    R.serve_in(asyncio.get_running_loop())
    for _ in range(200):
        await asyncio.sleep(0.1)
        if R["ran"] == 2.0:
            return True
assert asyncio.run(idle())
"""
    )
