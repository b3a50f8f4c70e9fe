"""Callbacks: actions during training, after batches and epochs."""

SAVED_MODULES = (f"{__name__}.classes",)
"""Prefixes of the modules whose classes R's serialization may name; saving/values.py reads them from each package."""
