"""Writing so that nothing half-written ever stands under the final name, and no existing file gets lost."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator

_SAVED_MODEL = ("saved_model.pb", "saved_model.pbtxt")
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
        raise FileExistsError(f"File '{path}' already exists (pass overwrite = TRUE to force save).")


@contextlib.contextmanager
def new_file(path: str, overwrite: bool, function: str, suffix: str = "") -> Iterator[str]:
    """Give a temporary neighbour to write; it takes the final name when all went well, else it is removed.

    Args:
        path: The final name; folders on the way are made.
        overwrite: Whether a file of that name may be replaced.
        function: Name of the function that the user called.
        suffix: How the temporary name has to end.

    Yields:
        The temporary name.

    Raises:
        FileExistsError: If the file exists and may not be replaced.
        IsADirectoryError: If the final name is that of a folder.
    """
    refuse_existing(path, overwrite)
    if os.path.isdir(path):
        raise IsADirectoryError(f"{function}(): '{path}' is a folder. Give the name of a file in it.")
    with neighbour(path) as folder:
        temporary = os.path.join(folder, f"new{suffix}")
        yield temporary
        os.replace(temporary, os.path.realpath(path))


@contextlib.contextmanager
def new_saved_model(path: str, overwrite: bool, function: str) -> Iterator[str]:
    """Give a temporary neighbour for a SavedModel; it takes the final name when all went well, else it is removed.

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
            f"{function}(): the folder '{path}' holds files that are no SavedModel. Name a new folder in it."
        )
    with neighbour(path) as folder:
        temporary, old = os.path.join(folder, "new"), os.path.join(folder, "old")
        yield temporary
        if os.path.isdir(path):
            os.rename(path, old)
        try:
            os.rename(temporary, path)
        except OSError:
            if os.path.isdir(old):
                os.rename(old, path)
            raise
        for entry in os.listdir(old) if os.path.isdir(old) else ():
            if entry not in _ENTRIES:
                os.rename(os.path.join(old, entry), os.path.join(path, entry))


def _is_saved_model(path: str) -> bool:
    return any(os.path.isfile(os.path.join(path, entry)) for entry in _SAVED_MODEL)


@contextlib.contextmanager
def neighbour(path: str) -> Iterator[str]:
    """Give a new folder beside the final name, on the same disk, so that renaming is one step.

    Args:
        path: The final name.

    Yields:
        The name of the folder; it is removed at the end.
    """
    parent = os.path.dirname(os.path.realpath(path))
    os.makedirs(parent, exist_ok=True)
    folder = tempfile.mkdtemp(prefix=f".{os.path.basename(path)}.", dir=parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
