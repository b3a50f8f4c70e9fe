"""`--style keras`: NumPy and Python code instead of base R functions."""
