"""Prepares a release: builds the archives in dist/, tries them as a stranger would, and says what to do by hand.

It uploads nothing and makes no tag. Expects the environment of tools/env.sh.
"""

import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PLACEHOLDER = re.compile(r"[@/.]example\.(org|com|net)\b")
"""Addresses that are nobody's, by RFC 2606."""


def read_version() -> str:
    """Return the version, which stands in rkeras_py/__init__.py."""
    found = re.search(r'^__version__ = "(.*)"$', (ROOT / "rkeras_py/__init__.py").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else sys.exit("rkeras_py/__init__.py has no __version__.")


def read_news(version: str) -> str:
    """Return what NEWS.md says of a version, without the heading."""
    for part in re.split(r"^(?=# )", (ROOT / "NEWS.md").read_text("utf-8"), flags=re.MULTILINE):
        heading, _, text = part.partition("\n")
        if heading == f"# rkeras {version}" and text.strip():
            return text.strip() + "\n"
    sys.exit(f'NEWS.md has nothing under "# rkeras {version}".')


def find_placeholders(project: dict[str, object]) -> list[str]:
    """Return what pyproject.toml does not tell yet of people and addresses."""
    told = {name: project[name] for name in ("authors", "maintainers", "urls")}
    return [f"{name}: {value}" for name, value in told.items() if PLACEHOLDER.search(str(value))]


def git(*words: str) -> str:
    """Return what git says."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def list_steps(version: str, project: dict[str, object], tags: dict[str, str], commit: str) -> list[str]:
    """Return what is left to do by hand.

    Args:
        version: The version.
        project: The table `project` of pyproject.toml.
        tags: The commit of each tag.
        commit: The commit that the archives are of.
    """
    tag, repository = f"v{version}", project["urls"]["Repository"]  # type: ignore[index]
    steps = []
    if placeholders := find_placeholders(project):
        steps.append(
            "Not to be uploaded yet: pyproject.toml names nobody and no address. Fill in\n"
            + "".join(f"     {line}\n" for line in placeholders)
            + "   there, then: make generate, commit, make release"
        )
    if tags.get(tag, commit) != commit:
        steps.append(f"The tag {tag} is of another commit, {tags[tag][:12]}: raise __version__, or remove the tag.")
    elif tag not in tags:
        steps.append(f'git tag -a {tag} -m "Version {version}" {commit[:12]}')
    steps.append(f"git push origin main {tag}, and wait for the workflows check and systems to pass")
    steps.append(
        f"Upload the files above to {repository}/releases/new?tag={tag}, with the text of dist/NEWS-{version}.md.\n"
        "   Neither package goes to an index (SECURITY.md)."
    )
    return steps


def main() -> None:
    """Build, try, and tell."""
    version = read_version()
    news = read_news(version)
    if changed := git("status", "--porcelain"):
        sys.exit(f"The archives of a release are of a commit, and this is changed since:\n{changed}")
    for command in (
        ["-m", "tools.codegen", "--check"],
        ["tools/archives.py", str(DIST)],
        ["tools/smoke", "--borrow", "--archives", str(DIST)],
    ):
        if status := subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode:
            sys.exit(status)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (DIST / f"NEWS-{version}.md").write_text(news, "utf-8")
    archives = sorted([*DIST.glob("*.whl"), *DIST.glob("*.tar.gz")])
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in archives)
    (DIST / "SHA256SUMS").write_text(sums, "utf-8")
    commit = (
        "%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)"  # an annotated tag is an object itself
    )
    tags = dict(line.split(" ") for line in git("tag", f"--format=%(refname:short) {commit}").splitlines())
    print(f"\nVersion {version} is ready. To be uploaded, from dist/:\n")
    print(sums + f"{'':64}  SHA256SUMS\n\nBy hand:\n")
    for number, step in enumerate(list_steps(version, project, tags, git("rev-parse", "HEAD")), 1):
        print(f"{number}. {step}")


if __name__ == "__main__":
    main()
