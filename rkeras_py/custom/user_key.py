"""A key for each user, with which a file proves that this user wrote it."""

import functools
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from pathlib import Path

_LENGTH = 32


def sign(data: bytes) -> str:
    """Return a signature of bytes that other users cannot make.

    Args:
        data: The bytes.
    """
    return hmac.new(_get_key(), data, hashlib.sha256).hexdigest()


def is_own(data: bytes, signature: str) -> bool:
    """Tell whether this user signed bytes.

    Args:
        data: The bytes.
        signature: What a file says that `sign()` gave.
    """
    return hmac.compare_digest(sign(data).encode(), signature.encode())


@functools.cache
def _get_key() -> bytes:
    """Return the key in the user's Keras folder; it is created at the first use.

    Where it cannot be made, or others could have read it, the key is of this process alone.
    """
    path = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "rkeras.key"
    try:
        if not path.exists():
            _write_key(path)
        return path.read_bytes() if _is_private(path) else secrets.token_bytes(_LENGTH)
    except OSError:
        return secrets.token_bytes(_LENGTH)


def _write_key(path: Path) -> None:
    """Create a key in one step, so that no process reads a partial one, even if two create it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file, temporary = tempfile.mkstemp(dir=path.parent)  # mkstemp() makes a file that only the user can read
    try:
        with open(file, "wb") as stream:
            stream.write(secrets.token_bytes(_LENGTH))
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process has just written the key
    finally:
        os.unlink(temporary)


def _is_private(path: Path) -> bool:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_size != _LENGTH:
        return False
    return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
