"""The build backend: setuptools', whose source archive is the same byte for byte when SOURCE_DATE_EPOCH is the same.

The README in it is the long description: it has none of the files that the README's own links lead to.
"""

import gzip
import io
import os
import tarfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from long_description import describe
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
    date = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    readme = f"{name.removesuffix('.tar.gz')}/README.md"
    _normalize(Path(sdist_directory, name), date, {readme: describe().encode()})
    return name


def _normalize(archive: Path, date: int, replaced: Mapping[str, bytes]) -> None:
    """Write an archive again: sorted, of one date, of nobody, and with other contents of some files."""
    plain = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as new:
        for member in sorted(old, key=lambda member: member.name):
            member.mtime, member.pax_headers = date, {}
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            if member.name in replaced:
                member.size = len(replaced[member.name])
                new.addfile(member, io.BytesIO(replaced[member.name]))
            else:
                new.addfile(member, old.extractfile(member) if member.isfile() else None)
    with open(archive, "wb") as file, gzip.GzipFile("", "wb", mtime=date, fileobj=file) as packed:
        packed.write(plain.getvalue())
