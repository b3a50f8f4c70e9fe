"""Facts on the values of a program that are read without running it."""
