"""The form of CAP 1.1 (OASIS, October 2005) and 1.0 (March 2004), which are read and never written.

As their data dictionaries have it: which elements, how often, in which order, of which values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tocsin.alerts.cap.rules.rule import Fault, Message, rule, said

if TYPE_CHECKING:
    from lxml import etree


class Part(NamedTuple):
    name: str
    least: int = 0
    #: None for any number
    most: int | None = 1
    #: None for any text
    values: frozenset[str] | None = None


def _values(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OLD_CATEGORIES = _values("Geo Met Safety Security Rescue Fire Health Env Transport Infra Other")
_OLD_STATUS = _values("Actual Exercise System Test")
_SCOPE = _values("Public Restricted Private")
_RESPONSE = Part(
    "responseType", most=None, values=_values("Shelter Evacuate Prepare Execute Monitor Assess None")
)


def _alert(
    *, status: frozenset[str], scope_least: int, after_kind: tuple[Part, ...] = ()
) -> tuple[Part, ...]:
    return (
        Part("identifier", 1),
        Part("sender", 1),
        Part("sent", 1),
        Part("status", 1, values=status),
        Part("msgType", 1, values=_values("Alert Update Cancel Ack Error")),
        *after_kind,
        Part("source"),
        Part("scope", scope_least, values=_SCOPE),
        Part("restriction"),
        Part("addresses"),
        Part("code", most=None),
        Part("note"),
        Part("references"),
        Part("incidents"),
        Part("info", most=None),
    )


def _info(*, category: Part, certainty: frozenset[str], responses: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    return (
        Part("language"),
        category,
        Part("event", 1),
        *responses,
        Part("urgency", 1, values=_values("Immediate Expected Future Past Unknown")),
        Part("severity", 1, values=_values("Extreme Severe Moderate Minor Unknown")),
        Part("certainty", 1, values=certainty),
        Part("audience"),
        Part("eventCode", most=None),
        *map(Part, ("effective", "onset", "expires", "senderName", "headline", "description", "instruction")),
        *map(Part, ("web", "contact")),
        Part("parameter", most=None),
        Part("resource", most=None),
        Part("area", most=None),
    )


_FILE_1_0 = (Part("resourceDesc", 1), *map(Part, ("mimeType", "size", "uri", "digest")))
_FILE_1_1 = (Part("resourceDesc", 1), *map(Part, ("mimeType", "size", "uri", "derefUri", "digest")))
_AREA = (
    Part("areaDesc", 1),
    Part("polygon", most=None),
    Part("circle", most=None),
    Part("geocode", most=None),
    Part("altitude"),
    Part("ceiling"),
)
#: 1.1 made scope and category mandatory; added Draft, CBRNE, Observed, responseType and derefUri; and dropped password
#: and Very Likely
FORMS = {
    "1.0": {
        "alert": _alert(status=_OLD_STATUS, scope_least=0, after_kind=(Part("password"),)),
        "info": _info(
            category=Part("category", most=None, values=_OLD_CATEGORIES),
            certainty=_values("Likely Possible Unlikely Unknown") | {"Very Likely"},
        ),
        "resource": _FILE_1_0,
        "area": _AREA,
    },
    "1.1": {
        "alert": _alert(status=_OLD_STATUS | {"Draft"}, scope_least=1),
        "info": _info(
            category=Part("category", 1, most=None, values=_OLD_CATEGORIES | {"CBRNE"}),
            certainty=_values("Observed Likely Possible Unlikely Unknown"),
            responses=(_RESPONSE,),
        ),
        "resource": _FILE_1_1,
        "area": _AREA,
        **dict.fromkeys(("eventCode", "parameter", "geocode"), (Part("valueName", 1), Part("value", 1))),
    },
}


@rule(
    "older-form",
    "a message of 1.0 or 1.1 has the elements of its version, in their order",
    "CAP 1.1, 3.2 and 3.4; CAP 1.0, 3.2 and 3.3",
)
def older_form(message: Message) -> Iterator[Fault]:
    if message.version == "1.2":
        return
    for name, form in FORMS[message.version].items():
        for node in message.all(name):
            yield from _form_faults(message, node, form)


def _form_faults(message: Message, node: etree._Element, form: tuple[Part, ...]) -> Iterator[Fault]:
    own = str(message.root.tag).rpartition("}")[0] + "}"
    order = {part.name: place for place, part in enumerate(form)}
    counts = dict.fromkeys(order, 0)
    reached = 0
    for child in node:
        if not isinstance(child.tag, str) or not child.tag.startswith(own):
            continue  # comments, and signatures
        name = child.tag.removeprefix(own)
        place = order.get(name)
        if place is None:
            yield Fault(child, f"{name} is not expected here")
            continue
        if place < reached:
            yield Fault(child, f"{name} stands after {form[reached].name}")
        reached = max(reached, place)
        counts[name] += 1
        values = form[place].values
        if values is not None and said(child) not in values:
            yield Fault(child, f"{said(child)[:40]!r} is no {name}: {', '.join(sorted(values))}")
    yield from _count_faults(node, form, counts)


def _count_faults(node: etree._Element, form: tuple[Part, ...], counts: dict[str, int]) -> Iterator[Fault]:
    for part in form:
        if counts[part.name] < part.least:
            yield Fault(node, f"{part.name} is missing")
        elif part.most is not None and counts[part.name] > part.most:
            yield Fault(node, f"{part.name} stands there {counts[part.name]} times")


RULES = (older_form,)
