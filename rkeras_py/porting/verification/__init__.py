"""`rkeras translate --verify`: a script and its program run side by side, and what they print and train is compared."""
