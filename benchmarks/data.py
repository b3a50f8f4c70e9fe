"""Measures preprocessing against tf_keras, at three sizes; prints JSON: pairs of (processor, wall) in each round."""

import json
import sys
from typing import Any

import numpy as np
import tf_keras
from growth import Pairs, take_turns

from rkeras_py import (
    fit_text_tokenizer,
    flow_images_from_data,
    generator_next,
    image_data_generator,
    pad_sequences,
    text_tokenizer,
    texts_to_sequences,
)

CHANGES: dict[str, Any] = {
    "rotation_range": 20, "width_shift_range": 0.1, "height_shift_range": 0.1, "zoom_range": 0.2,
    "horizontal_flip": True,
}  # fmt: skip
RANDOM = np.random.default_rng(1)


def padding(rounds: int, count: int) -> Pairs:
    """Pad lists of 1 to 99 numbers."""
    lists = [RANDOM.integers(0, 10_000, RANDOM.integers(1, 100)).tolist() for _ in range(count)]
    theirs = tf_keras.preprocessing.sequence.pad_sequences
    assert (theirs(lists) == pad_sequences(lists)).all()
    return take_turns(lambda: theirs(lists), lambda: pad_sequences(lists), rounds)


def tokenizing(rounds: int, count: int) -> Pairs:
    """Count and number the words of texts of 48, of a language of 20,000 words."""
    words = np.array([f"word{number}" for number in range(20_000)])
    words = words[np.minimum(RANDOM.zipf(1.2, count), 20_000) - 1]
    texts = [f"{' '.join(words[first : first + 48])}. And, so on!" for first in range(0, count, 48)]

    def theirs() -> Any:
        tokenizer = tf_keras.preprocessing.text.Tokenizer()
        tokenizer.fit_on_texts(texts)
        return tokenizer.texts_to_sequences(texts)

    def ours() -> Any:
        return texts_to_sequences(fit_text_tokenizer(text_tokenizer(), texts), texts)

    assert theirs() == ours()
    return take_turns(theirs, ours, rounds)


def pictures(rounds: int, size: int) -> Pairs:
    """Turn, shift, zoom and flip 4 batches of 32 pictures."""
    x = RANDOM.random((128, size, size, 3), "float32")
    generator = tf_keras.preprocessing.image.ImageDataGenerator(**CHANGES)
    old = generator.flow(x, batch_size=32, seed=1)
    new = flow_images_from_data(x, generator=image_data_generator(**CHANGES), batch_size=32, seed=1)
    assert all((next(old) == generator_next(new)).all() for _ in range(4))
    return take_turns(lambda: [next(old) for _ in range(4)], lambda: [next(new) for _ in range(4)], rounds)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1])
    found = {
        "`pad_sequences`": {f"{n:,} lists": padding(rounds, n) for n in (5_000, 16_000, 50_000)},
        "Tokenizer": {f"{n:,} words": tokenizing(rounds, n) for n in (240_000, 760_000, 2_400_000)},
        "Image flow": {f"{n} pixels wide": pictures(rounds, n) for n in (48, 96, 192)},
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
