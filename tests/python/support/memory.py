"""The most memory that this process has held."""

import resource
import sys
from pathlib import Path


def begin_peak_anew() -> int:
    """Forget the peak so far, where the system can, and return what counts as the peak now, in bytes."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")
    return peak()


def peak() -> int:
    """Return the peak in bytes. On Linux `ru_maxrss` would begin with what the process held that started this one."""
    if sys.platform == "linux":
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
