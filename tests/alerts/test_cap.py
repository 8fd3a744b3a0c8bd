"""CAP 1.2 messages: valid by OASIS's schema and by the rules above it, whatever people type."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.alerts.desk import drafted, finding, issued, situation
from tocsin import alerts
from tocsin.alerts.cap import (
    Area,
    CapAlert,
    Info,
    Point,
    broken_rules,
    cap_bytes,
    chain_of,
    fit_for_xml,
    zoned,
)
from tocsin.alerts.cap.validating import validate
from tocsin.errors import AlertRefused

SENT = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
INFO = Info(
    language="en",
    categories=("Security", "Safety"),
    event="Risk of mass atrocity",
    urgency="Immediate",
    severity="Extreme",
    certainty="Likely",
    expires=None,
    sender_name="Example Desk",
    headline="Danger",
    description="People fled. [1]",
    web="https://desk.example/alerts/x-sos-1/",
    parameters=(("level", "sos"),),
    areas=(Area(description="People on the road"),),
)
ALERT = CapAlert(
    identifier="x-sos-1",
    sender="desk@desk.example",
    sent=SENT,
    status="Actual",
    message_type="Alert",
    infos=(INFO,),
)
BOW = tuple(Point.of(*pair) for pair in ((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)))


def _valid(shared: Path, message: bytes) -> bool:
    schema = etree.XMLSchema(etree.parse(shared / "conformance" / "cap" / "CAP-v1.2.xsd"))
    return schema.validate(etree.fromstring(message))


def test_the_schema_that_ships_is_the_one_of_oasis(shared: Path) -> None:
    """Byte for byte, with its copyright notice."""
    shipped = (resources.files("tocsin.alerts") / "data" / "CAP-v1.2.xsd").read_bytes()
    assert shipped == (shared / "conformance" / "cap" / "CAP-v1.2.xsd").read_bytes()
    assert b"OASIS Open" in shipped


@given(
    text=st.text(st.characters(), min_size=1).filter(str.strip),
    instruction=st.text(),
)
def test_any_text_makes_a_valid_message_that_says_it(text: str, instruction: str) -> None:
    """Control characters, lone surrogates, markup: what XML cannot hold is shown as U+FFFD, all else comes back."""
    info = replace(
        INFO, headline=text, description=text, instruction=instruction, areas=(Area(description=text),)
    )
    root = etree.fromstring(cap_bytes(replace(ALERT, infos=(info,))))
    assert root.findtext("{*}info/{*}headline") == fit_for_xml(text)
    assert root.findtext("{*}info/{*}area/{*}areaDesc") == fit_for_xml(text)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("\ud800x\ufffe", "\ufffdx\ufffd"),
        ("ok \U0001f514", "ok \U0001f514"),
    ],
)
def test_what_xml_cannot_hold_is_shown_as_such(text: str, fit: str) -> None:
    """Nothing is dropped silently."""
    assert fit_for_xml(text) == fit


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"identifier": "x sos"}, "identifier"),
        ({"identifier": ""}, "identifier"),
        ({"sender": "a,b"}, "sender"),
        ({"sender": "a&b"}, "sender"),
        ({"sender": "a<b"}, "sender"),
        ({"message_type": "Update"}, "references"),
        ({"references": ("a,b,c",)}, "references"),
        ({"status": "Exercise"}, "exercise"),
        ({"infos": ()}, "info block"),
        ({"infos": (replace(INFO, expires=SENT),)}, "expires"),
        ({"infos": (replace(INFO, areas=(Area(description=" "),)),)}, "area"),
    ],
    ids=str,
)
def test_rules_above_the_schema_hold(change: dict[str, object], broken: str) -> None:
    """Each broken rule is named, and no bytes are made."""
    (rule,) = broken_rules(replace(ALERT, **change))
    assert broken in rule
    with pytest.raises(AlertRefused, match=broken):
        cap_bytes(replace(ALERT, **change))


def test_what_the_schema_refuses_is_refused() -> None:
    """A mapping that CAP does not know is found before the bytes are frozen."""
    with pytest.raises(AlertRefused, match="schema of CAP"):
        cap_bytes(replace(ALERT, infos=(replace(INFO, urgency="Soon"),)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"web": "alerts/x-sos-1/"}, "no full address"),
        ({"areas": (Area(description="x", polygons=(BOW,)),)}, "crosses itself"),
    ],
    ids=["web", "polygon"],
)
def test_no_message_of_ours_breaks_a_rule_that_we_hold_others_to(
    change: dict[str, object], words: str
) -> None:
    """The refusal says where and why, and no bytes are made."""
    with pytest.raises(AlertRefused, match=words):
        cap_bytes(replace(ALERT, infos=(replace(INFO, **change),)))


def test_words_that_we_quote_may_hold_markup_and_stand_escaped() -> None:
    """No report's markup can keep a warning from going out; the validator names it all the same."""
    message = cap_bytes(replace(ALERT, infos=(replace(INFO, headline="<b>Danger</b>"),)))
    assert b"&lt;b&gt;Danger&lt;/b&gt;" in message
    assert [fault.rule for fault in validate(message).broken] == ["no-html-tags"]


def test_times_have_whole_seconds_and_utc_is_minus_zero() -> None:
    """CAP 1.2, section 3.3.2. Another offset is said as it stands."""
    at = datetime(2023, 9, 29, 14, 0, 0, 999, tzinfo=UTC)
    assert zoned(at) == "2023-09-29T14:00:00-00:00"
    assert zoned(at.astimezone(timezone(timedelta(hours=4)))) == "2023-09-29T18:00:00+04:00"


def test_references_grow_along_the_chain() -> None:
    """Each message refers to all before it, as their own bytes say."""
    second = replace(
        ALERT,
        identifier="x-sos-1-update-1",
        message_type="Update",
        references=chain_of(cap_bytes(ALERT)),
    )
    assert chain_of(cap_bytes(second)) == (
        "desk@desk.example,x-sos-1,2023-09-30T12:00:00-00:00",
        "desk@desk.example,x-sos-1-update-1,2023-09-30T12:00:00-00:00",
    )


@pytest.mark.django_db
def test_an_issued_alert_is_valid_cap_and_can_be_checked_by_itself(shared: Path) -> None:
    """The message carries its sentences with note numbers, and each note with passage, publisher and sha256."""
    crisis = situation()
    figure = finding(crisis)
    message = bytes(issued(drafted(crisis, figure)).cap_xml)
    assert _valid(shared, message)
    root = etree.fromstring(message)
    assert root.findtext("{*}status") == "Exercise"
    assert root.findtext("{*}info/{*}headline") == "Exercise: Danger for people on the road"
    assert root.findtext("{*}info/{*}description") == (
        "What has happened:\n"
        "The government said that 97,735 people had crossed to Armenia "
        "as of 29 September 2023, 18:00 (+04:00). [1]\n\n"
        "Who is at risk:\n"
        "At risk: People on the road. (our own judgement)"
    )
    parameters = {
        node.findtext("{*}valueName"): node.findtext("{*}value") for node in root.iter("{*}parameter")
    }
    assert parameters["number"] == "1"
    assert parameters["note"] == (
        f"[1] “97,735 people” Example Gazette, 30 September 2023, characters 0–13, sha256 {figure.report.sha256}"
    )


@pytest.mark.django_db
def test_update_and_cancel_are_valid_cap(shared: Path) -> None:
    """With their references, their own identifiers, and headlines that say what they are; a cancel asks for nothing."""
    from tests.alerts.desk import at, login

    alert = issued(drafted(situation()))
    change = issued(alerts.update(alert, by=login("writer", "analyst"), now=at(5)), 8)
    end = issued(alerts.cancel(change, by=login("writer", "analyst"), now=at(9), reason="Over."), 12)
    for message, says, urgency in ((change, "Update", "Immediate"), (end, "Cancelled", "Past")):
        assert etree.fromstring(bytes(message.cap_xml)).findtext("{*}info/{*}urgency") == urgency
        assert _valid(shared, bytes(message.cap_xml))
        assert validate(bytes(message.cap_xml)).valid
        assert f"Exercise: {says}: Danger".encode() in bytes(message.cap_xml)


@pytest.mark.django_db
def test_markup_in_what_somebody_said_holds_up_no_alert() -> None:
    """The message says it sign for sign, escaped as XML."""
    crisis = situation()
    said = {"speaker_name": "A clerk <script>", "act": "said"}
    alert = issued(drafted(crisis, finding(crisis, "Go &nbsp; <b>now</b>.", said, kind="statement")))
    description = etree.fromstring(bytes(alert.cap_xml)).findtext("{*}info/{*}description")
    assert description is not None and "Go &nbsp; <b>now</b>" in description
