"""R keras3's `op_*` and `random_*`: Keras's operations on tensors, arrays and symbolic tensors, counted from 1."""
