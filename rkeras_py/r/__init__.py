"""The R of this process, and Python's view of its values and functions."""
