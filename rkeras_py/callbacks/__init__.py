"""Callbacks: what happens beside the training, after batches and epochs."""
