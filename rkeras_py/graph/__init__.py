"""Layers and models composed to graphs."""
