"""Ctrl-C while R runs: exactly one KeyboardInterrupt, and a session that works on."""

import pytest
from bridge_support import run_and_interrupt

IN_TURN = """
import signal, sys, time
from rkeras_py.bridge import r_session
R = r_session()
before = signal.getsignal(signal.SIGINT)
for name, (setup, code) in {cases}.items():
    print("\\ncase:", name)
    here = {{"R": R, "time": time}}
    exec(setup, here)
    caught = 0
    try:
        print("ready")
        exec(compile(code, name, "exec"), here)
        print("went on")
    except KeyboardInterrupt:
        caught += 1
    try:
        for _ in range(20):
            time.sleep(0.02)
            assert R("1 + 1") == 2
            assert R("for (i in 1:20000) sqrt(i)") is None
    except KeyboardInterrupt:
        caught += 1
    assert signal.getsignal(signal.SIGINT) is before
    print("caught", caught)
"""

CASES = {
    "a loop of R": ("", "R('repeat {}')"),
    "an R function": ("f = R('function(n) while (TRUE) n <- n + 1')", "f(1)"),
    "R asleep": ("", "R('Sys.sleep(60)')"),
    "R's own handlers": ("", "R('tryCatch(repeat {}, error = function(e) 1, finally = cat(\"tidy\\n\"))')"),
    "Python in R": ("def work():\n    while True: pass\nR['work'] = work", "R('work()')"),
    "Python asleep in R": ("R['nap'] = lambda: time.sleep(60)", "R('nap()')"),
    "Python's C code in R": ("R('sleep <- reticulate::import(\"time\")$sleep')", "R('sleep(60)')"),
    "R in Python in R": ("R['again'] = lambda: R('repeat {}')", "R('again()')"),
    "an R function that Python in R calls": ("R['apply'] = lambda f: f()", "R('apply(function() repeat {})')"),
    "R that prints": ("", "R('repeat cat(\".\")')"),
    "many short calls": ("def spin():\n    while True: R('1')", "spin()"),
    "many conversions": (
        "def spin():\n    while True:\n        R['x'] = ['a', {'b': print}, 1.5]\n        R['x']",
        "spin()",
    ),
    "many calls from R into Python": ("R['small'] = lambda: None", "R('repeat small()')"),
}


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    """The output of one session in each case."""
    output = run_and_interrupt(IN_TURN.format(cases=CASES), after=0.4)
    return dict(part.split("\n", 1) for part in output.split("\ncase: ")[1:])


@pytest.mark.parametrize("case", CASES)
def test_one_keyboard_interrupt_and_the_session_works_on(case: str, outputs: dict[str, str]) -> None:
    output = outputs[case]
    assert "caught 1\n" in output
    assert "went on" not in output
    if case == "R's own handlers":
        assert "tidy" in output


HANDLERS = """
import os, signal
from rkeras_py.bridge import r_session
R = r_session()

print("case: twice")
try:
    print("ready")
    R("repeat {}")
except KeyboardInterrupt:
    print("first")
try:
    R["me"] = os.getpid()
    R("tools::pskill(me, tools::SIGINT); repeat {}")
except KeyboardInterrupt:
    print("second")
print(R("'fine'"))

print("case: instead")
rung = []
signal.signal(signal.SIGINT, lambda *_: rung.append(1))
R["stop"] = lambda: bool(rung)
print("ready")
R("while (!stop()) NULL")
print("rung", len(rung))
R("1")

print("case: in the bridge")
class Rings(dict):
    def __iter__(self):
        signal.raise_signal(signal.SIGINT)
        return super().__iter__()
class Stop(Exception):
    pass
def stop(*_):
    raise Stop
rung = []
signal.signal(signal.SIGINT, lambda *_: rung.append(1))
R["x"] = Rings(a=1)
print("rung", bool(rung), R["x"])
signal.signal(signal.SIGINT, stop)
try:
    R["x"] = Rings(a=2)
except Stop:
    print("stopped")
signal.signal(signal.SIGINT, lambda *_: None)
print(R("'works on'"))
"""


@pytest.fixture(scope="module")
def handled() -> dict[str, list[str]]:
    """The lines that one session prints in each case."""
    parts = [part.splitlines() for part in run_and_interrupt(HANDLERS).split("case: ")[1:]]
    return {name: lines for name, *lines in parts}


def test_a_second_signal_is_a_second_interrupt_only_for_a_second_call(handled: dict[str, list[str]]) -> None:
    assert handled["twice"] == ["ready", "first", "second", "fine"]


def test_a_handler_of_the_users_own_runs_instead_of_raising(handled: dict[str, list[str]]) -> None:
    assert handled["instead"] == ["ready", "rung 1"]


def test_a_handler_of_the_users_own_runs_in_the_bridge_itself_too(handled: dict[str, list[str]]) -> None:
    assert handled["in the bridge"] == ["rung True {'a': 1}", "stopped", "works on"]
