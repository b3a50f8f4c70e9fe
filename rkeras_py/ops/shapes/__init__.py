"""Functions that reshape, join and split tensors."""
