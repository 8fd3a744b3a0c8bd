"""Salted commitments: what the log holds instead of content.

    salt       = HMAC-SHA256(key = the entry's secret, message = path in UTF-8)
    commitment = lower-case hexadecimal of SHA-256(salt || value as RFC 8785 JSON)

The secret is 32 random bytes, one per entry. The path says which value is meant: "actor", "after.title",
"text.3". So one value can be opened to a court by handing over the value and its salt, and opens no other.
Whoever forgets the secret has erased them all: a commitment without its salt tells nothing, even about a value
that is easy to guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from json.encoder import encode_basestring
from typing import TypeAlias

import rfc8785

from tocsin.errors import WrongUse

#: what can be committed to. No floats: programs print them differently; hand a number over as text
Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

SECRET_BYTES = 32
#: whole numbers beyond this are not safe in JSON (RFC 8785, section 3.2.2.3)
_INT_MAX = 2**53 - 1
#: RFC 2104: the key is filled up to SHA-256's block of 64 bytes and xored with 0x36 inside, 0x5c outside
_BLOCK_BYTES = 64
_INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))

# For text, whole numbers and objects whose keys are ASCII, this gives RFC 8785's bytes several times as fast as a
# library in Python does; a test holds the two against each other.
encode_ascii_keys = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


def canonical_json(value: Json) -> bytes:
    """The value as RFC 8785 JSON in UTF-8.

    >>> canonical_json({"name": "Ani", "age": None}).decode()
    '{"age":null,"name":"Ani"}'

    Raises ValueError for a lone surrogate, which has no UTF-8 form.
    """
    if isinstance(value, str):
        return encode_basestring(value).encode()
    if value is None:
        return b"null"
    _assert_committable(value)
    if type(value) is int:
        return b"%d" % value
    return bytes(rfc8785.dumps(value))


def _assert_committable(value: Json) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            assert isinstance(key, str), f"a key that is no text: {key!r}"
            _assert_committable(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _assert_committable(inner)
    else:
        assert value is None or isinstance(value, (str, int)), f"hand it over as text: {value!r}"
        assert not isinstance(value, int) or abs(value) <= _INT_MAX, f"hand it over as text: {value}"


class Secret:
    """An entry's secret, made ready to salt many values.

    The HMAC is RFC 2104's, over hash states that are prepared once: an entry has two dozen values, and
    `hmac.digest` would spend most of its time on preparing. A test holds the two against each other.
    """

    def __init__(self, secret: bytes) -> None:
        assert len(secret) == SECRET_BYTES, f"a secret of {len(secret)} bytes"
        block = secret.ljust(_BLOCK_BYTES, b"\0")
        self._inner = sha256(block.translate(_INNER_PAD))
        self._outer = sha256(block.translate(_OUTER_PAD))

    def salt_for(self, path: str) -> bytes:
        """The 32 bytes that open the value at `path`, and nothing else of the entry."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(path.encode())
        outer.update(inner.digest())
        return outer.digest()

    def commit(self, path: str, value: Json) -> str:
        """The commitment to `value` at `path`. Raises WrongUse for text that has no UTF-8 form."""
        return self.commit_all(((path, value),))[0]

    def commit_all(self, values: Iterable[tuple[str, Json]]) -> list[str]:
        """The commitment to each value at its path, in order.

        `salt_for`, written out: with two dozen values in each of a thousand entries the calls themselves would cost
        as much as the hashes.
        """
        fresh_inner, fresh_outer, made = self._inner.copy, self._outer.copy, []
        for path, value in values:
            inner, outer = fresh_inner(), fresh_outer()
            inner.update(path.encode())
            outer.update(inner.digest())
            try:
                made.append(sha256(outer.digest() + canonical_json(value)).hexdigest())
            except ValueError as error:
                raise WrongUse(
                    f"{path} cannot be written as JSON ({error})", "give it as valid UTF-8"
                ) from error
        return made

    def has(self, path: str) -> bool:  # noqa: ARG002 - a secret opens every path
        return True

    def opens(self, commitment: str | None, path: str, value: Json) -> bool:
        """Whether `value` is what `commitment` at `path` was made of. None is a commitment to nothing."""
        return commitment == self.commit(path, value)


def commit_few(secret: bytes, values: Sequence[tuple[bytes, str]]) -> list[bytes]:
    """The commitments to a text or two at their paths, where nothing is prepared for more; as `Secret` makes them.

    A sweep over a log asks for these two million times. Raises ValueError for a lone surrogate.
    """
    block = secret.ljust(_BLOCK_BYTES, b"\0")
    inner, outer, made = block.translate(_INNER_PAD), block.translate(_OUTER_PAD), []
    for path, value in values:
        salt = sha256(outer + sha256(inner + path).digest()).digest()
        made.append(sha256(salt + encode_basestring(value).encode()).hexdigest().encode())
    return made


def paragraphs(text: str) -> list[str]:
    """The lines of a clean text that are not empty: each is committed to, and so can be masked, by itself.

    >>> paragraphs("One.\\n\\nTwo.")
    ['One.', 'Two.']
    """
    return [line for line in text.split("\n") if line]


def commitments_of(canonical: bytes) -> dict[str, str]:
    """Every commitment of an entry by its path, in the entry's own order."""
    entry = json.loads(canonical)
    found = {"actor": entry["actor"]}
    if entry["reason"] is not None:
        found["reason"] = entry["reason"]
    for side in ("before", "after"):
        found |= {f"{side}.{name}": made for name, made in entry[side].items()}
    return found | {f"text.{index}": made for index, made in enumerate(entry["text"] or ())}
