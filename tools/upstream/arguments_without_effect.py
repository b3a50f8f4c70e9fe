"""Layers take an argument and forget it: a regularizer, LoRA's alpha, a data format."""

import sys

import keras
import numpy as np

layers = [keras.layers.Dense(3, lora_rank=2, lora_alpha=8), keras.layers.Embedding(3, 2, lora_rank=2, lora_alpha=8)]
forgotten = []
for layer in layers:
    layer(np.ones((1, 3)))
    print(
        f"keras {keras.__version__}: {type(layer).__name__}(lora_alpha=8) has alpha {layer.lora_alpha} when it is built"
    )
    forgotten.append(layer.lora_alpha != 8)
jitter = keras.layers.RandomColorJitter(hue_factor=0.5, data_format="channels_first")
print(f"RandomColorJitter(data_format='channels_first') has a layer inside with {jitter.random_hue.data_format!r}")
forgotten.append(jitter.random_hue.data_format != "channels_first")
recurrent = keras.layers.SimpleRNN(1, activity_regularizer="l2")
print(f"SimpleRNN(activity_regularizer='l2') has {recurrent.activity_regularizer}")
forgotten.append(recurrent.activity_regularizer is None)
sys.exit(any(forgotten))
