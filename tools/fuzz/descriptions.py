"""Ways to change the description of a model, by accident or on purpose."""

import contextlib
import copy
import json
import random
from typing import Any

from damage import damage_bytes
from seeds import CANARY

Random = random.Random

_NUMBERS = (0, -1, 1, 3, 1.5, 10**6, 10**9, 2**31, 2**63, 10**30, -(10**9), float("nan"), float("inf"))
_OTHERS = (None, True, "", "x", [], {}, [1, "a"], {"class_name": "Dense"}, "é" * 50, "../../etc/passwd")
_NAMES = (
    "system", "os.system", "exec", "eval", "Popen", "Lambda", "TFSMLayer", "TorchModuleWrapper", "Functional",
    "Sequential", "Model", "Dense", "LSTM", "StringLookup", "__lambda__", "__numpy__", "__tensor__", "__typespec__",
    "__tuple__", "function", "get_file", "Custom>Evil", "AUC", "Adam", "Layer", "Variable",
)  # fmt: skip
_PLACES = (
    "os", "posix", "builtins", "subprocess", "sys", "keras", "keras.layers", "keras.utils", "keras.src.utils", "numpy",
    "keras.ops", "keras.config", "rkeras_py", "tensorflow", "keras.src.legacy.saving", "keras.metrics", None,
)  # fmt: skip


def _choose_payload(r: Random) -> Any:
    """Return what would run code, or read another file, if it were taken for what it says."""
    command = f"touch ${CANARY}"
    return r.choice(
        (
            {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"},
            {"module": "builtins", "class_name": "function", "config": "exec", "registered_name": "exec"},
            {"module": "subprocess", "class_name": "Popen", "config": {"args": command, "shell": True}},
            {"module": "os", "class_name": "system", "config": command, "registered_name": "system"},
            {"class_name": "__lambda__", "config": {"code": "4wEAAAAAAAAA", "defaults": None, "closure": None}},
            {"class_name": "Lambda", "config": {"function": ["4wEAAAAAAAAA", None, None], "name": "evil"}},
            {"class_name": "Lambda", "config": {"function": "system", "module": "os", "name": "evil"}},
            {"module": "keras.layers", "class_name": "TFSMLayer", "config": {"filepath": "/etc", "name": "evil"}},
            {"class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd", "name": "evil"}},
            {"class_name": "TextVectorization", "config": {"vocabulary": "/etc/passwd", "name": "evil"}},
            {"module": "keras.utils", "class_name": "function", "config": "get_file", "registered_name": "get_file"},
            {"class_name": "__numpy__", "config": {"value": [[0] * 9] * 9, "dtype": "object"}},
            {"class_name": "Dense", "module": "keras.layers", "config": {"units": 10**9, "name": "evil"}},
        )
    )


def _list_places(config: Any) -> list[tuple[Any, Any]]:
    """Return each container with each of its keys, however deep; a value by itself has none."""
    found: list[tuple[Any, Any]] = []
    containers = [config]
    while containers:
        value = containers.pop()
        if isinstance(value, (dict, list)):
            for key in list(value) if isinstance(value, dict) else range(len(value)):
                found.append((value, key))
                containers.append(value[key])
    return found


def _choose_other(r: Random) -> Any:
    return copy.deepcopy(r.choice(_OTHERS))  # which a further change may find and change


def change_description(r: Random, config: Any) -> Any:
    """Change one place in a description."""
    places = _list_places(config)
    if not places:
        return _choose_other(r)
    holder, key = r.choice(places)
    numbers = [place for place in places if isinstance(place[0][place[1]], int) and place[0][place[1]] is not True]
    named = [place for place in places if place[1] in ("class_name", "module", "registered_name", "activation")]
    kind = r.randrange(12)
    if kind in (0, 1, 2) and numbers:
        holder, key = r.choice(numbers)
        holder[key] = r.choice(_NUMBERS)
    elif kind in (3, 4) and named:
        holder, key = r.choice(named)
        holder[key] = r.choice(_NAMES if key != "module" else _PLACES)
    elif kind == 5:
        holder[key] = _choose_other(r)
    elif kind == 6:
        holder[key] = _choose_payload(r)
    elif kind == 7:
        del holder[key]
    elif kind == 8:
        holder[key] = _nest(holder[key], r.choice((3, 60, 300, 5000)), r.random() < 0.5)
    elif kind == 9 and isinstance(holder, dict):
        holder[r.choice((f"{key}_", "units", "name", "batch_shape", "unroll"))] = holder.pop(key)
    elif kind == 10:
        other, place = r.choice(places)
        with contextlib.suppress(RecursionError):  # what is nested too deeply to be copied stays as it is
            other[place] = json.loads(json.dumps(holder[key]))
    elif isinstance(holder, list):
        holder.insert(0, holder[key])
    else:
        holder[r.choice(("stateful", "unroll", "build_config", "compile_config", "quantization"))] = _choose_payload(r)
    return config


def _nest(value: Any, depth: int, in_lists: bool) -> Any:
    for _ in range(depth):
        value = [value] if in_lists else {"class_name": "Sequential", "config": {"layers": [value]}}
    return value


def write_json(config: Any) -> str:
    """Return a description as JSON, also where it is nested more deeply than Python can follow."""
    try:
        return json.dumps(config)
    except RecursionError:
        return "[" * 100_000 + "]" * 100_000


def mutate_json(r: Random, data: bytes) -> bytes:
    """Damage the text, or change one or two places."""
    if r.random() < 0.3:
        return damage_bytes(r, data)
    config = json.loads(data)
    for _ in range(r.choice((1, 1, 2))):
        config = change_description(r, config)
    return write_json(config).encode()


def mutate_yaml(r: Random, data: bytes) -> bytes:
    """Damage the text, change a place, or write what only YAML can."""
    import yaml

    kind = r.randrange(6)
    if kind == 0:
        return damage_bytes(r, data)
    if kind == 1:
        tag = r.choice(("object/apply:os.system", "object/new:os.system", "name:os.system", "module:os", "object:os.X"))
        lines = data.decode().split("\n")
        lines.insert(r.randrange(len(lines)), f"evil: !!python/{tag} ['touch ${CANARY}']")
        return "\n".join(lines).encode()
    if kind == 2:  # each line holds the one before nine times
        lines = ["a0: &a0 [0,0,0,0,0,0,0,0,0]"]
        lines += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, r.choice((4, 12, 40)))]
        return ("\n".join(lines) + "\n").encode() + data
    if kind == 3:
        return b"config: &c\n  layers: [*c]\nclass_name: Sequential\n"
    config = change_description(r, yaml.load(data.decode().replace("!!python/tuple", ""), yaml.SafeLoader))
    try:
        return yaml.safe_dump(config).encode()
    except (RecursionError, yaml.YAMLError):
        return b"[" * 2000
