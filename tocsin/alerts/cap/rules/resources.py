"""Rules of addresses and files. CAP 1.2, sections 3.2.2 and 3.2.3."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator

from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,40}:[^\s<>\"{}|\\^`]+")
_RELATIVE = re.compile(r"[^\s<>\"{}|\\^`]+")
#: top-level types of IANA's registry
_MEDIA_TYPE = re.compile(
    r"(?:application|audio|font|haptics|image|message|model|multipart|text|video)/[A-Za-z0-9!#$&^_.+-]{1,127}"
    r"(?:\s*;.{0,200})?",
    re.IGNORECASE,
)
_SHA1 = re.compile(r"[0-9a-fA-F]{40}|[A-Za-z0-9+/]{27}=")


@rule("web-absolute", "web is a full address, with its scheme", "CAP 1.2, 3.2.2 web")
def web_absolute(message: Message) -> Iterator[Fault]:
    for node in message.all("web"):
        if said(node) and not _ABSOLUTE.fullmatch(said(node)):
            yield Fault(node, f"{said(node)[:120]!r} is no full address")


@rule("media-type", "mimeType is a media type: type/subtype", "CAP 1.2, 3.2.3 mimeType (RFC 2046)")
def media_type(message: Message) -> Iterator[Fault]:
    for node in message.all("mimeType"):
        if message.version == "1.2" and not said(node):
            yield Fault(node, "mimeType is empty")
        elif said(node) and not _MEDIA_TYPE.fullmatch(said(node)):
            yield Fault(node, f"{said(node)[:80]!r} is no media type")


@rule(
    "uri-form",
    "uri is a full address, or names the content of a derefUri beside it",
    "CAP 1.2, 3.2.3 uri",
)
def uri_form(message: Message) -> Iterator[Fault]:
    for resource in message.all("resource"):
        for node in message.under(resource, "uri"):
            text = said(node)
            if not text or _ABSOLUTE.fullmatch(text):
                continue
            if not _RELATIVE.fullmatch(text):
                yield Fault(node, f"{text[:120]!r} is no address")
            elif not message.text(resource, "derefUri"):
                yield Fault(
                    node, f"{text[:120]!r} is no full address, and there is no derefUri that it could name"
                )


@rule("content-base64", "derefUri is the file in base 64", "CAP 1.2, 3.2.3 derefUri")
def content_base64(message: Message) -> Iterator[Fault]:
    for node in message.all("derefUri"):
        if said(node) and _content(said(node)) is None:
            yield Fault(node, "derefUri is not base 64")


@rule("digest-form", "digest is a SHA-1 in hexadecimal or base 64", "CAP 1.2, 3.2.3 digest (FIPS 180-2)")
def digest_form(message: Message) -> Iterator[Fault]:
    for node in message.all("digest"):
        if said(node) and not _SHA1.fullmatch(said(node)):
            yield Fault(node, f"{said(node)[:80]!r} is no SHA-1")


@rule(
    "digest-fits",
    "digest is that of the file in derefUri",
    "CAP 1.2, 3.2.3 digest; advice, as real alerts carry the digest of the file before it was made smaller",
    Level.ADVICE,
)
def digest_fits(message: Message) -> Iterator[Fault]:
    for resource in message.all("resource"):
        content, printed = _content(message.text(resource, "derefUri")), message.text(resource, "digest")
        if not content or not _SHA1.fullmatch(printed):
            continue
        made = hashlib.sha1(content, usedforsecurity=False)
        if printed.lower() != made.hexdigest() and printed != base64.b64encode(made.digest()).decode("ascii"):
            node = message.under(resource, "digest")[0]
            yield Fault(node, f"digest is {printed}, and the file in derefUri has {made.hexdigest()}")


@rule("size-fits", "size is that of the file in derefUri", "CAP 1.2, 3.2.3 size: approximate", Level.ADVICE)
def size_fits(message: Message) -> Iterator[Fault]:
    for resource in message.all("resource"):
        content, size = _content(message.text(resource, "derefUri")), message.text(resource, "size")
        if content and size.isascii() and size.isdigit() and size.lstrip("0") != str(len(content)):
            node = message.under(resource, "size")[0]
            yield Fault(node, f"size is {size[:40]}, and the file in derefUri has {len(content)} bytes")


@rule("size-positive", "size is a number of bytes", "CAP 1.2, 3.2.3 size")
def size_positive(message: Message) -> Iterator[Fault]:
    for node in message.all("size"):
        if said(node).startswith("-") and said(node).strip("-0"):
            yield Fault(node, f"size is {said(node)[:40]}")


@rule(
    "file-somewhere",
    "a resource says where its file is, or holds it",
    "CAP 1.2, 3.2.3 uri, derefUri",
    Level.ADVICE,
)
def file_somewhere(message: Message) -> Iterator[Fault]:
    for resource in message.all("resource"):
        if not message.text(resource, "uri") and not message.text(resource, "derefUri"):
            yield Fault(resource, "the resource has neither uri nor derefUri")


def _content(text: str) -> bytes | None:
    """The file; None for what is no base 64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


RULES = (
    web_absolute,
    media_type,
    uri_form,
    content_base64,
    digest_form,
    digest_fits,
    size_fits,
    size_positive,
    file_somewhere,
)
