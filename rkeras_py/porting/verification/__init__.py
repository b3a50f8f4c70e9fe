"""`rkeras translate --verify`: run a script and its program, and compare their output and training."""
