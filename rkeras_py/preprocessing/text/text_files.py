"""Text files as training data."""

import os
from typing import Any

from ...define import export
from ...engine.loading import resolve
from ...messages import errors
from ...signatures.calls import call_keras, convert_further
from ...signatures.registry import REGISTRY
from ...signatures.words import MISSING, Bool, Count, CountOrNone, Fraction, RandomSeed
from ..words_files import LabelMode, Labels, Names, Path, SubsetOrBoth


@export
def text_dataset_from_directory(
    directory: Path = MISSING,
    labels: Labels = "inferred",
    label_mode: LabelMode = "int",
    class_names: Names = None,
    batch_size: CountOrNone = 32,
    max_length: Count | None = None,
    shuffle: Bool = True,
    seed: RandomSeed | None = None,
    validation_split: Fraction | None = None,
    subset: SubsetOrBoth = None,
    follow_links: Bool = False,
    *,
    verbose: Bool = True,
    **options: Any,
) -> Any:
    """Create a TensorFlow dataset from a folder of text files.

    The folder has one subfolder for each class. Use it with layer_text_vectorization() to train a text classifier.

    Args:
        directory: Path of a directory with one subdirectory per class, which contain `.txt` files; or, without labels,
            of a directory with files.
        labels: "inferred": the class is the directory of the file. A vector: the class of each file, counted from 0, in
            alphanumeric order of the file names. NULL: none.
        label_mode: Form of the labels: "int", whole numbers; "categorical", vectors with a 1 at the class; "binary", 0
            and 1; NULL: none.
        class_names: Names of the directories, in the order of the class numbers; NULL: alphanumeric order.
        batch_size: Number of texts in a batch; NULL: no batches.
        max_length: Length in bytes to which texts are truncated; NULL: no limit.
        shuffle: Whether to use a random order instead of the order of the file names.
        seed: Seed of the random order, a whole number.
        validation_split: Fraction (0 to 1) of the texts to hold out for validation.
        subset: The part to return: "training", "validation", or "both" in a list.
        follow_links: Whether to follow links to directories.
        verbose: Whether to print the number of texts and classes.
        **options: Further arguments of `keras.utils.text_dataset_from_directory()`, by their full names.

    Returns:
        A dataset of batches of texts, or of pairs of texts and labels; its attribute `class_names` has the classes.

    Raises:
        FileNotFoundError: If the directory does not exist.
        ValueError: If it contains no texts, or arguments are incompatible.

    Example:
        >>> import os, shutil
        >>> from pathlib import Path
        >>> os.makedirs("reviews/good")
        >>> os.makedirs("reviews/bad")
        >>> written = [Path(f"reviews/{mood}/1.txt").write_text(f"A {mood} film.") for mood in ("good", "bad")]
        >>> data = text_dataset_from_directory("reviews", verbose=False)
        >>> data.class_names
        ['bad', 'good']
        >>> shutil.rmtree("reviews")

    Example in R:
        dir.create("reviews/good", recursive = TRUE)
        dir.create("reviews/bad")
        writeLines("A good film.", "reviews/good/1.txt")
        writeLines("A bad film.", "reviews/bad/1.txt")
        data <- text_dataset_from_directory("reviews", verbose = FALSE)
        data$class_names
        unlink("reviews", recursive = TRUE)
    """
    name = "text_dataset_from_directory"
    spec, target = REGISTRY[name], resolve("keras.utils.text_dataset_from_directory")
    options = convert_further(spec, target, options)
    if "://" not in directory and not os.path.isdir(directory):
        raise errors.bad_argument(name, "directory", "a directory that exists", directory, error=FileNotFoundError)
    arguments = {
        "directory": directory,
        "labels": labels,
        "label_mode": label_mode,
        "class_names": class_names,
        "batch_size": batch_size,
        "max_length": max_length,
        "shuffle": shuffle,
        "seed": seed,
        "validation_split": validation_split,
        "subset": subset,
        "follow_links": follow_links,
        "verbose": verbose,
    }
    return call_keras(spec, target, {**arguments, **options})
