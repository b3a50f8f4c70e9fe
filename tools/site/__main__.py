"""`python -m tools.site` builds the site in build/site and checks its links.

With `--pages` it also opens every page in a browser.
What has not changed since the last time is not done again.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools.codegen.files import load_all

from . import articles, cache, check_links, documents, help_pages, programs, reference
from .cache import KEPT, ROOT
from .text import Pages

SITE = ROOT / "build/site"
_HERE = Path(__file__).parent
_ASSETS = _HERE / "assets"


def collect() -> tuple[Pages, list[Any]]:
    """Return all pages and the navigation."""
    load_all()
    results = programs.run_all(programs.list_vignettes() + programs.list_examples())
    pages = Pages()
    places = documents.place_documents() | articles.place_articles()
    help_texts = help_pages.place_help(pages)
    reference.place_functions(pages)
    written = documents.add_documents(pages, places)
    vignettes = articles.add_articles(pages, results, places)
    tasks = articles.add_tasks(pages, results, places)
    examples = articles.add_examples(pages, results, places)
    functions = reference.add_functions(pages)
    functions += help_pages.add_help(pages, help_texts) + reference.add_python_names(pages)
    return pages, [
        {"Home": "index.md"},
        {"Articles": vignettes},
        {"Gallery": tasks},
        {"Guides": written["guides"]},
        {"Reference": functions},
        {"Examples": examples},
        {"Compatibility": "compatibility.md"},
        {"Project": written["project"]},
    ]


def write(pages: Pages, nav: list[Any]) -> str:
    """Write the sources of the site to .cache/site; return the digest of all that the site is made of."""
    sources = KEPT / "docs"
    shutil.rmtree(sources, ignore_errors=True)
    for path, text in pages.texts.items():
        (sources / path).parent.mkdir(parents=True, exist_ok=True)
        (sources / path).write_text(text, encoding="utf-8")
    files = pages.files | {f"assets/{file.name}": file for file in _ASSETS.iterdir()}
    for path, file in files.items():
        (sources / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, sources / path)
    settings = {"INHERIT": str(_HERE / "mkdocs.yml"), "nav": nav}
    (KEPT / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")  # JSON is YAML
    written = (f"{path}\0{text}" for path, text in pages.texts.items())
    return cache.digest(json.dumps(settings), *written, *files, files=[_HERE / "mkdocs.yml", *files.values()])


def main() -> int:
    """Build what is not built; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__)
    parser.add_argument("--pages", action="store_true", help="open every page in Chromium")
    given = parser.parse_args()
    start = time.monotonic()
    pages, nav = collect()
    key = write(pages, nav)
    stamp = KEPT / "built"
    if not SITE.exists() or not stamp.exists() or stamp.read_text() != key:
        stamp.unlink(missing_ok=True)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", "mkdocs.yml"]
        if code := subprocess.run(command, cwd=KEPT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}).returncode:
            return code
        if check_links.report(SITE):
            return 1
        stamp.write_text(key)
    print(f"site: {len(pages.texts)} pages in {SITE.relative_to(ROOT)}, {time.monotonic() - start:.0f} s")
    if given.pages:
        from . import check_pages

        return check_pages.main([str(SITE)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
