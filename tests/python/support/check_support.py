"""R's parser for the tests of `rkeras check`."""

import shutil
from collections.abc import Sequence

from rkeras_py.porting.checking import parsing


def parse(texts: Sequence[str]) -> str:
    rscript = shutil.which("Rscript")
    assert rscript
    return parsing.run_rscript(rscript, texts, {}, 100)
