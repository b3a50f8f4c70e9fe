"""R inside the running Python: ``R = r_session()``.

Importing this package starts nothing; `r_session` starts R. See `rkeras_py.bridge.convert` for how values travel.
"""

from rkeras_py.bridge.errors import RError, RWarning
from rkeras_py.bridge.handles import RFunction, RObject
from rkeras_py.bridge.session import RSession, r_session

__all__ = ["RError", "RFunction", "RObject", "RSession", "RWarning", "r_session"]
