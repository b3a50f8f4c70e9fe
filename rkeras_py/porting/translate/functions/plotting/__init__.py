"""Plots of base R, as those of matplotlib."""
