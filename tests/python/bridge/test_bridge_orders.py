"""Whatever starts first in a process, both languages use the same model, and the process ends with 0.

support/starts.py has all orders, and tries each of them many times.
"""

import pytest
from starts import Host, problem, start
from support import sampled


@pytest.mark.parametrize(
    ("host", "order"),
    sampled(
        [
            ("python", "robjects reticulate rkeras tensorflow session use"),
            ("python", "tensorflow rkeras_py session use"),
            ("r", "tensorflow rkeras use"),
            ("r", "session rkeras use"),
        ],
        2,
    ),
)
def test_a_process_ends_with_0_whatever_started_first(host: Host, order: str) -> None:
    done = start(host, order)
    assert problem(done) == "", done.stderr
