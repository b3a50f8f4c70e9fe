"""Data files: downloaded once and cached, and parts of HDF5 files."""

import os
import string
import urllib.parse
from pathlib import Path
from typing import Annotated, Any

from ..define import export
from ..downloads.fetch import explain_fetching, fetch, has_hash
from ..downloads.unpack import Unpackable, unpack
from ..messages import errors
from ..r.process import expand_home
from ..signatures.results import Array
from ..signatures.words import MISSING, Bool, CountFromZero, FunctionOfOne, Int, Str, TextOrNone, choice

HashAlgorithm = Annotated[str, choice("auto", "md5", "sha256")]
ArchiveFormat = Annotated[Any, choice("auto", "tar", "zip", takes_none=True)]


@export
def get_file(
    fname: TextOrNone = MISSING,
    origin: Str = MISSING,
    file_hash: Str | None = None,
    cache_subdir: Str = "datasets",
    hash_algorithm: HashAlgorithm = "auto",
    extract: Bool = False,
    archive_format: ArchiveFormat = "auto",
    cache_dir: Str | None = None,
    untar: Bool = False,
    *,
    force_download: Bool = False,
) -> str:
    """Download a file, unless it is already in the cache.

    Use it for datasets and pretrained weights: later calls read the copy in the cache.

    Args:
        fname: Name of the file in the cache; NULL uses the last part of the URL.
        origin: The URL to download from (`https:`, `file:`).
        file_hash: MD5 or SHA-256 hash of the file. If the file in the cache has a different hash, it is downloaded
            again, and replaced if the new file has the right hash.
        cache_subdir: Folder in the cache; an absolute path replaces the cache.
        hash_algorithm: "auto", "md5" or "sha256".
        extract: Whether to unpack an archive, into the same folder.
        archive_format: "auto", "tar" (also compressed) or "zip".
        cache_dir: The folder of the cache. NULL uses the environment variable KERAS_HOME, or `~/.keras`.
        untar: Whether the file is a tar archive of a folder `fname`, to be unpacked; it is kept as `fname`.tar.gz.
        force_download: Whether to download the file even if it is in the cache.

    Returns:
        The path of the file (also with `extract`), or of the folder with `untar`.

    Raises:
        OSError: If the file is not in the cache and cannot be downloaded.
        ValueError: If the downloaded file has a different hash, or an archive is damaged or too large.

    Differences:
        A file is saved only if it is complete and its hash is right; an archive is unpacked completely or not at all.
        The download stops if the server sends nothing for 30 seconds, and an interrupted download is resumed.

    Example:
        >>> path = get_file("words.txt", "https://www.example.com/words.txt")  # doctest: +SKIP
    """
    if not urllib.parse.urlsplit(origin).scheme:
        raise errors.bad_argument("get_file", "origin", "a URL, such as https://... or file:///...", origin)
    if fname is None:
        fname = urllib.parse.unquote(urllib.parse.urlsplit(origin).path.rpartition("/")[2])
    if Path(fname).name != fname or fname in ("", ".", "..") or set(fname) & {"\\", "\0"}:
        raise errors.bad_argument(
            "get_file", "fname", "a name without folders", fname, "Use `cache_subdir` for folders."
        )
    if file_hash is not None and not _is_hash(file_hash, hash_algorithm):
        raise errors.bad_argument("get_file", "file_hash", "the 32 digits of an MD5 or the 64 of a SHA-256", file_hash)
    home = find_keras_home() if cache_dir is None else Path(expand_home(cache_dir)).absolute()
    folder = home / cache_subdir
    target = folder / (f"{fname}.tar.gz" if untar else fname)
    if os.path.isdir(target):
        raise errors.bad_argument("get_file", "fname", "the name of a file", fname, f"{target} is a folder.")
    with explain_fetching("get_file", origin, target):
        folder.mkdir(parents=True, exist_ok=True)
        fetches = force_download or not target.exists()
        if fetches or (file_hash is not None and not has_hash(target, file_hash, hash_algorithm)):
            fetches = True
            print(f"Downloading data from {origin}")
            fetch(origin, target, file_hash, hash_algorithm)
    if untar and (fetches or not (folder / fname).exists()):
        _unpack(target, ("tar",), fname)
    elif extract and archive_format is not None:
        _unpack(target, ("tar", "zip") if archive_format == "auto" else (archive_format,))
    return str(folder / fname)


def _is_hash(text: str, algorithm: str) -> bool:
    digits = {"md5": (32,), "sha256": (64,)}.get(algorithm, (32, 64))
    return len(text) in digits and set(text) <= set(string.hexdigits)


def find_keras_home() -> Path:
    """Return the folder in which Keras keeps what it fetches."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")


def _unpack(archive: Path, formats: tuple[str, ...], expected: str | None = None) -> None:
    try:
        unpack(archive, formats, archive.parent, expected)
    except Unpackable as error:
        raise ValueError(f"get_file(): {error}") from error
    except OSError as error:
        raise type(error)(f"get_file(): {archive} cannot be unpacked: {error.strerror or error}.") from error


@export
def hdf5_matrix(
    datapath: Str = MISSING,
    dataset: Str = MISSING,
    start: CountFromZero = 0,
    end: Int | None = None,
    normalizer: FunctionOfOne | None = None,
) -> Array:
    """Read rows of a dataset in an HDF5 file.

    Use it to train on parts of a file that does not fit in memory: only the rows from `start` to `end` are read.

    Args:
        datapath: Path of the file.
        dataset: Name of the dataset in it, with its groups: "train/images".
        start: The first row to read, counted from 0.
        end: The row before which to stop, counted from 0. NULL reads all rows.
        normalizer: Function that is applied to the array.

    Returns:
        An array, to be used as `x` or `y` of fit().

    Raises:
        OSError: If there is no such file, or it is not an HDF5 file.
        ValueError: If there is no such dataset or there are no such rows.

    Differences:
        Works; in R keras 2.15 it raised an error. All rows are read into memory at once.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2, name="model")
        >>> model = model >> layer_dense(units=1, kernel_initializer="ones", name="line")
        >>> saved = save_model_weights_hdf5(model, "line.h5")
        >>> hdf5_matrix("line.h5", "line/model/line/kernel", end=1)
        array([[1.]], dtype=float32)
        >>> os.remove("line.h5")
    """
    import h5py

    path = Path(expand_home(datapath))
    if not path.is_file():
        raise FileNotFoundError(f"hdf5_matrix(): `datapath` should be an existing file. Received: datapath = {path}")
    with _open_hdf5(path) as file:
        found = file.get(dataset)
        if not isinstance(found, h5py.Dataset) or found.ndim == 0:
            raise errors.bad_argument("hdf5_matrix", "dataset", f"one of {_list_datasets(file)}", dataset)
        rows = found.shape[0]
        stop = rows if end is None else end
        if not 0 <= start <= stop <= rows:
            raise ValueError(
                f"hdf5_matrix(): `start` and `end` should be from 0 to {rows}, the number of rows, in this order. "
                f"Received: start = {start}, end = {stop}"
            )
        part = found.asstr() if h5py.check_string_dtype(found.dtype) else found
        values = part[start:stop]
    return values if normalizer is None else normalizer(values)


def _open_hdf5(path: Path) -> Any:
    import h5py

    try:
        return h5py.File(path, "r")
    except OSError as error:
        raise errors.rejected("hdf5_matrix", error) from error


def _list_datasets(file: Any) -> str:
    import h5py

    names: list[str] = []
    file.visititems(lambda name, item: names.append(f'"{name}"') if isinstance(item, h5py.Dataset) else None)
    return ", ".join(names)
