"""Pictures of models without Graphviz: where boxes stand, and that all is in them."""

import itertools
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.models.drawing import draw_model
from rkeras_py.models.layout import Picture, lay_out


def branches() -> Any:
    """Two inputs, a shared layer, a branch that passes three ranks, two outputs."""
    left, right = rk.layer_input(shape=6, name="left"), rk.layer_input(shape=4, name="right")
    shared = rk.layer_dense(units=5, activation="relu", name="a>b")
    one = left >> rk.layer_dense(units=3) >> rk.layer_dense(units=7, name="deep") >> shared
    both = rk.layer_concatenate([one, right >> rk.layer_dense(units=7) >> shared, right], name="both")
    return rk.keras_model([left, right], [both >> rk.layer_dense(units=2, name="out"), one])


def overlapping(picture: Picture) -> list[tuple[str, str]]:
    return [
        (one.lines[0], other.lines[0])
        for one, other in itertools.combinations(picture.boxes, 2)
        if 2 * abs(one.x - other.x) < one.width + other.width and 2 * abs(one.y - other.y) < one.height + other.height
    ]


def crossed(picture: Picture) -> list[str]:
    """Boxes that a line runs through: the middles of its pieces, and their ends, tell."""
    found = []
    for path in picture.paths:
        points = [point for pair in itertools.pairwise(path) for point in np.linspace(*pair, 21).tolist()]
        for box in picture.boxes:
            inside = [abs(x - box.x) < box.width / 2 - 1 and abs(y - box.y) < box.height / 2 - 1 for x, y in points]
            found += [box.lines[0]] if any(inside) else []
    return found


@pytest.mark.parametrize("rankdir", ["TB", "BT", "LR", "RL"])
def test_boxes_stand_apart_and_arrows_lead_one_way(rankdir: str) -> None:
    picture = lay_out(branches(), rankdir, show_shapes=True)
    assert len(picture.boxes) == 8 and len(picture.paths) == 8
    assert overlapping(picture) == [] and crossed(picture) == []
    axis, sign = (0 if rankdir in ("LR", "RL") else 1), (-1 if rankdir in ("BT", "RL") else 1)
    assert all(sign * (path[-1][axis] - path[0][axis]) > 0 for path in picture.paths)
    assert all(0 < x < picture.width and 0 < y < picture.height for path in picture.paths for x, y in path)


def test_a_large_model_is_laid_out_at_once() -> None:
    x = inputs = rk.layer_input(shape=4)
    for _ in range(8):
        ends = [x]
        for length in (1, 2, 3, 5):
            end = x
            for _ in range(length):
                end = end >> rk.layer_activation("relu")
            ends.append(end)
        x = rk.layer_add(ends)
    picture = lay_out(rk.keras_model(inputs, x))
    assert len(picture.boxes) == 1 + 8 * 12
    assert overlapping(picture) == [] and crossed(picture) == []


def test_the_file_tells_what_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "model.svg"
    text = rk.plot_model(branches(), str(file), show_shapes=True, show_layer_activations=True)
    assert file.read_text() == text == text._repr_svg_()
    words = [element.text for element in ElementTree.fromstring(text).iter() if element.tag.endswith("text")]
    assert {"a>b (Dense)", "activation: relu", "(None, 7) → (None, 5)", "left (InputLayer)"} <= set(words)
    stack = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(units=2, name="a") >> rk.layer_dense(units=1)
    assert rk.plot_model(stack, show_layer_names=False).count(">Dense<") == 2
    with pytest.raises(
        ValueError,
        match=r"plot_model\(\): `to_file` should be the path of a file with the "
        r"extension .svg",
    ):
        rk.plot_model(stack, "x.png")
    with pytest.raises(ValueError, match=r"plot_model\(\): the model is not built"):
        rk.plot_model(rk.keras_model_sequential())
    with pytest.raises(ValueError, match=r"plot_model\(\): `rankdir` should be"):
        rk.plot_model(stack, rankdir="UP")
    with pytest.raises(ValueError, match=r"plot_model\(\): `model` should be a model"):
        rk.plot_model(3)


def test_without_graphviz_there_is_a_picture_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = branches()
    monkeypatch.setenv("PATH", str(tmp_path))
    draw_model(model, str(tmp_path / "model.svg"), show_shapes=True)
    assert "a&gt;b (Dense)" in (tmp_path / "model.svg").read_text()
    drawn = draw_model(model)
    assert drawn["boxes"].shape == (8, 4) and len(drawn["texts"]) == 8 and len(drawn["paths"]) == 8
    with pytest.raises(
        ImportError, match=r"plot\(\): a file of this kind requires the Python package pydot and .* \.svg"
    ):
        draw_model(model, str(tmp_path / "model.png"))
    with pytest.raises(ImportError, match=r"plot\(\): `expand_nested` requires the Python package pydot"):
        draw_model(model, expand_nested=True)


def test_clones_may_take_the_weights_along() -> None:
    model = branches()
    data = [np.ones((3, 6)), np.ones((3, 4))]
    clone = rk.clone_model(model, weights=True)
    np.testing.assert_array_equal(clone.predict(data, verbose=0)[0], model.predict(data, verbose=0)[0])
    before = rk.get_weights(model)[0].copy()
    rk.set_weights(clone, [one + 1 for one in rk.get_weights(clone)])
    np.testing.assert_array_equal(rk.get_weights(model)[0], before)
    assert not np.array_equal(rk.get_weights(rk.clone_model(model))[0], before)
    with pytest.raises(ValueError, match=r"clone_model\(\): `weights` cannot be copied"):
        rk.clone_model(model, clone_function=wider, weights=True)
    with pytest.raises(ValueError, match=r"clone_model\(\): `weights` should be False if the model has no weights"):
        rk.clone_model(rk.keras_model_sequential() >> rk.layer_dense(units=1), weights=True)


def wider(layer: Any) -> Any:
    return keras.layers.Dense(9) if layer.name == "out" else type(layer).from_config(layer.get_config())


def test_one_object_has_many_names() -> None:
    model = branches()
    assert rk.same_object(model, model) is True
    assert rk.same_object(model.layers[0], rk.get_layer(model, "left")) is True
    assert rk.same_object(model, rk.clone_model(model)) is False
    assert rk.same_object([1], [1]) is False
