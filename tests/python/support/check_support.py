"""R's parser for the tests of `rkeras check`."""

import shutil
from collections.abc import Sequence

from rkeras_py.porting.checking import checking, parsing
from rkeras_py.porting.checking.documents import Document
from rkeras_py.porting.checking.findings import Finding


def parse(texts: Sequence[str]) -> str:
    rscript = shutil.which("Rscript")
    assert rscript
    return parsing.run_rscript(rscript, texts, {}, 100)


def judge(*codes: str, to_keras3: bool = False, spoken: str = "") -> list[list[Finding]]:
    """Return the findings for some scripts, with one start of R."""
    documents = [Document(f"{number}.R", code) for number, code in enumerate(codes)]
    return [one.findings for one in checking.judge_documents(documents, [], parse(codes), to_keras3, spoken)]
