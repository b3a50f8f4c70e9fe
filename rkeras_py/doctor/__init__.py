"""`rkeras doctor`: what is installed in both languages, whether it works, and the line that mends what does not.

Only Python's own library is used here: what is broken may be anything else. All that could hang or crash runs in a
process of its own, for a limited time.
"""

from .examine import Examination, examine
from .report import as_json, judge, lay_out, list_kinds

__all__ = ["Examination", "as_json", "examine", "judge", "lay_out", "list_kinds"]
