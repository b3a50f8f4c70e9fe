"""Recurrent layers."""

from typing import Any

from ..compat.keras2_arguments import is_true
from ..define import layer
from ..signatures.object_words import BoolOrAuto
from ..signatures.registry import Variant
from ..signatures.words import (
    MISSING,
    Activation,
    Bool,
    Cells,
    Composable,
    Constraint,
    Count,
    Initializer,
    Probability,
    Regularizer,
    Seed,
)


@layer("keras.layers.SimpleRNN", variants=(Variant("time_major", is_true, "rkeras_py.classes.time_major.SimpleRNN"),))
def layer_simple_rnn(
    object: Composable = MISSING,
    units: Count = MISSING,
    activation: Activation = "tanh",
    use_bias: Bool = True,
    return_sequences: Bool = False,
    return_state: Bool = False,
    go_backwards: Bool = False,
    stateful: Bool = False,
    unroll: Bool = False,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    *,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Add a fully connected recurrent layer.

    The output of a step is `h[t] = activation(x[t] %*% kernel + h[t - 1] %*% recurrent_kernel + bias)`. It suits short
    sequences; for long ones layer_lstm() or layer_gru() learn better, because their gradients vanish less.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the final state.

    Differences:
        With `time_major = TRUE` the layer has an rkeras class, because Keras 3 supports only batches first. Plain Keras
        can load a file with this layer only after `import rkeras_py.classes`.

    Example:
        >>> weights = [np.array([[1.0]]), np.array([[1.0]]), np.array([0.0])]
        >>> sums = layer_simple_rnn(units=1, activation="relu", weights=weights, return_sequences=True)
        >>> op_squeeze(sums(np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 3., 6.], dtype=float32)>
    """


@layer("keras.layers.LSTM", variants=(Variant("time_major", is_true, "rkeras_py.classes.time_major.LSTM"),))
def layer_lstm(
    object: Composable = MISSING,
    units: Count = MISSING,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "sigmoid",
    use_bias: Bool = True,
    return_sequences: Bool = False,
    return_state: Bool = False,
    go_backwards: Bool = False,
    stateful: Bool = False,
    time_major: Bool = False,
    unroll: Bool = False,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    unit_forget_bias: Bool = True,
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    *,
    seed: Seed | None = None,
    use_cudnn: BoolOrAuto = "auto",
    **options: Any,
) -> Any:
    """Add a long short-term memory layer.

    An LSTM reads a sequence step by step. It has a cell state `c` and an output `h`: with the gates `i`, `f`, `o` =
    `sigmoid(x %*% W + h %*% U + b)`, each with its own weights, `c = f * c + i * tanh(x %*% W + h %*% U + b)` and `h
    = o * tanh(c)` (Hochreiter and Schmidhuber, 1997; Gers et al., 2000). The sum keeps gradients from vanishing over
    many steps, so the layer can remember. Use it for time series and text; set `return_sequences = TRUE` to stack
    recurrent layers.

    When you call the layer, you can also pass `initial_state` (a list of two tensors), `mask` and `training`.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the two final states (hidden and carry).

    Differences:
        With `time_major = TRUE` the layer has an rkeras class, because Keras 3 supports only batches first. Plain Keras
        can load a file with this layer only after `import rkeras_py.classes`.

    References:
        Hochreiter, S. and Schmidhuber, J. (1997), Long Short-Term Memory, Neural Computation 9(8).

        Gers, F. A., Schmidhuber, J. and Cummins, F. (2000), Learning to Forget: Continual Prediction with LSTM, Neural
        Computation 12(10).

        Gal, Y. and Ghahramani, Z. (2016), A Theoretically Grounded Application of Dropout in Recurrent Neural Networks,
        https://arxiv.org/abs/1512.05287

        Jozefowicz, R., Zaremba, W. and Sutskever, I. (2015), An Empirical Exploration of Recurrent Network
        Architectures, ICML 2015.

    Example:
        >>> temperature = np.array([
        ...     40.6, 40.8, 44.4, 46.7, 54.1, 58.5, 57.7, 56.4, 54.3, 50.5, 42.9, 39.8, 44.2, 39.8, 45.1, 47.0
        ... ])
        >>> temperature = (temperature - 50) / 10
        >>> x = np.array([temperature[month : month + 4] for month in range(12)]).reshape(12, 4, 1)
        >>> model = keras_model_sequential(input_shape=(4, 1)) >> layer_lstm(units=8) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer=optimizer_adam(learning_rate=0.05))
        >>> history = model >> fit(x, temperature[4:], epochs=50, verbose=0)
        >>> [round(history.metrics["loss"][epoch], 2) for epoch in (0, 9, 49)]
        [0.48, 0.1, 0.02]
        >>> round(float(np.mean((x[:, 3, 0] - temperature[4:]) ** 2)), 2)
        0.19
        >>> op_shape(layer_lstm(x, units=8, return_sequences=True))
        (12, 4, 8)

    Example in R:
        temperature <- (nottem[1:16] - 50) / 10
        x <- t(sapply(1:12, function(month) temperature[month + 0:3]))
        x <- array_reshape(x, c(12, 4, 1))
        model <- keras_model_sequential(input_shape = c(4, 1)) %>%
          layer_lstm(units = 8) %>%
          layer_dense(units = 1)
        model %>% compile(loss = "mse", optimizer = optimizer_adam(learning_rate = 0.05))
        history <- model %>% fit(x, temperature[5:16], epochs = 50, verbose = 0)
        round(history$metrics$loss[c(1, 10, 50)], 2)
        # The error of a forecast that repeats the previous month:
        round(mean((x[, 4, 1] - temperature[5:16])^2), 2)
        op_shape(layer_lstm(x, units = 8, return_sequences = TRUE))
    """


@layer("keras.layers.GRU", variants=(Variant("time_major", is_true, "rkeras_py.classes.time_major.GRU"),))
def layer_gru(
    object: Composable = MISSING,
    units: Count = MISSING,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "sigmoid",
    use_bias: Bool = True,
    return_sequences: Bool = False,
    return_state: Bool = False,
    go_backwards: Bool = False,
    stateful: Bool = False,
    unroll: Bool = False,
    time_major: Bool = False,
    reset_after: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    *,
    seed: Seed | None = None,
    use_cudnn: BoolOrAuto = "auto",
    **options: Any,
) -> Any:
    """Add a gated recurrent unit layer.

    A GRU reads a sequence step by step. The update gate `z` and the reset gate `r` are `sigmoid(x %*% W + h %*% U +
    b)`; the candidate is `n = tanh(x %*% W + r * (h %*% U))`, and the new output is `h = z * h + (1 - z) * n`. It has
    fewer weights than layer_lstm() and often performs as well (Cho et al., 2014, arXiv:1406.1078). Set
    `return_sequences = TRUE` to stack recurrent layers.

    When you call the layer, you can also pass `initial_state`, `mask` and `training`.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the final state.

    Differences:
        With `time_major = TRUE` the layer has an rkeras class, because Keras 3 supports only batches first. Plain Keras
        can load a file with this layer only after `import rkeras_py.classes`.

    References:
        Cho, K. et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation, https://arxiv.org/abs/1406.1078

        Chung, J. et al. (2014), Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling,
        https://arxiv.org/abs/1412.3555

        Gal, Y. and Ghahramani, Z. (2016), A Theoretically Grounded Application of Dropout in Recurrent Neural Networks,
        https://arxiv.org/abs/1512.05287

    Example:
        >>> pulse = np.array([1.0, 0.0, 0.0, 0.0]).reshape(1, 4, 1)
        >>> gru = layer_gru(units=1, kernel_initializer="ones", recurrent_initializer="ones", return_sequences=True)
        >>> op_squeeze(gru(pulse))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=
        array([0.20482421, 0.1633225 , 0.12876944, 0.10053358], dtype=float32)>
        >>> inputs = layer_input(shape=(4, 1))
        >>> count_params(keras_model(inputs, layer_gru(inputs, units=8)))
        264
        >>> count_params(keras_model(inputs, layer_lstm(inputs, units=8)))
        320
    """


@layer("keras.layers.RNN", variants=(Variant("time_major", is_true, "rkeras_py.classes.time_major.RNN"),))
def layer_rnn(
    object: Composable = MISSING,
    cell: Cells = MISSING,
    return_sequences: Bool = False,
    return_state: Bool = False,
    go_backwards: Bool = False,
    stateful: Bool = False,
    unroll: Bool = False,
    time_major: Bool = False,
    *,
    zero_output_for_mask: Bool = False,
    **options: Any,
) -> Any:
    """Run a cell, or a stack of cells, over the time steps of a sequence.

    It calls the cell once for each time step, with the input of the step and the states from the previous step.
    Use it with cells such as layer_lstm_cell(), with a stack of cells, or with a custom cell. For a plain LSTM or GRU,
    layer_lstm() and layer_gru() are faster.

    Args:
        cell: A cell, such as layer_lstm_cell(units = 10), or a list of cells to stack.
        zero_output_for_mask: Whether the output of masked steps is zero instead of the output of the previous step.
            Matters only with `return_sequences` and a mask.

    Input shape:
        (batch, time steps, ...).

    Output shape:
        (batch, output size of the cell); with `return_sequences` the time steps come second. With `return_state` a list
        of the output and the final states.

    Differences:
        With `time_major = TRUE` the layer has an rkeras class, because Keras 3 supports only batches first. Plain Keras
        can load a file with this layer only after `import rkeras_py.classes`.

    Example:
        >>> pulse = np.array([1.0, 0.0, 0.0, 0.0]).reshape(1, 4, 1)
        >>> half = initializer_constant(0.5)
        >>> cell = rnn_cell_simple(units=1, activation="linear", kernel_initializer="ones", recurrent_initializer=half)
        >>> op_squeeze(layer_rnn(pulse, cell, return_sequences=True))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1.   , 0.5  , 0.25 , 0.125], dtype=float32)>
        >>> op_shape(layer_rnn(pulse, [rnn_cell_lstm(units=4), rnn_cell_lstm(units=6)]))
        (1, 6)
    """
