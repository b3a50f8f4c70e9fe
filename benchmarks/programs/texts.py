import keras
import numpy as np

keras.utils.set_random_seed(1)

words = ["good", "tasty", "fresh", "clean", "bad", "bland", "stale", "dirty", "soup", "bread", "salad", "service"]
numbers = ((np.arange(1, 4000 * 6 + 1) ** 2 // 7) % 12).reshape(-1, 6)
reviews = [" ".join(words[number] for number in row) for row in numbers]
positive = ((numbers < 4).sum(axis=1) > ((numbers >= 4) & (numbers < 8)).sum(axis=1)).astype(int)

vectorize = keras.layers.TextVectorization(max_tokens=20, output_sequence_length=6)
vectorize.adapt(reviews[:3000])
indices = vectorize(reviews).numpy()

model = keras.Sequential(
    [
        keras.Input((6,)),
        keras.layers.Embedding(20, 16),
        keras.layers.Conv1D(32, 3, activation="relu"),
        keras.layers.GlobalMaxPooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(indices[:3000], positive[:3000], epochs=25, batch_size=32, verbose=0)
scores = model.evaluate(indices[3000:], positive[3000:], verbose=0, return_dict=True)
print(history.history["loss"][-1], scores["accuracy"])
