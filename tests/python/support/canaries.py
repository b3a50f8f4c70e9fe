"""Keras's behaviour on which rkeras_py.engine.internals relies, and that without each patch, checked with Keras alone.

test_internals.py runs it in a process of its own. It prints JSON: for each canary, null or what is wrong.
"""

import json
import sys
import traceback

import canaries_models  # noqa: F401, imported for the canaries that it notes
import canaries_modules  # noqa: F401
import canaries_patches
import canaries_training  # noqa: F401
from canary import CANARIES, package


def main() -> None:
    canaries_patches.add()
    found: dict[str, str | None] = {}
    for name, check in CANARIES.items():
        try:
            check()
            found[name] = None
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            found[name] = f"{type(error).__name__}: {error} ({where.filename}:{where.lineno}: {where.line})"
    assert sys.modules["rkeras_py"] is package, "it was to run without the code of rkeras_py/__init__.py"
    print(json.dumps(found))


if __name__ == "__main__":
    main()
