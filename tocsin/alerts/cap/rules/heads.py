"""Rules of the head of a message: who says it, to whom, and which messages it follows. CAP 1.2, section 3.2.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.alerts.cap.lexical import listed, time_of
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

if TYPE_CHECKING:
    from lxml import etree

_NOT_IN_A_NAME = re.compile(r"[\s,<&]")
#: message types that speak of an earlier message
_FOLLOWING = frozenset({"Update", "Cancel", "Ack", "Error"})


@rule(
    "identifier",
    "identifier and sender are there, without spaces, commas, < and &",
    "CAP 1.2, 3.2.1 identifier, sender",
)
def identifier(message: Message) -> Iterator[Fault]:
    for name in ("identifier", "sender"):
        for node in message.under(message.root, name):
            text = said(node)
            if not text:
                yield Fault(node, f"{name} is empty")
            elif bad := _NOT_IN_A_NAME.search(text):
                yield Fault(node, f"{name} {text[:80]!r} has {bad[0]!r}, which may not stand in it")


@rule(
    "references-needed",
    "an Update, Cancel, Ack or Error names the messages that it is about",
    "CAP 1.2, 3.2.1 msgType, references",
)
def references_needed(message: Message) -> Iterator[Fault]:
    kind = message.text(message.root, "msgType")
    # 3.2.1 names references for every type but Alert; CAP 1.0 put identifiers in any form there
    if kind in _FOLLOWING and not message.text(message.root, "references"):
        said_kind = "a Cancel" if kind == "Cancel" else f"an {kind}"
        yield Fault(
            _head(message, "references", "msgType"), f"the message is {said_kind} and references none"
        )


@rule(
    "references-form",
    "every reference is sender,identifier,sent; several are parted by white space",
    "CAP 1.2, 3.2.1 references",
)
def references_form(message: Message) -> Iterator[Fault]:
    if message.version == "1.0":
        return
    for node in message.under(message.root, "references"):
        for reference in said(node).split():
            if trouble := _reference_trouble(reference):
                yield Fault(node, f"reference {reference[:120]!r} {trouble}")


def _reference_trouble(reference: str) -> str:
    parts = reference.split(",")
    if len(parts) != 3 or not all(parts):
        return "is not sender,identifier,sent"
    try:
        time_of(parts[2])
    except ValueError:
        return f"ends in {parts[2][:40]!r}, which is no time"
    return ""


@rule(
    "reference-to-itself",
    "a message does not reference itself",
    "CAP 1.2, 3.2.1 references: an earlier message",
)
def reference_to_itself(message: Message) -> Iterator[Fault]:
    own = tuple(message.text(message.root, name) for name in ("sender", "identifier"))
    for node, reference, parts in _references(message):
        if (parts[0], parts[1]) == own:
            yield Fault(node, f"reference {reference[:120]!r} is the message itself")


@rule(
    "reference-is-earlier",
    "what a message references was sent before it",
    "CAP 1.2, 3.2.1 references: an earlier message",
)
def reference_is_earlier(message: Message) -> Iterator[Fault]:
    sent = message.time(message.root, "sent")
    for node, reference, parts in _references(message):
        try:
            later = sent is not None and time_of(parts[2]) > sent
        except ValueError:
            continue
        if later:
            yield Fault(node, f"reference {reference[:120]!r} was sent after this message")


def _references(message: Message) -> Iterator[tuple[etree._Element, str, list[str]]]:
    for node in message.under(message.root, "references"):
        for reference in said(node).split():
            parts = reference.split(",")
            if len(parts) == 3:
                yield node, reference, parts


@rule(
    "restriction-scope",
    "a restriction stands in a message of scope Restricted, and there alone",
    "CAP 1.2, 3.2.1 restriction",
)
def restriction_scope(message: Message) -> Iterator[Fault]:
    restricted = message.text(message.root, "scope") == "Restricted"
    restriction = message.text(message.root, "restriction")
    if restriction and not restricted:
        scope = message.text(message.root, "scope")
        yield Fault(_head(message, "restriction"), f"there is a restriction, and the scope is {scope[:40]!r}")
    if restricted and not restriction:
        yield Fault(
            _head(message, "restriction", "scope"), "the scope is Restricted, and no restriction says to whom"
        )


@rule(
    "addresses-scope",
    "a message of scope Private names its addresses",
    "CAP 1.2, 3.2.1 addresses",
)
def addresses_scope(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "scope") == "Private" and not listed(
        message.text(message.root, "addresses")
    ):
        yield Fault(_head(message, "addresses", "scope"), "the scope is Private, and there are no addresses")


@rule(
    "quotes-paired",
    "in addresses and incidents, what holds white space stands between a pair of double quotes",
    "CAP 1.2, 3.2.1 addresses, incidents",
)
def quotes_paired(message: Message) -> Iterator[Fault]:
    for name in ("addresses", "incidents"):
        for node in message.under(message.root, name):
            if said(node).count('"') % 2:
                yield Fault(node, f"{name} has a double quote without its second")


@rule(
    "note-of-exercise",
    "an exercise says in its note which one it is",
    "CAP 1.2, 3.2.1 status",
    Level.ADVICE,
)
def note_of_exercise(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "status") == "Exercise" and not message.text(message.root, "note"):
        yield Fault(
            _head(message, "note", "status"), "the status is Exercise, and no note names the exercise"
        )


@rule(
    "note-of-error",
    "a message of type Error says in its note what is wrong",
    "CAP 1.2, 3.2.1 msgType",
    Level.ADVICE,
)
def note_of_error(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") == "Error" and not message.text(message.root, "note"):
        yield Fault(_head(message, "note", "msgType"), "the type is Error, and no note explains it")


@rule(
    "info-expected",
    "an Alert or Update has an info block: without one there is nothing to show",
    "CAP 1.2, 3.2.2",
    Level.ADVICE,
)
def info_expected(message: Message) -> Iterator[Fault]:
    kind = message.text(message.root, "msgType")
    if kind in ("Alert", "Update") and not message.under(message.root, "info"):
        yield Fault(message.root, f"the message is an {kind} and has no info block")


def _head(message: Message, *names: str) -> etree._Element:
    """The first of these elements that is there; the alert itself where none is."""
    for name in names:
        if found := message.under(message.root, name):
            return found[0]
    return message.root


RULES = (
    identifier,
    references_needed,
    references_form,
    reference_to_itself,
    reference_is_earlier,
    restriction_scope,
    addresses_scope,
    quotes_paired,
    note_of_exercise,
    note_of_error,
    info_expected,
)
