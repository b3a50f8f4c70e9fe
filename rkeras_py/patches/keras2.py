"""Members that Keras 3 dropped and that scripts and packages for Keras 2 use: lines of the table in install.py."""

from ..engine.internals.modules import FUNCTIONAL_MODULE, OLD_NAMES, OWN_CODE
from ..graph import added_metrics, call_masks
from . import extended, list_data, members, old_modules, shapes
from .patch import Patch, add_members, give, replace_members

_LAYER = "keras.layers.Layer"
_SEQUENTIAL = "keras.Sequential"
_MODEL = "keras.Model"
_FUNCTIONAL = f"{FUNCTIONAL_MODULE}.Functional"
_OPTIMIZER = "keras.optimizers.Optimizer"
_METRIC = "keras.metrics.Metric"
_SCRIPTS = "scripts for Keras 2 use it"

OF_KERAS_2: list[Patch] = [
    *replace_members(
        _LAYER, {"add_metric": give(added_metrics.add_metric)}, _SCRIPTS, "It raises NotImplementedError."
    ),
    *(
        Patch(module, "__getattr__", give(old_modules.member_finder(module)), "scripts for Keras 2 use old modules")
        for module in (
            "keras",
            "keras.layers",
            "keras.preprocessing.image",
            "keras.preprocessing.sequence",
            "keras.optimizers",
            "keras.utils",
            OLD_NAMES,
            f"{OLD_NAMES}.layers",
            f"{OLD_NAMES}.optimizers",
            f"{OLD_NAMES}.utils",
        )
    ),
    *add_members(_LAYER, members.LAYER, _SCRIPTS),
    *add_members(_MODEL, members.MODEL, _SCRIPTS),
    *add_members(_FUNCTIONAL, members.INPUT_NAMES, _SCRIPTS),
    *add_members(_SEQUENTIAL, {**members.INPUT_NAMES, **members.OUTPUT_NAMES}, _SCRIPTS),
    *add_members(f"{OWN_CODE}.ops.node.Node", members.NODE, _SCRIPTS),
    *add_members(_OPTIMIZER, members.OPTIMIZER, _SCRIPTS),
    *add_members(_METRIC, members.METRIC, _SCRIPTS),
    *add_members("keras.KerasTensor", members.TENSOR, _SCRIPTS),
    *add_members("keras.Variable", {**members.TENSOR, **members.VARIABLE}, _SCRIPTS),
    *replace_members(
        f"{OLD_NAMES}.backend",
        dict.fromkeys(extended.FUNCTIONS_OF_VARIABLES, extended.take_keras_variables),
        "`tf$keras$backend$set_value(model$optimizer$lr, 0.1)`",
        "It raises AttributeError: variables of Keras 3 tell their type by name.",
    ),
    *(
        patch
        for root in ("keras", OLD_NAMES)
        for patch in replace_members(
            f"{root}.optimizers.legacy",
            {name: give(extended.make_legacy_optimizer(name)) for name in extended.LEGACY_OPTIMIZERS},
            _SCRIPTS,
            "Those that are there raise ImportError.",
        )
    ),
    *replace_members(
        _SEQUENTIAL,
        {"add": extended.host_layers},
        "layers of Keras 2, as those of TensorFlow Probability, in models of Keras 3",
        "It raises ValueError: they are no layers of Keras 3.",
    ),
    *(
        Patch(
            f"{OWN_CODE}.trainers.trainer.{name}",
            "compile",
            list_data.compile_without,
            "`model$compile(cloning = FALSE)`",
            "It raises TypeError.",
            replaces=True,
            optional=True,
        )
        for name in ("Trainer", "BaseTrainer")  # its name in Keras 3.16
    ),
    *replace_members(
        "keras.layers.CategoryEncoding",
        {"call": extended.encode_known},
        "categories that count from 1, or beyond `num_tokens`, are an error as in Keras 2",
        "It encodes them by zeros, although its help promises an error.",
    ),
    *(
        one
        for layer in ("Embedding", "IntegerLookup", "Hashing")
        for one in replace_members(
            f"keras.layers.{layer}",
            {"call": extended.encode_known},
            "fractions, and negative indices, are an error",
            "It cuts fractions off, and counts negative indices from the end.",
        )
    ),
    *(
        one
        for layer, member, without in (
            (
                "Softmax",
                call_masks.add_mask,
                "It gives zeros where a mask leaves nothing, and rounds fractions.",
            ),
            (
                "MultiHeadAttention",
                call_masks.attend,
                "It gives zeros or not, as its scores are asked for or not.",
            ),
            ("Attention", call_masks.take_masks, "It takes all numbers but 0 for TRUE."),
            ("GlobalAveragePooling1D", call_masks.weigh_steps, "It takes all numbers but 0 for TRUE."),
        )
        for one in replace_members(
            f"keras.layers.{layer}", {"call": member}, "the mask of a call gives the numbers of Keras 2", without
        )
    ),
    *replace_members(
        f"{OWN_CODE}.metrics.reduction_metrics",
        {"reduce_to_samplewise_values": shapes.reduce_values},
        "a metric function that returns one number for a batch with a mask; `metric_mean()$update_state(factor)`",
        "It refuses to spread weights over one number, and TensorFlow to cast strings.",
    ),
    *replace_members(
        f"{OWN_CODE}.losses.loss",
        {"reduce_weighted_values": shapes.weigh_elements},
        "a loss function that returns a loss for each element of a sequence, with a mask or weights of steps",
        "It raises an error about shapes, or spreads the weights over other axes.",
    ),
    *replace_members(
        _MODEL,
        {"get_layer": members.get_layer},
        "`model$get_layer('input_1')`: names that Keras 2 gave by itself",
        "It raises ValueError: there is no such layer.",
    ),
]
