"""A docstring makes two helps: R's spells values as R does, Python's as Python does."""

import inspect
import re

import pytest

from rkeras_py.signatures.docs import write_docstring
from rkeras_py.signatures.registry import REGISTRY
from rkeras_py.signatures.spelling import spell_in_python
from tools.codegen import files, r

PAIRS = {
    "NULL: none. NA: any size. TRUE or FALSE.": "None: none. None: any size. True or False.",
    "NULLABLE, FALSEHOOD and NAN stay": "NULLABLE, FALSEHOOD and NAN stay",
    "e.g. c(1, 3, 2); c(-1, NA)": "e.g. (1, 3, 2); (-1, None)",
    "c(2) or list(x)": "(2,) or (x,)",
    "list(c(top, bottom), c(left, right))": "((top, bottom), (left, right))",
    "list(list(1, 2), list(3, 4))": "((1, 2), (3, 4))",
    "list(city = 4, street = 2)": "dict(city=4, street=2)",
    "arc(1) and tolist(x)": "arc(1) and tolist(x)",
    "`model$input`, `get()$of` and `tf$keras$Model`": "`model.input`, `get().of` and `tf.keras.Model`",
    "5 $ and $5": "5 $ and $5",
    "`causal = TRUE`, `axes = c(1, 2)`": "`causal=True`, `axes=(1, 2)`",
    '`mode = "auto"`': '`mode="auto"`',
    "`f(object, steps = ...)`": "`f(object, steps=...)`",
    "`l = sqrt(6 / fan_in)` stays": "`l = sqrt(6 / fan_in)` stays",
    "`model %>% f(units = 10)`": "`model >> f(units=10)`",
    "`x %*% kernel` and `error^2`, but 2^3": "`x @ kernel` and `error**2`, but 2^3",
    "`function(epoch, logs)`": "`lambda epoch, logs: ...`",
}


@pytest.fixture(scope="module", autouse=True)
def _all_modules():
    files.load_all()


@pytest.mark.parametrize("text", PAIRS)
def test_values_are_spelled_for_python(text):
    assert spell_in_python(text) == PAIRS[text]


def test_spelling_twice_changes_nothing_more():
    for text in PAIRS.values():
        assert spell_in_python(text) == text


def test_no_help_of_python_speaks_r():
    left = re.compile(r"\b(NULL|TRUE|FALSE|NA)\b|\b(c|list|function)\(|\w\$\w|%>%|%\*%|^    \.\.\.:", re.MULTILINE)
    for spec in REGISTRY.values():
        text = spec.body.__globals__[spec.name].__doc__.partition("\nExample:\n")[0]
        assert not left.search(text), (spec.name, left.search(text))


def test_no_help_of_r_speaks_python():
    for spec in (spec for spec in REGISTRY.values() if not spec.python_only):
        text = re.sub(r"(?m)^#' #>.*$", "", r.render_file(spec.module, [spec])).replace("`None`", "")
        assert not re.search(r"\b(None|True|False)\b", text), spec.name


def test_help_names_the_arguments_as_python_calls_them():
    for spec in REGISTRY.values():
        function = spec.body.__globals__[spec.name]
        text = function.__doc__.partition("\n\nArgs:\n")[2].partition("\n\n")[0]
        named = re.findall(r"^    (\*{0,2}\w+(?:, \*\*\w+)?):", text, re.MULTILINE)
        known = {name.lstrip("*") for name in inspect.signature(function).parameters}
        assert {part.lstrip("*") for name in named for part in name.split(", ")} == known, spec.name


def test_no_signature_of_python_shows_r_code():
    for spec in REGISTRY.values():
        assert "RCode" not in str(inspect.signature(spec.body.__globals__[spec.name])), spec.name


def test_the_example_of_a_docstring_is_python_already():
    spec = next(spec for spec in REGISTRY.values() if "Example" in spec.docs.sections)
    assert inspect.cleandoc(spec.docs.sections["Example"]) in inspect.cleandoc(
        "\n".join(line.removeprefix("    ") for line in write_docstring(spec.docs, {}).splitlines())
    )
