"""TextVectorization promises another shape for a column of texts than its call gives."""

import sys

import keras

layer = keras.layers.TextVectorization(vocabulary=["a", "b"], output_mode="count")
texts = keras.ops.convert_to_tensor([["a b"], ["b b"]])
promised, got = tuple(layer.compute_output_shape((2, 1))), tuple(layer(texts).shape)
print(f"keras {keras.__version__}: the call gives {got}; compute_output_shape() says {promised}")
sys.exit(promised != got)
