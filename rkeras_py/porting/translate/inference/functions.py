"""Functions of base R, NumPy and Keras, by the form of their results."""

TOTALS = ("sum", "mean", "min", "max", "prod", "std", "var", "median", "any", "all", "argmax", "argmin", "sum_",
           "max_", "min_", "sd", "which_max", "which_min", "any_", "all_")  # fmt: skip
SAME = (
    "exp", "log", "sqrt", "abs", "round", "floor", "ceil", "sin", "cos", "tanh", "log10", "log2", "log1p", "expm1",
    "asarray", "isnan", "is_nan", "cumsum", "sort", "copy", "sign", "trunc", "scale", "set_diagonal",
    "convert_to_numpy", "unname", "relu", "sigmoid", "softmax", "head", "tail", "aperm", "doubles",
)  # fmt: skip
VECTOR = {
    "arange": "int", "linspace": "number", "seq": "number", "colon": "int", "which": "int", "order": "int",
    "unique": "", "c": "", "rep": "", "rev": "", "values": "", "cumulate": "number", "diff": "number", "max_col": "int",
    "as_numeric": "number", "as_integer": "int", "atleast_1d": "", "append": "number",
    "flatnonzero": "int", "argsort": "int", "searchsorted": "int", "tile": "number", "repeat": "number",
}  # fmt: skip
ELEMENTWISE = ("add", "subtract", "multiply", "divide", "power", "modulo", "floor_divide", "maximum", "minimum",
                "where", "compare", "and_", "or_", "not_", "apply_math")  # fmt: skip
MATRICES = ("matmul", "matrix", "cbind", "rbind", "outer", "distances", "eye", "to_categorical", "pad_sequences",
             "column_stack", "vstack")  # fmt: skip
KEEPING = ("r.rev", "np.cumsum", "np.cumprod")
"""Functions that return as many elements as they get."""
