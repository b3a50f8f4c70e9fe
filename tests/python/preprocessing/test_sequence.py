"""Sequences, pairs of words, windows of time series and norms: compared with tf_keras."""

import random
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from support import pairs
from tf_keras.preprocessing import sequence as keras2

import rkeras_py as rk

pytestmark = pytest.mark.quick

RNG = np.random.default_rng(3)
RAGGED = [RNG.integers(1, 99, size).tolist() for size in (3, 0, 7, 1, 5)]


@pytest.mark.parametrize(("maxlen", "padding", "truncating"), pairs([None, 1, 4, 9], ["pre", "post"], ["pre", "post"]))
def test_padding_equals_that_of_keras_2(maxlen: Any, padding: str, truncating: str) -> None:
    arrays = [RNG.normal(size=(size, 2)) for size in (2, 6, 1)]
    for sequences, dtype, value in (
        (RAGGED, "int32", 0), (RAGGED, "int64", -1), (RAGGED, "float32", 0.5), (arrays, "float64", 0),
        ([["a", "bc"], ["d"]], object, "PAD"), ([np.array(item, float) for item in RAGGED], "int32", 0),
    ):  # fmt: skip
        settings: dict[str, Any] = dict(maxlen=maxlen, dtype=dtype, padding=padding, truncating=truncating, value=value)
        found = rk.pad_sequences(sequences, **settings)
        expected = tf_keras.utils.pad_sequences(sequences, **settings)
        np.testing.assert_array_equal(found, expected)
        assert found.dtype == expected.dtype


def test_padding_of_strings_and_of_nothing() -> None:
    found = rk.pad_sequences([["a", "long word"], []], dtype="str", value="-")
    assert found.tolist() == [["a", "long word"], ["-", "-"]]  # Keras 2 cuts words to the length of the value
    assert rk.pad_sequences([]).shape == (0, 0)
    assert rk.pad_sequences([[], []], maxlen=2).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sequences": [1, 2]}, "a list of sequences. Put a single sequence into a list"),
        ({"sequences": [[1.5]]}, "whole numbers that fit int32"),
        ({"sequences": [[2**31]]}, "whole numbers that fit int32"),
        ({"sequences": [[float("nan")]]}, "whole numbers that fit int32"),
        ({"sequences": [[1]], "value": 0.5}, "`value` should be whole numbers"),
        ({"sequences": [["a"]]}, "`sequences` should be numbers for int32"),
        ({"sequences": [[1]], "value": "a"}, "`value` should be numbers for int32"),
        ({"sequences": [[1]], "maxlen": 0}, "`maxlen` should be a whole number of at least 1"),
        ({"sequences": [[1]], "dtype": "no"}, "`dtype` should be the name of a data type"),
        ({"sequences": [np.ones((1, 2)), np.ones((1, 3))]}, "sequences of the same shape, except for their length"),
    ],
    ids=str,
)
def test_padding_refuses_what_would_be_lost(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rk.pad_sequences(**arguments)


def outcome(**arguments: Any) -> Any:
    """The padded array as text and data type, or the error."""
    try:
        found = rk.pad_sequences(**arguments)
    except (TypeError, ValueError, OverflowError) as error:
        return type(error), str(error)
    return found.dtype, found.shape, found.tolist()


ODD = {
    "numbers of 64 bits": [[2**31, -(2**63)], [2**63 - 1]],
    "more than 64 bits": [[2**64], [1]],
    "unsigned ones": [[2**63], [2**64 - 1]],
    "truth first": [[True, 2], [3]],
    "truth later": [[1], [True, False]],
    "fractions": [[1, 2], [0.5]],
    "whole floats": [[1, 2], [3.0]],
    "tuples": [(1, 2), [3], ()],
    "numpy's numbers": [[np.int8(4), np.uint64(7)], [np.int64(5)]],
    "arrays of no axis": [[np.array(4)], [5]],
    "nothing": [[], []],
    "no list": [],
    "lists of lists": [[[1, 2], [3, 4]], [[5, 6]]],
    "ragged ones": [[[1, 2]], [[5]]],
    "text": [["a"], [1]],
    "missing": [[None], [1]],
    "a matrix": np.arange(6).reshape(2, 3),
    "a wrong one after many": [[1]] * 1500 + [[300]],
    "a fraction after many": [[1, 2]] * 1500 + [[0.25]],
}


@pytest.mark.parametrize("sequences", ODD.values(), ids=ODD)
def test_lists_of_whole_numbers_are_padded_as_others_are(sequences: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = [
        {"sequences": sequences, "dtype": dtype, "value": value, **more}
        for dtype in ("int32", "int64", "uint8", "uint64", "float32", "float16", "bool", "str", "object", ">i2")
        for value in (0, -1, 0.5, 300, float("nan"), "a")
        for more in ({}, {"maxlen": 2, "padding": "post"}, {"maxlen": 1, "truncating": "post"})
    ]
    quick = [outcome(**one) for one in settings]
    monkeypatch.setattr("rkeras_py.preprocessing.sequence._pad_whole_numbers", lambda *_: None)
    slow = [outcome(**one) for one in settings]
    assert list(map(repr, quick)) == list(map(repr, slow))


@pytest.mark.parametrize("seed", range(8))
def test_many_lists_are_padded_as_by_keras_2(seed: int) -> None:
    draw = np.random.default_rng(seed)
    lists = [draw.integers(-99, 99, draw.integers(0, 30)).tolist() for _ in range(draw.integers(900, 2100))]
    settings: dict[str, Any] = {
        "maxlen": [None, 7, 40][draw.integers(3)],
        "dtype": ["int32", "int64", "int8", "float32", "float64"][draw.integers(5)],
        "padding": ["pre", "post"][draw.integers(2)],
        "truncating": ["pre", "post"][draw.integers(2)],
        "value": int(draw.integers(-5, 5)),
    }
    found, expected = rk.pad_sequences(lists, **settings), keras2.pad_sequences(lists, **settings)
    assert found.dtype == expected.dtype and found.flags.c_contiguous
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("sequence", [[], [5], [0, 0], [1, 2, 0, 3, 3, 4], RNG.integers(0, 9, 40).tolist()], ids=len)
@pytest.mark.parametrize(
    "settings",
    [
        {}, {"shuffle": False}, {"window_size": 0}, {"window_size": 1, "negative_samples": 0},
        {"negative_samples": 2.5, "categorical": True}, {"seed": 7}, 
        {"negative_samples": 0.3, "seed": 8, "window_size": 99},
        {"sampling_table": keras2.make_sampling_table(10, 1e-2), "seed": 9},
    ],
    ids=lambda settings: "-".join(settings) or "default",
)  # fmt: skip
def test_pairs_of_words_equal_those_of_keras_2(sequence: list[int], settings: dict[str, Any]) -> None:
    state = random.getstate()
    try:
        random.seed(settings.get("seed", 5))
        expected = keras2.skipgrams(sequence, 10, **settings)
        random.seed(settings.get("seed", 5))
        couples, labels = rk.skipgrams(np.array(sequence, int), 10, **settings)
    finally:
        random.setstate(state)
    assert couples == expected[0]
    assert labels == expected[1]


def test_a_seed_repeats_pairs_and_leaves_other_random_numbers_alone() -> None:
    before = random.getstate()
    assert rk.skipgrams(list(range(1, 30)), 50, seed=1) == rk.skipgrams(list(range(1, 30)), 50, seed=1)
    assert random.getstate() == before
    assert rk.skipgrams(list(range(1, 30)), 50) != rk.skipgrams(list(range(1, 30)), 50)


def test_wrong_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="`vocabulary_size` should be a whole number of at least 2"):
        rk.skipgrams([1], 1)
    with pytest.raises(ValueError, match="`window_size` should be a whole number of at least 0"):
        rk.skipgrams([1], 9, window_size=-1)
    with pytest.raises(ValueError, match="`sequence` should be word numbers"):
        rk.skipgrams([-1, 2], 9)
    with pytest.raises(ValueError, match="`sampling_table` should be a vector of more than 2 numbers"):
        rk.skipgrams([1, 2], 9, sampling_table=[1, 1])


@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize("factor", [1e-5, 1e-2])
def test_sampling_table_equals_that_of_keras_2(size: int, factor: float) -> None:
    np.testing.assert_array_equal(rk.make_sampling_table(size, factor), keras2.make_sampling_table(size, factor))
    with pytest.raises(ValueError, match="`size` should be a whole number of at least 1"):
        rk.make_sampling_table(0)


SERIES = RNG.normal(size=(50, 2)).astype("float32")


@pytest.mark.parametrize(
    "settings",
    [
        {}, {"batch_size": 7}, {"sampling_rate": 3, "stride": 2, "batch_size": 4}, {"start_index": 5, "end_index": 30},
        {"reverse": True, "sampling_rate": 2, "batch_size": 16}, {"shuffle": True, "batch_size": 5}, {"end_index": 10},
    ],
    ids=str,
)  # fmt: skip
def test_windows_equal_those_of_keras_2(settings: dict[str, Any]) -> None:
    for series, targets in ((SERIES, SERIES[:, 0]), (np.arange(50), np.arange(50) * 2)):
        old = keras2.TimeseriesGenerator(series, targets, 10, **settings)
        new = rk.timeseries_generator(series, targets, 10, **settings)
        assert len(new) == len(old)
        np.random.seed(1)
        expected = [old[index] for index in range(len(old))]
        np.random.seed(1)
        for (windows, wanted), (old_windows, old_wanted) in zip(new, expected, strict=True):
            np.testing.assert_array_equal(windows, old_windows)
            np.testing.assert_array_equal(wanted, old_wanted)
        with pytest.raises(IndexError, match="which count from 0"):
            new[len(new)]


def test_windows_train_a_model_as_arrays_do() -> None:
    windows = rk.timeseries_generator(SERIES, SERIES, 4, batch_size=8)
    x, y = (np.concatenate(parts) for parts in zip(*windows, strict=True))
    losses, predictions = [], []
    for data, further in ((windows, {}), (x, {"y": y, "batch_size": 8})):
        keras.utils.set_random_seed(1)
        model = keras.Sequential([keras.Input((4, 2)), keras.layers.Flatten(), keras.layers.Dense(2)])
        rk.compile(model, "sgd", "mse")
        losses.append(rk.fit(model, data, **further, epochs=2, verbose=0, shuffle=False).metrics["loss"])
        predictions.append(rk.predict(model, data, verbose=0))
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-6)
    np.testing.assert_allclose(predictions[0], predictions[1], rtol=1e-5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"targets": SERIES[1:]}, "`targets` should be of length 50"),
        ({"length": 0}, "`length` should be a whole number of at least 1"),
        ({"length": 50}, "`length` should be a whole number of at most 49"),
        ({"stride": 0}, "`stride` should be"),
        ({"batch_size": 0}, "`batch_size` should be"),
        ({"start_index": -1}, "`start_index` should be"),
        ({"end_index": 50}, "`end_index` should be at most 49"),
        ({"data": "a", "targets": [1]}, "`data` should be an array of numbers"),
        ({"data": None}, "`data` should be an array of numbers"),
    ],
    ids=str,
)
def test_windows_that_do_not_fit_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rk.timeseries_generator(**{"data": SERIES, "targets": SERIES, "length": 5, **arguments})


@pytest.mark.parametrize(
    ("ours", "plain"),
    [
        ({}, {}),
        ({"start_index": 2, "end_index": 30}, {"start_index": 1, "end_index": 30}),
        ({"start_index": 0, "end_index": -1}, {}),
        ({"end_index": 50}, {}),
        ({"start_index": 1, "end_index": 49}, {"start_index": 0, "end_index": 49}),
        ({"sequence_stride": 2, "sampling_rate": 3}, {"sequence_stride": 2, "sampling_rate": 3}),
        ({"batch_size": None}, {"batch_size": None}),
        ({"shuffle": True, "seed": 4, "batch_size": 8}, {"shuffle": True, "seed": 4, "batch_size": 8}),
    ],
    ids=str,
)
@pytest.mark.parametrize("targets", [None, SERIES])
def test_data_set_of_windows_counts_from_1(ours: dict[str, Any], plain: dict[str, Any], targets: Any) -> None:
    found = rk.timeseries_dataset_from_array(SERIES, targets, 5, **ours)
    expected = tf_keras.utils.timeseries_dataset_from_array(SERIES, targets, 5, **plain)
    for mine, theirs in zip(found, expected, strict=True):
        keras.tree.map_structure(lambda a, b: np.testing.assert_array_equal(a, b), mine, theirs)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"end_index": 0}, "`end_index` should be a whole number, counted from 1. -1 stands for the last"),
        ({"end_index": -2}, "`end_index` should be"),
        ({"end_index": 51}, r"timeseries_dataset_from_array\(\): `end_index` must be lower"),
        ({"start_index": -1}, "`start_index` should be"),
        ({"sampling_rate": 0}, r"timeseries_dataset_from_array\(\): `sampling_rate`"),
    ],
    ids=str,
)
def test_data_sets_that_do_not_fit_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rk.timeseries_dataset_from_array(SERIES, None, 5, **arguments)


@pytest.mark.parametrize("order", [1, 2, 3.5, float("inf")])
def test_norms_equal_those_of_keras_2(order: float) -> None:
    values = RNG.normal(size=(4, 4, 3))
    values[1] = 0
    for axis in (1, 2, 3, -1, -2):
        expected = tf_keras.utils.normalize(values, axis - 1 if axis > 0 else axis, order)
        np.testing.assert_allclose(rk.normalize(values, axis, order), expected, rtol=1e-14)
        tensor = rk.normalize(keras.ops.convert_to_tensor(values, "float64"), axis, order)
        np.testing.assert_allclose(keras.ops.convert_to_numpy(tensor), expected, rtol=1e-12)
    np.testing.assert_allclose(rk.normalize([3, 4]), [0.6, 0.8])
    with pytest.raises(ValueError, match=r"`axis` should be an axis of `x`, which has 3\. Received: axis = 4"):
        rk.normalize(values, 4)
    with pytest.raises(ValueError, match="`x` should be an array of numbers"):
        rk.normalize(["a"])
