"""tidy(), glance(), augment() and summary() in Python: the tables that R has, with its numbers."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rkeras_py import (
    augment,
    compile,
    fit,
    glance,
    keras_model_sequential,
    layer_dense,
    layer_dropout,
    loss_binary_crossentropy,
    optimizer_sgd,
    predict,
    predict_classes,
    summary,
    tidy,
)
from rkeras_py.bridge import r_session
from rkeras_py.training.history import KerasTrainingHistory

FRAME = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "k": pd.Categorical(["u", "v", "v", "u"]), "y": [1.0, 3.0, 5.0, 7.0]})


@pytest.fixture
def trained() -> Any:
    model = keras_model_sequential(input_shape=3) >> layer_dense(4) >> layer_dropout(0.5) >> layer_dense(2, "softmax")
    compile(model, "adam", "sparse_categorical_crossentropy")
    return model, fit(model, "k ~ a + y + b", data=FRAME.assign(b=1.0), epochs=2, verbose=0)


def test_the_tables_are_those_of_r(trained: Any) -> None:
    model, history = trained
    R = r_session()
    R["model"], R["history"], R["frame"] = model, history, FRAME.assign(b=1.0)
    for ours, theirs in (
        (tidy(model), R("generics::tidy(model)")),
        (glance(model), R("generics::glance(model)")),
        (tidy(history), R("generics::tidy(history)")),
        (glance(history), R("generics::glance(history)")),
        (augment(model, FRAME.assign(b=1.0)), R("generics::augment(model, frame)")),
    ):
        assert list(ours.columns) == list(theirs.columns)
        for name in ours:
            one, two = np.asarray(ours[name]), np.asarray(theirs[name])
            if name == "output_shape":
                two = np.array([shape.replace("NA", "None") for shape in two])
            if one.dtype.kind == "f":
                np.testing.assert_allclose(one, two.astype("float64"), rtol=1e-6)
            else:
                assert one.tolist() == two.tolist(), name
    assert augment(model, FRAME.assign(b=1.0))[".pred_class"].tolist() == list(
        predict(model, FRAME.assign(b=1.0), type="class", verbose=0).labels
    )


def test_augment_has_residuals_and_columns_of_matrices() -> None:
    line = keras_model_sequential(input_shape=1) >> layer_dense(1, kernel_initializer="ones")
    compile(line, optimizer_sgd(0.0), "mse")
    fit(line, "y ~ a", data=FRAME, epochs=1, verbose=0)
    found = augment(line, newdata=FRAME)
    assert found[".fitted"].tolist() == FRAME["a"].tolist()
    assert found[".resid"].tolist() == (FRAME["y"] - FRAME["a"]).tolist()
    pair = keras_model_sequential(input_shape=1) >> layer_dense(2, kernel_initializer="ones")
    assert list(augment(pair, np.ones((2, 1)))) == ["V1", ".fitted_1", ".fitted_2"]
    with pytest.raises(ValueError, match=r"augment\(\): `data` should be a data frame"):
        augment(pair)
    with pytest.raises(TypeError, match="batchsize"):
        augment(pair, np.ones((2, 1)), batchsize=1)
    with pytest.raises(ValueError, match=r"glance\(\): the model has no weights yet"):
        glance(keras_model_sequential() >> layer_dense(1))


def test_summary_of_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    summary(KerasTrainingHistory({"epochs": 9}, {"loss": [3, 2, 1], "val_loss": [2, 1, 4]}, [0, 1, 2]))
    assert capsys.readouterr().out.splitlines() == [
        "Training history of 3 epochs of 9 asked for",
        "  metric first last lowest in epoch highest in epoch",
        "    loss     3    1      1        3       3        1",
        "val_loss     2    4      1        2       4        3",
        "The validation loss was lowest in epoch 2 and is 4 now.",
        "The training loss fell: from then on the model may overfit. See callback_early_stopping().",
    ]


def test_classes_of_logits_are_those_of_their_probabilities() -> None:
    model = keras_model_sequential(input_shape=1) >> layer_dense(1, kernel_initializer="ones")
    compile(model, "sgd", loss_binary_crossentropy(from_logits=True))
    x = np.array([[-1.0], [0.25], [2.0]])
    assert predict_classes(model, x).tolist() == [[0], [1], [1]]
    assert predict(model, x, type="class", verbose=0).tolist() == [0, 1, 1]


def test_a_frame_without_rows_gives_no_predictions() -> None:
    model = keras_model_sequential(input_shape=2) >> layer_dense(1)
    compile(model, "sgd", "mse")
    fit(model, "y ~ k", data=FRAME, epochs=1, verbose=0)
    assert predict(model, FRAME[:0], verbose=0).shape == (0, 1)
