"""The room of all that TensorFlow alone has: no room above names `tensorflow`, but for those that a test lists."""
