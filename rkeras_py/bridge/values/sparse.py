"""Matrices of the R package Matrix and of scipy.sparse."""

from __future__ import annotations

import importlib.util
import re
import sys
from typing import Any

import numpy as np

from rkeras_py.bridge.handles import RObject
from rkeras_py.bridge.protocols import Session
from rkeras_py.r.limits import NO_COMPLEX, check_exact

FORMATS = {"csc": "C", "csr": "R", "coo": "T"}
"""The letter in Matrix's class names for each SciPy format; other formats are converted to columns."""


def is_sparse(value: object) -> bool:
    """Say whether a value is a sparse matrix of scipy; never imports scipy."""
    scipy = sys.modules.get("scipy.sparse")
    return scipy is not None and hasattr(scipy, "issparse") and bool(scipy.issparse(value))


def is_matrix(classes: list[str], package: str | None) -> bool:
    """Say whether an R object of these classes is one of Matrix's own."""
    return package == "Matrix" and len(classes) == 1 and re.fullmatch(r"\w+Matrix", classes[0]) is not None


def sparse_to_r(session: Session, value: Any) -> Any:
    """Return the matrix of Matrix for one of scipy, not yet protected: dgC, dgR or dgT, and lgC and so on for bools.

    Raises:
        ValueError: If it is complex, or no matrix.
        OverflowError: If a whole number has no exact R form.
    """
    if value.ndim != 2:
        raise ValueError(f"R's sparse matrices have two dimensions, and this array has {value.ndim}.")
    if value.dtype.kind == "c":
        raise ValueError(NO_COMPLEX)
    letter = FORMATS.get(value.format, "C")
    value = value.tocsc() if value.format not in FORMATS else value.copy()
    if value.dtype.kind in "iu" and value.nnz:
        check_exact(int(value.data.min()), int(value.data.max()))
    data = value.data if value.dtype.kind == "b" else value.data.astype(np.float64)
    if letter == "T":
        places = {"i": value.row, "j": value.col}
    else:
        value.data = data
        value.sum_duplicates()
        data = value.data
        places = {"i" if letter == "C" else "j": value.indices, "p": value.indptr}
    kind = "l" if value.dtype.kind == "b" else "d"
    parts = {name: np.asarray(place, np.int64) for name, place in places.items()}
    made: RObject = session.inspect(
        "bridge_make_sparse", f"{kind}g{letter}Matrix", parts, data, list(value.shape), convert=False
    )
    return made.sexp


def matrix_to_python(session: Session, value: Any) -> Any:
    """Return a matrix of Matrix as scipy has it, or as an array if it is dense; itself where there is no scipy.

    Symmetric and triangular matrices come in full, patterns as truth values; what is neither columns, rows nor triples
    comes as columns.
    """
    matrix = RObject(session, value)
    if importlib.util.find_spec("scipy") is None:
        return matrix
    parts = session.inspect("bridge_take_matrix", matrix)
    if not isinstance(parts, dict):
        return parts
    from scipy import sparse

    data = np.asarray(parts["x"])
    if data.dtype == object:
        data = np.array([np.nan if item is None else item for item in data], np.float64)
    shape, form = tuple(parts["dim"].tolist()), parts["form"]
    if form == "T":
        return sparse.coo_matrix((data, (parts["i"], parts["j"])), shape)
    make = sparse.csc_matrix if form == "C" else sparse.csr_matrix
    return make((data, parts["i"], parts["p"]), shape)
