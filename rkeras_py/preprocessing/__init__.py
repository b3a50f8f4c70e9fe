"""Text, sequences and time series as inputs of a model."""

SAVED_MODULES = (f"{__name__}.",)
"""Prefixes of the modules whose classes R's serialization may name; saving/values.py reads them from each package."""
