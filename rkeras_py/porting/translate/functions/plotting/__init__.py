"""Base R plots as matplotlib plots."""
