"""A way to use a layer function, as the modules that samples.py merges list them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Args = dict[str, Any]
STEPS, IMAGE, VOLUME = (6, 3), (6, 7, 3), (5, 6, 7, 2)


@dataclass
class Sample:
    """A way to use a layer function.

    Attributes:
        shapes: Shape of each input, without the batch axis; none where only the arguments are looked at here.
        args: Arguments of our function, in Python's types.
        keras: Arguments of the Keras class, where they differ from `args`; a function makes those that are layers.
        cls: The Keras class, where it is not the target in the registry.
        plain: Makes the Keras layer, where that is not the target in the registry with these arguments.
        old: Name of the class in Keras 2, where it is another than the target's.
        ids: Whether the inputs are whole numbers from 0 to 4.
        vectors: Whether texts (batch, 1) give (batch, n), as when they are computed; Keras 3 says (batch, 1, n).
        words: Whether the inputs are strings, the letters from a to e.
        training: Whether to call the layer as in training or not so; None leaves it to the layer.
        late: Arguments that are made anew for each use, by name.
        loads: Whether a file with the layer loads without further ado.
        keras_2: Arguments that tf_keras takes otherwise; None where Keras 2 gives other numbers or none.
    """

    shapes: list[tuple[int, ...]]
    args: Args = field(default_factory=dict)
    keras: Args | None = None
    cls: str = ""
    plain: Callable[[], Any] | None = None
    old: str = ""
    ids: bool = False
    vectors: bool = False
    words: bool = False
    training: bool | None = None
    late: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    loads: bool = True
    keras_2: Args | None = field(default_factory=dict)

    def inputs(self) -> list[np.ndarray]:
        """Make a batch of two for each input."""
        random = np.random.default_rng(1)
        if self.words:
            return [random.choice(list("abcde"), (2, *shape)) for shape in self.shapes]
        if self.ids:
            return [random.integers(0, 5, (2, *shape)).astype("float32") for shape in self.shapes]
        return [random.normal(size=(2, *shape)).astype("float32") for shape in self.shapes]

    def dtype(self) -> str | None:
        """Data type of the symbolic inputs."""
        return "string" if self.words else None
