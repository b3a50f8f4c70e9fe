"""Small example datasets, downloaded on first use and kept in ~/.keras/datasets."""

from typing import Annotated, Any, NamedTuple

from ..define import export
from ..downloads.door import fetch_safely
from ..engine.loading import resolve
from ..messages import errors
from ..signatures.words import Bool, Count, CountFromZero, IntOrNone, Probability, RandomSeed, Str, choice


class Part(NamedTuple):
    """Inputs and labels."""

    x: Any
    y: Any


class Dataset(NamedTuple):
    """The part to train on and the part to test on; both can be unpacked, as Keras's own."""

    train: Part
    test: Part


class NumpyDataset(Dataset):
    """A data set whose arrays are NumPy's in R, too."""

    __slots__ = ()


HousingVersion = Annotated[str, choice("large", "small")]
LabelMode = Annotated[Any, choice("fine", "coarse")]


def _load(function: str, module: str, convert: bool, **settings: Any) -> Dataset:
    loaded = _call(function, f"keras.datasets.{module}.load_data", **settings)
    if not convert:
        return NumpyDataset(*(Part(x, y) for x, y in loaded))
    return Dataset(*(Part(x, _narrow_labels(y)) for x, y in loaded))


def _narrow_labels(labels: Any) -> Any:
    """Convert labels to R's integers, which have 32 bits."""
    return labels.astype("int32") if labels.dtype == "int64" else labels


def _call(function: str, loader: str, **settings: Any) -> Any:
    with fetch_safely(function):
        try:
            return resolve(loader)(**settings)
        except ValueError as error:
            raise errors.rejected(function, error) from error


@export
def dataset_mnist(path: Str = "mnist.npz", *, convert: Bool = True) -> Dataset:
    """Load MNIST: handwritten digits, 60,000 for training and 10,000 for testing.

    Images are 28 by 28 gray pixels and labels are the digits 0 to 9. It is the usual first dataset for image
    classification (LeCun et al., 1998).

    Args:
        path: Name of the file in ~/.keras/datasets.

    Returns:
        `train` and `test`, each with `x`, (samples, 28, 28) gray values from 0 to 255, and `y`, the digits.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        LeCun et al. (1998), http://yann.lecun.com/exdb/mnist/

    Example:
        >>> data = dataset_mnist()  # doctest: +SKIP
        >>> op_shape(data.train.x)  # doctest: +SKIP
        (60000, 28, 28)
    """
    return _load("dataset_mnist", "mnist", convert, path=path)


@export
def dataset_fashion_mnist(*, convert: Bool = True) -> Dataset:
    """Load Fashion-MNIST: images of clothes in 10 classes, 60,000 for training and 10,000 for testing.

    The classes are, from 0: T-shirt/top, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot.

    Returns:
        `train` and `test`, each with `x`, (samples, 28, 28) gray values from 0 to 255, and `y`, the classes.

    Raises:
        ConnectionError: If a file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        Xiao et al. (2017), https://arxiv.org/abs/1708.07747

    Example:
        >>> data = dataset_fashion_mnist()  # doctest: +SKIP
        >>> op_shape(data.train.x)  # doctest: +SKIP
        (60000, 28, 28)
    """
    return _load("dataset_fashion_mnist", "fashion_mnist", convert)


@export
def dataset_cifar10(*, convert: Bool = True) -> Dataset:
    """Load CIFAR-10: color images in 10 classes, 50,000 for training and 10,000 for testing.

    Images are 32 by 32 RGB pixels. Use it to try convolutional networks (Krizhevsky, 2009).

    Returns:
        `train` and `test`, each with `x`, (samples, 32, 32, 3) RGB values from 0 to 255, and `y`, (samples, 1) classes
        from 0.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        Krizhevsky (2009), https://www.cs.toronto.edu/~kriz/cifar.html

    Example:
        >>> data = dataset_cifar10()  # doctest: +SKIP
        >>> op_shape(data.train.x)  # doctest: +SKIP
        (50000, 32, 32, 3)
    """
    return _load("dataset_cifar10", "cifar10", convert)


@export
def dataset_cifar100(label_mode: LabelMode = ("fine", "coarse"), *, convert: Bool = True) -> Dataset:
    """Load CIFAR-100: color images in 100 classes, 50,000 for training and 10,000 for testing.

    Images are 32 by 32 RGB pixels, in 100 fine or 20 coarse classes. It is harder than CIFAR-10 (Krizhevsky, 2009).

    Args:
        label_mode: "fine" for the 100 classes, "coarse" for the 20 groups of classes.

    Returns:
        `train` and `test`, each with `x`, (samples, 32, 32, 3) RGB values from 0 to 255, and `y`, (samples, 1) classes
        from 0.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        Krizhevsky (2009), https://www.cs.toronto.edu/~kriz/cifar.html

    Example:
        >>> data = dataset_cifar100()  # doctest: +SKIP
        >>> op_shape(data.train.x)  # doctest: +SKIP
        (50000, 32, 32, 3)
    """
    mode = label_mode if isinstance(label_mode, str) else label_mode[0]
    return _load("dataset_cifar100", "cifar100", convert, label_mode=mode)


@export
def dataset_boston_housing(
    path: Str = "boston_housing.npz", test_split: Probability = 0.2, seed: RandomSeed = 113, *, convert: Bool = True
) -> Dataset:
    """Load the Boston housing prices: 506 suburbs of the 1970s with 13 attributes.

    It is a small regression problem: predict the median price of a suburb. One attribute encodes the share of Black
    residents in a way that assumes segregation raises prices, so use the data only for exercises.

    Args:
        path: Name of the file in ~/.keras/datasets.
        test_split: Fraction of the data to use as test data.
        seed: Seed of the shuffling before the split, a whole number.

    Returns:
        `train` and `test`, each with `x`, (samples, 13), and `y`, the median values in thousands of dollars.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        Harrison and Rubinfeld (1978), https://doi.org/10.1016/0095-0696(78)90006-2

    Example:
        >>> data = dataset_boston_housing()  # doctest: +SKIP
        >>> op_shape(data.train.x)  # doctest: +SKIP
        (404, 13)
    """
    return _load("dataset_boston_housing", "boston_housing", convert, path=path, test_split=test_split, seed=seed)


@export
def dataset_imdb(
    path: Str = "imdb.npz",
    num_words: Count | None = None,
    skip_top: CountFromZero = 0,
    maxlen: Count | None = None,
    seed: RandomSeed = 113,
    start_char: IntOrNone = 1,
    oov_char: IntOrNone = 2,
    index_from: IntOrNone = 3,
    *,
    convert: Bool = True,
) -> Dataset:
    """Load the IMDB reviews as sequences of word numbers, 25,000 for training and 25,000 for testing.

    Words are numbered by frequency, starting with `index_from` + 1. 0 is reserved for padding.

    Args:
        path: Name of the file in ~/.keras/datasets.
        num_words: Keep only words with a number below this; NULL keeps all.
        skip_top: Omit words with a number below this.
        maxlen: Omit reviews with this number of words or more; NULL keeps all.
        seed: Seed of the shuffling, a whole number.
        start_char: Number that marks the start of each review; NULL: none.
        oov_char: Number that replaces omitted words; NULL drops these words.
        index_from: Number that is added to the indices of words.

    Returns:
        `train` and `test`, each with `x`, a list of sequences of whole numbers, and `y`, 1 for a positive review and 0
        for a negative one.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        Maas et al. (2011), https://ai.stanford.edu/~amaas/data/sentiment/

    Example:
        >>> data = dataset_imdb(num_words=1000)  # doctest: +SKIP
        >>> op_shape(pad_sequences(data.train.x, maxlen=80))  # doctest: +SKIP
        (25000, 80)
    """
    return _load(
        "dataset_imdb", "imdb", convert, path=path, num_words=num_words, skip_top=skip_top, maxlen=maxlen, seed=seed,
        start_char=start_char, oov_char=oov_char, index_from=index_from,
    )  # fmt: skip


@export
def dataset_imdb_word_index(path: Str = "imdb_word_index.json") -> dict[str, int]:
    """Load the word index of `dataset_imdb()`.

    Use it to turn the reviews back into words. Their integers are these numbers plus `index_from`.

    Args:
        path: Name of the file in ~/.keras/datasets.

    Returns:
        A named list with the number of each word.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    Example:
        >>> index = dataset_imdb_word_index()  # doctest: +SKIP
        >>> index["movie"]  # doctest: +SKIP
    """
    return dict(_call("dataset_imdb_word_index", "keras.datasets.imdb.get_word_index", path=path))


@export
def dataset_reuters(
    path: Str = "reuters.npz",
    num_words: Count | None = None,
    skip_top: CountFromZero = 0,
    maxlen: Count | None = None,
    test_split: Probability = 0.2,
    seed: RandomSeed = 113,
    start_char: IntOrNone = 1,
    oov_char: IntOrNone = 2,
    index_from: IntOrNone = 3,
    *,
    convert: Bool = True,
) -> Dataset:
    """Load the Reuters newswires as sequences of word numbers: 11,228 texts on 46 topics.

    Words are numbered by frequency, starting with `index_from` + 1. 0 is reserved for padding.

    Args:
        path: Name of the file in ~/.keras/datasets.
        num_words: Keep only words with a number below this; NULL keeps all.
        skip_top: Omit words with a number below this.
        maxlen: Omit newswires with this number of words or more; NULL keeps all.
        test_split: Fraction of the data to use as test data.
        seed: Seed of the shuffling, a whole number.
        start_char: Number that marks the start of each newswire; NULL: none.
        oov_char: Number that replaces omitted words; NULL drops these words.
        index_from: Number that is added to the indices of words.

    Returns:
        `train` and `test`, each with `x`, a list of sequences of whole numbers, and `y`, the topics, from 0.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    Example:
        >>> data = dataset_reuters(num_words=1000)  # doctest: +SKIP
        >>> op_shape(pad_sequences(data.train.x, maxlen=80))  # doctest: +SKIP
        (8982, 80)
    """
    return _load(
        "dataset_reuters", "reuters", convert, path=path, num_words=num_words, skip_top=skip_top, maxlen=maxlen,
        test_split=test_split, seed=seed, start_char=start_char, oov_char=oov_char, index_from=index_from,
    )  # fmt: skip


@export
def dataset_reuters_word_index(path: Str = "reuters_word_index.pkl") -> dict[str, int]:
    """Load the word index of `dataset_reuters()`.

    Use it to turn the newswires back into words. Their integers are these numbers plus `index_from`.

    Args:
        path: Name of the file in ~/.keras/datasets; it contains JSON, whatever its extension.

    Returns:
        A named list with the number of each word.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    Example:
        >>> index = dataset_reuters_word_index()  # doctest: +SKIP
        >>> index["oil"]  # doctest: +SKIP
    """
    return dict(_call("dataset_reuters_word_index", "keras.datasets.reuters.get_word_index", path=path))


@export
def dataset_california_housing(
    version: HousingVersion = "large",
    path: Str = "california_housing.npz",
    test_split: Probability = 0.2,
    seed: RandomSeed = 113,
    convert: Bool = True,
) -> Dataset:
    """Load the California housing prices of 1990: 20,640 districts with 8 attributes.

    The target is the median house value of a district. Use it for regression on a table (Pace and Barry, 1997).

    Args:
        version: "large", or "small" for 600 districts near San Francisco.
        path: Name of the file in ~/.keras/datasets.
        test_split: Fraction of the data to use as test data.
        seed: Seed of the shuffling before the split, a whole number.

    Returns:
        `train` and `test`, each with `x`, (samples, 8), and `y`, the median values in dollars.

    Raises:
        ConnectionError: If the file cannot be downloaded; the message names the file and the folder to put it in.

    References:
        Pace and Barry (1997), https://doi.org/10.1016/S0167-7152(96)00140-X

    Example:
        >>> data = dataset_california_housing()  # doctest: +SKIP
        >>> op_shape(data.train.x)  # doctest: +SKIP
        (16512, 8)
    """
    settings = {"version": version, "path": path, "test_split": test_split, "seed": seed}
    return _load("dataset_california_housing", "california_housing", convert, **settings)
