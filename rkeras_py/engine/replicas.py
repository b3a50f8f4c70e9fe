"""Models that TensorFlow strategies distribute over several devices, or over several processes, the workers."""

import contextlib
import functools
import random
import threading
from collections.abc import Iterator
from typing import Any

from .internals.compiled import distribution

TRAINING_JOBS = ("chief", "worker")
"""The tasks of TF_CONFIG that train."""

_of_this_thread = threading.local()  # TensorFlow traces each replica in its own thread


@contextlib.contextmanager
def weigh_gradients(samples: Any) -> Iterator[None]:
    """Have the gradients within count as many times as there are samples: a mean of means is none of samples.

    Args:
        samples: Number of samples of this replica of the batch; a tensor.
    """
    _of_this_thread.samples = samples
    try:
        yield
    finally:
        _of_this_thread.samples = None


def samples_of_replica() -> Any:
    """Return how many samples this replica has of the batch, or None where nobody weighs by them."""
    return getattr(_of_this_thread, "samples", None)


def count_workers(model: Any) -> int:
    """Return how many processes train a model: 1 without a strategy of several workers.

    Args:
        model: The model.
    """
    strategy = distribution(model)
    if strategy is None or not is_of_workers(strategy):
        return 1
    jobs = strategy.cluster_resolver.cluster_spec().as_dict()
    return max(1, sum(len(jobs.get(job, ())) for job in TRAINING_JOBS))


def is_first_worker(model: Any) -> bool:
    """Tell whether this process is the one that writes files for all workers.

    Args:
        model: The model.
    """
    if count_workers(model) == 1:
        return True
    resolver = distribution(model).cluster_resolver
    has_chief = "chief" in resolver.cluster_spec().as_dict()
    return bool(resolver.task_type == "chief" or (not has_chief and resolver.task_id == 0))


def agree(model: Any, what: str, numbers: dict[str, int], hint: str) -> int:
    """Compare numbers with the other workers, and return a random one that all of them get.

    Args:
        model: The model.
        what: The function that the user called.
        numbers: The numbers by what they count.
        hint: What to do where they differ.

    Raises:
        ValueError: If they are not the same everywhere; in all workers.
    """
    import tensorflow as tf

    own = tf.constant([[*numbers.values(), random.SystemRandom().randrange(2**31)]], "int64")
    strategy = distribution(model)
    rows = strategy.experimental_local_results(_make_gatherer(strategy)(own))[0].numpy().tolist()
    for place, name in enumerate(numbers):
        column = [row[place] for row in rows]
        if len(set(column)) > 1:
            raise ValueError(f"{what}(): the workers do not agree on {name}: {', '.join(map(str, column))}. {hint}")
    return int(rows[0][-1])


@functools.cache
def _make_gatherer(strategy: Any) -> Any:
    import tensorflow as tf

    @tf.function  # type: ignore[untyped-decorator]
    def gather(row: Any) -> Any:
        def gather_here() -> Any:
            return tf.distribute.get_replica_context().all_gather(tf.identity(row), axis=0)  # all_gather() needs a copy

        return strategy.run(gather_here)

    return gather


def is_of_workers(strategy: Any) -> bool:
    """Tell whether a strategy distributes a model over several processes."""
    import tensorflow as tf

    return isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy)
