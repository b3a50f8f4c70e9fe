"""`python -m tools.translate_rates` writes the table of rates of docs/translate.md: both styles over tests/translate.

Whole is a program without a place that has no translation; tests/python/porting/translate/test_translated_scripts.py
runs these beside R and compares what they print.
"""

import re
import shutil
import sys
from pathlib import Path

from rkeras_py.porting.checking.parsing import run_rscript
from rkeras_py.porting.translate.state import STYLES
from rkeras_py.porting.translate.translating import Translated, translate_texts

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/translate.md"
HEAD = "| `--style` | scripts | whole | marked statements | lines with `r.` | lines | without rkeras_py |\n"
_TABLE = re.compile(r"(?ms)^\| `--style` \|.*?\n(?=\n|\Z)")
IMPORT = re.compile(r"(?m)^(?:from|import) rkeras_py")
_HELPER = re.compile(r"\br\.\w")


def translate_corpus() -> dict[str, list[Translated]]:
    """Return all programs of the corpus, by style."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/translate").glob("*.R"))]
    rscript = shutil.which("Rscript")
    if rscript is None:
        raise SystemExit("translate_rates: Rscript is needed.")
    parsed = run_rscript(rscript, texts, {}, 120)
    return {style: translate_texts(texts, parsed, style) for style in STYLES}


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
        free = sum(not IMPORT.search(one.text) for one in found)
        rows.append(f"| `{style}` | {len(found)} | {whole} | {marked} | {helped} | {len(lines)} | {free} |\n")
    return f"{HEAD}|---|---|---|---|---|---|---|\n{''.join(rows)}"


def main() -> int:
    """Write the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: make_table(translate_corpus()), page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
