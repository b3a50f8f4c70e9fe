"""The R of this process, and what Python knows of its values and functions."""
