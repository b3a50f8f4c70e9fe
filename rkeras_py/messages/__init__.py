"""Messages to users: our own words, and those of Keras and TensorFlow made plain."""
