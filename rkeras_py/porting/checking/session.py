"""`rkeras_check()` in R: the R session parses the script, Python checks it."""

from collections.abc import Sequence
from typing import Any

from ...messages.errors import spell_as_r
from . import command, reports
from .checking import judge_documents
from .documents import find_files, read_documents
from .findings import Report


class Check:
    """The files that are checked.

    Args:
        paths: Files and folders.

    Attributes:
        codes: The R code of each, in parts, to be parsed.
        reports: What was found in each.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._asked, self._others = read_documents(find_files(paths))
        self.codes = [part for document in (*self._asked, *self._others) for part in document.parts]
        self.reports: list[Report] = []

    def judge(self, parsed: str, to_keras3: bool, spoken: str = "") -> None:
        """Find what is to be said.

        Args:
            parsed: What describe_code() in `parse.R` said of the codes.
            to_keras3: Whether to tell what an author would change for R's keras3.
            spoken: The package that calls mean in files that attach neither, "keras3"; "" for R keras 2.
        """
        with spell_as_r():
            self.reports = judge_documents(self._asked, self._others, parsed, to_keras3, spoken)

    def keep_unmended(self, before: "Check") -> None:
        """Keep what is left to do for keras3 in files that were mended.

        Args:
            before: The same files before.
        """
        self.reports = command.keep_unmended(before.reports, self.reports)

    def mend(self) -> list[str]:
        """Write what can be mended, and return a line on each file that was."""
        return command.write_changes(self._asked, self.reports)

    def show_changes(self) -> str:
        """Return what would be mended, as a diff."""
        return command.show_changes(self._asked, self.reports)

    def lay_out(self, all_of_it: bool) -> str:
        """Return the report as a text."""
        with spell_as_r():
            return reports.lay_out(self.reports, self._asked, "text", all_of_it)

    def list_findings(self, all_of_it: bool) -> dict[str, list[Any]]:
        """Return the findings as the columns of a data frame."""
        found = reports.choose(self.reports, all_of_it)
        rows = [(report.path, one) for report in found for one in report.findings]
        columns = {name: [getattr(one, field) for _, one in rows] for name, field in reports.COLUMNS.items()}
        return {"file": [path for path, _ in rows], **columns}
