"""fit() on several devices: replicas of a model share each batch and train as one device would."""

import contextlib
from collections.abc import Iterator
from typing import Any

from ..define import export
from ..engine.backend_choice import BACKENDS
from ..engine.internals.compiled import distribution
from ..engine.loading import keras
from ..engine.replicas import weigh_gradients
from ..engine.tensors import get_backend, runs_on_tensorflow
from ..on_tensorflow import strategies
from ..signatures.words import MISSING, Bool, Value

_WEIGHED = "rkeras_weighed"
_SPREAD = {
    "jax": "keras.distribution.set_distribution() distributes models that you create later over the JAX devices.",
    "torch": "torch.nn.parallel.DistributedDataParallel() distributes PyTorch modules, and Keras models are "
    "PyTorch modules.",
}
_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")


def refuse_scope(what: str) -> None:
    """Refuse the scope of a strategy of TensorFlow on another backend, where Keras would train on one device.

    Args:
        what: The function that the user called.

    Raises:
        NotImplementedError: If there is one.
    """
    if runs_on_tensorflow() or not strategies.is_in_scope():
        return
    backend = BACKENDS[get_backend()]
    raise NotImplementedError(
        f"{what}(): tf.distribute distributes only TensorFlow models, and Keras runs on {backend} here. Leave its "
        f"scope; {_SPREAD[get_backend()]}"
    )


def refuse_strategy(model: Any, what: str) -> None:
    """Refuse what is not the same on several devices as on one.

    Args:
        model: The model.
        what: The function that the user called.

    Raises:
        NotImplementedError: If the model was made under a strategy that Keras 3 does not train by.
        ValueError: If gradients are clipped in each replica, before they are added up.
    """
    strategy = distribution(model)
    if strategy is None:
        return
    if strategies.has_parameter_servers(strategy):
        raise NotImplementedError(
            f"{what}(): Keras 3 does not train or predict under a ParameterServerStrategy. Create the model in the "
            "scope of tf.distribute.MultiWorkerMirroredStrategy() instead."
        )
    if what not in ("fit", "train_on_batch") or strategy.num_replicas_in_sync == 1:
        return
    for name in _CLIPS:
        value = getattr(model.optimizer, name, None)
        if value is not None:
            raise ValueError(
                f"{what}(): the optimizer has {name} = {value:g}, and on several devices Keras clips the gradient of "
                "each device, not their sum: the result would depend on the number of devices. Omit it."
            )
    if getattr(model.optimizer, "gradient_accumulation_steps", None):
        raise ValueError(
            f"{what}(): the optimizer has gradient_accumulation_steps, which Keras does not support on several "
            "devices. Omit it, and use larger batches."
        )


@contextlib.contextmanager
def weigh_by_samples(model: Any) -> Iterator[None]:
    """Train within so that each sample counts the same, also in a last batch that cannot be divided evenly.

    Args:
        model: The model. A class with a training step of its own keeps that.
    """
    strategy, own = distribution(model), keras().Model.train_step
    alone = strategy is None or strategy.num_replicas_in_sync == 1
    if alone or type(model).train_step is not own or "train_step" in vars(model):
        yield
        return

    def step(data: Any) -> Any:
        x, _, _ = keras().utils.unpack_x_y_sample_weight(data)
        first = next(leaf for leaf in keras().tree.flatten(x) if leaf is not None)
        with weigh_gradients(keras().ops.shape(first)[0]):
            return own(model, data)

    known = vars(model).get(_WEIGHED)
    if known is None or model.train_function is not known:
        model.train_function = None
    vars(model)["train_step"] = step
    try:
        yield
    finally:
        del vars(model)["train_step"]
        vars(model)[_WEIGHED] = model.train_function


@export
def multi_gpu_model(
    model: Value = MISSING, gpus: Value = None, cpu_merge: Bool = True, cpu_relocation: Bool = False
) -> Any:
    """Copy a model to several GPUs: no longer possible.

    Build and compile the model within the scope of `tf.distribute.MirroredStrategy()`: each GPU then trains on its
    share of every batch, with one set of weights.

    Args:
        model: A model.
        gpus: Number of GPUs, or their indices.
        cpu_merge: Not used.
        cpu_relocation: Not used.

    Returns:
        Nothing: it always raises an error.

    Raises:
        NotImplementedError: Always.

    Unavailable:
        Keras removed it. Build and compile the model within the scope of `tf.distribute.MirroredStrategy()`
        instead.
    """
    raise NotImplementedError(
        "multi_gpu_model(): Keras removed it. Build and compile the model within the scope of "
        "tf.distribute.MirroredStrategy() instead: each GPU then trains on its share of every batch."
    )
