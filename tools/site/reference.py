"""The pages of functions: usage, arguments, value, errors and examples, in R and in Python."""

import importlib
import inspect
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import rkeras_py
from rkeras_py.names import STARRED
from rkeras_py.r.code import RCode
from rkeras_py.signatures.docs import Docs, parse_docstring, split_entries, split_items
from rkeras_py.signatures.registry import REGISTRY, Spec
from rkeras_py.signatures.spelling import spell_in_python
from rkeras_py.signatures.words import MISSING
from tools.codegen import examples, files, outputs, r, related

from .text import Pages, fence, tabs

_WIDTH = 88
_ROOMS = {
    "layers": "Layers",
    "models": "Models",
    "training": "Training",
    "tuning": "Hyperparameters",
    "porting": "The code of a model",
    "callbacks": "Callbacks",
    "optimizers": "Optimizers",
    "losses": "Losses",
    "metrics": "Metrics",
    "activations": "Activations",
    "initializers": "Initializers",
    "regularizers": "Regularizers",
    "constraints": "Constraints",
    "saving": "Saving",
    "preprocessing": "Preprocessing",
    "datasets": "Datasets",
    "applications": "Applications",
    "custom": "Custom classes",
    "ops": "Operations: op_*",
    "backend": "Backend: k_*",
    "config": "Configuration",
}
"""The titles of the rooms of rkeras_py whose functions have pages, in the site's order."""

_INDEX = "reference/index.md"
_INTRO = """Each function has one page for both languages: choose R or Python in a tab, and all pages switch. The search
knows the names and the spelling of both."""
_BESIDE = """Other pages list the functions that are [in R only](r/index.md) and [in Python only](python.md)."""
_PARTS_OF_KIND = re.compile(r"^(augmentation|convolutional|pooling|preprocessing|recurrent)_")
_UNSEARCHED = "{ data-search-exclude }"
"""Keeps a section out of the index of the search, which the browser builds: its words stand elsewhere, too."""

Nav = list[Any]
"""MkDocs's navigation: pages, and titles with pages."""


def place_functions(pages: Pages) -> None:
    """Give each function of the registry its place, to which others can link."""
    for name, spec in REGISTRY.items():
        pages.places[name] = f"reference/{name}.md"
        if spec.s3:
            pages.places[f"{name}.{spec.s3}"] = f"reference/{name}.md"


def add_functions(pages: Pages) -> Nav:
    """Add a page for each function of the registry and one for each room; return the navigation."""
    rooms: defaultdict[str, defaultdict[str, list[Spec]]] = defaultdict(lambda: defaultdict(list))
    for spec in REGISTRY.values():
        room, _, family = spec.module.removeprefix("rkeras_py.").partition(".")
        rooms[room][family].append(spec)
        pages.add(
            f"reference/{spec.name}.md", render_function(spec, pages), title=spec.name, tags=list_words(spec.name)
        )
    if unknown := rooms.keys() - _ROOMS.keys():
        raise ValueError(f"tools/site/reference.py: these rooms have functions and no title: {sorted(unknown)}")
    nav: Nav = [_INDEX]
    topics = []
    for room, title in _ROOMS.items():
        if room in rooms:
            path = f"reference/{room}/index.md"
            pages.add(path, "\n\n".join([f"# {title}", *_list_lines(rooms[room], pages, path, "##")]), title=title)
            nav.append({title: [path, *_list_families(rooms[room])]})
            topics += [f"## {title}", *_list_lines(rooms[room], pages, _INDEX, "###")]
    pages.add(_INDEX, "\n\n".join(["# Reference", _INTRO, _BESIDE, *topics]), title="Reference")
    return nav


def _list_families(families: dict[str, list[Spec]]) -> Nav:
    listed = {
        family: [{spec.name: f"reference/{spec.name}.md"} for spec in specs] for family, specs in families.items()
    }
    if len(listed) == 1:
        return next(iter(listed.values()))
    return [{_name_family(family): entries} for family, entries in sorted(listed.items())]


def _name_family(family: str) -> str:
    words = _PARTS_OF_KIND.sub(r"\1: ", family).replace("_", " ").replace(".", ": ")
    for name in ("LSTM", "cuDNN"):
        words = words.replace(name.lower(), name)
    return words[:1].upper() + words[1:] or "General"


def _list_lines(families: dict[str, list[Spec]], pages: Pages, here: str, mark: str) -> Iterable[str]:
    """Give the families of a topic: what their functions are for, and a table with a line for each."""
    for family, specs in sorted(families.items()):
        if len(families) > 1:
            yield f"{mark} {_name_family(family)}"
        yield _describe_module(specs[0].module, pages, here)
        rows = [
            f"| {pages.link(spec.name, here, f'`{spec.name}()`')} | {pages.prose(spec.docs.title, here)} |"
            for spec in specs
        ]
        yield "\n".join(["| | |", "|---|---|", *rows])


def _describe_module(module: str, pages: Pages, here: str) -> str:
    docstring = inspect.getdoc(importlib.import_module(module)) or ""
    return pages.prose(docstring.split("\n\n")[0], here)


def list_words(name: str) -> list[str]:
    """Return a name and its words, by which the search finds the page of that name before others."""
    return list(dict.fromkeys([name, *re.findall(r"[^\W_]+", name)]))


def render_function(spec: Spec, pages: Pages) -> str:
    """Return the page of one function."""
    here = f"reference/{spec.name}.md"
    in_r = pages.places.get(f"R {spec.name}") if spec.python_only else None
    usage = {"R": fence(_lay_out(spec.name, r.render_formals(spec)), "r"), "Python": _write_python_usage(spec)}
    example = spec.docs.sections.get("Example", "")
    code = {"R": _write_example_in_r(spec), "Python": fence(example, "pycon" if ">>>" in example else "python")}
    if in_r:
        told = f"R has its own function of this name: {pages.link(f'R {spec.name}', here, 'its help page')}."
        usage["R"] = code["R"] = told
    made = f"Based on `{spec.target}`." if spec.target.startswith("keras.") else ""
    parts = [
        f"# {spec.name}()",
        _lead(spec.docs, pages, here),
        made,
        f"## Usage {_UNSEARCHED}",
        tabs(usage),
        "## Arguments" if spec.docs.args else "",
        tabs(
            {
                "R": _write_arguments(spec, pages, here, str),
                "Python": _write_arguments(spec, pages, here, spell_in_python),
            }
        ),
        *_write_sections(spec.docs, r.describe_return(spec), pages, here),
    ]
    if example:
        parts += [f"## Examples {_UNSEARCHED}", tabs(code)]
    if told := related.describe_related(spec):
        parts += [f"## See also {_UNSEARCHED}", pages.prose(told, here)]
    return "\n\n".join(filter(None, parts))


def _lead(docs: Docs, pages: Pages, here: str) -> str:
    """Return title and details, in tabs from the first word on that differs between the spellings."""
    if spell_in_python(docs.title) != docs.title:
        return both(f"{docs.title}\n\n{docs.details}", pages, here)
    return f"{pages.prose(docs.title, here)}\n\n{both(docs.details, pages, here)}"


def both(text: str, pages: Pages, here: str) -> str:
    """Return a text of a docstring in both spellings, as tabs where they differ."""
    return tabs({"R": pages.prose(text, here), "Python": pages.prose(spell_in_python(text), here)})


def _write_sections(docs: Docs, returned: str, pages: Pages, here: str) -> Iterable[str]:
    sections = {heading: text for heading, text in docs.sections.items() if not heading.startswith("Example")}
    yield "## Value"
    yield both(sections.pop("Returns", returned), pages, here)
    for heading, text in sections.items():
        if heading == "Raises":
            yield "## Errors"
            yield "\n".join(f"- `{name}`: {pages.prose(why, here)}" for name, why in split_entries(text).items())
        else:
            yield f"## {heading}"
            yield both(text, pages, here)


def _write_arguments(spec: Spec, pages: Pages, here: str, spell: Callable[[str], str]) -> str:
    entries = []
    for name, text in spec.docs.args.items():
        param = spec.params.get(name)
        shown = name if spell is str else param.python_name if param else _open_arguments(spec.body)
        takes = spell(param.word.expected) if param and param.word.expected != "any value" else ""
        told = f' <span class="takes">{pages.prose(takes, here)}</span>' if takes else ""
        lead, items = split_items(text)
        listed = "".join(f"\n    - {pages.prose(spell(item), here)}" for item in items)
        entries.append(f"`{shown}`{told}\n:   {pages.prose(spell(lead), here)}" + (f"\n{listed}" if items else ""))
    return "\n\n".join(entries)


def _open_arguments(function: Callable[..., Any]) -> str:
    return ", ".join(text for text in _list_formals(function) if text.startswith("*") and text != "*")


def _lay_out(name: str, arguments: list[str]) -> str:
    line = f"{name}({', '.join(arguments)})"
    return line if len(line) <= _WIDTH else f"{name}(\n" + ",\n".join(f"  {one}" for one in arguments) + "\n)"


def _write_python_usage(spec: Spec) -> str:
    return fence(_lay_out(spec.name, _list_formals(spec.body)).replace("\n  ", "\n    "), "python")


def _list_formals(function: Callable[..., Any]) -> list[str]:
    texts: list[str] = []
    named = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not named:
            texts.append("*")
        named = named or parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        stars = "*" * (parameter.kind is parameter.VAR_POSITIONAL) + "**" * (parameter.kind is parameter.VAR_KEYWORD)
        default = parameter.default.value if isinstance(parameter.default, RCode) else parameter.default
        has_one = default is not parameter.empty and default is not MISSING
        texts.append(f"{stars}{parameter.name}" + (f"={_spell_default(default)}" if has_one else ""))
    return texts


def _spell_default(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value) if value is None or isinstance(value, bool | int | float | tuple) else "..."


def _write_example_in_r(spec: Spec) -> str:
    lines, skipped = [], False
    for line in () if spec.python_only else outputs.add_outputs(spec, examples.render_in_r(spec)):
        if line == "\\dontrun{" or (skipped and line == "}"):  # marks of R's help, which shows and does not run these
            skipped = line != "}"
        else:
            lines.append(line)
    return fence("\n".join(lines), "r") if lines else "*In Python only.*"


def add_python_names(pages: Pages) -> Nav:
    """Add the page of what only Python has a name for; return its navigation."""
    here = "reference/python.md"
    shown = {name: getattr(rkeras_py, name) for name in files.BY_HAND if name in STARRED or name.startswith("Keras")}
    shown["r_session"] = importlib.import_module("rkeras_py.bridge").r_session
    parts = ["# In Python only", "What R has no name for, or a syntax of its own."]
    for name, value in shown.items():
        parts += [f"## {name}", *(_describe(name, value, pages, here))]
    pages.add(here, "\n\n".join(filter(None, parts)), title="In Python only")
    return [{"In Python only": here}]


def _describe(name: str, value: Any, pages: Pages, here: str) -> Iterable[str]:
    docs = parse_docstring(inspect.getdoc(value))
    yield pages.prose(docs.title, here)
    if inspect.isclass(value):
        yield f"It is `{value.__module__.replace('.src', '')}.{value.__qualname__}`, for classes of your own."
    if inspect.isfunction(value):
        module = "rkeras_py.bridge" if name == "r_session" else "rkeras_py"
        call = _lay_out(name, _list_formals(value)).replace("\n  ", "\n    ")
        yield fence(f"from {module} import {name}\n\n{call}", "python")
        yield pages.prose(docs.details, here)
        yield "\n\n".join(f"`{argument}`\n:   {pages.prose(text, here)}" for argument, text in docs.args.items())
        if "Returns" in docs.sections:
            yield f"Returns: {pages.prose(docs.sections['Returns'], here)}"
