"""The command `rkeras`, as the wheel installed it, for scripts of R and of Python."""

import json
import os
import subprocess
import sys
from pathlib import Path


def rkeras(*words: str) -> str:
    """Run the command as it was installed, and return what it printed."""
    command = Path(sys.executable).with_name("rkeras.exe" if os.name == "nt" else "rkeras")
    done = subprocess.run([str(command), *words], capture_output=True, text=True, encoding="utf-8", timeout=300)
    if done.returncode:
        sys.exit(f"rkeras {' '.join(words)}: exit status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


assert rkeras("--help").count("commands:") == 1
assert json.loads(rkeras("check", "--format", "json", "old_script.R")) is not None
old = Path("old_script.R").read_text()
Path("translatable.R").write_text(old.replace("install_keras()\n", ""))  # which Python has not; it is a place left
rkeras("translate", "translatable.R", "-o", "translated.py")
done = subprocess.run([sys.executable, "translated.py"], capture_output=True, text=True, timeout=300)
assert (done.returncode, done.stdout.strip()) == (0, "TRUE"), (done.stdout, done.stderr)
assert "[1] TRUE" in rkeras("run", "old_script.R")
rkeras("launch", "--workers", "2", "--timeout", "200", "worker.py")
assert Path("worker-0.txt").read_text() == Path("worker-1.txt").read_text()
print("  check, translate, the translated program, run, launch with two workers")
print(rkeras("doctor"))
