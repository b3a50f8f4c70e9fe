"""Signatures of exported functions, and the meaning of their arguments."""
