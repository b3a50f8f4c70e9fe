"""Keras 2 on Keras 3: renamed and dropped arguments, and different computations."""
