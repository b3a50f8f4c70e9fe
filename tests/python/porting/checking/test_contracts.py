"""Contracts of models that check follows: planted mistakes are told, right scripts and the repository's own are not."""

import pytest
from check_support import judge
from support import ROOT

from rkeras_py.porting.checking.findings import NOTE, PROBLEM

pytestmark = pytest.mark.quick

DENSE = "library(keras)\nm <- keras_model_sequential() %>% layer_dense(8, input_shape = 4) %>% "
IMAGE = "library(keras)\nm <- keras_model_sequential() %>% layer_conv_2d(8, 3, input_shape = c(28, 28, 1)) %>% "
END = "\nm %>% compile(loss = {loss}, optimizer = 'adam')\n"

WRONG = {
    "conv": (DENSE + "layer_conv_2d(2, 3)", PROBLEM, "4 axes"),
    "pool": (DENSE + "layer_dropout(0.5) %>% layer_max_pooling_2d()", PROBLEM, "4 axes"),
    "flat": (IMAGE + "layer_flatten() %>% layer_conv_2d(2, 3)", PROBLEM, "gets 2"),
    "steps": (IMAGE + "layer_lstm(2)", PROBLEM, "3 axes"),
    "sequences": (
        "library(keras)\nkeras_model_sequential(input_shape = c(5, 2)) |> layer_lstm(4) |> layer_lstm(2)",
        PROBLEM,
        "gets 2",
    ),
    "pooled": (IMAGE + "layer_global_average_pooling_2d() %>% layer_conv_2d(2, 3)", PROBLEM, "gets 2"),
    "one softmax": (DENSE + "layer_dense(1, activation = 'softmax')" + END.format(loss="'mse'"), NOTE, "always 1"),
    "binary": (
        DENSE + "layer_dense(3, activation = 'softmax')" + END.format(loss="'binary_crossentropy'"),
        NOTE,
        "exclude each other",
    ),
    "binary function": (
        DENSE + "layer_dense(3) %>% layer_activation('softmax')" + END.format(loss="loss_binary_crossentropy()"),
        NOTE,
        "exclude each other",
    ),
    "logits": (
        DENSE
        + "layer_dense(3, activation = 'softmax')"
        + END.format(loss="loss_categorical_crossentropy(from_logits = TRUE)"),
        NOTE,
        "from_logits",
    ),
    "keras3 logits": (
        DENSE.replace("(keras)", "(keras3)")
        + "layer_dense(1, activation = 'sigmoid')"
        + END.format(loss="loss_binary_crossentropy(from_logits = TRUE)"),
        NOTE,
        "from_logits",
    ),
    "monitor": (
        "library(keras)\nm <- load_model_hdf5('m.h5')\nm %>% fit(x, y, epochs = 2,\n"
        "  callbacks = list(callback_early_stopping(monitor = 'val_loss')))",
        NOTE,
        "no validation data",
    ),
}

RIGHT = {
    "classes": DENSE + "layer_dense(3, activation = 'softmax')" + END.format(loss="'categorical_crossentropy'"),
    "binary": DENSE + "layer_dense(1, activation = 'sigmoid')" + END.format(loss="'binary_crossentropy'"),
    "labels": DENSE + "layer_dense(9, activation = 'sigmoid')" + END.format(loss="'binary_crossentropy'"),
    "logits": DENSE + "layer_dense(3)" + END.format(loss="loss_categorical_crossentropy(from_logits = TRUE)"),
    "images": IMAGE + "layer_max_pooling_2d() %>% layer_conv_2d(2, 3) %>% layer_flatten() %>% layer_dense(2)",
    "stacked": (
        "library(keras)\nm <- keras_model_sequential() %>% layer_embedding(10, 4, input_length = 5) %>%\n"
        "  layer_lstm(4, return_sequences = TRUE) %>% layer_bidirectional(layer_lstm(units = 4)) %>% layer_dense(1)"
    ),
    "embedded": (
        "library(keras)\nm <- keras_model_sequential() %>% layer_embedding(10, 4) %>% layer_conv_1d(4, 3) %>%\n"
        "  layer_global_max_pooling_1d() %>% layer_dense(1, activation = 'sigmoid')"
    ),
    "computed": (
        "library(keras)\nlast <- if (binary) 'sigmoid' else 'softmax'\nk <- if (binary) 1 else 3\n"
        "m <- keras_model_sequential() %>% layer_dense(k, activation = last, input_shape = n)\n"
        "m %>% compile(loss = if (binary) 'binary_crossentropy' else 'categorical_crossentropy')"
    ),
    "grown": DENSE
    + "layer_dense(1, activation = 'softmax')\nm %>% layer_dense(2, 'sigmoid')"
    + END.format(loss="'binary_crossentropy'"),
    "reshaped": DENSE + "layer_reshape(c(2, 2, 2)) %>% layer_conv_2d(2, 2)",
    "own": "library(keras)\nlayer_conv_2d <- function(object, ...) object\n" + DENSE + "layer_conv_2d(2)",
    "sequences": "library(keras)\nkeras_model_sequential(input_shape = c(5, 2)) |> layer_dense(4) |> layer_gru(3)",
    "weighted": (
        "library(keras)\nm <- load_model_hdf5('m.h5')\ncb <- list(callback_early_stopping(monitor = 'val_loss'))\n"
        "m %>% fit(x, y, validation_split = 0.2, callbacks = cb)\n"
        "m %>% fit(x, y, validation_data = d, callbacks = list(callback_early_stopping(monitor = 'val_loss')))\n"
        "m %>% fit(x, y, callbacks = list(callback_early_stopping(monitor = 'loss')))\n"
        "f <- function(...) fit(m, x, y, callbacks = list(callback_early_stopping(monitor = 'val_acc')), ...)"
    ),
}


def test_planted_mistakes_are_told_once() -> None:
    for (name, (_, level, words)), findings in zip(
        WRONG.items(), judge(*(code for code, *_ in WRONG.values())), strict=True
    ):
        told = [one for one in findings if one.rule == "contract"]
        assert [one.level for one in told] == [level], name
        assert words in told[0].message, name


def test_right_models_are_not() -> None:
    for name, findings in zip(RIGHT, judge(*RIGHT.values()), strict=True):
        assert [one for one in findings if one.rule == "contract"] == [], name


def test_the_scripts_of_the_repository_have_no_such_mistake() -> None:
    paths = [
        path for place in ("tests/translate", "examples/r", "tests/scripts") for path in (ROOT / place).glob("*.R")
    ]
    assert len(paths) > 60
    found = judge(*(path.read_text(encoding="utf-8") for path in paths))
    told = {
        path.name: [one.message for one in findings if one.rule == "contract"]
        for path, findings in zip(paths, found, strict=True)
    }
    assert {name: messages for name, messages in told.items() if messages} == {}
