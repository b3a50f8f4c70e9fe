"""The examples of the help pages run in both languages, print in Python what they say, and give R the same numbers."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import ROOT, sampled

from rkeras_py.signatures.registry import REGISTRY
from tools import help_outputs
from tools.codegen import outputs
from tools.codegen.examples import SKIPPED, parse_example, render_in_r
from tools.codegen.files import load_all
from tools.help_examples import names_for_examples, run_example

load_all()
WITH = [
    name for name, spec in sorted(REGISTRY.items()) if any(not one.options.get(SKIPPED) for one in parse_example(spec))
]
RUN = sampled(WITH, 6)
SCRIPT = ROOT / "tools/help_examples.R"


def page_of(name: str) -> str:
    """The page of R's help."""
    return outputs.name_page(REGISTRY[name])


@pytest.fixture(scope="module")
def names() -> dict[str, object]:
    return names_for_examples()


@pytest.fixture(scope="module")
def in_r(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """R, which runs the examples of the same pages while Python runs its own, and of those that are for R alone."""
    left_out = tmp_path_factory.mktemp("pages") / "left_out"
    left_out.write_text("".join(f"{page_of(name)}\n" for name in WITH if name not in RUN))
    command = ["timeout", "--kill-after=10", "900", "Rscript", str(SCRIPT), str(ROOT), str(left_out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        process.kill()


@pytest.fixture(scope="module")
def said_in_r(in_r: subprocess.Popen[str]) -> list[str]:
    said, _ = in_r.communicate()
    assert in_r.returncode == 0, said[-3000:]
    return said.splitlines()


@pytest.fixture(scope="module")
def values_in_r(said_in_r: list[str]) -> dict[str, dict]:
    lines = [json.loads(line[2:]) for line in said_in_r if line.startswith("@@")]
    return {line["name"][0]: line for line in lines}


WITHOUT: dict[str, str] = {
    name: "works on another backend than that of the examples"
    for name in ("layer_flax_module_wrapper", "layer_jax_model_wrapper", "layer_torch_module_wrapper")
}
"""Exported functions whose help has no example, with the reason. Those that cannot work on Keras 3 need none."""

NUMBERS: dict[str, list[list[float]]] = {}
"""The values that each example has shown in Python."""


@pytest.mark.usefixtures("in_r")
@pytest.mark.parametrize("name", RUN)
def test_an_example_prints_in_python_what_it_says(
    names: dict[str, object], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = list(run_example(REGISTRY[name], names))
    NUMBERS[name] = [one.numbers for one in ran if one.numbers]
    assert [one.printed for one in ran if not one.as_documented()] == []


@pytest.mark.parametrize("name", [name for name in RUN if not REGISTRY[name].python_only])
def test_an_example_gives_r_the_same_numbers(values_in_r: dict[str, dict], name: str) -> None:
    here, there = NUMBERS[name], values_in_r[page_of(name)]
    assert "error" not in there, there["error"]
    assert [len(numbers) for numbers in there["values"]] == [len(numbers) for numbers in here]
    for ours, theirs in zip(here, there["values"], strict=True):
        np.testing.assert_allclose([float(number) for number in theirs], ours, rtol=1e-5, atol=1e-6)


def test_every_exported_function_has_an_example(said_in_r: list[str]) -> None:
    without = next(json.loads(line.removeprefix("@without")) for line in said_in_r if line.startswith("@without"))
    unavailable = {name for name, spec in REGISTRY.items() if "Unavailable" in spec.docs.sections}
    shown = {name for name, spec in REGISTRY.items() if parse_example(spec)}
    assert sorted({*without, *REGISTRY} - shown - unavailable) == sorted(WITHOUT)


def test_an_example_prints_in_r_what_its_help_page_shows(said_in_r: list[str]) -> None:
    pages = list(help_outputs.read_pages("\n".join(said_in_r)))
    assert len(pages) > 100
    assert help_outputs.find_stale(help_outputs.record(pages)) == []


def test_every_example_has_its_output_recorded() -> None:
    recorded = {name: outputs.drop_outputs(lines) for name, lines in outputs.read_record().items()}
    assert recorded == {page_of(name): render_in_r(REGISTRY[name]) for name in WITH if not REGISTRY[name].python_only}


def test_an_output_that_changed_is_told() -> None:
    merged = outputs.merge(["x <- 1", "x", "y"], [(["x"], ["[1] 1", ""])])
    assert merged == ["x <- 1", "x", "#> [1] 1", "y"]
    assert outputs.drop_outputs(merged) == ["x <- 1", "x", "y"]
    with pytest.raises(ValueError, match="is not in the example"):
        outputs.merge(["x"], [(["z"], [])])
    text = outputs.RECORD.read_text("utf-8")
    changed = text.replace("#> ", "#> 7 ", 1)
    assert len(help_outputs.find_stale({outputs.RECORD: changed})) == 1


def test_examples_of_pages_for_r_alone_run(values_in_r: dict[str, dict]) -> None:
    assert {name: line["error"] for name, line in values_in_r.items() if "error" in line and name not in WITH} == {}
