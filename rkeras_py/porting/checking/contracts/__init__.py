"""The contract of a model: shapes from layer to layer, and last layer, loss and monitors that fit each other."""
