"""Training: compile(), fit(), evaluate(), predict(), and the requirements for their data."""
