"""Generates, from the signatures, what would otherwise be typed a second time: R wrappers with help, and `__init__`."""
