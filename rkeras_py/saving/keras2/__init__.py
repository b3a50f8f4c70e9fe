"""Readers of Keras 2's files."""
