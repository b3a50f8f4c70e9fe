"""Layers around models that something else than Keras computes."""

from typing import Any

from ..define import export, layer
from ..signatures.backends import on_tensorflow
from ..signatures.words import MISSING, Bool, Composable, Dtype, Path, Str, Value

_ONLY_TENSORFLOW = (
    "{}(): this package runs Keras on TensorFlow, which cannot call a model of {}. Call it in a Python process of its "
    "own, and pass on what it gives."
)


@layer("keras.layers.TFSMLayer")
@on_tensorflow("load_model() opens files of save_model(), which every backend reads.")
def layer_tfsm(
    object: Composable = MISSING,
    filepath: Path = MISSING,
    call_endpoint: Str = "serve",
    call_training_endpoint: Str | None = None,
    trainable: Bool = True,
    name: Str | None = None,
    dtype: Dtype | None = None,
) -> Any:
    """Call an exported SavedModel as a layer.

    Use it to run a SavedModel made by export_savedmodel() or by TensorFlow inside a new model. Keras cannot see its
    layers, so you can call it and not change it.

    Args:
        filepath: Folder of the SavedModel.
        call_endpoint: Name of the function in it that is called: "serve" for files that Keras 3 exported,
            "serving_default" for most others.
        call_training_endpoint: Name of the function that is called in training; NULL: the same.

    Input shape:
        As the function takes it.

    Output shape:
        As the function gives it.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> model.export("served", verbose=False)
        >>> layer_tfsm(filepath="served")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> shutil.rmtree("served")
    """


@layer("rkeras_py.classes.keras2_layer.Keras2Layer")
@on_tensorflow("Layers of Keras 3 run on it.")
def layer_from_keras2(object: Composable = MISSING, layer: Value = MISSING, **options: Any) -> Any:
    """Use a layer of Keras 2 (the package tf_keras), such as those of TensorFlow Probability, in a model of Keras 3.

    The layer computes the same as the one within. Its weights train, its losses and masks count, and a file keeps
    both. Where the layer gives a distribution, the model gives it too, a loss of your own gets it as `y_pred`, and
    other losses, predict() and the next layer get a sample. keras_model_sequential(), `model$add()`, create_layer() and
    Python's `>>` call this by themselves where such a layer arrives.

    Args:
        layer: The layer, which is made already: `tf_keras.layers.Dense(3)`, `tfp.layers.DistributionLambda(...)`.
        options: Arguments of every layer, such as `name` and `trainable`; left out, those of the layer within.

    Input shape:
        That of the layer within.

    Output shape:
        That of the layer within; for a distribution that of a sample.

    Raises:
        ValueError: If it is no layer of tf_keras.

    Differences:
        A file with this layer opens in plain Keras only after `import rkeras_py.classes`. One that holds a layer of
        another package than tf_keras opens with `safe_mode = FALSE` only: its code would run.

    Example:
        >>> import tf_keras
        >>> inner = tf_keras.layers.Dense(1, kernel_initializer="ones")
        >>> layer_from_keras2(np.array([[1.0, 2.0]]), inner)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>

    Example in R:
        tf_keras <- reticulate::import("tf_keras")
        inner <- tf_keras$layers$Dense(1L, kernel_initializer = "ones")
        layer_from_keras2(matrix(c(1, 2), 1), inner)
    """


@export
def layer_flax_module_wrapper(
    object: Composable = MISSING,
    module: Value = MISSING,
    method: Value = None,
    variables: Value = None,
    **options: Any,
) -> None:
    """Raise an error: a layer around a model of Flax needs Keras on JAX.

    It exists so that a script for R's keras3 gets a clear error: rkeras runs Keras on TensorFlow.

    Args:
        object: A tensor or a Sequential model.
        module: The module.
        method: Name of the method to call.
        variables: Its variables.

    Raises:
        RuntimeError: Always; it says why.

    Unavailable:
        This package runs on TensorFlow; call such a model in a Python process of its own.
    """
    raise RuntimeError(_ONLY_TENSORFLOW.format("layer_flax_module_wrapper", "Flax"))


@export
def layer_jax_model_wrapper(
    object: Composable = MISSING,
    call_fn: Value = MISSING,
    init_fn: Value = None,
    params: Value = None,
    state: Value = None,
    seed: Value = None,
    *,
    dtype: Value = None,
    **options: Any,
) -> None:
    """Raise an error: a layer around a model of JAX needs Keras on JAX.

    It exists so that a script for R's keras3 gets a clear error: rkeras runs Keras on TensorFlow.

    Args:
        object: A tensor or a Sequential model.
        call_fn: The function of JAX.
        init_fn: Function that makes its parameters.
        params: Its parameters.
        state: Its state.

    Raises:
        RuntimeError: Always; it says why.

    Unavailable:
        This package runs on TensorFlow; call such a model in a Python process of its own.
    """
    raise RuntimeError(_ONLY_TENSORFLOW.format("layer_jax_model_wrapper", "JAX"))


@export
def layer_torch_module_wrapper(
    object: Composable = MISSING,
    module: Value = MISSING,
    output_shape: Value = None,
    name: Value = None,
    **options: Any,
) -> None:
    """Raise an error: a layer around a model of Torch needs Keras on PyTorch.

    It exists so that a script for R's keras3 gets a clear error: rkeras runs Keras on TensorFlow.

    Args:
        object: A tensor or a Sequential model.
        module: The module.
        output_shape: Shape of its output.

    Raises:
        RuntimeError: Always; it says why.

    Unavailable:
        This package runs on TensorFlow; call such a model in a Python process of its own.
    """
    raise RuntimeError(_ONLY_TENSORFLOW.format("layer_torch_module_wrapper", "Torch"))
