"""Models as statements."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from ...compat import steps
from ...engine.internals.graphs import (
    inputs_structure,
    keras_history,
    outputs_structure,
    sequential_graph,
)
from ...engine.internals.modules import functional_class, snake_case
from ...engine.loading import keras
from ...names import MODULES
from . import objects
from .compiled import spell_compile
from .dialects import Dialect
from .expressions import Assign, Call, Do, Exactly, Infix, Item, Member, Name, Program
from .graphs import (
    count_readers,
    count_uses,
    find_models,
    is_of_own_class,
    list_calls,
    list_parts,
    list_taken,
    read_arguments,
)
from .operations import spell_operation


class Writer(Dialect):
    """Writes the statements that make a model.

    Args:
        program: The text that the statements are for.
        ours: Whether they call the functions of this package where there are some.
        package: The package of R whose functions they call instead; "" for this one.
    """

    def __init__(self, program: Program, ours: bool, package: str = "") -> None:
        super().__init__(program, ours, package)
        self.variables: dict[int, str] = {}
        self.uses: Counter[int] = Counter()
        self.all_names = False
        self.keeps_training: bool | None = None

    def write(self, model: Any) -> None:
        """Write the statements that make a model, and compile it where it was compiled.

        Args:
            model: The model.
        """
        self.keeps_training = steps.keeps_training(model)
        self.names.reserve("model")
        self.define(model, "model")
        if model.compiled:
            settings = spell_compile(self, model)
            self.program.statements.append(Do("model", Call(Name("compile"), (), settings)))

    def define(self, model: Any, variable: str = "") -> str:
        """Write the statements that make a model, after those of the models inside it, and return its name.

        Args:
            model: The model.
            variable: The name; "" for one like the model's own.
        """
        models = find_models(model)
        self.uses += count_uses(one for one in models if id(one) not in self.variables)
        self.all_names = self.all_names or any(map(_has_names_of_others, models))
        for one in models:
            if id(one) not in self.variables:
                self.variables[id(one)] = (variable if one is model else "") or self._name_model(one)
                self._write_one(one, self.variables[id(one)], one is model and variable == "model")
        return self.variables[id(model)]

    def _name_model(self, model: Any) -> str:
        given = not objects.is_automatic(model.name, type(model))
        return self.names.take(model.name if given else "inner_model")

    def part(self, live: Any, among: Collection[str]) -> Any:
        """Return the expression for an object inside another: for a model its name, after the statements that make it.

        Args:
            live: The object.
            among: The arguments that may be needed.
        """
        return Name(self.define(live)) if isinstance(live, keras().Model) else self.make(live, among=among)

    def _write_one(self, model: Any, variable: str, outermost: bool) -> None:
        if isinstance(model, keras().Sequential):
            self._write_sequential(model, variable)
        else:
            Graph(self, model, variable, "" if outermost else f"{variable}_").write()

    def make_layer(self, layer: Any) -> Any:
        """Return the call that makes a layer, or the name of one that is used several times.

        Args:
            layer: The layer.
        """
        if id(layer) in self.variables:
            return Name(self.variables[id(layer)])
        name = layer.name if self.all_names else None
        if self.uses[id(layer)] < 2:
            call = self.make(layer, name)
            if not self.ours or self._composes(call):
                return call
        return Name(self.name_layer(layer))

    def _composes(self, call: Call) -> bool:
        """Tell whether a call takes what it is applied to as its first argument."""
        return isinstance(call.function, Name) and call.function.text in MODULES and not call.positional

    def name_layer(self, layer: Any) -> str:
        """Write the statement that makes a layer and gives it a name, unless there is one, and return the name.

        Args:
            layer: The layer.
        """
        if id(layer) not in self.variables:
            call = self.make(layer, layer.name if self.all_names else None)
            given = not objects.is_automatic(layer.name, type(layer))
            stem = layer.name if given else snake_case(type(layer).__name__)
            self.variables[id(layer)] = self.names.take(stem if stem.endswith("layer") else f"{stem}_layer")
            self.program.statements.append(Assign((self.variables[id(layer)],), call))
        return self.variables[id(layer)]

    def own_arguments(self, model: Any) -> dict[str, Any]:
        """Return the arguments of a model beside its layers.

        Args:
            model: The model.
        """
        given: dict[str, Any] = {}
        if not objects.is_automatic(model.name, type(model)) or self.all_names:
            given["name"] = model.name
        if not model.trainable:
            given["trainable"] = False
        return given

    def _write_sequential(self, model: Any, variable: str) -> None:
        entry = next((layer for layer in list_entries(model) if isinstance(layer, keras().layers.InputLayer)), None)
        given = self.input_arguments(entry) if entry is not None else {}
        own = self.own_arguments(model)
        layers = [self.make_layer(layer) for layer in model.layers]
        if self.ours:
            names = {"shape": "input_shape", "batch_shape": "input_batch_shape"}
            told = {names.get(key, f"input_{key}"): value for key, value in given.items()}
            call = Call(Name("keras_model_sequential"), (), {**told, **own})
            self.program.statements.append(Assign((variable,), call, tuple(layers)))
            return
        if entry is not None:
            layers.insert(0, Call(self.refer("keras.Input"), (), given))
        self.program.statements.append(Assign((variable,), Call(self.refer("keras.Sequential"), (layers,), own)))

    def input_arguments(self, layer: Any) -> dict[str, Any]:
        """Return how an input of a model is made.

        Args:
            layer: The input layer.

        Raises:
            ValueError: If it is one of single numbers, which the functions of this package do not make.
        """
        config = layer.get_config()
        sizes = tuple(config["batch_shape"])
        if not sizes and self.ours:
            raise ValueError(f"the input {layer.name!r} has no batch axis, which layer_input() needs")
        has_open_batch = sizes[:1] == (None,)
        given: dict[str, Any] = {"shape": sizes[1:]} if has_open_batch else {"batch_shape": sizes}
        if config["dtype"] != keras().config.floatx():
            given["dtype"] = config["dtype"]
        for key in ("sparse", "ragged", "optional"):
            if config.get(key):
                given[key] = True
        if self.all_names or not objects.is_automatic(layer.name, type(layer)):
            given["name"] = layer.name
        return given


def list_entries(model: Any) -> list[Any]:
    """Return the layers of a Sequential model with its input layer.

    Args:
        model: The model.
    """
    graph = sequential_graph(model)
    return list(graph.layers) if graph is not None else []


class Graph:
    """Writes the statements of one functional model.

    Args:
        writer: Writes what the model has in common with others.
        model: The model.
        variable: Its name.
        prefix: How the names of its tensors begin.
    """

    def __init__(self, writer: Writer, model: Any, variable: str, prefix: str) -> None:
        self.writer, self.model, self.variable, self.prefix = writer, model, variable, prefix
        self.calls = list_calls(model)
        self.readers = count_readers(model, self.calls)
        self.inputs, self.outputs = _unwrap_single(inputs_structure(model)), _unwrap_single(outputs_structure(model))
        self.known: dict[int, Any] = {}
        self.wishes = {**self._name_outputs(), **self._name_inputs()}

    def write(self) -> None:
        """Write the statements."""
        writer, flatten = self.writer, keras().tree.flatten
        for tensor in flatten(self.inputs):
            if id(tensor) in self.known:
                continue
            given = writer.input_arguments(keras_history(tensor).operation)
            function = Name("layer_input") if writer.ours else writer.refer("keras.Input")
            self._assign([tensor], Call(function, (), given), ())
        place = 0
        while place < len(self.calls):
            place = self._write_chain(place)
        inputs, outputs = (_spell(structure, self._refer) for structure in (self.inputs, self.outputs))
        own = writer.own_arguments(self.model)
        make = Name("keras_model") if writer.ours else writer.refer("keras.Model")
        if is_of_own_class(self.model):
            make = writer.refer(objects.get_path(type(self.model)))
        writer.program.statements.append(Assign((self.variable,), Call(make, (inputs, outputs), own)))

    def _name_inputs(self) -> dict[int, str]:
        tensors = keras().tree.flatten(self.inputs)
        if len(tensors) == 1:
            return {id(tensors[0]): "inputs"}
        wishes: dict[int, str] = {}
        for place, (tensor, key) in enumerate(zip(tensors, _list_keys(self.inputs), strict=True), start=1):
            layer = keras_history(tensor).operation
            given = "" if objects.is_automatic(layer.name, type(layer)) else layer.name
            wishes[id(tensor)] = given or key or f"input_{place}"
        return wishes

    def _name_outputs(self) -> dict[int, str]:
        tensors = keras().tree.flatten(self.outputs)
        if len(tensors) == 1:
            return {id(tensors[0]): "outputs"}
        wishes: dict[int, str] = {}
        for place, (tensor, key) in enumerate(zip(tensors, _list_keys(self.outputs), strict=True), start=1):
            layer = keras_history(tensor).operation
            given = "" if objects.is_automatic(layer.name, type(layer)) else layer.name
            wishes.setdefault(id(tensor), key or given or f"output_{place}")
        return wishes

    def _get_wish(self, tensor: Any) -> str:
        if id(tensor) in self.wishes:
            return self.prefix + self.wishes[id(tensor)]
        operation = keras_history(tensor).operation
        given = not objects.is_automatic(operation.name, type(operation))
        return self.prefix + (operation.name if given else snake_case(type(operation).__name__))

    def _assign(self, tensors: list[Any], source: Any, steps: tuple[Any, ...]) -> None:
        targets = tuple(self.writer.names.take(self._get_wish(tensor)) for tensor in tensors)
        for tensor, target in zip(tensors, targets, strict=True):
            self.known[id(tensor)] = Name(target)
        self.writer.program.statements.append(Assign(targets, source, steps))

    def _refer(self, tensor: Any) -> Any:
        return self.known[id(tensor)]

    def _write_chain(self, place: int) -> int:
        """Write the call at a place and those that go on from it, and return the next place."""
        node = self.calls[place]
        if isinstance(node.operation, keras().layers.Layer):
            source, steps = self._apply(node)
        else:
            source, steps = self._operate(node), ()
            if self._is_inline(place):
                self.known[id(node.outputs[0])] = source
                return place + 1
        place += 1
        while len(node.outputs) == 1 and place < len(self.calls) and self._goes_on(node, self.calls[place]):
            node = self.calls[place]
            steps = (*steps, self.writer.make_layer(node.operation))
            place += 1
        self._assign_outputs(node, source, steps)
        return place

    def _assign_outputs(self, node: Any, source: Any, steps: tuple[Any, ...]) -> None:
        graph = node.operation
        structure = outputs_structure(graph) if isinstance(graph, functional_class()) else None
        if isinstance(structure, dict):
            name = self.writer.names.take(self.prefix + snake_case(node.operation.name))
            for tensor, key in zip(node.outputs, _list_keys(structure), strict=True):
                self.known[id(tensor)] = Item(Name(name), key)
            self.writer.program.statements.append(Assign((name,), source, steps))
            return
        self._assign(node.outputs, source, steps)

    def _is_inline(self, place: int) -> bool:
        """Tell whether an operation is written inside the next one: (x - 1) * 2."""
        node = self.calls[place]
        following = self.calls[place + 1] if place + 1 < len(self.calls) else None
        return (
            len(node.outputs) == 1
            and self.readers[id(node.outputs[0])] == 1
            and following is not None
            and not isinstance(following.operation, keras().layers.Layer)
            and isinstance(self._operate(node), Infix)
            and any(tensor is node.outputs[0] for tensor in list_taken(following))
        )

    def _goes_on(self, node: Any, following: Any) -> bool:
        """Tell whether the next call is the only one that takes this one's output."""
        args, kwargs = read_arguments(following)
        return (
            isinstance(following.operation, keras().layers.Layer)
            and self.readers[id(node.outputs[0])] == 1
            and len(args) == 1
            and args[0] is node.outputs[0]
            and not kwargs
            and (self.writer.uses[id(following.operation)] < 2 or id(following.operation) in self.writer.variables)
        )

    def _apply(self, node: Any) -> tuple[Any, tuple[Any, ...]]:
        """Return the source and the steps of the call of a layer."""
        args, kwargs = (_spell(part, self._refer) for part in read_arguments(node))
        layer = node.operation
        several = len(args) != 1 or (self.writer.ours and isinstance(args[0], dict))
        if not several and not kwargs:
            if self.writer.uses[id(layer)] > 1:
                self.writer.name_layer(layer)
            source = list(args[0]) if isinstance(args[0], (list, tuple)) else args[0]
            return source, (self.writer.make_layer(layer),)
        if "training" in kwargs:
            own = steps.keeps_training(self.model)
            self.writer.note_training(self.writer.keeps_training if own is None else own)
        named = {key: value if _holds_names(value) else Exactly(value) for key, value in kwargs.items()}
        positional = [value if _holds_names(value) else Exactly(value) for value in args]
        return Call(Name(self.writer.name_layer(layer)), positional, named), ()

    def _operate(self, node: Any) -> Any:
        args, kwargs = (_spell(part, self._refer) for part in read_arguments(node))
        return spell_operation(self.writer, node, tuple(args), kwargs)


def _unwrap_single(structure: Any) -> Any:
    """Return the tensor of a list of one: Keras and keras_model() take the two for the same."""
    return structure[0] if isinstance(structure, (list, tuple)) and len(structure) == 1 else structure


def _list_keys(structure: Any) -> list[str]:
    """Return the names of the tensors of a dict, in the order in which Keras flattens them; "" for those of a list."""
    if isinstance(structure, dict) and not any(map(keras().tree.is_nested, structure.values())):
        return [str(key) for key in keras().tree.flatten({key: key for key in structure})]
    return [""] * len(keras().tree.flatten(structure))


def _spell(value: Any, refer: Any) -> Any:
    """Return a structure with the expressions of its tensors."""
    if isinstance(value, keras().KerasTensor):
        return refer(value)
    if isinstance(value, dict):
        return {key: _spell(part, refer) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_spell(part, refer) for part in value)
    return value


def _holds_names(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_names, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_holds_names, value))
    return isinstance(value, (Name, Item, Call, Infix, Member))


def _has_names_of_others(model: Any) -> bool:
    """Tell whether a layer has a name that Keras may give to another layer of the model by itself."""
    parts = [part for part in list_parts(model) if isinstance(part, keras().layers.Layer)]
    given = [part for part in parts if not objects.is_automatic(part.name, type(part))]
    return any(objects.is_automatic(part.name, cls) for part in given for cls in {type(other) for other in parts})
