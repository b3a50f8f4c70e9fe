"""Optimizers and schedules of their learning rates."""
