"""Composition of layers and models into graphs."""
