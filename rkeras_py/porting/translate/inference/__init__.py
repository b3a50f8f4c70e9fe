"""Facts about the values of a program, inferred without running it."""
