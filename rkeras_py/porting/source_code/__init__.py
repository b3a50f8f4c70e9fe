"""The code of a model: show_r() and show_python()."""
