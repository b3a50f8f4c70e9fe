"""Large, deep and oddly encoded files: read in time and without tracebacks, and none that R cannot run is clean."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rkeras_py.porting.checking.checking import check_files
from rkeras_py.porting.checking.documents import UnreadableError, find_cells, read_documents
from rkeras_py.porting.checking.mending import write
from rkeras_py.porting.checking.parsing import run_rscript
from rkeras_py.porting.checking.reports import lay_out
from rkeras_py.porting.translate.command import translate_files

STEPS, TERMS = 1000, 20_000
PIPE = " %>%\n  ".join(["model", *["layer_dense(units = 3)"] * STEPS])
NESTED = (
    "x <- 5\n"
    + "if (x == 0) {\n  y <- 0\n}"
    + "".join(f" else if (x == {i}) {{\n  y <- {i}\n}}" for i in range(1, 600))
)
LARGE = {
    "pipe.R": f"library(keras)\nmodel <- keras_model_sequential(input_shape = 3)\n{PIPE}\n",
    "sum.R": f"x <- {' + '.join(map(str, range(TERMS)))}\nprint(1)\n",
    "long.R": f"x <- {' + '.join(['1'] * 4000)}\nprint(x)\n",
    "formula.R": f"f <- y ~ {' + '.join(['a'] * 6000)}\nprint(1)\n",
    "comments.R": "".join(f"# {i}\nx{i} <- {i}  # of\n\nf{i} <- function(x) {{\n  x + {i}\n}}\n" for i in range(300)),
    "branches.R": f"{NESTED}\nprint(y)\n",
    "signs.R": f"x <- {'-' * 2000}1\nprint(x)\n",
    "targets.R": " <- ".join(f"a{i}" for i in range(800)) + " <- 1\nprint(a0)\n",
    "functions.R": f"f <- {'function(x) ' * 800}1\n",
    "line.R": f"library(keras)\nx <- c({', '.join(map(str, range(15_000)))})\nlayer_dense(units = 0)\n",
    "brackets.R": f"x <- {'(' * 300}1{')' * 300}\n",
}


def parse(texts: Any) -> str:
    return run_rscript(shutil.which("Rscript"), texts, {}, 100)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    for name, code in LARGE.items():
        (folder / name).write_text(code)
    return folder


def test_check_walks_large_and_deep_scripts(large: Path) -> None:
    _, reports = check_files([str(large)], parse)
    found = {
        Path(report.path).name: [one.rule for one in report.findings if one.level == "problem"] for report in reports
    }
    assert found.pop("brackets.R") == ["syntax"]  # R itself takes 50
    assert found.pop("line.R") == ["wrong-value"]
    assert found.pop("sum.R") == ["syntax"]  # "evaluation nested too deeply"
    assert set(found) == {*LARGE} - {"brackets.R", "line.R", "sum.R"} and not any(found.values()), found


def test_translate_walks_them_and_python_runs_what_it_writes(large: Path) -> None:
    names = [name for name in LARGE if name != "brackets.R"]
    _, programs = translate_files([str(large / name) for name in names], parse, "rkeras_py")
    made = dict(zip(names, programs, strict=True))
    too_deep = {
        name for name, one in made.items() if any("more levels than Python can read" in why for _, why in one.left)
    }
    assert too_deep == {"long.R", "formula.R", "functions.R"}
    assert made["sum.R"].left == [(1, "R itself cannot evaluate an expression with 5,000 levels: split it")]
    assert not made["comments.R"].left and made["comments.R"].text.count("# of") == 300
    for name in ("branches.R", "signs.R", "targets.R"):
        printed: list[Any] = []
        space = {"print": printed.append}
        code = made[name].text.replace("from rkeras_py.porting import base_r as r", "")
        exec(compile(code.replace("r.print_value", "print"), name, "exec"), space)
        assert [float(one) for one in printed] == [{"branches.R": 5, "signs.R": 1, "targets.R": 1}[name]], name
    assert made["pipe.R"].text.count("layer_dense(units=3)") == STEPS
    compile(made["pipe.R"].text, "pipe.R", "exec")


SCRIPT = "x <- 'été'  # Größe\nlibrary(keras)\nlayer_dense(unitss = 2)\n"
ENCODED = {
    "utf8.R": ("utf-8", ""),
    "mark.R": ("utf-8-sig", "the byte order mark at its beginning"),
    "latin.R": ("latin-1", "read as Latin-1"),
    "windows.R": ("utf-16", "read as UTF-16"),
    "little.R": ("utf-16-le", "read as UTF-16-LE"),
    "big.R": ("utf-16-be", "read as UTF-16-BE"),
}


def test_scripts_in_other_encodings_are_read_with_a_note_and_mended_in_them(tmp_path: Path) -> None:
    for name, (encoding, _) in ENCODED.items():
        (tmp_path / name).write_bytes(SCRIPT.encode(encoding))
    documents, reports = check_files([str(tmp_path / name) for name in ENCODED], parse)
    for document, report, (encoding, note) in zip(documents, reports, ENCODED.values(), strict=True):
        notes = [one.message for one in report.findings if one.rule == "encoding"]
        assert len(notes) == bool(note) and all(note in one for one in notes), (encoding, notes)
        assert document.code == SCRIPT
        assert [one.rule for one in report.findings if one.level == "problem"] == ["unknown-argument"], encoding
        write(document.path, SCRIPT.replace("unitss =", "units ="))
        assert Path(document.path).read_bytes() == SCRIPT.replace("unitss =", "units =").encode(encoding)
    _, programs = translate_files([str(tmp_path / name) for name in ENCODED], parse, "rkeras_py")
    assert {program.text.split("\n# Gr")[0].count('"été"') for program in programs} == {1}


SPLIT = "```{r}\nif (TRUE) {\n```\n\ntext\n\n```{r}\nprint(1)\n}\n```\n"
UNRUNNABLE = {
    "zero.R": "x <- 1\0\nprint(x)\n",
    "mac.R": "x <- 1\rprint(x)\r",
    "end.R": "x <- 1\nprint(x)\n\x1a",
    "space.R": "x\u00a0<- 1\n",
    "quotes.R": "x <- \u201ca\u201d\n",
    "split.Rmd": SPLIT,
    "split.ipynb": json.dumps(
        {
            "metadata": {"kernelspec": {"language": "R"}},
            "cells": [{"cell_type": "code", "source": code} for code in ("f <- function() {", "1\n}")],
        }
    ),
}
UNRUNNABLE["open.ipynb"] = json.dumps(
    {"metadata": {"kernelspec": {"language": "R"}}, "cells": [{"cell_type": "code", "source": "x <- 1\nf("}]}
)
RUNNABLE = {
    "feed.R": "x <- 1\n\fprint(x)\n",
    "windows.R": "x <- 1\r\nprint(x)\r\n",
    "line.R": "x <- '\u2028'\nprint(1)\n",
}


def test_what_r_cannot_run_is_not_called_clean(tmp_path: Path) -> None:
    for name, code in (UNRUNNABLE | RUNNABLE).items():
        (tmp_path / name).write_bytes(code.encode())
    names = [*UNRUNNABLE, *RUNNABLE]
    documents, reports = check_files([str(tmp_path / name) for name in names], parse)
    assert all(json.loads(lay_out(reports, documents, "json", True))["files"])
    problems = {
        name: [one for one in report.findings if one.level == "problem"]
        for name, report in zip(names, reports, strict=True)
    }
    assert {name for name, found in problems.items() if found} == {*UNRUNNABLE}
    assert all(one.rule == "syntax" for found in problems.values() for one in found)
    for name in names:
        if name.endswith(".R"):
            done = subprocess.run(["Rscript", str(tmp_path / name)], capture_output=True, timeout=60)
            assert bool(done.returncode) == (name in UNRUNNABLE), name


def test_a_notebook_nested_without_end_is_an_error_in_words() -> None:
    with pytest.raises(UnreadableError, match=r"deep\.ipynb is not a notebook: its lists are nested too deeply"):
        list(find_cells("deep.ipynb", '{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}"))


def test_names_in_all_scripts_stay(tmp_path: Path) -> None:
    code = "модель <- 1\nété <- модель + 1\nf <- function(größe) größe * 2\n変数 <- f(größe = été)\nδ2 <- 3\n"
    code += "`ma variable` <- 4\nprint(変数)\n"
    (tmp_path / "names.R").write_text(code)
    _, (made,) = translate_files([str(tmp_path / "names.R")], parse, "rkeras_py")
    assert not made.left
    for name in ("модель", "été", "größe", "変数", "δ2", "ma_variable"):
        assert name in made.text


def test_settings_of_r_leave_nothing(tmp_path: Path) -> None:
    (tmp_path / "install.R").write_text("install_keras()\noptions(digits = 4)\nx <- 1\n")
    _, (made,) = translate_files([str(tmp_path / "install.R")], parse, "rkeras_py")
    assert not made.left
    assert [line for line, _ in made.idle] == [1, 2]


def test_what_r_parses_of_chunks_grows_with_the_file(tmp_path: Path) -> None:
    """R parses each chunk by itself, and all findings have the lines of the file."""
    chunk, number = "```{r}\nx <- layer_dense(unitss = 2)\n```\n\n", 500
    file = tmp_path / "chunks.Rmd"
    file.write_text("```{r}\nlibrary(keras)\n```\n" + chunk * number)
    (document,), _ = read_documents([str(file)])
    assert len(document.parts) == number + 1
    assert sum(map(len, document.parts)) < 2 * len(document.code)
    _, (report,) = check_files([str(file)], parse)
    assert [one.line for one in report.findings if one.rule == "unknown-argument"][:3] == [5, 9, 13]


def test_long_texts_are_read_whole(tmp_path: Path) -> None:
    text, raw = 'an \\"old\\" word\\n' * 100, r"C:\new" * 200  # R's parser says "[1700 chars quoted with '"']"
    script = tmp_path / "texts.R"
    script.write_text(
        f'library(keras)\nx <- "{text}"\ny <- r"({raw})"\nlayer_dense(units = 1, activation = "{"a" * 1500}")\n'
    )
    _, programs = translate_files([str(script)], parse, "rkeras_py")
    space: dict[str, Any] = {}
    exec("\n".join(line for line in programs[0].text.splitlines() if line[:1] in "xy"), space)
    assert (space["x"], space["y"]) == (text.replace('\\"', '"').replace("\\n", "\n"), raw)
    _, (report,) = check_files([str(script)], parse)
    assert [one.rule for one in report.findings if one.level == "problem"] == ["wrong-value"]
