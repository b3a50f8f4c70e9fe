"""Where R keras 2 and keras3 both have a function, keras3's further arguments have the effect that Keras gives them."""

import json
from dataclasses import dataclass, field
from typing import Any

import keras
import pytest
from support import ROOT

import rkeras_py as rk
from rkeras_py.compat.keras2_arguments import WEIGHTED
from rkeras_py.engine.loading import resolve
from rkeras_py.engine.versions import Versions
from rkeras_py.signatures import calls
from rkeras_py.signatures.registry import REGISTRY, Spec
from tools.codegen.files import load_all

load_all()
CONTRACT = ROOT / "tools/contract"
KERAS2, KERAS3, APART = (json.loads((CONTRACT / f"{name}.json").read_text()) for name in ("formals", "keras3", "apart"))


@dataclass(frozen=True)
class Case:
    """Arguments of one object: what it needs, what keras3 has beside, and what Keras is told in place of these."""

    needed: dict[str, Any]
    further: dict[str, Any]
    keras: dict[str, Any] = field(default_factory=dict)
    bare: dict[str, Any] | None = None

    @property
    def without(self) -> dict[str, Any]:
        """Arguments of an object that can do without the further ones."""
        return self.needed if self.bare is None else self.bare


SIZE, FIRST, SEED = {"height": 4, "width": 5}, {"data_format": "channels_first"}, {"seed": 7}
LORA = {"lora_rank": 2, "lora_alpha": 4.0}
CONV_LSTM = Case({"filters": 2, "kernel_size": 1}, {"seed": 7, "unroll": True})
RECURRENT = Case({"units": 2}, {"seed": 7, "use_cudnn": False})
OPTIMIZER = Case({}, {"loss_scale_factor": 8.0, "gradient_accumulation_steps": 4})
FACTORS = {"height_factor": 0.1, "width_factor": 0.1}
NARROW = Case({}, {"dtype": "float16"})
OBJECTS: dict[str, list[Case]] = {
    "layer_activation_leaky_relu": [Case({}, {"negative_slope": 0.7})],
    "layer_attention": [Case({"dropout": 0.5}, SEED)],
    "layer_multi_head_attention": [Case({"num_heads": 1, "key_dim": 2}, {"flash_attention": True, "seed": 7})],
    "layer_center_crop": [Case(SIZE, FIRST)],
    "layer_discretization": [Case({"bin_boundaries": [0.0]}, {"dtype": "int64", "name": "bins"})],
    "layer_resizing": [
        Case(
            SIZE, {"pad_to_aspect_ratio": True, "fill_value": 3.0, "antialias": True, "fill_mode": "constant", **FIRST}
        )
    ],
    **{f"layer_conv_lstm_{n}d": [CONV_LSTM] for n in (1, 2, 3)},
    "layer_dense": [Case({"units": 2}, LORA)],
    "layer_embedding": [Case({"input_dim": 3, "output_dim": 2}, LORA)],
    **{f"layer_{cell}": [RECURRENT] for cell in ("gru", "lstm")},
    "layer_simple_rnn": [Case({"units": 2}, SEED)],
    "layer_integer_lookup": [Case({}, {"name": "codes"})],
    "layer_string_lookup": [Case({}, {"name": "words", "vocabulary_dtype": "string"}, {"name": "words"})],
    "layer_text_vectorization": [
        Case({"output_mode": "multi_hot"}, {"sparse": True, "encoding": "latin-1", "name": "texts"}),
        Case({}, {"ragged": True}),
        Case({"output_mode": "tf_idf", "vocabulary": ["a", "b"]}, {"idf_weights": [0.5, 2.0]}, bare={}),
    ],
    "layer_random_contrast": [Case({"factor": (0.1, 0.2)}, {"value_range": (0.0, 1.0)})],
    "layer_random_flip": [Case({}, FIRST)],
    "layer_random_rotation": [Case({"factor": 0.1}, FIRST)],
    **{f"layer_random_{change}": [Case(FACTORS, FIRST)] for change in ("translation", "zoom")},
    **{f"layer_spatial_dropout_{n}d": [Case({"rate": 0.5}, {"seed": 7, "dtype": "float16"})] for n in (1, 2, 3)},
    "layer_zero_padding_1d": [Case({}, FIRST)],
    "learning_rate_schedule_cosine_decay": [
        Case({"initial_learning_rate": 0.1, "decay_steps": 9}, {"warmup_target": 0.5, "warmup_steps": 3})
    ],
    **{name: [NARROW] for name in KERAS2 if name.startswith("loss_") and name in KERAS3},
    "loss_sparse_categorical_crossentropy": [Case({}, {"ignore_class": 2, "dtype": "float16"})],
    "metric_mean_iou": [
        Case(
            {"num_classes": 3},
            {"ignore_class": 1, "sparse_y_true": False, "sparse_y_pred": False, "axis": 3},
            {"ignore_class": 1, "sparse_y_true": False, "sparse_y_pred": False, "axis": 2},
        )
    ],
    "metric_sparse_categorical_crossentropy": [Case({}, {"ignore_class": 1})],
    "metric_sparse_top_k_categorical_accuracy": [Case({}, {"from_sorted_ids": True})],
    **{name: [OPTIMIZER] for name in KERAS2 if name.startswith("optimizer_") and name in KERAS3},
    "regularizer_l1": [Case({}, {"l1": 0.3})],
    "regularizer_l2": [Case({}, {"l2": 0.3})],
    "callback_backup_and_restore": [
        Case({"backup_dir": "there"}, {"save_freq": 5, "double_checkpoint": True, "delete_checkpoint": False})
    ],
    "callback_early_stopping": [Case({}, {"start_from_epoch": 3})],
    "callback_learning_rate_scheduler": [Case({"schedule": lambda epoch: 0.1}, {"verbose": 1})],
    "callback_tensorboard": [Case({"log_dir": "logs"}, {"write_steps_per_second": True})],
}
"""The arguments that are held against the object of Keras, which keeps them."""

ONLY_VALUE = {"fill_mode", "vocabulary_dtype"}
"""Arguments for which there is one right value."""

BEHAVIOUR = {
    "activation_relu": {"negative_slope"},
    "callback_model_checkpoint": {"initial_value_threshold"},
    "clone_model": {"call_function", "recursive"},
    "get_file": {"force_download"},
    "image_array_save": {"x"},
    "image_dataset_from_directory": {"pad_to_aspect_ratio", "data_format", "verbose"},
    "image_load": {"keep_aspect_ratio"},
    "image_to_array": {"dtype"},
    "keras_model_sequential": {
        "input_shape", "input_dtype", "input_batch_size", "input_sparse", "input_ragged", "input_batch_shape",
        "input_name", "input_tensor", "input_optional", "trainable",
    },
    "layer_attention": {"object"},
    "layer_embedding": {"weights"},
    "layer_input": {"batch_size", "optional"},
    "layer_random_crop": {"data_format", "name"},
    "metric_categorical_hinge": {"y_true", "y_pred"},
    "pop_layer": {"rebuild"},
    "text_dataset_from_directory": {"verbose"},
    "to_categorical": {"x"},
    "use_backend": {"gpu"},
}  # fmt: skip
"""The arguments that test_keras3_behaviour.py measures; `convert` of data sets: test-datasets.R."""


def further(name: str) -> list[str]:
    """The arguments that keras3 has beside those of R keras 2."""
    old = {argument for argument, _ in KERAS2[name]["args"]} | {"..."} | APART["arguments"].get(name, {}).keys()
    return [argument for argument, _ in KERAS3[name].get("args", ()) if argument not in old]


NETWORKS = [name for name in KERAS2 if name.startswith("application_") and name in KERAS3 and further(name)]


def test_each_is_measured() -> None:
    shared = {name: further(name) for name in KERAS2.keys() & KERAS3.keys() & REGISTRY.keys()}
    measured = {name: {argument for case in cases for argument in case.further} for name, cases in OBJECTS.items()}
    for name, arguments in BEHAVIOUR.items():
        measured[name] = measured.get(name, set()) | arguments
    left = {
        f"{name}({argument})"
        for name, arguments in shared.items()
        for argument in arguments
        if argument not in measured.get(name, ()) and name not in NETWORKS and argument != "convert"
    }
    assert not left
    assert not [name for name, arguments in measured.items() if not arguments <= {*shared[name]}]
    assert sum(len(arguments) > 0 for arguments in shared.values()) == 107


def plain_class(spec: Spec) -> Any:
    """The class of Keras behind a function."""
    bases = resolve(spec.target or "keras.callbacks.TensorBoard").__mro__
    return next(base for base in bases if base.__module__.startswith("keras."))


def shown(value: Any, argument: str) -> Any:
    """Return the value of an argument that an object keeps, in its configuration or beside it."""
    config = value.get_config() if hasattr(value, "get_config") else {}
    names = [argument, f"_{argument}"]
    found = [config[name] for name in names if name in config] + [
        getattr(part, name) for part in (value, getattr(value, "cell", None)) for name in names if hasattr(part, name)
    ]
    return str(found[0]) if argument == "dtype" else found[0]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal, lists and tuples being one."""
    return bool(one == other or (isinstance(one, (list, tuple)) and list(one) == list(other)))


def config(value: Any, named: bool) -> dict[str, Any]:
    """The configuration of an object, without a name that Keras gave."""
    if not hasattr(value, "get_config"):
        return {}
    found = json.loads(json.dumps(keras.saving.serialize_keras_object(value)["config"]))
    return found if named else {key: part for key, part in found.items() if key != "name"}


@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_the_object_is_that_of_keras(name: str) -> None:
    spec = REGISTRY[name]
    for case in OBJECTS[name]:
        if any(not Versions(spec.newer.get(argument, "")).hold(keras.__version__) for argument in case.further):
            with pytest.raises(RuntimeError, match=rf"^{name}\(\): `\w+` needs Keras [\d.]+ or newer"):
                getattr(rk, name)(**case.needed, **case.further)
            continue
        ours = getattr(rk, name)(**case.needed, **case.further)
        bare = getattr(rk, name)(**case.without)
        cls = plain_class(spec)
        fixed = {key: value for key, value in (("name", getattr(ours, "name", None)),) if name.startswith("optimizer_")}
        if name == "optimizer_rmsprop":
            fixed["ema_overwrite_frequency"] = 100
        if name in WEIGHTED:
            fixed["dtype"] = case.further.get("dtype", "float64")
        if name in ("layer_conv_lstm_1d", "layer_conv_lstm_2d", "layer_conv_lstm_3d"):
            fixed["recurrent_activation"] = keras.saving.deserialize_keras_object(
                config(bare, named=True)["recurrent_activation"]
            )
        plain = cls(**{**case.needed, **(case.keras or case.further), **fixed})
        for layer in (ours, plain, bare):
            if "lora_rank" in case.further:
                layer.build((None, 4))
        assert cls in type(ours).__mro__
        assert config(ours, "name" in case.further) == config(plain, "name" in case.further)
        for argument in case.further.keys() - {"vocabulary_dtype"}:
            assert same(shown(ours, argument), shown(plain, argument))
            assert argument in ONLY_VALUE or argument in LORA or shown(ours, argument) != shown(bare, argument)
        assert "lora_rank" not in case.further or ours.lora_enabled


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_hand_their_arguments_to_keras(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = {"name": "net", "classifier_activation": "relu"}
    got: dict[str, Any] = {}
    original = resolve(REGISTRY[name].target)

    def record(path: str) -> Any:
        if path != REGISTRY[name].target:
            return resolve(path)

        def network(**arguments: Any) -> Any:
            got.update(arguments)

        network.__signature__ = calls.inspect.signature(original)  # type: ignore[attr-defined]
        return network

    monkeypatch.setattr(calls, "resolve", record)
    given = {argument: beside[argument] for argument in further(name)}
    getattr(rk, name)(weights=None, **given)
    assert got == {"weights": None, **given}
