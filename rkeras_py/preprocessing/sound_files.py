"""Sounds in files as data for training."""

import os
from pathlib import Path
from typing import Any

from ..define import export
from ..engine.loading import resolve
from ..messages import errors
from ..signatures.calls import call_keras
from ..signatures.registry import REGISTRY
from ..signatures.words import MISSING, Bool, CountOrNone, Fraction, Seed, Str
from .words_files import LabelMode, Labels, Names, SubsetOrBoth


@export
def audio_dataset_from_directory(
    directory: Str = MISSING,
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
        directory: Name of a directory that has one directory for each class, with `.wav` files in it; or without labels
            of one with files.
        labels: "inferred": the class is the directory of the file. A vector: the class of each file, counted from 0, in
            alphanumeric order of their names. NULL: none.
        label_mode: Form of the labels: "int", whole numbers; "categorical", vectors with a 1 at the class; "binary", 0
            and 1; NULL: none.
        class_names: Names of the directories, in the order in which the classes are to count; NULL: alphanumeric.
        batch_size: Number of sounds in a batch; NULL makes none.
        sampling_rate: Samples per second to which sounds are brought, which needs tensorflow_io; NULL: as they are.
        output_sequence_length: Number of samples of each sound: longer ones are cut off, shorter ones filled up with 0.
            NULL: as many as the longest of the batch.
        ragged: Whether a batch is a ragged tensor of sounds as long as they are.
        shuffle: Whether the sounds come in random order instead of that of their names.
        seed: Whole number, the seed of the random order.
        validation_split: Fraction (0 to 1) of the sounds that is kept for validation.
        subset: The part to return: "training", "validation", or "both" in a list.
        follow_links: Whether to follow links to directories.
        verbose: Whether to print how many files there are.

    Returns:
        A dataset of batches of sounds, or of pairs of sounds and labels; its attribute `class_names` has the classes.

    Raises:
        FileNotFoundError: If there is no such directory.
        ValueError: If it has no sounds, or arguments are incompatible.

    Example:
        >>> data = audio_dataset_from_directory("sounds", sampling_rate=16000)  # doctest: +SKIP
        >>> data.class_names  # doctest: +SKIP
    """
    name = "audio_dataset_from_directory"
    folder = directory if "://" in directory else str(Path(directory).expanduser())
    if "://" not in folder and not os.path.isdir(folder):
        raise errors.bad_argument(name, "directory", "a directory that exists", directory, error=FileNotFoundError)
    arguments = {
        "directory": folder,
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
