"""Models traced through a script: shapes from layer to layer, sequential and functional, from its literals.

It reports only findings that follow with certainty from the script's literals; an unknown layer or value ends the
reports on its model. A problem is an error when the script runs; a note means that a model runs but cannot learn as
intended.
"""

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ....signatures.dialects import KERAS3, OtherMeaningError, shift
from ..findings import NOTE, PROBLEM, Finding
from ..scripts import ASSIGNS_LEFT, Script, is_assignment, is_in_function, last_call, list_targets
from ..tree import Call, Node, find_own_call, get_symbol, is_pipe, read_literal
from . import results, training
from .arguments import find_given_shape, get_name, read_arguments, read_values
from .shapes import MERGES, MisfitError, Shape, as_shape, find_rank, follow, follow_both_ways, merge
from .values import Array, Layer, Model, Result, Tensor, join_inputs, list_tensors
from .walk import Walk, differ, list_assigned

_MODELS = ("keras_model_sequential", "keras_model")
_INPUTS = ("layer_input", "keras_input")
_WRAPPERS = ("bidirectional", "layer_bidirectional", "time_distributed", "layer_time_distributed")
_LEAVES = ("summary", "print", "str", "plot", "length", "compile", "fit", "evaluate", "predict", "get_weights", "cat",
           "count_params", "freeze_weights", "unfreeze_weights", "get_layer", "keras_model", "save_model_hdf5",
           "save_model_weights_hdf5", "save_model_tf", "save_model", "set_weights", "predict_on_batch", "test_on_batch",
           "train_on_batch", "get_config", "model_to_json", "clone_model", "return", "invisible")  # fmt: skip
"""Functions that add no layers to a model."""
_DEEPEST = 60
"""Maximum depth of nested parts; deeper ones are unknown."""
_OWN = ("", "keras", KERAS3, "rkeras")
Scope = ChainMap[str, Any]
"""Values by name; those in a branch or a step of a pipe precede the outer ones."""


def judge_contracts(script: Script) -> Iterator[Finding]:
    """Find models whose layers, losses, data and callbacks cannot fit each other.

    Args:
        script: The script.
    """
    return iter(Tracer(script).trace())


class Tracer(Walk):
    """Walks a script once and keeps what its names stand for.

    Args:
        script: The script.
    """

    def __init__(self, script: Script) -> None:
        super().__init__(script)
        self._levels = 0
        self._bodies: list[Node] = []
        self._grown = {
            get_symbol(call.subject or (call.arguments[0].value if call.arguments else None))
            for call in script.calls
            if (call.name.startswith("layer_") or call.name == "pop_layer") and is_in_function(call.node)
        }
        self._elsewhere = {
            name
            for node in script.nodes
            if len(node.children) == 3 and node.children[1].text == "<<-"
            for name in list_targets(node.children[0])
        }
        self._makes_models = [call.node for call in script.calls if call.name == "keras_model"]
        self._turned = any(call.name == "k_set_image_data_format" for call in script.calls)

    def trace(self) -> list[Finding]:
        """Return what was found, in the order in which it was met."""
        self._run(self.script.root, ChainMap())
        while self._bodies:
            self._run(self._bodies.pop(), ChainMap())
        return list(self.found.values())

    # Statements

    def _run(self, node: Node, scope: Scope) -> Any:
        """Evaluate what stands in a block, and return the last value."""
        value = None
        statements = [one for one in node.children if one.children]
        for place, one in enumerate(statements):
            value = self.evaluate(one, scope)
            if place < len(statements) - 1:
                self._judge_unused(one, value)
        return value

    def _judge_unused(self, node: Node, value: Any) -> None:
        """Find a layer of a functional model whose output is not used."""
        call = None if is_assignment(node) else last_call(node)
        if call is None or not isinstance(value, Tensor) or not call.name.startswith("layer_") or not value.inputs:
            return
        block = node.parent
        if block is not None and any(
            block in made.ancestors() and made.line > node.line for made in self._makes_models
        ):
            message = f"{call.name}(): its output is not used. Assign it, or connect it to the model."
            self.say(call.label, NOTE, message, call.name)

    def evaluate(self, node: Node | None, scope: Scope) -> Any:
        """Return what a part of the script stands for; None where it is not known.

        Args:
            node: The part.
            scope: The values of its names.
        """
        if node is None or not node.children or self._levels > _DEEPEST:
            return None
        self._levels += 1
        value = self.values[id(node)] = self._evaluate(node, scope)
        self._levels -= 1
        return value

    def _evaluate(self, node: Node, scope: Scope) -> Any:
        parts, kinds = node.children, node.tokens()
        if len(parts) == 1 and node.token != "exprlist":
            return scope.get(get_symbol(node)) if get_symbol(node) else self.evaluate(parts[0], scope)
        if is_assignment(node):
            target, source = (parts[0], parts[2]) if kinds[1] in ASSIGNS_LEFT else (parts[2], parts[0])
            return self._assign(target, self.evaluate(source, scope), scope, source)
        if kinds[0] in ("'{'", "'('"):
            return self._run(node, scope)
        if kinds[0] in ("FUNCTION", "'\\\\'"):
            self._bodies.append(node)
            return None
        if kinds[1:2] == ["':'"] and (count := results.count_elements(node)):
            return Array((), rows=count)
        if kinds[1:2] == ["'+'"]:
            return self._judge_sum(node, scope)
        if kinds[0] in ("IF", "FOR", "WHILE", "REPEAT"):
            return self._evaluate_branches(node, scope)
        if is_pipe(node):
            return self._pipe(node, scope)
        if call := next(find_own_call(node), None):
            return self._call(call, scope)
        if len(parts) == 3 and kinds[1] == "SPECIAL" and parts[1].text in ("%<-%", "%<>%"):
            value = self.evaluate(parts[2], scope)
            for name in list_targets(parts[0], deep=True):
                scope[name] = None
            return value
        if len(parts) > 2 and kinds[1] in ("'$'", "LBB", "'['"):
            return self._take_part(node, scope)
        for part in parts:
            self.evaluate(part, scope)
        return None

    def _judge_sum(self, node: Node, scope: Scope) -> None:
        """Find a model to which a layer is added by `+`, as ggplot2 does."""
        values = [self.evaluate(one, scope) for one in (node.children[0], node.children[2])]
        if isinstance(values[0], Model) and isinstance(values[1], Layer):
            message = f"`+` does not add a layer to a model: write %>% {values[1].call.name}(...)."
            self.say(node.children[1], PROBLEM, message, values[1].call.name)

    def _pipe(self, node: Node, scope: Scope) -> Any:
        """Evaluate a pipe from its start, which may be many steps away."""
        steps = [node]
        while is_pipe(steps[-1].children[0]):
            steps.append(steps[-1].children[0])
        value = self.evaluate(steps[-1].children[0], scope)
        for step in reversed(steps):
            call = next(find_own_call(step.children[2]), None)
            inner = scope.new_child({".": value})
            value = self.values[id(step)] = self._call(call, inner) if call else self.evaluate(step.children[2], inner)
        return value

    def _assign(self, target: Node, value: Any, scope: Scope, source: Node) -> Any:
        for name in list_targets(target):
            scope[name] = None if name in self._elsewhere else value
            if isinstance(value, Model) and name in self._grown:
                value.is_sure = False
        if not list_targets(target):
            self._forget(target, scope)
        return value

    def _forget(self, target: Node, scope: Scope) -> None:
        """Forget the value of a variable if a part of it changes."""
        for one in target.walk():
            if one.token == "SYMBOL" and (name := one.text) in scope and not isinstance(scope[name], Model):
                scope[name] = None

    def _evaluate_branches(self, node: Node, scope: Scope) -> Any:
        """Evaluate branches and loop bodies; variables that they may change are unknown afterwards."""
        changed = {name for one in node.walk() for name in list_assigned(one)}
        self.depth += 1
        loops = node.children[0].token != "IF"
        for part in node.children:
            inner = scope.new_child(dict.fromkeys(changed) if loops else {})
            if part.token == "forcond":
                self.evaluate(part.children[-2], scope)
            else:
                self.evaluate(part, inner)
        self.depth -= 1
        scope.update(dict.fromkeys(changed))
        return None

    def _take_part(self, node: Node, scope: Scope) -> Any:
        whole, kind = self.evaluate(node.children[0], scope), node.children[1].token
        key = node.children[2].text if kind == "'$'" else read_literal(node.children[2])
        if isinstance(whole, Model) and kind == "'$'" and whole.is_sure:
            ends = {"input": whole.inputs, "output": whole.outputs}.get(str(key), [])
            return ends[0] if len(ends) == 1 else None
        if isinstance(whole, Result):
            return results.take_part(self, node, whole, kind, key)
        if isinstance(whole, list) and kind == "LBB" and isinstance(key, (int, float)) and 1 <= key <= len(whole):
            return whole[int(key) - 1]
        for part in node.children[2:]:
            self.evaluate(part, scope)
        return None

    # Calls

    def _call(self, call: Call, scope: Scope) -> Any:
        for argument in call.arguments:
            self.evaluate(argument.value, scope)
        values = [self.recall(call.subject), *(self.recall(one.value) for one in call.arguments)]
        made = scope.get(call.name) if not call.package else None
        if isinstance(made, (Layer, Model)):
            return self._apply_object(call, made)
        is_ours = call.package in _OWN and not self.script.may_define(call.name, call.node)
        if call.name in ("list", "c") and call.subject is None:
            numbers = read_literal(call.node)
            if isinstance(numbers, list) and all(isinstance(one, (int, float)) for one in numbers):
                return Array((), rows=len(numbers), largest=max(numbers, default=None))
            return values[1:] if not any(one.name for one in call.arguments) else None
        if is_ours and call.name in _INPUTS:
            return self._make_input(call)
        if is_ours and call.name in _MODELS:
            return self._make_model(call)
        if is_ours and (call.name.startswith("layer_") or call.name in _WRAPPERS):
            return self._add_layer(call, values)
        if is_ours and call.name in training.VERBS and (verb := training.judge_verb(self, call, values)):
            return verb
        if data := results.read_data(call, is_ours):
            return data
        if call.name not in _LEAVES or not (
            is_ours or call.name in ("print", "str", "plot", "summary", "cat", "length")
        ):
            for value in values:  # the value may be passed to a function that adds layers
                if isinstance(value, Model):
                    value.is_sure = False
        return None

    def _make_input(self, call: Call) -> Tensor:
        values = read_values(self.script, call)
        shape = as_shape(values["shape"]) if "shape" in values else None
        batch = as_shape(values["batch_shape"]) if "batch_shape" in values else None
        made = Tensor(shape if shape is not None else batch[1:] if batch else None, (), None, True, get_name(values))
        made.inputs = frozenset([made])
        return made

    def _make_model(self, call: Call) -> Model:
        given = read_arguments(self.script, call)
        model = Model(depth=self.depth)
        if call.name == "keras_model":
            model.inputs = list_tensors(self.recall(given.get("inputs"))) or []
            model.outputs = list_tensors(self.recall(given.get("outputs"))) or []
            model.is_sure = bool(model.inputs and model.outputs)
            needed = join_inputs(model.outputs)
            if model.is_sure and needed is not None and len(needed - {*model.inputs}) > 0:
                count = len(needed)
                message = (
                    f"keras_model(): the outputs depend on {count} inputs, but `inputs` does not list all of them."
                )
                self.say(call.label, PROBLEM, message, call.name)
            return model
        shape = find_given_shape(read_values(self.script, call))
        model.is_sequential = True
        model.outputs = [Tensor(shape, (), frozenset())]
        model.inputs = [Tensor(shape, is_input=True)] if shape is not None else []
        layers = self.recall(given.get("layers"))
        if given.get("layers") is not None and not isinstance(layers, list):
            model.is_sure = False
        for layer in layers if isinstance(layers, list) else []:
            if isinstance(layer, Layer):
                self._grow(model, layer.call, layer.call.label)
            else:
                model.is_sure = False
        return model

    def _add_layer(self, call: Call, values: list[Any]) -> Any:
        """Add a layer to a tensor or a sequential model, or return the layer."""
        if call.name in MERGES:
            named = [one.name for one in call.arguments]
            given = [one for one, name in zip(values[1:], named, strict=True) if name in ("", "inputs", "object")]
            value: Any = values[0] if call.subject is not None else given[0] if len(given) == 1 else given
            if not given and call.subject is None:
                return Layer(call)
        else:
            arguments = read_arguments(self.script, call)
            if (first := arguments.get("object")) is None:
                return Layer(call)
            value = self.recall(first)
        if isinstance(value, Model):
            return self._grow(value, call, call.label)
        tensors = list_tensors(value)
        return self._connect(call, tensors, call.label) if tensors else None

    def _apply_object(self, call: Call, made: Layer | Model) -> Any:
        """Call a layer or a model that a variable holds."""
        first = call.subject if call.subject is not None else call.arguments[0].value if call.arguments else None
        value = self.recall(first)
        if isinstance(value, Model):
            return self._grow(value, made.call if isinstance(made, Layer) else made, call.label)
        tensors = list_tensors(value)
        if tensors is None:
            return None
        if isinstance(made, Model):
            return self._pass_model(made, tensors, call.label)
        known = tensors[0].shape
        if known and made.takes and _keeps_width(made.call.name) and differ(known[-1:], made.takes[-1:]):
            message = f"{call.name}(): the layer expects {made.takes[-1]} values on the last axis and gets {known[-1]}."
            self.say(call.label, PROBLEM, message)
        made.takes = made.takes or known
        return self._connect(made.call, tensors, call.label)

    def _pass_model(self, model: Model, tensors: list[Tensor], at: Node) -> Tensor | None:
        if not model.is_sure or len(model.outputs) != 1:
            return None
        before = model.outputs[0]
        wanted = model.inputs[0].shape if len(model.inputs) == 1 == len(tensors) else None
        self.judge_fit(wanted, tensors[0].shape, at)
        return Tensor(before.shape, before.calls, join_inputs(tensors))

    def _grow(self, model: Model, layer: Call | Model, at: Node) -> Model:
        """Add a layer or a model to a sequential model."""
        if not model.is_sequential or self.depth > model.depth:
            model.is_sure = False
        if not model.is_sure:
            return model
        (last,) = model.outputs
        if isinstance(layer, Model):
            if not model.inputs and layer.is_sure:
                model.inputs = list(layer.inputs)
                last = replace(last, shape=layer.inputs[0].shape if layer.inputs else None)
            passed = self._pass_model(layer, [last], at)
            model.is_sure = passed is not None
            model.outputs = [passed or last]
            return model
        if not model.inputs:
            shape = find_given_shape(read_values(self.script, layer))
            if shape is not None:
                last = replace(last, shape=shape)
                model.inputs = [Tensor(shape, is_input=True)]
        if (name := get_name(read_values(self.script, layer))) in model.names:
            self.say(at, PROBLEM, f'{layer.name}(): an earlier layer already has the name "{name}".', layer.name)
        model.names |= {name} - {""}
        model.outputs = [self._connect(layer, [last], at) or Tensor(None, (layer,), frozenset())]
        return model

    def _connect(self, call: Call, tensors: list[Tensor], at: Node) -> Tensor | None:
        """Return a layer's output for tensors."""
        shapes = [one.shape for one in tensors]
        values = read_values(self.script, call)
        given: Shape | None = None
        try:
            if call.name in _WRAPPERS:
                given = self._wrap(call, values, shapes[0])
            elif call.name in MERGES:
                if call.name != "layer_add" and self.script.find_dialect(call.node, call.package) == KERAS3:
                    values = {
                        name: shift(one, "from_one") if name in ("axis", "axes") else one
                        for name, one in values.items()
                    }
                known = [one for one in shapes if one is not None]
                given = merge(call.name, values, known) if len(known) == len(shapes) > 1 else None
            else:
                given = follow(call.name, values, shapes[0] if len(shapes) == 1 else None)
        except OtherMeaningError:
            return None
        except MisfitError as error:
            if not self._turned:
                self.say(at, PROBLEM, f"{call.name}() {error}.", call.name)
        calls = (*tensors[0].calls, call) if len(tensors) == 1 else (call,)
        return Tensor(given, calls, join_inputs(tensors), name=get_name(values))

    def _wrap(self, call: Call, values: dict[str, Any], shape: Shape | None) -> Shape | None:
        layer = self.recall(read_arguments(self.script, call).get("layer"))
        if not isinstance(layer, Layer):
            return None
        inner = read_values(self.script, layer.call)
        if "time_distributed" in call.name:
            if shape is not None and len(shape) < 2:
                raise MisfitError(
                    f"expects tensors with at least 3 axes, including the batch axis, and gets {len(shape) + 1}"
                )
            each = follow(layer.call.name, inner, shape[1:] if shape else None)
            return (shape[0], *each) if shape and each else None
        return follow_both_ways(layer.call.name, inner, values.get("merge_mode", "concat"), shape)


def _keeps_width(name: str) -> bool:
    return name == "layer_dense" or find_rank(name) is not None
