"""`rkeras translate`: R scripts as Python programs, by R's parser and Python's `ast`."""
