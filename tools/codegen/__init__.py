"""The generator of all that follows from the signatures: R wrappers with their help, and Python's list of names."""
