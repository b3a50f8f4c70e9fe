"""What concerns the whole process: starting, output, threads, the user's own things, the end.

Each script runs in a process of its own.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from bridge_support import HARD_LIMIT, environment, run_python

START = "from rkeras_py.bridge import r_session; R = r_session()"


def test_importing_the_bridge_starts_nothing() -> None:
    run_python("""
        import sys
        import rkeras_py.bridge
        loaded = [name for name in ("rpy2", "tensorflow", "keras", "pandas") if name in sys.modules]
        assert not loaded, loaded
    """)


def test_starting_r_is_silent_and_happens_once() -> None:
    done = run_python(f"""
        {START}
        import sys
        assert r_session() is R
        assert repr(R) == "<R session, hosted by Python>"
        assert "pandas" not in sys.modules and "tensorflow" not in sys.modules
        assert R("Sys.getenv('RETICULATE_PYTHON')") == sys.executable
        assert "package:rkeras" in R("search()")
        assert R("reticulate::py_config()$python") == sys.executable
    """)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("mode", ["ABI", "API"])
def test_both_modes_of_rpy2_end_cleanly(mode: str) -> None:
    if mode == "API":
        probe = run_python("import importlib.util as u; print(u.find_spec('_rinterface_cffi_api') is not None)")
        mode = "API" if probe.stdout.strip() == "True" else "ABI"
    for _ in range(3):
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
    done = run_python(f"""
        {START}
        import keras
        inputs = keras.Input((3,))
        R["m"] = model = keras.Model(inputs, keras.layers.Dense(2)(inputs))
        assert R["m"] is model
        print(R("m$count_params()"))
    """)
    assert done.stdout == "8\n"


def test_r_ends_only_with_its_own_process() -> None:
    run_python(f"""
        {START}
        import os
        folder = R("tempdir()")
        child = os.fork()
        if child == 0:
            raise SystemExit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert os.path.isdir(folder)
        assert R("1") == 1.0
    """)


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


def test_output_comes_once_and_in_order() -> None:
    done = run_python(f"""
        {START}
        import sys
        print("one")
        R("cat('two\\\\n'); print(3L)")
        print("four")
        R["say"] = print
        R("say('five'); cat('six\\\\n'); system('echo seven')")
        R("message('to stderr')")
        R("5")  # no printing by itself
    """)
    assert done.stdout.split("\n") == ["one", "two", "[1] 3", "four", "five", "six", "seven", ""]
    assert done.stderr == "to stderr\n"


def test_output_follows_redirected_streams() -> None:
    done = run_python(f"""
        {START}
        import contextlib, io
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            R("cat('grün 漢字'); message('note')")
        assert (out.getvalue(), err.getvalue()) == ("grün 漢字", "note\\n"), (out.getvalue(), err.getvalue())
        R("cat('here')")
    """)
    assert (done.stdout, done.stderr) == ("here", "")


def test_a_stream_that_fails_is_no_secret() -> None:
    run_python(f"""
        {START}
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
        assert R("1") == 1.0
    """)


def test_warnings_outside_of_the_bridges_calls_are_printed() -> None:
    done = run_python(f"""
        {START}
        R["apply"] = lambda f: f()
        R("invisible(apply(function() {{ warning('from afar'); 1 }}))")
    """)
    assert "from afar" in done.stderr


# Threads ------------------------------------------------------------------------------------------


def test_another_thread_is_told_what_to_do() -> None:
    done = run_python(f"""
        {START}
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
    """)
    lines = done.stdout.splitlines()
    assert lines[-2:] == ["same", "2.0"]
    assert len(lines) == 8
    assert all(
        "R runs only on the main thread" in line and "'worker'" in line and "queue" in line for line in lines[:6]
    )


def test_another_thread_trains_beside_r() -> None:
    done = run_python(f"""
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


def test_starting_on_another_thread_is_refused() -> None:
    done = run_python("""
        import threading
        from rkeras_py.bridge import r_session
        def work():
            try:
                r_session()
            except RuntimeError as error:
                print(error)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    """)
    assert "r_session(): R runs only on the main thread" in done.stdout


def test_python_threads_run_while_r_does() -> None:
    done = run_python(f"""
        {START}
        import threading, time
        count = 0
        def tick():
            global count
            while not done:
                count += 1
                time.sleep(0.01)
        done = False
        thread = threading.Thread(target=tick)
        thread.start()
        R("Sys.sleep(1)")
        done = True
        thread.join()
        assert count > 30, count
    """)
    assert done.returncode == 0


# What belongs to the user -------------------------------------------------------------------------


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
    run_python("""
        import os, subprocess
        names = ("LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "VIRTUAL_ENV", "R_SESSION_TMPDIR")
        def seen_by_children():
            lines = subprocess.run(["env"], capture_output=True, text=True, check=True).stdout.splitlines()
            return sorted(line for line in lines if line.partition("=")[0] in names)
        before = seen_by_children()
        from rkeras_py.bridge import r_session
        session = r_session()
        assert seen_by_children() == before
        assert "R" not in vars() and "r" not in vars()
    """)


def test_a_saved_workspace_is_not_loaded(tmp_path: Path) -> None:
    subprocess.run(["Rscript", "-e", "stray <- 1; save.image('.RData')"], cwd=tmp_path, check=True, timeout=HARD_LIMIT)
    run_python(f"""
        import os
        os.chdir({str(tmp_path)!r})
        {START}
        assert "stray" not in R
    """)


# Other starts -------------------------------------------------------------------------------------


def test_a_user_of_rpy2_may_have_started_r() -> None:
    done = run_python(
        f"""
        import rpy2.rinterface
        rpy2.rinterface.initr()
        {START}
        class Thing: pass
        thing = Thing()
        R["x"] = thing
        assert R["x"] is thing
        R("cat('hello')")
        """,
        RPY2_CFFI_MODE="ABI",
    )
    assert done.stdout == "hello"


def test_python_may_be_the_guest_of_r() -> None:
    script = textwrap.dedent("""
        x <- 41
        reticulate::py_run_string("
        from rkeras_py.bridge import r_session, RError
        R = r_session()
        assert repr(R) == '<R session, hosted by R>'
        assert R('x + 1') == 42.0
        class Thing: pass
        thing = R['thing'] = Thing()
        assert R['thing'] is thing
        assert R.call('sum', [1, 2]) == 3
        R('cat(\\\\'from R\\\\\\\\n\\\\')')
        try:
            R('stop(\\\\'no\\\\')')
        except RError as error:
            print(error)
        ")
        cat(class(thing)[2], "\\n")
    """)
    done = subprocess.run(
        ["Rscript", "-e", script],
        capture_output=True,
        text=True,
        timeout=HARD_LIMIT,
        env=environment(RETICULATE_PYTHON=sys.executable),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["from R", "no", "python.builtin.object ", ""]


def test_without_r_it_is_said_what_to_install(tmp_path: Path) -> None:
    done = run_python(
        """
        import rkeras_py
        from rkeras_py.bridge import r_session
        try:
            r_session()
        except RuntimeError as error:
            print(error)
        """,
        PATH=str(tmp_path),
        R_HOME=None,
    )
    assert "needs R, and none was found" in done.stdout
    assert "apt-get install r-base-core" in done.stdout
    assert "Traceback" not in done.stderr


def test_without_rpy2_it_is_said_what_to_install() -> None:
    done = run_python("""
        import importlib.util, sys
        find_spec = importlib.util.find_spec
        importlib.util.find_spec = lambda name, *args: None if name.startswith("rpy2") else find_spec(name, *args)
        from rkeras_py.bridge import r_session
        try:
            r_session()
        except ImportError as error:
            print(error)
    """)
    assert "pip install 'rkeras-py[bridge]'" in done.stdout


def test_without_the_r_package_it_is_said_what_to_do(tmp_path: Path) -> None:
    # Links to all installed packages except rkeras.
    listed = subprocess.run(
        ["Rscript", "-e", "cat(.libPaths(), sep = '\\n')"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    for library in listed.stdout.splitlines():
        for package in Path(library).iterdir():
            target = tmp_path / package.name
            if package.name != "rkeras" and not target.exists():
                target.symlink_to(package)
    done = run_python(
        """
        from rkeras_py.bridge import r_session
        for _ in range(2):
            try:
                r_session()
            except RuntimeError as error:
                print(error)
        """,
        R_LIBS=str(tmp_path),
        R_LIBS_SITE=str(tmp_path),
        R_LIBS_USER=str(tmp_path),
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all("needs the R package rkeras" in line and "make setup" in line for line in lines)
