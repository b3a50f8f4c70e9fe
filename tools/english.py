"""Checks texts for phrases that hide the field's own terms; docs/glossary.md has these terms.

`python -m tools.english` reads the README, docs, vignettes, docstrings, roxygen blocks and error messages, prints each
phrase with a better one, and fails if there are any. `--count` prints how often each rule holds.
"""

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

RULES = {
    r"\bby heart\b": "overfits",
    r"\bhas the (last )?word\b": "wins, takes precedence",
    r"\b[Ww]hat fills\b": "the padding value",
    r"\btold\b": "gets, is passed, is reported, by default",
    r"\bkin\b": "and related functions",
    r"\b(says?|tells?|said) so\b": "reports it, raises an error, warns",
    r"\bwithout a word\b": "silently",
    r"\banew\b": "again",
    r"\bone's own\b": "of your own, custom",
    r"\bof (the |an? )?\w+ of (the |an? )?\w+ of\b": "a shorter chain of nouns",
    r"\b(was|is|are) (not )?to be had\b": "was not available",
    r"\b(takes?|took) the place of\b": "replaces",
    r"\b[Tt]hat which\b": "the noun itself",
    r"\b[Ww]hat predicts\b": "the prediction function",
    r"\bWho (is|wants|has|dislikes|needs|knows)\b": 'address the reader: "If you ..."',
    r"\band the like\b": "and similar ones, such as ...",
    r"\bsaid once\b": "shown once per session",
    r"\bhas its turn\b": "is used",
    r"\bflags? of truth\b": "logical flag",
    r"\bOf what\b": "the noun itself",
    r"\bheed(s|ed)?\b": "uses, has an effect",
    r"\bof as many\b": "with the same number of, one for each ...",
    r"\bby every road\b": "from every function",
    r"\bby (its|their) own names?\b": "under the same name",
    r"\bto wait for one\b": "epochs without improvement before stopping",
    r"\bIts address\b": "the URL",
    r"\bputs a shell\b": "sets up the shell",
    r"\b[Pp]enalis|\b[Nn]ormalis|\b[Oo]ptimis(?!t)": "the spelling with z, as in the names of functions",
    r"[Cc]olour|[Nn]eighbour|[Bb]ehaviour|\b([Mm]isspelt|spelt|learnt|towards)\b": "the American spelling",
}
"""Phrases, and the words to use in their place."""

USER_RULES = {
    r"\bof (your|its|their|our) own\b": "custom ..., your own ..., its own ...",
    r"\bNULL takes that of\b|^\s*That of\b": 'NULL uses ..., "The same as ..."',
    r"\bKeras 3's name is\b": "Keras 3 calls it ...",
    r"\b[Uu]se (it|this) where\b|\bwhere (nobody|the user)\b": "if, when",
    r"\bwhere (there (is|are) (no|none|one)|(it|they) (is|are) (set|installed|given))\b": "if",
    r"\b(each|this|next|best|every|failed|no) try\b|\b(the|all|best|earlier) tries\b": "trial, as keras-tuner says",
    r"\bfit each other\b|\bdata and model do not fit\b": "are incompatible, match",
    r"(?<!`)\bmend(s|ed|ing)?\b(?!`)": "fix, fixes, fixed",
    r"\b(go|goes|went) on\b": "continue, continues",
    r"\bgiven up\b": "abandoned, stopped",
    r"\b([Nn]o|[Ss]ome)body\b": "no one, you, a passive",
    r"\b[Pp]ictures?\b": "image, plot",
    r"\b[Ii]t takes the packages?\b": "it requires the package",
    r"\b[Hh]ow often the whole\b|: How often\b[^?]*$": "number of repetitions, number of times",
    r"(?:^|: )How (many|far|large|much|fast|strongly|smooth)\b[^?]*$": 'a noun: "Number of ..."',
    r"\bwhen left out\b": "by default",
    r"\b[Ll]ikewise\b": "in the same way, also",
    r"\bbut (for|one)\b": "except, only one, second to last",
    r"\bof one (shape|length|type|kind|name|width|size)\b": "of the same shape, length, ...",
    r"\bwholly\b": "completely, fully",
    r"\b[Vv]ery same\b": "same",
    r"\b(came|comes?) (whole|to (its|their) place)\b|\bbroke off\b": "is complete, was interrupted",
    r"\b(for|by) ever\b|\bby turns\b|\bin so many\b": "forever, alternately, 1 of n",
}
"""Phrases that help pages, guides and vignettes do without; notes for contributors may have them."""

PROSE_RULES = {
    r"\bLeft out, (it|the|those|each|any)\b|[;,] left out,|\b(if|unless) left out\b": '"by default", "without it"',
    r"\b([Ii]f (it|the \w+)|[Tt]hat|which) (is|are) no (?!longer\b|more\b|other\b|such\b|better\b)\w+": "is not a ...",
    r"\bstretch(es)? (to|as)\b": "broadcasts",
    r"\bsees? to (it|the)\b": "makes sure, fixes",
    r"\bknows (nothing|which)\b|\bknow nothing\b": "does not use, contains",
    r"\bproves? it\b": "checks",
    r"\bwill do\b": "is sufficient, works too",
    r"\b[Gg]ive (it|them) to\b": "pass it to",
    r"\bhand(s|ed)? (it |them |the \w+ )?on\b": "pass on",
    r"\bleft aside\b": "ignored",
    r"\bAccepted for R\b": "ignored; kept for R keras",
    r"^\s*(\"\"\")?Tell whether\b": "Check whether",
    r"\ba command of the shell\b": "a shell command",
    r"\bstands? in,": "is used",
    r"\bmay not be missed\b|\bfind(s|ing)? out how\b": "optional",
    r"\b[Aa]ll that (is|are|could|can|these|it)\b": "everything that, the ...",
    r"\bfolders of such\b|\bno such number\b": "folders that contain them, not a number",
    r"\bthe former\b": "the name",
    r"\bTo be called\b": "call it ...",
    r"\bare asked by\b": "are called by",
    r"\bdivisions? from failing\b": "prevents division by zero",
    r"\bno file can (describe|hold)\b": "cannot be saved in a file",
    r"\b(has|have) effect\b": "have an effect, work",
    r"\bcounted from [01], the batch axis\b": "counted from 1 (the batch axis)",
    r"\bNULL takes\b": "NULL uses",
    r"\bone of the two is given\b": "give only one of the two",
    r"\byes/no\b": "binary labels",
    r"\bin place of\b": "instead of",
    r"\bin (training|inference)[,.;]": "during training, during inference",
    r"\b[Nn]ew code uses\b": "in new code use",
    r"^\s*\"\"\"Make (a|an) ": "Create a ...",
    r"\bKeras 3's name of\b|\bname of `\w+` in R's keras3; one\b": "Keras 3's name for",
}
"""Phrases over which a reader of help pages stumbles; messages may have them."""

NOUN = re.compile(r"(?:^|: |\"\"\"|[.;] )What\b(?![^?]*\?)")
"""A clause with "What" where a noun should stand: at the start of a text, an entry or a sentence."""

_NOUN_ADVICE = 'begin with a noun: "The data to ...", not "What to ..."'
CLAUSE = re.compile(
    r"\b(of|by|than|from|with|for|to|in|on|at|or|off|out|up|is|are|names?|stays?|keeps?|takes?|gives?|returns?|holds?|record)"
    r" what\b(?![^?]*\?)"
)
"""A clause with "what" where help pages name the thing; notes for contributors may have one."""

_CLAUSE_ADVICE = 'name the thing: "the result of f", not "what f returns"'
_KINDS = (
    r"functions?|objects?|class|classes|arrays?|packages?|types?|values?|lists?|vectors?|models?|modules?|layers?|"
    r"data frames?|datasets?|files?|scripts?|conditions?|generators?|iterators?|environments?|sessions?|operations?"
)
_OWNERS = r"R|Python|Keras 2|Keras 3|Keras|numpy|NumPy|TensorFlow|PyTorch|JAX|Flax|rpy2|pandas"
OWNED = re.compile(
    rf"(?<!and )(?<!or )(?<!S3 )(?<!lambda )(?<!Keras )(?<!TensorFlow )(?:\b[Aa]n? )?(?<!and )(?<!or )\b({_KINDS}) "
    rf"of ({_OWNERS})\b(?! objects| and | or |'| keras|\.\w|-|, Keras| \d)"
)
"""A noun with its language or library behind it, where English puts it before; texts for contributors may have one."""

_OWNED_ADVICE = '"an R function", "Keras 2 files", not "a function of R"'
_HELP = re.compile(r"(\w+_)?(export|layer|measure|constructor|verb|application|optimizer|operation|function)|keras_op")
"""Decorators of the functions that have a help page."""
_FIXED = re.compile(r"^\s*(>>>|\.\.\.|#+ )")
"""Lines that are not prose: code of examples, and headings."""
_BEGINS = re.compile(r"\s*($|[-*|#>:]|>>>|\d+\.|\*{0,2}\w+: |[A-Z]\w+( \w+)?:$)")
"""A line that begins an entry, an item or a section, and does not continue the line before."""
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_GENERATED = ("names.py", "gen-")
_NAME_PHRASES = ("LICENSE.md", "glossary.md", "documentation.md")
"""Files that are not read: two name the phrases, and one is not ours to word."""
_FOR_CONTRIBUTORS = ("ARCHITECTURE.md", "CONTRIBUTING.md")


def list_phrases(path: Path) -> list[tuple[int, str, str]]:
    """Return the line, the phrase and the advice for each rule that a file breaks, in prose and in messages.

    Args:
        path: A file of Markdown, Python or R.
    """
    seen_by_users = ROOT / "tools" not in path.parents
    return [*find_phrases(read_prose(path)), *find_clauses(path), *(find_in_messages(path) if seen_by_users else ())]


def find_phrases(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the phrase and the advice for each rule that a text breaks.

    Args:
        text: The text, in lines.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if _FIXED.match(line):
            continue
        for pattern, advice in RULES.items():
            for found in _search(pattern, lines, number):
                yield number, found[0], advice
        for found in NOUN.finditer(line.strip()):
            yield number, found[0].strip(), _NOUN_ADVICE


def find_clauses(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the phrase and the advice for each rule about texts for users that a file breaks.

    Args:
        path: A file of Markdown, Python or R; clauses with "what" are allowed in Markdown.
    """
    rules = USER_RULES | PROSE_RULES | {OWNED.pattern: _OWNED_ADVICE} if path.name not in _FOR_CONTRIBUTORS else {}
    rules = rules | ({CLAUSE.pattern: _CLAUSE_ADVICE} if path.suffix in (".py", ".R") else {})
    kept = _list_help_lines(path.read_text(encoding="utf-8")) if path.suffix == ".py" else None
    lines = read_prose(path).split("\n")
    for number, line in enumerate(lines, 1):
        if (kept is None or number in kept) and not _FIXED.match(line):
            for pattern, advice in rules.items():
                yield from ((number, found[0].strip(), advice) for found in _search(pattern, lines, number))


def _search(pattern: str, lines: list[str], number: int) -> Iterator[re.Match[str]]:
    """Yield the places of a pattern that begin in a line; they may end in the next line of the paragraph."""
    line = lines[number - 1]
    following = lines[number] if line.strip() and number < len(lines) else ""
    joined = line if _BEGINS.match(following) else f"{line.rstrip()} {following.strip()}"
    within = list(re.finditer(pattern, line))
    begun = {found.start() for found in within}
    beyond = (found for found in re.finditer(pattern, joined) if found.start() < len(line.rstrip()) < found.end())
    yield from (*within, *(found for found in beyond if found.start() not in begun))


def read_prose(path: Path) -> str:
    """Return the prose of a file, with all other lines empty.

    Args:
        path: A file of Markdown, Python or R.
    """
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    if path.suffix == ".py":
        kept = _list_docstring_lines(text)
        return "\n".join(line if number in kept else "" for number, line in enumerate(lines, 1))
    if path.suffix == ".R":
        return "\n".join(
            re.sub(r"^#' ?(@\w+( [\w.]+)? ?)?", "", line) if line.startswith("#'") else "" for line in lines
        )
    fenced = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        if fenced:
            lines[number] = ""
    return "\n".join(lines)


def _list_docstring_lines(code: str) -> set[int]:
    """Return the numbers of the lines of the docstrings of public functions, and of the first lines of all others."""
    kept: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            kept.add(node.lineno)
        if isinstance(node, ast.FunctionDef) and node.decorator_list and ast.get_docstring(node) is not None:
            first = node.body[0]
            kept.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return kept


def _list_help_lines(code: str) -> set[int]:
    """Return the numbers of the lines of the docstrings that become help pages."""
    kept: set[int] = set()
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef))
    for node in functions:
        documented = any(_HELP.fullmatch(ast.unparse(one).split("(")[0]) for one in node.decorator_list)
        if documented and ast.get_docstring(node) is not None:
            kept.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return kept


def find_in_messages(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the phrase and the advice for each rule that an error message or a warning breaks.

    Args:
        path: A file of Python or R.
    """
    rules = RULES | USER_RULES | {CLAUSE.pattern: _CLAUSE_ADVICE, NOUN.pattern: _NOUN_ADVICE}
    for number, text in read_messages(path):
        for pattern, advice in rules.items():
            yield from ((number, found[0].strip(), advice) for found in re.finditer(pattern, text))


def read_messages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each message: of Python those that are raised, warned of or module constants.

    Of R it yields all strings with spaces.

    Args:
        path: A file of Python or R; other files have no messages.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".R":
        code = ((number, line) for number, line in enumerate(text.split("\n"), 1) if not line.lstrip().startswith("#"))
        yield from ((number, found) for number, line in code for found in _STRING.findall(line) if " " in found)
    tree = ast.parse(text if path.suffix == ".py" else "")
    constants = (node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value)
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("warn"))
    for node in (*constants, *raised, *calls):
        for one in ast.walk(node):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.count(" ") > 1:
                yield one.lineno, one.value


def list_files() -> list[Path]:
    """Return the files whose prose users and contributors read."""
    patterns = ("*.md", "docs/*.md", "vignettes/**/*.Rmd", "rkeras_py/**/*.py", "tools/**/*.py", "R/*.R")
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    written = [path for path in found if not path.name.startswith(_GENERATED)]
    return [path for path in written if path != Path(__file__) and path.name not in _NAME_PHRASES]


def main() -> int:
    """Print the phrases to avoid, or how often each stands in the texts."""
    parser = argparse.ArgumentParser(prog="python -m tools.english", description=__doc__)
    parser.add_argument("--count", action="store_true", help="print how often each phrase stands in the texts")
    counts: Counter[str] = Counter()
    show = not parser.parse_args().count
    for path in list_files():
        for line, phrase, advice in list_phrases(path):
            counts[advice] += 1
            if show:
                print(f'{path.relative_to(ROOT)}:{line}: "{phrase}": {advice}')
    if not show:
        for advice, count in counts.most_common():
            print(f"{count:5} {advice}")
    return int(bool(counts))


if __name__ == "__main__":
    sys.exit(main())
