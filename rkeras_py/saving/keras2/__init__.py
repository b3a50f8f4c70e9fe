"""Readers of Keras 2 files."""
