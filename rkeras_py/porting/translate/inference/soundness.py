"""The check of statements with Python's parser, and of the names that they use."""

import builtins
import symtable
from collections.abc import Callable

from ..language import Untranslatable

_OF_PYTHON = {"__name__", "__file__", *dir(builtins)}


def refuse_unsound(text: str, is_known: Callable[[str], bool]) -> set[str]:
    """Return the names that a piece of a program defines.

    Args:
        text: The piece.
        is_known: Tells the names that are defined elsewhere.

    Raises:
        Untranslatable: If Python cannot parse it, or it uses a name that nothing defines.
    """
    try:
        table = symtable.symtable(text, "program", "exec")
    except SyntaxError as error:
        raise Untranslatable(f"the result is not valid Python: {error.msg}") from None
    defined = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    if strange := [one for one in _find_used(table) - defined - _OF_PYTHON if not is_known(one)]:
        raise Untranslatable(f"the name {min(strange)!r} is not defined in Python")
    return defined


def _find_used(table: symtable.SymbolTable) -> set[str]:
    """Return the names of the module that a scope and those in it use."""
    is_module = table.get_type() == "module"
    used = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (is_module or one.is_global())}
    for inner in table.get_children():
        used |= _find_used(inner)
    return used
