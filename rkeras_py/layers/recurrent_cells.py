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
    """Create a cell of a fully connected recurrent layer.

    A cell computes one time step: `h = activation(x %*% kernel + h %*% recurrent_kernel + bias)`, where h is both
    output and state (Elman, 1990). Pass it to layer_rnn(), which runs it over a sequence, or stack several cells with
    layer_stacked_rnn_cells().

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

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
    """Create a cell of a long short-term memory layer.

    A cell computes one time step: `c = f * c + i * tanh(x %*% W + h %*% U + b)` and `h = o * tanh(c)`, where the gates
    `i`, `f` and `o` lie between 0 and 1 (see layer_lstm()). It has two states, h and c. Pass it to layer_rnn(), which
    runs it over a sequence, or stack several cells with layer_stacked_rnn_cells(). layer_lstm() is faster for a single
    cell.

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

    References:
        Hochreiter, S. and Schmidhuber, J. (1997), Long Short-Term Memory, Neural Computation 9(8).

    Example:
        >>> cell = layer_lstm_cell(units=1, kernel_initializer="ones", recurrent_initializer="ones")
        >>> x = np.array([[2.0]])
        >>> zero = np.array([[0.0]])
        >>> one_step = cell(x, [zero, zero])
        >>> one_step[0]
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.60828346]], dtype=float32)>
        >>> one_step[1]
        [<tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.60828346]], dtype=float32)>,
         <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.8491127]], dtype=float32)>]
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
    """Create a cell of a gated recurrent unit layer.

    A cell computes one time step: `h = z * h + (1 - z) * n`, where the gate `z` lies between 0 and 1 and n is the
    candidate (see layer_gru()). Pass it to layer_rnn(), which runs it over a sequence, or stack several cells with
    layer_stacked_rnn_cells(). layer_gru() is faster for a single cell.

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

    References:
        Cho, K. et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation, https://arxiv.org/abs/1406.1078

    Example:
        >>> cell = layer_gru_cell(units=1, kernel_initializer="ones", recurrent_initializer="ones")
        >>> cell(np.array([[2.0]]), [np.array([[0.0]])])[0]
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.11491489]], dtype=float32)>
        >>> cell(np.array([[2.0]]), [np.array([[1.0]])])[0]
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.9997422]], dtype=float32)>
    """


@constructor("keras.layers.StackedRNNCells")
def layer_stacked_rnn_cells(
    cells: CellList = MISSING,
    **options: Any,
) -> Any:
    """Stack several cells so that they act as one.

    Each cell passes its output to the next at every time step: `h2 = cell2(cell1(x, h1), h2)`. Pass the stack to
    layer_rnn() to get a deep recurrent layer.

    Args:
        cells: List of cells; each gets the output of the previous one.

    Returns:
        The stack, a cell. Pass it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> first = layer_simple_rnn_cell(
        ...     units=1, activation="linear", kernel_initializer="ones", recurrent_initializer="ones"
        ... )
        >>> second = layer_simple_rnn_cell(
        ...     units=1, activation="linear", kernel_initializer="ones", recurrent_initializer="ones"
        ... )
        >>> x = np.array([1.0, 1.0, 1.0, 1.0]).reshape(1, 4, 1)
        >>> op_squeeze(layer_rnn(x, layer_stacked_rnn_cells([first, second]), return_sequences=True))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 1.,  3.,  6., 10.], dtype=float32)>
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
    """Create a cell of a fully connected recurrent layer; keras3's name for layer_simple_rnn_cell().

    A cell computes one time step, `h = activation(x %*% kernel + h %*% recurrent_kernel + bias)`; pass it to
    layer_rnn(). It is the same as layer_simple_rnn_cell().

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> cell = rnn_cell_simple(
        ...     units=1, activation="linear", kernel_initializer="ones", recurrent_initializer="ones"
        ... )
        >>> sales = np.array([3.0, 1.0, 2.0]).reshape(1, 3, 1)
        >>> op_squeeze(layer_rnn(sales, cell, return_sequences=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([3., 4., 6.], dtype=float32)>
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
    """Create a cell of a long short-term memory layer; keras3's name for layer_lstm_cell().

    A cell computes one time step, `c = f * c + i * tanh(...)` and `h = o * tanh(c)` (see layer_lstm()); pass it to
    layer_rnn(). It is the same as layer_lstm_cell().

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> cell = rnn_cell_lstm(units=1, kernel_initializer="ones", recurrent_initializer="ones")
        >>> pulse = np.array([1.0, 0.0, 0.0]).reshape(1, 3, 1)
        >>> op_squeeze(layer_rnn(pulse, cell, return_sequences=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.36960638, 0.33927953, 0.35603592], dtype=float32)>
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
    """Create a cell of a gated recurrent unit layer; keras3's name for layer_gru_cell().

    A cell computes one time step, `h = z * h + (1 - z) * n` (see layer_gru()); pass it to layer_rnn(). It is the same
    as layer_gru_cell().

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> cell = rnn_cell_gru(units=1, kernel_initializer="ones", recurrent_initializer="ones")
        >>> pulse = np.array([1.0, 0.0, 0.0]).reshape(1, 3, 1)
        >>> op_squeeze(layer_rnn(pulse, cell, return_sequences=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.20482421, 0.1633225 , 0.12876944], dtype=float32)>
    """


@constructor("keras.layers.StackedRNNCells")
def rnn_cells_stack(
    cells: CellList = MISSING,
    **options: Any,
) -> Any:
    """Stack several cells so that they act as one; keras3's name for layer_stacked_rnn_cells().

    Pass the result to layer_rnn() for a deep recurrent layer: `h2 = cell2(cell1(x, h1), h2)` at every time step. It is
    the same as layer_stacked_rnn_cells().

    Args:
        cells: List of cells.

    Returns:
        The cell. Pass it to layer_rnn(), which runs it over the time steps.

    Example:
        >>> first = rnn_cell_simple(
        ...     units=1, activation="linear", kernel_initializer="ones", recurrent_initializer="ones"
        ... )
        >>> second = rnn_cell_simple(
        ...     units=1, activation="linear", kernel_initializer="ones", recurrent_initializer="zeros"
        ... )
        >>> x = np.array([1.0, 1.0, 1.0]).reshape(1, 3, 1)
        >>> op_squeeze(layer_rnn(x, rnn_cells_stack([first, second]), return_sequences=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 2., 3.], dtype=float32)>
    """
