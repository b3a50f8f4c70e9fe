"""All that is put onto classes of Keras and functions of TensorFlow."""
