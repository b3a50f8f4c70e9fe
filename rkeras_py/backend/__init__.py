"""The `k_*` functions: Keras's operations, on tensors, symbolic tensors, arrays and numbers."""
