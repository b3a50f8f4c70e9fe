"""The symbolic scores of MultiHeadAttention have the number of queries where the computed ones have that of keys."""

import sys

import keras
import numpy as np

layer = keras.layers.MultiHeadAttention(num_heads=2, key_dim=3)
_, symbolic = layer(keras.Input((8, 4)), keras.Input((5, 4)), return_attention_scores=True)
_, computed = layer(np.ones((1, 8, 4)), np.ones((1, 5, 4)), return_attention_scores=True)
print(f"keras {keras.__version__}: computed {tuple(computed.shape)}; symbolic {tuple(symbolic.shape)}")
sys.exit(symbolic.shape[1:] != computed.shape[1:])
