"""Canaries of patches: Keras alone still does what the table says that it does without them."""

import functools
import importlib
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import tensorflow as tf
from canary import CANARIES, functional, keras, raises
from canary_calls import OF_CALLS
from canary_checks import (
    FORGOTTEN,
    OF_BACKENDS,
    OF_SHAPES,
    OF_TRAINING,
    asking_loads,
    building_adds_calls,
    cloning_adds_calls,
    frames_are_refused,
    lines_are_redrawn,
    lists_are_refused,
    location_fails,
    matrices_fail,
    numbers_are_refused,
    pickles_forget_state,
    states_have_any_size,
    steps_forget_their_layer,
    unbuilt_metrics_fail,
    weights_have_any_size,
)

from rkeras_py.engine.internals import modules
from rkeras_py.engine.loading import find
from rkeras_py.graph import nodes
from rkeras_py.patches import extended, forks, install

_DISPATCH, _OPTIMIZER = "tensorflow.python.util.dispatch", "keras.optimizers.Optimizer"
_TRAINERS, _TRAINER_NAMES = f"{modules.OWN_CODE}.trainers.trainer", ("Trainer", "BaseTrainer")


def add() -> None:
    """Add a canary for each patch: it fails where Keras alone no longer does what the table says."""
    functional_class = f"{modules.FUNCTIONAL_MODULE}.Functional"
    needed: dict[tuple[str, str], Callable[[], bool]] = {
        **{("keras.layers.Layer", what): functools.partial(_attribute_is_lacking, what) for what in nodes.WHAT},
        **OF_TRAINING,
        (functional_class, "add_loss"): lambda: _symbolic_loss_fails(functional()[0]),
        ("keras.Sequential", "add_loss"): lambda: _symbolic_loss_fails(_stack()),
        **{("keras.KerasTensor", member): functools.partial(_takes_layers, member) for member in extended.OPERATORS},
        ("keras.KerasTensor", "__or__"): lambda: (keras.Input((2,)) | keras.layers.Flatten()).shape == (None, 2),
        ("keras.Model", "save_weights"): lambda: raises(ValueError, functional()[0].save_weights, "w.h5"),
        (_OPTIMIZER, "set_weights"): numbers_are_refused,
        (_OPTIMIZER, "learning_rate"): lambda: raises(ValueError, setattr, keras.optimizers.SGD(), "learning_rate", []),
        (_OPTIMIZER, "_all_reduce_sum_gradients"): _steps_leave_their_graph,
        ("keras.Model", "_maybe_symbolic_build"): _unequal_parts_fail,
        **{
            ("keras.Model", method): functools.partial(lists_are_refused, method, *data)
            for method, data in {
                "fit": ([1.0, 2.0], [1.0, 2.0]),
                "evaluate": ([1.0, 2.0], [1.0, 2.0]),
                "predict": ([1.0, 2.0],),
                "train_on_batch": (np.ones((2, 1)), [1.0, 2.0]),
                "test_on_batch": (np.ones((2, 1)), [1.0, 2.0]),
                "predict_on_batch": ([1.0, 2.0],),
            }.items()
        },
        ("keras.layers.Bidirectional", "__init__"): lambda: raises(
            ValueError, keras.layers.Bidirectional, keras.layers.LSTM(1, go_backwards=True)
        ),
        ("keras.Variable", "regularizer"): lambda: raises(
            ValueError, setattr, keras.Variable(np.ones(1)), "regularizer", np.sum
        ),
        ("keras.Model", "compute_loss"): lambda: _targets_stay_vectors(loss=_note_rank),
        (f"{modules.OWN_CODE}.trainers.compile_utils", "get_metric"): lambda: raises(
            ValueError, find(f"{modules.OWN_CODE}.trainers.compile_utils").get_metric, "ce", np.ones(2), np.ones((2, 1))
        ),
        **{
            ("keras.layers.TimeDistributed", member): functools.partial(steps_forget_their_layer, member)
            for member in ("call", "compute_mask", "compute_output_shape")
        },
        ("keras.Model", "get_metrics_result"): unbuilt_metrics_fail,
        ("keras.Model", "compute_metrics"): lambda: _targets_stay_vectors(metrics=[_note_rank]),
        (f"{modules.OWN_CODE}.backend.tensorflow.trainer", "reduce_per_replica"): _means_of_workers_fail,
        (modules.GENERATOR_ADAPTER, "__init__"): lambda: _draws_elsewhere(_Batches().draw()),
        (modules.GENERATOR_ADAPTER, "get_tf_dataset"): lambda: _draws_elsewhere(_Batches().draw()),
        (modules.PY_DATASET_ADAPTER, "get_tf_dataset"): lambda: _draws_elsewhere(_Batches(workers=2)),
        (_DISPATCH, "_GLOBAL_DISPATCHERS"): lambda: raises(ValueError, tf.math.bessel_i0, keras.Input((2,))),
        ("keras.losses.Huber", "get_config"): lambda: _forgets(keras.losses.Huber, delta=2.0),
        ("keras.losses.CosineSimilarity", "get_config"): lambda: _forgets(keras.losses.CosineSimilarity, axis=1),
        ("keras.losses.SparseCategoricalCrossentropy", "get_config"): lambda: _forgets(
            keras.losses.SparseCategoricalCrossentropy, axis=1
        ),
        ("keras.metrics.CosineSimilarity", "get_config"): lambda: _forgets(keras.metrics.CosineSimilarity, axis=1),
        ("keras.initializers.Identity", "get_config"): lambda: _forgets(keras.initializers.Identity, gain=2.0),
        ("keras.layers.MaxNumBoundingBoxes", "get_config"): lambda: _forgets(
            keras.layers.MaxNumBoundingBoxes, max_number=3, fill_value=0
        ),
        ("keras.Sequential", "build"): building_adds_calls,
        ("keras.layers.Layer", "add_weight"): weights_have_any_size,
        ("keras.metrics.Metric", "add_variable"): lambda: states_have_any_size(keras.metrics.Metric()),
        (_OPTIMIZER, "add_variable"): lambda: states_have_any_size(keras.optimizers.SGD()),
        (modules.FUNCTIONAL_MODULE, "clone_graph_nodes"): cloning_adds_calls,
        (f"{modules.OWN_CODE}.utils.traceback_utils", "inject_argument_info_in_traceback"): _calls_make_other_errors,
        ("keras.Operation", "compute_output_spec"): lambda: _symbolic_calls_make_other_errors(_Failing()),
        ("keras.layers.Lambda", "compute_output_shape"): lambda: _symbolic_calls_make_other_errors(
            keras.layers.Lambda(_fail)
        ),
        (
            "tensorflow.python.autograph.pyct.error_utils.ErrorMetadataBase",
            "to_exception",
        ): lambda: _traces_make_other_errors(tf.data.Dataset.range(2).map),
        ("tensorflow.python.util.deprecation", "_call_location"): location_fails,
        ("keras.layers.Layer", "_default_save_signature"): _named_text_is_called_on_numbers,
        **FORGOTTEN,
        ("keras.Sequential", "add"): lambda: raises(ValueError, keras.Sequential().add, object()),
        ("keras.layers.RNN", "build"): lambda: raises(
            Exception, keras.layers.RNN(keras.layers.LSTMCell(2)), (keras.Input((3, 2)), keras.Input((3, 2)))
        ),
        ("keras.layers.Layer", "add_loss"): _losses_of_build_are_forgotten,
        ("keras.layers.Layer", "add_metric"): lambda: raises(
            NotImplementedError, functools.partial(keras.layers.Layer().add_metric, 1.0, name="seen")
        ),
        ("keras.Model", "get_layer"): lambda: raises(ValueError, functional()[0].get_layer, "input_1"),
        **{(f"{_TRAINERS}.{name}", "compile"): functools.partial(_compile_refuses, name) for name in _TRAINER_NAMES},
        **{
            (f"{modules.OLD_NAMES}.backend", name): functools.partial(_old_function_fails, name)
            for name in extended.FUNCTIONS_OF_VARIABLES
        },
        **{
            (f"{root}.optimizers.legacy", name): functools.partial(_legacy_optimizer_fails, root, name)
            for root in ("keras", modules.OLD_NAMES)
            for name in extended.LEGACY_OPTIMIZERS
        },
        **OF_SHAPES,
        (modules.SAVEABLE, "__reduce__"): pickles_forget_state,
        (f"{modules.OWN_CODE}.saving.serialization_lib", "tf"): asking_loads,
        (f"{modules.OWN_CODE}.backend.tensorflow.numpy", "flip"): lambda: raises(
            tf.errors.InvalidArgumentError, keras.ops.flip, np.ones((2, 2)), (0, 1)
        ),
        (f"{modules.OWN_CODE}.ops.operation_utils", "compute_take_along_axis_output_shape"): lambda: raises(
            TypeError, keras.ops.take_along_axis, keras.KerasTensor((3,)), keras.KerasTensor((1,), "int32"), None
        ),
        ("keras.layers.Normalization", "build"): lambda: raises(
            tf.errors.InvalidArgumentError, keras.layers.Normalization(1, [1.0, 2.0], [1.0, 2.0]), np.ones((1, 2, 3))
        ),
        **{
            ("keras.utils.FeatureSpace", how): functools.partial(frames_are_refused, how)
            for how in ("adapt", "__call__")
        },
        ("keras.layers.Normalization", "adapt"): lambda: raises(
            UnboundLocalError, keras.layers.Normalization().adapt, iter([np.ones((2, 1))])
        ),
        ("keras.layers.Discretization", "adapt"): lambda: raises(
            TypeError, keras.layers.Discretization(num_bins=2).adapt, iter([np.ones((2, 1))])
        ),
        ("keras.layers.TextVectorization", "adapt"): lambda: raises(
            ValueError, keras.layers.TextVectorization().adapt, iter([np.array(["a"])])
        ),
        (f"{modules.OWN_CODE}.layers.preprocessing.index_lookup.IndexLookup", "adapt"): lambda: raises(
            ValueError, keras.layers.StringLookup().adapt, iter([np.array(["a"])])
        ),
        (f"{modules.OWN_CODE}.layers.convolutional.base_conv_transpose.BaseConvTranspose", "get_config"): lambda: (
            _forgets(keras.layers.Conv1DTranspose, filters=1, kernel_size=2, strides=2, output_padding=1)
        ),
        ("keras.layers.AugMix", "get_config"): lambda: keras.layers.AugMix(num_chains=4).get_config()["num_chains"] < 4,
        ("keras.layers.Attention", "get_config"): lambda: _forgets(keras.layers.Attention, seed=1, dropout=0.5),
        ("keras.optimizers.Muon", "update_step"): matrices_fail,
        **OF_BACKENDS,
        **OF_CALLS,
    }
    for patch in install.PATCHES:
        check = needed.get((patch.owner, patch.member), functools.partial(_is_lacking, patch))
        CANARIES[f"patch {patch.owner}.{patch.member}"] = functools.partial(_needed, check, patch)
    CANARIES["forks"] = _forks
    for patch in install.FOR_R:  # the last, since TensorFlow is of no use afterwards
        check = lines_are_redrawn if patch.owner == "keras.utils.Progbar" else functools.partial(_eager_ends, patch)
        CANARIES[f"patch {patch.owner}.{patch.member}"] = functools.partial(_needed, check, patch)


def _forks() -> None:
    keras.ops.zeros(())
    assert forks.is_running(find(forks.CONTEXT)._context), "TensorFlow should have a context as soon as it computes"
    rebuild = functional()[0].__reduce__()[0]
    assert rebuild.__func__ is find(forks.MODELS).KerasSaveable._unpickle_model.__func__


def _takes_layers(operator: str) -> bool:
    try:
        return isinstance(getattr(keras.Input((2,)), operator)(keras.layers.Flatten()), keras.KerasTensor)
    except IndexError:  # of a product of matrices: it took the layer for an array without axes
        return True


def _compile_refuses(trainer: str) -> bool:
    compile = functools.partial(functional()[0].compile, cloning=False)
    return hasattr(importlib.import_module(_TRAINERS), trainer) and raises(TypeError, compile)


def _needed(check: Callable[[], bool], patch: install.Patch) -> None:
    if patch.is_needed():
        assert check(), f"Keras alone does not do this, which is what the patch is for: {patch.without}"
    else:
        assert not check(), f"the patch is skipped, and Keras alone does this: {patch.without}"


def _losses_of_build_are_forgotten() -> bool:
    class Bounded(keras.layers.Wrapper):
        def build(self, input_shape: Any) -> None:
            self.layer.build(input_shape)
            self.layer.add_loss(keras.ops.sum(self.layer.kernel.value))

        def call(self, inputs: Any) -> Any:
            return self.layer(inputs)

    model = keras.Sequential([keras.Input((2,)), Bounded(keras.layers.Dense(1))])
    model.compile("sgd", "mse")
    model.train_on_batch(np.ones((1, 2)), np.ones((1, 1)))
    return model.losses == []


def _named_text_is_called_on_numbers() -> bool:
    class Lengths(keras.layers.Layer):
        def call(self, inputs: Any) -> Any:
            return tf.cast(tf.strings.length(inputs["word"]), "float32")

    model = keras.Sequential([Lengths(autocast=False)])
    model({"word": tf.constant([["a"]])})
    return raises(Exception, lambda: model._default_save_signature.get_concrete_function())


def _old_function_fails(name: str) -> bool:
    variable, value = keras.Variable(np.ones((2, 2))), np.ones((2, 2))
    arguments = {
        **dict.fromkeys(("dtype", "mean", "std", "var"), (variable,)),
        "stack": ([variable, variable],),
        "batch_set_value": ([(variable, value)],),
    }
    return raises(
        AttributeError, getattr(find(f"{modules.OLD_NAMES}.backend"), name), *arguments.get(name, (variable, value))
    )


def _legacy_optimizer_fails(root: str, name: str) -> bool:
    module = find(f"{root}.optimizers.legacy")
    return not hasattr(module, name) or raises(ImportError, getattr(module, name))


def _is_lacking(patch: install.Patch) -> bool:
    return not hasattr(find(patch.owner), patch.member)


def _attribute_is_lacking(what: str) -> bool:
    dense = keras.layers.Dense(2)
    for _ in range(2):
        dense(keras.Input((2,)))
    return not hasattr(dense, what) or getattr(dense, what) is not None


def _symbolic_loss_fails(model: keras.Model) -> bool:
    data = np.ones((1, 2)), np.ones((1, *model.output_shape[1:]))
    model.compile("sgd", "mse")
    model.train_on_batch(*data)
    try:
        model.add_loss(keras.ops.sum(model.outputs[0]))
        model.compile("sgd", "mse")
        model.train_on_batch(*data)
    except (NotImplementedError, ValueError, TypeError):
        return True
    return False


class _OwnError(RuntimeError):
    """An error with fields, which another one would not have."""


def _fail(x: Any) -> Any:
    raise _OwnError("why")


class _Failing(keras.layers.Layer):
    """A layer whose call fails."""

    def call(self, x: Any) -> Any:
        """Fail."""
        _fail(x)


def _calls_make_other_errors() -> bool:
    try:
        _Failing()(np.ones((1, 2), "float32"))
    except _OwnError as error:
        return str(error) != "why"
    return False


def _symbolic_calls_make_other_errors(layer: keras.layers.Layer) -> bool:
    try:
        layer.compute_output_spec(keras.KerasTensor((None, 2)))
    except _OwnError as error:
        return str(error) != "why"
    except NotImplementedError:
        return True
    return False


def _traces_make_other_errors(trace: Callable[[Callable[..., Any]], Any]) -> bool:
    error = RuntimeError("why")

    def fail(x: Any) -> Any:
        raise error

    try:
        trace(fail)
    except RuntimeError as raised:
        return raised is not error
    return False


def _steps_leave_their_graph() -> bool:
    model, registry = _stack(), find("tensorflow.python.framework.ops").gradient_registry
    model.compile("sgd", "mse")
    before = len(registry.list())
    model.fit(np.ones((2, 2)), np.ones((2, 1)), verbose=0)
    return len(registry.list()) > before


def _unequal_parts_fail() -> bool:
    parts = find("tensorflow.python.distribute.values.PerReplica")
    with tf.distribute.MirroredStrategy(["CPU:0"]).scope():
        model = _stack()
    model.compile("sgd", "mse")
    batch = tuple(parts((tf.ones((2, size)), tf.ones((1, size)))) for size in (2, 1))
    return raises(tf.errors.InvalidArgumentError, model._maybe_symbolic_build, [(0, 0, iter([batch]))])


def _means_of_workers_fail() -> bool:
    trainer = find(f"{modules.OWN_CODE}.backend.tensorflow.trainer")
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])
    own, trainer._collective_all_reduce_multi_worker = trainer._collective_all_reduce_multi_worker, lambda _: True
    try:
        return raises(ValueError, trainer.reduce_per_replica, tf.constant(1.0), strategy, "auto")
    finally:
        trainer._collective_all_reduce_multi_worker = own


def _forgets(made: Any, **told: Any) -> bool:
    return not told.keys() <= made(**told).get_config().keys()


class _Batches(keras.utils.PyDataset):
    threads: ClassVar[set[int]] = set()

    def __len__(self) -> int:
        return 6

    def __getitem__(self, index: int) -> Any:
        self.threads.add(threading.get_ident())
        return np.ones((1, 2)), np.ones((1, 1))

    def draw(self) -> Any:
        return (self[i] for i in range(6))


def _draws_elsewhere(batches: Any) -> bool:
    _Batches.threads.clear()
    model = _stack()
    model.compile("sgd", "mse")
    model.fit(batches, verbose=0)
    return bool(_Batches.threads - {threading.get_ident()})


def _stack() -> keras.Model:
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])


def _note_rank(y_true: Any, y_pred: Any) -> Any:
    _ranks.append(len(y_true.shape))
    return tf.reduce_mean(y_pred, axis=-1)


_ranks: list[int] = []


def _targets_stay_vectors(**measures: Any) -> bool:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.compile("sgd", **({"loss": "mean_absolute_percentage_error"} | measures), run_eagerly=True)
    _ranks.clear()
    model.evaluate(np.ones((3, 2)), np.ones(3), verbose=0)
    return _ranks[-1] == 1


def _eager_ends(patch: install.Patch) -> bool:
    try:
        getattr(find(patch.owner), patch.member)()
    except ValueError as error:
        return "at program startup" in str(error)
    return not tf.executing_eagerly()
