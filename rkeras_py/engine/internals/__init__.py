"""Access to the private parts of Keras and TensorFlow: each name is behind a function that describes its purpose.

tests/python/test_internals.py has a canary for each: if a new Keras changes one, the canary reports it and its users.
Changes to Keras's classes are in rkeras_py/patches.
"""
