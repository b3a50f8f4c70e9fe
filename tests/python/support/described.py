"""The description of an object of Keras, as text."""

import json
import re
from typing import Any


def describe(thing: Any) -> str:
    """Return what an object of Keras is, in JSON: its class and configuration, without a name that it got by itself."""
    config = thing.get_config()
    if hasattr(thing, "count_params") or hasattr(thing, "apply_gradients"):
        config.pop("name", None)
    elif "name" in config:
        config["name"] = re.sub(r"_\d+$", "", str(config["name"]))
    return json.dumps([type(thing).__name__, config], default=_to_plain)


def _to_plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else str(value)
