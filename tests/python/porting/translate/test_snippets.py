"""Snippets of one idea: the program prints what R prints, or is marked."""

import collections

import keras
import pytest
from snippets import judge, run_in_r

from rkeras_py.porting.translate.state import STYLES
from rkeras_py.porting.translate.translating import Translated
from tools.translate_rates import PAGE, read_snippets, translate_all, write_rates_of_snippets


@pytest.fixture(scope="module")
def printed_by_r(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return run_in_r(read_snippets(), tmp_path_factory.mktemp("snippets"))


@pytest.fixture(scope="module")
def programs() -> dict[str, list[Translated]]:
    return translate_all(read_snippets())


def test_the_page_has_the_rates_of_the_snippets(programs: dict[str, list[Translated]]) -> None:
    assert write_rates_of_snippets(programs) in PAGE.read_text(encoding="utf-8")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("style", STYLES)
def test_a_snippet_prints_the_same_or_is_marked(
    style: str, printed_by_r: list[str], programs: dict[str, list[Translated]]
) -> None:
    snippets = read_snippets()
    assert len(snippets) > 500
    found: dict[str, list[str]] = collections.defaultdict(list)
    for snippet, by_r, program in zip(snippets, printed_by_r, programs[style], strict=True):
        assert "FAILED" not in by_r, snippet
        keras.backend.clear_session()
        keras.utils.set_random_seed(0)  # `tf$random$set_seed(2)` of a snippet leaves a seed that no dataset takes
        found[judge(by_r, program, style)[0]].append(snippet)
    assert found["wrong"] == []
    assert len(found["same"]) >= {"rkeras_py": 445, "keras": 360}[style]
