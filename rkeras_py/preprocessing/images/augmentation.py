"""Random augmentation and normalization of images, as in Keras 2's ImageDataGenerator."""

import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...engine.loading import keras
from ...r.functions import is_r_function
from . import pictures, transforms

_FUNCTION = "image_data_generator"


def make_random_state(seed: Any) -> Any:
    """Return what draws random numbers.

    Args:
        seed: A whole number, what draws random numbers itself, or None for NumPy's global generator.
    """
    if seed is None:
        return np.random
    return seed if hasattr(seed, "uniform") else np.random.RandomState(int(seed))


@dataclass(eq=False)
class ImageDataGenerator:
    """The changes of each picture; `image_data_generator()` describes the settings.

    Attributes:
        mean: Mean of each channel, once fitted.
        std: Standard deviation of each channel, once fitted.
        zca_whitening_matrix: What whitens flattened pictures, once fitted.
    """

    featurewise_center: bool = False
    samplewise_center: bool = False
    featurewise_std_normalization: bool = False
    samplewise_std_normalization: bool = False
    zca_whitening: bool = False
    zca_epsilon: float = 1e-6
    rotation_range: float = 0
    width_shift_range: Any = 0
    height_shift_range: Any = 0
    brightness_range: tuple[float, float] | None = None
    shear_range: float = 0
    zoom_range: Any = 0
    channel_shift_range: float = 0
    fill_mode: str = "nearest"
    cval: float = 0
    horizontal_flip: bool = False
    vertical_flip: bool = False
    rescale: float | None = None
    preprocessing_function: Callable[[Any], Any] | None = None
    data_format: str | None = None
    validation_split: float = 0
    interpolation_order: int = 1
    dtype: Any = None
    mean: Any = field(default=None, init=False)
    std: Any = field(default=None, init=False)
    zca_whitening_matrix: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Fill in what is left to the configuration, and what one setting says of another."""
        self.data_format = pictures.choose_data_format(self.data_format)
        self.dtype = self.dtype or keras().config.floatx()
        if not isinstance(self.zoom_range, tuple):
            self.zoom_range = (1 - self.zoom_range, 1 + self.zoom_range)
        if self.zca_whitening:
            self._override("zca_whitening", "featurewise_center", True)
            self._override("zca_whitening", "featurewise_std_normalization", False)
        if self.featurewise_std_normalization:
            self._override("featurewise_std_normalization", "featurewise_center", True)
        if self.samplewise_std_normalization:
            self._override("samplewise_std_normalization", "samplewise_center", True)

    def _override(self, by: str, setting: str, value: bool) -> None:
        if getattr(self, setting) != value:
            setattr(self, setting, value)
            effect = "turns on" if value else "turns off"
            warnings.warn(f"{_FUNCTION}(): `{by}` {effect} `{setting}`.", stacklevel=2)

    @property
    def axes(self) -> tuple[int, int, int]:
        """The axes of an image that are the rows, the columns and the channels."""
        return (1, 2, 0) if self.data_format == "channels_first" else (0, 1, 2)

    def get_random_transform(self, img_shape: Any, seed: Any = None) -> dict[str, Any]:
        """Draw what `apply_transform()` is to do.

        Args:
            img_shape: Shape of the picture.
            seed: A whole number, a `numpy.random.RandomState`, or None for NumPy's global generator.
        """
        draw = make_random_state(seed)
        row_axis, column_axis, _ = self.axes
        # Draws in Keras 2's order: a disabled option draws nothing, except for flips.
        theta = draw.uniform(-self.rotation_range, self.rotation_range) if self.rotation_range else 0
        tx = _shift(self.height_shift_range, img_shape[row_axis], draw)
        ty = _shift(self.width_shift_range, img_shape[column_axis], draw)
        shear = draw.uniform(-self.shear_range, self.shear_range) if self.shear_range else 0
        zx, zy = (1, 1) if tuple(self.zoom_range) == (1, 1) else draw.uniform(*self.zoom_range, 2)
        flips = [bool(draw.random_sample() < 0.5) and wanted for wanted in (self.horizontal_flip, self.vertical_flip)]
        intensity = (
            draw.uniform(-self.channel_shift_range, self.channel_shift_range) if self.channel_shift_range else None
        )
        brightness = draw.uniform(*self.brightness_range) if self.brightness_range is not None else None
        return {
            "theta": theta,
            "tx": tx,
            "ty": ty,
            "shear": shear,
            "zx": zx,
            "zy": zy,
            "flip_horizontal": flips[0],
            "flip_vertical": flips[1],
            "channel_shift_intensity": intensity,
            "brightness": brightness,
        }

    def apply_transform(self, x: Any, transform_parameters: Mapping[str, Any]) -> Any:
        """Do to a picture what was drawn; parameters left out do nothing.

        Args:
            x: Three-dimensional array.
            transform_parameters: As `get_random_transform()` gives them.
        """
        row_axis, column_axis, _ = self.axes
        x = transforms.apply_affine(
            x, transform_parameters, self.axes, self.fill_mode, self.cval, int(self.interpolation_order)
        )
        intensity = transform_parameters.get("channel_shift_intensity")
        if intensity is not None:
            x = transforms.shift_channels(x, intensity)
        if transform_parameters.get("flip_horizontal"):
            x = np.flip(x, column_axis)
        if transform_parameters.get("flip_vertical"):
            x = np.flip(x, row_axis)
        factor = transform_parameters.get("brightness")
        return x if factor is None else transforms.brighten(x, factor, str(self.data_format))

    def random_transform(self, x: Any, seed: Any = None) -> Any:
        """Change a picture at random.

        Args:
            x: Three-dimensional array.
            seed: As in `get_random_transform()`.
        """
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    def standardize(self, x: Any) -> Any:
        """Return a picture after the preprocessing function, rescaled and normalized.

        Args:
            x: Three-dimensional array; it is not changed.
        """
        x = self._preprocess(x)
        if self.rescale:
            x *= self.rescale
        if self.samplewise_center:
            x -= np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x /= np.std(x, keepdims=True) + 1e-6
        if self.featurewise_center and self._is_fitted(self.mean, "featurewise_center"):
            x -= self.mean
        if self.featurewise_std_normalization and self._is_fitted(self.std, "featurewise_std_normalization"):
            x /= self.std + 1e-6
        if self.zca_whitening and self._is_fitted(self.zca_whitening_matrix, "zca_whitening"):
            x = (x.reshape(-1, x.size) @ self.zca_whitening_matrix).reshape(x.shape)
        return x

    def _preprocess(self, x: Any) -> Any:
        """Return a new float array, prepared by the user's function."""
        if self.preprocessing_function is None:
            return self._copy_as_floats(x)
        self._refuse_other_threads()
        result = np.asarray(self.preprocessing_function(self._copy_as_floats(x)))
        if result.shape != x.shape:
            raise ValueError(
                f"{_FUNCTION}(): `preprocessing_function` should return an array of the shape it gets, {x.shape}. "
                f"It returned one of shape {result.shape}."
            )
        return self._copy_as_floats(result)

    def _copy_as_floats(self, x: Any) -> Any:
        return np.array(x, dtype=x.dtype if x.dtype.kind == "f" else self.dtype)

    def _refuse_other_threads(self) -> None:
        """Refuse to run R on another than the main thread, where it would wait forever."""
        from_r = is_r_function(self.preprocessing_function)
        if from_r and threading.current_thread() is not threading.main_thread():
            raise RuntimeError(
                f"{_FUNCTION}(): `preprocessing_function` is an R function, which runs only on the main thread. Use "
                "fit(), evaluate() and predict() of this package instead of the methods of the model, and leave "
                "`workers` of the iterator at 1."
            )

    def _is_fitted(self, what: Any, setting: str) -> bool:
        if what is None:
            hint = "Call fit_image_data_generator() first."
            warnings.warn(f"{_FUNCTION}(): `{setting}` has no effect before fitting. {hint}", stacklevel=2)
        return what is not None

    def fit(self, x: Any, augment: bool = False, rounds: int = 1, seed: Any = None) -> None:
        """Compute the statistics that normalize; `fit_image_data_generator()` describes the arguments."""
        x = np.array(x, dtype=self.dtype)
        if self.rescale:
            x *= self.rescale
        if augment:
            draw = make_random_state(seed)
            x = np.stack([self.random_transform(picture, draw) for _ in range(int(rounds)) for picture in x])
            x = x.astype(self.dtype, copy=False)
        over = tuple(axis for axis in (0, 1, 2, 3) if axis != self.axes[2] + 1)
        if self.featurewise_center:
            self.mean = np.mean(x, axis=over, keepdims=True)[0]
            x -= self.mean
        if self.featurewise_std_normalization:
            self.std = np.std(x, axis=over, keepdims=True)[0]
            x /= self.std + 1e-6
        if self.zca_whitening:
            u, s, _ = np.linalg.svd(x.reshape(len(x), -1).T, full_matrices=False)
            self.zca_whitening_matrix = (u * (np.sqrt(len(x)) / (s + self.zca_epsilon))).dot(u.T)


def _shift(extent: Any, size: int, draw: Any) -> Any:
    """Return the number of pixels to shift; below 1, the extent is a fraction of the size.

    A fraction is the bound of a uniform distribution, and so is a float; a whole number n stands for one of 0 to n - 1,
    several numbers for one of them, in either direction.
    """
    if not extent:
        return 0
    if isinstance(extent, float):
        shift = draw.uniform(-extent, extent)
    else:
        shift = draw.choice(extent)
        shift *= draw.choice([-1, 1])
    return shift * size if np.max(extent) < 1 else shift
