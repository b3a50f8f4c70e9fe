"""Conversion of R and Python values for Keras."""
