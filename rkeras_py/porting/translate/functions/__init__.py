"""Functions of R, and what each is in Python."""
