"""Words are counted and numbered as Keras 2 does it, whatever the texts: random ones, of ASCII and not."""

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest
from tf_keras.preprocessing.text import Tokenizer as Keras2
from tf_keras.preprocessing.text import text_to_word_sequence

import rkeras_py as rk
from rkeras_py.preprocessing.text import counting
from rkeras_py.preprocessing.text.tokenizer import Tokenizer
from rkeras_py.preprocessing.text.tokens import FILTERS, make_splitter

pytestmark = pytest.mark.quick

ASCII = "aAbBzZ01 _-'!,.\t\n\r\x0b\x0c\x1c\x1f\x00\x7f"
WIDE = ASCII + "\u00e4\u00c4\u00df\u0130\u0131\u03a3\u03c2\u00a0\u0085\u2028\u3000\U0001f600\ud800"
SETTINGS: list[dict[str, Any]] = [
    {},
    {"lower": False},
    {"split": "a"},
    {"split": "A"},
    {"split": "ab"},
    {"split": "\u00e4"},
    {"filters": ""},
    {"filters": "A\u00c4!"},
    {"filters": "a", "split": "Z", "lower": False},
    {"filters": " \t\r"},
    {"char_level": True},
    {"oov_token": "<oov>"},
    {"num_words": 4},
    {"num_words": 4, "oov_token": "a"},
    {"num_words": 0},
]
TABLES = ("word_counts", "word_index", "index_word")


def random_texts(seed: int, characters: str) -> list[str]:
    draw = np.random.default_rng(seed)
    drawn = [draw.choice(list(characters), draw.integers(0, 60)) for _ in range(150)]
    return ["".join(map(str, text)) for text in drawn]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("characters", [ASCII, WIDE], ids=["ASCII", "others"])
def test_tables_and_numbers_are_those_of_keras_2(characters: str, settings: dict[str, Any]) -> None:
    ours, theirs = Tokenizer(**settings), Keras2(**settings)
    for seed in (1, 2):  # the second adds to the first
        texts = random_texts(seed, characters)
        ours.fit_on_texts(texts)
        theirs.fit_on_texts(texts)
        for table in TABLES:
            assert list(getattr(ours, table).items()) == list(getattr(theirs, table).items())
        assert ours.word_docs == dict(theirs.word_docs) and ours.index_docs == dict(theirs.index_docs)
        assert ours.document_count == theirs.document_count
        assert list(ours.word_docs) == list(ours.word_counts)
        assert set(map(type, [*ours.word_counts.values(), *ours.word_docs.values()])) == {int}
    for texts in (random_texts(2, characters), random_texts(3, characters)):
        found = rk.texts_to_sequences(ours, texts)
        assert list(found) == theirs.texts_to_sequences(texts)
        assert set(map(type, itertools.chain.from_iterable(found))) <= {int}


@pytest.mark.parametrize("settings", [one for one in SETTINGS if set(one) <= {"filters", "lower", "split"}], ids=str)
def test_words_of_ascii_are_split_like_others(settings: dict[str, Any]) -> None:
    ours = make_splitter(**{"filters": FILTERS, "lower": True, "split": " "} | settings)
    for text in random_texts(4, ASCII):
        assert ours(text) == text_to_word_sequence(text, **settings)


@pytest.mark.parametrize("at_once", [1, 5, 2**20])
def test_counts_do_not_depend_on_how_many_are_counted_at_once(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_NUMBERS", at_once)
    monkeypatch.setattr(counting, "_TEXTS", 3)
    documents = [list("abcab"), [], list("cd"), [], [], list("dddde"), list("a"), []]
    found = counting.count_words(iter(documents))
    assert list(found.words.items()) == list(Counter(itertools.chain.from_iterable(documents)).items())
    expected = Counter(itertools.chain.from_iterable(map(dict.fromkeys, documents)))
    assert list(found.documents.items()) == list(expected.items())
    assert found.total == len(documents)
    assert counting.count_words(iter([])) == ({}, {}, 0)
    assert counting.count_words(iter([[], []])) == ({}, {}, 2)


def test_words_that_are_read_keep_their_order() -> None:
    tokenizer = Tokenizer()
    tokenizer.word_counts, tokenizer.word_docs, tokenizer.document_count = {"b": 2, "a": 1}, {"a": 1, "b": 1}, 1
    tokenizer.fit_on_texts(["c a", ["b", "d", "b"]])
    assert list(tokenizer.word_counts.items()) == [("b", 4), ("a", 2), ("c", 1), ("d", 1)]
    assert list(tokenizer.word_docs.items()) == [("a", 2), ("b", 2), ("c", 1), ("d", 1)]


def test_a_word_of_the_number_0_is_kept() -> None:
    tokenizer = Tokenizer()
    tokenizer.word_index = {"a": 0, "b": 1}
    assert list(tokenizer.texts_to_sequences(["a b c"])) == [[0, 1]]
    tokenizer.oov_token, tokenizer.word_index = "c", {"a": 1, "c": 0}
    assert list(tokenizer.texts_to_sequences(["a b c"])) == [[1, 0, 0]]


def test_an_error_leaves_the_tables() -> None:
    tokenizer = Tokenizer()
    tokenizer.fit_on_texts(["a b"])
    before = tokenizer.to_json()
    with pytest.raises((AttributeError, TypeError)):
        Tokenizer.fit_on_texts(tokenizer, itertools.chain(["c"] * 100, [[["d"]]]))
    assert tokenizer.to_json() == before
