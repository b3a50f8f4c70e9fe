"""The table of arguments that R keras 2.15 or Keras 2 accepted and that have no effect here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..messages import notices


@dataclass(frozen=True)
class NoEffect:
    """An argument that is taken and has no effect.

    Attributes:
        why: What the user should know of it; "" where nothing is amiss without it.
        each_time: Whether to say so at each call, and not once.
    """

    why: str = ""
    each_time: bool = False


def _give_all(names: str, effect: NoEffect) -> dict[str, NoEffect]:
    return dict.fromkeys(names.split(), effect)


_SILENT = NoEffect()
_QUEUE = _give_all("max_queue_size workers use_multiprocessing", _SILENT)
_OF_FIT = _give_all(
    "epochs view_metrics validation_split validation_data shuffle class_weight initial_epoch steps_per_epoch "
    "validation_steps validation_batch_size validation_freq",
    NoEffect("It is an argument of fit().", each_time=True),
)
_OF_EVALUATE = _give_all("y sample_weight", NoEffect("It is an argument of evaluate().", each_time=True))
_PICKLED = _give_all("use_multiprocessing pickle_safe max_q_size", _SILENT)

ARGUMENTS: Mapping[str, Mapping[str, NoEffect]] = {
    "compile": _give_all("cloning experimental_run_tf_function sample_weight_mode", _SILENT),
    "fit": _QUEUE,
    "evaluate": {**_QUEUE, "return_dict": _SILENT, **_OF_FIT},
    "predict": {**_QUEUE, **_OF_FIT, **_OF_EVALUATE},
    "fit_generator": {**_PICKLED, "shuffle": _SILENT, "validation_freq": _SILENT},
    "evaluate_generator": {**_PICKLED, "verbose": _SILENT},
    "predict_generator": _PICKLED,
    "callback_tensorboard": {
        "write_grads": NoEffect("TensorFlow 2 writes no histograms of gradients."),
        "embeddings_layer_names": NoEffect("TensorFlow 2 writes the embeddings of all embedding layers."),
        "embeddings_data": NoEffect("TensorFlow 2 writes the weights of embedding layers, no more."),
    },
}
"""By function and argument."""


def takes_without_effect(function: str, argument: str) -> bool:
    """Tell whether a function takes an argument that has no effect.

    Args:
        function: Name of the function that the user called.
        argument: Name of the argument.
    """
    return argument in ARGUMENTS.get(function, ())


def tell_without_effect(function: str, arguments: Collection[str]) -> None:
    """Say which of the supplied arguments have no effect, where that is not what the user would expect.

    Args:
        function: Name of the function that the user called.
        arguments: Names of those that the user supplied, apart from defaults.
    """
    for name, effect in ARGUMENTS.get(function, {}).items():
        if effect.why and name in arguments:
            say = notices.warn if effect.each_time else notices.say_once
            say(f"{function}(): `{name}` has no effect. {effect.why}")
