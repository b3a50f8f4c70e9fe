"""Copies, passes, drops and collects handles of R objects at random, and checks at each step what they hold.

Arguments: how many operations, how many of them under R's gctorture, and the seed.
"""

import copy
import gc
import pickle
import random
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

from rkeras_py.bridge import RFunction, RObject, r_session

R = r_session()
R("""
ended <- new.env()
watched <- function(i) {
  e <- new.env()
  e$i <- i
  reg.finalizer(e, function(e) ended[[as.character(e$i)]] <- TRUE)
  e
}
setClass("Watched", representation(of = "environment"))
makers <- list(
  watched,
  function(i) { e <- watched(i); function() e$i },
  function(i) { e <- watched(i); local(~ x, e) },
  function(i) structure(list(of = watched(i)), class = "watched"),
  function(i) new("Watched", of = watched(i)),
  function(i) { e <- watched(i); delayedAssign("later", e$i); function() later + 0 }
)
make <- function(kind, i) makers[[kind]](i)
read <- function(x) {
  if (is.function(x)) x()
  else if (is.environment(x)) x$i
  else if (inherits(x, "formula")) environment(x)$i
  else if (isS4(x)) x@of$i
  else x$of$i
}
kept <- list()
""")


class OfUsers(RObject):
    """A class that a user made of ours."""


class Fuzz:
    """The handles that are held, and the number that each should give.

    Attributes:
        held: Pairs of a handle and its number.
        in_r: The same for what R keeps by name.
        made: How many R objects were made.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.held: list[tuple[Any, int]] = []
        self.in_r: dict[str, int] = {}
        self.made = 0
        self.operations: list[Callable[[], None]] = [
            *[self.make] * 4,
            *[self.duplicate] * 4,
            *[self.check] * 4,
            *[self.drop] * 5,
            self.keep_in_r,
            self.take_from_r,
            self.together,
            self.drop_on_another_thread,
            self.half_made,
            self.pickle,
            self.collect,
        ]

    def run(self, count: int) -> None:
        for _ in range(count):
            self.random.choice(self.operations)()

    def some(self) -> tuple[Any, int]:
        if not self.held:
            self.make()
        return self.random.choice(self.held)

    def make(self) -> None:
        self.made += 1
        handle = R.call("make", self.random.randint(1, 6), self.made)
        assert isinstance(handle, RObject), handle
        self.held.append((handle, self.made))

    def duplicate(self) -> None:
        handle, number = self.some()
        way = self.random.randrange(6)
        if way < 2:
            twin = (copy.copy, copy.deepcopy)[way](handle)
            if twin is not handle:  # it has an environment of its own
                assert R.call("read", twin) == number
                return
        elif way == 2:
            twin = object.__new__(type(handle))
            twin.__dict__.update(handle.__dict__)
        elif way == 3:
            kind = OfUsers if type(handle) is not RFunction else RFunction
            twin = kind(R, handle.sexp)
        elif way == 4:
            twin = copy.copy({"a": handle})["a"]
        else:
            twin = R.call("identity", handle)
        self.held.append((twin, number))

    def check(self) -> None:
        handle, number = self.some()
        assert R.call("read", handle) == number
        if type(handle) is RFunction:
            assert handle() == number

    def drop(self) -> None:
        if self.held:
            self.held.pop(self.random.randrange(len(self.held)))

    def keep_in_r(self) -> None:
        handle, number = self.some()
        name = f"v{self.random.randrange(20)}"
        R[name] = handle
        self.in_r[name] = number

    def take_from_r(self) -> None:
        if self.in_r:
            name = self.random.choice(list(self.in_r))
            self.held.append((R[name], self.in_r[name]))
            if self.random.random() < 0.5:
                del R[name], self.in_r[name]

    def together(self) -> None:
        chosen = [self.some() for _ in range(5)]
        back = R.call("rev", [handle for handle, _ in chosen])
        numbers = [number for _, number in reversed(chosen)]
        assert [R.call("read", handle) for handle in back] == numbers
        assert list(R.call("vapply", back, R["read"], 1.0)) == numbers

    def drop_on_another_thread(self) -> None:
        gone = [self.held.pop() for _ in range(min(3, len(self.held)))]
        thread = threading.Thread(target=gone.clear)
        thread.start()
        thread.join()

    def half_made(self) -> None:
        for kind in (RObject, RFunction, OfUsers):
            assert not vars(object.__new__(kind))
            try:
                kind(R, None)
            except TypeError:
                continue
            raise AssertionError("None is no R object")

    def pickle(self) -> None:
        handle, number = self.some()
        assert R.call("read", pickle.loads(pickle.dumps(handle))) == number

    def collect(self) -> None:
        cycle: list[Any] = [self.held.pop()] if self.held else []
        cycle.append(cycle)
        del cycle
        gc.collect(self.random.randrange(3))
        R("invisible(gc(full = FALSE))")

    def end(self) -> None:
        watches = [weakref.ref(handle) for handle, _ in self.held]
        for handle, number in self.held:
            assert R.call("read", handle) == number
        del handle
        self.held.clear()
        gc.collect()
        assert not any(watch() for watch in watches)
        R(f"rm(list = intersect(ls(), c({', '.join(map(repr, ['', *self.in_r]))})))")
        R("invisible(gc()); invisible(gc())")
        assert R("length(ls(ended))") == self.made, "R objects are left over"


def main(count: int, tortured: int, seed: int) -> None:
    fuzz = Fuzz(seed)
    fuzz.run(count - tortured)
    R("invisible(gctorture2(40))")
    fuzz.run(tortured)
    R("invisible(gctorture2(0))")
    fuzz.end()
    print("right", count, fuzz.made)


main(*map(int, sys.argv[1:]))
