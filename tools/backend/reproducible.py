"""The build backend: setuptools', whose source archive is the same byte for byte when SOURCE_DATE_EPOCH is the same."""

import gzip
import io
import os
import tarfile
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403 - all other hooks are setuptools' own


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """Build the source archive.

    Args:
        sdist_directory: Where to put it.
        config_settings: What the front end was told for setuptools.

    Returns:
        The name of the file.
    """
    name: str = build_meta.build_sdist(sdist_directory, config_settings)
    date = os.environ.get("SOURCE_DATE_EPOCH")
    if date is not None:
        _normalize(Path(sdist_directory, name), int(date))
    return name


def _normalize(archive: Path, date: int) -> None:
    """Write an archive anew: sorted, of one date, of nobody."""
    plain = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as new:
        for member in sorted(old, key=lambda member: member.name):
            member.mtime, member.pax_headers = date, {}
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
    with open(archive, "wb") as file, gzip.GzipFile("", "wb", mtime=date, fileobj=file) as packed:
        packed.write(plain.getvalue())
