"""Python objects that delegate to an R6 object."""

from typing import Any

from ..engine.loading import keras
from .classes import get_kept_value


class OfR6:
    """A base of the classes that stand for R6 classes: the fields of the R6 object are attributes.

    Attributes:
        r_fields: The names of these fields.
    """

    r_fields: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        """Return a field of the R6 object.

        Raises:
            AttributeError: If it has none of that name, or a layer that is not yet in the attributes of this one.
        """
        if self._has_field(name):
            value = self.get_r_field(name)
            layer = keras().layers.Layer
            if not (isinstance(self, layer) and isinstance(value, layer)):
                return value
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute, or a field of the R6 object; layers are both, since Keras looks for them in attributes."""
        if self._has_field(name):
            self.set_r_field(name, value)
            if not isinstance(value, keras().layers.Layer):
                return
        super().__setattr__(name, value)

    def _has_field(self, name: str) -> bool:
        return name in type(self).r_fields and get_kept_value(self) is not None
