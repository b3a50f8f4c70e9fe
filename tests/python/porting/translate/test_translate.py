"""Programs of `rkeras translate`, the code that it leaves, and its reasons."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from check_support import parse
from support import ROOT

import rkeras_py as rk
from rkeras_py.cli import main
from rkeras_py.porting import base_r as r
from rkeras_py.porting.translate.command import translate_script
from rkeras_py.porting.translate.translating import Translated, translate_texts

pytestmark = pytest.mark.quick

CODES = {
    "comments": (
        "# top\n\nx <- c(1, 2) # beside\n\n# before f\nf <- function(a) {\n  # inside\n  a + 1 # end\n}\nf(x)\n# last\n"
    ),
    "left": "x <- c(3, 1)\ny <- fivenum(x)\ncurve(sin)\nprint(y)\nf <- function(a) {\n  b <- table(a)\n  b\n}\n",
    "pipe": (
        "library(keras)\n"
        "m <- keras_model_sequential() %>%\n  layer_dense(units = 4, input_shape = 2) |>\n  layer_dense(1)\n"
    ),
    "axes": "library(keras)\nx <- layer_input(c(4, 6))\ny <- layer_group_normalization(x, groups = 2, axis = 2)\n",
    "keras3": (
        "a <- layer_input(2)\nb <- layer_input(2)\nm <- keras_model(list(a, b), a)\nx <- y <- d <- 2\nact <- 'relu'\n"
        "f <- function(z) fit(z, 1)\nlayer_concatenate(list(a, b), axis = 1)\nlibrary(keras3)\nfit(m, x, y)\n"
        "layer_concatenate(list(a, b), axis = 1)\nkeras::layer_concatenate(list(a, b), axis = 1)\n"
        "evaluate(m, x, y)\ncallback_lambda(on_epoch_end = function(epoch, logs) epoch)\n"
        "layer_dense(a, 2, 'hard_sigmoid')\nlayer_dense(a, 2, act)\nlayer_dot(list(a, b), axes = d)\n"
        "lapply(1:2, regularizer_l1_l2)\noptimizer_adam()\n"
        "layer_gru(a, 2, 'tanh', 'relu', TRUE, 'ones')\n"
    ),
    "both": (
        "m <- keras_model_sequential()\nx <- 1\nlibrary(keras3)\nfit(m, x)\nlibrary(keras)\nfit(m, x)\n"
        "keras3::fit(m, x)\nlibrary(keras3)\nfit(m, x)\n"
    ),
    "closures": "fs <- lapply(1:3, function(i) function(x) x + i)\ncat(fs[[1]](0), fs[[3]](0), '\\n')\n",
    "names": "lambda <- 1\nmy.value <- 2\nmy_value <- 3\nprint(lambda + my.value + my_value)\n",
    "unread": "x <- 1i\ny %T>% print()\nz <- 2\n",
    "dots": "f <- function(...) {\n  list(...)\n}\n",
    "places": "order(c(2, 1), c(1, 2))\nmean(1:9, 0.1)\nvar(1:3, 3:1)\nmean(c(1, NA), na.rm = TRUE)\nsd(1:3, TRUE)\n",
    "missing": (
        "x <- c(1, NA, 3)\nprint(x > 2)\nprint(NA > 1)\nf <- function(v, ...) sum(v, ...)\nprint(identical(1L, 1))\n"
        "print(x[2:3] > 2)\nprint(1:3 > 2)\n"
    ),
    "tried": (
        "f <- function(x) {\n  tryCatch(x, error = function(e) 0)\n}\nf(log('a'))\nlapply(1:2, f)\n"
        "tryCatch(1, warning = function(w) 2)\ny <- 1 + tryCatch(2, error = identity)\n"
        "g <- function(x) {\n  tryCatch(list(x, x), error = function(e) e)\n}\n"
        "tryCatch(log(-1), error = function(e) print(e))\n"
    ),
    "hidden": (
        "f <- function(a) {\n  table(a)\n}\n"
        "tryCatch({\n  x <- f(1)\n}, error = function(e) cat(e$message, '\\n'))\nprint(1)\n"
    ),
    "verbose": (
        "library(keras)\noptions(keras.fit_verbose = 0)\nx <- y <- matrix(0, 2, 2)\n"
        "m <- keras_model_sequential(input_shape = 2)\n"
        "m %>% fit(x, y)\nm %>% fit(x, y, verbose = 2)\noptions(keras.fit_verbose = 1)\n"
    ),
    "late": (
        "f <- function(a, b = a * 2) {\n  a <- a + 1\n  b\n}\n"
        "g <- function(x, n = length(x)) {\n  x <- x[1:n]\n  n\n}\nh <- function(y = z) {\n  z <- 1\n  y\n}\n"
        "k <- function(a) if (a) invisible(1) else 2\nk(TRUE)\nu <- k(FALSE)\n"
    ),
    "doubles": "library(keras)\nop_square(c(100000, 2))\nn <- 3\nop_multiply(n, 2L)\nop_bincount(c(1, 2))\n",
    "data": (
        "library(keras)\nc(c(x_train, y_train), c(x_test, y_test)) %<-% dataset_mnist()\n"
        "x_train <- array_reshape(x_train, c(nrow(x_train), 784)) / 255\nimdb <- dataset_imdb(num_words = 100)\n"
        "x <- pad_sequences(imdb$train$x, maxlen = 20,)\ncallback_model_checkpoint('a.keras', monitor = 'val_acc')\n"
    ),
    "measures": (
        "library(keras)\nx <- matrix(0, 2, 2)\nm <- load_model_hdf5('m.h5')\nscores <- evaluate(m, x, x)\n"
        "scores[['loss']]\nscores[[1]]\nc(a, b) %<-% evaluate(m, x, x)\nlayer_input(shape = c(x, 1))\n"
    ),
    "orders": (
        "library(keras)\ni <- layer_input(2)\no <- list(layer_dense(i, 1), layer_dense(i, 1))\nm <- keras_model(i, o)\n"
        "m %>% compile(loss = 'mse')\ns <- evaluate(m, 1, 1)\ns[[1]]\n"
    ),
    "alphabet": (
        "library(keras3)\nm <- keras_model_sequential(2)\nm |> compile(loss = 'mse', metrics = 'accuracy')\n"
        "s <- evaluate(m, 1, 1)\ns[[1]]\n"
    ),
    "raw": 'a <- r"(C:\\path)"\nb <- "\\u00e9\\\\d"\n',
}


@pytest.fixture(scope="module")
def translated() -> dict[tuple[str, str], Translated]:
    texts = list(CODES.values())
    parsed = parse(texts)
    return {
        (name, style): one
        for style in ("rkeras_py", "keras")
        for name, one in zip(CODES, translate_texts(texts, parsed, style), strict=True)
    }


def test_comments_and_empty_lines_stay(translated: dict[tuple[str, str], Translated]) -> None:
    assert translated["comments", "rkeras_py"].text == (
        "# top\n\nimport numpy as np\n\nfrom rkeras_py.porting import base_r as r\n\n"
        "x = np.array([1.0, 2.0])  # beside\n\n\n# before f\ndef f(a):\n    # inside\n"
        "    return a + 1  # end\n\n\nr.print_value(f(x))\n# last\n"
    )


def test_what_is_left_is_marked_counted_and_stops(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["left", "rkeras_py"]
    assert [line for line, _ in found.left] == [2, 3, 6]
    assert "# rkeras translate: the function fivenum() has no translation\n#   y <- fivenum(x)\nraise " in found.text
    assert "# rkeras translate: the R plot curve()\n#   curve(sin)\n" in found.text
    assert (
        "    # rkeras translate: the function table() has no translation\n    #   b <- table(a)\n    raise "
        in found.text
    )
    assert [line for line, _ in translated["unread", "rkeras_py"].left] == [1, 2]
    assert [line for line, _ in translated["dots", "rkeras_py"].left] == [2]
    assert [line for line, _ in translated["places", "rkeras_py"].left] == [1, 2, 3]  # other arguments stand there


def test_styles(translated: dict[tuple[str, str], Translated]) -> None:
    assert "keras_model_sequential() >> layer_dense(units=4, input_shape=2) >> layer_dense(1)" in (
        translated["pipe", "rkeras_py"].text
    )
    plain = translated["pipe", "keras"].text
    assert "keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(4), keras.layers.Dense(1)])" in plain
    assert "layer_group_normalization(x, groups=2, axis=2)" in translated["axes", "rkeras_py"].text
    assert "keras.layers.GroupNormalization(groups=2, axis=1)(x)" in translated["axes", "keras"].text


def test_calls_mean_what_the_package_attached_last_means(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["keras3", "rkeras_py"]
    for line in (
        "    return fit(z, 1, epochs=1)", "layer_concatenate([a, b], axis=1)", "fit(m, x, y, epochs=1)",
        "layer_concatenate([a, b], axis=0)", "dict(sorted(evaluate(m, x, y).items()))", "    epoch = epoch + 1",
        "layer_dense(a, 2, keras.activations.hard_sigmoid)", "optimizer_adam()", "import keras",
    ):  # fmt: skip
        assert line in found.text
    assert found.text.count("layer_concatenate([a, b], axis=1)") == 2
    assert 'kernel_initializer="ones"' in found.text
    assert [line for line, _ in found.left] == [15, 16, 17]
    both = translated["both", "keras"].text
    assert both.count("m.fit(np.array([float(x)]), epochs=10)") == 2 and both.count("(x)]), epochs=1)") == 2


def test_late_defaults_and_values_that_may_be_invisible_are_left(
    translated: dict[tuple[str, str], Translated],
) -> None:
    assert [line for line, _ in translated["late", "rkeras_py"].left] == [1, 9, 14]
    assert [line for line, _ in translated["late", "keras"].left] == [
        1,
        5,
        9,
        14,
    ]  # of an `x` of which nothing is known


def test_measures_of_several_outputs_and_of_keras3_keep_their_own_order(
    translated: dict[tuple[str, str], Translated],
) -> None:
    assert [line for line, _ in translated["orders", "keras"].left] == [7]
    found = translated["alphabet", "keras"]
    assert "sorted(" in found.text and "list(s.values())[0]" in found.text and not found.left


def test_doubles_of_R_stay_floats_in_tensors(translated: dict[tuple[str, str], Translated]) -> None:
    text = translated["doubles", "rkeras_py"].text
    assert "op_square([100000.0, 2.0])" in text and "op_multiply(float(n), 2)" in text and "op_bincount((1, 2))" in text


def test_data_sets_are_kerass_own_in_plain_keras(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["data", "keras"]
    for line in (
        "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()",
        "x_train = np.reshape(np.asarray(x_train), (x_train.shape[0], 784)) / 255.0",
        "keras.datasets.imdb.load_data(num_words=100)",
        'x = keras.utils.pad_sequences(imdb["train"]["x"], maxlen=20)',
    ):
        assert line in found.text
    assert "rkeras_py" not in found.text
    assert [line for line, _ in found.left] == [6]  # a metric that Keras 3 may call otherwise


def test_places_in_what_evaluate_gives_are_certain_or_left(translated: dict[tuple[str, str], Translated]) -> None:
    assert [line for line, _ in translated["measures", "keras"].left] == [3, 6, 7, 8]


def test_functions_that_are_made_in_a_loop_keep_their_element(
    translated: dict[tuple[str, str], Translated], capsys: pytest.CaptureFixture[str]
) -> None:
    exec(translated["closures", "rkeras_py"].text, {})
    assert capsys.readouterr().out == "1 3 \n"


def test_what_tryCatch_catches_is_certain_or_marked(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["tried", "rkeras_py"]
    assert [line for line, _ in found.left] == [5, 6, 7, 8, 11]
    assert "def f(x):\n    try:\n        return x()\n    except NotImplementedError:\n        raise\n" in found.text


def test_no_except_hides_a_place_that_is_left(translated: dict[tuple[str, str], Translated]) -> None:
    for name in ("hidden", "tried"):
        text = translated[name, "rkeras_py"].text
        assert text.count("except NotImplementedError:") == text.count("try:") > 0
    with pytest.raises(NotImplementedError, match="line 2 of the R script"):
        exec(translated["hidden", "rkeras_py"].text, {})


def test_the_option_of_fit_goes_into_its_calls(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["verbose", "rkeras_py"]
    assert "fit(x=x, y=y, verbose=0)\n" in found.text and "fit(x=x, y=y, verbose=2)\n" in found.text
    assert not found.left and [line for line, _ in found.idle] == [7]


def test_nothing_of_the_examples_is_left() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples/r").glob("*.R"))]
    assert len(texts) >= 9
    assert [one.left for one in translate_texts(texts, parse(texts), "rkeras_py")] == [[]] * len(texts)


def test_numbers_that_are_not_certain_are_refused() -> None:
    refused = (
        lambda: r.outer([1, 2], [1, 2], lambda a, b: 1),
        lambda: r.set_diagonal(np.zeros((2, 2)), [1, 2, 3]),
        lambda: r.distances(np.array([[1.0, np.nan]])),
    )
    for one in refused:
        with pytest.raises(ValueError, match=r"\(\): |many"):
            one()
    with pytest.raises(ValueError, match="prob"):
        r.sample(3, 2, prob=[0.2, 0.4, 0.4])


def test_names(translated: dict[tuple[str, str], Translated]) -> None:
    text = translated["names", "rkeras_py"].text
    assert "lambda_ = 1\nmy_value = 2\nmy_value_2 = 3\n" in text
    names: dict[str, Any] = {}
    exec(translated["raw", "rkeras_py"].text, names)
    assert (names["a"], names["b"]) == ("C:\\path", "é\\d")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "one.R"
    script.write_text(CODES["left"])
    assert main(["translate", str(script), "-o", str(tmp_path / "one.py")]) == 1
    said = capsys.readouterr().err
    assert "3 places not translated" in said and "line 2: the function fivenum() has no translation" in said
    assert (tmp_path / "one.py").read_text().startswith("import numpy")
    assert main(["translate", str(script), "-o", str(tmp_path / "one.py")]) == 2
    assert capsys.readouterr().err == f"rkeras translate: {tmp_path / 'one.py'} exists; --force replaces it.\n"
    script.write_text("x <- 1\ny <- (2\n")
    assert main(["translate", str(script)]) == 2
    assert f"{script}:3:" in capsys.readouterr().err
    assert main(["translate", str(tmp_path / "none.R")]) == 2
    assert capsys.readouterr().err == f"rkeras translate: {tmp_path / 'none.R'} is neither a file nor a folder.\n"


def test_lists_of_numbers_or_texts_that_are_vectors_in_r_are_arrays() -> None:
    code = "w <- text_to_word_sequence('a b c')\nprint(rev(w))"
    program = translate_texts([code], parse([code]), "rkeras_py")[0]
    assert 'w = np.array(text_to_word_sequence("a b c"))' in program.text


DOCUMENT = """# A page

```{r}
x <- 1
```

```{r}
y <- (
```

```{r}
print(x)
z <- layer_dens(1)
```
"""


def test_a_file_or_a_chunk_that_is_no_code_hides_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, broken, folder = tmp_path / "page.Rmd", tmp_path / "broken.R", tmp_path / "programs"
    page.write_text(DOCUMENT)
    broken.write_text("y <- (\n")
    assert main(["translate", str(tmp_path), "-o", str(folder)]) == 2
    said = capsys.readouterr().err
    assert f"{broken}:2:1: R cannot parse it: unexpected end of input." in said
    assert "2 places not translated" in said and "line 9: R cannot parse it: unexpected end of input" in said
    program = (folder / "page.py").read_text()
    assert program.index("x = 1") < program.index("R cannot parse it") < program.index("r.print_value(x)")
    assert [path.name for path in folder.iterdir()] == ["page.py"]
    assert main(["check", str(page)]) == 1
    report = capsys.readouterr().out
    assert "9:1      problem  R cannot parse it" in report and "no function layer_dens()" in report


def test_chunks_in_other_languages_are_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, other = tmp_path / "page.Rmd", tmp_path / "page.py"
    page.write_text(
        "```{r}\nx <- 1\n```\n\n```{python}\ny = r.x\n```\n\n```{r}\nprint(py$y)\n```\n```{sql, eval=FALSE}\n```\n"
    )
    assert main(["translate", str(page), "-o", str(other)]) == 1
    assert "line 5: a chunk in python" in capsys.readouterr().err
    program = other.read_text()
    assert program.index("x = 1") < program.index('raise NotImplementedError("line 5') and "chunk in sql" not in program
    other.unlink()
    page.write_text("Text alone\n")
    assert main(["translate", str(page), "-o", str(other)]) == 0
    assert "it contains no R code" in capsys.readouterr().err


def test_a_script_may_come_by_the_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, code, said in (
        (["translate", "-"], 0, "x = 1.5\n"),
        (["check", "-"], 0, "1 file: 0 problems, 0 notes."),
        (["check", "--fix", "-"], 2, "--fix cannot change standard input"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x <- 1.5\n")))
        assert main(words) == code
        assert said in "".join(capsys.readouterr())


def test_without_r(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from rkeras_py.porting.translate import command

    options = argparse.Namespace(
        files=[str(ROOT / "tests/translate/lists.R")], style="keras", output=None, force=False, timeout=5, spoken=None
    )
    assert command.run(options, None, {}) == 2
    assert "Rscript was not found, and R is required" in capsys.readouterr().err


def test_translate_script() -> None:
    assert "for name in r.names(config).tolist():" in translate_script(str(ROOT / "tests/translate/lists.R"))
    with pytest.raises(ValueError, match="style"):
        translate_script("x.R", style="tidy")


def test_recycling_and_shapes() -> None:
    m = r.matrix(r.colon(1, 6), nrow=2)
    np.testing.assert_array_equal(r.add(m, np.array([10, 20])), [[11, 13, 15], [22, 24, 26]])
    np.testing.assert_array_equal(r.add(r.colon(1, 4), np.array([1, 2])), [2, 4, 4, 6])
    with pytest.raises(ValueError, match="different shapes"):
        r.add(m, r.matrix(r.colon(1, 6), nrow=3))
    with pytest.raises(IndexError, match="cannot be mixed"):
        r.ix(r.colon(1, 4))[np.array([-1, 2])]
    with pytest.raises(TypeError, match="locale"):
        r.sort(np.array(["b", "A"], dtype=object))
    assert json.dumps(r.ix({"a": 1, "b": 2})["a"]) == '{"a": 1}'


def test_what_is_na_in_r_is_marked_or_refused(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["missing", "rkeras_py"]
    assert [line for line, _ in found.left] == [3, 4, 5]
    assert 'r.compare(x, ">", 2)' in found.text
    assert "np.arange(1, 4) > 2" in found.text
    missing = np.array([1.0, np.nan, 0.0])
    for by_r, ours in (
        ([0, np.nan, 0], r.compare(missing, ">", 2)),
        ([0, np.nan, 0], r.compare(2, "==", missing)),
        ([0, np.nan, 1], r.not_(missing)),
        ([1, np.nan, 0], r.and_(missing, True)),
        ([1, 1, 1], r.or_(missing, True)),
        ([1, np.nan, 2], r.where(missing, 1, 2)),
        (np.nan, r.any_(missing[1:])),
        (np.nan, r.all_(missing[:2])),
        ([0, np.nan, 1], ~r.compare(missing, ">", 0)),
        (np.nan, r.compare(missing, ">", 0)[1]),
    ):
        np.testing.assert_array_equal(np.asarray(ours, dtype=float), np.asarray(by_r, dtype=float))
    with pytest.raises(ValueError, match="missing value where TRUE/FALSE needed"):
        bool(r.any_(missing[1:]))
    assert r.any_(missing) and not r.all_(missing)
    assert r.which(missing).tolist() == [1]
    assert len(r.unique(np.array([np.nan, 1.0, np.nan]))) == 2
    np.testing.assert_allclose(r.scale(np.array([1.0, np.nan, 3.0])).ravel(), [-(0.5**0.5), np.nan, 0.5**0.5])


def test_shapes_of_keras3_are_those_of_tensors_and_arrays() -> None:
    tensor, drawn = rk.op_array([4, 5]), rk.keras_input((3,))
    cases = [(tensor,), (drawn, 4), (np.zeros((2, 3)),), (np.array([4.0, 5.0]), None), ([1, r.NA],)]
    assert [r.shape(*case) for case in cases] == [(2,), (None, 3, 4), (2, 3), (4, 5, None), (1, None)]
    sizes = r.shape(2, 3)
    assert str(r.c(r.rev(sizes), 7)) == "shape(3, 2, 7)"
    assert r.compare(sizes, "==", r.shape(np.zeros((2, 3)))) is True
