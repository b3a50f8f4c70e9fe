"""The models of the matrix: every family of layers, made by the same code by plain Keras 3 and Keras 2 (tf-keras)."""

from typing import Any

import keras
import tensorflow as tf
from saving_own import compile_settings, own_objects
from saving_zoo import (
    Make,
    attention,
    bidirectional,
    branched,
    cells,
    given_state,
    images,
    movie,
    nested_twice,
    normalized,
    recurrent,
    sequences,
    shared_layer,
    shared_model,
    shared_stack,
    small_layers,
    stack,
    stateful,
    time_distributed,
    words,
)  # fmt: skip


def with_own_objects(k: Any) -> Any:
    n, own = k.layers, own_objects(k)
    dense = n.Dense(3, activation=own["bend"], kernel_regularizer=own["Pull"](0.1))
    return stack(k, (4,), dense, own["Scale"](3.0), n.Dense(2))


def activations_by_name(k: Any) -> Any:
    names = ["relu", "elu", "selu", "gelu", "swish", "softplus", "softsign", "exponential", "tanh", "sigmoid", "linear"]
    x = k.Input((4,))
    return k.Model(x, k.layers.Concatenate()([k.layers.Dense(2, activation=name)(x) for name in [*names, "softmax"]]))


def hard_sigmoids(k: Any) -> Any:
    n = k.layers
    dense = n.Dense(3, activation="hard_sigmoid")
    return stack(k, (4,), dense, n.Reshape((1, 3)), n.LSTM(2, recurrent_activation="hard_sigmoid"))


def activation_layers(k: Any) -> Any:
    n = k.layers
    layers = (n.ReLU(max_value=4.0, negative_slope=0.1, threshold=0.2), n.ELU(0.7), n.LeakyReLU(), n.Softmax(axis=1))
    return stack(k, (3, 4), n.Dense(4), n.PReLU(shared_axes=[1]), *layers, n.Activation("relu"))


def convolutions_1d(k: Any) -> Any:
    n = k.layers
    layers = (n.Conv1D(4, 3, strides=2, groups=2), n.Conv1DTranspose(3, 2, strides=2), n.DepthwiseConv1D(2))
    return stack(k, (9, 4), *layers, n.Conv1D(2, 2, padding="same", dilation_rate=2, use_bias=False))


def convolutions_2d(k: Any) -> Any:
    n = k.layers
    layers = (n.Conv2D(4, (3, 2), strides=(2, 1), padding="same"), n.Conv2D(4, 2, groups=2, dilation_rate=2))
    return stack(k, (8, 8, 2), *layers, n.DepthwiseConv2D(2, strides=2), n.Conv2DTranspose(3, 3, output_padding=None))


def convolutions_3d(k: Any) -> Any:
    n = k.layers
    layers = (n.Conv3D(2, 2), n.Conv3DTranspose(2, 2), n.MaxPooling3D(2), n.UpSampling3D(2), n.AveragePooling3D(2))
    return stack(k, (4, 4, 4, 1), *layers, n.ZeroPadding3D(1), n.Cropping3D(((1, 0), (0, 1), (1, 1))))


def pooling(k: Any) -> Any:
    n = k.layers
    x = k.Input((8, 8, 2))
    y = n.UpSampling2D(2, interpolation="bilinear")(n.AveragePooling2D(2)(n.Conv2D(3, 3)(x)))
    y = n.Cropping2D(1)(n.ZeroPadding2D((1, 2))(n.MaxPooling2D((2, 1), strides=1, padding="same")(y)))
    rows = n.Reshape((-1, 3))(y)
    return k.Model(x, [
        n.GlobalMaxPooling2D()(y), n.GlobalAveragePooling2D(keepdims=True)(y), n.GlobalMaxPooling1D()(rows),
        n.GlobalAveragePooling1D()(rows), n.MaxPooling1D(2)(rows), n.AveragePooling1D(3, strides=2)(rows),
    ])  # fmt: skip


def pooling_3d(k: Any) -> Any:
    n = k.layers
    x = k.Input((3, 3, 3, 1))
    y = n.Conv3D(2, 2)(x)
    return k.Model(x, [n.GlobalMaxPooling3D()(y), n.GlobalAveragePooling3D()(y)])


def movies(k: Any) -> Any:
    n = k.layers
    convolution = n.ConvLSTM1D(2, 2, return_sequences=True, recurrent_activation="sigmoid")
    return stack(k, (3, 6, 1), convolution, n.ConvLSTM1D(2, 2, recurrent_activation="sigmoid"), n.Flatten(), n.Dense(1))


def merges(k: Any) -> Any:
    n = k.layers
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    c, d = n.Dense(3, name="c")(a), n.Dense(3, name="d")(b)
    layers = (n.Add(), n.Subtract(), n.Multiply(), n.Average(), n.Maximum(), n.Minimum(), n.Concatenate(), n.Dot(1))
    return k.Model([a, b], n.Concatenate(name="all")([layer([c, d]) for layer in layers]))


def masked(k: Any) -> Any:
    n = k.layers
    return stack(k, (5, 3), n.Masking(1.0), n.LSTM(3, return_sequences=True), n.GRU(2), n.Dense(1))


def recurrent_settings(k: Any) -> Any:
    n = k.layers
    gru = n.GRU(3, reset_after=False, recurrent_activation="sigmoid", return_sequences=True)
    lstm = n.LSTM(3, go_backwards=True, unroll=True, use_bias=False, return_sequences=True)
    return stack(k, (4, 2), gru, lstm, n.SimpleRNN(2, activation="relu", bias_initializer="ones"))


def encoder_decoder(k: Any) -> Any:
    n = k.layers
    said, heard = k.Input((4, 3), name="said"), k.Input((5, 2), name="heard")
    _, h, c = n.LSTM(3, return_state=True, name="encoder")(said)
    y, h2, c2 = n.LSTM(3, return_state=True, return_sequences=True, name="decoder")(heard, initial_state=[h, c])
    return k.Model([said, heard], [n.Dense(2, name="word")(y), h2, c2])


def gru_states(k: Any) -> Any:
    n = k.layers
    x, start = k.Input((4, 3)), k.Input((2,))
    y, state = n.GRU(2, return_state=True)(x, initial_state=start)
    return k.Model([x, start], [n.Dense(1)(y), state])


def both_ways(k: Any) -> Any:
    n = k.layers
    x = k.Input((4, 3))
    wrapped = n.Bidirectional(n.LSTM(2), backward_layer=n.LSTM(2, go_backwards=True, activation="relu"))
    several = n.Bidirectional(n.GRU(2, return_sequences=True), merge_mode="ave")
    apart = n.Bidirectional(n.SimpleRNN(2), merge_mode=None)
    return k.Model(x, [wrapped(x), several(x), *apart(x)])


def both_ways_states(k: Any) -> Any:
    n = k.layers
    x = k.Input((4, 3))
    y, *states = n.Bidirectional(n.LSTM(2, return_state=True, return_sequences=True))(x)
    return k.Model(x, [n.Bidirectional(n.LSTM(2))(y, initial_state=states), n.Concatenate()(states)])


def over_time(k: Any) -> Any:
    n = k.layers
    x = k.Input((4, 4))
    inner = k.Model(x, n.BatchNormalization()(n.Dense(3)(x)))
    layers = (n.TimeDistributed(n.Conv1D(4, 2)), n.TimeDistributed(inner), n.TimeDistributed(n.Flatten()))
    return stack(k, (3, 5, 2), *layers, n.TimeDistributed(n.Dense(2, activation="relu")), n.LSTM(2))


def simple_attention(k: Any) -> Any:
    n = k.layers
    a, b = k.Input((5, 4)), k.Input((6, 4))
    scaled = n.Attention(use_scale=True, score_mode="dot")([n.Dense(4)(a), b])
    return k.Model([a, b], [scaled, n.AdditiveAttention()([a, b, b]), n.Attention(score_mode="concat")([a, b])])


def self_attention(k: Any) -> Any:
    n = k.layers
    x = k.Input((5, 8))
    y = n.LayerNormalization(epsilon=1e-6)(x)
    y = n.Add()([x, n.MultiHeadAttention(2, 4, value_dim=3, use_bias=False)(y, y)])
    return k.Model(x, n.Dense(1)(n.GlobalAveragePooling1D()(n.Dense(8, activation="gelu")(y))))


def einsums(k: Any) -> Any:
    return stack(k, (3, 4), k.layers.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d"))


def normalizations(k: Any) -> Any:
    n = k.layers
    layers = (n.BatchNormalization(scale=False, momentum=0.9), n.BatchNormalization(axis=1, center=False))
    return stack(
        k, (4, 6), n.Dense(6), *layers, n.LayerNormalization(axis=[1, 2]), n.GroupNormalization(3),
        n.UnitNormalization(), n.LayerNormalization(center=False, scale=False),
    )  # fmt: skip


def spectral(k: Any) -> Any:
    n = k.layers
    return stack(k, (4,), n.SpectralNormalization(n.Dense(3)), n.Dense(2))


def noise(k: Any) -> Any:
    n = k.layers
    layers = (n.AlphaDropout(0.1), n.GaussianDropout(0.1), n.GaussianNoise(0.1), n.SpatialDropout2D(0.1))
    return stack(k, (4, 4, 2), n.Conv2D(2, 2), *layers, n.Dropout(0.2, noise_shape=(None, 1, 1, 2)), n.Flatten())


def image_preparation(k: Any) -> Any:
    n = k.layers
    random = (n.RandomFlip("horizontal"), n.RandomRotation(0.1), n.RandomZoom(0.1), n.RandomContrast(0.1))
    fixed = (n.Resizing(8, 8), n.CenterCrop(6, 6), n.Rescaling(2.0, offset=-1.0))
    more = (n.RandomTranslation(0.1, 0.1), n.RandomBrightness(0.1, value_range=(0, 1)))
    return stack(k, (9, 7, 3), *fixed, *random, *more, n.Conv2D(2, 3), n.GlobalAveragePooling2D())


def codes(k: Any) -> Any:
    n = k.layers
    x, y = k.Input((3,), dtype="int64"), k.Input((1,))
    looked_up = n.IntegerLookup(vocabulary=[2, 4, 6], output_mode="multi_hot")(x)
    many = n.CategoryEncoding(9, output_mode="multi_hot")(x)
    bins = n.Discretization(bin_boundaries=[-1.0, 0.0, 1.0], output_mode="one_hot")(y)
    return k.Model([x, y], n.Dense(2)(n.Concatenate()([looked_up, many, bins])))


def hashes(k: Any) -> Any:
    n = k.layers
    x = k.Input((1,), dtype="string")
    return k.Model(x, n.Dense(2)(n.Flatten()(n.Embedding(7, 2)(n.Hashing(7)(x)))))


def given_words(k: Any) -> Any:
    n = k.layers
    text, numbers = k.Input((1,), dtype="string"), k.Input((4,))
    known = n.StringLookup(vocabulary=["a", "b"], output_mode="one_hot")(text)
    return k.Model([text, numbers], n.Dense(2)(n.Concatenate()([known, numbers])))


def learnt_words(k: Any) -> Any:
    n = k.layers
    counts = n.TextVectorization(output_mode="tf_idf", max_tokens=8)
    counts.adapt(["a b c", "b c", "c d d e"])
    return k.Sequential([k.Input((1,), dtype="string"), counts, n.Dense(2)])


def learnt_bins(k: Any) -> Any:
    bins = k.layers.Discretization(num_bins=4, output_mode="one_hot", epsilon=0.001)
    bins.adapt([[float(number)] for number in range(-20, 40)])
    return stack(k, (1,), bins, k.layers.Dense(2))


def given_text(k: Any) -> Any:
    n = k.layers
    order = n.TextVectorization(vocabulary=["a", "b", "c"], output_sequence_length=4)
    return k.Sequential([k.Input((1,), dtype="string"), order, n.Embedding(6, 3, mask_zero=True), n.GRU(2)])


def named_ends(k: Any) -> Any:
    n = k.layers
    ends = {"left": k.Input((4,), name="left"), "right": k.Input((4,), name="right")}
    both = n.Concatenate()([ends["right"], n.Dense(2)(ends["left"])])
    return k.Model(ends, {"sum": n.Dense(1, name="sum")(both), "rest": n.Dense(2, name="rest")(both)})


def residual(k: Any) -> Any:
    n = k.layers
    x = k.Input((6, 6, 3))
    y = n.ReLU()(n.BatchNormalization()(n.Conv2D(4, 3, padding="same", use_bias=False)(x)))
    y = n.Add()([n.Conv2D(4, 3, padding="same")(y), n.Conv2D(4, 1)(x)])
    return k.Model(x, n.Dense(2)(n.GlobalAveragePooling2D()(n.Activation("relu")(y))))


def unet(k: Any) -> Any:
    n = k.layers
    x = k.Input((8, 8, 1))
    left = n.Conv2D(2, 3, padding="same", activation="relu")(x)
    low = n.SeparableConv2D(3, 3, padding="same", depth_multiplier=2)(n.MaxPooling2D(2)(left))
    return k.Model(x, n.Conv2D(1, 1)(n.Concatenate()([left, n.UpSampling2D(2)(low)])))


def autoencoder(k: Any) -> Any:
    n = k.layers
    encoder = stack(k, (6,), n.Dense(4, activation="relu"), n.Dense(2))
    y = k.Input((2,))
    decoder = k.Model(y, n.Dense(6)(n.Dense(4, activation="relu")(y)), name="decoder")
    x = k.Input((6,))
    return k.Model(x, decoder(encoder(x)))


def several_ends_inside(k: Any) -> Any:
    n = k.layers
    a, b = k.Input((3,)), k.Input((2,))
    inner = k.Model([a, b], [n.Dense(2, name="p")(a), n.Dense(2, name="q")(n.Concatenate()([a, b]))], name="inner")
    x = k.Input((3,))
    first, second = inner([x, n.Dense(2)(x)])
    third, _ = inner([n.Dense(3)(first), second])
    return k.Model(x, [n.Add()([first, third]), second])


def stacks_in_stacks(k: Any) -> Any:
    n = k.layers
    innermost = stack(k, (4,), n.Dense(3), n.BatchNormalization())
    return stack(k, (4,), stack(k, (4,), innermost, n.Dense(2)), n.Dense(1))


def frozen(k: Any) -> Any:
    n = k.layers
    model = stack(k, (4,), n.Dense(3), n.BatchNormalization(), n.Dense(2), n.Dense(1))
    for layer in model.layers[:2]:
        layer.trainable = False
    return model


def doubles(k: Any) -> Any:
    n = k.layers
    x = k.Input((4,), dtype="float64")
    return k.Model(
        x, n.Dense(2, dtype="float64")(n.LayerNormalization(dtype="float64")(n.Dense(3, dtype="float64")(x)))
    )


def halves(k: Any) -> Any:
    n = k.layers
    return stack(k, (4,), n.Dense(3, dtype="mixed_float16"), n.Dense(2, dtype="float32"))


def first_knows_its_shape(k: Any) -> Any:
    if k is keras:
        return k.Sequential([k.Input((4,)), k.layers.Dense(3), k.layers.Dense(2)])
    return k.Sequential([k.layers.Dense(3, input_shape=(4,)), k.layers.Dense(2)])


def shape_from_data(k: Any) -> Any:
    model = k.Sequential([k.layers.Dense(3), k.layers.Dense(2)])
    model.build((None, 4))
    return model


def any_length(k: Any) -> Any:
    n = k.layers
    return stack(k, (None, 3), n.Conv1D(4, 2), n.Bidirectional(n.LSTM(2)), n.Dense(1))


def with_code(k: Any) -> Any:
    n = k.layers
    return stack(k, (4,), n.Dense(3), n.Lambda(lambda x: x * 2, output_shape=(3,)), n.Dense(1))


def with_arithmetic(k: Any) -> Any:
    n = k.layers
    x = k.Input((4,))
    y = n.Dense(3)(x) * 2 + 1
    both = k.ops.concatenate([y, y[:, :1]], -1) if k is keras else tf.concat([y, y[:, :1]], -1)
    return k.Model(x, n.Dense(1)(both - n.Dense(4)(x)))


def thresholds(k: Any) -> Any:
    return stack(k, (4,), k.layers.Dense(3), k.layers.ThresholdedReLU(0.4), k.layers.Dense(1))


def unshared(k: Any) -> Any:
    n = k.layers
    x, y = k.Input((6, 2)), k.Input((5, 5, 1))
    pictures = n.LocallyConnected2D(2, 2, strides=2)(y)
    return k.Model([x, y], [n.LocallyConnected1D(3, 2)(x), n.Flatten()(pictures)])


SHARED: list[Make] = [
    recurrent, bidirectional, cells, images, small_layers, sequences, movie, words, time_distributed, stateful,
    normalized, branched, shared_layer, shared_model, shared_stack, nested_twice, given_state, attention,
    with_own_objects, activations_by_name, hard_sigmoids, activation_layers, convolutions_1d, convolutions_2d,
    convolutions_3d, pooling, pooling_3d, movies, merges, masked, recurrent_settings, encoder_decoder, gru_states,
    both_ways, both_ways_states, over_time, simple_attention, self_attention, einsums, normalizations, noise,
    image_preparation, codes, hashes, given_words, learnt_words, learnt_bins, given_text, named_ends, residual, unet,
    autoencoder, several_ends_inside, stacks_in_stacks, frozen, doubles, halves, first_knows_its_shape, shape_from_data,
    any_length, with_code, with_arithmetic,
]  # fmt: skip
KERAS_2_ONLY: list[Make] = [thresholds, unshared]
KERAS_3_ONLY: list[Make] = [spectral]
"""tf-keras 2.21 cannot make its own spectral normalization beside Keras 3."""

BY_KERAS_2 = {make.__name__: make for make in [*SHARED, *KERAS_2_ONLY]}
BY_KERAS_3 = {make.__name__: make for make in [*SHARED, *KERAS_3_ONLY]}

RANDOM = {"recurrent", "sequences", "small_layers", "noise", "image_preparation"}
"""In training these draw at random, each Keras in its own way."""
BY_STEP = {"over_time"}
"""In training Keras 3 normalizes each step of time by itself, Keras 2 all steps together."""
LOOKS_UP = {"words", "hashes", "given_text"}
"""If a batch has a word twice, Keras 3's optimizers square the gradient of each, Keras 2's that of both; not SGD."""


def compiled(k: Any, name: str, model: Any) -> Any:
    """The model, compiled in the way that falls to it; several outputs have a weight each."""
    settings = compile_settings(k)
    turn = list({**BY_KERAS_2, **BY_KERAS_3}).index(name)
    chosen = settings[1 if name in LOOKS_UP else turn % len(settings)]
    if len(model.outputs) > 1:
        weights = [1.0 / (1 + number) for number in range(len(model.outputs))]
        chosen = {"optimizer": chosen["optimizer"], "loss": [chosen["loss"]] * len(weights), "loss_weights": weights}
    if isinstance(model.output, dict):
        named = {key: dict(zip(sorted(model.output), chosen[key], strict=True)) for key in ("loss", "loss_weights")}
        chosen = {**chosen, **named}
    model.compile(**chosen, run_eagerly=True)
    return model


def weights_of(model: Any) -> list[Any]:
    """The weights in order, layer by layer, without what a layer learnt by adapt() to look up."""
    layers = [one for one in model.layers if not hasattr(one, "get_vocabulary") and not hasattr(one, "bin_boundaries")]
    return [weight for one in layers for weight in one.get_weights()]
