"""Classes, layers and functions written by the user, in R or Python."""
