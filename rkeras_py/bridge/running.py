"""The periods in which R may run."""

from __future__ import annotations

from types import TracebackType

from rkeras_py.bridge.protocols import Session


class Running:
    """The stretch of a call in which R may run: on the right thread, with Ctrl-C and R's output seen to."""

    __slots__ = ("_session", "_what")

    def __init__(self, session: Session, what: str) -> None:
        self._session = session
        self._what = what

    def __enter__(self) -> None:
        """Begin it."""
        self._session.enter(self._what)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """End it, after errors too."""
        self._session.leave()
