import keras
import numpy as np

keras.utils.set_random_seed(1)

users, items = (grid.ravel() for grid in np.meshgrid(np.arange(200), np.arange(100), indexing="ij"))
score = 3 + np.sin(users * 0.7 + items * 0.3) + 0.5 * np.cos(users * 1.3 - items)
hidden = (7 * users + 5 * items) % 3 == 0

user = keras.Input((1,), dtype="int32")
item = keras.Input((1,), dtype="int32")


def look_up(index, size, dim):
    return keras.layers.Flatten()(keras.layers.Embedding(size, dim)(index))


interaction = keras.layers.Dot(axes=1)([look_up(user, 200, 8), look_up(item, 100, 8)])
rating = keras.layers.Add()([interaction, look_up(user, 200, 1), look_up(item, 100, 1)])
model = keras.Model([user, item], rating)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
history = model.fit([users[~hidden], items[~hidden]], score[~hidden], epochs=15, batch_size=64, verbose=0)
predicted = model.predict([users[hidden], items[hidden]], verbose=0)[:, 0]
print(history.history["loss"][-1], np.sqrt(np.mean((predicted - score[hidden]) ** 2)))
