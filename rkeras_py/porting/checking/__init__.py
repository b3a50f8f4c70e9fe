"""`rkeras check`: reports what works in a script and what differs on Keras 3, with advice, without running it."""
