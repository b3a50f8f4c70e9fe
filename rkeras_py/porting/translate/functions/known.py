"""All translated R functions: each module registers its own when it is imported."""

from . import applying, choices, classes, counting, numeric, operators, subsets, tests, texts, vectors
from .plotting import palettes

KNOWN = (applying, choices, classes, counting, numeric, operators, palettes, subsets, tests, texts, vectors)
"""The modules."""
