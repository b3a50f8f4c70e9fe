"""Convert R values to Python; see `rkeras_py.bridge.values.convert` for the rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.classes import ClassForms
from rkeras_py.bridge.handles import Handles, RFunction, RObject
from rkeras_py.bridge.protocols import Array, Session
from rkeras_py.bridge.values import frames, sparse
from rkeras_py.bridge.values.moments import item_to_python, moments_to_python
from rkeras_py.bridge.values.origins import Int, Origin, Origins, Text
from rkeras_py.bridge.values.to_r import MAX_DEPTH
from rkeras_py.bridge.values.vectors import find_sort, make_cells
from rkeras_py.r.missing import NA, NA_character_, NA_integer64_, NA_integer_
from rkeras_py.r.vectors import NA_INT, NA_INT64, restore_na, restore_na_int64

MOMENTS = ("Date", "POSIXct", "difftime")


class ToPython:
    """Converts values of R, and has it noted where Python's types have no room for what they are.

    Args:
        session: The session.
        handles: The handles of Python's objects in R.
        forms: What R's methods make of objects with a class.
        origins: Where it is noted.
    """

    def __init__(self, session: Session, handles: Handles, forms: ClassForms, origins: Origins) -> None:
        self.session = session
        self._handles = handles
        self._forms = forms
        self._origins = origins
        self._depth = 0
        self.api: RApi = session.api
        rlib = self.rlib = self.api.rlib
        self._elements: dict[int, Any] = {
            rlib.LGLSXP: rlib.LOGICAL_ELT,
            rlib.INTSXP: rlib.INTEGER_ELT,
            rlib.REALSXP: rlib.REAL_ELT,
        }
        self._missing = {rlib.LGLSXP: NA, rlib.INTSXP: NA_integer_}
        self._functions = (rlib.CLOSXP, rlib.BUILTINSXP, rlib.SPECIALSXP)

    def to_python(self, value: Any, scalar: bool = True) -> Any:
        """Return the Python form of an R object, which must be protected.

        Args:
            value: The R object.
            scalar: Whether a vector of length 1 becomes a scalar.

        Raises:
            RecursionError: If lists within lists are too deep.
        """
        rlib, kind = self.rlib, value.sxpinfo.type
        if kind == rlib.NILSXP:
            return None
        classes = self.api.classes(value) if rlib.ATTRIB(value) != self.api.nil else []
        if classes and self._handles.is_handle(value):
            try:
                return self._forms.keep_class(self._handles.to_python(value), value)
            except LookupError:
                return self.session.inspect("bridge_load_module", RObject(self.session, value))
        if classes and self._forms.has_form(value, classes):
            return self._forms.to_python(value)
        if kind == rlib.STRSXP or kind in self.api.readers:
            return self._convert_vector(value, scalar, classes)
        if kind == rlib.VECSXP:
            return self._list_to_python(value, classes)
        if kind == rlib.S4SXP and sparse.is_matrix(classes, self._find_package(value)):
            with self._origins.paused():
                found = sparse.matrix_to_python(self.session, value)
            return found if isinstance(found, RObject) else self._remember(found, value)
        return self.keep(value)

    def keep(self, value: Any) -> RObject:
        """Return an R object, which must be protected, as Python's handle of it."""
        kind = RFunction if value.sxpinfo.type in self._functions else RObject
        return kind(self.session, value)

    def _find_package(self, value: Any) -> str | None:
        classes = self.api.attribute(value, "class")
        found = None if classes is None else self.api.strings(classes, "package")
        return found[0] if found else None

    def _remember(self, found: Any, value: Any, keep: bool = True, **known: Any) -> Any:
        return self._origins.remember(found, Origin(value.sxpinfo.type, **known), value if keep else None)

    # Lists ----------------------------------------------------------------------------------------

    def _list_to_python(self, value: Any, classes: list[str]) -> Any:
        if "data.frame" in classes:
            with self._origins.paused():
                found = frames.data_frame_to_python(self, value)
            return self._remember(found, value)
        if not set(classes) <= {"list", "AsIs"}:
            return RObject(self.session, value)
        items = self._convert_items(value)
        shape, names = self.api.shape(value), self.api.strings(value, "names")
        if shape is not None:
            cells = make_cells(items).reshape(shape, order="F")
            return self._remember(cells, value, self.api.has_attributes(value, "dim"), dim=True)
        extra = self.api.has_attributes(value, "names")
        if names is not None and all(names) and len(set(names)) == len(names):
            found = dict(zip(names, items, strict=True))
            return self._remember(found, value) if extra else found
        if extra or names is not None or find_sort(set(map(type, items))) is not None:
            return self._remember(items, value, keep=extra or names is not None)
        return items

    def _convert_items(self, value: Any) -> list[Any]:
        if self._depth >= MAX_DEPTH:
            raise RecursionError(MAX_DEPTH)
        self._depth += 1
        try:
            rlib, items = self.rlib, []
            for i in range(rlib.Rf_xlength(value)):
                items.append(self.to_python(rlib.VECTOR_ELT(value, i)))
        finally:
            self._depth -= 1
        return items

    # Vectors --------------------------------------------------------------------------------------

    def _convert_vector(self, value: Any, scalar: bool, classes: list[str]) -> Any:
        api, rlib, kind = self.api, self.rlib, value.sxpinfo.type
        shape = api.shape(value)
        one = scalar and shape is None and rlib.Rf_xlength(value) == 1
        numeric = kind in (rlib.REALSXP, rlib.INTSXP)
        if "factor" in classes and kind == rlib.INTSXP:
            return self._remember(frames.factor_to_python(self, value, "ordered" in classes), value)
        if numeric and not set(MOMENTS).isdisjoint(classes):
            return self._convert_moments(value, one, shape, classes)
        whole = "integer64" in classes and kind == rlib.REALSXP
        extra = api.has_attributes(value, "dim", *(["class"] if whole else [])) or (whole and len(classes) > 1)
        if kind == rlib.STRSXP:
            return self._convert_texts(value, one, shape, extra)
        if one:
            return self._convert_scalar(value, extra, whole)
        if kind == rlib.RAWSXP and shape is None and not extra:
            return api.numbers(value).tobytes()
        numbers = api.numbers(value)
        array = restore_na_int64(numbers.view(np.int64), rlib.R_NaReal) if whole else None
        if array is None:
            array = restore_na(numbers, kind == rlib.LGLSXP, rlib.R_NaReal)
        array = array.copy() if shape is None else array.reshape(shape, order="F").copy(order="K")
        return self._remember(array, value, extra, dim=shape is not None, whole=whole)

    def _convert_moments(self, value: Any, one: bool, shape: tuple[int, ...] | None, classes: list[str]) -> Any:
        found = moments_to_python(self.api, value, classes)
        if found is None:
            return RObject(self.session, value)
        if one:
            return self._remember(item_to_python(self.api, value, found[0]), value)
        return self._remember(found if shape is None else found.reshape(shape, order="F"), value)

    def _convert_texts(self, value: Any, one: bool, shape: tuple[int, ...] | None, extra: bool) -> Any:
        texts = self.api.strings(value) or []
        if shape is not None:
            plain = all(type(text) is str for text in texts)
            cells = np.array(texts, np.str_ if plain else object).reshape(shape, order="F")
            return self._remember(cells, value, extra, dim=True)
        if not one:
            special = extra or None in texts or not texts
            return self._remember(texts, value, extra) if special else texts
        text = texts[0]
        if not extra:
            return NA_character_ if text is None else text
        # Python may share one str object between equal texts, so Text() makes a separate one; NA stays a list.
        return self._remember(texts if text is None else Text(text) if type(text) is str else text, value)

    def _convert_scalar(self, value: Any, extra: bool, whole: bool) -> Any:
        rlib, kind = self.rlib, value.sxpinfo.type
        if whole:
            item: Any = int(self.api.numbers(value).view(np.int64)[0])
            if not extra and item == NA_INT64:
                return NA_integer64_
        else:
            element = self._elements.get(kind)
            item = self.api.numbers(value).item() if element is None else element(value, 0)
            if not extra and kind in self._missing:
                if item == NA_INT:
                    return self._missing[kind]
                return bool(item) if kind == rlib.LGLSXP else item
        if kind == rlib.RAWSXP and not extra:
            return self.api.numbers(value).tobytes()
        if not extra and not whole:
            return item
        if kind in (rlib.REALSXP, rlib.CPLXSXP) and not whole:
            return self._remember(item, value)
        if (kind == rlib.INTSXP and item != NA_INT) or (whole and item != NA_INT64):
            return self._remember(Int(item), value)
        return self._convert_vector_of_one(value, whole)

    def _convert_vector_of_one(self, value: Any, whole: bool) -> Any:
        """Return a logical, raw or NA of length 1 as an array, since Python has only one object for each value."""
        numbers = self.api.numbers(value)
        if whole:
            array: Array = restore_na_int64(numbers.view(np.int64), self.rlib.R_NaReal)
        else:
            array = restore_na(numbers, value.sxpinfo.type == self.rlib.LGLSXP, self.rlib.R_NaReal).copy()
        return self._remember(array, value, whole=whole)
