"""Keras 2 on Keras 3: what was renamed, dropped or computed otherwise."""
