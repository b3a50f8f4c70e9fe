"""Values of R and Python on their way into Keras."""
