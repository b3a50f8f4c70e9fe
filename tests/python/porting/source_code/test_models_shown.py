"""show_python(): the code of every application, and of the models of the vignettes, makes equal models."""

import builtins
import runpy
from typing import Any

import code_models
import keras
import numpy as np
import pytest
from support import ROOT, sampled

import rkeras_py as rk
from rkeras_py import show_python
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all

load_all()
APPLICATIONS = sorted(name for name, spec in REGISTRY.items() if name.startswith("application_") and spec.target)
LEAST = {"inception_v3": 75, "inception_resnet_v2": 75, "xception": 71}
"""The least heights and widths of images, of those that take none of 32."""
NEEDED = {"densenet": {"blocks": [2, 2, 2, 2]}}
"""Arguments without a default."""
VIGNETTES = ("custom", "functional_api", "getting_started", "saving", "sequential_model", "training")
"""Pages whose Python twins make models without R."""


def make_again(model: Any, style: str, known: dict[str, Any]) -> Any:
    scope = dict(known)  # classes of the vignette, which the code names
    exec(builtins.compile(show_python(model, style=style), "shown", "exec"), scope)
    assert code_models.describe(scope["model"]) == code_models.describe(model)
    return scope["model"]


def compare_predictions(model: Any, again: Any) -> None:
    again.set_weights(model.get_weights())
    random = np.random.default_rng(1)
    given = [random.uniform(0, 1, (2, *(size or 4 for size in one.shape[1:]))) for one in model.inputs]
    found = [keras.tree.flatten(one(given if len(given) > 1 else given[0], training=False)) for one in (model, again)]
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(np.asarray(one), np.asarray(other), atol=1e-6)


@pytest.mark.parametrize("name", sampled(APPLICATIONS, 4))
def test_an_application(name: str) -> None:
    place = APPLICATIONS.index(name)
    short = name.removeprefix("application_")
    size = LEAST.get(short, 32)
    more = NEEDED.get(short, {})
    model = getattr(rk, name)(include_top=False, weights=None, input_shape=(size, size, 3), **more)
    again = make_again(model, ("rkeras_py", "keras")[place % 2], {})
    if place % 3 == 0:
        compare_predictions(model, again)


@pytest.mark.parametrize("name", VIGNETTES)
def test_the_models_of_a_vignette(name: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = runpy.run_path(str(ROOT / f"vignettes/python/{name}.py"))
    models = [one for one in made.values() if isinstance(one, (keras.Sequential, keras.Model)) and one.built]
    models = [one for one in models if type(one).__module__.startswith("keras.")]
    assert models
    for model in models:
        for style in ("rkeras_py", "keras"):
            compare_predictions(model, make_again(model, style, made))
