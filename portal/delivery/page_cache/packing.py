"""A finished answer as bytes that another process can read."""

import hmac
import json
import struct
from functools import lru_cache
from hashlib import blake2b

from portal.delivery.page_cache.answers import Entry
from portal.delivery.page_cache.key import Key
from portal.delivery.page_cache.negotiation import IDENTITY

_SEAL = 32
_LENGTH = struct.Struct("=I")


def packed(key: Key, entry: Entry, secret: bytes) -> bytes:
    """The entry with its whole key and every coding that is at hand, sealed with `secret`."""
    codings: dict[str, list[str]] = {}
    # A copy: another thread may be compressing.
    coded = {**entry.coded}
    for coding in sorted(coded, key=lambda coding: coding != IDENTITY):
        codings.setdefault(coded[coding].etag, []).append(coding)
    bodies = [coded[names[0]].whole.body for names in codings.values()]
    head = json.dumps({
        "key": key,
        "status": entry.status,
        "headers": entry.headers,
        "counter": entry.counter,
        "places": entry.places,
        "shared": entry.shared,
        "times": {"made_at": entry.made_at, "until": entry.until, "due": entry.due},
        "codings": [
            [names, etag, len(body)]
            for (etag, names), body in zip(codings.items(), bodies, strict=True)
        ],
    }).encode()  # fmt: skip
    content = b"".join([_LENGTH.pack(len(head)), head, *bodies])
    return _seal(content, secret) + content


def unpacked(content: bytes, key: Key, secret: bytes, shared: int) -> Entry | None:
    """The entry of this key; None when these are not the whole bytes that somebody with the same
    secret has packed for it. `shared` is as for an `Entry`.
    """
    seal, content = content[:_SEAL], content[_SEAL:]
    if not hmac.compare_digest(seal, _seal(content, secret)):
        return None
    [length] = _LENGTH.unpack_from(content)
    at = _LENGTH.size + length
    head = json.loads(content[_LENGTH.size : at])
    if tuple(head["key"]) != key:
        return None
    codings = []
    for names, etag, size in head["codings"]:
        codings.append((names, etag, content[at : at + size]))
        at += size
    entry = Entry(
        head["status"],
        [(name, value) for name, value in head["headers"]],
        b"",
        counter=head["counter"],
        # The same numbers stand in most pages, and are kept once.
        places=tuple(map(_same_number, head["places"])),
        shared=min(shared, head["shared"]),
        **head["times"],
    )
    entry.put_codings(codings)
    return entry


@lru_cache(maxsize=20_000)
def _same_number(number: int) -> int:
    return number


def _seal(content: bytes, secret: bytes) -> bytes:
    return blake2b(content, key=secret, digest_size=_SEAL).digest()
