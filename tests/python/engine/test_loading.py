"""The garbage collector pauses while Keras loads, and is afterwards as the user had it."""

import gc
from collections.abc import Iterator

import pytest
from support import run_script

from rkeras_py.engine.loading import _pause_collector, keep_what_loads

pytestmark = pytest.mark.quick


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.unfreeze()  # what conftest.py has frozen
    yield
    gc.freeze()
    gc.enable() if was_enabled else gc.disable()


@pytest.mark.parametrize("enabled", [True, False])
def test_it_goes_on_only_where_it_went(enabled: bool) -> None:
    gc.enable() if enabled else gc.disable()
    with _pause_collector():
        assert not gc.isenabled()
    assert gc.isenabled() is enabled and not gc.get_freeze_count()


def test_it_goes_on_after_an_error() -> None:
    gc.enable()
    with pytest.raises(ImportError), _pause_collector():
        raise ImportError
    assert gc.isenabled()


def test_what_the_user_froze_stays_frozen() -> None:
    theirs: list[object] = [[]]
    assert _is_collected(theirs)
    gc.freeze()
    with _pause_collector():
        pass
    assert not _is_collected(theirs)
    gc.unfreeze()
    assert _is_collected(theirs)


def test_the_first_call_from_r_keeps_what_loads_and_no_later_one() -> None:
    ours: list[object] = [[]]
    with keep_what_loads(), _pause_collector():
        pass
    assert not _is_collected(ours)
    gc.unfreeze()
    with keep_what_loads():
        pass
    with _pause_collector():
        pass
    assert _is_collected(ours)


def test_what_fails_to_load_is_not_kept() -> None:
    with keep_what_loads(), pytest.raises(ImportError), _pause_collector():
        raise ImportError
    assert not gc.get_freeze_count()


def _is_collected(one: object) -> bool:
    """Tell whether the collector looks at an object; it lists none that is frozen."""
    return any(each is one for each in gc.get_objects())


LOADS = """
import sys, warnings
import keras
keras.__version__ = {version!r}
import rkeras_py as rk
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    x = rk.layer_input(2)
    y = x >> rk.layer_dense(3) >> rk.layer_dense(1)
print([str(one.message) for one in caught], tuple(rk.keras_model(x, y).output_shape))
"""


def test_a_newer_keras_than_any_tried_is_named_once_and_works_on() -> None:
    done = run_script(LOADS.format(version="3.99.1.dev2030"))
    assert done.code == 0, done.stderr
    assert done.stdout.count("newer than the versions that rkeras_py was tested with") == 1
    assert "keras 3.99.1.dev2030 is newer" in done.stdout and 'pip install "keras<3.99"' in done.stdout
    assert done.stdout.strip().endswith("(None, 1)")


def test_a_keras_that_was_tried_is_loaded_without_a_word() -> None:
    done = run_script(LOADS.format(version="3.12.4"))
    assert done.stdout == "[] (None, 1)\n", done.stderr


def test_an_older_keras_than_any_tried_is_refused() -> None:
    done = run_script(LOADS.format(version="3.11.3"))
    assert done.code == 1
    assert "RuntimeError: rkeras_py needs Keras 3.12 or newer. Found: keras 3.11.3. Run: " in done.stderr
    assert '-m pip install -U "keras>=3.12,<4"' in done.stderr
