"""`python -m tools.translate_rates` writes the tables of rates of docs/translate.md: both styles over tests/translate.

Whole is a program without a place that has no translation; tests/python/porting/translate/test_translated_scripts.py
runs these beside R and compares what they print. `--verify` runs those that changed since they were last verified as
`rkeras translate --verify` does, and compares what they train, too.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

from rkeras_py.porting.checking.parsing import run_rscript
from rkeras_py.porting.translate.state import STYLES
from rkeras_py.porting.translate.translating import Translated, translate_texts

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/translate.md"
RECORD = ROOT / "tests/translate/verified.json"
"""Digests of the scripts and programs that did the same, by style and script."""
SCRIPTS = sorted((ROOT / "tests/translate").glob("*.R"))
HEAD = (
    "| `--style` | scripts | whole | verified equal | marked statements | lines with `r.` | lines "
    "| without rkeras_py |\n"
)
TABLE = re.compile(r"(?ms)^\| `--style` \|.*?\n(?=\n|\Z)")
SNIPPETS = ROOT / "tests/translate/snippets.txt"
RATES_OF_SNIPPETS = re.compile(r"(?s)The counts for all \d+ snippets are:.*?\n(?=\n#)")
IMPORT = re.compile(r"(?m)^(?:from|import) rkeras_py")
_COMMENT = re.compile(r"(?m)^ *#.*\n")
_HELPER = re.compile(r"\br\.\w")


def read_snippets() -> list[str]:
    """Return the snippets; a line of print() alone is one for each."""
    found: list[str] = []
    for line in SNIPPETS.read_text(encoding="utf-8").splitlines():
        parts = line.split("; print(")
        if line.startswith("print(") and "function" not in line and ";" not in "".join(parts):
            found += [parts[0], *(f"print({one}" for one in parts[1:])]
        elif not line.startswith("#"):
            found.append(line)
    return found


def translate_corpus() -> dict[str, list[Translated]]:
    """Return all programs of the corpus, by style."""
    return translate_all([path.read_text(encoding="utf-8") for path in SCRIPTS])


def translate_all(texts: list[str]) -> dict[str, list[Translated]]:
    """Return the programs of scripts, by style.

    Args:
        texts: The scripts.
    """
    rscript = shutil.which("Rscript")
    if rscript is None:
        raise SystemExit("translate_rates: Rscript is needed.")
    parsed = run_rscript(rscript, texts, {}, 120)
    return {style: translate_texts(texts, parsed, style) for style in STYLES}


def read_record() -> dict[str, dict[str, str]]:
    """Return what was verified."""
    found: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def digest(script: Path, program: Translated) -> str:
    """Return what changes with a script or the code of its program; comments compute nothing."""
    code = _COMMENT.sub("", program.text)
    return hashlib.sha256(f"{script.read_text(encoding='utf-8')}\0{code}".encode()).hexdigest()[:16]


def count_verified(style: str, programs: list[Translated]) -> int:
    """Return how many whole programs are as they were when they did the same as their scripts.

    Args:
        style: The style.
        programs: The programs of all scripts.
    """
    record = read_record()[style]
    pairs = zip(SCRIPTS, programs, strict=True)
    return sum(not one.left and record.get(path.stem) == digest(path, one) for path, one in pairs)


def make_table(programs: dict[str, list[Translated]]) -> str:
    """Return the table.

    Args:
        programs: The programs of each style.
    """
    rows = []
    for style, found in programs.items():
        lines = [line for one in found for line in one.text.splitlines() if line.strip()]
        helped = sum(bool(_HELPER.search(line)) for line in lines)
        whole = sum(not one.left for one in found)
        marked = sum(len(one.left) for one in found)
        equal = count_verified(style, found)
        free = sum(not IMPORT.search(one.text) for one in found)
        rows.append(f"| `{style}` | {len(found)} | {whole} | {equal} | {marked} | {helped} | {len(lines)} | {free} |\n")
    return f"{HEAD}|---|---|---|---|---|---|---|---|\n{''.join(rows)}"


def write_rates_of_snippets(programs: dict[str, list[Translated]]) -> str:
    """Return the count of the snippets and its table; a test runs those without a mark, and none may differ.

    Args:
        programs: The programs of the snippets, of each style.
    """
    rows = []
    for style, found in programs.items():
        marked = sum(bool(one.left) for one in found)
        rows.append(f"| `{style}` | {len(found) - marked} | {marked} | 0 |\n")
    count = len(programs[STYLES[0]])
    head = "| Snippets by style | the same | marked | different without a mark |\n|---|---|---|---|\n"
    return f"The counts for all {count} snippets are:\n\n{head}{''.join(rows)}"
