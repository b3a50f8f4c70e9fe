"""The counts of functions by backend, of tools/contract/backends.json, and their table in docs/backends.md."""

from rkeras_py.signatures.registry import REGISTRY
from tools import backend_counts
from tools.codegen.files import load_all


def test_what_is_noted_is_of_functions_that_are_there() -> None:
    load_all()
    refusing = {name for name, spec in REGISTRY.items() if spec.instead is not None}
    for counts in backend_counts.read_counts().values():
        noted = [name for kind in (*backend_counts.KINDS[1:], "fails") for name in counts[kind]]
        assert len(noted) == len(set(noted)) and set(noted) <= set(REGISTRY)
        assert set(counts["refuses"]) == refusing & set(noted)
        assert counts["version"] and len(counts["fails"]) < 10


def test_the_table_is_made_of_it() -> None:
    assert backend_counts.make_table() in backend_counts.PAGE.read_text()
