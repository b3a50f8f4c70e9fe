"""Frequently asked questions, in Python: the twin of vignettes/faq.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/faq.py
"""

# %% seed
import numpy as np

from rkeras_py import *


def draw():
    """Return a row of the weights that a new layer gets."""
    use_session_with_seed(1, quiet=True)
    layer = layer_dense(units=2)
    layer(op_ones((1, 3)))
    return np.round(get_weights(layer)[0][0], 5)


print(draw())
print((draw() == draw()).all())

# %% axes
x = op_array([[3, 2, 5], [1, 9, 7]])
print(op_argmax(x, axis=2).numpy())
print(op_sum(x, axis=1).numpy())

# %% labels
model = keras_model_sequential(input_shape=2) >> layer_dense(3, activation="softmax")
model >> compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
try:
    model >> fit(np.eye(3)[:, :2], np.array([1, 2, 3]), epochs=1, verbose=0)
except ValueError as error:
    print(error)

# %% drop
x = np.sin(np.arange(1, 7)).reshape(2, 3).T
try:
    model >> predict(x[0], verbose=0)
except ValueError as error:
    print(error)

# %% keep
print((model >> predict(x[:1], verbose=0)).shape)

# %% copies
same = model
copy = clone_model(model)
set_weights(copy, get_weights(model))

set_weights(model, [0 * weights for weights in get_weights(model)])
print(abs(get_weights(same)[0]).sum(), int(abs(get_weights(copy)[0]).sum() > 0))

# %% tensors
tensor = op_reshape(op_array(range(1, 7)), (2, 3))
print(tensor.numpy())
