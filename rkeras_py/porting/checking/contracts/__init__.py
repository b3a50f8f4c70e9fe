"""The contract of a model: shapes from layer to layer, and a matching last layer, loss and monitors."""
