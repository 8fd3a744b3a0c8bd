"""DER (X.690), read strictly and written: one way to write each value, so that nothing hides in a second one.

>>> number = read(bytes.fromhex("020101"))
>>> number.tag == Tag.INTEGER, integer_of(number)
(True, 1)
>>> written(Tag.SEQUENCE, integer(1), oid("1.2.840.113549")).hex()
'300b02010106062a864886f70d'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

_LONG_LENGTH, _LENGTH_BYTES_MAX, _HIGH_TAG = 0x80, 4, 0x1F


class Malformed(Exception):
    """Bytes that are not what they must be; says in a few words where."""


class Tag(IntEnum):
    BOOLEAN = 0x01
    INTEGER = 0x02
    BIT_STRING = 0x03
    OCTETS = 0x04
    NULL = 0x05
    OID = 0x06
    UTF8 = 0x0C
    UTC_TIME = 0x17
    TIME = 0x18
    SEQUENCE = 0x30
    SET = 0x31


#: of [0] and [1] with other values inside
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1


@dataclass(frozen=True, slots=True)
class Value:
    tag: int
    content: bytes
    #: tag, length and content as they came
    whole: bytes


def read(data: bytes) -> Value:
    """The one value that these bytes are. Raises Malformed, for bytes behind it too."""
    value, end = _at(data, 0)
    if end != len(data):
        raise Malformed(f"{len(data) - end} bytes too many")
    return value


def inside(value: Value) -> list[Value]:
    """The values that a sequence, set or tagged value is made of."""
    if not value.tag & 0x20:
        raise Malformed(f"a value of tag {value.tag:#x} holds no others")
    found, at = [], 0
    while at < len(value.content):
        one, at = _at(value.content, at)
        found.append(one)
    return found


class Reader:
    """The values inside another, taken one by one."""

    def __init__(self, value: Value, tag: int = Tag.SEQUENCE) -> None:
        if value.tag != tag:
            raise Malformed(f"tag {value.tag:#x} stands where {tag:#x} must")
        self._left = inside(value)[::-1]

    def take(self, tag: int | None = None) -> Value:
        """The next value. Raises Malformed where there is none, or one of another tag."""
        if not self._left:
            raise Malformed("a value is missing")
        value = self._left.pop()
        if tag is not None and value.tag != tag:
            raise Malformed(f"tag {value.tag:#x} stands where {tag:#x} must")
        return value

    def take_if(self, tag: int) -> Value | None:
        """The next value where it has this tag."""
        return self._left.pop() if self._left and self._left[-1].tag == tag else None

    def end(self) -> None:
        if self._left:
            raise Malformed(f"{len(self._left)} values too many")


def _at(data: bytes, at: int) -> tuple[Value, int]:
    """The value that begins there, and where it ends."""
    if at + 2 > len(data):
        raise Malformed("it ends too early")
    tag, length, begin = data[at], data[at + 1], at + 2
    if tag & _HIGH_TAG == _HIGH_TAG:
        raise Malformed(f"tag {tag:#x} is used nowhere here")
    if length >= _LONG_LENGTH:
        count = length - _LONG_LENGTH
        length, begin = _long_length(data[begin : begin + count], count), begin + count
    end = begin + length
    if end > len(data):
        raise Malformed("it ends too early")
    return Value(tag, data[begin:end], data[at:end]), end


def _long_length(said: bytes, count: int) -> int:
    length = int.from_bytes(said, "big")
    if not 0 < count <= _LENGTH_BYTES_MAX or len(said) != count or said[0] == 0 or length < _LONG_LENGTH:
        raise Malformed("a length is not written as DER writes it")
    return length


def integer_of(value: Value) -> int:
    content = value.content
    if value.tag != Tag.INTEGER or not content:
        raise Malformed("there is no whole number where one must be")
    if len(content) > 1 and (content[0], content[1] >> 7) in ((0x00, 0), (0xFF, 1)):
        raise Malformed("a whole number is not written as DER writes it")
    return int.from_bytes(content, "big", signed=True)


def oid_of(value: Value) -> str:
    """An object identifier with dots between its numbers."""
    content = value.content
    if value.tag != Tag.OID or not content or content[-1] & 0x80:
        raise Malformed("there is no identifier where one must be")
    numbers, number, fresh = [], 0, True
    for byte in content:
        if fresh and byte == 0x80:
            raise Malformed("an identifier is not written as DER writes it")
        number, fresh = number << 7 | byte & 0x7F, not byte & 0x80
        if fresh:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def written(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < _LONG_LENGTH:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG_LENGTH + len(length))) + length + content


def set_of(values: Iterable[bytes]) -> bytes:
    """DER sorts what has no order."""
    return written(Tag.SET, *sorted(values))


def integer(number: int) -> bytes:
    size = (number if number >= 0 else ~number).bit_length() // 8 + 1
    return written(Tag.INTEGER, number.to_bytes(size, "big", signed=True))


def oid(dotted: str) -> bytes:
    first, second, *others = map(int, dotted.split("."))
    return written(Tag.OID, *map(_base_128, (40 * first + second, *others)))


def _base_128(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(groups[::-1])
