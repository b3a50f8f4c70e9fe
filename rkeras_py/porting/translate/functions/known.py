"""All functions of R that are translated: each module says which when it is imported."""

from . import applying, choices, classes, counting, numeric, operators, subsets, tests, texts, vectors
from .plotting import palettes

KNOWN = (applying, choices, classes, counting, numeric, operators, palettes, subsets, tests, texts, vectors)
"""The modules."""
