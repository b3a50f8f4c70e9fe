"""The images of a folder or a data frame, with their classes, targets and weights."""

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...data import arrays
from ...messages import errors

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".tif", ".tiff")
"""Extensions of image files."""

_OF_STRINGS = ("categorical", "binary", "sparse")
"""Class modes whose labels are class names."""


@dataclass
class Source:
    """Pictures in files.

    Attributes:
        directory: Where the names start.
        filenames: The names of the files.
        class_indices: Number of each class by its name.
        classes: Number of the class of each picture, or several for each.
        targets: Arrays of values for the pictures, where there are no classes.
        sample_weight: Weights of the pictures.
    """

    directory: str
    filenames: list[str]
    class_indices: dict[str, int] = field(default_factory=dict)
    classes: Any = None
    targets: Any = None
    sample_weight: Any = None

    @property
    def filepaths(self) -> list[str]:
        """The files."""
        return [os.path.join(self.directory, name) for name in self.filenames]


def choose_subset(count: int, subset: str | None, validation_split: float) -> slice:
    """Return which of some pictures a subset takes: validation the first ones.

    Args:
        count: How many there are.
        subset: "training", "validation" or None.
        validation_split: The fraction for validation.
    """
    if subset is None:
        return slice(0, count)
    first = int(validation_split * count)
    return slice(0, first) if subset == "validation" else slice(first, count)


def find_in_directory(
    directory: str, classes: list[str] | None, follow_links: bool, subset: str | None, validation_split: float
) -> Source:
    """Find the pictures in the folders of the classes.

    Args:
        directory: The folder that has one folder for each class.
        classes: Names of the classes; None: all folders, in alphabetical order.
        follow_links: Whether to go into folders that are links.
        subset: "training", "validation" or None; the split is within each class.
        validation_split: The fraction for validation.

    Raises:
        NotADirectoryError: If the folder does not exist.
        ValueError: If no picture is found.
    """
    function = "flow_images_from_directory"
    if not os.path.isdir(directory):
        hint = f"The working directory is '{os.getcwd()}'."
        raise errors.bad_argument(
            function, "directory", "an existing folder with one subfolder for each class", directory, hint,
            NotADirectoryError,
        )  # fmt: skip
    if classes is None:
        classes = sorted(entry.name for entry in os.scandir(directory) if entry.is_dir())
    filenames: list[str] = []
    numbers: list[int] = []
    for number, name in enumerate(classes):
        if not os.path.isdir(os.path.join(directory, name)):
            warnings.warn(f"{function}(): there is no folder '{name}' in '{directory}'.", stacklevel=2)
        found = list(_list_pictures(directory, name, follow_links))
        found = found[choose_subset(len(found), subset, validation_split)]
        filenames += found
        numbers += [number] * len(found)
    if not filenames:
        part = f' for subset = "{subset}"' if subset else ""
        hint = f"The folders looked into: {', '.join(classes[:10]) or 'none'}."
        expected = f"a folder whose folders hold images ({', '.join(ENDINGS)}){part}"
        raise errors.bad_argument(function, "directory", expected, directory, hint)
    indices = {name: number for number, name in enumerate(classes)}
    return Source(directory, filenames, indices, np.array(numbers, "int32"))


def _list_pictures(directory: str, name: str, follow_links: bool) -> Iterator[str]:
    """Return the image paths below the folder of a class, relative to the directory."""
    folder = os.path.join(directory, name)
    for root, _, files in sorted(os.walk(folder, followlinks=follow_links), key=lambda found: found[0]):
        for file in sorted(files):
            if file.lower().endswith(ENDINGS):
                yield os.path.join(name, os.path.relpath(os.path.join(root, file), folder))


class _Rows:
    """Columns of a data frame, and the rows that are still in use."""

    def __init__(self, frame: Any, needed: dict[str, str]) -> None:
        # Keeps only the needed columns, each with the argument that names it.
        there = [str(name) for name in frame]
        for column, argument in needed.items():
            if column not in there:
                expected = f"the name of a column: {', '.join(there)}"
                raise errors.bad_argument(_FRAME, argument, expected, column)
        self.columns = {name: list(frame[name]) for name in needed}
        self.count = len(next(iter(self.columns.values())))

    def keep(self, rows: list[int]) -> None:
        """Keep only some of the rows."""
        self.columns = {name: [column[row] for row in rows] for name, column in self.columns.items()}
        self.count = len(rows)


_FRAME = "flow_images_from_dataframe"


def find_in_frame(
    frame: Any,
    directory: str | None,
    x_col: str,
    y_col: list[str],
    weight_col: str | None,
    classes: list[str] | None,
    class_mode: str | None,
    validate_filenames: bool,
    drop_duplicates: bool,
    subset: str | None,
    validation_split: float,
) -> Source:
    """Find the pictures that a data frame names.

    Args:
        frame: The data frame, of R or pandas.
        directory: Where its file names start.
        x_col: The column of file names.
        y_col: The columns of targets.
        weight_col: The column of weights.
        classes: Names of the classes; None: all that occur, in alphabetical order.
        class_mode: What the targets are.
        validate_filenames: Whether to leave out rows without a picture.
        drop_duplicates: Whether to leave out rows that name a file again.
        subset: "training", "validation" or None.
        validation_split: The fraction for validation.

    Raises:
        ValueError: If columns are missing or hold something else, or no row is left.
    """
    targets = [] if class_mode in (None, "input") else y_col
    needed = {x_col: "x_col"} | dict.fromkeys(targets, "y_col") | ({weight_col: "weight_col"} if weight_col else {})
    rows = _Rows(frame, needed)
    if not all(isinstance(name, str) for name in rows.columns[x_col]):
        raise errors.bad_argument(_FRAME, "x_col", "a column of file names", rows.columns[x_col][:3])
    if drop_duplicates:
        first_row: dict[str, int] = {}
        for row, name in enumerate(rows.columns[x_col]):
            first_row.setdefault(name, row)
        rows.keep(list(first_row.values()))
    if validate_filenames:
        _drop_invalid(rows, x_col, directory or "")
    names: list[str] = []
    if class_mode in _OF_STRINGS:
        names = _keep_classes(rows, y_col[0], classes, str(class_mode))
    part = choose_subset(rows.count, subset, validation_split)
    rows.keep(list(range(rows.count))[part])
    if not rows.count:
        part_of = f' for subset = "{subset}"' if subset else ""
        raise ValueError(f"{_FRAME}(): no row of `dataframe` names an image to use{part_of}.")
    return _make_source(rows, directory or "", x_col, targets, weight_col, names, class_mode)


def _drop_invalid(rows: _Rows, x_col: str, directory: str) -> None:
    paths = [os.path.join(directory, name) for name in rows.columns[x_col]]
    valid = [row for row, path in enumerate(paths) if path.lower().endswith(ENDINGS) and os.path.isfile(path)]
    if len(valid) < rows.count:
        first = next(path for row, path in enumerate(paths) if row not in set(valid))
        warnings.warn(
            f'{_FRAME}(): column "{x_col}" names {rows.count - len(valid)} file(s) that do not exist or are not '
            f"images; their rows are omitted. The first is '{first}'.",
            stacklevel=2,
        )
    rows.keep(valid)


def _keep_classes(rows: _Rows, y_col: str, classes: list[str] | None, class_mode: str) -> list[str]:
    """Drop the rows of other classes, and return the class names."""
    several = (list, tuple, np.ndarray) if class_mode == "categorical" else ()
    labels = rows.columns[y_col]
    for label in labels:
        if not isinstance(label, str) and not (several and isinstance(label, several)):
            expected = "a column of strings, the names of classes" + (", or of vectors of strings" if several else "")
            convert = errors.for_reader("as.character()", "astype(str)")
            hint = f'Convert it, e.g. by {convert}, or use class_mode = "raw" for numbers.'
            raise errors.bad_argument(_FRAME, "y_col", expected, labels[:3], hint)
    sets = [[label] if isinstance(label, str) else [str(one) for one in label] for label in labels]
    names = sorted({one for labels in sets for one in labels}) if classes is None else list(dict.fromkeys(classes))
    if class_mode == "binary" and len(names) != 2:
        hint = f"There are {len(names)}: {', '.join(names[:10])}."
        raise errors.bad_argument(
            _FRAME, "class_mode", 'another than "binary" where classes are not two', class_mode, hint
        )
    kept = [[one for one in labels if one in names] for labels in sets]
    rows.columns[y_col] = [
        label if isinstance(label, str) else labels for label, labels in zip(rows.columns[y_col], kept, strict=True)
    ]
    rows.keep([row for row, labels in enumerate(kept) if labels])
    return names


def _make_source(
    rows: _Rows,
    directory: str,
    x_col: str,
    y_col: list[str],
    weight_col: str | None,
    names: list[str],
    class_mode: str | None,
) -> Source:
    source = Source(directory, rows.columns[x_col])
    if class_mode in _OF_STRINGS:
        source.class_indices = {name: number for number, name in enumerate(names)}
        source.classes = [
            source.class_indices[label] if isinstance(label, str) else [source.class_indices[one] for one in label]
            for label in rows.columns[y_col[0]]
        ]
    elif class_mode == "multi_output":
        source.targets = [_convert_array(rows.columns[column]) for column in y_col]
    elif class_mode == "raw":
        columns = [rows.columns[column] for column in y_col]
        source.targets = _convert_array(columns[0] if len(columns) == 1 else np.column_stack(columns))
    if weight_col:
        source.sample_weight = _convert_array(rows.columns[weight_col])
        if source.sample_weight.dtype.kind not in "fiu":
            raise errors.bad_argument(_FRAME, "weight_col", "a column of numbers", rows.columns[weight_col][:3])
    return source


def _convert_array(values: Any) -> Any:
    return np.asarray(arrays.to_array(np.array(values)))
