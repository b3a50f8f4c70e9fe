"""Result words: the type that an exported function returns, for type checkers, if Python has no such type.

`-> Model` in a signature is `Any` to the body of the function, which holds Keras's objects, and a `keras.Model` to its
users. The names in the hints are those of `keras_types.pyi`.
"""

from dataclasses import dataclass
from typing import Annotated, Any


@dataclass(frozen=True)
class Result:
    """A kind of result.

    Attributes:
        hint: What type checkers are told.
    """

    hint: str


Tensor = Annotated[Any, Result("Tensor")]
TensorList = Annotated[Any, Result("list[Tensor]")]
Variable = Annotated[Any, Result("keras.Variable")]
Array = Annotated[Any, Result("Array")]
ArrayList = Annotated[Any, Result("list[Array]")]
Layer = Annotated[Any, Result("LayerObject")]
Model = Annotated[Any, Result("Model")]
ModelList = Annotated[Any, Result("list[Model]")]
Sequential = Annotated[Any, Result("Sequential")]
Callback = Annotated[Any, Result("keras.callbacks.Callback")]
Metric = Annotated[Any, Result("keras.metrics.Metric")]


def get_hint(annotation: Any) -> str:
    """Return the hint that a result word carries, or ""."""
    return next((extra.hint for extra in getattr(annotation, "__metadata__", ()) if isinstance(extra, Result)), "")
