"""Losses: an object for compile() when called without data, the value per sample when called with it."""
