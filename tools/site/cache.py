"""Results that take long, kept by the content of all that they depend on: a second build does none of it again."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".cache/site"


def digest(*texts: str, files: Iterable[Path] = ()) -> str:
    """Return the digest of texts and of files."""
    found = hashlib.sha256("\0".join(texts).encode())
    for path in sorted(files):
        found.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return found.hexdigest()[:32]


def digest_code() -> str:
    """Return the digest of the code of both packages, on which depends what a program prints."""
    return digest(files=[*(ROOT / "rkeras_py").rglob("*.py"), *(ROOT / "R").glob("*.R"), ROOT / "DESCRIPTION"])


def keep(kind: str, name: str, key: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of what was made, which is made now if it is not there for this key.

    Args:
        kind: What sort of thing it is; each has its folder.
        name: Its name.
        key: The digest of all that it depends on.
        make: Makes it in a new folder. What it raises leaves nothing behind.
    """
    done = KEPT / kind / name / key
    if not done.exists():
        shutil.rmtree(done.parent, ignore_errors=True)
        working = done.parent / "working"
        working.mkdir(parents=True)
        make(working)
        working.rename(done)
    return done
