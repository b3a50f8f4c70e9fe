"""Subjects of verbs: nothing, and values that are no model, are refused; a verb that waits in vain says so."""

import gc
import importlib
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared
from support import for_each

import rkeras_py as rk
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all

load_all()
VERBS = sorted(name for name, spec in REGISTRY.items() if spec.kind == "verb")
X, Y = np.ones((8, 3)), np.ones((8, 1))


def verb(name: str) -> Any:
    return getattr(importlib.import_module(REGISTRY[name].module), name)


@for_each("name", VERBS)
def test_nothing_is_no_model(name: str) -> None:
    first = next(iter(REGISTRY[name].params))
    message = rf"^{name}\(\): `{first}` should be a.*Received: {first} = None"
    for use in (lambda: verb(name)(None), lambda: verb(name)(None, X, Y), lambda: verb(name)(**{first: None})):
        with pytest.raises((TypeError, ValueError), match=message):
            use()


@pytest.mark.parametrize("other", [5, "model", {"a": 1}, np.float32(2)])
@for_each("name", VERBS)
def test_what_is_no_model_is_refused_by_name(name: str, other: Any) -> None:
    first = next(iter(REGISTRY[name].params))
    with pytest.raises((TypeError, ValueError), match=rf"^{name}\(\): `{first}` should be a.*Received: {first} = "):
        verb(name)(**{first: other})


@pytest.mark.parametrize(
    "use",
    [
        lambda: rk.predict(5, X),
        lambda: rk.fit(5, X, Y),
        lambda: rk.fit(5, X),
        lambda: rk.fit("model", X, Y),
        lambda: rk.evaluate(keras.optimizers.SGD(), X, Y),
        lambda: rk.fit(keras.layers.Dense(1), X, Y),
        lambda: rk.train_on_batch(2.5, X, Y),
        lambda: rk.predict_on_batch(True, X),
        lambda: rk.fit_generator(5, iter([]), 3),
        lambda: rk.save_model_hdf5(5, "model.h5"),
        lambda: rk.count_params(5),
        lambda: rk.get_layer(5, "dense"),
        lambda: 5 >> rk.fit(X, Y),
        lambda: None >> rk.predict(X),
        lambda: "model" >> rk.summary(),
        lambda: rk.pipe(5, rk.fit(X, Y)),
    ],
)
def test_what_stands_for_a_model_by_position_is_refused_too(use: Any) -> None:
    with pytest.raises(TypeError, match=r"^\w+\(\): `object` should be a model.* Received: object = "):
        use()


def test_text_tokenizers_are_asked_for_by_their_verbs() -> None:
    for use in (lambda: rk.fit_text_tokenizer(None, ["a"]), lambda: rk.texts_to_matrix(None, ["a"])):
        with pytest.raises(ValueError, match="should be a text tokenizer"):
            use()


def test_a_verb_that_waits_in_vain_names_its_line_when_it_goes(tmp_path: Path) -> None:
    script = tmp_path / "analysis.py"
    script.write_text("import rkeras_py as rk\n\nrk.fit([1, 2], [3, 4])\nlate = rk.predict([1, 2])\n")
    done = run_prepared(f"import runpy; runpy.run_path({str(script)!r})")
    assert done.code == 0
    for line, name in ((3, "fit"), (4, "predict")):
        assert f"RuntimeWarning: {name}() did nothing: it got no model. Use model >> {name}(...)" in done.stderr
        assert f"{script}:{line}" in done.stderr


def test_what_is_used_or_refused_goes_without_a_word() -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        model >> rk.compile("sgd", "mse")
        rk.pipe(model, rk.predict(X, verbose=0))
        rk.predict(X, verbose=0)(model)
        with pytest.raises(TypeError):
            rk.get_layer(idx=1)
        with pytest.raises(ValueError):
            rk.pipe(keras.Input((3,)), rk.layer_conv_2d(filters=1, kernel_size=2), rk.predict(X))
        gc.collect()
    assert not [one for one in seen if "did nothing" in str(one.message)]


def test_arguments_that_wait_are_checked_where_they_stand() -> None:
    with pytest.raises(ValueError, match=r"^fit\(\): `batch_size` should be a whole number"):
        rk.fit(X, Y, "many")
    with pytest.raises(ValueError, match=r"^predict\(\): `x` should be data"):
        rk.predict(x=keras.optimizers.SGD())


def test_other_objects_of_keras_have_a_configuration() -> None:
    optimizer = keras.optimizers.SGD(0.25)
    assert rk.get_config(optimizer) == rk.get_config(object=optimizer) == optimizer.get_config()
