"""Values in messages: as Python and R spell them, short, and whatever they are, in little time."""

from typing import Any

import keras
import numpy as np
import pytest

from rkeras_py.messages.errors import bad_argument, show_value, spell_as_r


class Fails:
    """Raises whatever it is asked."""

    @property
    def shape(self) -> Any:
        raise RuntimeError("no shape")

    def __repr__(self) -> str:
        raise KeyError("no text")


class Megabytes:
    """Has more to say than anybody reads."""

    def __repr__(self) -> str:
        return "x" * 10**7


class Plain:
    """Has no words for itself."""


PLAIN = [None, True, 7, 1.5, "a", "it's", [], (), {}, [1], (1,), (1, "b"), [[1, 2], ()], {"a": {1: (2,)}}, {1}, 1j]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_python_spells_its_values_itself(value: Any) -> None:
    assert show_value(value) == repr(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "list()"),
        ([1, 2.5], "c(1, 2.5)"),
        (["a", "b"], 'c("a", "b")'),
        ([True, False], "c(TRUE, FALSE)"),
        ([1, "a", None], 'list(1, "a", NULL)'),
        ({"a": [1, [2]]}, "list(a = list(1, c(2)))"),
        ("a\\b", '"a\\\\b"'),
    ],
)
def test_r_spells_them_its_own_way(value: Any, words: str) -> None:
    with spell_as_r():
        assert show_value(value) == words


def test_arrays_shapes_and_objects_are_named_for_the_reader() -> None:
    values = np.zeros((2, 3)), np.zeros(3), np.zeros((1, 2, 3)), keras.KerasTensor((None, 4)), Plain()
    in_python = "ndarray of shape (2, 3)", "ndarray of shape (3,)", "ndarray of shape (1, 2, 3)"
    in_r = "matrix of shape (2, 3)", "array of shape (3)", "array of shape (1, 2, 3)"
    assert tuple(map(show_value, values)) == (*in_python, "KerasTensor of shape (None, 4)", "<Plain>")
    with spell_as_r():
        assert tuple(map(show_value, values)) == (*in_r, "KerasTensor of shape (NULL, 4)", "<Plain>")
        told = bad_argument("fit", "x", "an array of shape (None, 4, 3)", None)
    assert str(told) == "fit(): `x` should be an array of shape (NULL, 4, 3). Received: x = NULL"


def shared(depth: int, *more: Any) -> Any:
    """A list of 2^depth numbers in as many lists as it is deep."""
    value: Any = [1]
    for _ in range(depth):
        value = [*more, value, value]
    return value


def test_no_value_is_spelled_further_than_it_is_shown() -> None:
    itself: list[Any] = []
    itself.append(itself)
    for in_r in (False, True):
        for value in ("x" * 10**7, [0] * 10**6, shared(60), itself, {"a": itself}, Megabytes(), [Megabytes()]):
            if in_r:
                with spell_as_r():
                    words = show_value(value)
            else:
                words = show_value(value)
            assert len(words) == 80
            assert words.endswith("...")
    assert show_value(shared(60, np.zeros(2))) == "a list of 3: ndarray of shape (2,), a list of 3, a list of 3"


def test_what_a_value_raises_is_not_what_the_user_gets() -> None:
    assert show_value(Fails()) == "an object of the class 'Fails'"
    assert show_value(10**6000) == "an object of the class 'int'"
