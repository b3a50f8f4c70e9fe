"""Names that R users know and that make sense in R only, each with what does the same in Python."""

_PYTHON_IN_USE = "in Python this is the Python that runs: start the one that you want, for example .venv/bin/python."
_BACKEND_IN_USE = (
    "rkeras_py runs on Keras 3 with TensorFlow; Keras itself reads the environment variable KERAS_BACKEND."
)

R_ONLY: dict[str, str] = {
    "%>%": "in Python the pipe is >>: x >> layer_dense(64).",
    "%<>%": "in Python the pipe is >>, and assigns by =: x = x >> layer_dense(64).",
    "%<-%": "in Python a tuple is unpacked: train, test = dataset_mnist().",
    "%as%": "in Python a tuple is unpacked: train, test = dataset_mnist().",
    "%<-active%": "in Python it is the decorator @property.",
    "%py_class%": "in Python write a class: class MyLayer(keras.layers.Layer).",
    "op_subset<-": "in Python: op_subset_set(), which returns the changed tensor.",
    "named_list": "in Python it is the builtin dict().",
    "rkeras_doctor": "in a shell: rkeras doctor, or python -m rkeras_py doctor.",
    "rkeras_check": "in a shell: rkeras check script.R, or python -m rkeras_py check script.R.",
    "rkeras_launch": "in a shell: rkeras launch script.R, or python -m rkeras_py launch script.R.",
    "rkeras_run": "in a shell: rkeras run script.R, or python -m rkeras_py run script.R.",
    "rkeras_translate": "in a shell: rkeras translate script.R, or python -m rkeras_py translate script.R.",
    "np_array": "in Python: numpy.array().",
    "iterate": "in Python it is the statement for.",
    "iter_next": "in Python it is the builtin next().",
    "as_iterator": "in Python it is the builtin iter().",
    "py_help": "in Python it is the builtin help().",
    "py_require": _PYTHON_IN_USE,
    "all_dims": "in Python it is an ellipsis: x[..., 0].",
    "newaxis": "in Python: numpy.newaxis, or None.",
    "generate": "in Python generators are functions that yield.",
    "mark_active": "in Python it is the decorator @property.",
    "active_property": "in Python it is the decorator @property.",
    "Loss": "in Python write a class: class MyLoss(keras.losses.Loss).",
    "Metric": "in Python write a class: class MyMetric(keras.metrics.Metric).",
    "Model": "in Python write a class: class MyModel(keras.Model).",
    "Callback": "in Python write a class: class MyCallback(keras.callbacks.Callback).",
    "Constraint": "in Python write a class: class MyConstraint(keras.constraints.Constraint).",
    ".": "in Python: a name of your own, such as _.",
    "tuple": "in Python it is the builtin tuple().",
    "dict": "in Python it is the builtin dict().",
    "keras": "in Python: import keras.",
    "tf": "in Python: import tensorflow as tf.",
    "tf_function": "in Python: tf.function(), after import tensorflow as tf.",
    "tf_config": "in Python: tf.config, after import tensorflow as tf.",
    "tf_version": "in Python: tf.__version__, after import tensorflow as tf.",
    "install_keras": "in Python the wheel of this package brings Keras and TensorFlow with it.",
    "install_tensorflow": "in Python: python -m pip install tensorflow.",
    "install_miniconda": _PYTHON_IN_USE,
    "use_python": _PYTHON_IN_USE,
    "use_virtualenv": _PYTHON_IN_USE,
    "use_condaenv": _PYTHON_IN_USE,
    "use_miniconda": _PYTHON_IN_USE,
    "py_config": "in Python: sys.executable and sys.version.",
    "py_install": "in Python: python -m pip install.",
    "use_backend": _BACKEND_IN_USE,
    "use_implementation": f"implementation() gives the module of Keras; {_BACKEND_IN_USE}",
    "install_keras_alias": "it lets library(keras) in R find the R package rkeras; in Python: import rkeras_py as rk.",
    "use_keras_alias": "it lets library(keras) in R find the R package rkeras; in Python: import rkeras_py as rk.",
    "import": "in Python it is the statement import.",
    "import_from_path": "in Python: importlib.import_module(), with the path in sys.path.",
    "r_to_py": 'in Python values of R come by rkeras_py.bridge: R = r_session(), then R["name"].',
    "py_to_r": 'in Python values go to R by rkeras_py.bridge: R = r_session(), then R["name"] = value.',
    "print": "in Python it is the builtin print(); summary() describes a model.",
    "plot": "in Python objects have it: history.plot(); plot_model() draws a model.",
    "str": "in Python: repr(), or get_config() of a layer or model.",
    "length": "in Python it is the builtin len().",
    "as_data_frame": "in Python: history.as_data_frame().",
    "as.data.frame": "in Python: history.as_data_frame().",
    "as.array": "in Python: numpy.asarray(), or the method numpy() of a tensor.",
    "as.matrix": "in Python: numpy.asarray().",
    "as_array": "in Python: numpy.asarray(), or the method numpy() of a tensor.",
    "dim": "in Python arrays and tensors have it: x.shape.",
    "head": "in Python: x[:6].",
    "list": "in Python it is the builtin list(), and dict() for one with names.",
    "NULL": "in Python it is None.",
    "TRUE": "in Python it is True.",
    "FALSE": "in Python it is False.",
    "library": "in Python: import rkeras_py as rk, or from rkeras_py import *.",
    "require": "in Python: import rkeras_py as rk, or from rkeras_py import *.",
    "commandArgs": "in Python: sys.argv; flags() reads it.",
    "set.seed": "in Python: set_random_seed().",
    "set_seed": "in Python: set_random_seed().",
}


def find_python_for(name: str) -> str:
    """Return a sentence that says what a name of R is in Python; "" for other names.

    Args:
        name: A name that is none in Python.
    """
    return f"rkeras_py has no {name!r}: {R_ONLY[name]}" if name in R_ONLY else ""
