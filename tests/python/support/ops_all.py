"""The cases of all `op_*` functions of which there are some."""

import functools

import numpy as np
from ops_case import RNG, Case
from ops_cases import elementwise_cases, reduction_cases, shape_cases
from ops_cases_layers import creation_cases, layer_cases
from ops_cases_more import position_cases, product_cases, signal_cases

FAMILIES = (
    elementwise_cases, reduction_cases, shape_cases, position_cases, product_cases, signal_cases, layer_cases,
    creation_cases,
)  # fmt: skip


@functools.cache
def all_cases() -> dict[str, list[Case]]:
    """Return the cases of each function, by its name without `op_`; the same numbers in each process."""
    RNG.bit_generator.state = np.random.default_rng(31).bit_generator.state
    return {name: list(cases) for family in FAMILIES for name, cases in family().items()}
