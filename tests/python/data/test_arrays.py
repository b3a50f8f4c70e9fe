"""Data for fit, evaluate and predict, in every form."""

import functools
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from support import sampled
from training_models import ONE, SILENT, TWO, A, B, double, seeded, single

import rkeras_py as rk
from rkeras_py import evaluate, fit
from rkeras_py.data import arrays
from rkeras_py.data.arrays import Factor, Frame


@pytest.mark.parametrize(
    "x",
    [
        A,
        A.astype("float32"),
        np.asfortranarray(A),
        [A],
        {"x": A},
        pd.DataFrame(A, columns=list("abcd")),
        keras.ops.convert_to_tensor(A.astype("float32")),
    ],
    ids=["float64", "float32", "fortran", "list of one", "dict", "data frame", "tensor"],
)
def test_one_input_in_every_form(x: Any) -> None:
    inputs = rk.layer_input(4, name="x")
    model = rk.keras_model(inputs, inputs >> rk.layer_dense(1, name="out")) >> rk.compile("sgd", "mse")
    expected = model.predict(A.astype("float32"), verbose=0)
    np.testing.assert_array_equal(rk.predict(model, x, verbose=0), expected)
    assert list(rk.fit(model, x, ONE, **SILENT).metrics) == ["loss"]
    assert set(rk.evaluate(model, x, ONE, verbose=0)) == {"loss"}


@functools.cache
def of_lists() -> tuple[list[Any], dict[str, list[float]]]:
    """Return the predictions of a model of two inputs for lists of arrays, and its logs in training with them."""
    model = seeded(double) >> rk.compile("sgd", "mse", run_eagerly=True)
    predicted = [part.copy() for part in model.predict([A, B], verbose=0)]
    return predicted, rk.fit(model, [A, B], [ONE, TWO], shuffle=False, **SILENT).metrics


@pytest.mark.parametrize(
    ("x", "y"),
    sampled(
        [
            ([A, B], [ONE, TWO]),
            ((A, B), (ONE, TWO)),
            ({"b": B, "a": A}, {"aux": TWO, "main": ONE}),
            ([A, B], {"main": ONE, "aux": TWO}),
            ([pd.DataFrame(A), pd.DataFrame(B)], [pd.Series(ONE[:, 0]), pd.DataFrame(TWO)]),
        ],
        2,
    ),
    ids=sampled(["lists", "tuples", "dicts", "mixed", "data frames"], 2),
)
def test_several_inputs_in_every_form(x: Any, y: Any) -> None:
    expected, losses = of_lists()
    model = seeded(double) >> rk.compile("sgd", "mse", run_eagerly=True)
    for found, right in zip(rk.predict(model, x, verbose=0), expected, strict=True):
        np.testing.assert_allclose(found, right, rtol=1e-6)
    assert rk.fit(model, x, y, shuffle=False, **SILENT).metrics == losses


def test_inputs_without_a_name_of_their_own_go_by_the_name_that_is_printed() -> None:
    first, second = rk.layer_input(2), rk.layer_input(2)
    model = rk.keras_model([first, second], rk.layer_subtract([first, second]))
    names = [layer.name for layer in model.layers[:2]]
    swapped = {names[1]: np.ones((3, 2)), names[0]: np.zeros((3, 2))}
    assert (rk.predict(model, swapped, verbose=0) == -1).all()


def test_columns_of_a_data_frame_are_inputs_by_name() -> None:
    a, b = rk.layer_input(1, name="a"), rk.layer_input(1, name="b")
    model = rk.keras_model([a, b], rk.layer_add([a, b]))
    frame = pd.DataFrame({"b": [1.0, 2.0], "a": [10.0, 20.0]})
    np.testing.assert_array_equal(np.ravel(rk.predict(model, frame, verbose=0)), [11, 22])


def test_one_target_serves_all_outputs() -> None:
    a = rk.layer_input(4)
    model = rk.keras_model(a, [rk.layer_dense(a, 1, name="p"), rk.layer_dense(a, 1, name="q")])
    model >> rk.compile("sgd", "mse")
    assert list(rk.fit(model, A, ONE, **SILENT).metrics) == ["loss", "p_loss", "q_loss"]


def test_targets_of_one_output_in_every_form() -> None:
    for y in (ONE, ONE[:, 0], ONE[:, 0].tolist(), [ONE], {"out": ONE}, pd.Series(ONE[:, 0]), ONE.astype(bool)):
        model = single() >> rk.compile("sgd", "binary_crossentropy")
        assert len(rk.fit(model, A, y, **SILENT).metrics["loss"]) == 2


def test_validation_data_weights_and_classes() -> None:
    model = single() >> rk.compile("sgd", "mse", metrics="mae")
    history = rk.fit(model, A, ONE, validation_data=(A[:6], ONE[:6]), class_weight={"0": 1, "1": 5}, **SILENT)
    assert list(history.metrics) == ["loss", "mae", "val_loss", "val_mae"]
    history = rk.fit(model, A, ONE, sample_weight=[1.0] * 12, validation_data=[A, ONE, np.ones(12)], **SILENT)
    assert list(history.metrics) == ["loss", "mae", "val_loss", "val_mae"]
    model = double() >> rk.compile("sgd", "mse", run_eagerly=True)
    history = rk.fit(model, [A, B], [ONE, TWO], validation_data=([A, B], [ONE, TWO]), **SILENT)
    assert list(history.metrics)[3:] == ["val_loss", "val_main_loss", "val_aux_loss"]


def test_class_weight_has_effect() -> None:
    losses = []
    for weights in ({"0": 1.0, "1": 1.0}, {"0": 3.0, "1": 3.0}):
        model = seeded(single) >> rk.compile("sgd", "mse", run_eagerly=True)
        losses.append(
            rk.fit(model, A, ONE, epochs=1, class_weight=weights, shuffle=False, verbose=0).metrics["loss"][0]
        )
    assert losses[1] == pytest.approx(3 * losses[0], rel=1e-4)


def test_defaults_of_fit_are_those_of_r_keras(capsys: pytest.CaptureFixture[str]) -> None:
    model = single() >> rk.compile("sgd", "mse")
    history = rk.fit(model, A, ONE, verbose=0)
    assert history.params["epochs"] == 10 and len(history.metrics["loss"]) == 10
    assert rk.fit(model, A, ONE, epochs=5.0, initial_epoch=3, verbose=0).metrics["loss"].__len__() == 2
    assert capsys.readouterr().out == ""


def test_predict_returns_arrays() -> None:
    assert isinstance(rk.predict(single(), A, verbose=0), np.ndarray)
    found = rk.predict(double(), [A, B], verbose=0)
    assert isinstance(found, list) and [part.shape for part in found] == [(12, 1), (12, 2)]
    assert rk.predict(single(), A, batch_size=5.0, verbose=0).shape == (12, 1)
    assert rk.predict(single(), A, verbose=False, steps=None).shape == (12, 1)


SPARSE = A * (A > 0)


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("csc_matrix", {}),
        ("csr_array", {"shuffle": False, "validation_split": 0.25}),
        ("coo_matrix", {"class_weight": {0: 1, 1: 3}, "validation_split": 0.25}),
    ],
)
def test_a_sparse_matrix_gives_the_numbers_of_the_dense_one(kind: str, args: dict[str, Any]) -> None:
    sparse = getattr(scipy.sparse, kind)(SPARSE)
    found = []
    for x in (SPARSE, sparse):
        model = seeded(single) >> rk.compile("sgd", "mse", run_eagerly=True)
        losses = rk.fit(model, x, ONE, batch_size=4, **args, **SILENT).metrics
        measured = rk.evaluate(model, x, ONE, verbose=0), rk.test_on_batch(model, x, ONE)
        found.append((losses, measured, rk.predict(model, x, verbose=0).tolist()))
    assert found[0] == found[1]


def test_sparse_batches_and_sparse_targets() -> None:
    model, twin = (
        seeded(single) >> rk.compile("sgd", "mse", run_eagerly=True),
        seeded(single) >> rk.compile("sgd", "mse", run_eagerly=True),
    )
    sparse = scipy.sparse.csc_matrix(SPARSE)
    for one, x, y in ((model, sparse, scipy.sparse.csr_matrix(ONE)), (twin, SPARSE, ONE)):
        rk.fit(one, lambda x=x, y=y: [x, y], steps_per_epoch=2, epochs=1, verbose=0)
    np.testing.assert_array_equal(model.get_weights()[0], twin.get_weights()[0])


@pytest.mark.parametrize("as_frame", [True, False], ids=["of R", "of pandas"])
def test_a_factor_is_labels_for_an_input_of_strings_and_class_numbers_for_others(as_frame: bool) -> None:
    text, code = rk.layer_input(1, name="text", dtype="string"), rk.layer_input(1, name="code")
    looked_up = keras.layers.StringLookup(vocabulary=["no", "yes"])(text)
    model = rk.keras_model([text, code], [looked_up, code])
    levels = ["yes", "no"]
    columns: dict[str, Any] = {"code": pd.Categorical.from_codes([1, 0, 1], levels)}
    columns["text"] = columns["code"]
    frame: Any = pd.DataFrame(columns)
    if as_frame:
        frame = Frame({name: Factor([1, 0, 1], levels) for name in ("code", "text")})
    for x in (frame, dict(frame), [Factor([1, 0, 1], levels)] * 2):
        found = [np.ravel(part).tolist() for part in rk.predict(model, x, verbose=0)]
        assert found == [[1, 2, 1], [1, 0, 1]]


def test_a_data_frame_that_lacks_an_input_says_which_are_needed() -> None:
    with pytest.raises(ValueError, match=r'`x` should be named by the model: "a", "b". Received names: "a", "c"'):
        rk.predict(double(), pd.DataFrame({"a": [1.0], "c": [2.0]}), verbose=0)


def test_truth_values_and_whole_numbers_are_numbers() -> None:
    model = single()
    for x in (A > 0, (A > 0).astype("int32")):
        np.testing.assert_array_equal(rk.predict(model, x, verbose=0), model.predict((A > 0) * 1.0, verbose=0))


def test_doubles_are_written_once_and_handed_over_to_tensorflow() -> None:
    doubles = np.asfortranarray(np.random.default_rng(1).normal(size=(1000, 80)))
    own, single = arrays.to_array(doubles), doubles.astype("float32")
    assert own.flags.c_contiguous and own.ctypes.data % 64 == 0
    np.testing.assert_array_equal(own, single)
    tensor, theirs, nothing = arrays.hand_over([own, single, None])
    np.testing.assert_array_equal(tensor, single)
    assert np.asarray(memoryview(tensor)).ctypes.data == own.ctypes.data
    assert theirs is single and nothing is None
    del own, doubles
    np.testing.assert_array_equal(tensor, single)


def test_training_on_what_was_handed_over_is_training_on_a_copy() -> None:
    def network() -> Any:
        keras.utils.set_random_seed(7)
        model = keras.Sequential([keras.Input((80,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        return model

    x = np.random.default_rng(2).normal(size=(1000, 80))
    y, before = x[:, :1] * 0.5, x.copy()
    arguments = {"epochs": 2, "batch_size": 100, "validation_split": 0.1, "verbose": 0}
    theirs, ours = network(), network()
    expected = theirs.fit(x.astype("float32"), y.astype("float32"), **arguments).history
    history = fit(ours, x, y, **arguments)
    for name, values in expected.items():
        assert history.metrics[name] == pytest.approx(values, rel=1e-5)
    for mine, plain in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, plain, rtol=1e-5)
    assert evaluate(ours, x, y, verbose=0)["loss"] == pytest.approx(theirs.evaluate(x, y, verbose=0), rel=1e-5)
    np.testing.assert_array_equal(x, before)


def test_inputs_and_outputs_that_were_given_by_name_go_by_these(recwarn: pytest.WarningsRecorder) -> None:
    b, a = rk.layer_input(3, name="b"), rk.layer_input(4, name="a")
    outputs = {"p": rk.layer_dense(a, 1, name="one"), "q": rk.layer_dense(rk.layer_concatenate([b, a]), 2, name="two")}
    model = rk.keras_model({"b": b, "a": a}, outputs)
    model >> rk.compile("sgd", {"q": "mse", "p": "mae"}, metrics={"q": "mae"})
    expected = model.predict({"a": A, "b": B}, verbose=0)
    for x in ({"a": A, "b": B}, {"b": B, "a": A}, [A, B]):
        for found in (
            rk.predict(model, x),
            rk.predict(model, x, batch_size=5, verbose=0),
            rk.predict_on_batch(model, x),
        ):
            assert list(found) == list(expected)
            np.testing.assert_allclose(found["q"], expected["q"], rtol=1e-6, atol=1e-6)
    measured = [rk.evaluate(model, [A, B], y, verbose=0) for y in ({"q": TWO, "p": ONE}, [ONE, TWO])]
    assert measured[0] == measured[1] and list(measured[0]) == ["loss", "p_loss", "q_loss", "q_mae"]
    assert measured[0]["q_loss"] == pytest.approx(((expected["q"] - TWO) ** 2).mean(), rel=1e-5)
    rk.fit(model, {"b": B, "a": A}, {"q": TWO, "p": ONE}, validation_split=0.25, **SILENT)
    assert not recwarn.list


def test_missing_values_are_counted_by_column() -> None:
    frame = pd.DataFrame(A, columns=list("abcd"))
    frame.loc[:1, "b"] = np.nan
    frame.loc[0, "d"] = np.nan
    words = r"predict\(\): `x`: The data have 3 missing value\(s\) \(NA\) among 48: column `b` has 2, column `d` has 1"
    with pytest.raises(ValueError, match=f"^{words}"):
        rk.predict(single(), frame)
    wide = pd.DataFrame(np.full((2, 7), np.nan), columns=list("abcdefg"))
    with pytest.raises(ValueError, match=r"column `e` has 2, and so have 2 more\. Remove"):
        rk.predict(rk.keras_model_sequential(input_shape=7) >> rk.layer_dense(1), wide)
