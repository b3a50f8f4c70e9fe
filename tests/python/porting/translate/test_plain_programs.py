"""`--style keras`: programs of numpy and Python alone print what R does, or say what they lack."""

import ast
import contextlib
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from check_support import parse
from sklearn.datasets import load_digits
from support import ROOT

from rkeras_py.porting import base_r
from rkeras_py.porting.translate.translating import Translated, translate_texts
from rkeras_py.porting.verification.comparing import compare
from rkeras_py.porting.verification.draws import PROGRAM, draw_as_r, read_data_sets

LINES = (ROOT / "tests/python/support/one_line_scripts.R").read_text(encoding="utf-8").splitlines()
WHOLE = (ROOT / "tests/python/support/whole_lines.R").read_text(encoding="utf-8").splitlines()
OURS = re.compile(r"(?m)^(?:from|import) rkeras_py|\br\.\w")
RISKY = {
    "x <- numeric(4); y <- x[2:3]; x[2] <- 7; cat(y, x, '\\n')": "0 0 0 7 0 0",  # numpy's slices are no copies
    "x <- matrix(0, 2, 2); y <- list(x[1, ]); x[1, 1] <- 7; cat(y[[1]], x, '\\n')": "0 0 7 0 0 0",
    "f <- function(v) {\n  v[1] <- 9\n  v\n}\no <- c(1, 2); cat(f(o), o, '\\n')": "9 2 1 2",
    "x <- 1:3; x[2] <- 0.5; cat(x, '\\n')": "1 0.5 3",  # an array of whole numbers cuts fractions off
    "m <- matrix(1:4, 2); m[m > 3] <- 0.5; cat(m, '\\n')": "1 2 3 0.5",
    "m <- matrix(1:6, 2); cat(m + c(10, 20), m[m > 2], '\\n')": "11 22 13 24 15 26 3 4 5 6",  # by columns
    "m <- matrix(1:6, 2); cat(m, matrix(m, 3), m[2:4], '\\n')": "1 2 3 4 5 6 1 2 3 4 5 6 2 3 4",
    "x <- 1:4; n <- length(x); cat(x[n:1], x[-n], x[c(-1, -2)], '\\n')": "4 3 2 1 1 2 3 3 4",
    "set.seed(1)\nx <- cbind(1, matrix(rnorm(2), 2)); y <- runif(1); cat(round(x, 4), round(y, 4), '\\n')": (
        "1 1 -0.6265 0.1836 0.2017"  # drawn once
    ),
    "x <- NULL; for (i in 1:2) x <- c(x, i / 2); cat(x, '\\n')": "0.5 1",
    "l <- list(c(1, 2), c(6)); x <- pad_sequences(l, maxlen = 2L); cat(x, '\\n')": "1 0 2 6",
    "l <- list(c(1L, 2L), 7L); x <- pad_sequences(l, maxlen = 2L); cat(x, '\\n')": "1 0 2 7",
    "x <- matrix(c(1, 9, 8, 2), 2); p <- x %>% k_argmax() %>% as.integer(); cat(p + 1, '\\n')": "2 1",
    "l <- list(); for (n in c('a', 'b')) l[[n]] <- nchar(n); cat(names(l), l$b, '\\n')": "a b 1",
    "v <- c(); for (i in 1:3) v[i] <- i^2; cat(v, '\\n')": "1 4 9",
    "f <- function(n) {\n  o <- numeric(0)\n  for (i in seq_len(n)) o[i] <- i\n  o\n}\ncat(f(2), '\\n')": "1 2",
    "x <- op_array(c(-1, 2, 3)); k <- op_top_k(x, 2); cat(as.array(k$indices), as.array(k$values), as.array(x[x > 0]), "
    "as.array(op_qr(op_array(matrix(c(3, 4), 2)))$r), '\\n')": "3 2 3 2 2 3 -5",  # parts by name, and by a comparison
    "v <- 1:3; cat(v %*% t(v), '\\n')": "1 2 3 2 4 6 3 6 9",
    "cat(paste('a', NULL, 'b'), '\\n')": "a  b",
    "l <- list(a = 1); if (is.null(l[['b']])) cat('none', '\\n')": "none",
    "x <- c(2, 4, 4, 5, 9); cat(quantile(x, c(0.1, 0.9)), unname(quantile(x, 0.5)), '\\n')": "2.8 7.4 4",
    "cat(setdiff(c(5, 1, 5, 2), 1:1), union(c(2, 1), 1:3), intersect(3:1, 2:5), '\\n')": "5 2 2 1 3 3 2",
    "a <- matrix(c(2, 0, 1, 3), 2); cat(solve(a, matrix(1:2, 2)), det(a), crossprod(a), diag(a), '\\n')": (
        "0.1666667 0.6666667 6 4 2 2 10 2 3"
    ),
    "d <- data.frame(x = 1:4, y = c(2, 0, 5, 1)); i <- c(1, 3); cat(d[-i, ]$x, d[order(d$y), 'x'], d[i, 'y'], '\\n')": (
        "2 4 2 4 1 3 2 5"
    ),
    "d <- data.frame(x = 1:4, y = c(2, 0, 5, 1)); cat(nrow(d[-2, ]), colnames(d), d[2, 'y'], d[d$y > 1, 'x'], '\\n')": (
        "3 x y 0 1 3"
    ),
    "m <- array(1:12, c(2, 3, 2)); f <- function(z) rowSums(z); cat(rowMeans(m), colSums(m), f(m), '\\n')": (
        "6 7 3 7 11 15 19 23 36 42"
    ),
    "x <- c(3, 1); names(x) <- c('a', 'b'); for (n in names(x)) cat(n, ''); cat(x[['b']], '\\n')": "a b 1",
    "w <- unique(c('b', 'a', 'b')); i <- seq_along(w); names(i) <- w; cat(i[['a']], '\\n')": "2",
    "g <- expand.grid(a = 1:2, b = c(5, 6)); g$s <- 0; "
    "for (i in seq_len(nrow(g))) g$s[i] <- g$a[i] * g$b[i]; cat(g$a, g$s, '\\n')": "1 2 1 2 5 10 6 12",
    "g <- expand.grid(a = 1:2, b = c('x', 'y'), stringsAsFactors = FALSE); g$s <- 1; "
    "g$s[g$b == 'y'] <- 9; cat(g$b, g$s, '\\n')": "x x y y 1 1 9 9",
    "r <- NULL; for (i in 1:3) r <- rbind(r, c(i, i^2)); cat(dim(r), r[2, ], '\\n')": "3 2 2 4",
    "r <- c(); for (i in 1:2) r <- cbind(r, i * 1:3); cat(dim(r), r, '\\n')": "3 2 1 2 3 2 4 6",
    "r <- data.frame(); for (a in c('u', 'v')) r <- rbind(r, data.frame(a = a, n = nchar(a) / 2)); "
    "cat(nrow(r), r$a, r$n, '\\n')": "2 u v 0.5 0.5",
    "y <- ifelse(c(1, 0) == 1, 'a', 'longer'); cat(y, paste0('u', 1:3, collapse = '+'), '\\n')": "a longer u1+u2+u3",
    "s <- 'abcdef'; at <- c(1, 3); cat(substring(s, at, at + 1), '\\n')": "ab cd",
    "m <- matrix(c(3, 1, 2, 5, 4, 6), 2); cat(apply(m, 1, cumsum), t(apply(m, 1, rev)), '\\n')": (
        "3 5 9 1 6 12 4 6 2 5 3 1"
    ),
    "x <- array(c(1, -2), c(2, 2, 2)); x[x < 0] <- 0; cat(sum(x), x[[1, 2, 2]], '\\n')": "4 1",
    "y <- c(0, 2); o <- matrix(0, 2, 3); o[cbind(1:2, y + 1)] <- 1; cat(o, '\\n')": "1 0 0 0 0 1",
    "d <- data.frame(u = 1:3); d$u[2] <- 0.5; cat(d$u, range(runif(2)) < 1, '\\n')": "1 0.5 3 TRUE TRUE",
    "x <- matrix(1:6, 2); d <- dim(x)[[-1]]; cat(d, cor(c(1, 2, 3), c(2, 4, 7)), '\\n')": "3 0.9933993",
    "set.seed(3); cat(sample(2, 6, replace = TRUE, prob = c(0.5, 0.5)), '\\n')": "2 1 2 2 1 1",
    "set.seed(3); p <- c(1, 2, 1, 1); cat(sample(4, 9, replace = TRUE, prob = p), '\\n')": "2 1 2 2 4 4 2 2 3",
    "y <- as.numeric(iris$Species) - 1; cat(sum(y), dim(as.matrix(iris[c(1, 60), 1:4])), y[c(1, 150)], '\\n')": (
        "150 2 4 0 2"
    ),
    "d <- iris; d[, 5] <- as.numeric(d[, 5]); d <- as.matrix(d); dimnames(d) <- NULL; "
    "cat(d[100, ], mean(mtcars$mpg), '\\n')": "5.7 2.8 4.1 1.3 2 20.09062",
    "iris$Species <- as.numeric(iris$Species) - 1; y <- as.numeric(iris$Species); cat(sum(y), y[150], '\\n')": "150 2",
    "i <- c(60, 120); t <- iris[i, ]; y <- as.integer(iris$Species[-i]); cat(as.integer(t$Species), sum(y), '\\n')": (
        "2 3 295"
    ),
    "x <- op_array(1:3); i <- 2L; y <- x * 2; cat(as.array(x + 0.5), as.array(y %% 1.5), as.numeric(y[[i]]), "
    "as.array(0.5 < x), as.array(x * op_array(c(0.5, 1, 2))), '\\n')": "1.5 2.5 3.5 0.5 1 0 6 TRUE TRUE TRUE 0.5 2 6",
    "x <- op_ones(c(2, 3, 4)); cat(dim(x)[2] * dim(x)[[3]], dim(x[NA:1, .., 1]), '\\n')": "12 1 3",
    "n <- matrix(nrow = 2, ncol = 2); n[1, ] <- c(1, 2); cat(n[1, ], is.na(n[2, 1]), '\\n')": "1 2 TRUE",
}
"""Scripts that numpy could do differently without a word, with what R prints."""


def run(program: Translated) -> tuple[str, dict[str, object]]:
    """Return what a program prints, and how it ends."""
    printed = io.StringIO()
    names = {"__name__": PROGRAM}
    with draw_as_r(), read_data_sets(), contextlib.redirect_stdout(printed):
        base_r.set_seed(1)
        try:
            for statement in ast.parse(program.text).body:
                exec(compile(ast.Module([statement], []), "program", "exec"), names)
        except NotImplementedError as error:
            return printed.getvalue(), {"kind": "left", "line": 0, "text": str(error)}
        except Exception as error:
            return printed.getvalue(), {"kind": "error", "line": 0, "text": repr(error)}
    return printed.getvalue(), {"kind": "end", "line": 0, "text": ""}


def refuse_difference(script: str, by_r: str, program: Translated) -> bool:
    """Compare a program with its script, and return whether it is whole."""
    assert not OURS.search(program.text), program.text
    printed, end = run(program)
    ends = [{"kind": "end", "line": 0, "text": ""}, end]
    notes = [
        [{"kind": "printed", "line": 1, "text": text}, one] for text, one in zip((by_r, printed), ends, strict=True)
    ]
    same, report = compare(notes[0], notes[1], "the program")
    assert same, f"{script}\n{report}\n{program.text}"
    return not program.left


def test_what_numpy_does_otherwise_is_as_in_r() -> None:
    texts = [script.replace("; ", "\n") for script in RISKY]
    programs = translate_texts(texts, parse(texts), "keras")
    for script, by_r, program in zip(RISKY, RISKY.values(), programs, strict=True):
        assert refuse_difference(script, by_r, program), f"{script}\n{program.text}"


MARKED = {
    "x <- matrix(0, 6, 2); m <- keras_model_sequential(); m %>% fit(x, x, steps_per_epoch = 2)": "`steps_per_epoch`",
    "fs <- lapply(1:3, function(i) function(x) x * i); print(fs[[2]](10))": "lapply()",  # all would have the last i
    "s <- sapply(c('x', 'yy'), nchar); print(s)": "names",
    "s <- sapply(c('x', 'yy'), nchar); cat(s[['yy']])": "names",
    "m <- as.matrix(data.frame(a = c(1, 2), b = c(3, 4))); print(colMeans(m))": "names",
    "v <- numeric(0); for (i in 1:3) if (i > 1) v[i] <- i; print(v)": "beyond the end",
    "f <- function(x, ...) paste(x, ...); f('a', sep = '-')": "paste()",
    "x <- c(1, 2); summary(x)": "summary()",
    "print(sprintf('%.3s', 'abcdef'))": "sprintf()",
    "print(do.call(cbind, list(a = 1:2, b = 3:4)))": "do.call()",
    "x <- matrix(1:12, 3); cat(x[1:3 - 1, 2])": "x[...]",  # R leaves out the place 0, numpy takes the last
    "cat(outer(1:2, 1:2, function(a, b) a * 2))": "outer()",  # numpy would make a single column
    "m <- cbind(a = 1:2, b = 3:4); print(m)": "names",
    "x <- c(2, 1); cat(formatC(x, format = 'd'))": "formatC()",
    "a <- table(c(1, 2)); b <- table(c(2, 3)); cat(a + b)": "+",  # pandas adds by labels
    "print(table(iris$Species[1:60]))": "empty levels",
    "x <- c(1, NA); cat(tapply(x, c('a', 'b'), mean))": "missing",
    "x <- c(1, NA); cat(tabulate(x))": "missing",
    "x <- c(1, NA, 4); cat(cut(x, 2, labels = FALSE))": "missing",
    "x <- c(1, NA); cat(as.integer(x))": "as.integer",
    "x <- c(1, NA); cat(NA %in% x, x %in% c(NA, 3))": "%in%",
    "x <- c(1, NA); cat(mean(x > 0, na.rm = TRUE))": "mean",
    "x <- c(1, NA); cat(sum(x != 1, na.rm = TRUE))": "sum",
    "x <- c(1, NA); cat(sum(!(x > 1), na.rm = TRUE))": "sum",
    "x <- c(1, NA); cat(min(x > 0, na.rm = TRUE))": "min",
    "x <- c(1, NA); cat(which(x != 1))": "which",
}
"""Scripts of which numpy and Python have not what R prints, with what the reason names."""


def test_what_would_be_otherwise_is_marked() -> None:
    texts = [script.replace("; ", "\n") for script in MARKED]
    programs = translate_texts(texts, parse(texts), "keras")
    for script, word, program in zip(MARKED, MARKED.values(), programs, strict=True):
        assert any(word in reason for _, reason in program.left), f"{script}\n{program.text}"


def test_an_embedding_with_a_length_has_its_weights_at_once() -> None:
    text = (
        "library(keras)\nm <- keras_model_sequential() %>% layer_embedding(10, 3, input_length = 4) %>% "
        "layer_flatten() %>% layer_dense(1)\ncat(count_params(m), '\\n')\n"
    )
    program = translate_texts([text], parse([text]), "keras")[0]
    assert "keras.Input(shape=(4,))" in program.text
    assert refuse_difference(text, "43", program)


def test_lines_print_the_same_or_are_marked(tmp_path: Path) -> None:
    lines = [*LINES, *WHOLE]
    for number, line in enumerate(lines):
        (tmp_path / f"{number}.R").write_text(line + "\n", encoding="utf-8")
    code = (
        f"for (i in 0:{len(lines) - 1}) {{ sink(sprintf('%d.txt', i)); "
        "suppressWarnings(suppressMessages(source(sprintf('%d.R', i), local = new.env(), print.eval = TRUE))); sink() }"
    )
    subprocess.run(["Rscript", "-e", code], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    programs = translate_texts(lines, parse(lines), "keras")
    whole = [
        refuse_difference(line, (tmp_path / f"{number}.txt").read_text(encoding="utf-8"), program)
        for number, (line, program) in enumerate(zip(lines, programs, strict=True))
    ]
    assert sum(whole[: len(LINES)]) >= 0.75 * len(LINES)
    assert [line for line, is_whole in zip(WHOLE, whole[len(LINES) :], strict=True) if not is_whole] == []


def test_settings_of_r_and_of_knitr_stop_nothing() -> None:
    text = (
        "knitr::opts_chunk$set(echo = FALSE)\nopts_knit$set(root.dir = '.')\nSys.setlocale('LC_ALL', 'C')\n"
        "knitr::knit_hooks$set(plot = 1)\nother::opts_chunk$set(echo = FALSE)\n"
    )
    program = translate_texts([text], parse([text]), "keras")[0]
    assert [line for line, _ in program.idle] == [1, 2, 3, 4]
    assert [line for line, _ in program.left] == [5]


def test_the_forms_of_data_sets_of_sklearn_are_known() -> None:
    """R's numbers cannot be had here: reticulate gives the same arrays of numpy as Python."""
    text = (
        "digits <- reticulate::import('sklearn.datasets')$load_digits()\n"
        "cat(dim(digits$images), length(digits$target), sum(digits$images[1, , ]), digits$data[3, 5], '\\n')\n"
        "cat(digits$target[1:3], sum(digits$target[digits$target > 8]) / 9, mean(digits$images / 16), '\\n')\n"
    )
    program = translate_texts([text], parse([text]), "keras")[0]
    digits = load_digits()
    by_hand = [1797, 8, 8, 1797, digits.data[0].sum(), digits.data[2, 4], *digits.target[:3]]
    by_hand += [np.sum(digits.target == 9), digits.data.mean() / 16]
    assert refuse_difference(text, " ".join(map(repr, map(float, by_hand))), program)


@pytest.mark.parametrize(
    ("first", "is_marked"),
    [
        ("x <- c(1, NA)", True),
        ("x <- airquality$Ozone", True),
        ("x <- c(1, 2)\nx[4] <- 1", True),
        ("x <- c(1L, 2L)\nanyNA(x)", False),  # whole numbers are never missing in numpy
        ("x <- c(1, 2)\nm <- layer_input(shape = c(NA, 3))", False),
    ],
)
def test_comparisons_of_numbers_that_may_be_missing_are_marked(first: str, is_marked: bool) -> None:
    text = f"library(keras)\n{first}\nprint(x > 1)\nprint(x == 2)\n"
    program = translate_texts([text], parse([text]), "keras")[0]
    lines = [line for line, reason in program.left if reason.startswith("a comparison with a missing number")]
    assert len(lines) == 2 * is_marked


def test_random_numbers_and_the_order_of_texts_are_said() -> None:
    text = "set.seed(1)\nx <- runif(2)\nx <- runif(2)\ns <- sort(c('b', 'a'))\n"
    program = translate_texts([text], parse([text]), "keras")[0]
    assert [line for line, _ in program.idle] == [1, 4]
    assert program.text.count("# rkeras translate: the random numbers of numpy differ from those of R\n") == 1
    assert not program.left


@pytest.mark.parametrize("metrics", ["list(far)", "list(custom_metric('far', far))"])
def test_targets_of_a_metric_get_the_axes_of_predictions(metrics: str) -> None:
    text = (
        "library(keras)\nfar <- function(y_true, y_pred) k_max(k_abs(y_true - y_pred))\n"
        "m <- keras_model_sequential() %>% layer_dense(1, input_shape = 1, kernel_initializer = 'ones')\n"
        f"m %>% compile(loss = 'mse', optimizer = 'sgd', metrics = {metrics})\n"
        "s <- evaluate(m, matrix(c(1, 5), 2), c(1, 5), verbose = 0)\ncat(s[['far']], '\\n')\n"
    )
    program = translate_texts([text], parse([text]), "keras")[0]
    assert refuse_difference(text, "0", program)  # 4, where each target is taken from each prediction


def test_layers_are_made_in_the_order_of_r() -> None:
    text = """\
library(keras)
inputs <- layer_input(shape = 4)
outputs <- inputs %>% layer_dense(3, activation = "relu") %>% layer_dense(1)
kept <- outputs
outputs <- outputs %>% layer_dense(count_params(keras_model(inputs, outputs))) %>% layer_dense(2)
model <- keras_model(inputs, outputs)
model %>% compile("sgd", "mse")
cat(names(round(evaluate(model, matrix(0, 2, 4), matrix(0, 2, 2), verbose = 0), 3)), "\\n")
"""
    program = translate_texts([text], parse([text]), "keras")[0]
    assert not program.left
    steps = 'outputs = keras.layers.Dense(3, activation="relu")(inputs)\noutputs = keras.layers.Dense(1)(outputs)\n'
    assert steps in program.text
    names: dict[str, Any] = {}
    exec(compile(program.text, "program", "exec"), names)
    assert [layer.units for layer in names["model"].layers[1:]] == [3, 1, 19, 2]


@pytest.mark.parametrize("use", ["print(s)", "names(s)"])
def test_measures_in_an_order_that_is_not_certain_are_marked(use: str) -> None:
    text = (
        "library(keras)\nm <- keras_model_sequential() %>% layer_dense(1, input_shape = 1)\n"
        "kept <- list('mae', 'mape')\n"
        "m %>% compile(optimizer = 'sgd', loss = 'mse', metrics = kept)\n"
        f"s <- evaluate(m, matrix(1, 1, 1), 1, verbose = 0)\n{use}\n"
    )
    program = translate_texts([text], parse([text]), "keras")[0]
    assert [line for line, _ in program.left] == [6]


MODEL = """\
library(keras)
inputs <- layer_input(shape = 3)
z <- inputs %>% layer_dense(2)
outputs <- z %>% layer_dense(3)
m <- keras_model(inputs, outputs)
w <- k_constant(2)
"""


@pytest.mark.parametrize(
    ("loss", "is_left"),
    [
        ("function(y_true, y_pred) k_mean(k_square(y_true - y_pred)) + k_sum(z)", True),
        ("function(y_true, y_pred) { own <- w; own * k_mean(k_square(y_true - y_pred)) }", False),
        ("function(y_true, z) k_mean(k_square(y_true - z))", False),
    ],
)
@pytest.mark.parametrize("place", ["loss = far", "loss = 'mse', metrics = list(far)", "loss = list(far)"])
def test_a_loss_with_a_tensor_of_the_model_is_marked(loss: str, is_left: bool, place: str) -> None:
    text = f"{MODEL}far <- {loss}\nm %>% compile(optimizer = 'sgd', {place})\n"
    program = translate_texts([text], parse([text]), "keras")[0]
    assert any("tensor of the model" in reason for _, reason in program.left) == is_left, program.text


@pytest.mark.parametrize(
    ("package", "name", "is_left"), [("keras", "poisson", True), ("keras", "mae", False), ("keras3", "poisson", False)]
)
def test_names_of_metrics_that_a_variable_holds_are_marked_where_keras_3_differs(
    package: str, name: str, is_left: bool
) -> None:
    model = MODEL.replace("(keras)", f"({package})").replace("w <- k_constant(2)\n", f"name <- '{name}'\n")
    text = f"{model}m |> compile(optimizer = 'sgd', loss = 'mse', metrics = list(name))\n"
    program = translate_texts([text], parse([text]), "keras")[0]
    assert any("from a variable" in reason for _, reason in program.left) == is_left, program.text


def test_a_metric_that_a_variable_holds_is_marked_where_keras_3_differs() -> None:
    text = MODEL + "held <- metric_hinge()\nm %>% compile(optimizer = 'sgd', loss = 'mse', metrics = list(held))\n"
    program = translate_texts([text], parse([text]), "keras")[0]
    assert [reason for _, reason in program.left if "from a variable" in reason]


def test_targets_of_classes_of_metrics_and_losses_get_the_axes_of_predictions() -> None:
    text = """\
library(keras)
Far <- new_metric_class("Far", initialize = function(...) {
  super$initialize(...)
  self$sum <- self$add_weight(name = "t", initializer = "zeros")
}, update_state = function(y_true, y_pred, sample_weight = NULL) {
  self$sum$assign_add(k_sum(k_abs(y_true - y_pred)))
}, result = function() self$sum)
Cubed <- new_loss_class("Cubed", call = function(y_true, y_pred) k_abs(y_true - y_pred)^3)
m <- keras_model_sequential() %>% layer_dense(1, input_shape = 1, kernel_initializer = "ones")
m %>% compile(optimizer = "sgd", loss = Cubed(), metrics = list(Far(name = "far")))
s <- m %>% evaluate(matrix(c(1, 2, 3)), c(2, 3, 5), verbose = 0)
cat(s[["far"]], s[["loss"]], "\\n")
"""
    program = translate_texts([text], parse([text]), "keras")[0]
    assert refuse_difference(text, "4 3.333333", program)  # 14 and 12.2, where each target meets each prediction


def test_functions_of_keras_with_the_same_arguments() -> None:
    text = (
        "library(keras)\npath <- get_file('a.txt', 'https://example.org/a.txt', cache_subdir = 'b')\n"
        "cb <- callback_tensorboard('logs', histogram_freq = 1)\n"
        "get_file('a.zip', 'https://example.org/a.zip', extract = TRUE)\n"
    )
    program = translate_texts([text], parse([text]), "keras")[0]
    assert 'keras.utils.get_file(fname="a.txt", origin="https://example.org/a.txt", cache_subdir="b")' in program.text
    assert 'keras.callbacks.TensorBoard(log_dir="logs", histogram_freq=1)' in program.text
    assert [line for line, _ in program.left] == [4]  # Keras 3 returns the folder, R keras the file
