"""Vocabularies of Keras 2 layers: a SavedModel stores them in the functions that fill their tables."""

import os
from typing import Any

import numpy as np

from ...compat.file_terms import NotUpgradable
from ...on_tensorflow import checkpoints

_PARTS = ((), ("_lookup_layer",))
"""Where a layer has its table: in itself, or in an inner layer."""


class Tables:
    """The tables of a SavedModel, read without running its functions.

    Args:
        folder: Name of the folder.
    """

    def __init__(self, folder: str) -> None:
        graph = checkpoints.read_saved_model(os.path.join(folder, "saved_model.pb")).meta_graphs[0]
        self.nodes = graph.object_graph_def.nodes
        self.calls = graph.object_graph_def.concrete_functions
        self.functions = {function.signature.name: function for function in graph.graph_def.library.function}
        self.constants = {node.name: node for node in graph.graph_def.node if node.op == "Const"}

    def words(self, layer: Any, way: tuple[str, ...]) -> list[Any]:
        """Read what a layer looks up.

        Args:
            layer: The layer of Keras 3.
            way: The way to the layer, object by object.

        Returns:
            The words, or whole numbers, in their order.

        Raises:
            NotUpgradable: If there is no table whose content the folder tells.
        """
        for part in _PARTS:
            table = self._find_child(0, *way, *part, "lookup_table", "_initialize")
            if table is not None:
                for name in self.nodes[table].function.concrete_functions:
                    keys, values = self._read_filling(name)
                    words, places = (values, keys) if getattr(layer, "invert", False) else (keys, values)
                    ordered = words[np.argsort(places)]
                    return [word.decode() if isinstance(word, bytes) else int(word) for word in ordered]
        raise NotUpgradable(
            f"layer '{layer.name}' ({type(layer).__name__}) has words that the folder does not "
            "contain. Save the model with Keras 2 as a .keras file and load that."
        )

    def _find_child(self, node: int | None, *way: str) -> int | None:
        for name in way:
            children = self.nodes[node].children if node is not None else ()
            node = next((child.node_id for child in children if child.local_name == name), None)
        return node

    def _read_filling(self, name: str) -> list[Any]:
        """Read the keys and values that a function writes to a table."""
        function = self.functions[name]
        given = [argument.name for argument in function.signature.input_arg]
        bound = dict(zip(given, self.calls[name].bound_inputs, strict=True))
        inside = {node.name: node for node in function.node_def if node.op == "Const"}
        filled = [node for node in function.node_def if node.op in ("LookupTableImportV2", "InitializeTableV2")]
        if len(filled) != 1:
            return [np.array([]), np.array([])]
        found = []
        for source in filled[0].input[1:3]:
            if source in bound:
                node = self.constants[self.nodes[bound[source]].constant.operation]
            else:
                node = inside[source.split(":")[0]]
            found.append(checkpoints.read_array(node))
        return found
