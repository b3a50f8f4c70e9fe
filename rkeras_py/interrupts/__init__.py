"""Ctrl-C: one handler, the regions of the program that it asks, and the table of what a press does in each."""
