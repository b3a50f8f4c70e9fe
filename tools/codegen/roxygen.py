"""Facts from the roxygen blocks of functions that are written by hand in R."""

import re


def read_roxygen_sections(code: str) -> dict[str, dict[str, str]]:
    """Return the functions that a file of R documents, with the sections of their help page, which may be shared."""
    pages: dict[str, dict[str, str]] = {}
    found = {}
    for block, name in re.findall(r"((?:^#'.*\n)+)`?([^\s`(]+)`? <- ", code, re.MULTILINE):
        text = re.sub(r"^#' ?", "", block, flags=re.MULTILINE)
        page = re.search(r"^@rdname (\S+)", text, re.MULTILINE)
        found[name] = pages.setdefault(page.group(1) if page else name, {})
        found[name] |= re.findall(r"^@section ([\w ]+):((?:(?!^@).*\n)*)", text, re.MULTILINE)
    return found
