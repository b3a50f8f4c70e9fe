"""Models: made, looked into, changed, frozen, copied."""

from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.signatures.words import NA

pytestmark = pytest.mark.quick

X = np.random.default_rng(1).normal(size=(5, 4)).astype("float32")


def chain(count: int = 5) -> Any:
    model = rk.keras_model_sequential(input_shape=4)
    for number in range(1, count + 1):
        model >> rk.layer_dense(units=number, name=f"d{number}")
    return model


def two_in_two_out() -> Any:
    a, b = rk.layer_input(4, name="a"), rk.layer_input(3, name="b")
    both = rk.layer_concatenate([a, b], name="both")
    outputs = rk.c(rk.layer_dense(both, 1, name="main"), rk.layer_dense(a, 2, name="aux"))
    return rk.keras_model(inputs=rk.c(a, b), outputs=outputs, name="two")


# --- layer_input, keras_model --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "shape"),
    [
        ({"shape": 4}, (None, 4)),
        ({"shape": 4.0}, (None, 4)),
        ({"shape": "4"}, (None, 4)),
        ({"shape": (4,)}, (None, 4)),
        ({"shape": [NA, 3.0]}, (None, None, 3)),
        ({"shape": [None, 3]}, (None, None, 3)),
        ({"shape": NA}, (None, None)),
        ({"shape": []}, (None,)),
        ({"shape": np.array([2, 3])}, (None, 2, 3)),
        ({"batch_shape": [2, NA, 3]}, (2, None, 3)),
        ({"shape": 4, "batch_size": 2.0}, (2, 4)),
    ],
)
def test_layer_input_reads_shapes_as_r_does(args: dict[str, Any], shape: tuple[int | None, ...]) -> None:
    assert rk.layer_input(**args).shape == shape


@pytest.mark.parametrize("shape", [3.9, [2, 0.5], "many"])
def test_layer_input_refuses_sizes_that_are_none(shape: Any) -> None:
    with pytest.raises(ValueError, match=r"^layer_input\(\): `shape` should be a whole number"):
        rk.layer_input(shape)


def test_layer_input_has_name_and_type() -> None:
    x = rk.layer_input(shape=rk.c(100), dtype="int32", name="main_input")
    assert (x.name, x.dtype, x.shape) == ("main_input", "int32", (None, 100))
    assert rk.layer_input(3, sparse=True).sparse
    with pytest.raises(ValueError, match=r"^layer_input\(\): `shape` should be"):
        rk.layer_input()
    with pytest.raises(TypeError, match=r"^layer_input\(\): unknown argument `dtyp`. Did you mean `dtype`\?"):
        rk.layer_input(3, dtyp="int32")
    with pytest.raises(ValueError, match=r"^layer_input\(\): `batch_size` should be a whole number"):
        rk.layer_input(3, batch_size=2.5)


def test_keras_model_takes_tensors_lists_and_names() -> None:
    x = rk.layer_input(4, name="x")
    y, z = rk.layer_dense(x, 2, name="y"), rk.layer_dense(x, 3, name="z")
    assert rk.keras_model(x, y).output_shape == (None, 2)
    assert rk.keras_model([x], [y]).output_shape == (None, 2)
    assert rk.keras_model(inputs=x, outputs=rk.c(y, z), name="m", trainable=False).name == "m"
    assert rk.keras_model(inputs=x, outputs=rk.c(y, z), trainable=False).trainable is False
    named = rk.keras_model({"x": x}, {"one": y, "two": z})
    assert set(named({"x": X})) == {"one", "two"}
    assert [layer.name for layer in rk.keras_model(x, y).layers] == ["x", "y"]


def test_keras_model_says_what_is_wrong() -> None:
    x, other = rk.layer_input(4), rk.layer_input(4)
    y = rk.layer_dense(x, 2)
    for call, words in (
        (lambda: rk.keras_model(x), "`outputs` should be a tensor"),
        (lambda: rk.keras_model(x, rk.layer_dense(2)), "`outputs` should be symbolic tensors .* instead of the layer"),
        (lambda: rk.keras_model(X, y), "`inputs` should be symbolic tensors .* layer_input"),
        (lambda: rk.keras_model(other, y), "computed from `inputs` alone.* another layer_input"),
    ):
        with pytest.raises(ValueError, match=rf"^keras_model\(\): .*{words}"):
            call()


def test_keras_model_sequential_takes_layers_and_the_shape() -> None:
    layers = [rk.layer_dense(3, input_shape=4), rk.layer_dense(2)]
    model = rk.keras_model_sequential(layers, name="m")
    assert (model.name, model.input_shape, model.output_shape) == ("m", (None, 4), (None, 2))
    named = rk.keras_model_sequential(rk.layer_dense(2), input_shape=4, input_layer_name="x", dtype="float64")
    assert named.inputs[0].name == "x" and named.inputs[0].dtype == "float64"
    with pytest.raises(TypeError, match=r"^keras_model_sequential\(\): unknown argument `inputshape`. Did you mean"):
        rk.keras_model_sequential(inputshape=3)


# --- looking into a model ------------------------------------------------------------------------------------------


def test_get_layer_by_name_and_position() -> None:
    model, functional = chain(), two_in_two_out()
    assert rk.get_layer(model, "d2") is model.layers[1]
    for index, layer in ((1, 0), (1.0, 0), (5, 4), (-1, 4), (-5, 0), ("2", 1)):
        assert rk.get_layer(model, index=index) is model.layers[layer]
    assert rk.get_layer(functional, index=1).name == "a"
    assert rk.get_layer(functional, name="main").units == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            {"index": 0},
            r"`index` should be a position from 1 to 5, or from -1 to -5. Positions count from 1. Received: 0",
        ),
        ({"index": 6}, "`index` should be a position from 1 to 5"),
        ({"index": -6}, "`index` should be a position"),
        ({"index": 1.5}, "`index` should be a whole number"),
        ({"index": NA}, "`index` should be a whole number"),
        ({"name": "d9"}, '`name` should be one of "d1", "d2"'),
        ({}, '`name` should be one of "d1", "d2"'),
    ],
)
def test_get_layer_says_what_there_is(args: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as caught:
        rk.get_layer(chain(), **args)
    text = str(caught.value)
    assert text.startswith("get_layer(): ")
    assert words.split(". ")[0] in text


def test_pop_layer_removes_the_last() -> None:
    model = chain(2)
    assert rk.pop_layer(model).name == "d2"
    assert model.output_shape == (None, 1)
    rk.pop_layer(model)
    with pytest.raises(ValueError, match=r"^pop_layer\(\): `object` should be a model with at least one layer"):
        rk.pop_layer(model)
    with pytest.raises(TypeError, match=r"^pop_layer\(\): `object` should be a Sequential model"):
        rk.pop_layer(two_in_two_out())


def test_weights_go_out_and_in() -> None:
    model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(3) >> rk.layer_batch_normalization()
    weights = rk.get_weights(model)
    assert [weight.shape for weight in weights] == [(4, 3), (3,), (3,), (3,), (3,), (3,)]
    assert [len(rk.get_weights(model, trainable)) for trainable in (True, False, None, NA)] == [4, 2, 6, 6]
    new = [weight + 1 for weight in weights]
    assert rk.set_weights(model, new) is model
    for found, expected in zip(rk.get_weights(model), new, strict=True):
        np.testing.assert_array_equal(found, expected)
    assert model >> rk.set_weights(weights) is model
    dense = rk.get_layer(model, index=1)
    rk.set_weights(dense, [np.ones((4, 3)).tolist(), [1, 2, 3]])
    np.testing.assert_array_equal(rk.get_weights(dense)[1], [1, 2, 3])


def test_weights_that_do_not_fit_change_nothing() -> None:
    model = chain(1)
    before = rk.get_weights(model)
    for wrong in ([before[0]], [before[0].T, before[1]], []):
        with pytest.raises(
            ValueError,
            match=r"^set_weights\(\): `weights` should be 2 arrays, of the shapes \[4, 1\], \[1\]",
        ):
            rk.set_weights(model, wrong)
    for found, expected in zip(rk.get_weights(model), before, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_count_params() -> None:
    assert rk.count_params(chain(2)) == 5 + 4
    assert rk.count_params(rk.get_layer(two_in_two_out(), "main")) == 8
    with pytest.raises(ValueError, match="isn't built"):
        rk.count_params(rk.layer_dense(2))


def test_the_headline_model_of_the_vignette() -> None:
    main_input = rk.layer_input(shape=rk.c(100), dtype="int32", name="main_input")
    embedding = rk.layer_embedding(input_dim=10000, output_dim=512, input_length=100)
    lstm_out = main_input >> embedding >> rk.layer_lstm(units=32)
    auxiliary_output = lstm_out >> rk.layer_dense(units=1, activation="sigmoid", name="aux_output")
    auxiliary_input = rk.layer_input(shape=rk.c(5), name="aux_input")
    main_output = rk.layer_concatenate(rk.c(lstm_out, auxiliary_input))
    for _ in range(3):
        main_output = main_output >> rk.layer_dense(units=64, activation="relu")
    main_output = main_output >> rk.layer_dense(units=1, activation="sigmoid", name="main_output")
    model = rk.keras_model(inputs=rk.c(main_input, auxiliary_input), outputs=rk.c(main_output, auxiliary_output))
    assert rk.count_params(model) == 5_200_610


# --- freezing (R keras 2.15: all others are set the other way) -----------------------------------------------------


def flags(model: Any) -> str:
    return "".join("FT"[layer.trainable] for layer in model.layers)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"to": 3}, "FFFTT"),
        ({"from_": 3}, "TTFFF"),
        ({"from_": 2, "to": 3}, "TFFTT"),
        ({"from_": -2}, "TTTFF"),
        ({"from_": "d2", "to": "d4"}, "TFFFT"),
        ({"to": -3.0}, "FFFTT"),
        ({"which": [1, 3]}, "FTFTT"),
        ({"which": -1}, "TTTTF"),
        ({"which": "d2"}, "TFTTT"),
        ({"which": ["d1", "d5"]}, "FTTTF"),
        ({"which": [True, False, True, False, False]}, "FTFTT"),
        ({"which": lambda layer: layer.units > 3}, "TTTFF"),
        ({"which": np.array([1, 2])}, "FFTTT"),
    ],
)
def test_freeze_and_unfreeze_mirror_each_other(args: dict[str, Any], expected: str) -> None:
    model = chain()
    assert rk.freeze_weights(model, **args) is model
    assert flags(model) == expected and model.trainable
    assert model >> rk.unfreeze_weights(**args) is model
    assert flags(model) == expected.translate(str.maketrans("FT", "TF"))


def test_freeze_takes_layers() -> None:
    model = chain()
    rk.freeze_weights(model, from_=model.layers[1], to=model.layers[2])
    assert flags(model) == "TFFTT"
    rk.freeze_weights(model, which=[model.layers[0], model.layers[4]])
    assert flags(model) == "FTTTF"


def test_freeze_everything_and_back() -> None:
    model = chain()
    rk.freeze_weights(model)
    assert not model.trainable and flags(model) == "FFFFF" and not model.trainable_weights
    rk.unfreeze_weights(model, from_=4)
    assert model.trainable and flags(model) == "FFFTT"
    rk.unfreeze_weights(model)
    assert flags(model) == "TTTTT" and len(model.trainable_weights) == 10


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"from_": "d9"}, r'`from` should be the name of a layer of the model \("d1", "d2"'),
        ({"to": 6}, "`to` should be a position from 1 to 5"),
        ({"from_": 0}, "`from` should be a position"),
        ({"which": ["d1", "nope"]}, "`which` should be the name of a layer"),
        ({"which": [True, False]}, "`which` should be 5 logical values"),
        ({"which": 1, "to": 3}, "`which` should be used without `from` and `to`"),
        ({"from_": 2.5}, "`from` should be a whole number"),
    ],
)
def test_freeze_names_what_is_not_there(args: dict[str, Any], words: str) -> None:
    model = chain()
    with pytest.raises(ValueError, match=rf"^freeze_weights\(\): {words}"):
        rk.freeze_weights(model, **args)
    assert flags(model) == "TTTTT"


def test_layers_inside_models_and_wrappers_follow() -> None:
    inner = chain(2)
    outer = rk.keras_model_sequential(input_shape=4) >> inner >> rk.layer_dense(1)
    rk.freeze_weights(inner, which="d1")
    rk.unfreeze_weights(outer)
    assert flags(inner) == "TT" and len(outer.trainable_weights) == 6
    rk.freeze_weights(outer, to=1)
    assert flags(inner) == "FF" and len(outer.trainable_weights) == 2


def test_frozen_weights_stay_in_training() -> None:
    model = chain(2)
    model >> rk.freeze_weights(to="d1") >> rk.compile("sgd", "mse")
    before = rk.get_weights(model)
    model >> rk.fit(X, X[:, :2], epochs=1, verbose=0)
    changed = [not np.array_equal(old, new) for old, new in zip(before, rk.get_weights(model), strict=True)]
    assert changed[:2] == [False, False] and any(changed[2:])


# --- copies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [chain, two_in_two_out])
def test_clones_and_configs_make_the_same_model_anew(make: Any) -> None:
    model = make()
    for copy in (rk.clone_model(model), rk.from_config(rk.get_config(model))):
        assert copy is not model and type(copy) is type(model)
        assert [layer.name for layer in copy.layers] == [layer.name for layer in model.layers]
        rk.set_weights(copy, rk.get_weights(model))
        data = X if make is chain else [X, X[:, :3]]
        for found, expected in zip(keras.tree.flatten(copy(data)), keras.tree.flatten(model(data)), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_config_of_a_layer() -> None:
    layer = rk.layer_dense(3, activation="relu", name="x")
    config = rk.get_config(layer)
    assert config == layer.get_config()
    copy = rk.from_config(config)
    assert type(copy) is keras.layers.Dense and copy.get_config() == config
    with pytest.raises(ValueError, match=r"^from_config\(\): `config` should be what get_config\(\) gave"):
        rk.from_config(layer.get_config())
    for made in (rk.loss_huber(delta=2), rk.optimizer_sgd(0.5), rk.initializer_constant(3), rk.metric_mean()):
        copy = rk.from_config(rk.get_config(made))
        assert type(copy) is type(made) and copy.get_config() == made.get_config()


def test_clone_with_a_function() -> None:
    def wider(layer: Any) -> Any:
        config = layer.get_config()
        return type(layer).from_config(config | {"units": 7} if layer.name == "d1" else config)

    clone = rk.clone_model(chain(2), clone_function=wider)
    assert [layer.units for layer in clone.layers] == [7, 2]


# --- to_categorical -------------------------------------------------------------------------------------------------


def test_to_categorical() -> None:
    np.testing.assert_array_equal(rk.to_categorical([1, 2, 3]), np.eye(4)[1:])
    np.testing.assert_array_equal(rk.to_categorical([1.0, 0.0]), [[0, 1], [1, 0]])
    assert rk.to_categorical([0, 1], 5.0).shape == (2, 5)
    assert rk.to_categorical(np.array([0, 1]), dtype="int32").dtype == np.int32
    assert rk.to_categorical([0, 1]).dtype == np.float32


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (([-1, 0],), "`y` should be whole numbers from 0"),
        (([0.5],), "`y` should be whole numbers from 0"),
        ((["a"],), "`y` should be whole numbers from 0"),
        (([0, 3], 3), "`num_classes` should be above the largest label"),
    ],
)
def test_to_categorical_refuses_what_is_no_label(args: tuple[Any, ...], words: str) -> None:
    with pytest.raises(ValueError, match=rf"^to_categorical\(\): {words}"):
        rk.to_categorical(*args)


def test_an_input_is_given_once() -> None:
    x = rk.layer_input(2)
    with pytest.raises(ValueError, match=r"keras_model\(\): `inputs` should be different tensors"):
        rk.keras_model([x, x], x >> rk.layer_dense(1))
