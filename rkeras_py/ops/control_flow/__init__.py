"""Branches, loops, and other functions that call functions, of R or Python."""
