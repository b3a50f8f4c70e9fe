"""Licence or FAQ? Tells lines of two texts that come with R apart. Run: python examples/python/text_classifier.py.

Prints the same as examples/r/text_classifier.R.
"""

import subprocess
from pathlib import Path

import keras
import numpy as np

from rkeras_py import *

keras.utils.set_random_seed(1)
folder = Path(subprocess.check_output(["Rscript", "-e", "cat(R.home('doc'))"], text=True))


def lines_of(document):
    """Return the last 240 long lines of a document, without rulers."""
    lines = (folder / document).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if len(line) > 50 and not line.startswith("=")][-240:]


texts = np.array(lines_of("COPYING") + lines_of("FAQ"))
is_faq = np.repeat([0, 1], 240)
test = np.arange(480) % 4 == 0

# The words of the training texts get numbers; rarer ones are all "<other>".
tokenizer = text_tokenizer(num_words=500, oov_token="<other>")
fit_text_tokenizer(tokenizer, texts[~test])
x = pad_sequences(texts_to_sequences(tokenizer, texts), maxlen=12)
print("words:", len(tokenizer.word_index), "")
print("first line:", *x[0], "")

model = (
    keras_model_sequential()
    >> layer_embedding(input_dim=500, output_dim=16, mask_zero=True)
    >> layer_global_average_pooling_1d()
    >> layer_dense(units=16, activation="relu")
    >> layer_dense(units=1, activation="sigmoid")
)
model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="binary_crossentropy", metrics="accuracy")

history = model >> fit(x[~test], is_faq[~test], epochs=8, batch_size=32, verbose=0)
for epoch, loss in enumerate(history.metrics["loss"], start=1):
    print(f"epoch {epoch}: loss {loss:.4f}")

scores = model >> evaluate(x[test], is_faq[test], verbose=0)
print(f"accuracy on the {test.sum()} lines held back: {scores['accuracy']:.4f}")

questions = ["You may distribute copies of the program under this license", "How can I plot two functions in R?"]
answers = model >> predict(pad_sequences(texts_to_sequences(tokenizer, questions), maxlen=12), verbose=0)
for answer, question in zip(answers[:, 0], questions, strict=True):
    print(f"{answer:.4f}  {question}")
assert scores["accuracy"] > 0.8 and answers[0] < 0.5 < answers[1]
