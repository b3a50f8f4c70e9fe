"""Sound files as training data."""

import os
from typing import Any

from ..define import export
from ..engine.loading import resolve
from ..messages import errors
from ..signatures.calls import call_keras
from ..signatures.registry import REGISTRY
from ..signatures.words import MISSING, Bool, CountOrNone, Fraction, Seed
from .words_files import LabelMode, Labels, Names, Path, SubsetOrBoth


@export
def audio_dataset_from_directory(
    directory: Path = MISSING,
    labels: Labels = "inferred",
    label_mode: LabelMode = "int",
    class_names: Names = None,
    batch_size: CountOrNone = 32,
    sampling_rate: CountOrNone = None,
    output_sequence_length: CountOrNone = None,
    ragged: Bool = False,
    shuffle: Bool = True,
    seed: Seed | None = None,
    validation_split: Fraction | None = None,
    subset: SubsetOrBoth = None,
    follow_links: Bool = False,
    verbose: Bool = True,
) -> Any:
    """Create a TensorFlow dataset from a folder of sound files.

    The folder has one subfolder for each class. Use it to train on recordings that do not fit in memory.

    Args:
        directory: Path of a directory with one subdirectory per class, which contain `.wav` files; or, without labels,
            of a directory with files.
        labels: "inferred": the class is the directory of the file. A vector: the class of each file, counted from 0, in
            alphanumeric order of the file names. NULL: none.
        label_mode: Form of the labels: "int", whole numbers; "categorical", vectors with a 1 at the class; "binary", 0
            and 1; NULL: none.
        class_names: Names of the directories, in the order of the class numbers; NULL: alphanumeric order.
        batch_size: Number of recordings in a batch; NULL: no batches.
        sampling_rate: Samples per second to which recordings are resampled, which requires tensorflow_io; NULL: no
            resampling.
        output_sequence_length: Number of samples of each recording: longer ones are truncated, shorter ones padded with
            0. NULL: the length of the longest in the batch.
        ragged: Whether a batch is a ragged tensor of recordings with their own lengths.
        shuffle: Whether to use a random order instead of the order of the file names.
        seed: Seed of the random order, a whole number.
        validation_split: Fraction (0 to 1) of the recordings to hold out for validation.
        subset: The part to return: "training", "validation", or "both" in a list.
        follow_links: Whether to follow links to directories.
        verbose: Whether to print the number of files.

    Returns:
        A dataset of batches of recordings, or of pairs of recordings and labels; its attribute `class_names` has the
        classes.

    Raises:
        FileNotFoundError: If the directory does not exist.
        ValueError: If it contains no recordings, or arguments are incompatible.

    Example:
        >>> data = audio_dataset_from_directory("sounds", sampling_rate=16000)  # doctest: +SKIP
        >>> data.class_names  # doctest: +SKIP
    """
    name = "audio_dataset_from_directory"
    if "://" not in directory and not os.path.isdir(directory):
        raise errors.bad_argument(name, "directory", "a directory that exists", directory, error=FileNotFoundError)
    arguments = {
        "directory": directory,
        "labels": labels,
        "label_mode": label_mode,
        "class_names": class_names,
        "batch_size": batch_size,
        "sampling_rate": sampling_rate,
        "output_sequence_length": output_sequence_length,
        "ragged": ragged,
        "shuffle": shuffle,
        "seed": seed,
        "validation_split": validation_split,
        "subset": subset,
        "follow_links": follow_links,
        "verbose": verbose,
    }
    return call_keras(REGISTRY[name], resolve("keras.utils.audio_dataset_from_directory"), arguments)
