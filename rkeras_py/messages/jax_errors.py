"""JAX's errors about code that needs values while JAX records it, with an alternative."""

import sys

_WAY = (
    "JAX traces this code before there are values. TensorFlow and NumPy functions, as.array() and conditions on "
    "tensors need values: use op_*() and k_*() functions, and op_where() or op_cond() to choose by a tensor."
)


def explain_traced(error: Exception) -> Exception | None:
    """Return such an error with the way out, in a class that a message alone makes, as JAX's do not; None for others.

    Args:
        error: The error.
    """
    jax = sys.modules.get("jax")
    if jax is None or not isinstance(error, (jax.errors.JAXTypeError, jax.errors.JAXIndexError)):
        return None
    told = str(error).splitlines()[0].rstrip(".")
    return TypeError(f"{told}. {_WAY}")
