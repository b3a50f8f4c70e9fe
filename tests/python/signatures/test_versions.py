"""A Keras that lacks a function or an argument is named in one sentence; a patch is put where Keras needs it."""

import types
from collections.abc import Iterator
from typing import Annotated, Any

import keras
import numpy as np
import pytest

from rkeras_py.define import export, layer
from rkeras_py.engine.versions import Versions, parse_version
from rkeras_py.patches.patch import Patch, give
from rkeras_py.signatures import registry
from rkeras_py.signatures.versions import in_keras
from rkeras_py.signatures.words import MISSING, Bool, Composable, Int

pytestmark = pytest.mark.quick


@pytest.fixture(autouse=True)
def no_more_functions() -> Iterator[None]:
    known = dict(registry.REGISTRY)
    yield
    registry.REGISTRY.clear()
    registry.REGISTRY.update(known)


def test_versions_are_numbers() -> None:
    assert [parse_version(text) for text in ("3.9.2", "3.15", "3.16.0.dev2026102704")] == [(3, 9), (3, 15), (3, 16)]
    assert Versions().hold("3.0.0")
    for text, holds in (("3.9.9", False), ("3.12.0", True), ("3.13.2", True), ("3.14.0", False)):
        assert Versions("3.12", "3.14").hold(text) is holds


def define(since: str = "", until: str = "", **arguments: str) -> Any:
    @layer("keras.layers.Dense")
    @in_keras(since=since, until=until, **arguments)
    def layer_of_one_version(object: Composable = MISSING, units: Int = MISSING, use_bias: Bool = True) -> Any:
        """Make a layer."""

    return layer_of_one_version


def test_a_keras_that_lacks_the_function_is_told_in_one_sentence() -> None:
    found = f"Found: keras {keras.__version__}. Run: "
    for function, needs, bounds in (
        (define(since="99.1"), "Keras 99.1 or newer", '"keras>=99.1,<4"'),
        (define(until="3.1"), "Keras older than 3.1", '"keras<3.1"'),
        (define("3.0", "3.1"), "Keras 3.0 or newer and older than 3.1", '"keras>=3.0,<3.1"'),
    ):
        for use in (lambda: function(units=2), lambda: keras.Input((2,)) >> function(units=2)):  # noqa: B023
            with pytest.raises(RuntimeError) as raised:
                use()
            assert str(raised.value).startswith(f"layer_of_one_version(): It needs {needs}. {found}")
            assert str(raised.value).endswith(bounds)
        assert f"It needs {needs}." in function.__doc__


def test_a_keras_that_has_the_function_makes_its_object() -> None:
    assert define("3.0", "99.0")(units=2, use_bias=False).get_config()["use_bias"] is False


def test_an_argument_that_keras_lacks_is_told_and_its_default_is_not_sent() -> None:
    function = define(use_bias="99.0")
    assert function(units=2).units == function(units=2, use_bias=True).units == 2
    with pytest.raises(RuntimeError, match=r"^layer_of_one_version\(\): `use_bias` needs Keras 99.0 or newer\. Found"):
        function(units=2, use_bias=False)
    assert "It needs Keras 99.0 or newer." in function.__doc__


def test_a_body_is_not_run() -> None:
    @export
    @in_keras(since="99.0")
    def k_of_one_version(x: Annotated[Any, registry.words.ANY] = MISSING) -> Any:
        """Compute."""
        raise AssertionError

    with pytest.raises(RuntimeError, match=r"^k_of_one_version\(\): It needs Keras 99.0 or newer\. Found"):
        k_of_one_version(np.ones(2))


@pytest.mark.parametrize(
    ("since", "until", "put"), [("", "", True), ("99.0", "", False), ("", "3.0", False), ("3.0", "99.0", True)]
)
def test_a_patch_is_put_where_this_version_needs_it(
    since: str, until: str, put: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = types.SimpleNamespace(member="Keras's")
    monkeypatch.setattr(keras, "owner_of_a_patch", owner, raising=False)
    for replaces, member in ((True, "member"), (False, "other")):
        patch = Patch("keras.owner_of_a_patch", member, give("ours"), "a test", "", replaces, since, until)
        assert patch.is_needed() is put
        patch.put()
    assert vars(owner) == ({"member": "ours", "other": "ours"} if put else {"member": "Keras's"})
