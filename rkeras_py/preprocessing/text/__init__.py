"""Texts on their way into a model."""
