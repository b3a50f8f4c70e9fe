"""Saving models: files, text and bytes."""
