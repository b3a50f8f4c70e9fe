"""All changes to Keras classes and TensorFlow functions."""
