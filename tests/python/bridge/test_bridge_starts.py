"""How R starts inside Python: once, in silence, on the main thread; who else may have started it; what it needs.

Each script runs in a process of its own.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

from bridge_support import HARD_LIMIT, START, environment, run_python


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


def test_where_python_hosts_r_the_collector_looks_at_what_is_the_users() -> None:
    run_python(f"""
        {START}
        import gc, sys
        mine = []
        assert "keras" not in sys.modules
        R("x <- layer_input(2)")
        assert "keras" in sys.modules and gc.get_freeze_count() == 0
        assert any(one is mine for one in gc.get_objects())
    """)


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
    assert '-m pip install "rpy2>=3.6"' in done.stdout


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
