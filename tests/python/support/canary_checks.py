"""Checks of Keras alone: each tells whether it still does the thing that a patch mends."""

import _thread
import ast
import contextlib
import functools
import io
import pickle
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from canary import keras, raises

from rkeras_py.engine.internals import graphs, modules
from rkeras_py.engine.loading import find
from rkeras_py.saving import limits


def numbers_are_refused() -> bool:
    sgd = keras.optimizers.SGD()
    sgd.build([])
    return raises(AttributeError, sgd.set_weights, [1, 0.5])


def building_adds_calls() -> bool:
    dense = keras.layers.Dense(2)
    keras.Sequential([keras.Input((2,)), dense]).add(keras.layers.Dense(1))
    return len(graphs.inbound_nodes(dense)) > 1


def cloning_adds_calls() -> bool:
    x = keras.Input((2,))
    dense = keras.layers.Dense(2)
    middle = keras.layers.ReLU()(x)
    keras.Model(middle, dense(middle))
    return len(graphs.inbound_nodes(dense)) > 1


def weights_have_any_size() -> bool:
    with limits.limit_loading(0, max_size=100):
        return bool(keras.layers.Layer().add_weight(shape=(1000,)).shape == (1000,))


def states_have_any_size(owner: Any) -> bool:
    with limits.limit_loading(0, max_size=100):
        return bool(owner.add_variable((1000,), "zeros").shape == (1000,))


def _texts_have_an_axis() -> bool:
    counts = keras.layers.TextVectorization(max_tokens=7, output_mode="count")
    shape = counts.compute_output_shape((None, 1))
    return len(shape) == 3


def _cropping_to_nothing_fails() -> bool:
    return raises(ValueError, keras.layers.Cropping3D(2), keras.Input((2, 4, 4, 1)))


def pickles_forget_state() -> bool:
    metric = keras.metrics.Sum()
    metric.update_state([3.0])
    return float(pickle.loads(pickle.dumps(metric)).result()) == 0


def _scores_count_queries() -> bool:
    attention = keras.layers.MultiHeadAttention(2, 3)
    _, scores = attention(keras.Input((8, 4)), keras.Input((5, 4)), return_attention_scores=True)
    return bool(scores.shape[-1] == 8)


def _takes(layer: Any, *inputs: Any) -> bool:
    return layer(*inputs) is not None


def _masked_scores_are_zero(layer: Any, *inputs: Any, **mask: Any) -> bool:
    outputs = layer(*inputs, **mask)
    return not np.any(outputs[-1] if isinstance(outputs, tuple) else outputs)


def _halves_are_true(layer: Any, inputs: Any, mask: Any) -> bool:
    halves = [one * 0.5 for one in mask] if isinstance(mask, list) else mask * 0.5
    return bool(np.all(layer(inputs, mask=halves) == layer(inputs, mask=mask)))


_ROWS = keras.Input((4, 6))
_STEPS, _FEW = np.arange(6.0).reshape(1, 2, 3), np.array([[1.0, 0.0]])
OF_SHAPES: dict[tuple[str, str], Callable[[], bool]] = {
    ("keras.layers.TextVectorization", "compute_output_shape"): _texts_have_an_axis,
    ("keras.layers.Cropping3D", "compute_output_shape"): _cropping_to_nothing_fails,
    ("keras.layers.Cropping3D", "call"): _cropping_to_nothing_fails,
    ("keras.layers.Softmax", "compute_output_shape"): lambda: _takes(keras.layers.Softmax(7), _ROWS),
    ("keras.layers.Softmax", "call"): lambda: _masked_scores_are_zero(keras.layers.Softmax(), _FEW, mask=_FEW > 1),
    ("keras.layers.MultiHeadAttention", "call"): lambda: _masked_scores_are_zero(
        *(keras.layers.MultiHeadAttention(1, 1), _STEPS, _STEPS),
        attention_mask=np.zeros((1, 2, 2), bool),
        return_attention_scores=True,
    ),
    ("keras.layers.Attention", "call"): lambda: _halves_are_true(
        keras.layers.Attention(), [_STEPS, _STEPS], [_FEW, _FEW]
    ),
    ("keras.layers.GlobalAveragePooling1D", "call"): lambda: _halves_are_true(
        keras.layers.GlobalAveragePooling1D(), _STEPS, np.array([[2.0, 1.0]])
    ),
    ("keras.layers.Dot", "build"): lambda: _takes(keras.layers.Dot(-7), [_ROWS, _ROWS]),
    ("keras.layers.MultiHeadAttention", "build"): lambda: _takes(
        keras.layers.MultiHeadAttention(2, 3, attention_axes=-7), _ROWS, _ROWS
    ),
    ("keras.layers.MultiHeadAttention", "compute_output_spec"): _scores_count_queries,
}


def matrices_fail() -> bool:
    weights = keras.Variable(np.ones((2, 2), "float32"))
    return raises(AttributeError, keras.optimizers.Muon().apply, [np.ones((2, 2), "float32")], [weights])


def lines_are_redrawn() -> bool:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        keras.utils.Progbar(2, interval=0).update(1)
    return "\r" in out.getvalue() and "\x1b" in out.getvalue()


def asking_loads() -> bool:
    sys.modules.pop("this", None)
    with contextlib.redirect_stdout(io.StringIO()):  # the module prints as it is loaded
        return type(find(f"{modules.OWN_CODE}.saving.serialization_lib").tf)("this").available and "this" in sys.modules


def unbuilt_metrics_fail() -> bool:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    return raises(ValueError, model.get_metrics_result)


def epochs_go_on() -> bool:
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    lengths: list[int] = []
    note = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: lengths.append(batch))
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings(action="ignore"):
        model.fit(np.ones((6, 1)), np.ones((6, 1)), 2, epochs=2, steps_per_epoch=2, verbose=0, callbacks=[note])
    return lengths == [0, 1, 0]


def location_fails() -> bool:
    from tensorflow.python.util import deprecation

    failed, done = [], threading.Event()

    def at_the_bottom() -> None:
        try:
            deprecation._call_location()
        except AttributeError as error:
            failed.append(error)
        done.set()

    _thread.start_new_thread(at_the_bottom, ())
    assert done.wait(10)
    return bool(failed)


class _Tripling(keras.layers.Layer):  # type: ignore[misc]
    def call(self, inputs: Any) -> Any:
        return 3 * inputs


def models_replace_training() -> bool:
    """Tell whether a functional model predicts without the dropout that a call asks for."""
    x = keras.Input((9,))
    return bool(np.all(keras.Model(x, keras.layers.Dropout(0.9)(x, training=True)).predict(np.ones((9, 9)), verbose=0)))


OF_TRAINING = {
    **{("keras.layers.Layer", one): models_replace_training for one in ("symbolic_call", "_resolve_and_populate_arg")},
    **{
        (f"{modules.FUNCTIONAL_MODULE}.Functional", one): models_replace_training
        for one in ("call", "_get_operation_for_node")
    },
}


def steps_forget_their_layer(member: str) -> bool:
    """Tell whether TimeDistributed asks the layer within for no losses, no masks, and for a shape that it must tell."""
    wrap, x = keras.layers.TimeDistributed, np.ones((2, 3, 2), "float32")
    if member == "call":
        layer = wrap(keras.layers.Dense(1, activity_regularizer="l2"))
        layer(x)
        return not layer.losses
    if member == "compute_mask":
        return wrap(keras.layers.Masking()).compute_mask(x, None) is None
    return raises(NotImplementedError, wrap(_Tripling()).compute_output_shape, x.shape)


_MODULE = f"{modules.OWN_CODE}.backend.torch.optimizers.torch_sgd"


def _names_of_pytorch_are_written() -> bool:
    below = type("SGD", (keras.optimizers.SGD,), {"__module__": _MODULE})
    return bool(keras.saving.serialize_keras_object(below())["module"] == _MODULE)


def _names_of_pytorch_fail() -> bool:
    written = {"module": _MODULE, "class_name": "SGD", "config": {}, "registered_name": "SGD"}
    return raises(TypeError, keras.saving.deserialize_keras_object, written)


def _variables_lack_states() -> bool:
    layer = keras.layers.SimpleRNN(2, stateful=True)
    layer(np.ones((1, 2, 3), "float32"))
    return len(layer.states) == 1 and not any(layer.states[0] is variable for variable in layer.variables)


_JAX = Path(keras.__file__).parent / "src/backend/jax/trainer.py"
_STRING_LOOKUP = Path(keras.__file__).parent / "src/layers/preprocessing/string_lookup.py"


def _loses_weights(method: str) -> bool:
    """Tell whether Keras's trainer for JAX, which is read and not loaded, takes the weights and gives none back."""
    found = _find_of_jax(method)
    takes = "_purge_model_variables(" if method == "_get_jax_state" else "purge_model_variables=True"
    return takes in ast.unparse(found) and not any(isinstance(node, ast.Try) for node in ast.walk(found))


def _find_of_jax(method: str) -> ast.AST:
    return _find_method(_JAX, method)


def _find_method(path: Path, method: str) -> ast.AST:
    return next(node for node in ast.walk(ast.parse(path.read_text())) if getattr(node, "name", "") == method)


def _calls_without_counts() -> bool:
    """Tell whether Keras's trainer for JAX calls the model without the values of its metrics."""
    code = ast.unparse(_find_of_jax("compute_loss_and_updates"))
    return "self.stateless_call(trainable_variables, non_trainable_variables, x, return_losses=True, **kwargs)" in code


def _makes_tensors_of_texts() -> bool:
    """Tell whether Keras makes tensors of other backends of the texts that a lookup finds."""
    code = ast.unparse(_find_method(_STRING_LOOKUP, "call"))
    return "if not was_tf_input:\n        output = backend_utils.convert_tf_tensor(output)" in code


def _sums_take_bias() -> bool:
    """Tell whether a sum takes a column beside a square matrix for a bias."""
    return bool(keras.ops.add(np.zeros((2, 2)), [[1.0], [2.0]])[0, 1] == 2)


OF_BACKENDS = {
    (f"{modules.OWN_CODE}.backend.tensorflow.numpy", "add"): _sums_take_bias,
    ("keras.layers.StringLookup", "call"): _makes_tensors_of_texts,
    **{
        (f"{modules.OWN_CODE}.backend.jax.trainer.JAXTrainer", name): functools.partial(_loses_weights, name)
        for name in ("_get_jax_state", "evaluate", "predict")
    },
    (f"{modules.OWN_CODE}.backend.jax.trainer.JAXTrainer", "compute_loss_and_updates"): _calls_without_counts,
    ("keras.layers.RNN", "variables"): _variables_lack_states,
    (f"{modules.OWN_CODE}.api_export", "get_name_from_symbol"): _names_of_pytorch_are_written,
    (f"{modules.OWN_CODE}.saving.serialization_lib", "_retrieve_class_or_fn"): _names_of_pytorch_fail,
}


def _alpha_is_the_rank(layer: Any, x: Any) -> bool:
    layer(x)
    return bool(layer.lora_alpha == 2)


class _Difference(keras.Loss):  # type: ignore[misc, name-defined]
    def call(self, y_true: Any, y_pred: Any) -> Any:
        return y_true - y_pred


def _leaves_states_aside(layer: Any, number: int) -> bool:
    return layer(np.ones((1, 3, 2)), initial_state=[np.ones((1, 2))] * number) is not None


class _Drawn(np.ndarray):
    log_prob = None


class _Likelihood(keras.Loss):  # type: ignore[misc]
    def call(self, y_true: Any, y_pred: Any) -> Any:
        return y_true * float(hasattr(y_pred, "log_prob"))


_LOOKUP = f"{modules.OWN_CODE}.layers.preprocessing.index_lookup.IndexLookup"


def _tells_no_words(lookup: Any) -> bool:
    lookup.adapt(["a\nb"])
    return lookup.get_config()["vocabulary"] is None


def _folder_of_words(lookup: Any) -> str:
    folder = tempfile.mkdtemp()
    lookup.save_assets(folder)
    return folder


def _words_of_file(lookup: Any) -> str:
    lookup.adapt(["a\nb"])
    return Path(_folder_of_words(lookup), "vocabulary.txt").read_text()


def _weighs_steps(make: Callable[[], Any]) -> bool:
    """Tell whether weights of samples are those of steps where there are as many."""
    draw = np.random.RandomState(0)
    labels, scores, weights = draw.rand(3, 3, 2) > 0.5, draw.rand(3, 3, 2), np.array([1.0, 0.0, 0.5])
    by_sample, given = make(), make()
    by_sample.update_state(labels, scores, np.broadcast_to(weights[:, None, None], labels.shape))
    given.update_state(labels, scores, weights)
    return abs(float(by_sample.result()) - float(given.result())) > 1e-3


_COUNTING = {
    "_ConfusionMatrixConditionCount": lambda: keras.metrics.TruePositives(),
    "Precision": lambda: keras.metrics.Precision(),
    "Recall": lambda: keras.metrics.Recall(),
    "SensitivitySpecificityBase": lambda: keras.metrics.SensitivityAtSpecificity(0.5),
    "AUC": lambda: keras.metrics.AUC(),
}

FORGOTTEN = {
    (f"{modules.OWN_CODE}.metrics.reduction_metrics.MeanMetricWrapper", "update_state"): lambda: (
        keras.metrics.Hinge()([1.0, 0.0], [[0.9], [0.2]]) != keras.metrics.Hinge()([[1.0], [0.0]], [[0.9], [0.2]])
    ),
    **{
        (f"{modules.OWN_CODE}.metrics.confusion_metrics.{name}", "update_state"): functools.partial(_weighs_steps, make)
        for name, make in _COUNTING.items()
    },
    (f"{modules.OWN_CODE}.trainers.epoch_iterator.EpochIterator", "_enumerate_iterator"): epochs_go_on,
    ("keras.Loss", "__call__"): lambda: _Likelihood()(np.ones(2), np.ones(2).view(_Drawn)) == 0,
    ("keras.layers.CategoryEncoding", "call"): lambda: not np.any(keras.layers.CategoryEncoding(2)(np.array([[5]]))),
    ("keras.layers.Embedding", "call"): lambda: keras.layers.Embedding(2, 1)(np.array([[-1.5]])).shape == (1, 1, 1),
    ("keras.layers.IntegerLookup", "call"): lambda: (
        keras.layers.IntegerLookup(vocabulary=[1])(np.array([[1.5]])).shape == (1, 1)
    ),
    ("keras.layers.Hashing", "call"): lambda: keras.layers.Hashing(2)(np.array([[1.5]])).shape == (1, 1),
    ("keras.layers.SimpleRNN", "__init__"): lambda: (
        keras.layers.SimpleRNN(1, activity_regularizer="l2").activity_regularizer is None
    ),
    ("keras.layers.Dense", "enable_lora"): lambda: _alpha_is_the_rank(
        keras.layers.Dense(3, lora_rank=2, lora_alpha=8), np.ones((1, 3))
    ),
    ("keras.layers.Embedding", "enable_lora"): lambda: _alpha_is_the_rank(
        keras.layers.Embedding(3, 2, lora_rank=2, lora_alpha=8), np.ones((1, 3))
    ),
    ("keras.layers.RandomColorJitter", "__init__"): lambda: (
        keras.layers.RandomColorJitter(hue_factor=0.5, data_format="channels_first").random_hue.data_format
        == "channels_last"
    ),
    (f"{modules.OWN_CODE}.metrics.reduction_metrics", "reduce_to_samplewise_values"): lambda: raises(
        find("tensorflow.errors.UnimplementedError"), keras.metrics.Mean().update_state, ["a"]
    ),
    (f"{modules.OWN_CODE}.losses.loss", "reduce_weighted_values"): lambda: raises(
        Exception, _Difference(), np.ones((3, 4, 2)), np.ones((3, 4, 2)), np.ones((3, 4))
    ),
    ("keras.layers.RNN", "__call__"): lambda: _leaves_states_aside(keras.layers.GRU(2), 2),
    ("keras.layers.Bidirectional", "__call__"): lambda: _leaves_states_aside(
        keras.layers.Bidirectional(keras.layers.GRU(2)), 4
    ),
    (_LOOKUP, "get_config"): lambda: _tells_no_words(keras.layers.StringLookup()),
    ("keras.layers.TextVectorization", "get_config"): lambda: _tells_no_words(
        keras.layers.TextVectorization(standardize=None, split=None)
    ),
    (_LOOKUP, "save_assets"): lambda: "a\nb" in _words_of_file(keras.layers.StringLookup()),
    (_LOOKUP, "load_assets"): lambda: raises(
        Exception, keras.layers.StringLookup().load_assets, _folder_of_words(keras.layers.StringLookup())
    ),
    (_LOOKUP, "save_own_variables"): lambda: raises(
        AttributeError, keras.layers.StringLookup(output_mode="tf_idf").save_own_variables, {}
    ),
    (_LOOKUP, "load_own_variables"): lambda: raises(
        KeyError, keras.layers.StringLookup(output_mode="tf_idf").load_own_variables, {}
    ),
}


def lists_are_refused(method: str, *data: Any) -> bool:
    """Tell whether Keras refuses lists of numbers."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return raises(ValueError, getattr(model, method), *data)


def frames_are_refused(method: str) -> bool:
    """Tell whether a feature space of Keras refuses data frames."""
    space = keras.utils.FeatureSpace({"a": "float"})
    return raises(ValueError, getattr(space, method), pd.DataFrame({"a": [1.0]}))
