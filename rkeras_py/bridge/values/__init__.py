"""Values of R as values of Python, and back."""
