"""Architectures of well-known image classifiers, with functions for their inputs and outputs."""
