"""Run the command `rkeras` as `python -m rkeras_py`."""

import importlib
import os
import sys

if __name__ == "__main__":
    first, own = sys.path[0], os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    is_current = os.path.isdir(first) and os.path.samefile(first, ".")
    if is_current and not sys.flags.safe_path and not os.path.samefile(first, own):
        del sys.path[0]  # the current folder, whose files may have the names of modules; `rkeras` does not have it
    sys.exit(importlib.import_module("rkeras_py.cli").main())
