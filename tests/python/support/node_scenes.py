"""Small graphs, each built by this package and by tf_keras, whose nodes test_nodes.py compares."""

import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

import rkeras_py as rk
from rkeras_py.graph import nodes
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all

load_all()

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras


WHAT = list(nodes.WHAT)
GETTERS = {what: getattr(rk, f"get_{what}_at") for what in WHAT}


class Kit:
    """Makes the same layers and models in one of three ways."""

    def __init__(self, engine: Any, *, ours: bool) -> None:
        self.engine = engine
        self.ours = ours
        self.known: dict[str, Any] = {}

    def make(self, name: str, **args: Any) -> Any:
        if self.ours:
            return getattr(rk, name)(**args)
        return getattr(self.engine.layers, REGISTRY[name].target.rpartition(".")[2])(**args)

    def dense(self, units: int, **args: Any) -> Any:
        return self.make("layer_dense", units=units, **args)

    def input(self, *shape: int | None, **args: Any) -> Any:
        """An input with a tensor that `explain_graph_error` recognizes."""
        return self.note(rk.layer_input(shape, **args) if self.ours else self.engine.Input(shape, **args))

    def note(self, tensor: Any) -> Any:
        """Give every tensor a number, to see which one comes back."""
        for one in keras.tree.flatten(tensor):
            self.known[f"tensor {len(self.known) + 1}"] = one
        return tensor

    def call(self, layer: Any, *args: Any, **options: Any) -> Any:
        return self.note(layer(*args, **options))

    def model(self, inputs: Any, outputs: Any, **args: Any) -> Any:
        return rk.keras_model(inputs, outputs, **args) if self.ours else self.engine.Model(inputs, outputs, **args)

    def sequential(self, *layers: Any, shape: int | None = None) -> Any:
        if self.ours:
            model = rk.keras_model_sequential(**({} if shape is None else {"input_shape": shape}))
            for layer in layers:
                model >> layer
            return model
        model = self.engine.Sequential()
        if shape is not None:
            model.add(self.engine.layers.InputLayer((shape,)))
        for layer in layers:
            model.add(layer)
        return model

    def at(self, layer: Any, index: int, what: str) -> Any:
        if self.engine is tf_keras:
            return getattr(layer, f"get_{what}_at")(index - 1)
        return GETTERS[what](layer, index)

    def told(self, ask: Callable[[], Any]) -> Any:
        """Return a result as plain values: shape and number of a tensor, class of an error."""
        try:
            value = ask()
        except (AttributeError, RuntimeError, ValueError) as error:
            return type(error).__name__
        return self._plain(value)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._plain(item) for item in value]
        if isinstance(value, tuple) or value is None:
            return value
        number = next((label for label, tensor in self.known.items() if tensor is value), "another tensor")
        return tuple(value.shape), number


def kits() -> list[Kit]:
    return [Kit(tf_keras, ours=False), Kit(keras, ours=False), Kit(keras, ours=True)]


Scene = Callable[[Kit], dict[str, Any]]
SCENES: dict[str, Scene] = {}


def scene(build: Scene) -> Scene:
    SCENES[build.__name__] = build
    return build


@scene
def never_called(kit: Kit) -> dict[str, Any]:
    return {"dense": kit.dense(3)}


@scene
def called_once(kit: Kit) -> dict[str, Any]:
    dense = kit.dense(3)
    kit.call(dense, kit.input(4))
    return {"dense": dense}


@scene
def shared_equal_shapes(kit: Kit) -> dict[str, Any]:
    lstm = kit.make("layer_lstm", units=3)
    for _ in range(2):
        kit.call(lstm, kit.input(6, 2))
    return {"lstm": lstm}


@scene
def shared_different_shapes(kit: Kit) -> dict[str, Any]:
    conv = kit.make("layer_conv_2d", filters=2, kernel_size=3, padding="same")
    kit.call(conv, kit.input(8, 8, 3))
    kit.call(conv, kit.input(12, 12, 3))
    return {"conv": conv}


@scene
def same_input_twice(kit: Kit) -> dict[str, Any]:
    dense, x = kit.dense(2), kit.input(4)
    kit.call(dense, x)
    kit.call(dense, x)
    return {"dense": dense}


@scene
def called_on_its_own_output(kit: Kit) -> dict[str, Any]:
    dense, x = kit.dense(4), kit.input(4)
    for _ in range(3):
        x = kit.call(dense, x)
    return {"dense": dense}


@scene
def merge(kit: Kit) -> dict[str, Any]:
    layer = kit.make("layer_concatenate")
    kit.call(layer, [kit.input(4), kit.input(5)])
    return {"concatenate": layer}


@scene
def merge_twice(kit: Kit) -> dict[str, Any]:
    layer, x = kit.make("layer_add"), kit.input(4)
    kit.call(layer, [x, kit.input(4)])
    kit.call(layer, [x, kit.input(4), kit.input(4)])
    return {"add": layer}


@scene
def several_outputs(kit: Kit) -> dict[str, Any]:
    lstm = kit.make("layer_lstm", units=3, return_state=True)
    kit.call(lstm, kit.input(5, 2))
    return {"lstm": lstm}


@scene
def several_outputs_twice(kit: Kit) -> dict[str, Any]:
    gru = kit.make("layer_gru", units=3, return_sequences=True, return_state=True)
    kit.call(gru, kit.input(5, 2))
    kit.call(gru, kit.input(None, 2))
    return {"gru": gru}


@scene
def initial_state(kit: Kit) -> dict[str, Any]:
    first = kit.make("layer_lstm", units=3, return_state=True)
    second = kit.make("layer_lstm", units=3)
    _, h, c = kit.call(first, kit.input(5, 2))
    kit.call(second, kit.input(5, 2), initial_state=[h, c])
    return {"first": first, "second": second}


@scene
def masks(kit: Kit) -> dict[str, Any]:
    embedding = kit.make("layer_embedding", input_dim=7, output_dim=3, mask_zero=True)
    lstm = kit.make("layer_lstm", units=2, return_sequences=True)
    last = kit.make("layer_lstm", units=2)
    words = kit.input(5, dtype="int32")
    kit.call(last, kit.call(lstm, kit.call(embedding, words)))
    return {"embedding": embedding, "lstm": lstm, "last": last}


@scene
def masks_of_two_calls(kit: Kit) -> dict[str, Any]:
    masking, dense = kit.make("layer_masking"), kit.dense(2)
    for size in (4, 5):
        kit.call(dense, kit.call(masking, kit.input(size, 3)))
    return {"masking": masking, "dense": dense}


@scene
def masks_merged(kit: Kit) -> dict[str, Any]:
    masking, concatenate = kit.make("layer_masking"), kit.make("layer_concatenate")
    kit.call(concatenate, [kit.call(masking, kit.input(4, 3)), kit.input(4, 2)])
    return {"concatenate": concatenate}


@scene
def wrappers(kit: Kit) -> dict[str, Any]:
    inner, cell = kit.dense(3), kit.make("layer_lstm", units=3)
    distributed = kit.make("time_distributed", layer=inner)
    both = kit.make("bidirectional", layer=cell)
    x = kit.input(5, 4)
    kit.call(distributed, x)
    kit.call(both, x)
    return {"time_distributed": distributed, "inner": inner, "bidirectional": both, "cell": cell}


@scene
def wrapped_model(kit: Kit) -> dict[str, Any]:
    x = kit.input(4)
    dense = kit.dense(3)
    model = kit.model(x, kit.call(dense, x))
    distributed = kit.make("time_distributed", layer=model)
    kit.call(distributed, kit.input(5, 4))
    return {"time_distributed": distributed, "model": model, "dense": dense}


def functional(kit: Kit, calls: int) -> dict[str, Any]:
    x = kit.input(4)
    hidden, out = kit.dense(3), kit.dense(2)
    model = kit.model(x, kit.call(out, kit.call(hidden, x)))
    for _ in range(calls):
        kit.call(model, kit.input(4))
    return {"model": model, "hidden": hidden, "out": out}


@scene
def model_never_called(kit: Kit) -> dict[str, Any]:
    return functional(kit, 0)


@scene
def model_called_once(kit: Kit) -> dict[str, Any]:
    return functional(kit, 1)


@scene
def model_called_twice(kit: Kit) -> dict[str, Any]:
    return functional(kit, 2)


@scene
def model_in_a_model(kit: Kit) -> dict[str, Any]:
    inner = functional(kit, 0)["model"]
    x = kit.input(4)
    outer = kit.model(x, kit.call(inner, x))
    kit.call(outer, kit.input(4))
    return {"inner": inner, "outer": outer}


@scene
def model_of_two_inputs_and_outputs(kit: Kit) -> dict[str, Any]:
    a, b = kit.input(4), kit.input(5)
    both = kit.call(kit.make("layer_concatenate"), [a, b])
    model = kit.model([a, b], [kit.call(kit.dense(1), both), kit.call(kit.dense(2), a)])
    kit.call(model, [kit.input(4), kit.input(5)])
    return {"model": model}


@scene
def shared_by_two_models(kit: Kit) -> dict[str, Any]:
    dense = kit.dense(2)
    for _ in range(2):
        x = kit.input(4)
        kit.model(x, kit.call(dense, x))
    return {"dense": dense}


@scene
def clone(kit: Kit) -> dict[str, Any]:
    model = functional(kit, 1)["model"]
    copy = rk.clone_model(model) if kit.ours else kit.engine.models.clone_model(model)
    for tensor in (layer.output for layer in copy.layers):
        kit.note(tensor)
    return {"copy": copy, "hidden": copy.layers[1], "original": model.layers[1]}


@scene
def reloaded_from_json(kit: Kit) -> dict[str, Any]:
    model = functional(kit, 0)["model"]
    copy = kit.engine.models.model_from_json(model.to_json())
    for tensor in (layer.output for layer in copy.layers):
        kit.note(tensor)
    return {"copy": copy, "hidden": copy.layers[1], "out": copy.layers[2]}


@scene
def after_training(kit: Kit) -> dict[str, Any]:
    made = functional(kit, 0)
    made["model"].compile("sgd", "mse")
    x = np.ones((4, 4), "float32")
    made["model"].fit(x, x[:, :2], verbose=0)
    made["model"].predict(x, verbose=0)
    made["model"].summary(print_fn=lambda *args, **kwargs: None)
    made["model"](x)
    return made


@scene
def eager_calls(kit: Kit) -> dict[str, Any]:
    dense = kit.dense(2)
    dense(np.ones((1, 4), "float32"))
    return {"dense": dense}


def grown(kit: Kit) -> dict[str, Any]:
    layers = {f"dense {number}": kit.dense(number) for number in (3, 2, 1)}
    return {"model": kit.sequential(*layers.values(), shape=4), **layers}


@scene
def sequential_with_a_shape(kit: Kit) -> dict[str, Any]:
    return grown(kit)


@scene
def sequential_called(kit: Kit) -> dict[str, Any]:
    made = grown(kit)
    kit.call(made["model"], kit.input(4))
    kit.call(made["model"], kit.input(4))
    return made


@scene
def sequential_popped(kit: Kit) -> dict[str, Any]:
    made = grown(kit)
    made["model"].pop()
    made["model"].pop()
    new = kit.dense(7)
    made["model"] >> new if kit.ours else made["model"].add(new)
    return {**made, "new": new}


@scene
def sequential_grown_in_both_ways(kit: Kit) -> dict[str, Any]:
    made = grown(kit)
    plain, late = kit.dense(5), kit.dense(6)
    made["model"].add(plain)
    made["model"] >> late if kit.ours else made["model"].add(late)
    return {**made, "plain": plain, "late": late}


@scene
def sequential_without_a_shape(kit: Kit) -> dict[str, Any]:
    layers = {f"dense {number}": kit.dense(number) for number in (3, 2)}
    return {"model": kit.sequential(*layers.values()), **layers}


@scene
def sequential_of_models(kit: Kit) -> dict[str, Any]:
    base = functional(kit, 0)["model"]
    top = kit.dense(1)
    return {"model": kit.sequential(base, top, shape=4), "base": base, "top": top}
