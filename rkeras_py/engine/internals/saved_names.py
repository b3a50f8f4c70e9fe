"""Names allowed in the bytes of saved objects: classes and functions that only create plain values."""

from .modules import OWN_CODE

COMPUTING_MODULES = (f"{OWN_CODE}.losses.", f"{OWN_CODE}.metrics.")
"""Prefixes of the modules whose functions only compute losses and metrics."""

PLAIN_MODULES = (
    *(f"{OWN_CODE}.{kind}." for kind in ("callbacks", "constraints", "initializers", "regularizers")),
    *(f"{OWN_CODE}.{kind}." for kind in ("optimizers.schedules", "legacy.preprocessing", "dtype_policies")),
    *COMPUTING_MODULES,
)
"""Prefixes of the modules whose classes are made from plain values and open no files."""

PLAIN_VALUES = {
    "tensorflow.python.framework.dtypes": {"as_dtype"},
    "tensorflow.python.framework.indexed_slices": {"IndexedSlicesSpec"},
    "tensorflow.python.framework.sparse_tensor": {"SparseTensorSpec"},
    "tensorflow.python.framework.tensor": {"TensorSpec"},
    "tensorflow.python.framework.tensor_shape": {"Dimension", "TensorShape"},
    "tensorflow.python.ops.ragged.ragged_tensor": {"RaggedTensorSpec"},
}
"""The names of TensorFlow's types, shapes and specs in pickles, by module."""
