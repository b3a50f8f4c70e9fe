"""The table of all changes to the classes and modules of Keras and TensorFlow.

Layers made by plain Keras keep the values of Keras's attributes and gain only missing ones. Keras's own code always
gets Keras's value of an attribute. For each line tests/python/test_internals.py checks that plain Keras still behaves
as the line describes; otherwise the line can be removed.
"""

import importlib
from collections.abc import Iterable
from typing import Any

from ..engine.internals.modules import (
    FUNCTIONAL_MODULE,
    GENERATOR_ADAPTER,
    OWN_CODE,
    PY_DATASET_ADAPTER,
    SAVEABLE,
)
from ..graph import call_training, nodes, states, wide_inputs
from . import (
    configurations,
    extended,
    list_data,
    members,
    notebooks,
    old_modules,
    older_keras,
    pickling,
    r_batches,
    r_errors,
    replicas,
    shapes,
    steps,
    tensorflow_functions,
    tensorflow_import,
)
from .keras2 import OF_KERAS_2
from .patch import Patch, add_members, give, replace_members

_LAYER = "keras.layers.Layer"
_SEQUENTIAL = "keras.Sequential"
_MODEL = "keras.Model"
_FUNCTIONAL = f"{FUNCTIONAL_MODULE}.Functional"
_STATES = "states of a recurrent layer are as many as it has; stacked cells take them in one list, too"
_OPTIMIZER = "keras.optimizers.Optimizer"
_METRIC = "keras.metrics.Metric"
_SCRIPTS = "scripts for Keras 2 use it"
_DEPRECATION = "tensorflow.python.util.deprecation"
_DISPATCH = "tensorflow.python.util.dispatch"

PATCHES: list[Patch] = [
    *OF_KERAS_2,
    Patch(_LAYER, "__rshift__", give(extended.pipe_on), "`layer >> layer`, R's pipe"),
    Patch("keras.KerasTensor", "__rshift__", give(extended.pipe_on), "`tensor >> layer` of a layer of tf_keras"),
    Patch(_LAYER, "__rrshift__", give(extended.pipe_into), "`tensor >> layer`, R's pipe"),
    Patch(_LAYER, "__array_ufunc__", give(None), "`array >> layer`", "numpy shifts the bits of the array."),
    *replace_members(
        "keras.KerasTensor",
        {
            **{member: extended.refuse_layers(sign) for member, sign in extended.OPERATORS.items()},
            "__or__": extended.refuse_bar,
        },
        "arithmetic of tensors and numbers alone",
        "It silently takes a layer, or any object, for a number.",
    ),
    *(
        Patch(
            owner,
            "add_loss",
            give(extended.add_loss),
            "add_loss() of a symbolic tensor, as in Keras 2",
            "It raises NotImplementedError.",
            replaces=True,
        )
        for owner in (_FUNCTIONAL, _SEQUENTIAL)
    ),
    *replace_members(
        _LAYER,
        {"add_loss": extended.take_loss_of_build},
        "losses that the build of a user's wrapper adds to the layer inside last, and follow the weights",
        "It forgets them before the first step.",
    ),
    *replace_members(
        _LAYER,
        {
            "symbolic_call": call_training.note_training,
            "_resolve_and_populate_arg": call_training.keep_false,
        },
        "`training` of a call in a functional model is known as the user's",
        "It does not tell it from a default, or from that of a call around it.",
    ),
    *replace_members(
        _FUNCTIONAL,
        {
            "call": lambda own: wide_inputs.refuse_inputs_beyond(call_training.keep_training(own)),
            "_get_operation_for_node": call_training.hide_operation,
        },
        "`layer(x, training = TRUE)` in models made here holds when they predict, as in Keras 2",
        "It replaces `training` of the call by that of the model.",
    ),
    *(
        Patch(
            _LAYER,
            what,
            lambda own, what=what: extended.make_node_attribute(what, own),  # type: ignore[misc]
            "R keras's answer for layers that are called more than once, or in a Sequential model",
            "It has no such attribute, or silently gives that of the first call.",
            replaces=True,
        )
        for what in nodes.WHAT
    ),
    *configurations.FORGOTTEN,
    *configurations.VOCABULARIES,
    *(
        Patch(
            owner, "__call__", states.check_states, _STATES, "It leaves aside those that are too many.", replaces=True
        )
        for owner in ("keras.layers.RNN", "keras.layers.Bidirectional")
    ),
    Patch(
        _LAYER,
        "__call__",
        wide_inputs.refuse_wide_inputs,
        "on JAX, whole numbers that need 64 bits are an error in direct calls, too",
        "It silently makes other numbers of them there.",
        replaces=True,
        backend="jax",
    ),
    *(
        Patch(
            owner,
            member,
            wide_inputs.refuse_inputs_beyond,
            "numbers beyond the type of an input of whole numbers are an error",
            "It silently makes other numbers of them.",
            replaces=True,
        )
        for owner, member in ((_MODEL, "__call__"), (_SEQUENTIAL, "call"))
    ),
    Patch(
        _MODEL,
        "save_weights",
        members.save_weights,
        "`model$save_weights('x.h5')`, which Keras 2 wrote",
        "It refuses names that do not end with .weights.h5.",
        replaces=True,
    ),
    *replace_members(
        _OPTIMIZER,
        {"set_weights": members.set_weights, "learning_rate": extended.take_single_rate},
        "numbers among the weights, and lists of one as the rate, which R sends for scalars",
        "It raises errors about shapes.",
    ),
    Patch(
        _OPTIMIZER,
        "lr",
        give(extended.learning_rate),
        "the learning rate by its old name; where it decays, the first",
        "There is no such member.",
        replaces=True,
    ),
    Patch(
        _DISPATCH,
        "_GLOBAL_DISPATCHERS",
        tensorflow_functions.add_dispatcher,
        "TensorFlow's functions on symbolic tensors, as in Keras 2",
        "They raise an error.",
        replaces=True,
    ),
    Patch(
        _SEQUENTIAL,
        "build",
        extended.trace_build,
        "a layer counts as called once, however often its model is built",
        "Each build calls every layer again, and the layers keep all calls.",
        replaces=True,
        shown_by="build_adds_calls",
    ),
    Patch(
        _LAYER,
        "add_weight",
        extended.limit_add_weight,
        "a file with a forged description cannot fill the memory",
        "It makes weights of any size.",
        replaces=True,
    ),
    *(
        Patch(
            owner,
            "add_variable",
            extended.limit_add_variable,
            "a file with a forged metric or optimizer cannot fill the memory; a metric counts in its `dtype`",
            "It makes variables of any size.",
            replaces=True,
        )
        for owner in (_METRIC, _OPTIMIZER)
    ),
    Patch(
        FUNCTIONAL_MODULE,
        "clone_graph_nodes",
        extended.uncount_clones,
        "a model made on the middle of another adds no call to its layers",
        "It calls the operations between again, and they keep these calls.",
        replaces=True,
        shown_by="middle_adds_calls",
    ),
    Patch(
        "keras.layers.Bidirectional",
        "__init__",
        configurations.turn_around,
        "bidirectional layers around one that goes backwards, as in Keras 2",
        "It raises ValueError: both copies go backwards.",
        replaces=True,
    ),
    *(
        Patch(
            owner,
            member,
            make,
            "generators that call R, in Keras's own fit()",
            "It draws their batches on other threads, where R cannot run.",
            replaces=True,
        )
        for owner, member, make in (
            (GENERATOR_ADAPTER, "__init__", r_batches.note_r),
            (GENERATOR_ADAPTER, "get_tf_dataset", r_batches.draw_generator),
            (PY_DATASET_ADAPTER, "get_tf_dataset", r_batches.draw_py_dataset),
        )
    ),
    *(
        Patch(
            owner,
            "get_config",
            configurations.tell_all,
            "files, clones and shown code keep the arguments that the object got",
            f"It leaves out `{forgotten}`, and what is read has the default.",
            replaces=True,
            shown_by="forgotten_arguments",
            until="3.16",
        )
        for owner, forgotten in (
            ("keras.losses.Huber", "delta"),
            ("keras.losses.CosineSimilarity", "axis"),
            ("keras.losses.SparseCategoricalCrossentropy", "axis"),
            ("keras.metrics.CosineSimilarity", "axis"),
            ("keras.initializers.Identity", "gain"),
            ("keras.layers.MaxNumBoundingBoxes", "fill_value"),
        )
    ),
    *shapes.PATCHES,
    *steps.PATCHES,
    *configurations.OF_PYTORCH,
    *replace_members(
        _MODEL,
        {method: list_data.take_lists(method) for method in list_data.METHODS},
        "`model$fit(x, 1:3)`: vectors of R arrive as lists",
        "It raises ValueError for lists of numbers, or takes each number for an input.",
    ),
    Patch(
        _OPTIMIZER,
        "_all_reduce_sum_gradients",
        replicas.sum_over_replicas_only,
        "models that are dropped leave nothing behind",
        "It sums over one replica, too, and so TensorFlow keeps the graph of each training step for good.",
        replaces=True,
        shown_by="training_leaves_graphs",
    ),
    Patch(
        _MODEL,
        "_maybe_symbolic_build",
        replicas.build_by_specs,
        "fit() and evaluate() on devices with unequal parts of a batch, and in several processes",
        "It adds up the parts of the first batch, and fails where these differ or are elsewhere.",
        replaces=True,
        shown_by="unequal_replicas",
    ),
    Patch(
        f"{OWN_CODE}.backend.tensorflow.trainer",
        "reduce_per_replica",
        replicas.reduce_scalars,
        "fit() and evaluate() in several processes",
        "It takes a loss for an array with an axis, and fails.",
        replaces=True,
        shown_by="scalars_of_workers",
    ),
    Patch(
        f"{OWN_CODE}.utils.traceback_utils",
        "inject_argument_info_in_traceback",
        r_errors.keep_unexplained,
        "errors of R functions in layers keep their class and fields",
        "It makes another error of them, with the arguments of the layer in it.",
        replaces=True,
        shown_by="errors_lose_fields",
    ),
    *(
        Patch(
            owner,
            method,
            r_errors.uncover,
            "errors of R functions in layers keep their class and fields",
            "It makes another error of them.",
            replaces=True,
            shown_by="errors_lose_fields",
        )
        for owner, method in (
            ("keras.Operation", "compute_output_spec"),
            ("keras.layers.Lambda", "compute_output_shape"),
        )
    ),
    Patch(
        "tensorflow.python.autograph.pyct.error_utils.ErrorMetadataBase",
        "to_exception",
        r_errors.keep_untranslated,
        "errors of R functions in datasets and tf.function keep their class and fields",
        "It makes another error of them, with Python's code in it.",
        replaces=True,
        shown_by="tensorflow_errors_are_others",
    ),
    *replace_members(
        SAVEABLE,
        {"__reduce__": pickling.write_all},
        "pickle and joblib of objects with parts of R, and of metrics and optimizers with their state",
        "It writes names of R's classes that cannot be found, and no state of metrics and optimizers.",
    ),
    *add_members(SAVEABLE, {"__copy__": pickling.copy, "__deepcopy__": pickling.deepcopy}, "copies of the same"),
    Patch(
        _DEPRECATION,
        "_call_location",
        give(extended.find_call_location),
        "deprecated functions of TensorFlow, called from R",
        "It raises AttributeError where no line of Python made the call.",
        replaces=True,
        shown_by="tensorflow_call_location",
    ),
    *notebooks.PATCHES,
    *tensorflow_functions.PATCHES,
    *list_data.OF_FEATURE_SPACES,
    Patch(
        f"{OWN_CODE}.saving.serialization_lib",
        "tf",
        tensorflow_import.look_without_loading,
        "a process on another backend that saves a model does not load TensorFlow",
        "It loads TensorFlow, to see whether an object belongs to it.",
        replaces=True,
        until="3.16",
    ),
    *older_keras.PATCHES,
]

FOR_R: list[Patch] = [
    Patch(
        owner,
        name,
        give(extended.stay_eager(name)),
        "scripts for R keras 2 begin with it, to have symbolic tensors, which Keras 3 has at all times",
        "Eager execution ends, and Keras 3 with it.",
        replaces=True,
    )
    for name, source in (
        ("disable_eager_execution", "tensorflow.python.framework.ops"),
        ("disable_v2_behavior", "tensorflow.python.compat.v2_compat"),
    )
    for owner in ("tensorflow.compat.v1", source)  # tf_keras reloads the first, from the others
] + [
    Patch(
        "keras.utils.Progbar",
        "__init__",
        extended.show_whole_lines,
        "a line for each epoch in documents and in cells of R",
        "It draws the line again and again, with colors, backspaces and carriage returns.",
        replaces=True,
    )
]


def attach(keras: Any) -> None:
    """Put all patches onto Keras and TensorFlow, and register the classes of our own that files name.

    Args:
        keras: The loaded `keras` module.
    """
    backend = keras.backend.backend()
    _put(patch for patch in PATCHES if patch.is_for(backend))
    old_modules.install()
    importlib.import_module("rkeras_py.classes")


def attach_for_r(package: str) -> None:
    """Put those onto a package that R needs, alone or beside the others.

    Args:
        package: "tensorflow" or "keras", which is loaded.
    """
    _put(patch for patch in FOR_R if patch.owner.startswith(f"{package}."))


def _put(patches: Iterable[Patch]) -> None:
    for patch in patches:
        patch.put()
