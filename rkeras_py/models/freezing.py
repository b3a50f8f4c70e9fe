"""Freezing: layers whose weights do not change during training.

A model trains the weights that were trainable when it was compiled, as in Keras 2. Keras 3 checks this at the first
training step, so the discriminator of a GAN that is compiled and then frozen, to train the generator, would never
learn.
"""

import contextlib
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..define import verb
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..messages import errors
from ..signatures.object_words import Selected
from ..signatures.words import MISSING, Value
from .old_names import find_by_old_name
from .parts import convert_position


class _Compiled(NamedTuple):
    optimizer: Any
    trainable: weakref.WeakKeyDictionary[Any, bool]


_COMPILED: weakref.WeakKeyDictionary[Any, _Compiled] = weakref.WeakKeyDictionary()


def remember_trainable(model: Any) -> None:
    """Keep in mind which layers of a model train: it has just been compiled.

    Args:
        model: The model.
    """
    layers = ((layer, layer.trainable) for layer in flat_layers(model))
    _COMPILED[model] = _Compiled(model.optimizer, weakref.WeakKeyDictionary(layers))


@contextlib.contextmanager
def train_as_compiled(model: Any) -> Iterator[None]:
    """Train those layers that did when compile() of R keras was called; one called by plain Keras goes by Keras.

    Args:
        model: The model.
    """
    then = _COMPILED.get(model)
    if then is None or then.optimizer is not model.optimizer:
        yield
        return
    now = {layer: layer.trainable for layer in flat_layers(model)}
    if all(then.trainable.get(layer, trains) == trains for layer, trains in now.items()):
        yield
        return
    try:
        _restore(then.trainable)
        yield
    finally:
        _restore(now)


def _restore(trainable: Mapping[Any, bool]) -> None:
    """Restore `trainable`, of outer layers first, since it also sets that of inner layers."""
    for layer, trains in trainable.items():
        layer.trainable = trains


@verb(returns="object")
def freeze_weights(object: Value = MISSING, from_: Selected = None, to: Selected = None, which: Value = None) -> Any:
    """Freeze the weights of a model, or of some of its layers.

    Training does not change frozen weights; use it to keep a pretrained base while new layers are trained. Without a
    selection the whole model is frozen. With a selection, these layers are frozen and all others are trained. A
    compiled model must be compiled again for this to take effect.

    Args:
        object: A model, or a layer.
        from_: First layer to freeze: name, position counted from 1 (negative: from the end), or layer.
        to: Last layer to freeze, given like `from`.
        which: Layers to freeze: names, positions, layers, one logical value per layer, or a function of a layer.

    Returns:
        The same model, changed in place.

    Raises:
        ValueError: If a named layer does not exist, or if both a range and `which` are given.

    Example:
        >>> model = keras_model_sequential(input_shape=1)
        >>> model = model >> layer_dense(units=1, kernel_initializer="ones") >> layer_dense(units=1)
        >>> model = model >> freeze_weights(to=1) >> compile(loss="mse", optimizer="sgd")
        >>> history = model >> fit(np.array([[1.0], [2.0]]), np.array([2.0, 4.0]), epochs=2, verbose=0)
        >>> get_weights(model)[0]
        array([[1.]], dtype=float32)
        >>> len(model.trainable_variables)
        2
    """
    return _set_trainable("freeze_weights", object, (from_, to, which), trainable=False)


@verb(returns="object")
def unfreeze_weights(object: Value = MISSING, from_: Selected = None, to: Selected = None, which: Value = None) -> Any:
    """Unfreeze the weights of a model, or of some of its layers.

    Use it for fine-tuning: train the new last layers while the pretrained ones are frozen, then unfreeze some of these
    and continue training with a small learning rate. Without a selection the whole model is unfrozen. With a selection,
    these layers are trained and all others are frozen. A compiled model must be compiled again for this to take effect.

    Args:
        object: A model, or a layer.
        from_: First layer to unfreeze: name, position counted from 1 (negative: from the end), or layer.
        to: Last layer to unfreeze, given like `from`.
        which: Layers to unfreeze: names, positions, layers, one logical value per layer, or a function of a layer.

    Returns:
        The same model, changed in place.

    Raises:
        ValueError: If a named layer does not exist, or if both a range and `which` are given.

    Example:
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(units=3) >> layer_dense(units=2)
        >>> model = model >> freeze_weights() >> unfreeze_weights(from_=2)
        >>> len(model.trainable_variables)
        2
    """
    return _set_trainable("unfreeze_weights", object, (from_, to, which), trainable=True)


def _set_trainable(function: str, model: Any, selection: tuple[Any, Any, Any], *, trainable: bool) -> Any:
    start, stop, which = selection
    if start is None and stop is None and which is None:
        _set(model, trainable)
        return model
    if which is not None and (start is not None or stop is not None):
        raise errors.bad_argument(function, "which", "used without `from` and `to`", which)
    layers = getattr(model, "layers", None)
    if layers is None:
        hint = f"{function}(layer) without a selection takes a layer."
        raise errors.bad_argument(function, "object", "a model, because layers are selected", model, hint)
    if which is not None:
        chosen = _choose_layers(function, layers, which)
    else:
        first = 0 if start is None else _find(function, "from", layers, start)
        last = len(layers) - 1 if stop is None else _find(function, "to", layers, stop)
        chosen = set(range(first, last + 1))
    model.trainable = True
    for index, layer in enumerate(layers):
        _set(layer, trainable if index in chosen else not trainable)
    return model


def _set(layer: Any, trainable: bool) -> None:
    """Set `trainable` of each inner layer itself: TensorFlow ignores TRUE if the outer layer already has it."""
    for one in flat_layers(layer):
        one.trainable = trainable


def _choose_layers(function: str, layers: Sequence[Any], which: Any) -> set[int]:
    if isinstance(which, Callable) and not isinstance(which, keras().layers.Layer):  # type: ignore[arg-type]
        return {index for index, layer in enumerate(layers) if bool(which(layer))}
    items = list(which) if isinstance(which, (list, tuple)) or hasattr(which, "tolist") else [which]
    if items and all(isinstance(item, bool) for item in items):
        if len(items) != len(layers):
            raise errors.bad_argument(function, "which", f"{len(layers)} logical values, one for each layer", which)
        return {index for index, flag in enumerate(items) if flag}
    return {_find(function, "which", layers, item) for item in items}


def _find(function: str, argument: str, layers: Sequence[Any], item: Any) -> int:
    if isinstance(item, (list, tuple)) and len(item) == 1:
        item = item[0]
    names = [layer.name for layer in layers]
    if isinstance(item, keras().layers.Layer):
        item = item.name
    if isinstance(item, str):
        place = find_by_old_name(names, item)
        if place is None:
            known = ", ".join(f'"{name}"' for name in names)
            raise errors.bad_argument(function, argument, f"the name of a layer of the model ({known})", item)
        return place
    return convert_position(function, argument, item, len(layers))
