"""Text, sequences and time series on their way into a model."""
