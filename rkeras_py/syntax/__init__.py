"""R's syntax for Python: the pipe and `c()`."""
