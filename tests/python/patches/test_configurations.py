"""Arguments of an object of Keras come back out of files, clones and shown code."""

import ast
import copy
import inspect
import pickle

import keras
import numpy as np
import pytest
from prepared import run_prepared

import rkeras_py as rk

X = np.array([[0.0], [1.0], [5.0], [-7.0]])


def test_a_file_keeps_the_delta_of_a_huber_loss_also_for_plain_keras(tmp_path) -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1, kernel_initializer="ones")
    model >> rk.compile(optimizer="sgd", loss=rk.loss_huber(delta=2.0), metrics=[rk.metric_cosine_similarity(axis=1)])
    expected = keras.losses.Huber(delta=2.0)(np.zeros((4, 1)), X).numpy()
    for name in ("m.keras", "m.h5"):
        path = str(tmp_path / name)
        rk.save_model(model, path) if name == "m.keras" else rk.save_model_hdf5(model, path)
        loaded = rk.load_model(path) if name == "m.keras" else rk.load_model_hdf5(path)
        found = rk.evaluate(loaded, X, np.zeros((4, 1)), verbose=0)
        assert found["loss"] == pytest.approx(expected, abs=1e-6), name
        code = (
            f"import keras, numpy as np\nmodel = keras.models.load_model({path!r})\n"
            f"print(model.evaluate(np.array({X.tolist()}), np.zeros((4, 1)), verbose=0)[0])"
        )
        assert float(run_prepared(code).stdout.split()[-1]) == pytest.approx(expected, abs=1e-6), name


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (keras.losses.Huber, {"delta": 2.0}),
        (keras.losses.CosineSimilarity, {"axis": 1}),
        (keras.losses.SparseCategoricalCrossentropy, {"axis": 1, "from_logits": True}),
        (keras.metrics.CosineSimilarity, {"axis": 1}),
        (keras.metrics.SparseTopKCategoricalAccuracy, {"k": 2, "from_sorted_ids": True}),
        (keras.initializers.Identity, {"gain": 2.0}),
        (keras.layers.MaxNumBoundingBoxes, {"max_number": 3, "fill_value": 0}),
    ],
)
def test_a_configuration_tells_all(made, told) -> None:
    config = made(**told).get_config()
    assert told.items() <= config.items()
    assert told.items() <= made.from_config(config).get_config().items()


@pytest.mark.parametrize("made", [keras.losses.Huber, keras.metrics.CosineSimilarity, keras.initializers.Identity])
def test_defaults_are_told_as_keras_does(made) -> None:
    own = inspect.unwrap(made.get_config)
    assert made().get_config().keys() == own(made()).keys()


def test_files_keep_the_words_of_lookups_also_for_plain_keras(tmp_path) -> None:
    def lookups() -> list:
        texts = rk.layer_text_vectorization(standardize=None, split=None, output_mode="tf_idf")
        return [rk.layer_string_lookup(), rk.layer_string_lookup(mask_token=None), texts]

    words = ["a\u2028b", "a\n", "", "c"]
    paths, expected = [], []
    for place, lookup in enumerate(lookups()):
        for again in (pickle.loads(pickle.dumps(lookup)), copy.deepcopy(lookup)):
            assert again.get_vocabulary() == lookup.get_vocabulary()  # that has learnt nothing yet
        lookup.adapt(words)
        paths.append(str(tmp_path / f"{place}.keras"))
        expected.append(list(map(str, lookup.get_vocabulary())))
        rk.save_model(rk.keras_model_sequential(layers=[keras.Input((1,), dtype="string"), lookup]), paths[-1])
        assert list(map(str, pickle.loads(pickle.dumps(lookup)).get_vocabulary())) == expected[-1]
    code = (
        f"import keras\nfor path in {paths!r}:\n"
        "  print(list(map(str, keras.models.load_model(path).layers[-1].get_vocabulary())))"
    )
    assert [ast.literal_eval(line) for line in run_prepared(code).stdout.splitlines()[-3:]] == expected
    for path, told in zip(paths, expected, strict=True):
        assert list(map(str, rk.load_model(path).layers[-1].get_vocabulary())) == told
    plain = rk.layer_string_lookup()
    plain.adapt(["a", "b"])
    assert plain.get_config()["vocabulary"] is None  # as Keras has it


def test_shown_code_has_the_delta() -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1)
    model >> rk.compile(optimizer="sgd", loss=rk.loss_huber(delta=2.0))
    assert "loss=loss_huber(delta=2.0)" in rk.show_python(model)
    assert "loss = loss_huber(delta = 2)" in rk.show_r(model)


def test_optimizers_that_pytorch_wrote_are_read_on_tensorflow() -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1)
    module = "keras.src.backend.torch.optimizers.torch_sgd"
    config = {"learning_rate": 0.5}
    written = {"module": module, "class_name": "SGD", "config": config, "registered_name": "SGD"}
    found = keras.saving.deserialize_keras_object(written)
    assert type(found) is keras.optimizers.SGD and float(found.learning_rate) == 0.5
    below = type("SGD", (keras.optimizers.SGD,), {"__module__": module})(0.5)
    assert keras.saving.serialize_keras_object(below)["module"] == "keras.optimizers"
    assert "optimizer_sgd(learning_rate = 0.5)" in str(rk.show_r(model >> rk.compile(below, "mse")))
