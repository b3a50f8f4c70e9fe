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
    sequences; for long ones layer_lstm() or layer_gru() learn better, because gradients vanish less.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the last state.

    Differences:
        With `time_major = TRUE` a class of this package stands in, since Keras 3 has batches first only. A file
        with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here without.

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

    An LSTM reads a sequence step by step. Gates decide what its cell state keeps, adds and outputs, so it can remember
    over many steps. Use it for time series and text; set `return_sequences = TRUE` to stack recurrent layers.

    Called as a function, the layer also takes `initial_state` (a list of two tensors), `mask` and `training`.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the two last states (hidden and carry).

    Differences:
        With `time_major = TRUE` a class of this package stands in, since Keras 3 has batches first only. A file
        with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here without.

    References:
        Hochreiter, S. and Schmidhuber, J. (1997), Long Short-Term Memory, Neural Computation 9(8).

        Gers, F. A., Schmidhuber, J. and Cummins, F. (2000), Learning to Forget: Continual Prediction with LSTM, Neural
        Computation 12(10).

        Gal, Y. and Ghahramani, Z. (2016), A Theoretically Grounded Application of Dropout in Recurrent Neural Networks,
        arXiv:1512.05287.

        Jozefowicz, R., Zaremba, W. and Sutskever, I. (2015), An Empirical Exploration of Recurrent Network
        Architectures, ICML 2015.

    Example:
        >>> model = keras_model_sequential(input_shape=(10, 8)) >> layer_lstm(units=4)
        >>> op_shape(model.output)
        (None, 4)
        >>> count_params(model)
        208
        >>> op_shape(layer_lstm(layer_input(shape=(10, 8)), units=4, return_sequences=True))
        (None, 10, 4)
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

    A GRU reads a sequence step by step, with an update gate and a reset gate. It has fewer weights than layer_lstm()
    and often performs as well (Cho et al., 2014, arXiv:1406.1078). Set `return_sequences = TRUE` to stack recurrent
    layers.

    Called as a function, the layer also takes `initial_state`, `mask` and `training`.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the last state.

    Differences:
        With `time_major = TRUE` a class of this package stands in, since Keras 3 has batches first only. A file
        with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here without.

    References:
        Cho, K. et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation, arXiv:1406.1078.

        Chung, J. et al. (2014), Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling,
        arXiv:1412.3555.

        Gal, Y. and Ghahramani, Z. (2016), A Theoretically Grounded Application of Dropout in Recurrent Neural Networks,
        arXiv:1512.05287.

    Example:
        >>> model = keras_model_sequential(input_shape=(10, 8)) >> layer_gru(units=4)
        >>> op_shape(model.output)
        (None, 4)
        >>> count_params(model)
        168
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

    Use it with cells such as layer_lstm_cell(), or with a cell of your own, when the ready-made recurrent layers do not
    fit.

    Args:
        cell: A cell, such as layer_lstm_cell(units = 10), or a list of cells that are stacked.
        zero_output_for_mask: Whether masked steps give zeros instead of the output of the step before. Matters only
            with `return_sequences` and a mask.

    Input shape:
        (batch, time steps, ...).

    Output shape:
        (batch, output size of the cell); with `return_sequences` the time steps come second. With `return_state` a list
        of the output and the last states.

    Differences:
        With `time_major = TRUE` a class of this package stands in, since Keras 3 has batches first only. A file
        with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here without.

    Example:
        >>> steps = layer_input(shape=(10, 8))
        >>> op_shape(layer_rnn(steps, rnn_cell_gru(units=4)))
        (None, 4)
        >>> op_shape(layer_rnn(steps, [rnn_cell_lstm(units=4), rnn_cell_lstm(units=6)]))
        (None, 6)
    """
