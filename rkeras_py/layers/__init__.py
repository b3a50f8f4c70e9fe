"""Layers, one module for each family; the file stem is the same in R and in the tests."""
