"""How tests choose cases and tell which failed."""

import itertools

import pytest
import support
from support import for_each, pairs

pytestmark = pytest.mark.quick
FACTORS = [[1, 2, 3], "ab", [True, False], (None, 0)]


def test_every_two_values_of_different_factors_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "ALL_CASES", False)
    chosen, every = pairs(*FACTORS), list(itertools.product(*FACTORS))
    assert len(chosen) <= 9 and set(chosen) < set(every)
    for one, other in itertools.combinations(range(4), 2):
        assert {(case[one], case[other]) for case in chosen} == set(itertools.product(FACTORS[one], FACTORS[other]))
    assert pairs("ab", "cd") == list(itertools.product("ab", "cd"))
    monkeypatch.setattr(support, "ALL_CASES", True)
    assert pairs(*FACTORS) == every


@for_each("number", [1, 2, 3])
def tried(number: int, seen: list[int]) -> None:
    seen.append(number)
    if number == 1:
        pytest.fail("is one")
    assert number == 2


def test_all_cases_are_tried_and_those_that_fail_told() -> None:
    seen: list[int] = []
    with pytest.raises(BaseExceptionGroup, match="2 of 3 cases failed") as found:
        tried(seen=seen)
    assert seen == [1, 2, 3]
    assert [error.__notes__ for error in found.value.exceptions] == [["number = 1"], ["number = 3"]]
