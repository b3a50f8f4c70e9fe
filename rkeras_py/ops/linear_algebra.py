"""Decompositions, solutions and other linear algebra; axes in front of the last two are batches."""

from typing import Any

from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Axes, QrMode, TensorArg
from ..signatures.words import MISSING, Bool, Int, Number, OneAxis
from .family import keras_op


@keras_op("keras.ops.cholesky")
def op_cholesky(x: TensorArg = MISSING) -> Any:
    """Return the lower triangular matrix whose product with its transpose is a positive definite matrix.

    Example:
        op_cholesky([[4.0, 2.0], [2.0, 3.0]])
    """


@keras_op("keras.ops.det")
def op_det(x: TensorArg = MISSING) -> Any:
    """Return determinants."""


@keras_op("keras.ops.slogdet")
def op_slogdet(x: TensorArg = MISSING) -> TensorsOut:
    """Return signs and logarithms of the absolute values of determinants.

    Returns:
        A list of two tensors: the signs and the logarithms.
    """


@keras_op("keras.ops.logdet")
def op_logdet(x: TensorArg = MISSING) -> Any:
    """Return logarithms of determinants, which should be positive."""


@keras_op("keras.ops.inv")
def op_inv(x: TensorArg = MISSING) -> Any:
    """Return inverse matrices."""


@keras_op("keras.ops.trace")
def op_trace(x: TensorArg = MISSING, offset: Int = 0, axis1: OneAxis = 1, axis2: OneAxis = 2) -> Any:
    """Return sums of diagonals.

    Args:
        offset: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.eig")
def op_eig(x: TensorArg = MISSING) -> TensorsOut:
    """Return eigenvalues and eigenvectors, which are complex numbers.

    Returns:
        A list of two tensors: the eigenvalues, and the eigenvectors as columns.
    """


@keras_op("keras.ops.eigh")
def op_eigh(x: TensorArg = MISSING) -> TensorsOut:
    """Return eigenvalues and eigenvectors of symmetric matrices.

    Returns:
        A list of two tensors: the eigenvalues in ascending order, and the eigenvectors as columns.
    """


@keras_op("keras.ops.svd")
def op_svd(x: TensorArg = MISSING, full_matrices: Bool = True, compute_uv: Bool = True) -> TensorsOut:
    """Return singular values, and singular vectors.

    Args:
        full_matrices: Whether the matrices of vectors are square.
        compute_uv: Whether to return the vectors too.

    Returns:
        A list of three tensors: u, the singular values, and the transpose of v. Without `compute_uv` the singular
        values.
    """


@keras_op("keras.ops.qr")
def op_qr(x: TensorArg = MISSING, mode: QrMode = "reduced") -> TensorsOut:
    """Return the product of an orthogonal and an upper triangular matrix that a matrix is.

    Args:
        mode: "reduced", or "complete": a square orthogonal matrix.

    Returns:
        A list of two tensors: the orthogonal one and the triangular one.
    """


@keras_op("keras.ops.lu_factor")
def op_lu_factor(x: TensorArg = MISSING) -> TensorsOut:
    """Return the product of a lower and an upper triangular matrix that one matrix is, after a permutation.

    Returns:
        A list of two tensors: both triangular matrices in one, and the permutation of the rows, counted from 0.
    """


@keras_op("keras.ops.solve")
def op_solve(a: TensorArg = MISSING, b: TensorArg = MISSING) -> Any:
    """Solve linear equations: return the x with `a %*% x == b`.

    Args:
        a: The matrix of coefficients.
        b: The right-hand side, a matrix or a vector.
    """


@keras_op("keras.ops.solve_triangular")
def op_solve_triangular(a: TensorArg = MISSING, b: TensorArg = MISSING, lower: Bool = False) -> Any:
    """Solve linear equations with a triangular matrix.

    Args:
        a: The matrix of coefficients.
        b: The right-hand side, a matrix or a vector.
        lower: Whether the matrix is a lower triangular one.
    """


@keras_op("keras.ops.lstsq")
def op_lstsq(a: TensorArg = MISSING, b: TensorArg = MISSING, rcond: Number | None = None) -> Any:
    """Return the least-squares solution of linear equations.

    Args:
        a: The matrix of coefficients.
        b: The right-hand side, a matrix or a vector.
        rcond: Singular values below this part of the largest one count as 0; NULL takes the precision of the type.
    """


@keras_op("keras.ops.normalize")
def op_normalize(x: TensorArg = MISSING, axis: Axes = -1, order: Number = 2, epsilon: Number | None = None) -> Any:
    """Divide by the norm.

    Args:
        axis: Axis along which the norm becomes 1, counted from 1.
        order: The order of the norm.
        epsilon: Small number that keeps a division from failing, or NULL.
    """
