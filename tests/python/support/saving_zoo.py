"""Small models that plain Keras 3 and Keras 2 (tf-keras) make by the same code."""

from collections.abc import Callable, Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from support import ALL_CASES


def stack(k: Any, shape: tuple[int | None, ...], *layers: Any) -> Any:
    return k.Sequential([k.layers.InputLayer(shape), *layers])


def recurrent(k: Any) -> Any:
    n = k.layers
    return stack(
        k, (5, 3), n.LSTM(4, return_sequences=True, dropout=0.1), n.GRU(3, return_sequences=True), n.SimpleRNN(2)
    )


def bidirectional(k: Any) -> Any:
    n = k.layers
    wrapped = n.Bidirectional(n.LSTM(4, return_sequences=True))
    return stack(k, (5, 3), wrapped, n.Bidirectional(n.GRU(2), merge_mode="sum"))


def cells(k: Any) -> Any:
    n = k.layers
    return stack(k, (5, 3), n.RNN(n.StackedRNNCells([n.LSTMCell(2), n.GRUCell(3)])))


def images(k: Any) -> Any:
    n = k.layers
    convolutions = (n.DepthwiseConv2D(3, depth_multiplier=2), n.SeparableConv2D(4, 2), n.Conv2DTranspose(2, 3))
    return stack(k, (8, 8, 3), n.Rescaling(0.1), *convolutions, n.BatchNormalization(), n.LeakyReLU(0.2), n.Flatten())


def small_layers(k: Any) -> Any:
    n = k.layers
    noise = (n.GaussianNoise(0.1), n.Dropout(0.2), n.ActivityRegularization(0.1))
    dense = n.Dense(
        3,
        kernel_regularizer=k.regularizers.L2(0.1),
        kernel_constraint=k.constraints.MaxNorm(2),
        bias_initializer=k.initializers.Constant(0.5),
    )
    return stack(k, (4,), dense, n.PReLU(), n.LayerNormalization(), *noise, n.RepeatVector(2), n.Permute((2, 1)))


def sequences(k: Any) -> Any:
    n = k.layers
    convolutions = (n.Conv1D(3, 3, padding="causal", dilation_rate=2), n.SeparableConv1D(2, 2), n.SpatialDropout1D(0.1))
    return stack(k, (8, 2), *convolutions, n.MaxPooling1D(2), n.UpSampling1D(2), n.ZeroPadding1D(1), n.Cropping1D(1))


def movie(k: Any) -> Any:
    return stack(k, (2, 6, 6, 1), k.layers.ConvLSTM2D(2, 3, recurrent_activation="sigmoid"))


def words(k: Any) -> Any:
    n = k.layers
    return stack(k, (6,), n.Embedding(10, 4, mask_zero=True), n.LSTM(3), n.Dense(1, activation="sigmoid"))


def time_distributed(k: Any) -> Any:
    n = k.layers
    return stack(k, (3, 4), n.TimeDistributed(stack(k, (4,), n.Dense(2), n.Dense(3))), n.Flatten(), n.Dense(1))


def stateful(k: Any) -> Any:
    shape = {"batch_shape" if k is keras else "batch_input_shape": (4, 5, 3)}
    return k.Sequential([k.layers.InputLayer(**shape), k.layers.LSTM(4, stateful=True)])


def normalized(k: Any) -> Any:
    layer = k.layers.Normalization()
    layer.adapt(np.arange(80, dtype="float32").reshape(20, 4) ** 1.5)
    return stack(k, (4,), layer, k.layers.Dense(2))


def branched(k: Any) -> Any:
    n = k.layers
    x = k.Input((4,))
    left, right = n.Dense(3, name="zz")(x), n.Dense(3, name="aa")(n.Dense(3, name="bb")(x))
    return k.Model(x, [n.Dense(2)(n.Multiply()([left, right])), n.Dense(1)(right)])


def shared_layer(k: Any) -> Any:
    n = k.layers
    x, layer = k.Input((3,)), n.Dense(3)
    return k.Model(x, n.Add()([layer(x), layer(layer(x))]))


def part(k: Any) -> Any:
    x = k.Input((4,))
    return k.Model(x, k.layers.Dense(3, activation="relu")(k.layers.Dense(2)(x)), name="part")


def shared_model(k: Any) -> Any:
    a, b, inner = k.Input((4,)), k.Input((4,)), part(k)
    return k.Model([a, b], [k.layers.Dense(1)(k.layers.Concatenate()([inner(a), inner(b)])), inner(b)])


def shared_stack(k: Any) -> Any:
    a, b, inner = k.Input((4,)), k.Input((4,)), stack(k, (4,), k.layers.Dense(3))
    first, second = inner(a), inner(b)
    return k.Model([a, b], [k.layers.Dense(1)(k.layers.Concatenate()([first, second])), second])


def nested_twice(k: Any) -> Any:
    n = k.layers
    x, y = k.Input((4,)), k.Input((4,))
    inner = k.Model(x, n.BatchNormalization()(n.Dense(3)(x)), name="inner")
    inner.layers[1].trainable = False
    middle = k.Model(y, inner(y), name="middle")
    z = k.Input((4,))
    return k.Model(z, n.Dense(1)(middle(z)))


def given_state(k: Any) -> Any:
    x, h, c = k.Input((5, 3)), k.Input((4,)), k.Input((4,))
    return k.Model([x, h, c], k.layers.LSTM(4, return_state=True)(x, initial_state=[h, c]))


def attention(k: Any) -> Any:
    n = k.layers
    a, b = k.Input((5, 8)), k.Input((6, 8))
    x = n.MultiHeadAttention(2, 4)(a, b)
    return k.Model([a, b], n.Add()([x, n.Attention()([x, b])]))


Make = Callable[[Any], Any]


def inputs(model: Any) -> list[Any]:
    """Four samples for each input: words, or whole numbers where the model looks them up, or numbers."""
    random = np.random.default_rng(7)
    looks_up = any(type(layer).__name__ == "Embedding" for layer in model.layers)
    return [_samples(random, tensor, looks_up) for tensor in model.inputs]


def _samples(random: Any, tensor: Any, looks_up: bool) -> Any:
    shape = (4, *(length or 6 for length in tensor.shape[1:]))
    dtype = getattr(tensor.dtype, "name", tensor.dtype)
    if dtype == "string":
        return tf.constant(random.choice(["a", "b", "c", "d e", "b a"], shape))
    if looks_up or "int" in dtype:
        return tf.constant(random.integers(1, 9, shape))
    return tf.constant(random.normal(size=shape).astype(dtype))


def outputs(model: Any) -> list[Any]:
    """Return the model's outputs for these samples, from its initial state."""
    from_the_start(model)
    x = inputs(model)
    found = model(given(model, x), training=False)
    ordered = [found[name] for name in sorted(found)] if isinstance(found, dict) else found
    return [np.asarray(one) for one in (ordered if isinstance(ordered, (list, tuple)) else [ordered])]


def from_the_start(model: Any) -> None:
    """Let a model forget what it saw before."""
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state() if isinstance(layer, keras.layers.Layer) else layer.reset_states()


def given(model: Any, data: list[Any]) -> Any:
    """Data for each input in the structure that the model takes."""
    if len(data) == 1:
        return data[0]
    return dict(zip(model.input, data, strict=True)) if isinstance(model.input, dict) else data


def difference(one: Any, other: Any) -> float:
    """The largest difference between what two models say."""
    pairs = zip(outputs(one), outputs(other), strict=True)
    return max(float(np.abs(a - b).max()) for a, b in pairs)


def scrambled(model: Any) -> Any:
    """The model with other weights than those it began with, so that nothing is equal by chance."""
    random = np.random.default_rng(3)
    for layer in model.layers:
        if hasattr(layer, "get_vocabulary") or hasattr(layer, "bin_boundaries"):
            continue
        weights = layer.get_weights()
        layer.set_weights([random.uniform(0.1, 0.9, weight.shape).astype(weight.dtype) for weight in weights])
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()
    return model


FEW = {
    "branched", "cells", "encoder_decoder", "halves", "learnt_bins", "learnt_words", "named_ends", "nested_twice",
    "unshared", "with_arithmetic", "with_code", "with_own_objects",
}  # fmt: skip
"""Models that stand for all where there is no time."""


def chosen(names: Iterable[str]) -> list[str]:
    """Choose the models that are taken through the formats: a few, or all under `make test-all`."""
    return [name for name in names if ALL_CASES or name in FEW]
