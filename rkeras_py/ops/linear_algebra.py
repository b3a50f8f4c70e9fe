"""Decompositions, solvers and other linear algebra; axes before the last two are batch axes."""

from typing import Any

from ..engine.loading import keras
from ..r.results import QR as QR
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Axes, QrMode, TensorArg
from ..signatures.words import MISSING, Bool, Count, Int, Number, OneAxis
from .family import keras_op, operation


@keras_op("keras.ops.cholesky")
def op_cholesky(x: TensorArg = MISSING) -> Any:
    """Return the Cholesky factor of positive definite matrices.

    It is the lower triangular L with `a = L %*% t(L)`. Use it to draw from a multivariate normal distribution.

    Example:
        >>> op_cholesky([[4.0, 2.0], [2.0, 3.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[2.       , 0.       ],
               [1.       , 1.4142135]], dtype=float32)>
    """


@keras_op("keras.ops.det")
def op_det(x: TensorArg = MISSING) -> Any:
    """Return determinants.

    A matrix has an inverse if its determinant is not 0. For large matrices use op_slogdet(), which does not overflow.

    Example:
        >>> op_det([[1.0, 2.0], [3.0, 4.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=-2.0>
    """


@keras_op("keras.ops.slogdet")
def op_slogdet(x: TensorArg = MISSING) -> TensorsOut:
    """Return signs and logarithms of the absolute values of determinants.

    The determinant is `sign * exp(logdet)`. Unlike op_det() it does not overflow.

    Returns:
        A list of two tensors: the signs and the logarithms.

    Example:
        >>> op_slogdet([[1.0, 2.0], [3.0, 4.0]])
        (<tf.Tensor: shape=(), dtype=float32, numpy=-1.0>,
         <tf.Tensor: shape=(), dtype=float32, numpy=0.6931471824645996>)
    """


@keras_op("keras.ops.logdet")
def op_logdet(x: TensorArg = MISSING) -> Any:
    """Return logarithms of determinants, which should be positive.

    Use it in the likelihood of a normal distribution and in normalizing flows. The determinant of a large matrix itself
    would overflow.

    Example:
        >>> op_logdet([[2.0, 0.0], [0.0, 3.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=1.7917594909667969>
    """


@keras_op("keras.ops.inv")
def op_inv(x: TensorArg = MISSING) -> Any:
    """Return inverse matrices.

    The product `x %*% op_inv(x)` is the identity matrix. To solve equations use op_solve(), which is faster and more
    accurate.

    Example:
        >>> op_inv([[2.0, 0.0], [1.0, 4.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 0.5  ,  0.   ],
               [-0.125,  0.25 ]], dtype=float32)>
    """


@keras_op("keras.ops.trace")
def op_trace(x: TensorArg = MISSING, offset: Int = 0, axis1: OneAxis = 1, axis2: OneAxis = 2) -> Any:
    """Return sums of diagonals.

    The trace of a square matrix is the sum of its eigenvalues. Use it for penalties on matrices, such as `trace(t(w)
    %*% w)`, the sum of squares.

    Args:
        offset: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_trace([[1, 2], [3, 4]])
        <tf.Tensor: shape=(), dtype=int32, numpy=5>
    """


@keras_op("keras.ops.eig")
def op_eig(x: TensorArg = MISSING) -> TensorsOut:
    """Return eigenvalues and eigenvectors, which are complex numbers.

    A vector v is an eigenvector if `x %*% v` is `lambda * v`, where lambda is its eigenvalue. For symmetric matrices
    use op_eigh(), whose results are real.

    Returns:
        A list of two tensors: the eigenvalues, and the eigenvectors as columns.

    Example:
        >>> op_eig([[0.0, 1.0], [-1.0, 0.0]])[0]
        <tf.Tensor: shape=(2,), dtype=complex64, numpy=array([0.+1.j, 0.-1.j], dtype=complex64)>
    """


@keras_op("keras.ops.eigh")
def op_eigh(x: TensorArg = MISSING) -> TensorsOut:
    """Return eigenvalues and eigenvectors of symmetric matrices.

    Use it for the principal components of a covariance matrix: the eigenvectors are the directions, the eigenvalues the
    variances, in ascending order.

    Returns:
        A list of two tensors: the eigenvalues in ascending order, and the eigenvectors as columns.

    Example:
        >>> op_eigh([[2.0, 1.0], [1.0, 2.0]])[0]
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.99999994, 2.9999998 ], dtype=float32)>
    """


@keras_op("keras.ops.svd")
def op_svd(x: TensorArg = MISSING, full_matrices: Bool = True, compute_uv: Bool = True) -> TensorsOut:
    """Return the singular value decomposition.

    It is `x = u %*% diag(s) %*% vh`. Use it for low-rank approximations and principal components.

    Args:
        full_matrices: Whether the matrices of vectors are square.
        compute_uv: Whether to return the singular vectors, too.

    Returns:
        A list of three tensors: u, the singular values, and the transpose of v. Without `compute_uv`, only the singular
        values.

    Example:
        >>> op_svd([[3.0, 0.0], [0.0, 4.0]], compute_uv=False)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([4., 3.], dtype=float32)>
    """


@operation
def op_qr(x: TensorArg = MISSING, mode: QrMode = "reduced") -> QR:
    """Return the QR decomposition of a matrix.

    It is `x = q %*% r` with an orthogonal q and an upper triangular r. Use it to make vectors orthogonal.

    Args:
        mode: "reduced", or "complete": a square orthogonal matrix.

    Returns:
        A list of two tensors: `q`, the orthogonal matrix, and `r`, the triangular matrix.

    Example:
        >>> factors = op_qr([[1.0, 2.0], [3.0, 4.0]])
        >>> op_matmul(factors.q, factors.r)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1.0000001, 1.9999998],
               [3.       , 4.       ]], dtype=float32)>
    """
    return QR(*keras().ops.qr(x, mode))


@keras_op("keras.ops.lu_factor")
def op_lu_factor(x: TensorArg = MISSING) -> TensorsOut:
    """Return the LU decomposition of a matrix.

    A lower and an upper triangular matrix have the input as their product, up to a permutation of rows. Both are
    returned in one matrix; use it to solve many equations with the same matrix.

    Returns:
        A list of two tensors: both triangular matrices in one, and the permutation of the rows, counted from 0.

    Example:
        >>> op_lu_factor([[1.0, 2.0], [4.0, 4.0]])
        (<tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[4.  , 4.  ],
               [0.25, 1.  ]], dtype=float32)>, <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 0], dtype=int32)>)
    """


@keras_op("keras.ops.solve", joins=True)
def op_solve(a: TensorArg = MISSING, b: TensorArg = MISSING) -> Any:
    """Solve linear equations.

    It returns the x for which `a %*% x == b`. Use it instead of op_inv().

    Args:
        a: The matrix of coefficients.
        b: The right-hand side, a matrix or a vector.

    Example:
        >>> op_solve([[2.0, 1.0], [1.0, 3.0]], [5.0, 10.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 3.], dtype=float32)>
    """


@keras_op("keras.ops.solve_triangular", joins=True)
def op_solve_triangular(a: TensorArg = MISSING, b: TensorArg = MISSING, lower: Bool = False) -> Any:
    """Solve linear equations with a triangular matrix.

    Use it after op_cholesky(): it is much faster than op_solve().

    Args:
        a: The matrix of coefficients.
        b: The right-hand side, a matrix or a vector.
        lower: Whether the matrix is lower triangular.

    Example:
        >>> op_solve_triangular([[2.0, 1.0], [0.0, 4.0]], [4.0, 8.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """


@keras_op("keras.ops.lstsq", joins=True)
def op_lstsq(a: TensorArg = MISSING, b: TensorArg = MISSING, rcond: Number | None = None) -> Any:
    """Return the least-squares solution of linear equations.

    It minimizes `sum((a %*% x - b)^2)`, as linear regression does. In the example, x contains the intercept and the
    slope of a line.

    Args:
        a: The matrix of coefficients.
        b: The right-hand side, a matrix or a vector.
        rcond: Singular values below this fraction of the largest one count as 0; NULL uses the precision of the data
            type.

    Example:
        >>> op_lstsq([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]], [1.0, 2.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.6666666, 0.5      ], dtype=float32)>
    """


@keras_op("keras.ops.normalize")
def op_normalize(x: TensorArg = MISSING, axis: Axes = -1, order: Count = 2, epsilon: Number | None = None) -> Any:
    """Scale vectors to norm 1.

    It computes `x / norm(x)` along an axis. Dot products of such vectors are cosine similarities.

    Args:
        axis: Axis along which the norm becomes 1, counted from 1.
        order: The order of the norm, a whole number.
        epsilon: Small number that prevents division by zero, or NULL.

    Example:
        >>> op_normalize([3.0, 4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.6, 0.8], dtype=float32)>
        >>> op_normalize([3.0, 1.0], order=1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.75, 0.25], dtype=float32)>
    """
