"""The random seeds, without loading TensorFlow for them."""

import sys
from types import FunctionType, SimpleNamespace

from ..loading import resolve
from .modules import OWN_CODE


def set_random_seed(seed: int) -> None:
    """Set the seed of Python, numpy and Keras, and of TensorFlow where it is loaded; Keras's own function loads it.

    Args:
        seed: A whole number, not negative.
    """
    own = resolve(f"{OWN_CODE}.utils.rng_utils.set_random_seed")
    if "tensorflow" not in sys.modules:
        own = FunctionType(own.__code__, {**own.__globals__, "tf": SimpleNamespace(available=False)})
    own(seed)
    set_attribute = resolve(f"{OWN_CODE}.backend.common.global_state.set_global_attribute")
    set_attribute("global_seed_generator", None)  # Keras before 3.13 did not reset it
