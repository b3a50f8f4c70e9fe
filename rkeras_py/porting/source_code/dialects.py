"""Keras objects as calls: of Keras's own classes, or of the functions of this package."""

import sys
from collections.abc import Collection, Mapping
from types import FunctionType
from typing import Any

import numpy as np

from ...compat import keras2_arguments
from ...custom.r6 import OfR6
from ...engine.internals.modules import OWN_CODE
from ...engine.loading import keras
from ...signatures.calls import get_keras_arguments
from ...signatures.dialects import KERAS2, KERAS3
from ...signatures.registry import Spec
from . import objects
from .expressions import Call, Exactly, Member, Name, Program
from .names import Names
from .vocabulary import find_constructor, spell_argument
from .writing import write_call


class Dialect:
    """Makes expressions of objects, and notes what their code needs.

    Args:
        program: The text that the code is for.
        ours: Whether it calls the functions of this package where there are some, as in R.
        package: The package of R whose functions it calls instead, "keras3"; "" for this one.
    """

    def __init__(self, program: Program, ours: bool, package: str = "") -> None:
        self.program = program
        self.ours = ours
        self.package = package
        self.names = Names()

    def make(self, obj: Any, name: str | None = None, among: Collection[str] | None = None) -> Call:
        """Return the call that makes an object.

        Args:
            obj: The object: a layer, an optimizer, ...
            name: The name that it has to get in any case.
            among: The arguments that may be needed; None for all.
        """
        made = objects.describe(obj, among)
        if name is not None and "name" in made.config:
            made.arguments = {"name": name, **made.arguments}
        if isinstance(obj, keras().Optimizer) and _is_named_by_class(made.config["name"], made.cls):
            made.arguments.pop("name", None)
        if isinstance(obj, keras().layers.Lambda):
            return self._make_lambda(made)
        return self.call(made)

    def call(self, made: objects.Made) -> Call:
        """Return the call that makes what is described.

        Args:
            made: How it is made.
        """
        found = find_constructor(made.cls, self.package) if self.ours else None
        if found is not None:
            spec, asked = found
            call = self._call_function(spec, made)
            if call is not None:
                call = Call(call.function, call.positional, {**call.named, **asked})
                call = write_call(call, self.package) if self.package else call
            if call is not None:
                return call
        note = f"R keras 2.15 has no function for {made.path} with these arguments; Keras 2 may lack them."
        if self.package == KERAS2 and note not in self.program.notes:
            self.program.notes.append(note)
        named = {key: self._spell_in_keras(value, key, made.live) for key, value in in_order(made).items()}
        if self.program.is_r and issubclass(made.cls, OfR6) and self.package != KERAS3:
            return Call(Name("create_layer"), (self.refer(made.path),), {"args": Call(Name("list"), (), named)})
        return Call(self.refer(made.path), (), named)

    def note_training(self, keeps: bool | None) -> None:
        """Note where `training` of a call holds in the model, and in that of the code does not.

        Args:
            keeps: Whether it holds in the model.
        """
        note = "Keras 3 replaces `training` of a call by that of the model's call; in the model shown here it holds."
        if keeps and (not self.ours or self.package == KERAS3) and note not in self.program.notes:
            self.program.notes.append(note)

    def refer(self, path: str) -> Name | Member:
        """Return the expression for a class or function, and note that it is needed.

        Args:
            path: Its path.
        """
        module, _, name = path.rpartition(".")
        if path.startswith("keras.") and not path.startswith(f"{OWN_CODE}."):
            self.program.modules["keras"] = "keras"
            return Member(path)
        is_there = module != "__main__" and hasattr(sys.modules.get(module), name)
        self.program.foreign[name] = module if is_there and module != "builtins" else ""
        return Name(name)

    def _call_function(self, spec: Spec, made: objects.Made) -> Call | None:
        for name, value in spec.fixed.items():
            if not objects.same(made.config.get(name), value):
                return None
        given = {**made.arguments}
        for key in spec.fixed:
            given.pop(key, None)
        named = {}
        for key, value in in_order(objects.Made(made.cls, made.path, given, made.config, made.live), spec).items():
            argument = self._spell_argument(spec, key, value, made)
            if argument is None:
                return None
            name, spelled = argument
            if name in spec.send and _is_sent(spec, name, value):
                continue
            named[name] = spelled
        for name in spec.send:
            key = keras2_arguments.RENAMED.get(spec.name, {}).get(name, name)
            if name == "name" or name in named or key in given or key not in made.config:
                continue
            if not _is_sent(spec, name, made.config[key]):
                argument = self._spell_argument(spec, key, made.config[key], made)
                if argument is None:
                    return None
                named[argument[0]] = argument[1]
        return Call(Name(spec.name), (), named)

    def _spell_argument(self, spec: Spec, key: str, value: Any, made: objects.Made) -> tuple[str, Any] | None:
        if _is_lambda(getattr(made.live, key, None)):
            found = spell_argument(spec, key, Name(""))
            return (found[0], self._ask_for(_name_part(made.live, key))) if found else None
        if _holds_objects(value):
            short = _find_older_name(spec, key, value) if objects.is_serialized(value) else None
            found = spell_argument(spec, key, Name("")) if short is None else (key, short)
            if found is None:
                return None
            return found[0], short or self._spell_in_keras(value, key, made.live)
        spelled = spell_argument(spec, key, value)
        if spelled is None and isinstance(value, str) and key in keras2_arguments.ACTIVATIONS:
            return key, self.refer(f"keras.activations.{value}")
        return spelled

    def _spell_in_keras(self, value: Any, key: str, owner: Any) -> Any:
        """Return the expression for a value of a configuration."""
        if _is_lambda(getattr(owner, key, None)):
            return self._ask_for(_name_part(owner, key))
        if objects.is_serialized(value):
            return self.value_of(value, getattr(owner, key, None))
        if isinstance(value, (list, tuple)) and _holds_objects(value):
            live = getattr(owner, key, None)
            several = live if isinstance(live, (list, tuple)) and len(live) == len(value) else [None] * len(value)
            return [
                self.value_of(one, here) if objects.is_serialized(one) else one
                for one, here in zip(value, several, strict=True)
            ]
        return Exactly(value)

    def value_of(self, value: dict[str, Any], live: Any = None) -> Any:
        """Return the expression for an object that a configuration holds.

        Args:
            value: What the configuration has of it.
            live: The object itself, where it is known.
        """
        if value["class_name"] == "__lambda__":
            return self._ask_for("own_function")
        if value["class_name"] == "DTypePolicy":
            return value["config"]["name"]
        if value["class_name"] == "__numpy__":
            return np.array(value["config"]["value"], dtype=value["config"]["dtype"])
        if value["class_name"] == "__tensor__":
            return np.array(value["config"]["value"], dtype=value["config"]["dtype"])
        if value["class_name"] == "function" or isinstance(value["config"], str):
            return self._spell_function(value, live)
        short = objects.shorten(value)
        if short is not None:
            return short
        if not hasattr(live, "get_config") or type(live).__name__ != value["class_name"]:
            live = objects.revive(value)
        return self.part(live, value["config"])

    def _ask_for(self, name: str) -> Name:
        """Return a name for a function without one, and note that it has to be defined."""
        taken = self.names.take(name)
        self.program.notes.append(f"Define {taken} here: models do not store the code of anonymous functions.")
        return Name(taken)

    def part(self, live: Any, among: Collection[str]) -> Any:
        """Return the expression for an object inside another; a model inside a layer takes statements of its own.

        Args:
            live: The object.
            among: The arguments that may be needed.
        """
        return self.make(live, among=among)

    def _spell_function(self, value: dict[str, Any], live: Any) -> Any:
        name = value["config"]
        if isinstance(live, FunctionType):
            return self.refer(objects.get_path(live))
        known = keras().saving.get_registered_object(value.get("registered_name") or name)
        return self.refer(objects.get_path(known) if known is not None else str(name))

    def _make_lambda(self, made: objects.Made) -> Call:
        function = made.live.function
        own = not objects.is_automatic(made.live.name, made.cls)
        name = getattr(function, "__name__", "")
        if not name.isidentifier():
            name = self.names.take(f"{made.live.name if own else 'lambda'}_function")
        of = f'the lambda layer "{made.live.name}"' if own else "a lambda layer"
        note = f"Define {name} here: models do not store the function of {of}."
        if note not in self.program.notes and name not in self.program.definitions:
            self.program.notes.append(note)
        kept = ("output_shape", "mask", "arguments", "name", "trainable", "dtype")
        given = {key: value for key, value in made.arguments.items() if key in kept and value not in (None, {})}
        if not objects.is_serialized(made.config.get("output_shape")) and made.config.get("output_shape") is not None:
            given["output_shape"] = made.config["output_shape"]
        first, function_of = (
            ("f", Name("layer_lambda")) if self.ours else ("function", self.refer("keras.layers.Lambda"))
        )
        return Call(function_of, (), {first: Name(name), **{key: Exactly(value) for key, value in given.items()}})


def in_order(made: objects.Made, spec: Spec | None = None) -> dict[str, Any]:
    """Return the arguments in the order in which the function or class lists them; the name comes last.

    Args:
        made: What is made.
        spec: The function of this package that makes it.
    """
    order = list(get_keras_arguments(made.cls))
    if spec is not None:
        renamed = keras2_arguments.RENAMED.get(spec.name, {})
        order = [renamed.get(name, name) for name in spec.params] + order
    late = ("dtype", "trainable", "name")
    places = {key: place for place, key in reversed(list(enumerate(order)))}
    return dict(
        sorted(made.arguments.items(), key=lambda pair: (pair[0] in late, places.get(pair[0], len(places)), pair[0]))
    )


def _name_part(owner: Any, key: str) -> str:
    """Return a name for a function that an object holds."""
    return f"own_{key}" if objects.is_automatic(owner.name, type(owner)) else f"{owner.name}_{key}"


def _is_lambda(value: Any) -> bool:
    return isinstance(value, FunctionType) and not value.__name__.isidentifier()


def _is_named_by_class(name: Any, cls: Any) -> bool:
    return objects.is_automatic(name, cls)


def _is_sent(spec: Spec, name: str, value: Any) -> bool:
    """Tell whether a value is the one that the function sends by itself."""
    sent = keras2_arguments.translate(spec.name, {**spec.fixed, name: spec.params[name].default})
    key = keras2_arguments.RENAMED.get(spec.name, {}).get(name, name)
    return objects.same(sent.get(key), value) or (spec.params[name].default is None and value is None)


def _holds_objects(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_objects, value))
    return objects.is_serialized(value)


def _find_older_name(spec: Spec, key: str, value: Mapping[str, Any]) -> str | None:
    """Return the name of an activation of Keras 2, such as "hard_sigmoid", that the function makes this object of."""
    if key not in keras2_arguments.ACTIVATIONS:
        return None
    config = value["config"]
    name = config.get("name") if isinstance(config, dict) else config
    if not isinstance(name, str):
        return None
    made = keras2_arguments.translate(spec.name, {key: name})[key]
    return name if not isinstance(made, str) and objects.same(_drop_types(made), _drop_types(value)) else None


def _drop_types(value: Any) -> Any:
    if not isinstance(value, (dict, list, tuple, str, int, float, type(None))):
        value = keras().saving.serialize_keras_object(value)
    if isinstance(value, dict):
        return {key: _drop_types(part) for key, part in value.items() if key not in ("dtype", "build_config", "name")}
    return [_drop_types(part) for part in value] if isinstance(value, (list, tuple)) else value
