"""`python -m tools.codegen` writes the generated files; with `--check` it fails when one is stale."""

import argparse
import sys
from pathlib import Path

from . import files

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Write or check the generated files; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.codegen", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a file is stale")
    check = parser.parse_args().check
    wanted = files.generate()
    stale = [path for path, text in wanted.items() if _read(ROOT / path) != text]
    orphans = [path for path in ROOT.glob("R/gen-*.R") if path.relative_to(ROOT).as_posix() not in wanted]
    if check:
        for path in [*stale, *orphans]:
            print(f"stale: {path} (run: make generate)", file=sys.stderr)
        return 1 if stale or orphans else 0
    for path in stale:
        (ROOT / path).write_text(wanted[path], encoding="utf-8")
        print(f"wrote {path}")
    for orphan in orphans:
        orphan.unlink()
        print(f"removed {orphan}")
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
