"""Notebooks: a Python kernel with cells in Python and in R, as a user sees them."""

import json
import re
from typing import Any

import pytest
from support import displayed, run_script

SETUP = """
import numpy as np, rkeras_py as rk
from rkeras_py.bridge import r_session
rk.set_random_seed(1)
x = np.sin(np.arange(96.0)).reshape(24, 4)
y = (x.sum(axis=1) > 0) * 1.0
model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1, activation="sigmoid")
_ = rk.compile(model, "sgd", "binary_crossentropy", metrics="accuracy")
"""

R_FIT = """%%R -i model,x,y -o history,again
cat("before\\n")
history <- fit(model, x, y, epochs = 2, batch_size = 8)
cat("after\\n")
again <- model
1 + 1
invisible(3)
"""

R_INTERRUPTED = """%%R
batch <- function() list(x, y)
calls <- 0
slow <- function() {
  calls <<- calls + 1
  if (calls == 30) {
    cat("ready\\n")
    for (i in 1:1e10) i
  }
  batch()
}
history <- fit(model, slow, steps_per_epoch = 20, epochs = 1e6, verbose = 0)
"""

FOREVER = """
calls = iter(range(10**9))
def batches():
    while True:
        if next(calls) == 30:
            print("ready")
        yield {batch}
rk.{what}(model, batches(), steps=10**7, verbose=0)
"""

LONG_FIT = (
    "rk.fit(model, x, y, epochs=10**6, verbose=0, "
    "callbacks=rk.callback_lambda(on_epoch_begin=lambda epoch: print('ready') if epoch == 2 else None))"
)

CELLS = {
    "setup": SETUP,
    "python": "print('before'); history = rk.fit(model, x, y, epochs=2, batch_size=8); print('after')",
    "history": "history",
    "load": "%load_ext rkeras_py",
    "r": R_FIT,
    "same": "again is model, sorted(history['metrics']), 'load_ipython_extension' in rk.__all__",
    "plot": "%%R -w 5 -h 4\nplot(history)\nplot(1:3)",
    "plain": "%%R -i model,x,y\nh <- model$fit(x, y, epochs = 2L, batch_size = 8L)\np <- model$predict(x)",
    "plot by code": "R = r_session()\nR('plot(1:3)')\nR('plot(2); abline(h = 1)')\nR('dev.off()')\nR('plot(3)'); 1 / 0",
    "table": "%%R\ndata.frame(x = as.Date(c(1, NA)), f = I(list('a<', 2)))\n4\nknitr::kable(head(cars, 1))",
    "long table": "%%R\ntibble::tibble(n = 1:100)",
    "widget": "bold = R('htmltools::tags$b(1)'); type(bold).__name__, bold._repr_html_(), R('y ~ x')._repr_html_()",
    "line": "%R names(list(x = x, y = 2))",
    "warning": "%%R\nwarning('careful')\ncat('on\\n')",
    "error": "%%R\ncat('so far\\n')\nfit(model, x, y, epochs = 1.5)",
    "translate": "%%rkeras --translate\nlibrary(rkeras)\nx <- c(1, 2)\nm <- layer_input(2) %>% layer_dense(3)\npie(x)",
    "translate keras": "%%rkeras --translate keras\nlayer_dense(layer_input(2), 3)",
    "translate no R": "%%rkeras --translate\n\nx <- (",
    "wrong": "%%R -i nobody\n1",
    "interrupted fit": f"history = {LONG_FIT}",
    "kept": "len(history.epoch) > 1",
    "interrupted fit, not the last": f"history = None\n{LONG_FIT}\nprint('went on')",
    "interrupted evaluate": FOREVER.format(what="evaluate", batch="(x, y)"),
    "interrupted predict": FOREVER.format(what="predict", batch="(x,)"),
    "interrupted R": R_INTERRUPTED,
    "kept R": "%%R\ncat('epochs:', length(history$metrics$loss), '\\n')",
    "interrupted R, not the last": f"{R_INTERRUPTED.replace('calls <- 0', 'calls <- 10')}cat('went on')",
    "interrupted loop": "%%R\ncat('ready\\n')\nrepeat {}",
    "trains on": "len(rk.fit(model, x, y, epochs=2, verbose=0).metrics['loss'])",
}

RUN = """
import json, os, signal, subprocess, sys, threading, time
from jupyter_client import KernelManager

stacks = sys.argv[0] + ".stacks"
WATCH = f"import faulthandler; faulthandler.register({int(signal.SIGUSR1)}, open({stacks!r}, 'w'))"

def stop_with_stacks(name):
    os.kill(manager.provisioner.pid, signal.SIGUSR1)
    time.sleep(1)
    with open(stacks) as file:
        sys.exit(f"the cell {name!r} did not end; it said {said}; its threads:\\n{file.read()}")

def hear(message):
    kind, content = message["msg_type"], message["content"]
    if kind == "stream":
        if said and said[-1][0] == content["name"]:
            said[-1][1] += content["text"]
        else:
            said.append([content["name"], content["text"]])
        if said[-1][1].endswith("ready\\n"):  # a kernel may send one print() in two parts
            threading.Timer(0.3, manager.interrupt_kernel).start()
    elif kind == "error":
        said.append(["error", content["ename"] + ": " + content["evalue"]])
    elif kind in ("execute_result", "display_data"):
        data = content["data"]
        page = data.get("text/markdown", data.get("text/html")) if "IPython" in data["text/plain"] else None
        said.append([kind, data.get("image/png", page or data["text/plain"])])

manager = KernelManager(kernel_name="python3")
manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
client = manager.client()
client.start_channels()
client.wait_for_ready(60)
client.execute_interactive(WATCH, timeout=90)
seen = {}
for name, code in json.loads(sys.argv[1]).items():
    said = seen[name] = []
    try:
        reply = client.execute_interactive(code, timeout=90, output_hook=hear)
    except TimeoutError:
        stop_with_stacks(name)
    said += [["next cell", one["text"]] for one in reply["content"]["payload"] if one["source"] == "set_next_input"]
client.stop_channels()
manager.shutdown_kernel(now=True)
print(json.dumps(seen))
"""

BAR = r"3/3 \[={30}\] - \d+s \d+[mu]?s/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}"
EPOCHS = rf"before\nEpoch 1/2\n{BAR}\nEpoch 2/2\n{BAR}\nafter\n"


@pytest.fixture(scope="module")
def seen() -> Any:
    done = run_script(RUN, "python", json.dumps(CELLS), timeout=250)
    assert done.code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("cell", ["python", "r"])
def test_progress_comes_in_the_cell_in_order(seen: Any, cell: str) -> None:
    ((stream, text),) = seen[cell]
    assert stream == "stdout"
    assert re.fullmatch(EPOCHS + ("" if cell == "python" else r"\[1\] 2\n"), displayed(text)), text


def test_values_go_both_ways_and_a_model_is_the_same_one(seen: Any) -> None:
    assert seen["setup"] == seen["load"] == []
    assert seen["same"] == [["execute_result", "(True, ['accuracy', 'loss'], False)"]]
    assert seen["line"] == [["execute_result", "['x', 'y']"]]
    ((kind, text),) = seen["history"]
    assert kind == "execute_result" and text.startswith("\nFinal epoch (plot to see history):\n    loss: ")


def test_plots_are_pictures(seen: Any) -> None:
    import base64

    assert [kind for kind, _ in seen["plot"]] == ["display_data"] * 2
    for _, picture in seen["plot"]:
        data = base64.b64decode(picture)
        assert data.startswith(b"\x89PNG") and data[16:24] == (480).to_bytes(4) + (384).to_bytes(4)


def test_the_bar_of_plain_keras_is_a_line_for_each_epoch(seen: Any) -> None:
    ((stream, text),) = seen["plain"]
    line = r"3/3 - \d+s - \d+[mu]?s/step"
    epoch = rf"{line}( - (accuracy|loss): \d\.\d{{4}}){{2}}\n"
    assert stream == "stdout" and re.fullmatch(rf"Epoch 1/2\n{epoch}Epoch 2/2\n{epoch}1/1 - .*/step\n", text), text


def test_plots_by_code_of_r_are_pictures_below_the_cell(seen: Any) -> None:
    import base64

    error, *pictures = seen["plot by code"]
    assert error == ["error", "ZeroDivisionError: division by zero"]
    assert [kind for kind, _ in pictures] == ["display_data"] * 3
    assert {base64.b64decode(picture)[16:20] for _, picture in pictures} == {(672).to_bytes(4)}


def test_tables_and_widgets_are_html(seen: Any) -> None:
    text, (_, table), (_, kable) = seen["table"]
    assert text == ["stdout", "[1] 4\n"]
    assert "data.frame of 2 rows and 2 columns" in table and "<td>NA</td>" in table and "<td>a&lt;</td>" in table
    assert kable.splitlines()[0] == "| speed| dist|"
    ((_, table),) = seen["long table"]
    assert table.count("<tr>") == 12 and "<tr><td>…</td><td>…</td></tr>" in table
    assert "<tr><td>100</td><td>100</td></tr>" in table
    assert seen["widget"] == [["execute_result", "('RObject', '<div>\\n<b>1</b></div>', None)"]]


def test_warnings_and_errors_arrive(seen: Any) -> None:
    (stream, warning), (_, on) = sorted(seen["warning"])
    assert (stream, on) == ("stderr", "on\n") and "RWarning: careful" in warning
    (_, text), (kind, error) = seen["error"]
    assert (text, kind) == ("so far\n", "error")
    assert "fit(): `epochs` should be a whole number" in error
    assert seen["wrong"] == [["stderr", "UsageError: %%R -i nobody: there is no Python variable 'nobody'.\n"]]


def test_a_cell_becomes_one_in_python(seen: Any) -> None:
    (stream, left), (where, code) = seen["translate"]
    assert (stream, left) == ("stdout", "not translated: line 4: the R plot pie()\n")
    assert where == "next cell"
    assert "x = np.array([1.0, 2.0])\nm = layer_input(2) >> layer_dense(3)\n# rkeras translate: the R plot" in code
    assert seen["translate keras"] == [
        ["next cell", "import keras\n\nkeras.layers.Dense(3)(keras.Input(shape=(2,)))\n"]
    ]
    ((stream, error),) = seen["translate no R"]
    assert stream == "stderr" and error.startswith("UsageError: %%rkeras --translate: line 3: R cannot parse it: ")


def test_the_stop_button(seen: Any) -> None:
    assert [text for _, text in seen["interrupted fit"]][1].startswith("fit(): interrupted in epoch ")
    assert [seen[f"interrupted {name}"] for name in ("evaluate", "predict", "loop")] == [
        [["stdout", "ready\n"], ["error", "KeyboardInterrupt: "]]
    ] * 3
    assert seen["kept"] == [["execute_result", "True"]]
    assert dict(seen["interrupted R"])["stderr"].startswith("fit(): interrupted in epoch 2 of 1000000.")
    assert seen["kept R"] == [["stdout", "epochs: 2 \n"]]
    for language in ("fit", "R"):
        (_, text), (_, error) = seen[f"interrupted {language}, not the last"]
        assert text == "ready\n" and error.startswith("KeyboardInterrupt: "), error
    assert seen["trains on"] == [["execute_result", "2"]]
