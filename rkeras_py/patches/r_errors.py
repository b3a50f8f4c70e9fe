"""Errors of R functions within layers keep their class, their fields and their message."""

import functools
import sys
from collections.abc import Callable
from typing import Any

from ..engine.internals.modules import mark_as_explained
from ..messages import errors, jax_errors


def keep_unexplained(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return Keras's maker of calls that explain errors, whose calls leave those of R as they are.

    Those of JAX, which it cannot make anew with its words added, get words of ours.
    """

    @functools.wraps(own)
    def make(call: Callable[..., Any], object_name: str | None = None) -> Any:
        @functools.wraps(call)
        def run(*args: Any, **named: Any) -> Any:
            try:
                return call(*args, **named)
            except Exception as error:
                if errors.is_of_r(error):
                    mark_as_explained(error)
                elif told := jax_errors.explain_traced(error):
                    raise told from error
                raise

        return own(run, object_name=object_name)

    return make


def uncover(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that tells an error of R, or of JAX, which Keras hides behind one of its own.

    Args:
        own: Keras's method, which calls a function of the user.
    """

    @functools.wraps(own)
    def run(self: Any, *args: Any, **named: Any) -> Any:
        before = sys.exception()
        try:
            return own(self, *args, **named)
        except Exception as error:
            hidden = error.__context__ if error.__context__ is not before else None
            if hidden is not None and errors.is_of_r(hidden):
                raise hidden from None
            if isinstance(hidden, Exception) and (told := jax_errors.explain_traced(hidden)):
                raise told from hidden
            raise

    return run


def keep_untranslated(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return TensorFlow's translator of errors in functions that it traces, which leaves those of R as they are."""

    @functools.wraps(own)
    def to_exception(self: Any, error: Exception) -> Any:
        return error if errors.is_of_r(error) else own(self, error)

    return to_exception
