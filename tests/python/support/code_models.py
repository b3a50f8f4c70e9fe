"""Models of all kinds, and what is compared of two of them: all but the names that Keras gives by itself."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import saving_zoo
from samples import SAMPLES

import rkeras_py as rk
from rkeras_py.engine.internals.modules import snake_case

L = keras.layers


class Twice(L.Layer):
    def __init__(self, factor: float = 2.0, **options: Any) -> None:
        super().__init__(**options)
        self.factor = factor

    def call(self, x: Any) -> Any:
        return self.factor * x

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor}


def of_layer(name: str, place: int) -> Any:
    sample = SAMPLES[name][place]
    inputs = [keras.Input(shape, dtype=sample.dtype()) for shape in sample.shapes]
    layer = getattr(rk, name)(**sample.args, **{key: make(keras) for key, make in sample.late.items()})
    outputs = rk.compose_layer(inputs if len(inputs) > 1 else inputs[0], layer)
    return keras.Model(inputs, outputs)


def two_inputs() -> Any:
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = L.Dense(
        4, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.05)
    )
    joined = L.Concatenate(axis=1)([shared(a), shared(b)])
    scaled = L.Reshape((2, 4))((joined - 1.5) * 2)
    summed = L.Flatten()(keras.ops.sum(scaled[:, :, 0:2], axis=1, keepdims=True))
    one, two = L.Dense(1, name="one")(summed), L.Dense(3, activation="softmax")(L.Dropout(0.3)(summed))
    model = keras.Model([a, b], {"one": one, "two": two})
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9)
    model.compile(
        keras.optimizers.Adam(rate, beta_1=0.8),
        {"one": "mse", "two": keras.losses.CategoricalCrossentropy(label_smoothing=0.1)},
        metrics={"two": ["accuracy"]},
        loss_weights={"one": 0.5, "two": 2.0},
    )
    return model


def operations() -> Any:
    x = keras.Input((5, 4))
    y = keras.ops.relu(x[:, 1:, None, :] / 3 - 1) ** 2
    z = keras.ops.concatenate([keras.ops.mean(y, axis=-1), keras.ops.max(y, axis=3)], axis=2)
    last = keras.ops.transpose(keras.ops.expand_dims(x[:, -1], 1), (0, 2, 1)) @ x[:, 0:1, ::2]
    return keras.Model(x, [z, last, keras.ops.where(x > 0, x, -x), keras.ops.softmax(x, axis=1)])


def positions() -> Any:
    ops, x = keras.ops, keras.Input((4, 6))
    places = [ops.argmax(x, axis=2), ops.argmin(x, axis=1), ops.top_k(x, 2)[1]]
    sorted_ones = ops.take_along_axis(x, ops.argsort(x, axis=2), axis=2)
    parts = [ops.split(x, [1, 4], axis=2)[1], ops.slice(x, (0, 1, 2), (1, 2, 2)), ops.one_hot(places[1], 4)]
    parts.append(ops.norm(x, axis=1))
    return keras.Model(x, [*places, sorted_ones, *parts])


def operators() -> Any:
    ops, x, y = keras.ops, keras.Input(batch_shape=(3, 4)), keras.Input(batch_shape=(3, 4))
    row = np.array([1.5, 2.0, -1.0, 3.0], "float32")
    products = [ops.matmul(x, row), ops.matmul(x, np.ones((4, 2), "float32"))]
    numbers = [ops.power(-2.0, x), 2.0**x, ops.subtract(row, x), x - row, x * row.astype("float64"), ops.less(row, x)]
    truth = [ops.equal(x, y), ops.not_equal(x, 0.5)]
    parts = [ops.rearrange(x, "a (b c) -> a c b", c=2), ops.cross(x[:, 0:3], y[:, 1:], axisa=1)]
    return keras.Model([x, y], [*products, *numbers, *truth, *parts])


def pictures() -> Any:
    ops, image, x = keras.ops, keras.ops.image, keras.Input((6, 5, 3))
    moved = [image.resize(x, (3, 4), "nearest"), image.crop_images(x, 1, 2, target_height=3, target_width=2)]
    moved.append(image.pad_images(x, 1, 2, target_height=9, target_width=9))
    colors = [image.rgb_to_grayscale(x), image.hsv_to_rgb(image.rgb_to_hsv(x)), image.gaussian_blur(x)]
    normal = [ops.layer_normalization(x, axis=1), ops.rms_normalization(x, axis=(1, 2))]
    normal.append(ops.batch_normalization(x, np.full(5, 0.5, "float32"), np.full(5, 2.0, "float32"), axis=2))
    return keras.Model(x, [*moved, *colors, *normal])


def masked() -> Any:
    x = keras.Input((6,), dtype="int32")
    y = L.LSTM(3, return_sequences=True)(L.Embedding(10, 4, mask_zero=True)(x))
    return keras.Model(x, L.Dense(1)(L.GRU(2)(y)))


def any_length() -> Any:
    x = keras.Input((None,), dtype="int32")
    return keras.Model(x, L.Dense(1)(L.GlobalAveragePooling1D()(L.Embedding(10, 4)(x))))


def encoder_and_decoder() -> Any:
    source, target = keras.Input((5, 3)), keras.Input((4, 2))
    _, *states = L.LSTM(4, return_state=True)(source)
    y, _, _ = L.LSTM(4, return_sequences=True, return_state=True)(target, initial_state=states)
    return keras.Model([source, target], L.TimeDistributed(L.Dense(2, activation="softmax"))(y))


def transformer() -> Any:
    x = keras.Input((6, 8))
    y = L.LayerNormalization()(x + L.MultiHeadAttention(2, 4, dropout=0.1)(x, x, use_causal_mask=True))
    z = L.Dense(8)(L.Dense(16, activation="gelu")(y))
    return keras.Model(x, L.GlobalAveragePooling1D()(y + z), name="transformer")


def attentive() -> Any:
    a, b = keras.Input((5, 8)), keras.Input((6, 8))
    return keras.Model([a, b], L.MultiHeadAttention(2, 4)(a, value=b, key=b) + L.MultiHeadAttention(2, 4)(a, b))


def autoencoder() -> Any:
    x = keras.Input((8,))
    encoder = keras.Model(x, L.Dense(2)(L.Dense(4, activation="tanh")(x)), name="encoder")
    decoder = keras.Sequential([keras.Input((2,)), L.Dense(4, activation="tanh"), L.Dense(8)], name="decoder")
    inputs = keras.Input((8,), name="pixels")
    model = keras.Model(inputs, decoder(encoder(inputs)), name="autoencoder")
    model.compile("rmsprop", "mae")
    return model


def siamese() -> Any:
    image = (8, 8, 1)
    tower = keras.Sequential([keras.Input(image), L.Conv2D(2, 3, activation="relu"), L.Flatten(), L.Dense(3)])
    left, right = keras.Input(image, name="left"), keras.Input(image, name="right")
    distance = keras.ops.sqrt(keras.ops.sum((tower(left) - tower(right)) ** 2, axis=1, keepdims=True))
    return keras.Model({"left": left, "right": right}, L.Dense(1, activation="sigmoid")(distance))


def frozen_and_wrapped() -> Any:
    base = keras.Sequential([keras.Input((3,)), L.Dense(4, name="hidden"), L.Dense(2)], name="base")
    base.trainable = False
    model = keras.Sequential([keras.Input(batch_shape=(2, 5, 3), name="steps"), L.TimeDistributed(base)])
    model.add(L.Bidirectional(L.GRU(2, name="reader"), merge_mode="sum", name="both"))
    model.compile(keras.optimizers.SGD(0.5, momentum=0.9, nesterov=True), "binary_crossentropy", metrics=["AUC", "mae"])
    return model


def arguments() -> Any:
    initial, limit = keras.initializers, keras.constraints
    return keras.Sequential([
        keras.Input((4,)),
        L.Dense(3, kernel_initializer=initial.RandomNormal(stddev=0.1, seed=7), bias_constraint=limit.MaxNorm(3)),
        L.Dense(3, kernel_regularizer=keras.regularizers.L1L2(0.1, 0.2), kernel_initializer=initial.Constant(0.5)),
        L.Dense(3, activation="hard_sigmoid", dtype="float16", trainable=False),
        L.Dense(2, kernel_initializer=initial.VarianceScaling(2.0, "fan_out", "uniform"), bias_constraint="non_neg"),
        L.LeakyReLU(0.2),
        L.ReLU(6.0, name="add"),
    ])  # fmt: skip


def unbuilt() -> Any:
    return keras.Sequential([L.Dense(3), L.Add(), L.Dense(1)])


def mobile() -> Any:
    return keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, weights=None, classes=3)


OWN = (
    two_inputs, operations, operators, pictures, positions, masked, any_length, attentive, encoder_and_decoder,
    transformer, autoencoder, siamese, frozen_and_wrapped, arguments, unbuilt, mobile,
)  # fmt: skip


def all_models() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give each model by a name and a function that makes it."""
    for make in OWN:
        yield make.__name__, make
    for name, make in vars(saving_zoo).items():
        if inspect.isfunction(make) and list(inspect.signature(make).parameters) == ["k"]:
            yield f"zoo {name}", lambda make=make: make(keras)
    for name, samples in SAMPLES.items():
        for place, sample in enumerate(samples):
            if sample.shapes:
                yield f"{name} {place}", lambda name=name, place=place: of_layer(name, place)


OTHER_STEMS = {"InputLayer": "input", "Functional": "model", "GroupQueryAttention": "grouped_query_attention"}


def canonical(config: Any) -> Any:
    """Return a configuration with numbers for the names that Keras gives by itself."""
    if isinstance(config, (list, tuple)):
        return [canonical(part) for part in config]
    if isinstance(config, np.ndarray):
        return config.tolist()
    if not isinstance(config, dict):
        return config
    config = {key: part for key, part in config.items() if key not in ("build_config", "compile_config")}
    if (
        config.keys() == {"args", "kwargs"} and {"initial_state", "value", "key"} & config["kwargs"].keys()
    ):  # called from R, it goes by position
        kwargs = dict(config["kwargs"])
        further = [kwargs.pop(name) for name in ("initial_state", "value", "key") if name in kwargs]
        config = {"args": [*config["args"], *further], "kwargs": kwargs}
    if isinstance(config.get("layers"), (list, tuple)) and all(isinstance(one, dict) for one in config["layers"]):
        names = {
            layer["config"].get("name"): _general(layer["config"].get("name"), layer["class_name"], str(place))
            for place, layer in enumerate(config["layers"])
        }
        config = {key: _renamed(part, names) for key, part in config.items() if key != "name"} | {
            "name": config.get("name")
        }
        for key in ("input_layers", "output_layers"):
            ends = config.get(key)
            if isinstance(ends, (list, tuple)) and len(ends) == 1 and isinstance(ends[0], (list, tuple)):
                config[key] = ends[0]
    if config.get("class_name") == "__tensor__":  # a constant, which may be an array as well
        config = {**config, "class_name": "__numpy__"}
    if "class_name" in config and isinstance(config.get("config"), dict):
        inner = dict(config["config"])
        if "name" in inner:
            inner["name"] = _general(inner["name"], config["class_name"])
        config = {**config, "config": inner}
        config.pop("name", None)
    return {key: canonical(part) for key, part in config.items()}


def _general(name: Any, cls: str, place: str = "") -> Any:
    stems = {snake_case(cls), cls.lower(), OTHER_STEMS.get(cls, cls.lower())}
    if isinstance(name, str) and re.fullmatch(rf"({'|'.join(stems)})(_\d+)?", name.lower()):
        return f"<{cls} {place}>"
    return re.sub(r"_\d+$", "", name) if isinstance(name, str) and re.match("forward_|backward_", name) else name


def _renamed(part: Any, names: dict[Any, Any]) -> Any:
    if isinstance(part, str):
        return names.get(part, part)
    if isinstance(part, dict):
        keys = ("keras_history", "name", "config", "inbound_nodes", "args", "kwargs")
        return {
            key: _renamed(value, names) if key in keys or not isinstance(value, str) else value
            for key, value in part.items()
        }
    return [_renamed(value, names) for value in part] if isinstance(part, (list, tuple)) else part


def describe(model: Any) -> Any:
    """Return the configuration of a model."""
    return canonical(keras.saving.serialize_keras_object(model))
