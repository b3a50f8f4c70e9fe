"""Cells: one time step of a recurrent layer, for layer_rnn()."""

from typing import Any

from ..define import constructor
from ..signatures.words import (
    MISSING,
    Activation,
    Bool,
    CellList,
    Constraint,
    Count,
    Initializer,
    Probability,
    Regularizer,
    Seed,
)


@constructor("keras.layers.SimpleRNNCell")
def layer_simple_rnn_cell(
    units: Count = MISSING,
    activation: Activation = "tanh",
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    **options: Any,
) -> Any:
    """Make a cell of a fully connected recurrent layer.

    A cell computes one time step. Pass it to layer_rnn(), which runs it over a sequence, or stack several cells with
    layer_stacked_rnn_cells().

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> cell = layer_simple_rnn_cell(units=1, kernel_initializer="ones")
        >>> cell(np.array([[2.0]]), [np.array([[0.0]])])[0]
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.9640276]], dtype=float32)>
    """


@constructor("keras.layers.LSTMCell")
def layer_lstm_cell(
    units: Count = MISSING,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "sigmoid",
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    unit_forget_bias: Bool = True,
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    **options: Any,
) -> Any:
    """Make a cell of a long short-term memory layer.

    A cell computes one time step. Pass it to layer_rnn(), which runs it over a sequence, or stack several cells with
    layer_stacked_rnn_cells(). layer_lstm() is faster for a single cell.

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    References:
        Hochreiter, S. and Schmidhuber, J. (1997), Long Short-Term Memory, Neural Computation 9(8).

    Example:
        >>> steps = layer_input(shape=(10, 8))
        >>> op_shape(layer_rnn(steps, layer_lstm_cell(units=4), return_sequences=True))
        (None, 10, 4)
    """


@constructor("keras.layers.GRUCell")
def layer_gru_cell(
    units: Count = MISSING,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "sigmoid",
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    reset_after: Bool = True,
    **options: Any,
) -> Any:
    """Make a cell of a gated recurrent unit layer.

    A cell computes one time step. Pass it to layer_rnn(), which runs it over a sequence, or stack several cells with
    layer_stacked_rnn_cells(). layer_gru() is faster for a single cell.

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    References:
        Cho, K. et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation, arXiv:1406.1078.

    Example:
        >>> steps = layer_input(shape=(10, 8))
        >>> op_shape(layer_rnn(steps, layer_gru_cell(units=4), return_sequences=True))
        (None, 10, 4)
    """


@constructor("keras.layers.StackedRNNCells")
def layer_stacked_rnn_cells(
    cells: CellList = MISSING,
    **options: Any,
) -> Any:
    """Stack several cells so that they act as one.

    Each cell passes its output to the next at every time step. Give the stack to layer_rnn() for a deep recurrent
    layer.

    Args:
        cells: List of cells; each gets the output of the one before.

    Returns:
        The stack, a cell. Give it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> cells = layer_stacked_rnn_cells([layer_lstm_cell(units=4), layer_gru_cell(units=6)])
        >>> op_shape(layer_rnn(layer_input(shape=(10, 8)), cells))
        (None, 6)
    """


@constructor("keras.layers.SimpleRNNCell")
def rnn_cell_simple(
    units: Count = MISSING,
    activation: Activation = "tanh",
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Make a cell of a fully connected recurrent layer, as R's keras3 names it.

    A cell computes one time step; pass it to layer_rnn(). It is the same as layer_simple_rnn_cell().

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> steps = layer_input(shape=(10, 8))
        >>> op_shape(layer_rnn(steps, rnn_cell_simple(units=4), return_sequences=True))
        (None, 10, 4)
    """


@constructor("keras.layers.LSTMCell")
def rnn_cell_lstm(
    units: Count = MISSING,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "sigmoid",
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    unit_forget_bias: Bool = True,
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Make a cell of a long short-term memory layer, as R's keras3 names it.

    A cell computes one time step; pass it to layer_rnn(). It is the same as layer_lstm_cell().

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> steps = layer_input(shape=(10, 8))
        >>> op_shape(layer_rnn(steps, rnn_cell_lstm(units=4), return_sequences=True))
        (None, 10, 4)
    """


@constructor("keras.layers.GRUCell")
def rnn_cell_gru(
    units: Count = MISSING,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "sigmoid",
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    reset_after: Bool = True,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Make a cell of a gated recurrent unit, as R's keras3 names it.

    A cell computes one time step; pass it to layer_rnn(). It is the same as layer_gru_cell().

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> steps = layer_input(shape=(10, 8))
        >>> op_shape(layer_rnn(steps, rnn_cell_gru(units=4), return_sequences=True))
        (None, 10, 4)
    """


@constructor("keras.layers.StackedRNNCells")
def rnn_cells_stack(
    cells: CellList = MISSING,
    **options: Any,
) -> Any:
    """Make one cell of several, each of which gets the output of the one before.

    Pass the result to layer_rnn() for a deep recurrent layer. It is the same as layer_stacked_rnn_cells().

    Args:
        cells: List of cells.

    Returns:
        The cell. Give it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> cells = rnn_cells_stack([rnn_cell_lstm(units=4), rnn_cell_gru(units=6)])
        >>> op_shape(layer_rnn(layer_input(shape=(10, 8)), cells))
        (None, 6)
    """
