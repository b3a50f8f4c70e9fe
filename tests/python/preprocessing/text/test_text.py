"""Texts become the numbers that Keras 2 made of them: compared with tf_keras on random and on nasty texts."""

import json
import pickle
import random
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from tf_keras.preprocessing import text as keras2

import rkeras_py as rk
from rkeras_py.preprocessing.text.tokenizer import Tokenizer
from rkeras_py.signatures.words import NA

pytestmark = pytest.mark.quick

NASTY = [
    "", " ", "The cat's on the mat, the MAT!", "the\tthe\nthe\r\nthe", "ΑΣ ΣΑΣ İstanbul straße STRASSE",
    "naïve e\u0301 é",
    "日本語 テキスト。", "😀 😀😀 \u200b x", "!!!", "a-b_c a.b.c [x]^\\`{|}~", "\x00 a\x00b", "unk UNK <unk>",
    "\u00a0non\u00a0breaking",
]  # fmt: skip
SETTINGS: list[dict[str, Any]] = [
    {},
    {"num_words": 5},
    {"num_words": 1, "oov_token": "<oov>"},
    {"num_words": 4, "oov_token": "unk"},  # a word of the texts too
    {"oov_token": "unk"},
    {"oov_token": "<oov>", "lower": False},
    {"filters": ""},
    {"filters": "aé]^-\\", "split": "\t"},
    {"split": " the "},
    {"split": "--", "filters": " ."},
    {"char_level": True, "num_words": 9},
    {"char_level": True, "lower": False, "oov_token": "#"},
]
MODES = ("binary", "count", "tfidf", "freq")


def random_texts(seed: int, count: int = 60) -> list[str]:
    draw = random.Random(seed)
    words = [
        *["the", "of", "and", "a", "to", "in", "is", "you", "that", "it"],
        "Ünï",
        "don't",
        "x-y",
        "UNK",
        "末",
        "1,5",
    ]
    return ["".join(draw.choice(words) + draw.choice([" ", ", ", "  ", ".\n", "\t"]) for _ in range(draw.randrange(12)))
            for _ in range(count)]  # fmt: skip


TEXTS = {"nasty": NASTY, "random": random_texts(1), "words": [["The", "a b", ""], [], ["the", "The"], ["Σ"]]}


def both(settings: dict[str, Any], *corpora: list[Any]) -> tuple[Any, Any]:
    """A tokenizer of Keras 2 and one of ours, fitted on the same texts."""
    old, new = keras2.Tokenizer(**settings), rk.text_tokenizer(**settings)
    for corpus in corpora:
        old.fit_on_texts(corpus)
        assert rk.fit_text_tokenizer(new, corpus) is new
    return old, new


def assert_same_tables(new: Any, old: Any) -> None:
    for name in ("word_index", "index_word", "word_counts"):
        assert list(getattr(new, name).items()) == list(getattr(old, name).items()), name
    for name in ("word_docs", "index_docs", "document_count", "num_words", "oov_token"):
        assert getattr(new, name) == getattr(old, name), name


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("corpus", TEXTS)
def test_equals_the_tokenizer_of_keras_2(settings: dict[str, Any], corpus: str) -> None:
    old, new = both(settings, TEXTS[corpus], random_texts(2, 5))
    assert_same_tables(new, old)
    for texts in (*TEXTS.values(), random_texts(3, 20)):
        sequences = old.texts_to_sequences(texts)
        assert rk.texts_to_sequences(new, texts) == sequences
        assert list(rk.texts_to_sequences_generator(new, texts)) == sequences
        assert new.sequences_to_texts(sequences) == old.sequences_to_texts(sequences)
        for mode in MODES:
            expected = old.texts_to_matrix(texts, mode)
            np.testing.assert_allclose(rk.texts_to_matrix(new, texts, mode), expected, rtol=1e-14)
            np.testing.assert_allclose(rk.sequences_to_matrix(new, sequences, mode), expected, rtol=1e-14)


def test_fits_on_sequences() -> None:
    sequences = [[1, 2, 2], [], [0, 9], [2]]
    old, new = keras2.Tokenizer(num_words=6), rk.text_tokenizer(num_words=6)
    for _ in range(2):
        old.fit_on_sequences(sequences)
        rk.fit_text_tokenizer(new, sequences)
    assert_same_tables(new, old)
    for given in (sequences, [np.array(sequence, float) for sequence in sequences]):
        for mode in MODES:
            np.testing.assert_allclose(
                rk.sequences_to_matrix(new, given, mode), old.sequences_to_matrix(sequences, mode), rtol=1e-14
            )


def test_takes_texts_in_many_forms() -> None:
    expected = rk.texts_to_sequences(both({}, NASTY)[1], NASTY)

    def one_by_one() -> Iterator[str]:
        yield from NASTY

    def by_call() -> Any:
        texts = one_by_one()
        return lambda: next(texts, None)

    makers: list[Any] = [
        lambda: np.array(NASTY, object), lambda: tuple(NASTY), one_by_one, by_call,
        lambda: [text.encode() for text in NASTY], lambda: keras.ops.convert_to_tensor(NASTY),
    ]  # fmt: skip
    for make in makers:
        tokenizer = rk.fit_text_tokenizer(rk.text_tokenizer(), make())
        assert rk.texts_to_sequences(tokenizer, make()) == expected
    assert rk.texts_to_sequences(tokenizer, NASTY[2]) == expected[2:3]


@pytest.mark.parametrize("missing", [None, NA, float("nan")], ids=str)
def test_missing_texts_are_counted_and_leave_the_tokenizer_as_it_was(missing: Any) -> None:
    tokenizer = rk.fit_text_tokenizer(rk.text_tokenizer(), ["a b"])
    for texts in ([missing, "c", missing], [["c", missing, missing]]):
        with pytest.raises(ValueError, match=r"fit_text_tokenizer\(\): `x`: The data have 2 missing"):
            rk.fit_text_tokenizer(tokenizer, texts)
    with pytest.raises(ValueError, match="`x` should be a vector of strings"):
        rk.fit_text_tokenizer(tokenizer, iter(["c", missing]))
    assert (tokenizer.word_counts, tokenizer.document_count) == ({"a": 1, "b": 1}, 1)


def test_what_cannot_be_meant_is_refused() -> None:
    tokenizer = rk.text_tokenizer()
    with pytest.raises(ValueError, match=r"`tokenizer` should be fitted\. Call fit_text_tokenizer"):
        rk.texts_to_sequences(tokenizer, "a")
    with pytest.raises(ValueError, match="has no words"):
        rk.sequences_to_matrix(tokenizer, [[1]])
    for texts in (1, ["a", 1], [["a"], [1]], {"a": "b"}, np.array([["a"]])):
        with pytest.raises(ValueError, match="a list of strings or of vectors of words"):
            rk.fit_text_tokenizer(tokenizer, texts)
    for sequences in ([1, 2], [[1.5]], [[None]], [["a"]], [[float("nan")]]):
        with pytest.raises(ValueError, match="a list of sequences of whole numbers"):
            rk.sequences_to_matrix(tokenizer, sequences)
    with pytest.raises(ValueError, match="not negative"):
        rk.sequences_to_matrix(rk.text_tokenizer(num_words=3), [[-1]])
    with pytest.raises(ValueError, match="needs a tokenizer that was fitted first"):
        rk.sequences_to_matrix(rk.text_tokenizer(num_words=3), [[1]], "tfidf")
    with pytest.raises(ValueError, match="`split` should be a string of at least one character"):
        rk.text_tokenizer(split="")


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_files_can_be_exchanged_with_keras_2(settings: dict[str, Any], tmp_path: Path) -> None:
    old, new = both(settings, NASTY)
    file = tmp_path / "tokenizer"
    rk.save_text_tokenizer(new, str(file))
    assert_same_tables(rk.load_text_tokenizer(str(file)), new)
    assert_same_tables(keras2.tokenizer_from_json(file.read_text()), old)
    for content in (
        old.to_json().encode(),
        *(pickle.dumps(old, protocol) for protocol in range(2, 6)),
        pickle.dumps(new),
    ):
        file.write_bytes(content)
        loaded = rk.load_text_tokenizer(str(file))
        assert type(loaded) is Tokenizer
        assert_same_tables(loaded, old)
        assert loaded.texts_to_sequences(NASTY) == old.texts_to_sequences(NASTY)
        assert loaded.get_config() == {**loaded.get_config(), **settings}


class Attack:
    """Would make a file when a plain unpickler reads it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> Any:
        return Path.touch, (self.file,)


def attacked(file: Path) -> keras2.Tokenizer:
    tokenizer = keras2.Tokenizer()
    tokenizer.word_index = {"a": Attack(file)}
    return tokenizer


def with_state(**state: Any) -> bytes:
    tokenizer = keras2.Tokenizer()
    vars(tokenizer).update(state)
    return pickle.dumps(tokenizer)


def test_no_code_of_a_file_runs(tmp_path: Path) -> None:
    file, made = tmp_path / "tokenizer", tmp_path / "made"
    for content in (Attack(made), attacked(made)):
        file.write_bytes(pickle.dumps(content))
        pickle.loads(file.read_bytes())
        assert made.exists()
        made.unlink()
        with pytest.raises(ValueError, match=r"as a pickle it requires `.+`, which is not run"):
            rk.load_text_tokenizer(str(file))
        assert not made.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "neither JSON nor a pickle"),
        (b"hello", "neither JSON nor a pickle"),
        (pickle.dumps([1]), "the pickle contains a list"),
        (b"{}", "it lacks 'config'"),
        (b'{"config": {}}', "it lacks 'word_counts'"),
        (b'{"config": ', "its JSON cannot be read"),
        (json.dumps({"config": {**Tokenizer().get_config(), "word_index": "[]"}}).encode(), "`word_index` is not a"),
        (with_state(word_index={"a": "b"}), "`word_index` is not a table"),
        (with_state(num_words="many"), "`num_words` is 'many'"),
        (with_state(split=""), "`split` is ''"),
        (with_state(analyzer=str), r"requires `builtins\.str`"),
        (with_state(analyzer=1), "it has an `analyzer`"),
    ],
)  # fmt: skip
def test_files_of_something_else_are_refused(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "tokenizer"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=rf"load_text_tokenizer\(\): .*{message}.*save_text_tokenizer\(\)"):
        rk.load_text_tokenizer(str(file))


def test_a_file_is_complete_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tokenizer"
    tokenizer = rk.fit_text_tokenizer(rk.text_tokenizer(), NASTY)
    rk.save_text_tokenizer(tokenizer, str(file))
    before = file.read_bytes()
    plain = tmp_path / "plain"
    plain.touch()
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)

    def full(path: Path, text: str, **_: Any) -> None:
        path.write_bytes(text.encode()[:9])
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        rk.save_text_tokenizer(tokenizer, str(file))
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plain", "tokenizer"]
    for name in ("no/such/file", "no"):
        with pytest.raises(FileNotFoundError, match=r"load_text_tokenizer\(\): `filename`"):
            rk.load_text_tokenizer(str(tmp_path / name))
    with pytest.raises(FileNotFoundError, match=r"save_text_tokenizer\(\): `filename`"):
        rk.save_text_tokenizer(tokenizer, str(tmp_path / "no/such/file"))


@pytest.mark.parametrize("settings", [{}, {"lower": False}, {"filters": "aé]^-\\"}, {"split": "--"}], ids=str)
def test_words_and_hashes_equal_those_of_keras_2(settings: dict[str, Any]) -> None:
    for text in NASTY + random_texts(4, 10):
        assert rk.text_to_word_sequence(text, **settings) == keras2.text_to_word_sequence(text, **settings)
        assert rk.text_one_hot(text, 50, **settings) == keras2.one_hot(text, 50, **settings)
        assert rk.text_one_hot(n=50, text=text, **settings) == keras2.one_hot(text, 50, **settings)
        for function in (None, "md5", len):
            expected = keras2.hashing_trick(text, 50, function, **settings)
            assert rk.text_hashing_trick(text, 50, function, **settings) == expected
    assert rk.text_hashing_trick("a b", 9, lambda word: 7.0) == [8, 8]


def test_wrong_hashes_are_refused() -> None:
    with pytest.raises(ValueError, match="`n` should be a whole number of at least 2"):
        rk.text_one_hot("a", 1)
    for function in ("sha1", 3, lambda word: 1.5, lambda word: word):
        with pytest.raises(ValueError, match='`hash_function` should be "md5"'):
            rk.text_hashing_trick("a", 9, function)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for name in ("good", "bad"):
        (folder / name).mkdir()
        for index in range(3):
            (folder / name / f"{index}.txt").write_text(f"{name} {index} ü")
    return folder


@pytest.mark.parametrize(
    "settings",
    [
        {"shuffle": False, "batch_size": 4},
        {"seed": 3, "label_mode": "categorical", "max_length": 4},
        {"shuffle": False, "labels": [1, 0, 2, 1, 0, 2], "batch_size": None},
        {"labels": None, "seed": 1},
        {"class_names": ["good", "bad"], "label_mode": "binary", "shuffle": False},
        {"validation_split": 0.5, "subset": "validation", "seed": 2},
    ],
    ids=str,
)
def test_texts_of_a_directory(folder: Path, settings: dict[str, Any]) -> None:
    found = rk.text_dataset_from_directory(str(folder), **settings, verbose=False)
    expected = keras.utils.text_dataset_from_directory(str(folder), **settings, verbose=False)
    assert found.class_names == expected.class_names
    pairs = list(zip(found, expected, strict=True))
    assert pairs
    for ours, plain in pairs:
        keras.tree.map_structure(lambda a, b: np.testing.assert_array_equal(a.numpy(), b.numpy()), ours, plain)


def test_a_directory_is_looked_at_first(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="`directory` should be a directory that exists"):
        rk.text_dataset_from_directory(str(folder / "no"))
    with pytest.raises(ValueError, match=r"text_dataset_from_directory\(\): .*class_names"):
        rk.text_dataset_from_directory(str(folder), class_names="ugly")


def test_verbs_of_a_tokenizer_wait_for_the_pipe() -> None:
    waiting = rk.fit_text_tokenizer(["a b", "b c"])
    assert repr(waiting) == "<fit_text_tokenizer(...) waits for a text tokenizer: tokenizer >> fit_text_tokenizer(...)>"
    tokenizer = rk.text_tokenizer()
    assert tokenizer >> waiting is tokenizer
    assert tokenizer >> rk.texts_to_sequences(["c b a"]) == rk.texts_to_sequences(tokenizer, ["c b a"]) == [[3, 1, 2]]
    assert rk.pipe(tokenizer, rk.texts_to_matrix(["b"], mode="count")).tolist() == [[0, 1, 0, 0]]
    with pytest.raises(ValueError, match=r"fit_text_tokenizer\(\): `object` should be a text tokenizer"):
        rk.keras_model_sequential() >> waiting
    with pytest.raises(ValueError, match=r"`object` should be a text tokenizer"):
        rk.fit_text_tokenizer(object=3, x=["a"])
