"""The generated files: their paths, and the text of each."""

import importlib
import json
import pkgutil
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import rkeras_py
from rkeras_py.signatures.registry import REGISTRY, Spec

from . import counting, dialects, facts, keras2, meanings, r, reasons, stub

_SKIP = (
    "rkeras_py.bridge",
    "rkeras_py.callbacks.classes",
    "rkeras_py.callbacks.progress",
    "rkeras_py.classes",
    "rkeras_py.cli",
    "rkeras_py.on_tensorflow.feature_columns",
    "rkeras_py.preprocessing.images.flow_classes",
    "rkeras_py.preprocessing.timeseries_classes",
    "rkeras_py.training.data_adapters",
)
"""Modules that export nothing, and would load R or TensorFlow."""

BY_HAND = {
    "KerasCallback": "custom.makers",
    "KerasConstraint": "custom.makers",
    "KerasLayer": "custom.makers",
    "KerasWrapper": "custom.makers",
    "c": "syntax.combine",
    "pipe": "syntax.pipe",
    "NA": "data.sentinels",
    "Frame": "data.arrays",
    "Factor": "data.arrays",
    "RHook": "r.functions",
    "call_from_r": "from_r",
    "call_method": "from_r",
    "is_member": "from_r",
    "first_call_from_r": "from_r",
    "get_quick_entry": "from_r",
    "take_kept": "from_r",
    "load_keras": "from_r",
    "load_tensorflow": "from_r",
    "apply_layer": "graph.compose",
    "compose_layer": "graph.compose",
    "layer_attribute": "graph.nodes",
    "describe_content": "models.content",
    "draw_model": "models.drawing",
    "load_ipython_extension": "bridge.jupyter",
    "format_model": "models.printing",
    "eager_part": "ops.eager",
    "tensor_operator": "backend.operators",
    "tensor_function": "backend.operators",
    "tensor_summary": "backend.operators",
    "tensor_transpose": "backend.operators",
    "tensor_sizes": "backend.operators",
    "tensor_values": "backend.creation",
    "tensor_part": "backend.operators",
    "tensor_assign": "ops.parts",
    "tensor_sort": "backend.operators",
}
"""Public names that are no R keras functions, with the module that defines them."""


def load_all(package: ModuleType = rkeras_py) -> None:
    """Import every module, so that the registry is full."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if not module.name.startswith(_SKIP):
            loaded = importlib.import_module(module.name)
            if module.ispkg:
                load_all(loaded)


def generate() -> dict[str, str]:
    """Return the text of every generated file by its path."""
    load_all()
    families: defaultdict[str, list[Spec]] = defaultdict(list)
    for spec in REGISTRY.values():
        families[spec.module.removeprefix("rkeras_py.")].append(spec)
    files = {
        "DESCRIPTION": render_description(),
        "rkeras_py/names.py": render_names(),
        "rkeras_py/__init__.pyi": render_stub_file(),
        "rkeras_py/porting/checking/facts.json": facts.render_facts(Path(rkeras_py.__file__).parents[1]),
        keras2.PATH: keras2.render_keras2(),
        dialects.PATH_R: dialects.render_r(),
        dialects.PATH_PYTHON: dialects.render_json(),
        reasons.PATH: reasons.render_page(),
        meanings.PATH: meanings.render_vignette(),
        **counting.render_pages(),
    }
    for module, specs in sorted(families.items()):
        in_r = [spec for spec in specs if not spec.python_only]
        if in_r:
            files[f"R/gen-{module.replace('.', '-').replace('_', '-')}.R"] = r.render_file(module, in_r)
    return files


def render_description() -> str:
    """Return the text of R's DESCRIPTION with what both packages share: version, people, addresses."""
    project = read_project()
    fields = {
        "Version": rkeras_py.__version__,
        "Authors@R": _spell_people(project["authors"], project["maintainers"]),
        "URL": project["urls"]["Repository"],
        "BugReports": project["urls"]["Issues"],
    }
    text = (Path(rkeras_py.__file__).parents[1] / "DESCRIPTION").read_text(encoding="utf-8")
    for field, value in fields.items():
        line = f"{field}: {value}\n".replace("\\", r"\\")
        text = re.sub(rf"(?m)^{field}:.*\n(?: .*\n)*", line, text)
    return text


def read_project() -> dict[str, Any]:
    """Return the table `project` of pyproject.toml."""
    text = (Path(rkeras_py.__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def _spell_people(authors: list[dict[str, str]], maintainers: list[dict[str, str]]) -> str:
    """Return R's code for the people; R knows one maintainer, who is the first."""
    spelled = []
    for one in [*maintainers[:1], *(author for author in authors if author not in maintainers[:1])]:
        is_author, is_maintainer = one in authors, one in maintainers[:1]
        roles = ["aut"] * is_author + ["cre"] * is_maintainer + ["cph"] * is_author
        email = f"email = {json.dumps(one['email'])}, " if "email" in one else ""
        spelled.append(f"person({json.dumps(one['name'])}, {email}role = c({json.dumps(roles)[1:-1]}))")
    return f"c({', '.join(spelled)})" if len(spelled) > 1 else spelled[0]


def find_public_places() -> dict[str, str]:
    """Return the module of every public name."""
    places = {**BY_HAND, **{name: spec.module.removeprefix("rkeras_py.") for name, spec in REGISTRY.items()}}
    return dict(sorted(places.items()))


def render_names() -> str:
    """Return the text of `names.py`: the module of every public name, and which names `import *` brings."""
    places = find_public_places()
    table = "\n".join(f'    "{name}": "{module}",' for name, module in places.items())
    starred = "\n".join(f'    "{name}",' for name in places if _is_starred(name))
    return _NAMES.format(table=table, starred=starred)


def render_stub_file() -> str:
    """Return the text of `__init__.pyi`: what type checkers and editors know of the public names."""
    specs = [spec for _, spec in sorted(REGISTRY.items())]
    return stub.render_stub(specs, BY_HAND, filter(_is_starred, find_public_places()))


_OF_LAYERS = ("apply_layer", "compose_layer", "layer_attribute")
_CALLS = ("call_from_r", "first_call_from_r", "is_member")
_FOR_R = ("Frame", "Factor", "RHook", "load_keras", "load_tensorflow", *_CALLS, *_OF_LAYERS)
_KERAS_CLASSES = ("KerasCallback", "KerasConstraint", "KerasLayer", "KerasWrapper")  # Keras would load with `import *`
_NOT_STARRED = (*_FOR_R, *_KERAS_CLASSES, "load_ipython_extension")


def _is_starred(name: str) -> bool:
    return name not in _NOT_STARRED and not name.startswith(("tensor_", "eager_"))


_NAMES = '''"""The modules of the public names.

Generated by `python -m tools.codegen`; change the modules instead.
"""

MODULES = {{
{table}
}}

STARRED = [
{starred}
]
'''
