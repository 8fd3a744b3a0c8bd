"""A parcel as a mail: the bytes that go over the line."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import lru_cache
from hashlib import sha256
from typing import Any

from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.letter_page import letter_page
from tocsin.delivery.words import words_of

#: addresses and ids for programs; RFC 5322 lets a line have 998 signs, and RFC 2047 forbids encoded words in them
_AS_PRINTED = frozenset({"to", "message-id", "list-unsubscribe", "list-unsubscribe-post"})
#: headers that all letters of a message share: read once, for the standard library takes longer for it than for all else
_OF_ALL = frozenset(
    {"from", "subject", "date", "auto-submitted", "content-language"}
    | {"mime-version", "content-transfer-encoding"}
)


class _Letters(EmailPolicy):
    """SMTP's lines, with what programs read left whole: the standard library would encode a long link word by word."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if name.lower() in _OF_ALL:
            return _read(name, value)
        if name.lower() not in _AS_PRINTED:
            return super().header_store_parse(name, value)
        if len(str(value).splitlines()) > 1:
            raise ValueError(f"a line break in {name}")  # it would begin another header
        return name, str(value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _AS_PRINTED:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


@lru_cache(maxsize=128)  # some messages in some languages; no recipient stands in it
def _read(name: str, value: Any) -> tuple[str, Any]:
    return EmailPolicy(linesep="\r\n").header_store_parse(name, value)


_POLICY = _Letters(linesep="\r\n")


def letter(parcel: Parcel, *, sender: str, name: str) -> bytes:
    """RFC 5322, with the headers that end the subscription in one click (RFC 2369, RFC 8058). Lines end in CR LF.

    The letter of a repeat is the same, byte for byte.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = str(Address(display_name=_one_line(name), addr_spec=sender))
    mail["To"] = Address(addr_spec=parcel.address)
    mail["Subject"] = _one_line(parcel.subject)
    mail["Date"] = parcel.at
    mail["Message-ID"] = f"<{parcel.stable_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    if parcel.language:
        mail["Content-Language"] = parcel.language
    if parcel.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{parcel.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_body(parcel), cte="8bit" if _short_lines(parcel.text) else "quoted-printable")
    if parcel.html:
        mail.add_alternative(letter_page(parcel), subtype="html", cte="quoted-printable")
        mail.set_boundary(f"={sha256(parcel.stable_id.encode()).hexdigest()[:32]}")  # else a random one
    return mail.as_bytes()


def _body(parcel: Parcel) -> str:
    parts = [parcel.text.strip()]
    parts += [url for url in (parcel.confirm_url, parcel.link) if url]
    if parcel.unsubscribe_url:
        parts.append(f"-- \n{words_of(parcel.language)['end']}: {parcel.unsubscribe_url}")
    return "\n\n".join(parts) + "\n"


def _one_line(text: str) -> str:
    """A header is one line: a line break in it would begin another header."""
    return " ".join(text.split())


def _short_lines(text: str) -> bool:
    """Whether no line is longer than SMTP carries (998 bytes, RFC 5321, 4.5.3.1.6)."""
    return all(len(line.encode()) <= 900 for line in text.splitlines())
