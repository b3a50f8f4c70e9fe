"""All channels of a picture moved at once: the bytes of SciPy, and SciPy itself wherever these are not sure."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from scipy import ndimage

import rkeras_py as rk
from rkeras_py.preprocessing.images import flow_classes, interpolation, transforms

RANDOM = np.random.RandomState(3)
LAST, FIRST = (0, 1, 2), (1, 2, 0)


def by_scipy(x: Any, matrix: Any) -> Any:
    """Move each channel by itself, as Keras 2 does."""
    channels = [ndimage.affine_transform(one, matrix[:, :2], matrix[:, 2], order=1, mode="nearest") for one in x]
    return np.stack(channels)


def drawn(scale: float, shift: float) -> Any:
    return RANDOM.uniform(-1, 1, (2, 3)) * [scale, scale, shift]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(3, 32, 32), (2, 41, 97), (4, 97, 41), (3, 1, 1100), (3, 1100, 1), (2, 3, 9000)])
def test_the_bytes_are_those_of_scipy(shape: tuple[int, ...], dtype: str) -> None:
    x = np.round(RANDOM.uniform(-1, 1, shape), 1).astype(dtype)  # negative zeros, too
    rows, columns = shape[1:]
    turned = np.array([[0, rows / columns, 0], [columns / rows, 0, 0]])
    matrices = [drawn(1, 20), drawn(0.1, 5), drawn(9, 1e5), drawn(1e6, 0), drawn(0, rows), turned, np.eye(2, 3)]
    for matrix in matrices:
        assert interpolation.can_interpolate(x, matrix, 1, "nearest", ndimage.affine_transform)
        found = np.empty_like(x)
        interpolation.interpolate(x, matrix, found)
        assert found.tobytes() == by_scipy(x, matrix).tobytes()


@pytest.mark.filterwarnings("error")
def test_infinite_and_missing_values_spread_as_in_scipy() -> None:
    x = RANDOM.uniform(-1, 1, (3, 40, 40)).astype("float32")
    x[0, [0, 5, 39], [0, 6, 39]] = np.nan, np.inf, -np.inf
    x[1] = np.finfo("float32").max
    x[2, :20], x[2, 20:] = np.inf, -np.inf
    seen = []
    for matrix in (drawn(1, 20), drawn(1, 20), np.eye(2, 3), np.array([[1.0, 0, 0.5], [0, 1, 39]])):
        found = np.empty_like(x)
        interpolation.interpolate(x, matrix, found)
        np.testing.assert_array_equal(found, by_scipy(x, matrix))
        seen.append(found)
    assert np.isnan(seen).any()
    assert np.isinf(seen).any()


def test_a_picture_is_moved_in_either_order_of_axes_and_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    x = RANDOM.uniform(0, 255, (60, 50, 3)).astype("float32")
    views = {"whole": x, "part": RANDOM.uniform(0, 1, (120, 60, 7))[::2, 5:55, 1:7:2], "flipped": x[::-1, ::-1]}
    changes = {"theta": 33.0, "tx": 4.5, "ty": -7.0, "shear": 12.0, "zx": 1.3, "zy": 0.6}
    for name, view in views.items():
        before = view.copy()
        fast = [transforms.apply_affine(view, changes, LAST, "nearest", 0, 1)]
        fast.append(transforms.apply_affine(view.transpose(2, 0, 1), changes, FIRST, "nearest", 0, 1))
        with monkeypatch.context() as patch:
            patch.setattr(interpolation, "can_interpolate", lambda *_: False)
            slow = transforms.apply_affine(view, changes, LAST, "nearest", 0, 1)
        assert slow.tobytes() == fast[0].tobytes() == fast[1].transpose(1, 2, 0).tobytes(), name
        assert view.tobytes() == before.tobytes()
        assert (slow != view).any()


@pytest.mark.parametrize("size", [32, 64, 100])
def test_flows_give_the_bytes_of_the_way_through_scipy(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    x = RANDOM.uniform(0, 1, (40, size, size, 3)).astype("float32")
    changes: dict[str, Any] = {
        "rotation_range": 20, "width_shift_range": 0.1, "height_shift_range": 0.1, "zoom_range": 0.2,
        "shear_range": 5, "horizontal_flip": True, "channel_shift_range": 0.2, "rescale": 2,
    }  # fmt: skip
    for seed in (1, 2, 3):
        flows = [
            rk.flow_images_from_data(x, generator=rk.image_data_generator(**changes), batch_size=32, seed=seed)
            for _ in range(2)
        ]
        for _ in range(2):
            fast = next(flows[0])
            with monkeypatch.context() as patch:
                patch.setattr(interpolation, "can_interpolate", lambda *_: False)
                slow = next(flows[1])
            assert fast.tobytes() == slow.tobytes()


def test_scipy_does_what_it_does_better_or_what_is_not_sure() -> None:
    x, matrix = RANDOM.uniform(-1, 1, (3, 32, 32)), drawn(1, 5)

    def can(
        x: Any = x, matrix: Any = matrix, order: int = 1, fill_mode: str = "nearest",
        scipy: Any = ndimage.affine_transform,
    ) -> bool:  # fmt: skip
        return interpolation.can_interpolate(x, matrix, order, fill_mode, scipy)

    def fused(*args: Any, **options: Any) -> Any:
        return np.nextafter(ndimage.affine_transform(*args, **options), 2)

    assert can()
    assert not can(scipy=fused)
    assert not can(order=0)
    assert not can(order=3)
    assert not any(can(fill_mode=mode) for mode in ("constant", "reflect", "wrap"))
    assert not can(x[:, 1:])
    assert not can(x.reshape(1, 96, 32))
    for dtype in ("float16", "uint8", "int32", ">f4", "complex64"):
        assert not can(x.astype(dtype))
    for odd in (np.nan, np.inf, 1e9):
        assert not can(matrix=np.array([[1, 0, 0], [0, 1, odd]]))


@pytest.mark.parametrize(
    "options, threads",
    [
        ({"rotation_range": 20}, False),
        ({"rotation_range": 20, "fill_mode": "constant"}, True),
        ({"rotation_range": 20, "interpolation_order": 3}, True),
        ({"zoom_range": 0.2, "dtype": "float64"}, False),
    ],
)
def test_threads_work_where_scipy_does(options: dict[str, Any], threads: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    used = []

    class Pool(ThreadPoolExecutor):
        def map(self, *args: Any) -> Any:
            used.append(args)
            return super().map(*args)

    monkeypatch.setattr(flow_classes, "ThreadPoolExecutor", Pool)
    x = RANDOM.uniform(0, 1, (32, 64, 64, 3))
    generator = rk.image_data_generator(**options)
    batch = next(rk.flow_images_from_data(x, generator=generator, batch_size=32, seed=1))
    assert bool(used) == threads
    small = next(rk.flow_images_from_data(x[:, :20, :20], generator=generator, batch_size=32, seed=1))
    assert bool(used) == threads and len(batch) == len(small) == 32


def test_what_scipy_refuses_stays_refused() -> None:
    x = np.ones((40, 40, 3), "float16")
    with pytest.raises(RuntimeError, match="not supported"):
        rk.image_data_generator(dtype="float16").apply_transform(x, {"theta": 10})
