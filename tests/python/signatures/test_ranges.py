"""A word takes the numbers that it says: the range is the rule, the message and the test."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.signatures import array_conversions, conversions, words
from rkeras_py.signatures.ranges import AXES, Range
from rkeras_py.signatures.registry import REGISTRY
from rkeras_py.signatures.words import MISSING, convert_value, get_word
from tools.codegen.files import load_all

pytestmark = pytest.mark.quick
load_all()
OF_NUMBERS = sorted({(param.word.expected, spec.name, param.name) for spec in REGISTRY.values()
                     for param in spec.params.values() if param.word.range is not None})  # fmt: skip
WORDS = {expected: (function, argument) for expected, function, argument in OF_NUMBERS}
"""Each word of numbers, with one argument that has it."""


@pytest.mark.parametrize("expected", WORDS)
def test_a_word_takes_its_range_and_nothing_beyond(expected: str) -> None:
    function, argument = WORDS[expected]
    word = REGISTRY[function].params[argument].word
    allowed = word.range
    assert allowed is not None
    wrong = [math.nan, *[end for end in (allowed.most * 2 + 1, -abs(allowed.least) * 2 - 1) if math.isfinite(end)]]
    for value in [one for one in wrong if not allowed.holds(one)]:
        with pytest.raises(ValueError, match=rf"^{function}\(\): `{argument}` should be .*Received: {argument} = "):
            convert_value(function, argument, word, value, MISSING)


def test_every_argument_for_numbers_has_a_range() -> None:
    numeric = ("Int", "Number", "IntVector", "Numbers", "Ints")
    without = {
        f"{spec.name}({param.name})"
        for spec in REGISTRY.values()
        for param in spec.params.values()
        if param.word.hint in numeric and param.word.range is None
    }
    own = (
        "factor",
        "offset",
        "scale",
        "value_range",
        "range",
        "index",
        "ngrams",
        "target_size",
        "image_size",
        "sequence",
        "profile_batch",
        "axis",
        "sampling_table",
        "axes",
        "destination",
        "end",
        "indices_or_sections",
        "kernel_size",
        "left_size",
        "pad_width",
        "repeats",
        "right_size",
        "shift",
        "sigma",
        "size",
        "source",
    )
    assert not [one for one in sorted(without) if not one.rstrip(")").endswith(own)]


@pytest.mark.parametrize(("allowed", "words_for_it"), [
    (Range(), "a number"),
    (Range(0), "a number of at least 0"),
    (Range(0, above=True), "a number above 0"),
    (Range(0, 1), "a number from 0 to 1"),
    (Range(0, 1, below=True), "a number from 0 to below 1"),
    (Range(most=5), "a number of at most 5"),
    (Range(0, 1, above=True), "a number above 0 and at most 1"),
])  # fmt: skip
def test_a_range_describes_itself(allowed: Range, words_for_it: str) -> None:
    assert allowed.describe("a number") == words_for_it


@pytest.mark.parametrize("value", [True, Fraction(1, 2), 1 + 2j, "", b"1", [], [1, 2], None, math, object(), {}])
def test_a_number_is_no_other_kind(value: Any) -> None:
    with pytest.raises(conversions.Wrong):
        conversions.as_number(value)


@pytest.mark.parametrize(
    ("value", "number"), [(2, 2), ("2", 2), ([2.0], 2), (np.float32(2), 2), (np.array([2]), 2), ({"a": 2}, 2)]
)
def test_a_whole_number_is_found_in_any_spelling(value: Any, number: int) -> None:
    found = conversions.as_whole(value)
    assert found == number
    assert type(found) is int


def test_an_axis_that_a_tensor_does_not_have_is_refused() -> None:
    x = np.ones((2, 3))
    for axis in (3, -3, [1, 3]):
        with pytest.raises(ValueError, match=r"^k_sum\(\): `axis` should be an axis of `x`, which has 2"):
            rk.k_sum(x, axis=axis)
    with pytest.raises(ValueError, match=r"^k_sum\(\): `axis` .*The largest is 254"):
        rk.k_sum(x, axis=2**31)
    assert AXES.most == 254
    assert rk.k_expand_dims(x, axis=3).shape == (2, 3, 1)


@pytest.mark.parametrize("value", ["abc", "float31", "", 3, math, [], object(), np.ones(2)])
def test_a_data_type_has_a_name_that_is_known(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^layer_dense\(\): `dtype` should be the name of a data type"):
        rk.layer_dense(units=1, dtype=value)


@pytest.mark.parametrize("value", ["float32", "mixed_float16", np.float32, np.dtype("int8"), bool])
def test_a_data_type_may_be_an_object(value: Any) -> None:
    assert array_conversions.as_dtype(value) == value


def test_lists_without_end_are_refused() -> None:
    around: list[Any] = []
    around.append(around)
    for function in (rk.k_sum, rk.k_exp, rk.activation_relu):
        with pytest.raises(ValueError, match=r"should be "):
            function(around)
    for word in (words.Counts, words.Shape, words.ZeroAxis):
        with pytest.raises(ValueError, match=r"^f\(\): `a` should be"):
            convert_value("f", "a", get_word(word), around, MISSING)


@pytest.mark.parametrize("rate", [0.1, "0.1", 0, np.float32(0.1), lambda: 0.1])
def test_a_learning_rate_may_be_zero_or_computed(rate: Any) -> None:
    rk.optimizer_sgd(learning_rate=rate)
