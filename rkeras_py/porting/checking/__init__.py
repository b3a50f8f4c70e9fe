"""`rkeras check`: what works in a script, what differs on Keras 3, and what to do; without running it."""
