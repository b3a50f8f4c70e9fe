import math
import sys

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.engine.loading import keras as prepared
from rkeras_py.graph.log_names import name_logs
from rkeras_py.training.history import KerasTrainingHistory, _as_r_shows

prepared()
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(20, 3)), rng.integers(0, 2, (20, 1)).astype("float32")


def one_output(metrics=("accuracy", "mae")):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy", metrics=list(metrics))
    return model


def two_outputs(metrics, **compiled):
    inputs = keras.Input((3,))
    outputs = [keras.layers.Dense(1, activation="sigmoid", name=name)(inputs) for name in ("main_output", "aux_output")]
    model = keras.Model(inputs, outputs)
    model.compile("sgd", ["binary_crossentropy"] * 2, metrics=metrics, **compiled)
    return model


def fit(model, y=Y, epochs=2, **options):
    options = {"validation_split": 0.2, "verbose": 0, **options}
    return model.fit(X, y, epochs=epochs, **options)


def by_hand(**params):
    metrics = {"loss": [0.5, 0.25], "accuracy": [0.75, 1.0], "val_loss": [0.6, 0.3], "val_accuracy": [0.7, 0.9]}
    return KerasTrainingHistory({"verbose": 0, "epochs": 2, "steps": 1, **params}, metrics, [0, 1])


def test_one_output():
    keras_history = fit(one_output())
    history = KerasTrainingHistory.from_keras(keras_history, 2)
    assert list(history.metrics) == ["loss", "accuracy", "mae", "val_loss", "val_accuracy", "val_mae"]
    assert history.metrics == keras_history.history
    assert history.params == {"verbose": 0, "epochs": 2, "steps": 1}
    assert history.history is history.metrics and history.epoch == [0, 1]
    assert history.to_dict() == {"params": history.params, "metrics": history.metrics}


def test_metrics_keep_the_order_they_were_compiled_in():
    history = KerasTrainingHistory.from_keras(fit(one_output(["mse", "accuracy", "auc", "mae"]), validation_split=0))
    assert list(history.metrics) == ["loss", "mse", "accuracy", "auc", "mae"]


def test_several_outputs():
    history = KerasTrainingHistory.from_keras(fit(two_outputs([["mse", "accuracy"], ["accuracy"]]), [Y, Y]))
    training = ["loss", "main_output_loss", "aux_output_loss"]
    training += ["main_output_mse", "main_output_accuracy", "aux_output_accuracy"]
    assert list(history.metrics) == [*training, *(f"val_{name}" for name in training)]


def test_one_metric_twice_and_weighted():
    model = two_outputs([["mae", "mae"], None], weighted_metrics=[["mae"], ["mae"]])
    history = KerasTrainingHistory.from_keras(fit(model, [Y, Y], validation_split=0))
    expected = ["loss", "main_output_loss", "aux_output_loss", "main_output_mae", "main_output_mae_1"]
    assert list(history.metrics) == [*expected, "main_output_weighted_mae", "aux_output_mae"]


# Keras turns a variable into an array in a way that NumPy 2 frowns on.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_learning_rate_is_lr_and_last():
    callback = keras.callbacks.LearningRateScheduler(lambda epoch, lr: 0.1 / (epoch + 1))
    history = KerasTrainingHistory.from_keras(fit(one_output(["accuracy"]), callbacks=[callback]))
    assert list(history.metrics) == ["loss", "accuracy", "val_loss", "val_accuracy", "lr"]
    assert history.metrics["lr"] == pytest.approx([0.1, 0.05])


def test_what_a_callback_adds_comes_after_the_validation():
    class Note(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["grade"] = [epoch, epoch + 1]

    history = KerasTrainingHistory.from_keras(fit(one_output(["accuracy"]), callbacks=[Note()]))
    assert list(history.metrics) == ["loss", "accuracy", "val_loss", "val_accuracy", "grade"]
    assert history.metrics["grade"] == [0.5, 1.5]  # a vector for an epoch is averaged


def test_a_model_with_its_own_training_step():
    class Own(keras.Model):
        def train_step(self, data):
            return {"zeta": 1.0, "loss": 2.0, "alpha": 3.0}

    inputs = keras.Input((3,))
    model = Own(inputs, keras.layers.Dense(1)(inputs))
    model.compile("sgd")
    history = KerasTrainingHistory.from_keras(fit(model, validation_split=0))
    assert list(history.metrics) == ["loss", "alpha", "zeta"]


def test_rarer_validation_is_padded():
    history = KerasTrainingHistory.from_keras(fit(one_output([]), epochs=3, validation_freq=2))
    assert len(history.metrics["val_loss"]) == 3 and math.isnan(history.metrics["val_loss"][2])


def test_named_logs_of_evaluate():
    model = two_outputs([["mse", "accuracy"], ["accuracy"]])
    logs = model.evaluate(X, [Y, Y], verbose=0, return_dict=True)
    named = name_logs(model, logs)
    assert named == logs
    expected = ["loss", "main_output_loss", "aux_output_loss", "main_output_mse", "main_output_accuracy"]
    assert list(named) == [*expected, "aux_output_accuracy"]


def test_print():
    assert repr(by_hand()) == (
        "\nFinal epoch (plot to see history):\n"
        "        loss: 0.25\n"
        "    accuracy: 1\n"
        "    val_loss: 0.3\n"
        "val_accuracy: 0.9"
    )
    assert repr(KerasTrainingHistory({}, {})) == "\nFinal epoch (plot to see history):"


# The result of R 4.5's prettyNum(signif(x, 4)).
R_NUMBERS = {
    0.123456: "0.1235",
    1234.567: "1235",
    123456.7: "123500",
    1e-4: "1e-04",
    1.5e-7: "1.5e-07",
    0.0001234567: "0.0001235",
    0.00001234567: "1.235e-05",
    0.00012: "0.00012",
    1e5: "1e+05",
    123456789.0: "123500000",
    1e15: "1e+15",
    20.0: "20",
    0.5: "0.5",
    1.0: "1",
    0.0: "0",
    -0.5: "-0.5",
    99999.0: "1e+05",
    1e-120: "1e-120",
    math.nan: "NaN",
    math.inf: "Inf",
}


@pytest.mark.parametrize(("value", "shown"), R_NUMBERS.items())
def test_numbers_look_as_in_r(value, shown):
    assert _as_r_shows(value) == shown


def test_data_frame():
    frame = by_hand().as_data_frame()
    assert list(frame.columns) == ["epoch", "value", "metric", "data"]
    assert frame["epoch"].tolist() == [1, 2] * 4
    assert frame["value"].tolist() == [0.5, 0.25, 0.75, 1.0, 0.6, 0.3, 0.7, 0.9]
    assert frame["metric"].cat.categories.tolist() == ["loss", "accuracy"]
    assert frame["data"].tolist() == ["training"] * 4 + ["validation"] * 4


def test_data_frame_after_early_stopping():
    stop = keras.callbacks.EarlyStopping(monitor="loss", min_delta=1e9, patience=1)
    history = KerasTrainingHistory.from_keras(fit(one_output(["mae"]), epochs=12, callbacks=[stop]), 12)
    frame = history.as_data_frame()
    assert len(history.epoch) == 2 and len(frame) == 48
    assert frame["value"].notna().sum() == 8


def test_data_frame_without_pandas(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    columns = by_hand(epochs=3).as_data_frame()
    assert columns["metric"] == ["loss"] * 3 + ["accuracy"] * 3 + ["loss"] * 3 + ["accuracy"] * 3
    assert math.isnan(columns["value"][2])


def test_plot(tmp_path):
    from matplotlib import pyplot

    open_before = pyplot.get_fignums()  # by other tests
    figure = by_hand().plot()
    try:
        assert [axes.get_ylabel() for axes in figure.axes] == ["loss", "accuracy"]
        assert [line.get_label() for line in figure.axes[0].lines] == ["training", "validation"]
        assert figure.axes[0].get_legend() is not None
    finally:
        pyplot.close(figure)
    with pytest.warns(UserWarning, match=r"made of 'loss', 'accuracy'. Received: metrics = 'acc'"):
        chosen = by_hand().plot(["accuracy", "acc"], path=tmp_path / "curve.png")
    assert [axes.get_ylabel() for axes in chosen.axes] == ["accuracy"]
    assert (tmp_path / "curve.png").stat().st_size > 1000
    assert pyplot.get_fignums() == open_before


def test_plot_of_one_epoch(tmp_path):
    history = KerasTrainingHistory({"epochs": 5}, {"loss": [0.5], "top_k_accuracy": [0.2], "val_loss": [0.7]}, [0])
    figure = history.plot(path=tmp_path / "one.svg")
    assert [axes.get_ylabel() for axes in figure.axes] == ["loss", "top_k_accuracy"]
    assert figure.axes[1].get_xticks().tolist() == [1] and figure.axes[1].get_xlim() == (0.5, 1.5)
    assert [line.get_linestyle() for line in figure.axes[0].lines] == ["-", "--"]


def test_plot_refuses_what_it_cannot_draw(monkeypatch):
    with pytest.raises(ValueError, match=r"plot\(\): `metrics` should be made of 'loss', 'accuracy'"):
        by_hand().plot("acc")
    with pytest.raises(ValueError, match="no epoch was run"):
        KerasTrainingHistory({"epochs": 0}, {}).plot()
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"-m pip install matplotlib"):
        by_hand().plot()


@pytest.mark.parametrize(("freq", "there"), [(2, [1, 3]), ((1, 3), [0, 2]), (3, [2])])
def test_a_validation_stands_at_its_epoch(freq: object, there: list[int]) -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1)
    model >> rk.compile("sgd", "mse")
    x = np.arange(4.0)[:, None]
    said = rk.fit(model, x, x, epochs=4, validation_data=(x, x), validation_freq=freq, verbose=0).metrics["val_loss"]
    assert [place for place, value in enumerate(said) if not np.isnan(value)] == there
