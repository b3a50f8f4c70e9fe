"""Functions that give tensors another shape, or join and cut them."""
