"""Text as input of a model."""
