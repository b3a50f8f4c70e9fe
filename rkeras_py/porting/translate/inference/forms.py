"""The forms of values in a program (number of axes, type of elements), inferred from its code."""

import ast
from dataclasses import dataclass, replace

from .. import kinds


@dataclass(frozen=True)
class Form:
    """The form of a value.

    Attributes:
        rank: The number of its axes, 0 of a single value; None where that is not known.
        of: "int", "number", "bool" or "text" for arrays and single values of these, "factor" for texts that are one
            in R, "mixed" for numbers that may be kept as whole ones, "atomic" for numbers or texts, "colors" for those
            of matplotlib, "list", "dict", "frame", "series" of pandas, "shape" or "object"; "" where it is not known,
            "?" where no pass has seen it yet.
        wide: Whether it certainly has two axes or more, where their number is not known.
        size: How many elements a vector has; None where that is not known.
        item: The form of the elements of a list; None where that is not known.
        items: The forms of the elements of a dict, by their names.
        value: The whole number that it certainly is; None where that is not known.
        thin: The axes that certainly have one place, of an array.
        below: Whether it may be negative, as far as its constants tell.
        named: Whether R's value has names of elements, rows or columns, which an array has not.
        columns: How many outputs a model has, or columns its predictions or a data frame; None where that is not known.
        axes: How many axes a tensor of a model has, whose rank decides nothing; None where that is not known.
        dims: Whether one axis is that of an array in R, which has dim(), not a vector.
        scaled: Whether R's value has the attributes of scale(), which it prints.
    """

    rank: int | None = None
    of: str = ""
    wide: bool = False
    size: int | None = None
    item: "Form | None" = None
    below: bool = False
    thin: tuple[int, ...] = ()
    value: int | None = None
    items: "tuple[tuple[str, Form], ...]" = ()
    named: bool = False
    columns: int | None = None
    axes: int | None = None
    dims: bool = False
    scaled: bool = False

    def __deepcopy__(self, memo: dict[int, object]) -> "Form":
        """Return the form itself, which never changes: copies of code share it."""
        return self

    @property
    def is_scalar(self) -> bool:
        """A single value has no axes."""
        return self.rank == 0

    @property
    def is_count(self) -> bool:
        """A count is a single whole number."""
        return self.rank == 0 and self.of == "int"

    @property
    def is_numeric(self) -> bool:
        """Truth values are numbers, too."""
        return self.of in ("int", "number", "bool", "mixed")

    def at(self, name: object) -> "Form":
        """Return the form of an element of a dict."""
        return next((form for key, form in self.items if key == name), UNKNOWN)

    @property
    def is_array(self) -> bool:
        """An array of numpy for certain has axes, and numbers or texts."""
        return (self.is_numeric or self.of == "text") and self.rank != 0


Told = str | tuple[str, Form]
"""The kind of an argument, or its kind and form."""
FACTOR = Form(1, "factor")
OPEN = Form(None, "number", wide=True)
"""The form of predictions of which only running tells the rank."""
DATA_FORMS = {"iris": Form(2, "frame", items=(("Species", FACTOR), ("#5", FACTOR)))}
"""The forms of data sets of R with columns that are factors, by name and by number."""
_TABLE, _LABELS = Form(2, "number"), Form(1, "int")


def _make_bunch(**items: Form) -> Form:
    return Form(1, "dict", items=tuple({"data": _TABLE, "target": _LABELS, **items}.items()))


FORMS_OF_PYTHON = {
    "sklearn.datasets.load_digits": _make_bunch(images=Form(3, "number")),
    "sklearn.datasets.load_iris": _make_bunch(),
    "sklearn.datasets.load_wine": _make_bunch(),
    "sklearn.datasets.load_breast_cancer": _make_bunch(),
    "sklearn.datasets.load_diabetes": _make_bunch(target=Form(1, "number")),
}
"""The forms of data sets that functions of Python's packages return when they are called without arguments."""
UNKNOWN, NOT_YET = Form(), Form(None, "?")
WHOLE = Form(0, "int")
"""An element of an integer tensor, which R combines with other types, but TensorFlow does not."""
_MADE_OF_DATA = ("array", "convert_to_tensor", "constant", "variable", "Variable")
_MADE = (*_MADE_OF_DATA, "cast", "full", "zeros", "ones", "arange", "range")
_PLACES = ("argmax", "argmin", "argsort", "searchsorted", "count_nonzero", "nonzero", "size")
_SEVERAL = ("unstack", "split", "array_split", "top_k", "moments", "meshgrid", "qr", "svd", "eig", "eigh", "slogdet",
            "lu_factor", "scan", "while_loop", "cond", "switch", "fori_loop", "map", "map_fn", "vectorized_map", "rnn",
            "fft", "fft2", "rfft", "stft", "ctc_decode", "associative_scan", "histogram", "shape", "stop_gradient",
            "broadcast_arrays", "gradients", "in_train_phase", "in_test_phase")  # fmt: skip
"""Functions that may give several tensors."""
_SCALARS = {
    kinds.POSITIVE: "int", kinds.INT: "int", kinds.COUNT: "int", kinds.NUMBER: "number", kinds.BOOL: "bool",
    kinds.TEXT: "text",
}  # fmt: skip
_VECTORS = {kinds.INTS: "int", kinds.NUMBERS: "number", kinds.BOOLS: "bool", kinds.TEXTS: "text"}
_OTHERS = {
    kinds.ARRAY: Form(None, "mixed", wide=True), kinds.LIST: Form(1, "list"), kinds.DICT: Form(1, "dict"),
    kinds.FRAME: Form(2, "frame"), kinds.TENSOR: Form(None, "tensor"), kinds.OBJECT: Form(None, "object"),
    kinds.MEASURES: Form(1, "dict"), kinds.NONE_YET: NOT_YET, kinds.NULL: Form(0, "none"),
}  # fmt: skip


def form_of_kind(kind: str) -> Form:
    """Return the form of what has a kind."""
    if kind in _SCALARS:
        return Form(0, _SCALARS[kind])
    return Form(1, _VECTORS[kind]) if kind in _VECTORS else _OTHERS.get(kind, UNKNOWN)


_ATOMIC = ("text", "factor", "atomic")


def join_forms(one: Form, other: Form) -> Form:
    """Return the form of a value that has one form or another."""
    if NOT_YET in (one, other):
        return other if one == NOT_YET else one
    of = one.of if one.of == other.of else "mixed" if one.is_numeric and other.is_numeric else ""
    if (
        {one.rank, other.rank} in ({1}, {0, 1})
        and not of
        and all(form.is_numeric or form.of in _ATOMIC for form in (one, other))
    ):
        of = "atomic"
    wide = all(form.wide or (form.rank or 0) > 1 for form in (one, other))
    if one.rank == other.rank:
        size = one.size if one.size == other.size else None
        item = join_forms(one.item, other.item) if one.item and other.item else one.item or other.item
        items = one.items if one.items == other.items else _join_items(one, other) if of in ("frame", "dict") else ()
        value = one.value if one.value == other.value else None
        thin = one.thin if one.thin == other.thin else ()
        below, named = one.below or other.below, one.named or other.named
        columns = one.columns if one.columns == other.columns else None
        axes = one.axes if one.axes == other.axes else None
        is_wide = wide and one.rank is None
        dims, scaled = one.dims and other.dims, one.scaled or other.scaled
        return Form(one.rank, of, is_wide, size, item, below, thin, value, items, named, columns, axes, dims, scaled)
    return Form(None, of, wide, named=one.named or other.named)


def _join_items(one: Form, other: Form) -> tuple[tuple[str, Form], ...]:
    """Return the forms of the columns of a data frame, each of which may come later; of a dict those in both."""
    left, right = dict(one.items), dict(other.items)
    if one.of == "dict":
        return tuple((name, join_forms(form, right[name])) for name, form in left.items() if name in right)
    return tuple((name, join_forms(left.get(name, right.get(name, NOT_YET)), right.get(name, left.get(name, NOT_YET))))
                 for name in {**left, **right})  # fmt: skip


def join_values(old: Form, value: Form) -> Form | None:
    """Return the form of the elements of a dict to which one is added; None where it is not known."""
    found = value
    for one in (*(form for _, form in old.items), *((old.item,) if old.item else ())):
        found = join_forms(found, one)
    return None if found == UNKNOWN else found


def note_kind(node: ast.AST, kind: str) -> None:
    """Note what a pass knows of the value of code."""
    vars(node)["kind_of"] = kind


def note_form(node: ast.AST, form: Form) -> None:
    """Note the form of the value of code."""
    vars(node)["form"] = form


def note_names(node: ast.AST, form: Form) -> None:
    """Note that R's value has names beside its form."""
    note_form(node, replace(form, named=True))


def kind_at(node: ast.AST) -> str:
    """Return the kind that was noted, or ""."""
    return str(vars(node).get("kind_of", ""))


def join_elementwise(*forms: Form) -> Form:
    """Return the form of an operation's result, which has all elements."""
    if any(one == NOT_YET for one in forms):
        return NOT_YET
    tensor = any(one.of in ("tensor", "object") for one in forms)
    ranks = [one.rank for one in forms]
    known = max((one for one in ranks if one is not None), default=0)
    if any(one.wide and one.rank is None for one in forms) and any(one.rank == 1 for one in forms) and not tensor:
        return Form(1, "number")  # a matrix of one column with a vector
    narrow = any(one.rank is None and not one.wide for one in forms)
    rank = None if None in ranks and (narrow or known < 2) else known
    whole = all(one.of in ("int", "bool") for one in forms)
    wide = rank is None and any(one.wide or (one.rank or 0) > 1 for one in forms) and not tensor
    sizes = {one.size for one in forms if one.rank == 1}
    size = sizes.pop() if rank == 1 and len(sizes) == 1 else None
    below = any(one.below for one in forms)
    axes = {one.thin for one in forms if one.rank == rank and rank}
    thin = axes.pop() if len(axes) == 1 else ()
    named = any(one.named or one.of == "dict" for one in forms)
    if tensor and all(one.item is not None or one.of in ("int", "bool", "number") for one in forms):
        whole = all(one.item == WHOLE or one.of in ("int", "bool") for one in forms)
        return Form(rank, "tensor", item=WHOLE if whole else Form(0, "number"))
    of = "tensor" if tensor else "int" if whole else "number"
    of = "series" if any(one.of == "series" for one in forms) else of
    dims = any(one.dims for one in forms)
    scaled = any(one.scaled for one in forms)
    return Form(rank, of, wide, size, below=below, thin=thin, named=named, dims=dims, scaled=scaled)


def find_element(text: str, node: ast.Call, named: dict[str | None, ast.expr], first: Form) -> Form | None:
    """Return the form of the elements of the tensor that a function certainly makes; None where it may make several.

    Numbers are whole ones where that is known.

    Args:
        text: The function.
        node: The call.
        named: Its arguments with names.
        first: The form of its first argument.
    """
    name = text.removeprefix("op_").removeprefix("k_").removeprefix("tf.").removeprefix("keras.ops.")
    if name == text or name in _SEVERAL or text == "keras.ops.nonzero":
        return None
    held = first.item if first.of == "list" else first
    if name not in _MADE and held is not None and held.item == Form(0, "text"):
        return None if name in ("equal", "not_equal", "shape", "ndim") else held.item
    if name not in _MADE:
        return WHOLE if name in _PLACES else None if text.startswith("tf.") else Form(0, "number")
    is_range = name in ("arange", "range")
    kind = named.get("dtype", node.args[-1] if len(node.args) > 1 and not is_range else None)
    if kind is not None:
        told = ast.unparse(kind).strip("'\"").removeprefix("tf.").rstrip("0123456789")
        of = {"int": "int", "uint": "int", "float": "number", "bool": "bool", "string": "text"}.get(told)
    elif is_range:
        of = "int" if all(isinstance(one, ast.Constant) and type(one.value) is int for one in node.args) else None
    else:
        element = first.item if first.of == "list" and first.item else first
        of = "number" if text.startswith("k_") or name not in _MADE_OF_DATA else element.of
    return Form(0, of) if of in ("int", "bool", "text") else Form(0, "number")


def is_negative(node: ast.expr) -> bool:
    """Tell whether an index leaves something out, and so keeps its axis."""
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def is_single(part: ast.Slice) -> bool:
    """Tell whether a part of an index in R, `a:b`, is certainly a single place."""
    ends = (part.lower, part.upper)
    return all(isinstance(one, ast.Constant) for one in ends) and ends[0].value == ends[1].value  # type: ignore[union-attr]


def count_range(node: ast.Call) -> int | None:
    """Return how many numbers a range has."""
    ends = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, int)]
    return ends[1] - ends[0] if len(ends) == len(node.args) == 2 else None


def find_thin(named: dict[str | None, ast.expr]) -> tuple[int, ...]:
    """Return the axes of one place of a call of `r.matrix()`."""
    if not {"nrow", "ncol"} & set(named):
        return (1,)
    sizes = [named.get(name) for name in ("nrow", "ncol")]
    return tuple(axis for axis, one in enumerate(sizes) if isinstance(one, ast.Constant) and one.value == 1)


def find_thin_product(left: Form, right: Form) -> tuple[int, ...]:
    """Return the axes of one place of a product of matrices; a vector is a row on the left, a column on the right."""
    is_row = 0 in left.thin or (left.rank == 1 and 0 not in right.thin)
    return (0,) * is_row + (1,) * (1 in right.thin or right.rank == 1)


def keep_form(name: str, node: ast.Call, first: Form) -> Form:
    """Return the form of the value of a function that keeps that of its first argument.

    Args:
        name: The function.
        node: Its call.
        first: The form of its first argument.
    """
    if takes_one(name, node.args, first):
        return Form(0, first.of, named=first.named)
    named = (first.named or (name == "scale" and first.of == "frame")) and name not in ("unname", "sort")
    scaled = name == "scale" or (first.scaled and name not in ("head", "tail", "unname"))
    return replace(first, named=named, scaled=scaled, dims=name == "asarray" or (first.dims and name != "sort"))


def takes_one(name: str, args: list[ast.expr], first: Form) -> bool:
    """Tell whether this is `head(x, 1)` or `tail(x, 1)` of a vector, which is a single value in Python."""
    is_one = len(args) > 1 and isinstance(args[1], ast.Constant) and args[1].value == 1
    return name in ("head", "tail") and is_one and first.is_array and first.rank == 1


def read_drawn(name: str, node: ast.Call, named: dict[str | None, ast.expr], first: Form) -> Form:
    """Return the form of random numbers."""
    size = named.get("size")
    if name in ("runif", "rnorm"):
        return Form(0 if isinstance(node.args[0], ast.Constant) and node.args[0].value == 1 else 1, "number")
    if name == "sample":
        one = isinstance(size, ast.Constant) and size.value == 1
        return Form(0 if one else 1, first.of if first.rank == 1 else "int")
    if isinstance(size, ast.Tuple):
        return Form(len(size.elts), "number")
    return Form(1, "number")


def split_index(node: ast.Subscript) -> list[ast.expr]:
    """Return the parts of an index."""
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def is_ix(node: ast.AST) -> bool:
    """Tell whether code is a call of `r.ix()`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "r.ix"


def may_be_missing(mask: ast.expr) -> bool:
    """Tell whether truth values of a script with missing numbers may be missing."""
    return isinstance(mask, ast.Name) or any(is_call(one, "r.compare") for one in ast.walk(mask))


def is_call(node: ast.AST | None, *names: str) -> bool:
    """Tell whether code is a call of one of some functions."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in names
