"""The engine: Keras and TensorFlow, loaded once, and what is private in them."""
