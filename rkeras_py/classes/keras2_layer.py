"""The layer that wraps a Keras 2 (tf_keras) layer, such as those of TensorFlow Probability."""

import contextlib
import inspect
from collections.abc import Mapping
from typing import Any

import keras

from ..compat import hosted
from ..engine.internals.graphs import keras_history, outbound_nodes, source_node
from ..engine.internals.layers import share_memory, take_automatic_name
from ..engine.internals.modules import allows_code, compute_output_spec
from ..on_tensorflow.functions import leave_functions
from ..on_tensorflow.tensors import convert

_SAFE_MODULES = [f"keras.{kind}" for kind in ("constraints", "initializers", "layers", "regularizers")]
"""The modules that tf_keras names for parts made of plain values, which open no file and run no code from it."""

_SAFE_MODELS = [("keras", "Sequential"), ("tf_keras.src.engine.functional", "Functional")]
"""Models of such parts; each part is checked, too."""

_PLAIN_READERS = ("tf_keras.src.engine.base_layer", "tf_keras.src.layers.core.lambda_layer")
"""The modules whose `from_config` calls a class with all that a description holds."""


@keras.saving.register_keras_serializable(package="rkeras")
class Keras2Layer(keras.layers.Layer):  # type: ignore[misc]
    """Computes what a layer of Keras 2 computes, and has its weights, losses and masks.

    Args:
        layer: The layer of tf_keras, which is made already, or its description in a file.
        options: Further arguments of a layer. Name and type are those of the layer within.
    """

    def __init__(self, layer: Any, **options: Any) -> None:
        is_read = isinstance(layer, Mapping)
        layer = _read(layer) if is_read else layer
        if not hosted.is_keras2_layer(layer):
            raise ValueError(f"`layer` should be a tf_keras layer object. Received: {layer!r}")
        if not is_read and "name" not in options:  # Keras 2 and Keras 3 each count their layers
            options["name"] = take_automatic_name(layer.name, type(layer).__name__) or layer.name
        options = {"name": layer.name, "dtype": layer.dtype, "trainable": layer.trainable, **options}
        super().__init__(**options, autocast=False)
        self.layer = layer
        self.supports_masking = bool(layer.supports_masking)
        self._takes = set(inspect.signature(layer.call).parameters)
        self._places: tuple[int, ...] = ()
        if layer.trainable != self.trainable:
            self.trainable = self.trainable

    @property
    def trainable(self) -> bool:
        """Tell whether the weights train; set, it holds for the layer within, too."""
        return bool(super().trainable)

    @trainable.setter
    def trainable(self, value: Any) -> None:
        keras.layers.Layer.trainable.fset(self, value)
        if "layer" in vars(self):
            self.layer.trainable = bool(value)
            trained = self._list_trained()
            for mine, place in zip(vars(self).get("hosted_weights", ()), self._places, strict=True):
                mine.trainable = place in trained

    def build(self, input_shape: Any) -> None:
        """Make the weights of the layer within: some layers make theirs when they are called first."""
        import tf_keras

        with leave_functions():
            if not (self.layer.built and self.layer.weights):
                sizes = keras.tree.map_shape_structure(lambda shape: tf_keras.Input(batch_shape=shape), input_shape)
                with contextlib.suppress(NotImplementedError):  # the layer takes a distribution and has no weights
                    self.layer(sizes)
            self.hosted_weights = [self._adopt(variable) for variable in self.layer.weights]
            self._places = tuple(map(id, self.layer.weights))

    def _adopt(self, variable: Any) -> Any:
        name = variable.name.split(":")[0].replace("/", "_")
        trainable = id(variable) in self._list_trained()
        made = keras.Variable(variable, dtype=variable.dtype.name, trainable=trainable, name=name)
        share_memory(made, variable)  # so that both variables always have the same value
        if (constraint := getattr(variable, "constraint", None)) is not None:
            made.constraint = lambda value: constraint(convert(value))
        return made

    def _list_trained(self) -> set[int]:
        return set(map(id, self.layer.trainable_weights))

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Call the layer within, and take over the losses that it adds."""
        given = {"training": training, "mask": mask}
        named = {name: value for name, value in given.items() if name in self._takes and value is not None}
        outputs = self.layer(keras.tree.map_structure(hosted.find_object, inputs), **named)
        for loss in self.layer.losses:
            self.add_loss(loss)
        return hosted.as_tensors(outputs) if outbound_nodes(self) else outputs  # layers need tensors, losses do not

    def compute_output_spec(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Return the symbolic outputs; a distribution stands for a tensor of its samples."""
        layers, given = [self.layer], inputs
        while (before := _find_call(given)) is not None:
            layers.insert(0, before.operation.layer)  # it may return a distribution, which the next layer needs
            given = before.arguments.args[0]

        def compute(one: Any) -> Any:
            for layer in layers:
                one = layer(one)
            return hosted.as_tensors(one)

        return compute_output_spec(compute, given)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Return the mask that the layer within gives."""
        return self.layer.compute_mask(inputs, previous_mask) if previous_mask is not None else None

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal layer, as far as the layer within can tell it."""
        import tf_keras

        described = tf_keras.saving.serialize_keras_object(self.layer)
        _refuse_missing(type(self.layer), described["config"])
        described.pop("compile_config", None)  # a hosted model is not trained on its own
        return {**super().get_config(), "layer": described}


def _find_call(given: Any) -> Any:
    """Return the call of a layer of Keras 2 whose only output a symbolic tensor is; None for anything else."""
    if not isinstance(getattr(keras_history(given), "operation", None), Keras2Layer):
        return None
    call = source_node(given)
    return call if call.arguments.args and len(call.output_tensors) == 1 else None


def _refuse_missing(cls: type, config: Mapping[str, Any]) -> None:
    """Refuse a config that lacks required arguments, as configs of some TensorFlow Probability classes do."""
    needed = [one for one in inspect.signature(cls).parameters.values() if one.kind is one.POSITIONAL_OR_KEYWORD]
    missing = [one.name for one in needed if one.default is one.empty and one.name not in config]
    if missing and cls.from_config.__func__.__module__ in _PLAIN_READERS:  # type: ignore[attr-defined]
        raise NotImplementedError(
            f"{cls.__name__}, a Keras 2 layer, does not describe its `{'`, `'.join(missing)}` in get_config(), so "
            "it cannot be saved in a file. Save the weights, or use a DistributionLambda that returns the same "
            "distribution."
        )


def _read(config: Mapping[str, Any]) -> Any:
    """Create the inner layer; other modules that a file names would be imported and run."""
    import tf_keras

    safe = not allows_code()
    if safe:
        _refuse_code(config)
    return tf_keras.saving.deserialize_keras_object(dict(config), safe_mode=safe)


def _refuse_code(config: Any) -> None:
    for part in config.values() if isinstance(config, Mapping) else config:
        if isinstance(part, (Mapping, list, tuple)):
            _refuse_code(part)
    if isinstance(config, Mapping) and isinstance(config.get("vocabulary"), str):
        raise ValueError("a Keras 2 layer names a vocabulary file. Allow it with `safe_mode = FALSE`.")
    if isinstance(config, Mapping) and "class_name" in config:
        module = config.get("module")
        if module not in _SAFE_MODULES and (module, config["class_name"]) not in _SAFE_MODELS:
            raise ValueError(
                f"the layer {config['class_name']} of Keras 2 is of the module {module}, whose code would run. "
                "Allow it by `safe_mode = FALSE`."
            )
