"""Run the command `rkeras` as `python -m rkeras_py`."""

import importlib
import os
import sys

if __name__ == "__main__":
    if not sys.flags.safe_path and not os.path.samefile(sys.path[0], os.path.dirname(os.path.dirname(__file__))):
        del sys.path[0]  # the current folder, whose files may have the names of modules; `rkeras` does not have it
    sys.exit(importlib.import_module("rkeras_py.cli").main())
