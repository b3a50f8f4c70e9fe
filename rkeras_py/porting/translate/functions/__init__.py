"""R functions and their translations to Python."""
