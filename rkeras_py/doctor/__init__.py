"""`rkeras doctor`: the installation in both languages, its problems, and the commands that fix them.

Only Python's standard library is used here, since everything else may be broken. Checks that could hang or crash run in
separate processes with a time limit.
"""

from .examine import Examination, examine
from .report import as_json, judge, lay_out, list_kinds

__all__ = ["Examination", "as_json", "examine", "judge", "lay_out", "list_kinds"]
