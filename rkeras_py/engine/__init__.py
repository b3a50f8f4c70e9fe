"""The engine: Keras and TensorFlow, loaded once, and access to their private parts."""
