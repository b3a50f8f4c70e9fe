"""Text, sequences and time series as inputs of a model."""

SAVED_MODULES = (f"{__name__}.",)
"""How the modules begin whose classes R's serialization may name: saving/values.py asks each room for them."""
