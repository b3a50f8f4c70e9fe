"""What users are told: our own words, and those of Keras and TensorFlow made plain."""
