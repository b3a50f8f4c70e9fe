"""CSV files that grow during training."""

import os

from ..saving.atomic_files import explain_disk

FUNCTION = "callback_csv_logger"


class Rows:
    """The end of a text file, to which rows are added: each as a whole, or not at all.

    Args:
        path: Name of the file, which exists.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115
        self._text = ""

    @property
    def closed(self) -> bool:
        """True once nothing can be added any more."""
        return self._file.closed

    def write(self, text: str) -> int:
        """Take a piece of a row."""
        self._text += text
        return len(text)

    def flush(self) -> None:
        """Add what was taken.

        Raises:
            OSError: If the disk has no room for all of it; then nothing is added.
        """
        left, self._text = memoryview(self._text.encode()), ""
        end = os.fstat(self._file.fileno()).st_size
        try:
            with explain_disk(self._path, FUNCTION):
                while left:
                    left = left[self._file.write(left) :]
        except OSError:
            self._file.truncate(end)
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()
