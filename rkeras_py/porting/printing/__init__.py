"""The one printer of Python: trees of `ast` as text, with long lines broken and comments between."""
