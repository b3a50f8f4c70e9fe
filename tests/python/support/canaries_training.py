"""Canaries of rkeras_py.engine.internals.compiled."""

import contextlib
import io
import json
import tempfile
from pathlib import Path
from unittest import mock

import h5py
import numpy as np
import tensorflow as tf
from canary import canary, functional, keras

from rkeras_py.engine.internals import building, compiled, counting, layers, modules, operations, optimizers, traces
from rkeras_py.engine.loading import find


def trained() -> keras.Model:
    """A model of two outputs whose compiled loss and metrics have seen a batch."""
    x = keras.Input((2,))
    heads = [keras.layers.Dense(1, name=name)(x) for name in ("a", "b")]
    model = keras.Model(x, heads)
    model.compile("sgd", loss=["mse", "mae"], metrics=[["mae"], ["mse"]], weighted_metrics=[["mae"], []])
    model.train_on_batch(np.ones((4, 2)), [np.ones((4, 1))] * 2)
    return model


@canary("compiled.compile_loss", "compiled.compile_metrics", "compiled.user_loss", "compiled.user_metrics")
def _compiled() -> None:
    model = trained()
    assert compiled.user_loss(model) == ["mse", "mae"]
    assert compiled.user_metrics(model) == [[["mae"], ["mse"]], [["mae"], []]]
    batch = [np.ones((2, 1), "float32")] * 2, [np.zeros((2, 1), "float32")] * 2
    assert float(compiled.compile_loss(model)(*batch)) == 2.0
    assert {metric.name for metric in compiled.compile_loss(model).metrics} == {"a_loss", "b_loss"}
    assert compiled.compile_metrics(model).built
    bare, *_ = functional()
    assert compiled.compile_loss(bare) is compiled.compile_metrics(bare) is None
    assert compiled.user_metrics(bare) == []


@canary("compiled.map_user_loss", "compiled.map_user_metrics")
def _mapped() -> None:
    model, *_ = functional()
    model.compile("sgd", loss="mse", metrics=["mse"])
    compiled.map_user_loss(model, lambda loss: "mae")
    compiled.map_user_metrics(model, lambda metric: "mae")
    logs = model.test_on_batch(np.zeros((1, 2)), np.full((1, 3), 2.0), return_dict=True)
    assert {name: float(value) for name, value in logs.items()} == {"loss": 2.0, "mae": 2.0}, logs


@canary("compiled.metric_groups", "compiled.flatten_outputs")
def _groups() -> None:
    metrics = compiled.compile_metrics(trained())
    assert compiled.flatten_outputs(metrics, {"b": 2, "a": 1}) == compiled.flatten_outputs(metrics, [1, 2]) == [1, 2]
    groups = list(compiled.metric_groups(metrics))
    plain, weighted = zip(*groups, strict=True)
    assert [[metric.name for metric in group.metrics] for group in plain] == [["mae"], ["mse"]]
    assert [group.output_name for group in plain] == ["a", "b"]
    assert [metric.name for metric in weighted[0].metrics] == ["mae"]


@canary("compiled.log_loss")
def _lone_loss() -> None:
    x = keras.Input((2,))
    model = keras.Model(x, [keras.layers.Dense(1, name=name)(x) for name in ("a", "b")])
    model.compile("sgd", loss=["mse", None])
    compiled.log_loss(model, "a_loss")
    data = np.zeros((1, 2)), [np.full((1, 1), 2.0)] * 2
    assert float(model.test_on_batch(*data, return_dict=True)["a_loss"]) == 4.0


@canary("compiled.weigh_output_losses")
def _weighed() -> None:
    x = keras.Input((2,))
    model = keras.Model(x, [keras.layers.Dense(1, name=name)(x) for name in ("a", "b")])
    model.compile("sgd", loss="mse")
    model.test_on_batch(np.zeros((1, 2)), [np.zeros((1, 1))] * 2)
    losses = compiled.compile_loss(model).metrics
    for one in losses:
        one.reset_state()
    with compiled.weigh_output_losses(model, 3):
        for one in losses:
            one.update_state(2.0)
            one.update_state(6.0, sample_weight=1)
    assert [float(one.result()) for one in losses] == [3.0, 3.0]
    assert not any("update_state" in vars(one) for one in losses)


@canary("compiled.loss_tracker", "compiled.forget_loss", "compiled.forget_metrics")
def _forgotten() -> None:
    model = trained()
    assert compiled.loss_tracker(model).name == "loss" and float(compiled.loss_tracker(model).count) > 0
    compiled.forget_loss(model)
    compiled.forget_metrics(model)
    assert model.loss is compiled.compile_loss(model) is compiled.compile_metrics(model) is None
    assert compiled.loss_tracker(model) in model.metrics and len(model.metrics) == 1


@canary("compiled.jits_by_default")
def _jitted() -> None:
    model = trained()
    with mock.patch("tensorflow.config.list_physical_devices", lambda: [mock.Mock(device_type="GPU")]):
        assert compiled.jits_by_default(model)
        model.compile("sgd", "mse")
        assert model.jit_compile
    assert not compiled.jits_by_default(model)


@canary("building.build_by_batch")
def _built_by_batch() -> None:
    for only_layers in (False, True):
        model = keras.Sequential([keras.layers.Dense(1)])
        model.compile("sgd", "mse", metrics=["mae"])
        building.build_by_batch(model, (np.ones((2, 3)), np.ones((2, 1))), only_layers)
        parts = [model.layers[0], compiled.compile_loss(model), compiled.compile_metrics(model), model.optimizer]
        assert [part.built for part in parts] == [True] + [not only_layers] * 3


@canary("counting.reset_metrics")
def _counted() -> None:
    model = trained()
    counts = [variable for metric in model.metrics for variable in metric.variables]
    assert len(counts) >= 10 and all(float(variable.numpy()) > 0 for variable in counts)
    counting.reset_metrics(model)
    assert all(float(variable.numpy()) == 0 for variable in counts)
    assert type(model).reset_metrics is keras.Model.reset_metrics


@canary("traces.predict_batch")
def _traced() -> None:
    model, x = trained(), tf.constant([[1.0, 2.0], [3.0, 4.0]])
    expected = model.predict_on_batch(x)
    count = model.predict_function.experimental_get_tracing_count()
    for place in (None, "CPU:0", None, None):
        with tf.device(place):
            found = traces.predict_batch(model, x)
            asked = find("tensorflow.python.eager.context.context")().device_name
        assert (asked or "").endswith(place or "")
        assert all(bool((one.numpy() == other).all()) for one, other in zip(found, expected, strict=True))
    assert model.predict_function.experimental_get_tracing_count() <= count + 1


@canary(
    "compiled.wrapped_function",
    "compiled.wrap_function",
    "compiled.wrapped_options",
    "compiled.direction",
    "compiled.option_of",
)
def _wrapped() -> None:
    metric = keras.metrics.MeanMetricWrapper(keras.losses.mean_squared_error)
    assert compiled.wrapped_function(metric) is keras.losses.mean_squared_error
    compiled.wrap_function(metric, keras.losses.mean_absolute_error)
    assert float(metric(np.array([[2.0]]), np.array([[0.0]]))) == 2.0
    assert compiled.wrapped_options(keras.losses.BinaryCrossentropy(from_logits=True))["from_logits"] is True
    assert compiled.option_of(keras.losses.SparseCategoricalCrossentropy(ignore_class=3), "ignore_class") == 3
    assert compiled.option_of("mse", "from_logits") is None
    assert compiled.direction(keras.metrics.BinaryAccuracy()) == "up"
    assert compiled.direction(keras.metrics.MeanSquaredError()) == "down"
    assert compiled.direction(keras.metrics.Sum()) is None


@canary("compiled.learning_rate_variable", "compiled.put_learning_rate")
def _rate() -> None:
    sgd = keras.optimizers.SGD(0.5)
    variable = compiled.learning_rate_variable(sgd)
    assert float(variable) == 0.5 and any(variable is one for one in sgd.variables)
    decay = keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1.0)
    assert compiled.learning_rate_variable(keras.optimizers.SGD(decay)) is decay
    count = len(sgd.variables)
    compiled.put_learning_rate(sgd, keras.Variable(0.25))
    assert float(sgd.learning_rate) == 0.25 and len(sgd.variables) == count
    outer = keras.optimizers.LossScaleOptimizer(sgd)
    assert compiled.learning_rate_variable(outer) is compiled.learning_rate_variable(sgd)


@canary("compiled.momentum_product")
def _momentum() -> None:
    nadam = keras.optimizers.Nadam()
    nadam.build([keras.Variable([1.0])])
    assert any(compiled.momentum_product(nadam) is one for one in nadam.variables)
    assert float(compiled.momentum_product(nadam)) == 1.0
    assert compiled.momentum_product(keras.optimizers.SGD()) is None


@canary("compiled.local_specs")
def _local_specs() -> None:
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])
    data = tf.data.Dataset.from_tensor_slices(np.ones((4, 2), "float32")).batch(2)
    iterator = find("keras.src.backend.tensorflow.trainer.TFEpochIterator")(strategy, x=data)
    assert compiled.local_specs(iterator).shape.as_list() == [None, 2]


@canary("compiled.distribution")
def _distribution() -> None:
    alone, *_ = functional()
    strategy = tf.distribute.OneDeviceStrategy("/cpu:0")
    with strategy.scope():
        spread, *_ = functional()
    assert compiled.distribution(alone) is None and compiled.distribution(spread) is strategy


@canary("compiled.get_backup", "modules.write_weights_by_keras")
def _backup() -> None:
    model, *_ = functional()
    model.compile("sgd", "mse")
    with tempfile.TemporaryDirectory() as folder:
        kept = keras.callbacks.BackupAndRestore(folder, delete_checkpoint=False)
        model.fit(np.ones((1, 2)), np.ones((1, 3)), epochs=2, verbose=0, callbacks=[kept])
        weights, notes, progress = compiled.get_backup(kept)
        assert json.loads(Path(notes).read_text()) == progress == {"epoch": 2, "batch": 0}
        content = io.BytesIO()
        modules.write_weights_by_keras(model, content)
        with h5py.File(weights) as theirs, h5py.File(content) as ours:
            names: list[str] = []
            theirs.visit(names.append)
            assert names
            for name in names:
                assert name in ours and np.array_equal(
                    getattr(theirs[name], "shape", 0), getattr(ours[name], "shape", 0)
                )
                if isinstance(theirs[name], h5py.Dataset):
                    assert np.array_equal(theirs[name][()], ours[name][()])


@canary("compiled.forget_initial_epoch", "compiled.initial_epoch")
def _initial_epoch() -> None:
    model, *_ = functional()
    model.compile("sgd", "mse")
    data = np.ones((1, 2)), np.ones((1, 3))
    with tempfile.TemporaryDirectory() as folder:

        class Stops(keras.callbacks.Callback):
            def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
                if epoch == 1:
                    raise KeyboardInterrupt

        backup = f"{folder}/backup"
        with contextlib.suppress(KeyboardInterrupt):
            model.fit(*data, epochs=3, verbose=0, callbacks=[keras.callbacks.BackupAndRestore(backup), Stops()])
        model.fit(*data, epochs=3, verbose=0, callbacks=[keras.callbacks.BackupAndRestore(backup)])
    assert compiled.initial_epoch(model) == 1
    compiled.forget_initial_epoch(model)
    assert compiled.initial_epoch(model) == 0
    assert model.fit(*data, epochs=2, verbose=0).epoch == [0, 1]


@canary(
    "optimizers.Weight", "optimizers.list_weights", "optimizers.list_own_variables", "optimizers.build_without_weights"
)
def _optimizers_alone() -> None:
    weights = [keras.Variable(np.ones(2, "float32")), keras.Variable(np.ones((2, 1), "float32"))]
    adam, again = keras.optimizers.Adam(0.25), keras.optimizers.Adam(0.25)
    assert optimizers.list_weights(adam) == []
    assert [float(one) for one in optimizers.list_own_variables(adam)] == [0, 0.25]
    adam.build(weights)
    optimizers.build_without_weights(again, optimizers.list_weights(adam))
    assert len(again.variables) == len(adam.variables)
    for optimizer in (adam, again):
        optimizer.apply([np.ones(2, "float32"), np.ones((2, 1), "float32")], weights)
    assert int(again.iterations) == 1


@canary("optimizers.find_weights_again")
def _weights_with_other_memory() -> None:
    weight, other = keras.Variable([1.0, 2.0]), keras.Variable([3.0, 4.0])
    inner = keras.optimizers.SGD(1.0)
    for optimizer in (inner, keras.optimizers.LossScaleOptimizer(inner, initial_scale=1.0)):
        optimizer.build([weight])
    layers.share_memory(weight, other.value)
    optimizers.find_weights_again(optimizer)
    optimizer.apply([keras.ops.ones(2)])
    assert other.numpy().tolist() == [2.0, 3.0]


@canary("modules.SAVEABLE")
def _saveable() -> None:
    assert issubclass(keras.Layer, find(modules.SAVEABLE)) and issubclass(keras.Optimizer, find(modules.SAVEABLE))


@canary("operations.operations_for")
def _operations_for() -> None:
    from rkeras_py.backend import operators

    taken = operations.resolve("keras.src.backend.tensorflow.numpy")
    named = {*operators._OPERATORS.values(), *operators._FUNCTIONS.values(), *operators._COMBINE.values()}
    assert {name for name in (*named, "cast", "convert_to_tensor", "reshape") if not hasattr(taken, name)} == set()
    assert operations.operations_for(tf.ones(2)) is keras.ops


@canary("operations.watch_tensorflow")
def _operations() -> None:
    seen: list[tuple[str, list[tuple[int, ...]]]] = []
    first, second = tf.ones((4, 1)), tf.ones(4)
    with operations.watch_tensorflow(lambda name, inputs, outputs: seen.append((name, [*inputs, *outputs]))):
        total = first + second
        tf.function(lambda one, other: one - other).get_concrete_function(first, second)
    first * second
    named = {name: tensors for name, tensors in seen if name in ("AddV2", "Sub", "Mul")}
    assert list(named) == ["AddV2", "Sub"], seen
    assert [one is other for one, other in zip(named["AddV2"], (first, second, total), strict=True)] == [True] * 3
    assert [tuple(one.shape) for one in named["Sub"]] == [(4, 1), (4,), (4, 4)]


@canary("operations.find_name")
def _names() -> None:
    def own() -> None:
        pass

    functions = tf.reduce_sum, tf.nn.relu, own
    assert [*map(operations.find_name, functions)] == ["math.reduce_sum", "nn.relu", "own"]


@canary("operations.register_answer")
def _answers() -> None:
    class Asked:
        """A value that TensorFlow does not know."""

    operations.register_answer(
        lambda given: any(isinstance(one, Asked) for one in given[0]),
        lambda function, args, named: (function.__name__, len(args), named),
    )
    assert tf.reduce_sum(Asked(), axis=0) == ("reduce_sum", 1, {"axis": 0})
    assert float(tf.reduce_sum([1.0, 2.0])) == 3.0
    try:
        tf.reduce_sum(object())
    except (TypeError, ValueError):
        return
    raise AssertionError("a call that nobody answers should raise TensorFlow's error")
