"""Atomic writing: the final path never has an incomplete file, and no existing file gets lost."""

import contextlib
import ctypes
import errno
import io
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from ..interrupts.files import guard_file
from ..messages import errors

try:
    import fcntl
except ImportError:  # Windows: there, abandoned temporary folders cannot be recognized
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = re.compile(r"\..*\.\w{8,16}\.unfinished")
"""The names of our temporary folders."""
_SAVED_MODEL = ("saved_model.pb", "saved_model.pbtxt")
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)
_OF_THE_DISK = ("ENOSPC", "EFBIG", "EDQUOT", "EROFS", "EIO")
"""Names of disk errors; HDF5 and TensorFlow put their messages into errors of all classes. Not all systems have all."""
_ENTRIES = (*_SAVED_MODEL, "variables", "assets", "assets.extra", "fingerprint.pb", "keras_metadata.pb", "debug")


def refuse_existing(path: str, overwrite: bool) -> None:
    """Refuse to write where something is.

    Args:
        path: The final name.
        overwrite: Whether that is what the user wants.

    Raises:
        FileExistsError: If it is not.
    """
    if not overwrite and os.path.lexists(path):
        how = errors.for_reader("TRUE", "True")
        raise FileExistsError(f"File '{path}' already exists (pass overwrite = {how} to force save).")


@contextlib.contextmanager
def write_new_file(path: str, overwrite: bool, function: str, suffix: str = "") -> Iterator[str]:
    """Give a temporary neighbor to write; it takes the final name when all went well, else it is removed.

    Args:
        path: The final name; folders on the way are made.
        overwrite: Whether a file of that name may be replaced.
        function: Name of the function that the user called.
        suffix: How the temporary name has to end.

    Yields:
        The temporary name.

    Raises:
        FileExistsError: If the file exists and `overwrite` is FALSE.
        IsADirectoryError: If the final name is that of a folder.
    """
    refuse_existing(path, overwrite)
    if os.path.isdir(path):
        raise IsADirectoryError(f"{function}(): '{path}' is a folder. Pass the name of a file in it.")
    with make_neighbor(path, function) as folder:
        temporary = os.path.join(folder, f"new{suffix}")
        yield temporary
        flush_to_disk(temporary)
        os.replace(temporary, os.path.realpath(path))


@contextlib.contextmanager
def write_new_saved_model(path: str, overwrite: bool, function: str) -> Iterator[str]:
    """Give a temporary neighbor for a SavedModel; it takes the final name when all went well, else it is removed.

    An older SavedModel is replaced; other files that a user keeps in its folder stay.

    Args:
        path: The final name of the folder.
        overwrite: Whether a SavedModel there may be replaced.
        function: Name of the function that the user called.

    Yields:
        The temporary name.

    Raises:
        FileExistsError: If there is a SavedModel that may not be replaced.
        NotADirectoryError: If there is something else.
    """
    if not os.path.isdir(path) or os.listdir(path):
        refuse_existing(path, overwrite)
    if os.path.isfile(path):
        raise NotADirectoryError(
            f"{function}(): '{path}' is a file, and a SavedModel is a folder. Choose another name."
        )
    if os.path.isdir(path) and os.listdir(path) and not _is_saved_model(path):
        raise NotADirectoryError(
            f"{function}(): the folder '{path}' contains files that are not a SavedModel. Name a new folder in it."
        )
    with make_neighbor(path, function) as folder:
        temporary = os.path.join(folder, "new")
        yield temporary
        for place, _, files in os.walk(temporary):
            for file in files:
                flush_to_disk(os.path.join(place, file))
        target = os.path.realpath(path)
        if not os.path.isdir(target):
            os.rename(temporary, target)
            return
        _keep_others(target, temporary)
        if not _exchange(temporary, target):
            _rename_both(temporary, target, os.path.join(folder, "old"))


@contextlib.contextmanager
def make_hdf5(path: str) -> Iterator[Any]:
    """Give a new HDF5 file to fill.

    HDF5 writes it by itself. Through a file of Python's it would meet Ctrl-C in the middle of a write, and break.

    Args:
        path: Its name.

    Yields:
        The file of h5py.

    Raises:
        OSError: If the disk is full.
    """
    import h5py

    with h5py.File(path, "w") as file:
        try:
            yield file
            file.flush()
        except BaseException:
            _abandon(file.id.get_vfd_handle())
            raise


def _abandon(number: int) -> None:
    """Redirect an open file, since HDF5 would crash the process if it could not write on closing."""
    with tempfile.TemporaryFile() if sys.platform != "linux" else open(os.memfd_create("abandoned"), "w+b") as other:
        os.dup2(other.fileno(), number)


def write_content(path: str, content: io.BytesIO) -> None:
    """Write a file that was made in memory.

    Args:
        path: Name of the file.
        content: Its content.
    """
    with open(path, "wb", buffering=0) as file:
        left = memoryview(content.getbuffer())
        while left:
            left = left[file.write(left) :]


def flush_to_disk(path: str) -> None:
    """Wait until a file is on the disk: else its name could be there first, when the power fails.

    Args:
        path: Name of the file.
    """
    with open(path, "r+b") as file:  # Windows flushes only files that are open for writing
        os.fsync(file.fileno())


def _keep_others(old: str, new: str) -> None:
    """Copy the user's own files from the old folder to the new one, before that takes its name."""
    for entry in os.listdir(old):
        if entry not in _ENTRIES:
            source, copy = os.path.join(old, entry), os.path.join(new, entry)
            if os.path.isdir(source) and not os.path.islink(source):
                shutil.copytree(source, copy, symlinks=True, copy_function=_link_or_copy)
            else:
                _link_or_copy(source, copy)


def _link_or_copy(source: str, copy: str) -> None:
    """Link the file under a second name, or copy it if the disk does not support links."""
    try:
        os.link(source, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):  # the system may not support links to links
        shutil.copy2(source, copy, follow_symlinks=False)


def link_or_copy(source: str, name: str) -> None:
    """Have a file under a second name, by a link where the user may make one: on Windows that takes a privilege.

    Args:
        source: The file.
        name: The second name.
    """
    try:
        os.symlink(os.path.abspath(source), name)
    except (OSError, NotImplementedError):
        shutil.copyfile(source, name)


def _exchange(one: str, other: str) -> bool:
    """Exchange two names in one step, if the system can (Linux), so that the folder always exists."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, TypeError):  # macOS and Windows lack it
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _rename_both(new: str, path: str, old: str) -> None:
    """Give the new folder the name of the old one in two steps."""
    os.rename(path, old)
    try:
        os.rename(new, path)
    except OSError:
        os.rename(old, path)
        raise


def _is_saved_model(path: str) -> bool:
    return any(os.path.isfile(os.path.join(path, entry)) for entry in _SAVED_MODEL)


@contextlib.contextmanager
def make_neighbor(path: str, function: str) -> Iterator[str]:
    """Give a new folder beside the final name, on the same disk, so that renaming is one step.

    Args:
        path: The final name.
        function: Name of the function that the user called.

    Yields:
        The name of the folder; it is removed at the end.

    Raises:
        OSError: If nothing can be written there; it is of the class that says why.
    """
    parent = os.path.dirname(os.path.realpath(path))
    # The name is chosen before the folder exists, since Ctrl-C may come at any line.
    folder = os.path.join(parent, f".{os.path.basename(path)[:40]}.{secrets.token_hex(8)}.unfinished")
    lock = None
    with guard_file():
        try:
            try:
                os.makedirs(parent, exist_ok=True)
                lock = _make_locked(folder)
            except OSError as error:
                raise type(error)(
                    f"{function}(): '{path}' cannot be written, since '{parent}' is not a writable folder: "
                    f"{error.strerror}."
                ) from error
            _remove_unfinished(parent)
            with explain_disk(path, function):
                yield folder
        finally:
            try:
                _remove_own(folder, lock)
            except KeyboardInterrupt:
                _remove_own(folder, lock)
                raise


def refuse_unwritable(folder: str, function: str, argument: str) -> None:
    """Refuse a folder in which nothing can be written, or that cannot be made.

    Args:
        folder: The folder, which need not be there.
        function: Name of the function that the user called.
        argument: The argument that it came by.

    Raises:
        OSError: If it is none.
    """
    nearest = folder
    while not os.path.lexists(nearest):
        nearest = os.path.dirname(nearest)
    try:
        os.rmdir(tempfile.mkdtemp(prefix=".rkeras-", dir=nearest))
    except OSError as error:
        expected = "a folder that can be made and written to"
        hint = f"{error.strerror}."
        raise errors.bad_argument(function, argument, expected, folder, hint, error=type(error)) from None


@contextlib.contextmanager
def explain_disk(path: str, function: str) -> Iterator[None]:
    """Say in one line which file was not written, where the disk is at fault.

    Args:
        path: Name of the file.
        function: Name of the function that the user called.

    Raises:
        OSError: If the disk is full, or cannot be written to.
    """
    try:
        yield
    except Exception as error:
        numbers = (getattr(errno, name, None) for name in _OF_THE_DISK)
        known = (os.strerror(number) for number in numbers if number is not None)
        words = next((words for words in known if words in str(error) and not words.startswith("Unknown")), None)
        if words is None:
            raise
        raise OSError(f"{function}(): '{path}' was not written: {words}. The existing file is unchanged.") from error


def _make_locked(folder: str) -> int | None:
    """Create a temporary folder with a lock, which tells other processes that it is in use."""
    while True:
        os.mkdir(folder, 0o700)
        if fcntl is None:
            return None
        with contextlib.suppress(FileNotFoundError):  # another process removed it as abandoned
            lock = os.open(folder, os.O_RDONLY)
            with contextlib.suppress(OSError):  # this file system does not support locks
                fcntl.flock(lock, fcntl.LOCK_EX)
            if os.path.isdir(folder):
                return lock
            os.close(lock)


def _remove_own(folder: str, lock: int | None) -> None:
    """Remove a temporary folder, or the rest of it after an interrupted removal."""
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    if lock is not None:
        with contextlib.suppress(OSError):  # it is already closed
            os.close(lock)


def _remove_unfinished(parent: str) -> None:
    """Remove the temporary folders of killed processes."""
    left = [entry for entry in os.listdir(parent) if _TEMPORARY.fullmatch(entry)] if fcntl else []
    for folder in (os.path.join(parent, entry) for entry in left):
        with contextlib.suppress(OSError):  # another process is using the folder
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(lock)
