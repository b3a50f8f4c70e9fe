"""Canaries of rkeras_py.engine.internals.modules, and of the names of Keras's classes in R."""

import contextlib
import importlib.util
import inspect
import json
import re
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import tensorflow as tf
from canary import ROOT, canary, functional, keras

from rkeras_py.engine.internals import modules
from rkeras_py.engine.loading import find


@canary("modules.know_objects")
def _scopes() -> None:
    find = keras.saving.get_registered_object
    with keras.saving.custom_object_scope({"a": int, "b": int}), modules.know_objects({"b": str}):
        assert (find("a"), find("b")) == (int, str)
    assert find("a") is None


@canary("modules.OWN_CODE", "modules.BASE_MODULES", "modules.FUNCTIONAL_MODULE")
def _places() -> None:
    bases = keras.layers.Layer, keras.losses.Loss, keras.metrics.Metric
    assert [base.__module__ for base in bases] == list(modules.BASE_MODULES)
    assert all(base.__module__.startswith(modules.OWN_CODE + ".") for base in bases)
    callers = []

    class Own(keras.layers.Layer):
        def call(self, x: object) -> object:
            callers.append(sys._getframe(1).f_globals["__name__"])
            return x

    Own()(np.ones((1, 1)))
    assert callers[0].startswith(modules.OWN_CODE), "Keras's own code should run in modules of this name"
    model, *_ = functional()
    assert json.loads(model.to_json())["module"] == modules.FUNCTIONAL_MODULE


@canary("modules.OPERATIONS", "modules.operation_class")
def _operations() -> None:
    from rkeras_py.compat import operations

    x = keras.Input((2,))
    described = json.loads(keras.Model(x, keras.ops.add(x, 1.0)).to_json())["config"]["layers"][1]
    assert (described["module"], described["class_name"]) == (f"{modules.OPERATIONS}.numpy", "Add"), described
    source = Path(operations.__file__).read_text()
    named = set(re.findall(r'"((?:numpy|nn|math|core|image)\.[A-Z]\w+)"', source))
    assert len(named) > 20
    lacking = {name for name in named if not issubclass(modules.operation_class(name), keras.Operation)}
    assert not lacking, lacking


@canary("modules.LEGACY_LAYERS", "modules.APPLICATIONS", "modules.OVERRIDDEN")
def _named() -> None:
    for name in ("RandomHeight", "RandomWidth", "ThresholdedReLU"):
        assert issubclass(find(f"{modules.LEGACY_LAYERS}.{name}"), keras.layers.Layer)
    for name in ("densenet.DenseNet", "nasnet.NASNet"):
        assert callable(find(f"{modules.APPLICATIONS}.{name}"))
    for owner, names in modules.OVERRIDDEN.items():
        lacking = [name for name in names if not hasattr(find(owner), name)]
        assert not lacking, f"{owner} has no {lacking}"


@canary("modules.OLD_NAMES", "modules.old_backend")
def _old_names() -> None:
    assert float(modules.old_backend().sum(np.ones(3))) == 3.0
    for name in ("losses.mse", "backend.mean", "backend.dot", "preprocessing.image.random_rotation"):
        assert callable(find(f"{modules.OLD_NAMES}.{name}")), name


@canary("modules.merge_class")
def _merge() -> None:
    merging = keras.layers.Add, keras.layers.Concatenate, keras.layers.Dot
    assert all(issubclass(layer, modules.merge_class()) for layer in merging)
    assert not issubclass(keras.layers.Dense, modules.merge_class())


@canary("modules.data_adapter_class")
def _adapter() -> None:
    class Thrice(modules.data_adapter_class()):
        num_batches, batch_size, has_partial_batch, partial_batch_size = 3, 1, False, None

        def get_tf_dataset(self) -> object:
            return self

        def __iter__(self) -> object:
            return iter([(tf.ones((1, 2)), tf.ones((1, 3)))] * 3)

    model, *_ = functional()
    model.compile("sgd", "mse")
    steps = []
    count = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: steps.append(batch))
    model.fit(Thrice(), epochs=2, verbose=0, callbacks=[count])
    assert steps == [0, 1, 2, 0, 1, 2], steps


@canary("modules.GENERATOR_ADAPTER", "modules.PY_DATASET_ADAPTER", "modules.ARRAY_ADAPTER")
def _adapters() -> None:
    def batches() -> object:
        yield from [(np.ones((1, 2)), np.ones((1, 1)))] * 3

    adapter = find(modules.GENERATOR_ADAPTER)(batches())
    assert len(list(adapter.generator())) == 3 and adapter.get_tf_dataset().element_spec

    class Batches(keras.utils.PyDataset):
        num_batches = 3

        def __getitem__(self, index: int) -> object:
            return np.full((1, 2), index), np.ones((1, 1))

    adapter = find(modules.PY_DATASET_ADAPTER)(Batches(workers=2))
    assert adapter.py_dataset.workers == 2 and adapter.enqueuer is not None
    adapter.enqueuer = None
    assert [int(x[0, 0]) for x, _ in adapter._get_iterator()] == [0, 1, 2]
    assert find(modules.ARRAY_ADAPTER)(np.ones((5, 1)), batch_size=2).num_batches == 3


@canary("modules.known_names")
def _known() -> None:
    known = {
        "activations": "relu",
        "constraints": "max_norm",
        "initializers": "glorot_uniform",
        "losses": "mse",
        "metrics": "mse",
        "optimizers": "adam",
        "regularizers": "l2",
    }
    for module, name in known.items():
        assert name in modules.known_names(module), module


@canary("modules.compute_output_spec", "modules.run_recurrence")
def _computed() -> None:
    assert modules.compute_output_spec(keras.ops.transpose, keras.Input((2, 3), batch_size=4)).shape == (3, 2, 4)
    last, outputs, states = modules.run_recurrence(
        lambda x, states: (x + states[0], [x + states[0]]),
        keras.ops.ones((1, 3, 1)),
        (keras.ops.zeros((1, 1)),),
        go_backwards=False, mask=None, constants=None, unroll=False, input_length=3,
    )  # fmt: skip
    assert np.ravel(outputs).tolist() == [1.0, 2.0, 3.0] and float(last[0, 0]) == 3.0 == float(states[0][0, 0])


@canary("modules.print_message", "modules.snake_case", "modules.reset_uids")
def _said() -> None:
    class Kept:
        text = ""

        def write(self, text: str) -> None:
            self.text += text

        def flush(self) -> None:
            pass

    with contextlib.redirect_stdout(Kept()) as kept:
        modules.print_message("a", line_break=False)
        modules.print_message("b")
    assert kept.text == "ab\n", kept.text
    assert modules.snake_case("MeanSquaredError") == "mean_squared_error"
    modules.reset_uids()
    assert keras.layers.Dense(1).name == "dense" and keras.layers.Dense(1).name == "dense_1"


@canary("modules.clear_session")
def _cleared() -> None:
    def name_two(clear: Callable[[], None]) -> list[str]:
        names, first, second = [], threading.Event(), threading.Event()

        def build() -> None:
            names.append(keras.layers.Dense(1).name)
            first.set()
            second.wait(60)
            names.append(keras.layers.Dense(1).name)

        builder = threading.Thread(target=build)
        builder.start()
        first.wait(60)
        clear()
        second.set()
        builder.join()
        return names

    keras.layers.Dense(1)
    assert name_two(keras.utils.clear_session) == ["dense", "dense"]  # why there is one of ours
    assert name_two(lambda: modules.clear_session(free_memory=False)) == ["dense", "dense_1"]
    assert keras.layers.Dense(1).name == "dense"


@canary("modules.exported_signature", "modules.as_numpy", "modules.join_batches")
def _outputs() -> None:
    model, *_ = functional()
    (spec,) = keras.tree.flatten(modules.exported_signature(model))
    assert tuple(spec.shape) == (None, 2) and keras.backend.standardize_dtype(spec.dtype) == "float32"
    assert isinstance(modules.as_numpy(tf.ones((1, 2))), np.ndarray)
    ragged = tf.ragged.constant([[1.0, 2.0], [3.0]])
    assert modules.as_numpy(ragged) is ragged
    assert modules.join_batches([tf.ones((2, 2)), tf.ones((1, 2))]).shape == (3, 2)
    assert modules.join_batches([tf.ones((1, 2)), tf.ones((1, 3))]).to_list() == [[1.0, 1.0], [1.0, 1.0, 1.0]]


@canary("modules.in_stateless_scope")
def _stateless() -> None:
    assert not modules.in_stateless_scope()
    with keras.StatelessScope():
        assert modules.in_stateless_scope()


@canary("modules.note_registered_name")
def _registered() -> None:
    def mine(x: object) -> object:
        return x

    modules.note_registered_name(mine, "pack>mine")
    assert keras.saving.get_registered_name(mine) == "pack>mine"


@canary("modules.call_context")
def _context() -> None:
    seen = []

    class Own(keras.layers.Layer):
        def call(self, x: object, training: bool = False) -> object:
            seen.append(modules.call_context().get_value("training"))
            return x

    assert modules.call_context() is None
    Own()(np.ones((1, 1)), training=True)
    Own()(np.ones((1, 1)), training=False)
    assert [bool(one) for one in seen] == [True, False]


@canary("modules.mark_as_explained")
def _explained() -> None:
    class Fails(keras.layers.Layer):
        def call(self, x: object) -> object:
            error = ValueError("in the user's words")
            modules.mark_as_explained(error)
            raise error

    try:
        Fails()(np.ones((1, 1)))
    except ValueError as error:
        assert str(error) == "in the user's words", error


@canary("pipe")
def _pipe() -> None:
    """Tensors leave the pipe to layers, and `input` and `output` are properties, which ours take their answers from."""
    for name in ("__rshift__", "__rrshift__"):
        assert not hasattr(keras.KerasTensor, name) and not hasattr(keras.Variable, name), name
    for name in ("input", "output"):
        assert isinstance(getattr(keras.layers.Layer, name), property), name


@canary("R")
def _in_r() -> None:
    """The classes that code in R names have these names, by which S3 finds methods.

    Not those in the tables of what R keras and keras3 have inside: names of their functions, of the Keras of then.
    """
    tables = {"scripts-internals", "scripts-keras3-internals", "gen-keras2"}
    code = "\n".join(path.read_text() for path in sorted((ROOT / "R").glob("*.R")) if path.stem not in tables)
    classes = set(re.findall(r"\b((?:keras\.src|tensorflow\.python)(?:\.\w+)*\.[A-Z]\w+)", code))
    assert len(classes) > 8
    for name in sorted(classes):
        found = find(name)
        assert f"{found.__module__}.{found.__name__}" == name, name


@canary("modules.unnoticed", "modules.public_path", "modules.documented_class")
def _traces() -> None:
    import random

    first = keras.layers.Dense(1)
    before = random.getstate()
    with modules.unnoticed():
        keras.layers.Dropout(0.5)
        keras.layers.Dense(1)
    assert random.getstate() == before
    second = keras.layers.Dense(1)
    number = int(first.name.partition("_")[2] or 0)
    assert second.name == f"dense_{number + 1}", "the name should not tell of the layers in between"
    assert [*map(modules.public_path, (keras.layers.Conv2D, Path))] == ["keras.layers.Conv2D", None]
    below = type("SGD", (keras.optimizers.SGD,), {"__module__": f"{modules.OWN_CODE}.backend.torch.torch_sgd"})
    assert [*map(modules.documented_class, (below, len))] == [keras.optimizers.SGD, len]


@canary("modules.draws_at_random")
def _random_starts() -> None:
    class Own(keras.layers.Layer):
        pass

    random, fixed = keras.initializers.GlorotUniform(), keras.initializers.Zeros()
    layer = keras.layers.Dense(1)
    assert modules.draws_at_random(layer, random) and modules.draws_at_random(layer, keras.initializers.Orthogonal())
    assert not modules.draws_at_random(layer, fixed) and not modules.draws_at_random(Own(), random)


def _read_sparingly(began: threading.Event, ends: threading.Event) -> None:
    with modules.read_sparingly():
        began.set()
        ends.wait(10)


@canary("modules.read_sparingly")
def _sparing() -> None:
    lib = find(f"{modules.OWN_CODE}.saving.saving_lib")
    before = lib.is_memory_sufficient
    assert before(functional()[0]) is True
    with modules.read_sparingly():
        assert lib.is_memory_sufficient(functional()[0]) is False
    assert lib.is_memory_sufficient is before
    began, ends = threading.Event(), threading.Event()
    other = threading.Thread(target=_read_sparingly, args=(began, ends))
    with modules.read_sparingly():
        other.start()
        began.wait(0.2)
    ends.set()
    other.join()
    assert lib.is_memory_sufficient is before, "two threads should not leave what one has replaced"
    assert "is_memory_sufficient(model)" in inspect.getsource(lib)
    if importlib.util.find_spec("tf_keras") is None:
        return
    legacy = find("tf_keras.src.saving.legacy.hdf5_format")
    with tempfile.TemporaryDirectory() as folder, h5py.File(Path(folder, "w.h5"), "w") as file:
        legacy.save_subset_weights_to_hdf5_group(file, [keras.Variable([1.0, 2.0], name="w").value])
        with modules.read_sparingly():
            (found,) = legacy.load_subset_weights_from_hdf5_group(file)
        assert isinstance(found, h5py.Dataset) and found[()].tolist() == [1, 2]


@canary("modules.write_archive")
def _archive() -> None:
    model, *_ = functional()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        path.write_bytes(modules.write_archive(model))
        restored = keras.saving.load_model(path)
        for one in (keras.layers.Dense(2), keras.losses.Huber(2.0), keras.metrics.Mean(), keras.optimizers.SGD(0.25)):
            path.write_bytes(modules.write_archive(one))
            assert type(keras.saving.load_model(path)) is type(one), one
    assert restored.to_json() == model.to_json()
    assert all(np.array_equal(*two) for two in zip(restored.get_weights(), model.get_weights(), strict=True))


@canary("modules.replace_fetching")
def _fetching() -> None:
    def fetch(origin: str, target: str, *_: object) -> None:
        fetched.append(origin)
        Path(target).write_text("content")

    def unpack(archive: str, into: str, form: object) -> bool:
        unpacked.append(Path(archive).read_text())
        return True

    def validate(path: str, file_hash: str, algorithm: object = "auto", **_: object) -> bool:
        validated.append(file_hash)
        return True

    fetched: list[str] = []
    unpacked: list[str] = []
    validated: list[str] = []
    with tempfile.TemporaryDirectory() as folder, modules.replace_fetching(fetch, unpack, validate):
        origin = "https://nowhere.invalid/a.zip"
        keras.utils.get_file("a.zip", origin, cache_dir=folder, extract=True, file_hash="ab")
    assert (fetched, unpacked, set(validated)) == ([origin], ["content"], {"ab"})


@canary("modules.allows_code", "modules.allow_code")
def _code() -> None:
    assert not modules.allows_code()
    with modules.allow_code():
        assert modules.allows_code()
    assert not modules.allows_code()
