"""A file that only Keras 2 (tf-keras) can write becomes a model of Keras 3 that predicts the same."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from saving_zoo import branched, difference, inputs, scrambled, stack
from tensorflow.core.protobuf import saved_model_pb2
from tf_keras.protobuf import saved_metadata_pb2

import rkeras_py as rk
from rkeras_py import cli
from rkeras_py.compat.file_terms import ANYTHING, DROPPED, RENAMED
from rkeras_py.saving.keras2 import comparison, vocabularies

pytestmark = pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")  # tf-keras says so

Tensors = Callable[[Any, Any], list[Any]]
K = tf_keras.backend

OPERATIONS: dict[str, Tensors] = {
    "arithmetic": lambda x, y: [x * 2 + y, 1.0 - x, x / (y + 3.0), x**2, -x, abs(x), x // 2.0, x % 2.0],
    "constants": lambda x, y: [tf.add(x, [1.0, 2, 3, 4]), tf.add(x, tf.constant([[1.0], [2], [3], [4]])), 2 - x],
    "comparisons": lambda x, y: [
        x > y, x >= 0, x < y, x <= y, tf.equal(x, y), tf.not_equal(x, y), tf.logical_not(x > y),
        tf.logical_and(x > 0, y > 0), tf.logical_or(x > 0, y > 0), tf.where(x > 0, x, y),
    ],
    "slices": lambda x, y: [x[:, 1:3], x[..., 0], x[:, tf.newaxis, ::2], x[:, -1], x[1:, ::-1]],
    "reductions": lambda x, y: [
        tf.reduce_mean(x, axis=1, keepdims=True), tf.reduce_sum(x), tf.reduce_max(x, -1), tf.reduce_min(x, [0, 1]),
        tf.reduce_prod(x, 1), tf.reduce_any(x > 0, 1), tf.reduce_all(x > 0, 1), tf.reduce_logsumexp(x, 1),
        tf.math.reduce_std(x, 1), tf.math.reduce_variance(x, 1), K.mean(x), K.sum(x, axis=-1), K.std(x, axis=1),
        tf.argmax(x, -1), tf.argmin(x), tf.norm(x, axis=1), tf.cumsum(x, axis=1), tf.math.cumprod(x),
    ],
    "functions": lambda x, y: [
        tf.nn.relu(x), tf.nn.relu6(x), tf.nn.leaky_relu(x, alpha=0.1), tf.nn.leaky_relu(x), tf.nn.softmax(x),
        tf.nn.softmax(x, axis=0), tf.nn.elu(x), tf.nn.selu(x), tf.nn.gelu(x), tf.nn.gelu(x, approximate=True),
        tf.nn.silu(x), tf.sigmoid(x), tf.tanh(x), tf.nn.softplus(x), tf.nn.softsign(x), tf.nn.log_softmax(x),
        tf.math.log_sigmoid(x), K.clip(x, -0.5, 0.5), tf.clip_by_value(x, -1.0, 0.3), tf.exp(x), tf.sqrt(abs(x)),
        K.sqrt(x), tf.math.log1p(x * x), tf.math.rsqrt(x * x), tf.math.erf(x), tf.sin(x), tf.round(x * 3), tf.sign(x),
        tf.floor(x), tf.math.ceil(x), tf.square(x), tf.math.expm1(x), tf.math.reciprocal(x), tf.stop_gradient(x),
        tf.math.l2_normalize(x, axis=1), K.l2_normalize(x, axis=-1), tf.identity(x), tf.math.is_nan(x),
    ],
    "pairs": lambda x, y: [
        tf.maximum(x, y), tf.minimum(x, 0.1), tf.math.squared_difference(x, y), tf.math.divide_no_nan(x, tf.nn.relu(y)),
        x @ tf.transpose(y), tf.add_n([x, y, x]), tf.math.floordiv(x, 2.0), K.dot(x, tf.transpose(y)),
        tf.pow(abs(x), abs(y)), K.batch_dot(x, y, axes=1),
    ],
    "shapes": lambda x, y: [
        tf.concat([x, y], axis=-1), tf.stack([x, y], 1), tf.stack([x, y]), K.concatenate([x, y], axis=0),
        tf.expand_dims(x, -1), tf.squeeze(tf.expand_dims(x, 1)), K.squeeze(K.expand_dims(x), -1), tf.tile(x, [1, 2]),
        tf.split(x, 2, axis=1)[1], tf.split(x, [1, 3], axis=1)[1], tf.unstack(x, axis=1)[2], tf.reshape(x, [-1, 2, 2]),
        tf.reshape(x, (tf.shape(x)[0], 2, 2)), tf.transpose(x, [1, 0]), tf.pad(x, [[0, 0], [1, 2]]),
        tf.pad(x, [[0, 0], [1, 1]], "REFLECT"), tf.pad(x, [[0, 0], [1, 1]], constant_values=3.0), tf.reverse(x, [1]),
        tf.gather(x, [0, 2], axis=1), tf.gather(x, [1]), tf.repeat(x, 2, axis=1), K.flatten(x), K.reshape(x, (-1, 2)),
    ],
    "types": lambda x, y: [
        tf.cast(x, "float16"), tf.cast(x * 3, tf.int32), tf.one_hot(tf.cast(x[:, 0] * 0 + 2, tf.int32), 3),
        tf.ones_like(x), tf.zeros_like(x), K.cast(x > 0, "float32"),
    ],
    "pictures": lambda x, y: [
        tf.image.resize(tf.reshape(x, [-1, 2, 2, 1]), [4, 4]),
        tf.image.resize(tf.reshape(x, [-1, 2, 2, 1]), [3, 5], method="nearest"),
    ],
}  # fmt: skip


def arithmetic(tensors: Tensors) -> Any:
    x, y = tf_keras.Input((4,)), tf_keras.Input((4,))
    return tf_keras.Model([x, y], tensors(x, y))


@pytest.mark.parametrize("kind", OPERATIONS)
def test_arithmetic_on_tensors_becomes_operations(kind: str, tmp_path: Path) -> None:
    old = arithmetic(OPERATIONS[kind])
    new = rk.model_from_json(old.to_json())
    data = inputs(old)
    before = [np.asarray(one, "float64") for one in old(data, training=False)]
    new.save(tmp_path / "new.keras")
    for model in (new, keras.saving.load_model(tmp_path / "new.keras")):
        after = [np.asarray(one, "float64") for one in model(data, training=False)]
        assert [one.shape for one in after] == [one.shape for one in before]
        for name, one, two in zip(old.output_names, before, after, strict=True):
            np.testing.assert_allclose(one, two, atol=1e-5, rtol=1e-5, err_msg=name)


class Opaque(keras.layers.Layer):  # type: ignore[misc]
    """A layer that looks up words in a table that the folder does not have."""


def test_words_that_a_folder_does_not_tell_say_so(tmp_path: Path) -> None:
    stack(tf_keras, (4,), tf_keras.layers.Dense(2)).save(tmp_path / "m")
    tables = vocabularies.Tables(str(tmp_path / "m"))
    with pytest.raises(
        ValueError, match=r"layer 'opaque' \(Opaque\) has words that the folder does not contain.*\.keras"
    ):
        tables.words(Opaque(), ("layer-1",))


X = np.random.default_rng(1).normal(size=(16, 4)).astype("float32")
Y = X[:, :1] * 2 - X[:, 1:2]

OPTIMIZERS: dict[str, Callable[[], Any]] = {
    "adam": lambda: tf_keras.optimizers.Adam(0.02, amsgrad=True),
    "rmsprop": lambda: tf_keras.optimizers.RMSprop(0.02, momentum=0.5, centered=True),
    "sgd": lambda: tf_keras.optimizers.SGD(0.05),
    "legacy adam": lambda: tf_keras.optimizers.legacy.Adam(0.02),
}
WRITTEN = [*((name, ".keras") for name in ("adam", "rmsprop", "sgd")), ("adam", ""), ("legacy adam", "")]


def own_loss(y: Any, prediction: Any) -> Any:
    return abs(y - prediction) ** 1.5


@pytest.mark.parametrize(("name", "suffix"), WRITTEN)
def test_training_goes_on_as_keras_2_would(name: str, suffix: str, tmp_path: Path) -> None:
    old = stack(tf_keras, (4,), tf_keras.layers.Dense(3, activation="tanh"), tf_keras.layers.Dense(1))
    old.compile(OPTIMIZERS[name](), own_loss if suffix else "huber", metrics=["mae"], run_eagerly=True)
    for _ in range(3):
        old.train_on_batch(X, Y)
    old.save(tmp_path / f"m{suffix}")
    new = rk.load_model_tf(str(tmp_path / f"m{suffix}"), custom_objects={"own_loss": own_loss})
    new.run_eagerly = True
    assert int(new.optimizer.iterations) == 3
    for _ in range(3):
        for model in (old, new):
            model.train_on_batch(X, Y)
    for one, two in zip(old.get_weights(), new.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, rtol=2e-5, atol=1e-6)


def hard_and_arithmetic(k: Any) -> Any:
    n = k.layers
    x = k.Input((3, 4))
    y = n.GRU(4, recurrent_activation="hard_sigmoid", name="memory", return_sequences=True)(x)
    y = tf.reshape(y, (tf.shape(y)[0], 12)) * 2
    return k.Model(x, n.Dense(2, name="last")(y))


@pytest.mark.parametrize("suffix", [".h5", ".keras", ""])
def test_upgrading_tells_what_changed_and_proves_it(suffix: str, tmp_path: Path) -> None:
    old = scrambled(hard_and_arithmetic(tf_keras))
    old.compile("adam", "mse")
    old.save(tmp_path / f"old{suffix}")
    report = rk.upgrade_model(str(tmp_path / f"old{suffix}"), str(tmp_path / "new.keras"))
    new = keras.saving.load_model(tmp_path / "new.keras")
    assert difference(old, new) < 1e-5
    assert isinstance(new.optimizer, keras.optimizers.Adam)
    assert report.difference < 1e-5
    assert "same random input (8 samples)" in report.proof
    changed = {layer.split(" ")[0].rsplit("_", 1)[0]: several for layer, several in report.changes.items()}
    assert report.changes["last (Dense)"] == []
    assert "time_major is left out" in report.changes["memory (GRU)"]
    assert "recurrent_activation is Keras 2's formula of hard_sigmoid" in report.changes["memory (GRU)"]
    assert any("is left out: Keras 3 reshapes without it" in str(several) for several in changed.values())
    assert any("is the operation ops.numpy.Multiply" in str(several) for several in changed.values())
    assert str(report).splitlines()[-1] == report.proof


def test_what_cannot_be_upgraded_leaves_no_file(tmp_path: Path) -> None:
    x = tf_keras.Input((4,))
    tf_keras.Model(x, tf_keras.layers.Dense(2)(tf.math.lbeta(tf.expand_dims(x, 2)))).save(tmp_path / "old.h5")
    old, new = str(tmp_path / "old.h5"), str(tmp_path / "new.keras")
    with pytest.raises(ValueError, match=r"upgrade_model\(\): .*layer 'tf.math.lbeta.*no operation"):
        rk.upgrade_model(old, new)
    stack(tf_keras, (4,), tf_keras.layers.Lambda(lambda x: x * 2)).save(old)
    with pytest.raises(ValueError, match=r"contains code.*upgrade_model\(\.\.\., safe_mode = FALSE"):
        rk.upgrade_model(old, new)
    with pytest.raises(ValueError, match=r"`new` should be a name that ends in \.keras"):
        rk.upgrade_model(old, str(tmp_path / "new"))
    assert sorted(tmp_path.iterdir()) == [tmp_path / "old.h5"]
    assert rk.upgrade_model(old, new, safe_mode=False).difference == 0
    with pytest.raises(FileExistsError):
        rk.upgrade_model(old, new, safe_mode=False)


def test_a_wrong_upgrade_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack(tf_keras, (4,), tf_keras.layers.LeakyReLU(0.9)).save(tmp_path / "old.h5")
    monkeypatch.setitem(RENAMED, "LeakyReLU", {})
    monkeypatch.setitem(DROPPED, "LeakyReLU", {"alpha": ANYTHING})
    with pytest.raises(ValueError, match=r"predicts differently in Keras 3: by up to \d"):
        rk.upgrade_model(str(tmp_path / "old.h5"), str(tmp_path / "new.keras"))
    assert [path.name for path in tmp_path.iterdir()] == ["old.h5"]


SHAPES: dict[str, Tensors] = {
    "computes the shape of a tensor": lambda x, y: [x * tf.cast(tf.shape(y)[0], "float32")],
    "takes a part whose place is computed": lambda x, y: [x[:, : tf.shape(y)[1]]],
    "several lengths are computed": lambda x, y: [tf.reshape(x, (tf.shape(x)[0], tf.shape(x)[1], 1))],
    "uses a computed number, which": lambda x, y: [tf.clip_by_value(x, 0.0, y)],
    "asks for batch_dims = 1": lambda x, y: [tf.gather(x, tf.cast(y[:, :1] * 0, "int32"), axis=1, batch_dims=1)],
}


@pytest.mark.parametrize("reason", SHAPES)
def test_arithmetic_that_keras_3_has_not_says_why(reason: str) -> None:
    with pytest.raises(ValueError, match=rf"layer 'tf\..*{reason}"):
        rk.model_from_json(arithmetic(SHAPES[reason]).to_json())


def test_means_of_whole_numbers_are_refused_and_not_silently_fractions() -> None:
    x, y = tf_keras.Input((4,), dtype="int32"), tf_keras.Input((4,), dtype="int32")
    inner = tf_keras.Model(x, tf.reduce_mean(x, axis=1), name="inner")
    for model in (inner, tf_keras.Model(y, inner(y))):
        assert model(np.array([[0, 0, 1, 1]])).numpy().tolist() == [0]
        with pytest.raises(ValueError, match=r"layer 'tf.math.reduce_mean.*computes the mean of integers"):
            rk.model_from_json(model.to_json())
    counted = tf_keras.Model(x, tf.reduce_mean(tf.cast(x, "float32"), axis=1))
    assert rk.model_from_json(counted.to_json())(np.array([[0, 0, 1, 1]])).numpy().tolist() == [0.5]


def test_arithmetic_of_keras_before_2_4_says_what_to_do() -> None:
    described = arithmetic(lambda x, y: [x + y]).to_json().replace("TFOpLambda", "TensorFlowOpLayer")
    with pytest.raises(
        ValueError, match=r"\(TensorFlowOpLayer\) is arithmetic on tensors as Keras wrote it before 2\.4"
    ):
        rk.model_from_json(described)


def test_command_line_upgrades(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack(tf_keras, (4,), tf_keras.layers.Dense(2, name="only")).save(tmp_path / "old.h5")
    words = ["upgrade", str(tmp_path / "old.h5"), str(tmp_path / "new.keras")]
    assert cli.main(words) == 0
    assert "only (Dense)" in capsys.readouterr().out
    assert cli.main(words) == 1
    assert "already exists" in capsys.readouterr().err
    assert cli.main([*words, "--overwrite"]) == 0


def test_older_layouts_open(tmp_path: Path) -> None:
    """Notes on the layers were in the graph before TensorFlow 2.5; weights had another way before Keras 2.14."""
    old = scrambled(branched(tf_keras))
    old.save(tmp_path / "m")
    old.save(tmp_path / "m.keras")
    graph, notes = tmp_path / "m/saved_model.pb", tmp_path / "m/keras_metadata.pb"
    saved = saved_model_pb2.SavedModel.FromString(graph.read_bytes())
    metadata = saved_metadata_pb2.SavedMetadata.FromString(notes.read_bytes())
    for node in metadata.nodes:
        saved.meta_graphs[0].object_graph_def.nodes[node.node_id].user_object.metadata = node.metadata
    graph.write_bytes(saved.SerializeToString())
    notes.unlink()
    assert difference(old, rk.load_model_tf(str(tmp_path / "m"))) < 1e-5

    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        archive.extractall(tmp_path / "parts")
    with h5py.File(tmp_path / "parts/model.weights.h5", "a") as file:
        file.move("layers", "_layer_checkpoint_dependencies")
    with zipfile.ZipFile(tmp_path / "older.keras", "w") as archive:
        for part in (tmp_path / "parts").iterdir():
            archive.write(part, part.name)
    assert difference(old, rk.load_model_hdf5(str(tmp_path / "older.keras"))) < 1e-5


class OwnModel(tf_keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.dense = tf_keras.layers.Dense(2)

    def call(self, x: Any) -> Any:
        return self.dense(x)


def test_models_of_a_class_of_their_own_say_what_to_do(tmp_path: Path) -> None:
    old = OwnModel()
    old(np.ones((2, 3), "float32"))
    old.save(tmp_path / "m.keras")
    tf_keras.models.save_model(old, tmp_path / "m", signatures={})
    for name in ("m", "m.keras"):
        with pytest.raises(
            ValueError,
            match=r"a model of the class 'OwnModel', whose layers are defined only in its code. Create the model",
        ):
            rk.load_model_tf(str(tmp_path / name))


def test_categories_are_compared_within_their_range(tmp_path: Path) -> None:
    layers = tf_keras.layers
    stack = [layers.Input((1,)), layers.CategoryEncoding(3, output_mode="one_hot"), layers.Dense(1)]
    tf_keras.Sequential(stack).save(tmp_path / "old.h5")
    report = rk.upgrade_model(tmp_path / "old.h5", tmp_path / "new.keras")
    assert report.difference is not None and report.difference < 1e-6
    tf_keras.Sequential([layers.Input((1,)), layers.Rescaling(9.0), *stack[1:]]).save(tmp_path / "old.h5")
    proof = rk.upgrade_model(tmp_path / "old.h5", tmp_path / "new.keras", overwrite=True).proof
    assert "since Keras 2 cannot predict with" in proof and "num_tokens=3" in proof


def test_without_keras_2_the_report_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack(tf_keras, (4,), tf_keras.layers.Dense(2)).save(tmp_path / "old.h5")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    report = rk.upgrade_model(str(tmp_path / "old.h5"), str(tmp_path / "new.h5"))
    assert report.difference is None
    assert re.search("pip install .*tf-keras", report.proof)
    again = rk.upgrade_model(str(tmp_path / "new.h5"), str(tmp_path / "newer.keras"))
    assert (again.changes, again.by_keras_2) == ({}, False)


def test_keras_2_reads_the_file_itself_and_says_what_it_says_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = str(tmp_path / "old.h5")
    tf_keras.Sequential([tf_keras.Input((5,)), tf_keras.layers.Dense(4, "tanh"), tf_keras.layers.Dense(3)]).save(old)
    sources: list[Any] = []
    own = tf_keras.src.saving.legacy.hdf5_format.load_model_from_hdf5

    def load(source: Any, *args: Any, **options: Any) -> Any:
        sources.append(source)
        return own(source, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(tf_keras.src.saving.legacy.hdf5_format, "load_model_from_hdf5", load)
        report = rk.upgrade_model(old, str(tmp_path / "new.h5"))
    assert [type(source) for source in sources] == [h5py.File]
    assert not sources[0]  # closed
    new = keras.saving.load_model(str(tmp_path / "new.h5"))
    (x,) = comparison.draw_inputs(new)
    by_name = tf_keras.models.load_model(old)(x).numpy().astype("float64")
    assert report.difference == np.abs(by_name - new(x).numpy().astype("float64")).max()
