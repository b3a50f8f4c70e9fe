"""The garbage collector pauses while Keras loads, and is afterwards as the user had it."""

import gc
from collections.abc import Iterator

import pytest

from rkeras_py.engine.loading import _without_collector


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    gc.unfreeze()
    gc.enable() if was_enabled else gc.disable()


@pytest.mark.parametrize("enabled", [True, False])
def test_it_goes_on_only_where_it_went(enabled: bool) -> None:
    gc.enable() if enabled else gc.disable()
    with _without_collector():
        assert not gc.isenabled()
    assert gc.isenabled() is enabled and not gc.get_freeze_count()


def test_it_goes_on_after_an_error() -> None:
    gc.enable()
    with pytest.raises(ImportError), _without_collector():
        raise ImportError
    assert gc.isenabled()


def test_what_the_user_froze_stays_frozen() -> None:
    theirs: list[object] = [[]]
    assert _is_collected(theirs)
    gc.freeze()
    with _without_collector():
        pass
    assert not _is_collected(theirs)
    gc.unfreeze()
    assert _is_collected(theirs)


def _is_collected(one: object) -> bool:
    """Whether the collector looks at an object; it lists none that is frozen."""
    return any(each is one for each in gc.get_objects())
