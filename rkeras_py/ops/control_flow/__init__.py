"""Branches, loops, and other functions that call user functions, in R or Python."""
