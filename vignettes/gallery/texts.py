"""Classify texts, in Python: the twin of texts.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np

from rkeras_py import *

use_session_with_seed(4, quiet=True)

good = ["good", "tasty", "friendly", "fresh", "clean", "quick"]
bad = ["bad", "bland", "rude", "stale", "dirty", "slow"]
subjects = ["the soup was", "our waiter was", "the kitchen is", "i think it was", "the service is", "lunch was"]
parts = [
    (subject, negation, adverb, adjective)
    for subject in subjects
    for negation in ("", "not ", "never ")
    for adverb in ("", "very ", "really ", "so ")
    for adjective in (*good, *bad)
]
reviews = np.array([f"{subject} {negation}{adverb}{adjective}" for subject, negation, adverb, adjective in parts])
positive = np.array([int((adjective in good) == (negation == "")) for _, negation, _, adjective in parts])
test = np.arange(1, len(reviews) + 1) % 5 == 0
print(len(reviews), sum(test), sum(positive))

# %% samples
print(reviews[[0, 19, 39]])
print(positive[[0, 19, 39]])


# %% words
def count_model(ngrams):
    """Return the test accuracy of a model of the words, or groups of words, that occur."""
    vectorize = layer_text_vectorization(output_mode="multi_hot", ngrams=ngrams)
    adapt(vectorize, reviews[~test])
    model = keras_model_sequential(input_shape=len(get_vocabulary(vectorize))) >> layer_dense(
        units=1, activation="sigmoid"
    )
    model >> compile(optimizer=optimizer_adam(learning_rate=0.05), loss="binary_crossentropy", metrics="accuracy")
    counts = np.array(vectorize(reviews[:, None]))
    model >> fit(counts[~test], positive[~test], epochs=25, batch_size=64, verbose=0)
    return (model >> evaluate(counts[test], positive[test], verbose=0))["accuracy"]


by_words = count_model(ngrams=None)
print(by_words)

# %% pairs
by_pairs = count_model(ngrams=2)
print(by_pairs)

# %% lstm
vectorize = layer_text_vectorization(output_mode="int", output_sequence_length=8)
adapt(vectorize, reviews[~test])
indices = np.array(vectorize(reviews[:, None]))

model = (
    keras_model_sequential(input_shape=8)
    >> layer_embedding(input_dim=len(get_vocabulary(vectorize)), output_dim=8, mask_zero=True, name="words")
    >> layer_lstm(units=16)
    >> layer_dense(units=1, activation="sigmoid")
)
model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="binary_crossentropy", metrics="accuracy")
history = model >> fit(indices[~test], positive[~test], epochs=25, batch_size=64, verbose=0)
by_order = (model >> evaluate(indices[test], positive[test], verbose=0))["accuracy"]
print(by_order)

# %% compare
plt.figure(figsize=(6.5, 3.2))
plt.bar(["words", "pairs of words", "in order"], [by_words, by_pairs, by_order], color="steelblue")
plt.axhline(0.5, linestyle="--", color="black")
plt.ylabel("Accuracy")

# %% embedding
vectors = get_weights(get_layer(model, "words"))[0]
rows = [list(get_vocabulary(vectorize)).index(word) for word in good + bad]
centered = vectors[rows] - vectors[rows].mean(axis=0)
places = centered @ np.linalg.svd(centered)[2][:2].T
_, axis = plt.subplots(figsize=(6.5, 3.2))
axis.scatter(*places.T, s=0)
for word, place in zip(good + bad, places, strict=True):
    axis.annotate(word, place, color="darkgreen" if word in good else "firebrick", ha="center")
axis.set_xlabel("First component")
axis.set_ylabel("Second component")
side = np.sign(places[:, 0]) == np.sign(places[0, 0])
print(side)
