"""Training: compile(), fit(), evaluate(), predict(), and what data must be for them."""
