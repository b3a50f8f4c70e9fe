"""Scripts that start the workers on other machines: for a shell, for Slurm, for Kubernetes."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..messages.errors import for_reader
from .cluster import PORT, add_ports, describe_task

KINDS = ("shell", "slurm", "kubernetes")


@dataclass(frozen=True)
class Resources:
    """The task of each worker.

    Attributes:
        gpus: How many GPUs; None asks for none, and leaves all visible.
        cpus: How many CPUs.
        time: The longest time, as Slurm writes it.
        variables: Variables by name.
    """

    gpus: int | None = None
    cpus: int | None = None
    time: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)


_SHELL = """\
# Start these {count} commands at the same time, each on its machine, in a folder that contains {script}.
{lines}
"""

_SLURM = """\
#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --nodes={count}
#SBATCH --ntasks-per-node=1
{asked}
# One worker on each node; submit it with: sbatch this-file
# All nodes must see the script as {script}.
{exports}port={port}
workers=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | sed 's/.*/"&:'"$port"'"/' | paste -sd, -)
export workers
srun --kill-on-bad-exit=1 bash -c '
  task="{{\\"type\\": \\"worker\\", \\"index\\": $SLURM_PROCID}}"
  export TF_CONFIG="{{\\"cluster\\": {{\\"worker\\": [$workers]}}, \\"task\\": $task}}"
  exec "$@"
' worker {command}
"""

_KUBERNETES = """\
# kubectl apply -f this-file. The image must have R or Python with rkeras, and in its working directory
# the script as {script}.
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
{deadline}  template:
    spec:
      subdomain: {name}
      restartPolicy: Never
      containers:
        - name: worker
          image: {image}
{resources}          ports:
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
    kind: str,
    script: Path,
    arguments: Sequence[str],
    hosts: Sequence[str],
    count: int,
    port: int | None = None,
    asked: Resources = Resources(),
) -> str:
    """Return what starts the workers on other machines.

    Args:
        kind: "shell", "slurm" or "kubernetes".
        script: The script.
        arguments: What the script gets.
        hosts: Names of the machines; Slurm and Kubernetes find them themselves.
        count: Number of workers, where there are no names.
        port: Where the workers listen; None takes the usual one, in Slurm one that other jobs on a node do not have.
        asked: What each worker is to get.
    """
    if kind == "slurm":
        return _write_slurm(script, arguments, count, port, asked)
    if kind == "kubernetes":
        return _write_kubernetes(script, arguments, count, port or PORT, asked)
    command = _write_command(script, arguments)
    visible = {} if asked.gpus is None else {"CUDA_VISIBLE_DEVICES": ",".join(map(str, range(asked.gpus))) or "-1"}
    variables = "".join(f"{name}={shlex.quote(value)} " for name, value in {**asked.variables, **visible}.items())
    addresses = add_ports(hosts, port or PORT)
    lines = [
        f"# {host.split(':')[0]}\nTF_CONFIG={shlex.quote(describe_task(addresses, index))} {variables}{command}"
        for index, host in enumerate(addresses)
    ]
    return _SHELL.format(count=len(addresses), script=script.as_posix(), lines="\n".join(lines))


def _write_slurm(script: Path, arguments: Sequence[str], count: int, port: int | None, asked: Resources) -> str:
    given = {"gpus-per-node": asked.gpus, "cpus-per-task": asked.cpus, "time": asked.time}
    script = script.absolute() if script.exists() else script
    variables = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in _list_variables(asked).items())
    if asked.cpus:  # since Slurm 22.05, srun does not inherit this from its job
        variables += 'export SRUN_CPUS_PER_TASK="$SLURM_CPUS_PER_TASK"\n'
    return _SLURM.format(
        name=_make_name(script),
        count=count,
        script=script.as_posix(),
        asked="".join(f"#SBATCH --{option}={value}\n" for option, value in given.items() if value is not None),
        exports=variables,
        port=port or "$((15000 + SLURM_JOB_ID % 45000))",
        command=_write_command(script, arguments),
    )


def _write_kubernetes(script: Path, arguments: Sequence[str], count: int, port: int, asked: Resources) -> str:
    name = _make_name(script)
    limits = {"nvidia.com/gpu": asked.gpus, "cpu": asked.cpus}
    limits_lines = [f"              {key}: {value}\n" for key, value in limits.items() if value]
    variables = [
        f"            - name: {key}\n              value: {json.dumps(value)}\n"
        for key, value in _list_variables(asked).items()
    ]
    resources = [
        *(["          env:\n", *variables] if variables else ()),
        *(["          resources:\n            limits:\n", *limits_lines] if limits_lines else ()),
    ]
    return _KUBERNETES.format(
        name=name,
        count=count,
        port=port,
        workers=", ".join(f'"{name}-{index}.{name}:{port}"' for index in range(count)),
        image="rkeras:latest",
        command=_write_command(script, arguments).replace("\n", "\n" + " " * 14),  # indented for the YAML block
        script=script.as_posix(),
        deadline=f"  activeDeadlineSeconds: {_count_seconds(asked.time)}\n" if asked.time else "",
        resources="".join(resources),
    )


def _list_variables(asked: Resources) -> dict[str, str]:
    """Return the variables of each worker; without a request for GPUs, it must not see those of its machine."""
    return {**asked.variables, **({"CUDA_VISIBLE_DEVICES": "-1"} if asked.gpus == 0 else {})}


def _count_seconds(time: str) -> int:
    days, _, clock = time.rpartition("-")
    hours, minutes, seconds = map(int, clock.split(":"))
    return ((int(days or 0) * 24 + hours) * 60 + minutes) * 60 + seconds


def _make_name(script: Path) -> str:
    """Name the job: a DNS name starts with a letter, and has at most 63 characters with the worker's number."""
    name = re.sub(r"[^a-z0-9]+", "-", script.stem.lower())[:50].strip("-")
    return name if name[:1].isalpha() else f"train-{name}".rstrip("-")


def _write_command(script: Path, arguments: Sequence[str]) -> str:
    return shlex.join(_make_command(script.as_posix(), arguments))


def _make_command(script: str, arguments: Sequence[str]) -> list[str]:
    if script.endswith(".py"):
        return ["python", script, *arguments]
    by_r = f"rkeras::rkeras_run({json.dumps(script)}, commandArgs(TRUE))"
    return for_reader(["Rscript", "-e", by_r, *arguments], ["rkeras", "run", script, *arguments])
