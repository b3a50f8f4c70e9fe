"""Messages to users: our own, and clearer versions of those of Keras and TensorFlow."""
