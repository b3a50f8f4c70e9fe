"""Ways in which bytes get damaged by accident."""

import random

Random = random.Random


def _cut(r: Random, data: bytes) -> bytes:
    return data[: r.randrange(len(data) + 1)]


def _flip(r: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 8, 64)) if data else 0):
        changed[r.randrange(len(data))] ^= 1 << r.randrange(8)
    return bytes(changed)


def _flip_early(r: Random, data: bytes) -> bytes:
    """Flip bits near the beginning, where a file tells what the rest means."""
    early = r.choice((64, 512, 4096))
    return _flip(r, data[:early]) + data[early:]


def _run(r: Random, data: bytes) -> bytes:
    start, length = r.randrange(len(data) + 1), r.choice((1, 4, 8, 64, 1000))
    filler = r.choice((b"\0", b"\xff", b"\x7f", b"\x80", b"A"))
    return data[:start] + filler * length + data[start + length :]


def _insert(r: Random, data: bytes) -> bytes:
    start = r.randrange(len(data) + 1)
    return data[:start] + r.randbytes(r.choice((1, 3, 16, 500))) + data[start:]


def _delete(r: Random, data: bytes) -> bytes:
    start = r.randrange(len(data) + 1)
    return data[:start] + data[start + r.choice((1, 4, 16, 500)) :]


def _swap(r: Random, data: bytes) -> bytes:
    size = r.choice((8, 64, 512))
    one, other = sorted((r.randrange(len(data) + 1), r.randrange(len(data) + 1)))
    if other - one < size:
        return _flip(r, data)
    parts = (data[:one], data[other : other + size], data[one + size : other], data[one : one + size])
    return b"".join(parts) + data[other + size :]


def _change_number(r: Random, data: bytes) -> bytes:
    """Put another number where the format may have a size or a place."""
    start = r.randrange(max(1, len(data) - 8))
    value = r.choice((0, 1, 2**31 - 1, 2**32 - 1, 2**40, 2**63 - 1, 2**64 - 1, len(data)))
    width = r.choice((2, 4, 8))
    return data[:start] + (value % 256**width).to_bytes(width, r.choice(("little", "big"))) + data[start + width :]


def _change_magic(r: Random, data: bytes) -> bytes:
    return r.choice((b"", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", b"\x80\x04\x95", b"{", b"\x1f\x8b")) + data[8:]


BYTES = (_cut, _flip, _flip, _flip_early, _run, _insert, _delete, _swap, _change_number, _change_magic)


def damage_bytes(r: Random, data: bytes) -> bytes:
    """Damage bytes."""
    return r.choice(BYTES)(r, data)
