"""The command `rkeras translate`, and `translate_script()`."""

import argparse
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ...messages.errors import bad_argument
from ...saving.atomic_files import write_new_file
from ..checking.documents import Document, UnreadableError, find_files, read_documents
from ..checking.parsing import ParserError, run_rscript
from ..verification.running import Limits, verify
from .state import STYLES
from .translating import Translated, translate_documents

LEFT, COULD_NOT_READ, DIFFERS = 1, 2, 3
Parser = Callable[[Sequence[str]], str]


class NotRError(ValueError):
    """A script that R cannot parse, or a place that cannot be written; the message says which."""


def run(options: argparse.Namespace, rscript: str | None, variables: Mapping[str, str]) -> int:
    """Run the command and return the exit status.

    Args:
        options: The options.
        rscript: Path of Rscript; None where there is none.
        variables: What the environment of R has beside that of this process.
    """
    try:
        documents, found = translate_files(
            options.files,
            lambda texts: run_rscript(rscript, texts, variables, options.timeout),
            options.style,
            options.spoken or "",
        )
        targets = choose_targets([document.path for document in documents], options.output, options.force)
        write(found, targets)
    except (UnreadableError, ParserError, NotRError) as error:
        print(f"rkeras translate: {error}", file=sys.stderr)
        return COULD_NOT_READ
    print(summarize(documents, found, targets), file=sys.stderr)
    if options.verify and not verify_all(documents, found, targets, options):
        return DIFFERS
    if any(one.error for one in found):
        return COULD_NOT_READ
    return LEFT if any(one.left for one in found) else 0


def verify_all(
    documents: Sequence[Document],
    found: Sequence[Translated],
    targets: Sequence[Path | None],
    options: argparse.Namespace,
) -> bool:
    """Run each script and its program, say how they compare, and return whether all do the same.

    Args:
        documents: The scripts.
        found: The programs.
        targets: Where each went.
        options: The options of the command.
    """
    limits = Limits(options.seed, options.epochs, options.steps, options.verify_timeout, options.spoken or "")
    same = True
    for document, one, target in zip(documents, found, targets, strict=True):
        if one.error:
            continue
        folder = str(Path(document.path).resolve().parent)
        is_same, report = verify(document.code, one.text, folder, str(target or "the program"), limits)
        same = same and is_same
        print(f"{document.path}: {report}.", file=sys.stderr)
    return same


def translate_files(
    names: Sequence[str], parse: Parser, style: str, spoken: str = ""
) -> tuple[list[Document], list[Translated]]:
    """Return the files that are meant, and each in Python.

    Args:
        names: Files and folders.
        parse: R's parser.
        style: "rkeras_py" or "keras".
        spoken: The package that calls mean in files that attach neither, "keras3"; "" for R keras 2.

    Raises:
        UnreadableError: If a file cannot be read.
        NotRError: If one is no R code.
    """
    documents, _ = read_documents(find_files(names))
    parsed = parse([part for document in documents for part in document.parts])
    found = translate_documents(documents, parsed, style, spoken)
    refuse_unparsed(documents, found)
    return documents, found


def refuse_unparsed(documents: Sequence[Document], found: Sequence[Translated]) -> None:
    """Refuse files of which none is R code; of several, the others are translated.

    Args:
        documents: The files.
        found: What was made of each.

    Raises:
        NotRError: If R could parse none.
    """
    if documents and all(one.error for one in found):
        raise NotRError("\n".join(map(_describe_error, documents, found)))


def _describe_error(document: Document, one: Translated) -> str:
    line, column, message = one.error or (0, 0, "")
    return f"{document.path}:{document.name_line(line)}:{column}: R cannot parse it: {message}."


def choose_targets(sources: Sequence[str], output: str | None, replace: bool) -> list[Path | None]:
    """Return where each program is written; None is the output of the process.

    Args:
        sources: The scripts.
        output: What the user asked for.
        replace: Whether files may be replaced.

    Raises:
        NotRError: If they cannot be written there.
    """
    if output is None:
        if len(sources) > 1:
            raise NotRError(f"there are {len(sources)} scripts: specify a folder for their programs, -o FOLDER.")
        return [None]
    path = Path(output)
    is_folder = len(sources) > 1 or path.is_dir()
    if is_folder and path.is_file():
        raise NotRError(f"{output} is a file; {len(sources)} scripts need a folder.")
    targets = [path / Path(source).with_suffix(".py").name if is_folder else path for source in sources]
    for place, target in enumerate(targets):
        if target in targets[:place]:
            raise NotRError(f"two scripts would be written to {target}: translate them separately.")
        if target.exists() and not replace:
            raise NotRError(f"{target} exists; --force replaces it.")
        if not is_folder and target.suffix != ".py":
            raise NotRError(f"{target} should end in .py, or be a folder that exists.")
    return list(targets)


def write(found: Sequence[Translated], targets: Sequence[Path | None]) -> None:
    """Write programs where they belong.

    Args:
        found: The programs.
        targets: Where each goes.

    Raises:
        NotRError: If a file cannot be written.
    """
    for one, target in zip(found, targets, strict=True):
        if one.error:
            continue
        if target is None:
            sys.stdout.write(one.text)
            continue
        try:
            with write_new_file(str(target), True, "rkeras translate") as temporary:
                Path(temporary).write_text(one.text, encoding="utf-8")
        except OSError as error:
            raise NotRError(f"{target} cannot be written: {error.strerror or error}.") from None


def summarize(documents: Sequence[Document], found: Sequence[Translated], targets: Sequence[Path | None]) -> str:
    """Return what was done, and what is left in each program.

    Args:
        documents: The scripts.
        found: The programs.
        targets: Where each went.
    """
    lines = []
    for document, one, target in zip(documents, found, targets, strict=True):
        if one.error:
            lines.append(_describe_error(document, one))
            continue
        count = len(one.left)
        where = f" -> {target}" if target else ""
        said = f"{count} place{'s' * (count > 1)} not translated, marked `# rkeras translate:`"
        if not count:
            said = "everything is translated" if document.code.strip() else "it contains no R code"
        lines.append(f"{document.path}{where}: {said}.")
        lines += [f"  line {document.name_line(line)}: {reason}" for line, reason in one.left]
        lines += [f"  line {document.name_line(line)}: {what}" for line, what in one.idle]
    return "\n".join(lines)


def translate_script(path: str, style: str = "rkeras_py", rscript: str | None = None) -> str:
    """Return an R script as a Python program.

    What has no certain translation stays in it as a comment `# rkeras translate:` with the reason, followed by a
    statement that stops the program.

    Args:
        path: The script: a .R, .Rmd or .qmd file.
        style: "rkeras_py" calls R keras's functions by their names, "keras" Keras's own classes.
        rscript: Path of Rscript, whose parser reads the script; None finds it on the PATH.

    Returns:
        The program.

    Raises:
        ValueError: If the style is unknown, or the file cannot be read or is no R code.
        RuntimeError: If R is missing or fails.
    """
    if style not in STYLES:
        raise bad_argument("translate_script", "style", '"rkeras_py" or "keras"', style, error=ValueError)
    found = rscript or shutil.which("Rscript")
    _, programs = translate_files([path], lambda texts: run_rscript(found, texts, {}, 120), style)
    return programs[0].text
