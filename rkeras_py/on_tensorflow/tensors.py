"""TensorFlow's tensors, variables and shapes, which are made where Keras's operations cost more or have no form."""

import sys
from collections.abc import Callable
from typing import Any

from ..engine.loading import find, resolve


def make_constant(value: Any) -> Any:
    """Return a tensor of the values of an array."""
    return resolve("tensorflow.constant")(value)


def convert(value: Any) -> Any:
    """Return a value as a tensor; a tensor is returned unchanged."""
    return resolve("tensorflow.convert_to_tensor")(value)


def convert_as(value: Any, dtype: Any, prepare: Callable[[Any], Any]) -> Any:
    """Return a tensor of a type.

    Args:
        value: A tensor, or what `prepare` accepts.
        dtype: The type; None: that of the value.
        prepare: Converts what is no tensor to an array.
    """
    tf = resolve("tensorflow")
    tensor = value if tf.is_tensor(value) else tf.convert_to_tensor(prepare(value))
    return tensor if dtype is None else tf.cast(tensor, dtype)


def copy(value: Any) -> Any:
    """Return another tensor of the same values."""
    return resolve("tensorflow.identity")(convert(value))


def view_array(array: Any) -> Any:
    """Return a tensor on the memory of an array."""
    return resolve("tensorflow.experimental.dlpack.from_dlpack")(array.__dlpack__())


def read_shape(tensor: Any) -> Any:
    """Return the sizes of a tensor as a tensor, computed when the model runs."""
    return resolve("tensorflow.shape")(tensor)


def make_shape(sizes: Any) -> Any:
    """Return a `tf.TensorShape` of some sizes; None: of an unknown number of axes."""
    return resolve("tensorflow.TensorShape")(sizes)


def make_spec(shape: Any, dtype: Any, name: str) -> Any:
    """Return the description of a tensor in the signature of a function."""
    return resolve("tensorflow.TensorSpec")(shape, dtype, name)


def measure_type(dtype: Any) -> int:
    """Return the number of bytes of a data type's element."""
    return int(resolve("tensorflow.as_dtype")(dtype).size)


def choose(tensor: Any, mask: Any, axis: int) -> Any:
    """Return the elements where a mask is true, whose axes begin at `axis`."""
    return resolve("tensorflow.boolean_mask")(tensor, mask, axis=axis)


def is_sparse(value: Any) -> bool:
    """Tell whether a value is a sparse tensor."""
    return isinstance(value, resolve("tensorflow.SparseTensor"))


def fill_sparse(tensor: Any) -> Any:
    """Return a sparse tensor as a dense one."""
    return resolve("tensorflow.sparse.to_dense")(tensor)


def drop_padding(labels: Any, lengths: Any) -> Any:
    """Return the first labels of each row, as many as its length, as a sparse tensor."""
    tf = resolve("tensorflow")
    dense = tf.convert_to_tensor(labels)
    places = tf.where(tf.sequence_mask(lengths, tf.shape(dense)[1]))
    return tf.SparseTensor(places, tf.gather_nd(dense, places), tf.shape(dense, out_type=tf.int64))


def multiply_sparse(indices: Any, values: Any, shape: Any, tensor: Any) -> Any:
    """Return the product of a sparse matrix and a transposed dense one.

    Args:
        indices: The places of the sparse matrix's values.
        values: Its values.
        shape: Its shape.
        tensor: The dense matrix.
    """
    tf = find("tensorflow")
    return tf.sparse.sparse_dense_matmul(tf.SparseTensor(indices, values, shape), tensor, adjoint_b=True)


def call_on_batch(function: Callable[[Any], Any], images: Any) -> Any:
    """Call a function of a batch of images on a tensor with any number of leading axes.

    Args:
        function: Returns images of the same shape.
        images: The tensor; the number of its axes may be unknown.
    """
    tf = resolve("tensorflow")
    sizes = tf.shape(images)
    return tf.reshape(function(tf.reshape(images, [-1, sizes[-3], sizes[-2], sizes[-1]])), sizes)


def is_variable(value: Any) -> bool:
    """Tell whether a value is a variable of TensorFlow, which is not loaded for the question."""
    loaded = sys.modules.get("tensorflow")
    return loaded is not None and isinstance(value, loaded.Variable)


def decode_png(data: bytes) -> Any:
    """Return the pixels of a PNG file as an array of red, green and blue."""
    return resolve("tensorflow.io.decode_png")(data, channels=3).numpy()


def print_values(message: str, tensor: Any) -> Any:
    """Print a tensor each time that the model runs; return it."""
    tf = resolve("tensorflow")
    tf.print(message, tensor, output_stream=sys.stdout, summarize=3)
    return tf.identity(tensor)


def take_apart(value: Any) -> tuple[str, tuple[Any, ...]] | None:
    """Return what kind of tensor a value is, and plain values that make an equal one; None for the spec of a tensor."""
    tf = resolve("tensorflow")
    if isinstance(value, tf.Variable):
        return "variable", (tf.convert_to_tensor(value), value.trainable, value.name.partition(":")[0])
    if not tf.is_tensor(value):
        return None
    if not isinstance(value, tf.Tensor):
        return "composite", (tf.type_spec_from_value(value), tf.nest.flatten(value, expand_composites=True))
    return "tensor", (tf.io.serialize_tensor(value).numpy(), value.dtype.name)


def make_variable(value: Any, trainable: bool, name: str) -> Any:
    """Make a variable of TensorFlow."""
    return resolve("tensorflow.Variable")(value, trainable=trainable, name=name)


def join_parts(spec: Any, parts: list[Any]) -> Any:
    """Make a tensor that consists of several, as ragged and sparse ones do."""
    return resolve("tensorflow.nest").pack_sequence_as(spec, parts, expand_composites=True)


def parse_tensor(data: bytes, dtype: str) -> Any:
    """Make a tensor of the bytes that TensorFlow wrote."""
    return resolve("tensorflow.io.parse_tensor")(data, resolve("tensorflow.dtypes.as_dtype")(dtype))
