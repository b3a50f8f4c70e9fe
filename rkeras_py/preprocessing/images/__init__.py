"""Pictures on their way into a model."""
