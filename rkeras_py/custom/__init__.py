"""Classes, layers and functions that a user wrote, in R or Python."""
