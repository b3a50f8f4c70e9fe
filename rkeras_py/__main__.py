"""`python -m rkeras_py` is the command `rkeras`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
