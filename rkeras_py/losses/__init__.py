"""Losses: without data an object for compile(), with data the value per sample."""
