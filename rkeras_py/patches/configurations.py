"""Parts of configurations that Keras forgets, omits or rejects, or writes for one backend only."""

import codecs
import functools
import inspect
import locale
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..engine.internals.compiled import wrapped_options
from ..engine.internals.layers import inner_layers
from ..engine.internals.modules import OWN_CODE, documented_class, know_objects
from ..engine.loading import keras
from ..graph.function_names import known_apart
from ..saving.hdf5_models import read_vocabulary
from .patch import Patch, replace_members

_PLAIN = (bool, int, float)


def tell_all(own: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return a `get_config()` that also tells arguments which are not the defaults and which Keras's own forgets.

    Args:
        own: Keras's method.
    """

    @functools.wraps(own)
    def get_config(self: Any) -> dict[str, Any]:
        config = own(self)
        held = vars(self) | wrapped_options(self)
        for name, parameter in inspect.signature(type(self)).parameters.items():
            is_plain = isinstance(parameter.default, _PLAIN)
            if is_plain and name not in config and name in held and held[name] != parameter.default:
                config[name] = held[name]
        return config

    return get_config


def keep_activity_regularizer(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a constructor of simple recurrent layers that uses `activity_regularizer`.

    Args:
        own: Keras's own.
    """
    signature = inspect.signature(own)

    @functools.wraps(own)
    def construct(self: Any, *args: Any, **kwargs: Any) -> None:
        own(self, *args, **kwargs)
        given = signature.bind(self, *args, **kwargs).arguments.get("activity_regularizer")
        if given is not None:
            self.activity_regularizer = keras().regularizers.get(given)

    construct.__signature__ = signature  # type: ignore[attr-defined]  # Keras reads it to store the arguments
    return construct


def keep_lora_alpha(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return an `enable_lora()` that uses the layer's `lora_alpha` where building names the rank alone.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def enable_lora(self: Any, rank: Any, lora_alpha: Any = None, *args: Any, **kwargs: Any) -> Any:
        if lora_alpha is None and rank == self.lora_rank and not self.lora_enabled:
            lora_alpha = self.lora_alpha
        return own(self, rank, lora_alpha, *args, **kwargs)

    return enable_lora


def hand_on_data_format(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a constructor whose layers inside have its `data_format`, too.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def construct(self: Any, *args: Any, **kwargs: Any) -> None:
        own(self, *args, **kwargs)
        for inner in inner_layers(self):
            inner.data_format = self.data_format

    construct.__signature__ = inspect.signature(own)  # type: ignore[attr-defined]
    return construct


FORGOTTEN = [
    Patch(
        owner, member, make, f"{what} has an effect", "It takes it and forgets it.", replaces=True, until=until,
        shown_by="arguments_without_effect",
    )
    for owner, member, make, what, until in (
        ("keras.layers.SimpleRNN", "__init__", keep_activity_regularizer, "layer_simple_rnn(activity_regularizer)", ""),
        ("keras.layers.Dense", "enable_lora", keep_lora_alpha, "layer_dense(lora_alpha = )", "3.16"),
        ("keras.layers.Embedding", "enable_lora", keep_lora_alpha, "layer_embedding(lora_alpha = )", "3.16"),
        ("keras.layers.RandomColorJitter", "__init__", hand_on_data_format, "random_color_jitter(data_format)", ""),
    )
]  # fmt: skip
"""Patches of arguments that Keras forgets."""


def tell_words(own: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return a `get_config()` of a lookup, which tells learned words where a file with a word a line loses some.

    Args:
        own: Keras's method.
    """

    @functools.wraps(own)
    def get_config(self: Any) -> dict[str, Any]:
        config = own(self)
        if config["vocabulary"] is None and not _are_lines(self.get_vocabulary()):
            config.update(read_vocabulary(self))
        return config

    return get_config


def _are_lines(words: list[Any]) -> bool:
    """Tell whether words stay the same in a file of one word per line, also if plain Keras reads it."""
    text = "\n".join(map(str, words))
    in_utf8 = codecs.lookup(locale.getpreferredencoding(False)).name == "utf-8"
    return text.rstrip("\n").splitlines() == list(map(str, words)) and (in_utf8 or text.isascii())


def write_no_told_words(own: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Return a `save_assets()` of a lookup, which writes no words that the configuration tells.

    Args:
        own: Keras's method.
    """

    @functools.wraps(own)
    def save_assets(self: Any, dir_path: str) -> None:
        if _are_lines(self.get_vocabulary()):
            own(self, dir_path)

    return save_assets


def read_no_words(own: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Return a `load_assets()` of a lookup, which leaves one alone that had learned nothing when it was saved.

    Args:
        own: Keras's method.
    """

    @functools.wraps(own)
    def load_assets(self: Any, dir_path: str) -> None:
        path = Path(dir_path) / "vocabulary.txt"
        nothing = "\n".join(map(str, self.get_vocabulary()))
        if not path.exists() or path.read_bytes() != nothing.encode():
            own(self, dir_path)

    return load_assets


def write_no_weights(own: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return what writes or reads a lookup's weights of words, which leaves one alone that has learned none.

    Args:
        own: Keras's method.
    """

    @functools.wraps(own)
    def keep_own_variables(self: Any, store: Any) -> None:
        if hasattr(self, "idf_weights_const") or "idf_weights" in store:
            own(self, store)

    return keep_own_variables


_LOOKUP = f"{OWN_CODE}.layers.preprocessing.index_lookup.IndexLookup"
VOCABULARIES = [
    *(
        Patch(
            owner,
            "get_config",
            tell_words,
            "files keep learned words that have line breaks in them, or that the locale cannot write",
            "It writes a word a line and reads other words, silently, or fails.",
            replaces=True,
        )
        for owner in (_LOOKUP, "keras.layers.TextVectorization")
    ),
    *replace_members(
        _LOOKUP,
        {
            "save_assets": write_no_told_words,
            "load_assets": read_no_words,
            "save_own_variables": write_no_weights,
            "load_own_variables": write_no_weights,
        },
        "a vectorization that has learned nothing yet can be saved",
        "It fails where it is saved or read.",
    ),
]
"""Patches of the words that lookups learned."""


def turn_around(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the constructor of a bidirectional layer.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def construct(
        self: Any,
        layer: Any,
        merge_mode: Any = "concat",
        weights: Any = None,
        backward_layer: Any = None,
        **kwargs: Any,
    ) -> None:
        with known_apart(layer) as functions, know_objects(functions):  # Keras copies the layer
            if backward_layer is None and getattr(layer, "go_backwards", False):
                backward_layer = _copy_forwards(layer)
            own(self, layer, merge_mode, weights, backward_layer, **kwargs)

    return construct


def _copy_forwards(layer: Any) -> Any:
    saving = keras().saving
    described = saving.serialize_keras_object(layer)
    name = f"backward_{layer.name.removeprefix('backward_')}"
    described["config"] = {**described["config"], "go_backwards": False, "name": name}
    return saving.deserialize_keras_object(described)


def name_documented(own: Callable[[Any], str | None]) -> Callable[[Any], str | None]:
    """Return the function that names a class in files, which names the class that all backends have.

    Args:
        own: Keras's own.
    """
    return lambda symbol: own(documented_class(symbol))


def find_documented(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that finds the classes that files name, also those that plain Keras wrote on PyTorch.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def find(name: str, registered_name: str | None, module: str, *args: Any, **kwargs: Any) -> Any:
        of_torch = str(module).startswith(f"{OWN_CODE}.backend.torch.optimizers.")
        return own(name, registered_name, "keras.optimizers" if of_torch else module, *args, **kwargs)

    return find


OF_PYTORCH = [
    Patch(
        f"{OWN_CODE}.{owner}",
        member,
        make,
        "models that were compiled on PyTorch are read on the other backends",
        "It writes names of classes that only PyTorch has, and fails where they are read.",
        replaces=True,
    )
    for owner, member, make in (
        ("api_export", "get_name_from_symbol", name_documented),
        ("saving.serialization_lib", "_retrieve_class_or_fn", find_documented),
    )
]
