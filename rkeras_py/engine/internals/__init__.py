"""Access to the private side of Keras and TensorFlow: each name is behind a function that says what it is for.

tests/python/test_internals.py has a canary for each: where a new Keras changes one, it names it and its users.
What is put onto Keras's classes is in rkeras_py/patches.
"""
