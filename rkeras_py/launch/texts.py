"""The same workers on other machines, as text: for a shell, for Slurm, for Kubernetes."""

import json
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from ..messages.errors import for_reader
from .cluster import PORT, add_ports, describe_task

KINDS = ("shell", "slurm", "kubernetes")

_SHELL = """\
# Start these {count} at the same time, each on its machine, in a folder that has {script}.
{lines}
"""

_SLURM = """\
#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --nodes={count}
#SBATCH --ntasks-per-node=1

# One worker on each node; submit it by: sbatch this-file
workers=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | sed 's/.*/"&:{port}"/' | paste -sd, -)
export workers
srun --kill-on-bad-exit=1 bash -c '
  task="{{\\"type\\": \\"worker\\", \\"index\\": $SLURM_PROCID}}"
  export TF_CONFIG="{{\\"cluster\\": {{\\"worker\\": [$workers]}}, \\"task\\": $task}}"
  exec "$@"
' worker {command}
"""

_KUBERNETES = """\
# kubectl apply -f this-file. The image must have R or Python with rkeras, and {script} in its working directory.
apiVersion: v1
kind: Service
metadata:
  name: {name}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    job-name: {name}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {name}
spec:
  completions: {count}
  parallelism: {count}
  completionMode: Indexed
  backoffLimit: 0
  template:
    spec:
      subdomain: {name}
      restartPolicy: Never
      containers:
        - name: worker
          image: {image}
          ports:
            - containerPort: {port}
          command:
            - sh
            - -c
            - |
              task='{{"type": "worker", "index": '"$JOB_COMPLETION_INDEX"'}}'
              export TF_CONFIG='{{"cluster": {{"worker": [{workers}]}}, "task": '"$task"'}}'
              exec {command}
"""


def write_text(
    kind: str, script: Path, arguments: Sequence[str], hosts: Sequence[str], count: int, port: int = PORT
) -> str:
    """Return what starts the workers on other machines.

    Args:
        kind: "shell", "slurm" or "kubernetes".
        script: The script.
        arguments: What the script gets.
        hosts: Names of the machines; Slurm and Kubernetes find them themselves.
        count: How many workers, where there are no names.
        port: Where the workers listen.
    """
    command = shlex.join(_command(script.as_posix(), arguments))
    name = re.sub(r"[^a-z0-9]+", "-", script.stem.lower()).strip("-") or "train"
    if kind == "slurm":
        return _SLURM.format(name=name, count=count, port=port, command=command)
    if kind == "kubernetes":
        workers = ", ".join(f'"{name}-{index}.{name}:{port}"' for index in range(count))
        image = "rkeras:latest"
        return _KUBERNETES.format(
            name=name, count=count, port=port, workers=workers, image=image, command=command, script=script.name
        )
    addresses = add_ports(hosts, port)
    lines = [
        f"# {host.split(':')[0]}\nTF_CONFIG={shlex.quote(describe_task(addresses, index))} {command}"
        for index, host in enumerate(addresses)
    ]
    return _SHELL.format(count=len(addresses), script=script.name, lines="\n".join(lines))


def _command(script: str, arguments: Sequence[str]) -> list[str]:
    if script.endswith(".py"):
        return ["python", script, *arguments]
    by_r = f"rkeras::rkeras_run({json.dumps(script)}, commandArgs(TRUE))"
    return for_reader(["Rscript", "-e", by_r, *arguments], ["rkeras", "run", script, *arguments])
