"""Ctrl-C where R waits for events, or for Python code that it lets end first."""

import pytest
from bridge_support import START, run_and_interrupt
from prepared import run_prepared
from support import for_each

from rkeras_py.bridge import r_session

WAITING = [
    "later::run_now(Inf)",
    "httpuv::runServer('127.0.0.1', httpuv::randomPort(), list(call = function(req) NULL))",
    "shiny::runApp(shiny::shinyApp(shiny::fluidPage(), function(input, output) NULL), launch.browser = FALSE)",
]


def test_ctrl_c_ends_event_loops_of_r() -> None:
    output = run_and_interrupt(
        f"""
{START}
import time
R("loadNamespace('shiny')")
for code in {WAITING!r}:
    print("ready", flush=True)
    try:
        R(code)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    assert R("1 + 1") == 2
""",
        timeout=90,
    )
    assert output.count("interrupted") == 3, output


PRESSES_WHILE_IT_IS_SAVED = """
import keras, signal
class Presses(keras.layers.Layer):
    pressed = []
    def call(self, x):
        return x
    def get_config(self):
        self.pressed.append(1)
        signal.raise_signal(signal.SIGINT)
        return super().get_config()
model = keras.Sequential([keras.Input((3,)), Presses(), keras.layers.Dense(1)])
"""


def test_a_press_while_r_saves_a_model_waits_until_it_is_written() -> None:
    done = run_prepared(
        PRESSES_WHILE_IT_IS_SAVED
        + """
from rkeras_py.bridge import r_session
R = r_session()
R["model"] = model
try:
    R("suppressWarnings(bytes <- serialize(model, NULL)); Sys.sleep(1000)")
except KeyboardInterrupt:
    print("interrupted")
print(R("c(length(bytes) > 1000, exists('bytes'))").all(), bool(Presses.pressed))
"""
    )
    assert done.stdout.splitlines()[-2:] == ["interrupted", "True True"], done.stdout + done.stderr


def test_python_called_where_r_suspends_interrupts_ends_before_r_hears() -> None:
    done = run_prepared(
        f"""
library(rkeras)
reticulate::py_run_string("{PRESSES_WHILE_IT_IS_SAVED}")
found <- tryCatch({{
  suspendInterrupts(suppressWarnings(bytes <- serialize(reticulate::py$model, NULL)))
  Sys.sleep(60)
}}, interrupt = function(condition) "interrupted")
cat(found, length(bytes) > 1000)
""",
        host="r",
    )
    assert done.stdout.endswith("interrupted TRUE"), done.stdout + done.stderr


def test_a_press_in_a_call_that_r_makes_while_it_waits_ends_both() -> None:
    output = run_and_interrupt(
        f"""
{START}
import os, threading
thread = threading.Thread(target=lambda: list(R.executor.map(R, ["Sys.sleep(60)"] * 2)), daemon=True)
threading.excepthook = lambda about: os.write(1, b"in the thread: %s\\n" % about.exc_type.__name__.encode())
thread.start()
print("ready", flush=True)
try:
    R.serve(thread)
except KeyboardInterrupt:
    os.write(1, b"interrupted\\n")  # at once, unlike print()
thread.join(10)
assert R("1 + 1") == 2 and not thread.is_alive()
""",
        after=1.5,
        timeout=60,
    )
    assert list(filter(None, output.splitlines()[1:])) in (
        ["interrupted", "in the thread: KeyboardInterrupt"],
        ["in the thread: KeyboardInterrupt", "interrupted"],
    ), output


@for_each("code", ["readline('x: ')", "scan()", "x <- readline('x: '); x"])
def test_a_press_at_a_prompt_of_r_ends_the_call_that_asks(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(prompt: str) -> str:
        raise KeyboardInterrupt

    R = r_session()
    monkeypatch.setattr("builtins.input", press)
    before = int(R("interactive()"))
    R.api.rlib.R_Interactive = 1
    try:
        with pytest.raises(KeyboardInterrupt):
            R(code)
    finally:
        R.api.rlib.R_Interactive = before
    assert R("1 + 1") == 2
