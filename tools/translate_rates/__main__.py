"""Writes the tables, after programs were verified if that is asked for."""

import argparse
import sys

from . import (
    PAGE,
    RATES_OF_SNIPPETS,
    TABLE,
    make_table,
    read_snippets,
    translate_all,
    translate_corpus,
    write_rates_of_snippets,
)
from .verified import verify_programs


def main() -> int:
    """Write the tables into the page, and return 1 if a program does something else than its script."""
    parser = argparse.ArgumentParser(prog="python -m tools.translate_rates")
    parser.add_argument("--verify", action="store_true", help="run the programs that changed since they were verified")
    parser.add_argument("--seconds", type=float, default=7200, help="begin no program after that time")
    options = parser.parse_args()
    programs = translate_corpus()
    differ = verify_programs(programs, options.seconds) if options.verify else 0
    page = PAGE.read_text(encoding="utf-8")
    page = TABLE.sub(lambda _: make_table(programs), page)
    snippets = write_rates_of_snippets(translate_all(read_snippets()))
    PAGE.write_text(RATES_OF_SNIPPETS.sub(lambda _: snippets, page), encoding="utf-8")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
