"""All functions of R that are translated: each module says which when it is imported."""

from . import (
    applying,
    choices,
    classes,
    conditions,
    counting,
    numeric,
    operators,
    palettes,
    subsets,
    tests,
    texts,
    vectors,
)

KNOWN = (applying, choices, classes, conditions, counting, numeric, operators, palettes, subsets, tests, texts, vectors)
"""The modules."""
