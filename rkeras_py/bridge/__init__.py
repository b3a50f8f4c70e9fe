"""R inside the running Python: ``R = r_session()``.

Importing this package starts nothing; `r_session` starts R. `rkeras_py.bridge.values.convert` describes how values are
converted.
"""

from rkeras_py.bridge.errors import RError, RWarning
from rkeras_py.bridge.handles import RFunction, RObject
from rkeras_py.bridge.session import RSession, r_session
from rkeras_py.bridge.variables import r

__all__ = ["RError", "RFunction", "RObject", "RSession", "RWarning", "r", "r_session"]
