"""Architectures of well-known image classifiers, and what their inputs and outputs need."""
