"""Translate sequences, in Python: the twin of addition.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np

from rkeras_py import *

first, second = (numbers.ravel() for numbers in np.divmod(np.arange(10000), 100))
questions = [f"{a}+{b}".ljust(5) for a, b in zip(first, second, strict=True)]
answers = [f"{number:<3}" for number in first + second]
test = (7 * np.minimum(first, second) + 3 * np.maximum(first, second)) % 5 == 0
print(len(questions), sum(test))
print([questions[4785], answers[4785]])

# %% encode
characters = "0123456789+ >"


def encode(texts):
    """Return the indices of the characters of each text, from 0."""
    return np.array([[characters.index(character) for character in text] for text in texts])


asked = encode(questions)
print(asked[4785])


# %% model
def build():
    """Return a model of the next characters of answers."""
    question = layer_input(shape=5)
    written = layer_input(shape=3)
    embed = layer_embedding(input_dim=13, output_dim=16)
    encoded = embed(question) >> layer_bidirectional(layer_gru(units=32, return_sequences=True))
    decoded = embed(written) >> layer_gru(units=64, return_sequences=True)
    found = layer_attention([decoded, encoded])
    outputs = (
        layer_concatenate([decoded, found])
        >> layer_dense(units=64, activation="relu")
        >> layer_dense(units=12, activation="softmax")
    )
    model = keras_model([question, written], outputs)
    rate = learning_rate_schedule_cosine_decay(0.01, decay_steps=800)
    model >> compile(
        optimizer=optimizer_adam(learning_rate=rate), loss="sparse_categorical_crossentropy", metrics="accuracy"
    )
    return model


print(count_params(build()))


# %% fit
def shift(target):
    """Return the characters before those of answers."""
    return np.hstack([np.full((len(target), 1), 12), target[:, :2]])


def learn(answers):
    """Return a trained model, and its loss by epoch."""
    use_session_with_seed(12, quiet=True)
    target = encode(answers)
    model = build()
    history = model >> fit([asked[~test], shift(target)[~test]], target[~test], epochs=10, batch_size=100, verbose=0)
    return model, history.metrics["loss"]


forward, forward_loss = learn(answers)
print(np.round(np.array(forward_loss)[[0, 9]], 3))


# %% write
def write_answers(model, asked):
    """Return the indices of the characters that a model writes, one after the other."""
    written = np.full((len(asked), 4), 12)
    for place in range(3):
        probabilities = predict(model, [asked, written[:, :3]], verbose=0)
        written[:, place + 1] = probabilities[:, place].argmax(axis=-1)
    return written[:, 1:]


def count_right(written, answers):
    """Return which answers are right, character by character."""
    return (written == encode(answers)).all(axis=1)


forward_right = count_right(write_answers(forward, asked), answers)
print(round(forward_right[test].mean(), 3))

# %% characters
target = encode(answers)
scores = forward >> evaluate([asked[test], shift(target)[test]], target[test], verbose=0)
print(round(scores["accuracy"], 3))

# %% reverse
reversed_answers = [str(number)[::-1].ljust(3) for number in first + second]
print(reversed_answers[4785])
backward, backward_loss = learn(reversed_answers)
backward_right = count_right(write_answers(backward, asked), reversed_answers)
print(round(backward_right[test].mean(), 3))

# %% curves
plt.figure(figsize=(6.5, 3))
plt.plot(range(1, 11), forward_loss, color="firebrick", label="leftmost digit first")
plt.plot(range(1, 11), backward_loss, color="steelblue", label="leftmost digit last")
plt.ylim(0)
plt.legend()
plt.xlabel("Epoch")
plt.ylabel("Loss")

# %% errors
_, axes = plt.subplots(1, 2, figsize=(6.5, 3.2))
for axis, right in zip(axes, (forward_right, backward_right), strict=True):
    axis.imshow(~right.reshape(100, 100).T, cmap="gray_r", origin="lower", vmin=-0.1)
    axis.set_xlabel("First number")
    axis.set_ylabel("Second number")
carry = first % 10 + second % 10 >= 10
print(
    {
        "with_carry": round(backward_right[test & carry].mean(), 3),
        "without": round(backward_right[test & ~carry].mean(), 3),
    }
)
