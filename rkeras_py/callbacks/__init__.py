"""Callbacks: actions during training, after batches and epochs."""

SAVED_MODULES = (f"{__name__}.classes",)
"""How the modules begin whose classes R's serialization may name: saving/values.py asks each room for them."""
