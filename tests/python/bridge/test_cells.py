"""Cells in R: options, pictures, errors, and rpy2's extension beside ours, loaded before it or after it."""

import html
import io
import json
import struct
from base64 import b64decode
from typing import Any

import pytest
from PIL import Image
from prepared import run_prepared
from support import ROOT, run_script, sampled

SHELL = """
import base64, contextlib, io, json, sys
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

pictures = []

class Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, **options):
        picture = data.get("image/png") or data["text/html"]
        pictures.append(picture if isinstance(picture, str) else base64.b64encode(picture).decode())

shell = InteractiveShell.instance()
shell.display_pub = Publisher()
seen = {}
for name, code in json.loads(sys.argv[1]).items():
    pictures = []
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        done = shell.run_cell(code)
    value = repr(done.result) if done.success else None
    seen[name] = {"text": out.getvalue(), "value": value, "pictures": pictures}
print(json.dumps(seen))
"""

SETUP = """
import types, warnings
import numpy as np, rkeras_py as rk
from rkeras_py.bridge import keras2ri, r_session
import rpy2.robjects as ro
from rpy2.robjects import numpy2ri
data = types.SimpleNamespace(x=np.arange(3.0), inner=types.SimpleNamespace(name="deep"))
a, b = 1, "text"
rules = types.SimpleNamespace(numpy=ro.default_converter + numpy2ri.converter)
ours = ro.default_converter + keras2ri.converter
model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(2)
def callback(x):
    raise KeyError("mine")
def warn():
    warnings.warn("of Python", stacklevel=4)
def local(line):
    hidden = 42
    return get_ipython().run_line_magic("MAGIC", line)
"""

WIDGET = """%%MAGIC
writeLines("f('</script>')", file.path(tempdir(), "f.js"))
needs <- htmltools::htmlDependency("f", "1", tempdir(), script = "f.js", head = "<title>t</title>")
htmltools::attachDependencies(htmltools::tags$p("w"), needs)
"""
CELLS = {
    "setup": SETUP,
    "inputs": "%%MAGIC -i data.x -i a,b,name=data.inner.name\ncat(sum(data.x), a, b, name)",
    "outputs": "%%MAGIC -i a -o one,two=r.two\none <- a + 1\nr.two <- model <- 'z'",
    "brought": "one, two",
    "alias": "%%rkeras\nlibrary(keras)\ncat('keras' %in% loadedNamespaces(), is.function(keras::layer_dense))",
    "model there": "%%MAGIC -i model -o again\nagain <- model",
    "model back": "again is model",
    "value": "%MAGIC 1 + 1",
    "several": "%MAGIC q <- 5; q - 1",
    "noreturn": "%MAGIC -n 1 + 1",
    "semicolon": "%MAGIC 1 + 1;",
    "line options": "%MAGIC -i a -o w w <- a * 3",
    "line brought": "w",
    "code like an option": "%MAGIC -q + 1",
    "nothing": "%MAGIC -n",
    "local": "local('-i hidden hidden + 1')",
    "first line": "%%MAGIC -n cat('first')\ncat(' second')",
    "converter": "%%MAGIC -c rules.numpy -i data.x -o taken\ntaken <- data.x * 2",
    "converted": "type(taken).__name__, taken.tolist()",
    "converter on a line": "%MAGIC -c ours 1:2",
    "model under our rules": "%%MAGIC -c ours -i model -o same\nsame <- model",
    "model brought": "same is model",
    "console": "%%MAGIC\n1:2\ninvisible(3)\nf <- function(x) x+1\nf",
    "default size": "%%MAGIC\nplot(1:3)\nplot(4)",
    "inches": "%%MAGIC -w 5 -h 4\nplot(1)",
    "pixels by size": "%%MAGIC -w 400 -h 300\nplot(1)",
    "one of both": "%%MAGIC -w 400\nplot(1)",
    "resolution": "%%MAGIC -w 5 -h 3 -r 100\nplot(1)",
    "joined": "%%MAGIC -w5 -h3 -r100\nplot(1)",
    "px": "%%MAGIC -u px -w 40 -h 30 -p 4\npar(mar = c(0, 0, 0, 0))\nplot(1)",
    "cm": "%%MAGIC --units=cm --width 10 --height 5 --res 254\nplot(1)",
    "mm": "%%MAGIC -u mm -w 50.8 -h 25.4 -r 100\npar(mar = c(0, 0, 0, 0))\nplot(1)",
    "in": "%%MAGIC -u in -w 4 -h 3 -r 50\nplot(1)",
    "background": "%%MAGIC -b red -w 100 -h 100\npar(mar = c(0, 0, 0, 0))\nplot.new()",
    "plot of a line": "%MAGIC -w 3 -h 3 plot(1:3)",
    "ggplot": "%%MAGIC -w 4 -h 3\nlibrary(ggplot2)\np <- ggplot(cars, aes(speed, dist)) + geom_point()\np\nprint(p)",
    "ggplot of a line": "%MAGIC -w 300 -h 200 ggplot(data.frame(a = 1:3), aes(a, a)) + geom_point()",
    "page": "%%MAGIC -w 3 -h 3\nplot(1)\nhtmltools::tags$b('\u00e4 < 1')\ninvisible(htmltools::tags$i())\nplot(2)",
    "widget": WIDGET,
    "plot before an error": "%%MAGIC -w 3 -h 3\nplot(1)\nstop('after')",
    "error": "%%MAGIC\nf <- function(x) {\n  y <- x\n  stop('bad thing')\n}\ng <- function(x) {\n  f(x)\n}\n\ng(\n2)",
    "error of a call": "%%MAGIC\n1\nlog('a')",
    "unknown function": "%%MAGIC\nnope(3)",
    "error of a line": "%MAGIC stop('line')",
    "warnings": "%%MAGIC\n1\nf <- function(x) {\n  as.integer(x)\n}\nx <- f('a')\nwarning('top',\n  ' of it')",
    "warning of a line": "2\n%MAGIC -n warning('line')",
    "warning of Python": "%%MAGIC -i warn\ny <- 1\nwarn()",
    "warning before an error": "%%MAGIC\nwarning('first')\nstop('then')",
    "no warning": "%%MAGIC\nsuppressWarnings(warning('no'))\nold <- options(warn = -1)\nwarning('no')\noptions(old)",
    "parse error": "%%MAGIC\nx <- 1\ny <- )",
    "error of Python": "%%MAGIC -i callback\nh <- function() {\n  callback(1)\n}\nh()",
    "error of rkeras": "%%MAGIC\nlayer_dense(units = 1.5)",
    "after errors": "%MAGIC 3",
    "no variable": "%%MAGIC -i nobody\n1",
    "no attribute": "%%MAGIC -i data.y\n1",
    "spaces": "%%MAGIC -i a, b\n1",
    "no R variable": "%%MAGIC -o nowhere\n1",
    "no name": "%%MAGIC -o r.two\nstop('does not run')",
    "unknown option": "%%MAGIC --type cairo\n1",
    "unknown unit": "%%MAGIC -u furlong\n1",
    "no size": "%%MAGIC -w -3\n1",
    "huge": "%%MAGIC -u in -w 900\n1",
    "no converter": "%%MAGIC -c a\n1",
}
ALONE = {"load": "%load_ext rkeras_py"}
THEN = {"load": "%load_ext rkeras_py", "beside": "%load_ext rpy2.ipython"}
BEFORE = {"beside": "%load_ext rpy2.ipython", "load": "%load_ext rkeras_py"}
THEIRS = {
    "theirs": "%%R\ncat(class(get_ipython <- 1))",
    "whose": "type(get_ipython().find_cell_magic('R').__self__).__module__",
    "told once": "1",
}
WORD = "%%R is rpy2's, whose extension is loaded; cells of rkeras_py begin with %%rkeras.\n"


def run(magic: str, before: dict[str, str], after: dict[str, str]) -> Any:
    cells = {name: code.replace("MAGIC", magic) for name, code in {**before, **CELLS, **after}.items()}
    done = run_prepared(SHELL, json.dumps(cells), timeout=200)
    assert done.code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module", params=sampled(["alone", "rpy2 after", "rpy2 before"], 2))
def shell(request: Any) -> Any:
    how = {
        "alone": ("R", ALONE, {}),
        "rpy2 after": ("rkeras", THEN, THEIRS),
        "rpy2 before": ("rkeras", BEFORE, THEIRS),
    }[request.param]
    return {"magic": how[0], **run(*how)}


def test_variables_go_both_ways(shell: Any) -> None:
    assert shell["setup"]["text"] == ""
    assert shell["inputs"]["text"] == "3 1 text deep"
    assert shell["brought"]["value"] == "(2.0, 'z')"
    assert shell["model back"]["value"] == shell["model brought"]["value"] == "True"
    assert shell["converted"]["value"] == "('ndarray', [0.0, 2.0, 4.0])"
    assert shell["local"]["value"] == "43.0"
    assert shell["alias"]["text"].endswith("TRUE TRUE")


def test_a_line_has_a_value_and_a_cell_prints(shell: Any) -> None:
    values = {name: shell[name]["value"] for name in ("value", "several", "line brought", "code like an option")}
    assert values == {"value": "2.0", "several": "4.0", "line brought": "3.0", "code like an option": "-4.0"}
    for name in ("noreturn", "semicolon", "nothing", "inputs", "outputs", "console"):
        assert shell[name]["value"] == "None"
    assert "IntVector" in shell["converter on a line"]["value"]
    assert shell["console"]["text"] == "[1] 1 2\nfunction(x) x+1\n"
    assert shell["first line"]["text"] == "first second"


SIZES = {
    "default size": [(672, 480)] * 2,
    "inches": [(480, 384)],
    "pixels by size": [(400, 300)],
    "one of both": [(400, 480)],
    "resolution": [(500, 300)],
    "joined": [(500, 300)],
    "px": [(40, 30)],
    "cm": [(1000, 500)],
    "mm": [(200, 100)],
    "in": [(200, 150)],
    "background": [(100, 100)],
    "plot of a line": [(288, 288)],
    "ggplot": [(384, 288)] * 2,
    "ggplot of a line": [(300, 200)],
    "plot before an error": [(288, 288)],
    "console": [],
}


def size_of(picture: str) -> tuple[int, ...]:
    return struct.unpack(">II", b64decode(picture)[16:24])


def colours_of(picture: str) -> set[tuple[int, ...]]:
    image = Image.open(io.BytesIO(b64decode(picture))).convert("RGB")
    return {colour for _, colour in image.getcolors(1 << 24)}


def test_plots_are_pictures_of_the_asked_size(shell: Any) -> None:
    assert {name: [size_of(one) for one in shell[name]["pictures"]] for name in SIZES} == SIZES
    assert all(len(colours_of(one)) > 1 for name in SIZES if name != "background" for one in shell[name]["pictures"])
    assert colours_of(shell["background"]["pictures"][0]) == {(255, 0, 0)}


def test_pages_stand_among_the_pictures_and_have_their_scripts_inside(shell: Any) -> None:
    first, page, second = shell["page"]["pictures"]
    assert size_of(first) == size_of(second) == (288, 288) and first != second
    assert page == "<div>\n<b>\u00e4 &lt; 1</b>\n</div>"
    (frame,) = shell["widget"]["pictures"]
    inside = html.unescape(frame.partition('srcdoc="')[2].partition('"')[0])
    assert "<script>f('<\\/script>')</script>\n<title>t</title>\n" in inside and inside.endswith("<p>w</p>\n")
    assert shell["page"]["text"] == shell["widget"]["text"] == ""


ERRORS = {
    "error": [
        "RError: bad thing",
        "  in the R call: f(x)",
        "  line 4 of the cell: stop('bad thing')",
        "  line 7 of the cell: f(x)",
        "  line 10 of the cell: g( ...",
    ],
    "error of a call": [
        "[1] 1",
        "RError: non-numeric argument to mathematical function",
        '  in the R call: log("a")',
        "  line 3 of the cell: log('a')",
    ],
    "unknown function": [
        'RError: could not find function "nope"',
        "  in the R call: nope(3)",
        "  line 2 of the cell: nope(3)",
    ],
    "error of a line": ["RError: line"],
    "plot before an error": ["RError: after", "  line 3 of the cell: stop('after')"],
}


def test_errors_show_the_message_and_the_lines_of_r(shell: Any) -> None:
    for name, lines in ERRORS.items():
        assert shell[name]["text"].splitlines() == lines, name
    parse = shell["parse error"]["text"].splitlines()
    assert parse[0] == "RError: <text>:3:6: unexpected ')'" and len(parse) <= 5
    mine = shell["error of Python"]["text"].splitlines()
    assert mine[0] == "KeyError: 'mine'" and mine[1].endswith('in callback: raise KeyError("mine")')
    assert mine[2:] == ["  line 3 of the cell: callback(1)", "  line 5 of the cell: h()"]
    ours = shell["error of rkeras"]["text"].splitlines()
    assert ours[0].startswith("ValueError: layer_dense(): `units` should be a whole number of at least 1.")
    assert ours[1:] == ["  line 2 of the cell: layer_dense(units = 1.5)"]
    assert shell["after errors"]["value"] == "3.0"


def test_warnings_point_at_the_lines_of_the_cell(shell: Any) -> None:
    said = {
        "warnings": [
            (4, "NAs introduced by coercion", "as.integer(x)"),
            (7, "top of it", "warning('top',"),
        ],
        "warning of a line": [
            (2, "line", f"get_ipython().run_line_magic('{shell['magic']}', \"-n warning('line')\")"),
        ],
        "warning of Python": [(3, "of Python", "warn()")],
        "warning before an error": [(2, "first", "warning('first')")],
    }
    for name, warned in said.items():
        lines = [line for line in shell[name]["text"].splitlines() if line != "[1] 1"]
        for number, message, code in warned:
            kind = "UserWarning" if name == "warning of Python" else "RWarning"
            assert lines[0].startswith("<ipython-input-") and lines[0].endswith(f">:{number}: {kind}: {message}"), name
            assert lines[1] == f"  {code}", name
            lines = lines[2:]
        assert lines == (["RError: then", "  line 3 of the cell: stop('then')"] if name.endswith("error") else [])
    assert shell["no warning"]["text"] == ""


def test_wrong_options_are_usage_errors(shell: Any) -> None:
    magic = f"%%{shell['magic']}"
    said = {
        "no variable": f"{magic} -i nobody: there is no Python variable 'nobody'.",
        "no attribute": f"{magic} -i data.y: SimpleNamespace has no attribute 'y'.",
        "spaces": f"{magic} -i a,: names are joined by commas without spaces.",
        "no name": f"{magic} -o r.two: 'r.two' is not a valid name in Python; choose one: -o name=r.two",
        "unknown option": "unrecognized arguments: --type cairo",
        "no size": f"{magic}: plots of -288 by 480 pixels cannot be drawn; see -w, -h, -u and -r.",
        "huge": f"{magic}: plots of 86400 by 480 pixels cannot be drawn; see -w, -h, -u and -r.",
        "no converter": f"{magic} -c a: this is a int, not an rpy2 Converter.",
    }
    assert {name: shell[name]["text"] for name in said} == {
        name: f"UsageError: {text}\n" for name, text in said.items()
    }
    assert (
        shell["no R variable"]["text"] == f"[1] 1\nUsageError: {magic} -o nowhere: there is no R variable 'nowhere'.\n"
    )
    assert "invalid choice: 'furlong'" in shell["unknown unit"]["text"]


def test_the_magic_r_is_rpy2s_where_its_extension_is_loaded(shell: Any) -> None:
    if "whose" not in shell:
        assert shell["load"]["text"] == ""
        return
    last = list(shell)[2]  # the extension that was loaded last
    assert [name for name in shell if name != "magic" and WORD in shell[name]["text"]] == [last]
    assert shell[last]["text"] == WORD
    assert shell["whose"]["value"] == "'rpy2.ipython.rmagic'"


NOTEBOOK = """
import asyncio, copy, json, sys
import nbformat
from nbclient import NotebookClient

book = nbformat.read(sys.argv[1], 4)
swapped = copy.deepcopy(book)
swapped.cells[1], swapped.cells[2] = swapped.cells[2], swapped.cells[1]
assert [cell.source for cell in book.cells[1:3]] == ["%load_ext rkeras_py", "%load_ext rpy2.ipython"]
books = [book, swapped]
for number, one in enumerate(books):
    stacks = f"open({sys.argv[2]!r} + '/stacks{number}', 'w')"
    watch = f"import faulthandler; faulthandler.dump_traceback_later(130, file={stacks})"
    one.cells.insert(0, nbformat.v4.new_code_cell(watch))

async def run():
    await asyncio.gather(*(NotebookClient(one, timeout=150, kernel_name="python3").async_execute() for one in books))
    print(json.dumps([[cell.get("outputs", []) for cell in one.cells] for one in books]))

asyncio.run(run())
"""


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("stacks")
    done = run_script(NOTEBOOK, "python", str(ROOT / "examples/cells_in_r.ipynb"), str(folder), timeout=200)
    stacks = "\n".join(path.read_text() for path in sorted(folder.iterdir()))
    assert done.code == 0, f"{stacks}\n{done.stderr}"
    return json.loads(done.stdout)


@pytest.mark.parametrize("order", [0, 1])
def test_the_notebook_runs_with_both_extensions_in_both_orders(notebooks: Any, order: int) -> None:
    outputs = [output for cell in notebooks[order] for output in cell]
    streams = [output["text"] for output in outputs if output["output_type"] == "stream"]
    assert "".join(streams) == f"{WORD}samples: 100 \n[1] 49\nTrue\n"  # a kernel may send one print() in two parts
    assert [cell["data"]["text/plain"] for cell in outputs if cell["output_type"] == "execute_result"] == ["(True, 10)"]
    pictures = [output["data"]["image/png"] for output in outputs if output["output_type"] == "display_data"]
    assert [size_of(picture) for picture in pictures] == [(480, 384), (500, 300), (600, 400), (320, 240)]
    curve, bars, _, _ = map(colours_of, pictures)
    assert (51, 102, 255) in curve and (70, 130, 180) in bars  # the line of ggplot2's smooth; "steelblue"
    shapes, zero = (output["traceback"] for output in outputs if output["output_type"] == "error")
    assert shapes[0].startswith("ValueError: predict(): `x` should be an array of shape (NULL, 4).")
    assert shapes[1:] == ["  line 5 of the cell: predict(model, half(x), verbose = 0)"]
    assert zero == [
        "RError: n must not be 0",
        "  in the R call: scale_by(0)",
        '  line 3 of the cell: if (n == 0) stop("n must not be 0")',
        "  line 6 of the cell: scale_by(0)",
    ]
