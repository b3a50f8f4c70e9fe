"""Ctrl-C: one handler, the program regions that it asks, and the table of effects in each region."""
