"""Layers that wrap models from other libraries."""

from dataclasses import replace
from typing import Annotated, Any

from ..define import export, layer
from ..engine.backend_choice import BACKENDS
from ..engine.loading import resolve
from ..engine.tensors import get_backend
from ..graph.compose import compose_with_first
from ..messages import errors
from ..signatures.backends import on_tensorflow
from ..signatures.words import MISSING, Bool, Composable, Dtype, Path, Str, Value, get_word

_Target = Annotated[Any, replace(get_word(Composable), optional=True)]


def _wrap(function: str, target: Any, cls: str, backend: str, arguments: dict[str, Any]) -> Any:
    """Create a Keras layer that only one backend has, and compose it."""
    if (running := get_backend()) != backend:
        raise RuntimeError(
            f"{function}(): it needs {BACKENDS[backend]}, and Keras runs on {BACKENDS[running]} here. "
            f'use_backend("{backend}") before the first use of Keras changes that.'
        )
    try:
        made = resolve(cls)(**arguments)
    except (ImportError, TypeError, ValueError) as error:
        raise errors.rejected(function, error) from error
    return compose_with_first(function, None if target is MISSING else target, made, {})


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
    layers, so you can call it but not change it.

    Args:
        filepath: Folder of the SavedModel.
        call_endpoint: Name of the function in it to call: "serve" for files that Keras 3 exported, "serving_default"
            for most others.
        call_training_endpoint: Name of the function to call during training; NULL: the same.

    Input shape:
        Any that the function accepts.

    Output shape:
        The shape that the function returns.

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
    """Use a Keras 2 layer (the package tf_keras), such as those of TensorFlow Probability, in a Keras 3 model.

    The wrapped layer computes the same as the original. Its weights are trained, its losses and masks are used, and it
    is saved with the model. If the layer returns a distribution, so does the model: a custom loss gets it as `y_pred`,
    while other losses, predict() and the next layer get a sample. keras_model_sequential(), `model$add()`,
    create_layer() and Python's `>>` call this function automatically for such layers.

    Args:
        layer: The Keras 2 layer object: `tf_keras.layers.Dense(3)`, `tfp.layers.DistributionLambda(...)`.
        options: Arguments of every layer, such as `name` and `trainable`; by default those of the wrapped layer. A name
            that Keras 2 generated, such as "dense_1", is replaced by one that Keras 3 generates.

    Input shape:
        The same as the inner layer's.

    Output shape:
        The same as the inner layer's; for a distribution the shape of a sample.

    Raises:
        ValueError: If it is not a layer of tf_keras.

    Differences:
        A file with this layer opens in plain Keras only after `import rkeras_py.classes`. A file with a layer from a
        package other than tf_keras can be loaded only with `safe_mode = FALSE`, because its code would run.

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
    object: _Target = MISSING,
    module: Value = MISSING,
    method: Value = None,
    variables: Value = None,
    **options: Any,
) -> Any:
    """Use a Flax module as a layer, on the JAX backend.

    Use it to put a pretrained network into a Keras model. Its parameters are trained and saved with the model. The
    Python package flax must be installed.

    Args:
        module: The module, a `flax.linen.Module`.
        method: The method to call; NULL: `__call__`.
        variables: A dict of its variables; NULL: the module initializes them.
        options: Arguments of every layer, such as `name` and `trainable`.

    Input shape:
        Any that the module accepts.

    Output shape:
        The shape that the module returns.

    Raises:
        RuntimeError: If Keras runs on another backend.
    """
    given = {"module": module, "method": method, "variables": variables, **options}
    return _wrap("layer_flax_module_wrapper", object, "keras.layers.FlaxLayer", "jax", given)


@export
def layer_jax_model_wrapper(
    object: _Target = MISSING,
    call_fn: Value = MISSING,
    init_fn: Value = None,
    params: Value = None,
    state: Value = None,
    seed: Value = None,
    *,
    dtype: Value = None,
    **options: Any,
) -> Any:
    """Use a JAX function as a layer, on the JAX backend.

    Use it to put a pretrained network into a Keras model. Its parameters are trained and saved with the model. Keras
    inspects the argument names of the function, so it must be a Python function.

    Args:
        call_fn: Function of `params` and `inputs`; it may also take `state`, `rng` and `training`.
        init_fn: Function of `rng` and `inputs` that returns the parameters; needed without `params`.
        params: The parameters, arrays in dicts and lists.
        state: The state, if `call_fn` takes one.
        seed: Seed of the random numbers.
        dtype: Data type of the layer; NULL: that of Keras.
        options: Arguments of every layer, such as `name` and `trainable`.

    Input shape:
        Any that the function accepts.

    Output shape:
        The shape that the function returns.

    Raises:
        RuntimeError: If Keras runs on another backend.
    """
    given = {"call_fn": call_fn, "init_fn": init_fn, "params": params, "state": state, "seed": seed, "dtype": dtype}
    return _wrap("layer_jax_model_wrapper", object, "keras.layers.JaxLayer", "jax", {**given, **options})


@export
def layer_torch_module_wrapper(
    object: _Target = MISSING,
    module: Value = MISSING,
    output_shape: Value = None,
    name: Value = None,
    **options: Any,
) -> Any:
    """Use a PyTorch module as a layer, on the PyTorch backend.

    Use it to put a pretrained network into a Keras model. Its parameters are trained and saved with the model.

    Args:
        module: The module, a `torch.nn.Module`.
        output_shape: Shape of its output with the batch axis; NULL: inferred by calling it.
        name: Name of the layer.
        options: Arguments of every layer, such as `trainable`.

    Input shape:
        Any that the module accepts.

    Output shape:
        The shape that the module returns.

    Raises:
        RuntimeError: If Keras runs on another backend.
    """
    given = {"module": module, "output_shape": output_shape, "name": name, **options}
    return _wrap("layer_torch_module_wrapper", object, "keras.layers.TorchModuleWrapper", "torch", given)
