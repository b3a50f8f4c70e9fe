"""The printer of Python code: `ast` trees as text, with long lines wrapped and with comments."""
