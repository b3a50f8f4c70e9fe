"""Facts about this Python, found without importing anything that may be broken."""

import importlib.machinery
import importlib.metadata
import json
import os
import platform
import sys
import sysconfig
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
NAMES = ("rkeras-py", "rkeras")
"""Names that other packages might have on an index; this project published none."""

LISTED = ("tensorflow", "keras", "numpy", "h5py", "pyyaml", "pillow", "scipy", "pydot", "matplotlib", "pandas")
"""Distributions that functions here use; the first five are always required."""


def describe_interpreter() -> dict[str, str]:
    """Return the facts of this Python and of the distributions in it."""
    facts = {
        "python.version": platform.python_version(),
        "python.executable": sys.executable or "",
        "python.kind": _describe_kind(),
        "python.is_systems": "yes" if _is_systems() else "",
        "python.libpython": find_libpython(),
        "python.reticulate_python": os.environ.get("RETICULATE_PYTHON", ""),
        "system": f"{platform.system()} {platform.machine()}",
        "rkeras_py.path": str(PACKAGE),
        "keras.backend_asked": os.environ.get("KERAS_BACKEND", ""),
        "python.hidden": ", ".join(_find_hidden(Path.cwd())),
    }
    for name in (*LISTED, "tensorboard", "tf-keras", "rpy2", "jax", "torch"):
        facts[f"package.{name}"] = version_of(name)
    for name in NAMES:
        facts[f"installed.{name}"] = version_of(name)
        facts[f"origin.{name}"] = _find_origin(name)
    return facts


def version_of(distribution: str) -> str:
    """Return the version of a distribution; "" if it is not installed.

    Args:
        distribution: Its name.
    """
    try:
        return importlib.metadata.version(distribution) or "unknown"
    except importlib.metadata.PackageNotFoundError:
        return ""
    except ValueError:  # its metadata are damaged
        return "unknown"


def _describe_kind() -> str:
    """Tell what kind of Python this is."""
    if (Path(sys.prefix) / "conda-meta").is_dir():
        return "conda environment"
    return "virtual environment" if sys.prefix != sys.base_prefix else "no environment"


def _is_systems() -> bool:
    """Tell whether the system forbids pip to install into this Python."""
    marker = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    return sys.prefix == sys.base_prefix and marker.exists()


def _find_hidden(folder: Path) -> list[str]:
    """Return the files of a folder that a Python started there imports instead of its standard library."""
    if sys.flags.safe_path:
        return []
    files = [*folder.glob("*.py"), *(path.parent for path in folder.glob("*/__init__.py"))]
    names = sys.stdlib_module_names.difference(sys.builtin_module_names)
    return sorted(
        str(file)
        for file in files
        if file.stem in names and importlib.machinery.FrozenImporter.find_spec(file.stem) is None
    )


def find_libpython() -> str:
    """Return the shared library of this Python, which R loads; "" if there is none."""
    if os.name == "nt":
        found = Path(sys.base_prefix, f"python{sys.version_info[0]}{sys.version_info[1]}.dll")
        return str(found) if found.exists() else ""
    framework = sysconfig.get_config_var("PYTHONFRAMEWORKPREFIX")
    if framework:
        return str(framework)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    names = [sysconfig.get_config_var(name) or "" for name in ("LDLIBRARY", "INSTSONAME")]
    names = [name for name in names if not name.endswith(".a")]  # conda lists it, but also has the shared one
    names += [f"libpython{version}.so", f"libpython{version}.so.1.0", f"libpython{version}.dylib"]
    folders = (sysconfig.get_config_var("LIBDIR"), os.path.join(sys.base_prefix, "lib"))
    found_in = (Path(folder, name) for folder in folders for name in names if folder and name)
    return next((str(path) for path in found_in if path.is_file()), "")


def _find_origin(distribution: str) -> str:
    """Tell where a distribution of our name comes from: "ours", "foreign", or "" if there is none.

    What was installed from a file, a folder or a repository has a note of that. Without one it came by name; then it
    is ours if it has the very files that run here.
    """
    try:
        found = importlib.metadata.distribution(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""
    try:
        source = json.loads(found.read_text("direct_url.json") or "{}")
    except ValueError:
        source = {}
    if source.get("url"):
        return "ours"
    theirs = Path(str(found.locate_file("rkeras_py")))
    return "ours" if _is_same_file(theirs / "names.py", PACKAGE / "names.py") else "foreign"


def _is_same_file(one: Path, other: Path) -> bool:
    return one.is_file() and (one.samefile(other) or one.read_bytes() == other.read_bytes())
