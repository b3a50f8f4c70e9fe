"""Datasets that are downloaded once and cached."""
