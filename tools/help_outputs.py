"""Record what the examples of R's help print: `python -m tools.help_outputs`, after `make generate`.

It runs the examples of the installed package, and writes their output into tools/codegen/outputs.json, and into the
roxygen blocks of pages that are written by hand. `make generate` then puts it into the help. `--check` writes nothing
and names the pages whose output is not the recorded one. With names of pages it runs these alone.
"""

import argparse
import itertools
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rkeras_py.signatures.registry import REGISTRY
from tools.codegen import outputs
from tools.codegen.examples import render_in_r
from tools.codegen.files import load_all
from tools.help_examples import are_alike

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "tools/help_examples.R"
_SOURCE = re.compile(r"R/[\w.-]+\.R\b")
_EXAMPLE = re.compile(r"^#' @examples.*\n((?:#'(?! @).*\n)*)", re.MULTILINE)
_WRAP = re.compile(r'", "#> ')
"""Where NumPy begins a line, which depends on the digits of the numbers before."""
_ADDRESS = re.compile(r"0x[0-9a-f]+")

Statements = list[tuple[list[str], list[str]]]
"""The lines of each statement, and the lines that it printed."""


@dataclass
class Page:
    """An example that ran.

    Attributes:
        name: The name of the help page.
        statements: What ran, and what it printed.
    """

    name: str
    statements: Statements


def read_pages(said: str) -> Iterator[Page]:
    """Give the examples that ran, from what tools/help_examples.R printed.

    Raises:
        RuntimeError: If one failed.
    """
    for line in said.splitlines():
        if line.startswith("@@"):
            page = json.loads(line[2:])
            if "error" in page:
                raise RuntimeError(f"{page['name'][0]}: {page['error'][0]}")
            shown = [(one["code"], [_ADDRESS.sub("0x...", text) for text in one["printed"]]) for one in page["shown"]]
            yield Page(page["name"][0], shown)


def run_examples(only: list[str]) -> list[Page]:
    """Run the examples of help pages in R.

    Args:
        only: The names of the pages; all if it is empty.
    """
    others = [path.stem for path in (ROOT / "man").glob("*.Rd") if only and path.stem not in only]
    with tempfile.NamedTemporaryFile("w") as left_out:
        left_out.write("".join(f"{name}\n" for name in others))
        left_out.flush()
        command = ["Rscript", str(SCRIPT), str(ROOT), left_out.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return list(read_pages(done.stdout))


def record(pages: list[Page]) -> dict[Path, str]:
    """Return the texts of the files that hold the output, with that of these pages."""
    load_all()
    specs = {outputs.name_page(spec): spec for spec in REGISTRY.values() if not spec.python_only}
    found = {name: lines for name, lines in outputs.read_record().items() if name in specs}
    texts: dict[Path, str] = {}
    for page in pages:
        if page.name in specs:
            found[page.name] = outputs.merge(render_in_r(specs[page.name]), page.statements)
        for path in _list_sources(page.name) if page.name not in specs else ():
            texts[path] = _record_by_hand(texts.get(path) or path.read_text(encoding="utf-8"), page)
    lines = (f"{json.dumps(name)}: {json.dumps(found[name], ensure_ascii=False)}" for name in sorted(found))
    return texts | {outputs.RECORD: "{\n" + ",\n".join(lines) + "\n}\n"}


def _list_sources(page: str) -> list[Path]:
    """Return the files of R whose roxygen blocks make a help page, which its second line names."""
    return [
        ROOT / name
        for name in _SOURCE.findall((ROOT / f"man/{page}.Rd").read_text(encoding="utf-8").split("\\name{")[0])
    ]


def _record_by_hand(text: str, page: Page) -> str:
    """Return a file of R with what a page's example prints in its roxygen block."""

    def write(found: re.Match[str]) -> str:
        lines = outputs.drop_outputs(line[3:] for line in found[1].splitlines())
        try:
            merged = outputs.merge(lines, page.statements)
        except ValueError:  # the example of another page
            return found[0]
        return found[0].removesuffix(found[1]) + "".join(f"#' {line}".rstrip() + "\n" for line in merged)

    return _EXAMPLE.sub(write, text)


def find_stale(made: dict[Path, str]) -> list[str]:
    """Return the lines of the files that hold the output which are no longer alike, each after the name of its file.

    Args:
        made: The texts that record() returns.
    """
    pairs = [
        (path, old, new)
        for path, text in made.items()
        for old, new in itertools.zip_longest(path.read_text("utf-8").splitlines(), text.splitlines(), fillvalue="")
    ]
    return [
        f"{path.relative_to(ROOT)}: {new}"
        for path, old, new in pairs
        if not are_alike(_WRAP.sub(" ", old), _WRAP.sub(" ", new))
    ]


def main() -> int:
    """Write or check what examples print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.help_outputs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a recorded output is stale")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="the pages to run")
    options = parser.parse_args()
    made = record(run_examples(options.pages))
    stale = find_stale(made)
    print(*stale, sep="\n")
    if not options.check:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
