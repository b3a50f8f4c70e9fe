"""Every function is used by a test beside those that treat all names alike."""

import re

import pytest
from support import ROOT
from test_contract import BEYOND, NAMES

from rkeras_py.signatures.registry import REGISTRY

pytestmark = pytest.mark.quick

PYTHON_TESTS = ROOT / "tests/python"
FAMILIES = {
    r"layer_(.+)": ("layers/test_layers_registry.py",),
    r"loss_(.+)": ("metrics/test_losses_metrics.py", "metrics/test_losses_metrics_keras3.py"),
    r"metric_(.+)": ("metrics/test_losses_metrics.py", "metrics/test_losses_metrics_keras3.py"),
    r"optimizer_(.+)": ("optimizers/test_optimizers.py", "optimizers/test_optimizers_keras3.py"),
    r"learning_rate_schedule_(.+)": ("optimizers/test_optimizers.py",),
    r"initializer_(.+)": ("test_small_objects.py",),
    r"activation_(.+)": ("test_small_objects.py",),
    r"application_(.+)": ("applications/test_applications.py",),
    r"(.+)_(?:preprocess_input|decode_predictions|load_model_hdf5)": ("applications/test_applications.py",),
    r"k_(.+)": ("backend/test_backend.py", "backend/test_backend_convolution.py"),
    r"op_(.+)": ("ops/test_ops_sweep.py",),
    r"random_(.+)": ("ops/test_ops.py",),
    r"config_(?:set_|enable_|disable_|is_)?(.+?)(?:_enabled)?": ("models/test_keras3_names.py",),
    r"feature_(.+)": ("preprocessing/test_keras3_data.py",),
    r"rnn_cell_(.+)": ("layers/test_layers_keras3.py",),
}
"""Families whose tests name a function without its prefix or suffix."""

WHOLE_FAMILIES = ("layer_", "application_", "op_")
"""Prefixes of the families whose tests take every function from the registry."""


def test_every_function_is_used_by_a_test() -> None:
    paths = [*PYTHON_TESTS.rglob("test_*.py"), *ROOT.glob("tests/testthat/test-*.R")]
    files = {path.as_posix(): path.read_text(encoding="utf-8") for path in paths if "contract" not in path.name}
    words = {word for text in files.values() for word in re.findall(r"\w+|%.*?%", text)}
    names = REGISTRY.keys() - BEYOND.keys() | NAMES
    assert not [name for name in sorted(names - words) if not is_tested_in_its_family(name, files)]


def is_tested_in_its_family(name: str, files: dict[str, str]) -> bool:
    for pattern, families in FAMILIES.items():
        if match := re.fullmatch(pattern, name):
            bare = re.compile(rf'["_]{re.escape(match.group(1))}["(]')
            texts = (files[(PYTHON_TESTS / file).as_posix()] for file in families)
            if name.startswith(WHOLE_FAMILIES) or any(bare.search(text) for text in texts):
                return True
    return False
