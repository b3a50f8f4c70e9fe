"""The workers, and the variable TF_CONFIG that describes them to TensorFlow."""

import contextlib
import json
import socket
from collections.abc import Mapping, Sequence

PORT = 12345
"""The port of workers on separate machines."""


def find_addresses(workers: int) -> list[str]:
    """Return addresses on this machine, with ports that are free.

    Args:
        workers: How many.
    """
    with contextlib.ExitStack() as opened:
        sockets = [opened.enter_context(socket.socket()) for _ in range(workers)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [f"127.0.0.1:{one.getsockname()[1]}" for one in sockets]


def add_ports(hosts: Sequence[str], port: int) -> list[str]:
    """Return the addresses of hosts, some of which may have a port of their own.

    Args:
        hosts: Names of machines.
        port: The port of the others.
    """
    return [host if ":" in host else f"{host}:{port}" for host in hosts]


def describe_task(addresses: Sequence[str], index: int) -> str:
    """Return TF_CONFIG of one worker.

    Args:
        addresses: The addresses of all workers.
        index: Its number, counted from 0.
    """
    return json.dumps({"cluster": {"worker": list(addresses)}, "task": {"type": "worker", "index": index}})


def share_gpus(each: int | None, index: int, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variable that shows a worker its own GPUs.

    Args:
        each: How many each worker gets; None leaves all visible.
        index: Number of the worker, counted from 0.
        variables: The environment, which may name the GPUs to share.

    Raises:
        OSError: If it names too few.
    """
    if each is None:
        return {}
    named = [name.strip() for name in variables.get("CUDA_VISIBLE_DEVICES", "").split(",") if name.strip()]
    chosen = (named or [str(number) for number in range((index + 1) * each)])[index * each : (index + 1) * each]
    if len(chosen) < each:
        raise OSError(f"--gpus {each}: CUDA_VISIBLE_DEVICES has {len(named)}, too few for worker {index}.")
    return {"CUDA_VISIBLE_DEVICES": ",".join(chosen) or "-1"}
