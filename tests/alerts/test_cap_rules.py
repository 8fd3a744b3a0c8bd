"""The rules of CAP above its schema: each with a message that breaks it, at the element that is at fault."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.alerts.cap_messages import VALID, changed, second_info
from tocsin.alerts.cap.namespaces import NAMESPACE
from tocsin.alerts.cap.opening import BYTES_MAX
from tocsin.alerts.cap.rules.profiles import PROFILES
from tocsin.alerts.cap.validating import FAULTS_MAX, all_rules, validate
from tocsin.errors import WrongUse

_EARLIER = "desk@desk.example,example-0,2023-09-29T12:00:00-00:00"
_AFTER_SCOPE = "<scope>Public</scope>"


def _referring(reference: str, kind: str = "Update") -> tuple[tuple[str, str], ...]:
    return (">Alert<", f">{kind}<"), (_AFTER_SCOPE, f"{_AFTER_SCOPE}<references>{reference}</references>")


_DS = "http://www.w3.org/2000/09/xmldsig#"


def _signed(*places: str) -> tuple[tuple[str, str], ...]:
    """A signature that refers to these, and says nothing else."""
    references = "".join(f'<Reference URI="{place}"/>' for place in places)
    return (
        (
            "</alert>",
            f'<Signature xmlns="{_DS}"><SignedInfo>{references}</SignedInfo></Signature></alert>',
        ),
    )


#: rule, changes of the valid message, end of the XPath, words of the reason
BROKEN = [
    ("schema", (("<status>Actual", "<status>Real"),), "/cap:status", "Real"),
    ("schema", (("<severity>Extreme</severity>", ""),), "/cap:certainty", "severity"),
    ("identifier", ((">example-1<", ">example 1<"),), "/cap:alert/cap:identifier", "may not stand"),
    ("identifier", ((">desk@desk.example<", ">desk,desk<"),), "/cap:alert/cap:sender", "','"),
    ("identifier", ((">example-1<", "><"),), "/cap:identifier", "empty"),
    ("identifier", ((">example-1<", ">a&amp;b<"),), "/cap:identifier", "'&'"),
    ("references-needed", ((">Alert<", ">Update<"),), "/cap:msgType", "references none"),
    ("references-needed", ((">Alert<", ">Ack<"),), "/cap:msgType", "references none"),
    ("references-needed", _referring(" ", "Cancel"), "/cap:references", "is a Cancel and references none"),
    ("references-form", _referring("example-0"), "/cap:references", "sender,identifier,sent"),
    ("references-form", _referring("a,b,yesterday"), "/cap:references", "no time"),
    (
        "reference-to-itself",
        _referring("desk@desk.example,example-1,2023-09-30T12:00:00-00:00"),
        "/cap:references",
        "itself",
    ),
    ("reference-is-earlier", _referring("a,b,2023-10-01T00:00:00-00:00"), "/cap:references", "after"),
    (
        "restriction-scope",
        ((_AFTER_SCOPE, f"{_AFTER_SCOPE}<restriction>Staff</restriction>"),),
        "/cap:restriction",
        "Public",
    ),
    ("restriction-scope", ((">Public<", ">Restricted<"),), "/cap:scope", "no restriction"),
    ("addresses-scope", ((">Public<", ">Private<"),), "/cap:scope", "no addresses"),
    (
        "quotes-paired",
        ((_AFTER_SCOPE, f'{_AFTER_SCOPE}<incidents>flood "urban fire</incidents>'),),
        "/cap:incidents",
        "quote",
    ),
    ("time-form", (("2023-09-30T12:00:00-00:00", "2023-09-30T12:00:00Z"),), "/cap:sent", "Z"),
    ("time-form", (("2023-09-30T12:00:00-00:00", "2023-02-30T12:00:00-00:00"),), "/cap:sent", "no time"),
    ("expires-after-sent", (("2023-10-07", "2023-09-07"),), "/cap:info/cap:expires", "before sent"),
    (
        "expires-after-effective",
        (("<effective>2023-09-30", "<effective>2023-11-30"),),
        "/cap:expires",
        "before effective",
    ),
    ("no-html-tags", (("on foot", "on &lt;b&gt;foot&lt;/b&gt;"),), "/cap:description", "<b>"),
    ("no-html-tags", (("on foot", "on <![CDATA[<br/>]]>foot"),), "/cap:description", "<br/>"),
    ("no-html-entities", (("on foot", "on&amp;nbsp;foot"),), "/cap:description", "&nbsp;"),
    (
        "text-in-its-language",
        (second_info("hy", ("Flight of", "Փախուստ"), ("flee", "Մարդիկ"), ("bridge", "կամուրջ")),),
        "/cap:info[2]/cap:description",
        "word for word",
    ),
    (
        "text-in-its-language",
        (
            second_info(
                "hy",
                (">People are leaving the upper valley on foot.<", "><"),
                (">Keep the bridge open.<", "><"),
            ),
        ),
        "/cap:info[2]/cap:headline",
        "word for word",
    ),
    ("signature-enveloped", _signed("https://desk.example/other.xml"), "/ds:Signature", "other.xml"),
    (
        "signature-enveloped",
        (("</alert>", f'<Object xmlns="{_DS}"/></alert>'),),
        "/ds:Object",
        "no signature",
    ),
    (
        "signature-enveloped",
        (("</alert>", f'<Signature xmlns="{_DS}"><Object><Signature/></Object></Signature></alert>'),),
        "/ds:Object/ds:Signature",
        "no child",
    ),
    ("web-absolute", (("https://desk.example/alerts/", "alerts/"),), "/cap:web", "full address"),
    ("media-type", ((">image/png<", ">picture<"),), "/cap:mimeType", "picture"),
    ("uri-form", (("<derefUri>YWJj</derefUri>", ""),), "/cap:uri", "derefUri"),
    ("uri-form", ((">map.png<", ">map of it.png<"),), "/cap:uri", "no address"),
    ("content-base64", ((">YWJj<", ">a?c<"),), "/cap:derefUri", "base 64"),
    ("digest-form", ((">a9993e", ">9993e"),), "/cap:digest", "SHA-1"),
    ("size-positive", (("<size>3<", "<size>-3<"),), "/cap:size", "-3"),
    ("polygon-form", (("40.1,46.1 40.1,46.4", "40.1,46.1 40.1;46.4"),), "/cap:polygon", "40.1;46.4"),
    ("polygon-closed", (("46.1</polygon>", "46.2</polygon>"),), "/cap:area/cap:polygon", "ends at"),
    ("polygon-points", (("40.1,46.4 40.4,46.4 40.4,46.1 ", "40.1,46.4 "),), "/cap:polygon", "3 pairs"),
    ("polygon-simple", (("40.1,46.4 40.4,46.4", "40.4,46.4 40.1,46.4"),), "/cap:polygon", "crosses itself"),
    ("circle-form", (("40.2,46.2 5", "40.2,46.2"),), "/cap:circle", "no circle"),
    ("circle-form", (("40.2,46.2 5", "40.2,46.2 -5"),), "/cap:circle", "-5"),
    ("coordinates-on-earth", (("40.2,46.2 5", "140.2,46.2 5"),), "/cap:circle", "140.2"),
    ("coordinates-on-earth", (("40.1,46.4 40.4,46.4", "40.1,190 40.4,46.4"),), "/cap:polygon", "190"),
    ("ceiling-with-altitude", (("<altitude>100</altitude>", ""),), "/cap:ceiling", "no altitude"),
    ("ceiling-with-altitude", (("<altitude>100<", "<altitude>1000<"),), "/cap:ceiling", "below"),
    ("codes-named", ((">ISO 3166-2<", "><"),), "/cap:geocode/cap:valueName", "empty"),
]
#: the same for advice
ADVISED = [
    ("note-of-exercise", ((">Actual<", ">Exercise<"),), "/cap:status", "note"),
    ("note-of-error", _referring(_EARLIER, "Error"), "/cap:msgType", "note"),
    (
        "info-expected",
        ((VALID[VALID.index("  <info>") : VALID.index("</alert>")], ""),),
        "/cap:alert",
        "no info",
    ),
    ("utc-is-minus-zero", (("-00:00", "+00:00"),), "/cap:sent", "+00:00"),
    ("expires-after-onset", (("<onset>2023-09-30", "<onset>2023-11-30"),), "/cap:expires", "onset"),
    ("expires-given", (("<expires>2023-10-07T12:00:00-00:00</expires>", ""),), "/cap:info", "no expires"),
    (
        "title-in-its-language",
        (second_info("hy", ("leaving", "լքում"), ("bridge", "կամուրջ"), ("Flight of", "Փախուստ")),),
        "/cap:info[2]/cap:headline",
        "word for word",
    ),
    ("headline-short", (("People flee", "People flee " * 20),), "/cap:headline", "letters"),
    ("acronyms-in-capitals", ((">ISO 3166-2<", ">same<"),), "/cap:geocode/cap:valueName", "'SAME'"),
    ("acronyms-in-capitals", ((">ISO 3166-2<", ">U.G.C.<"),), "/cap:geocode/cap:valueName", "'UGC'"),
    ("one-block-for-one-thing", (second_info("en"),), "/cap:info[2]", "repeats"),
    ("no-hidden-signs", (("on foot", "on\u202e foot"),), "/cap:description", "direction"),
    ("no-hidden-signs", (("on foot", "on\u0085 foot"),), "/cap:description", "U+0085"),
    ("says-something", ((">Keep the bridge open.<", "> <"),), "/cap:instruction", "empty"),
    ("digest-fits", ((">a9993e", ">b9993e"),), "/cap:digest", "derefUri"),
    ("size-fits", (("<size>3<", "<size>4<"),), "/cap:size", "3 bytes"),
    (
        "file-somewhere",
        (("<uri>map.png</uri>", ""), ("<derefUri>YWJj</derefUri>", "")),
        "/cap:resource",
        "neither",
    ),
    (
        "polygon-repeats-no-point",
        (("<polygon>40.1,46.1", "<polygon>40.1,46.1 40.1,46.1"),),
        "/cap:polygon",
        "twice",
    ),
    (
        "geocode-with-shape",
        (
            ("<polygon>40.1,46.1 40.1,46.4 40.4,46.4 40.4,46.1 40.1,46.1</polygon>", ""),
            ("<circle>40.2,46.2 5</circle>", ""),
        ),
        "/cap:area",
        "codes",
    ),
    (
        "area-expected",
        ((VALID[VALID.index("    <area>") : VALID.index("  </info>")], ""),),
        "/cap:info",
        "no area",
    ),
]


def test_a_good_message_breaks_no_rule_and_needs_no_advice() -> None:
    """And so every fault in the tables below is that of its change."""
    verdict = validate(changed())
    assert verdict.valid
    assert verdict.version == "1.2"
    assert verdict.faults == ()


@pytest.mark.parametrize(("rule", "changes", "xpath", "words"), BROKEN, ids=lambda value: str(value)[:40])
def test_each_rule_is_broken_where_it_is_broken(
    rule: str, changes: tuple[tuple[str, str], ...], xpath: str, words: str
) -> None:
    """The message is invalid, by that rule, at that element, for that reason."""
    data = changed(*changes)
    verdict = validate(data)
    assert not verdict.valid
    (fault, *_) = [fault for fault in verdict.broken if fault.rule == rule]
    assert fault.xpath.endswith(xpath)
    assert words in fault.reason
    assert etree.fromstring(data).xpath(fault.xpath, namespaces={"cap": NAMESPACE, "ds": _DS})


@pytest.mark.parametrize(("rule", "changes", "xpath", "words"), ADVISED, ids=lambda value: str(value)[:40])
def test_advice_never_makes_a_message_invalid(
    rule: str, changes: tuple[tuple[str, str], ...], xpath: str, words: str
) -> None:
    """It is said all the same."""
    verdict = validate(changed(*changes))
    assert verdict.valid, verdict.broken
    (fault, *_) = [fault for fault in verdict.advice if fault.rule == rule]
    assert fault.xpath.endswith(xpath)
    assert words in fault.reason


def test_every_rule_of_the_standard_has_a_message_that_breaks_it() -> None:
    """Rules that look at other versions, at the clock or at bytes that are no XML have tests of their own."""
    shown = {rule for rule, *_ in itertools.chain(BROKEN, ADVISED)}
    assert {rule.name for rule in all_rules()} - shown == {
        "readable",
        "older-form",
        "language-form",
        "sent-by-now",
    }


@pytest.mark.parametrize(
    "changes",
    [
        _referring(_EARLIER),
        _referring(f"{_EARLIER}\n a,b,2023-09-29T16:00:00+04:00", "Cancel"),
        ((_AFTER_SCOPE, "<scope>Restricted</scope><restriction>Staff</restriction>"),),
        ((_AFTER_SCOPE, '<scope>Private</scope><addresses>a@x "b c"</addresses>'),),
        (("<expires>2023-10-07", "<expires>2023-09-30"),),
        (("on foot", "on foot at 5 &lt; 6 &amp; more"),),
        (second_info("en-GB", ("Extreme", "Severe")),),
        (second_info("hy", ("Flight of", "Փախուստ"), ("flee", "Մարդիկ"), ("leaving", "լքում"), ("bridge", "կամուրջ")),),
        (("<derefUri>YWJj</derefUri>", ""), (">map.png<", ">https://desk.example/map.png<")),
        (("40.2,46.2 5", "40.2,46.2 0.0"),),
        (("40.1,46.1 40.1,46.4 40.4,46.4 40.4,46.1 40.1,46.1", "1,179 1,-179 2,-179 2,179 1,179"),),
        (("<altitude>100</altitude>", ""), ("<ceiling>900</ceiling>", "")),
        (("</area>\n  </info>", "</area>\n  </info>\n  <!-- a comment -->"),),
        (second_info("en-GB"), (">en<", ">sr<"), (">en-GB<", ">hr<")),
        (second_info("fr", ("leaving", "quittent"), (">Keep the bridge open.<", ">-<")), (">Keep the bridge open.<", ">-<")),
        _signed(""),
        _signed("#whole", "https://desk.example/other.xml"),
        (("</alert>", f'<Signature xmlns="{_DS}">...</Signature></alert>'),),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_what_the_standard_allows_breaks_no_rule(changes: tuple[tuple[str, str], ...]) -> None:
    """Follow-ups with references, expiry at the very moment of sending, edges over the antimeridian."""
    assert validate(changed(*changes)).broken == ()


def test_every_fault_is_listed_and_not_only_the_first() -> None:
    """One message with four broken rules."""
    faults = (">example-1<", ">a b<"), ("2023-10-07", "2023-09-07"), (">image/png<", ">x<")
    verdict = validate(changed(*faults, ("46.1</polygon>", "46.2</polygon>")))
    rules = [fault.rule for fault in verdict.broken]
    assert rules == [
        "identifier",
        "expires-after-sent",
        "expires-after-effective",
        "media-type",
        "polygon-closed",
    ]


def test_of_one_rule_at_most_fifty_faults_are_listed() -> None:
    """A line more says so."""
    many = "<category>Nothing</category>" * 200
    verdict = validate(changed(("<category>Security</category>", f"<category>Security</category>{many}")))
    assert len(verdict.broken) == FAULTS_MAX + 1
    assert "more" in verdict.broken[-1].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"plain text", "no well-formed XML"),
        (b"\x00\x01\xff", "no well-formed XML"),
        (b"<alert>", "no well-formed XML"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>', "document type"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"), "document type"),
        (b'<?xml version="1.0" encoding="utf-7"?><alert/>', "utf-7"),
        (b"<a>" * 60 + b"</a>" * 60, "deep"),
        (b"<a>" + b"<b/>" * 600_000 + b"</a>", "tags and attributes"),
        (b"<a>" + b"<b/>" * 20_000 + b"</a>", "children"),
        (b"<a>" + b" " * BYTES_MAX + b"</a>", "bytes"),
    ],
    ids=["empty", "text", "binary", "unclosed", "entity", "entity-utf16", "utf-7", "deep", "many", "wide", "large"],
)  # fmt: skip
def test_bytes_that_are_no_message_are_refused_within_bounds(data: bytes, words: str) -> None:
    """Entity bombs and 50 MB never reach the parser."""
    (fault,) = validate(data).broken
    assert fault.rule == "readable"
    assert words in fault.reason


@pytest.mark.parametrize(
    "root", ["<rss/>", '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.3"/>', "<alert/>"]
)
def test_xml_that_is_no_cap_alert_does_not_follow_the_schema(root: str) -> None:
    """Another root, another version, no namespace."""
    (fault,) = validate(root.encode()).broken
    assert fault.rule == "schema"
    assert "no CAP alert" in fault.reason


def _older(version: str) -> bytes:
    """The plain message in the words of that version."""
    if version == "1.1":
        return changed((NAMESPACE, "urn:oasis:names:tc:emergency:cap:1.1"))
    return changed(
        (NAMESPACE, "http://www.incident.com/cap/1.0"),
        ("<uri>map.png</uri>", "<uri>https://desk.example/map.png</uri>"),
        ("<derefUri>YWJj</derefUri>", ""),
        ("<valueName>ISO 3166-2</valueName><value>XX-01</value>", "ISO 3166-2=XX-01"),
    )


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_older_versions_are_read_by_their_own_form(version: str) -> None:
    """What only 1.2 knows is not expected there."""
    assert validate(_older(version)).valid
    assert validate(_older(version)).version == version
    broken = validate(_older(version).replace(b"<status>Actual</status>", b"")).broken
    assert [(fault.rule, fault.reason) for fault in broken] == [("older-form", "status is missing")]
    late = _older(version).replace(b"<circle>", b"<note>x</note><circle>")
    assert "note is not expected here" in [fault.reason for fault in validate(late).broken]
    avoid = _older(version).replace(b"<urgency>", b"<responseType>Avoid</responseType><urgency>")
    assert [fault.rule for fault in validate(avoid).broken] == ["older-form"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<scope>Public</scope>", ""),
        ("<category>Security</category>", ""),
        (">Security<", ">CBRNE<"),
        (">Actual<", ">Draft<"),
        (">Likely<", ">Observed<"),
        (">Likely<", ">Very Likely<"),
        ("<urgency>", "<responseType>Evacuate</responseType><urgency>"),
        ("<source>", "<password>x</password><source>"),
    ],
    ids=["scope", "category", "cbrne", "draft", "observed", "very-likely", "response", "password"],
)
def test_1_0_and_1_1_differ_in_what_they_ask_and_what_they_know(old: str, new: str) -> None:
    """Each change is right in just one of the two, as their schemas have it."""
    verdicts = []
    for version in ("1.0", "1.1"):
        data = _older(version).replace(b"<scope>", b"<source>Desk</source><scope>")
        assert validate(data).valid
        assert old.encode() in data
        verdicts.append(validate(data.replace(old.encode(), new.encode(), 1)).valid)
    assert sorted(verdicts) == [False, True]


def test_1_1_writes_utc_in_either_way() -> None:
    """Only 1.2 asks for -00:00."""
    assert "utc-is-minus-zero" not in {
        fault.rule for fault in validate(_older("1.1").replace(b"-00:00", b"+00:00")).advice
    }


def test_a_code_of_1_1_has_a_name_and_a_value() -> None:
    """In this order; 1.0 writes both in one text."""
    data = _older("1.1").replace(b"<value>XX-01</value>", b"")
    assert [(fault.xpath.rpartition("/")[2], fault.reason) for fault in validate(data).broken] == [
        ("cap:geocode", "value is missing")
    ]


def test_a_language_is_a_tag_of_rfc_3066() -> None:
    """In 1.2 the schema says so already; 1.1 leaves it to the text."""
    faults = validate(_older("1.1").replace(b">en<", b">English (US)<")).broken
    assert [fault.rule for fault in faults] == ["language-form"]


def test_only_who_says_what_time_it_is_is_told_of_messages_from_the_future() -> None:
    """A message is judged by itself otherwise."""
    from datetime import UTC, datetime

    assert [f.rule for f in validate(changed(), at=datetime(2023, 1, 1, tzinfo=UTC)).advice] == [
        "sent-by-now"
    ]
    assert validate(changed(), at=datetime(2024, 1, 1, tzinfo=UTC)).advice == ()


_ORIGINATOR = "<parameter><valueName>EAS-ORG</valueName><value>CIV</value></parameter>"


def _ipaws(*more: tuple[str, str]) -> bytes:
    return changed(
        (_AFTER_SCOPE, f"{_AFTER_SCOPE}<code>IPAWSv1.0</code>"),
        ("<effective>", "<eventCode><valueName>SAME</valueName><value>CEM</value></eventCode><effective>"),
        ("<valueName>ISO 3166-2</valueName><value>XX-01", "<valueName>SAME</valueName><value>006037"),
        ("<effective>2023-09-30T12:00:00-00:00</effective>", ""),
        ("<onset>2023-09-30T12:00:00-00:00</onset>", ""),
        ("    <resource>", f"{_ORIGINATOR}<resource>"),
        *more,
    )


_SAME = "<eventCode><valueName>SAME</valueName><value>EVI</value></eventCode>"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("IPAWSv1.0", "IPAWSv2.0", "ipaws-code"),
        ("<expires>2023-10-07T12:00:00-00:00</expires>", "", "ipaws-expires"),
        (">CEM<", ">CEMX<", "ipaws-event-code"),
        ("<expires>", f"{_SAME}<expires>", "ipaws-event-code"),
        ("006037", "6037", "ipaws-geocode"),
        ("<instruction>Keep the bridge open.</instruction>", "", "ipaws-texts"),
        ("<expires>", "<onset>2023-09-30T12:00:00-00:00</onset><expires>", "ipaws-ignored"),
        (_ORIGINATOR, "", "ipaws-eas"),
    ],
    ids=["code", "expires", "three-signs", "one-only", "geocode", "texts", "ignored", "originator"],
)
def test_the_profile_of_the_united_states(old: str, new: str, rule: str) -> None:
    """Only where it is asked for: the same message is valid CAP."""
    assert validate(_ipaws(), profile="ipaws").faults == ()
    data = _ipaws().replace(old.encode(), new.encode(), 1)
    assert [fault.rule for fault in validate(data, profile="ipaws").faults if "ipaws" in fault.rule] == [rule]
    assert validate(data).valid


def test_all_blocks_of_the_united_states_are_about_one_event() -> None:
    """An area in each, and the same categories and codes."""
    data = _ipaws()
    block = (
        data[data.index(b"<info>") : data.index(b"</alert>")]
        .replace(b">en<", b">es<")
        .replace(b"CEM", b"EVI")
    )
    block = block[: block.index(b"<area>")].replace(b"Security", b"Safety") + b"</info>"
    both = data.replace(b"</alert>", block + b"</alert>")
    rules = [fault.rule for fault in validate(both, profile="ipaws").broken if "ipaws" in fault.rule]
    assert rules == ["ipaws-area", "ipaws-one-event", "ipaws-one-event"]


def test_the_profile_of_canada() -> None:
    """Its codes for events and places, and the language of each block."""
    verdict = validate(changed(), profile="cap-cp")
    assert {fault.rule for fault in verdict.broken} == {"cap-cp-code", "cap-cp-event-code", "cap-cp-area"}
    good = changed(
        (_AFTER_SCOPE, f"{_AFTER_SCOPE}<code>profile:CAP-CP:0.4</code>"),
        (
            "<effective>",
            "<eventCode><valueName>profile:CAP-CP:Event:0.4</valueName><value>civil</value></eventCode><effective>",
        ),
        (">ISO 3166-2<", ">profile:CAP-CP:Location:0.3<"),
    )
    assert validate(good, profile="cap-cp").valid
    assert "cap-cp-language" in {
        fault.rule
        for fault in validate(good.replace(b"<language>en</language>", b""), profile="cap-cp").broken
    }


_AU = "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"


def _australian() -> bytes:
    """In two blocks of one language, one for each of two areas."""
    event = f"<eventCode><valueName>{_AU}:AUeventLIST:1.0</valueName><value>civilEmerg</value></eventCode>"
    one = changed(
        (_AFTER_SCOPE, f"{_AFTER_SCOPE}<code>\n  {_AU}\n</code>"),
        ("<urgency>", "<responseType>Prepare</responseType><urgency>"),
        ("<effective>", f"{event}<effective>"),
    )
    block = one[one.index(b"  <info>") : one.index(b"</alert>")].replace(b"upper valley", b"lower valley")
    return one.replace(b"</alert>", block + b"</alert>")


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (_AU + "\n", "urn:other\n", ["cap-au-code"]),
        ("AUeventLIST", "list", ["cap-au-event-code", "cap-au-one-event"]),
        (">civilEmerg<", ">civil<", ["cap-au-event-code", "cap-au-one-event"]),
        (">Flight of civilians<", ">Flight<", ["cap-au-one-event"]),
        (">Security<", ">Safety<", ["cap-au-one-event"]),
        (">Alert<", ">Cancel<", ["cap-au-cancel", "cap-au-cancel"]),
        (">desk@desk.example<", ">desk<", ["cap-au-sender"]),
        ("<responseType>Prepare</responseType>", "", ["cap-au-texts"]),
    ],
    ids=["code", "no-event", "two-events", "event", "category", "cancel", "sender", "response"],
)
def test_the_profile_of_australia(old: str, new: str, rules: list[str]) -> None:
    """One event by its list in all blocks, and no effective in a cancel; white space around a code says nothing."""
    assert validate(_australian(), profile="cap-au").faults == ()
    data = _australian().replace(old.encode(), new.encode(), 1)
    assert [one.rule for one in validate(data, profile="cap-au").faults if "cap-au" in one.rule] == rules


def test_a_message_to_the_public_of_australia_has_blocks_and_areas() -> None:
    """An acknowledgement needs neither."""
    data = _australian()
    without = data[: data.index(b"  <info>")] + b"</alert>"
    for kind, rules in ((b">Alert<", ["cap-au-info"]), (b">Ack<", [])):
        found = validate(without.replace(b">Alert<", kind), profile="cap-au").broken
        assert [one.rule for one in found if "cap-au" in one.rule] == rules
    nowhere = data.replace(data[data.index(b"    <area>") : data.index(b"  </info>")], b"")
    assert {one.rule for one in validate(nowhere, profile="cap-au").broken} == {"cap-au-area"}


def test_a_profile_that_is_none_is_wrong_use() -> None:
    """The message names those that there are."""
    with pytest.raises(WrongUse, match="ipaws"):
        validate(changed(), profile="moon")
    assert set(PROFILES) == {"cap", "ipaws", "cap-cp", "cap-au"}


@pytest.mark.parametrize(
    ("old", "new", "xpath"),
    [
        ("<cap:status>Actual", "<cap:status>actual", "/cap:alert/cap:status"),
        (">40.2,46.2 5<", "><cap:b/><", "/cap:alert/cap:info/cap:area/cap:circle"),
        ("</cap:info>", "</cap:info><cap:info/>", "/cap:alert/cap:info[2]"),
        ("</cap:alert>", '<x:y xmlns:x="urn:example:x"/></cap:alert>', "/cap:alert/*[8]"),
        ("</cap:alert>", '<cap:y xmlns:cap="urn:example:x"/></cap:alert>', "/cap:alert/*[8]"),
        ("</cap:alert>", '<y xmlns=""/></cap:alert>', "/cap:alert/*[8]"),
    ],
)
def test_elements_may_be_written_with_any_prefix(old: str, new: str, xpath: str) -> None:
    """A message with `cap:` before each name is judged as the same message without it, faults and all."""
    prefixed = VALID.replace("</", "</cap:").replace("xmlns=", "xmlns:cap=")
    prefixed = re.sub(r"<(?=[a-zA-Z])(?!/)", "<cap:", prefixed)
    assert validate(prefixed.encode()).valid
    assert old in prefixed
    verdict = validate(prefixed.replace(old, new, 1).encode())
    assert xpath in {fault.xpath for fault in verdict.broken if fault.rule == "schema"}


_PIECES = st.text("-.,eE+0123456789 Z:T<>/&;\"'", max_size=12).map(str.encode)


@given(st.binary(max_size=300))
def test_no_bytes_crash_it(data: bytes) -> None:
    """Whatever arrives gets a verdict."""
    assert not validate(data).valid


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_change_of_a_message_crashes_it(data: st.DataObject) -> None:
    """Pieces cut out, doubled or replaced by other text."""
    message = changed()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(message)))
        end = data.draw(st.integers(start, min(len(message), start + 40)))
        piece = data.draw(st.one_of(st.binary(max_size=8), st.just(message[start:end] * 2), _PIECES))
        message = message[:start] + piece + message[end:]
    verdict = validate(message, profile="ipaws")
    for fault in verdict.faults:
        assert fault.reason
        assert fault.xpath.startswith("/")


def test_a_polygon_of_100_000_points_is_judged_whole() -> None:
    """One crossing among them is found; a search through all pairs would take days."""
    count = 100_000
    teeth = [f"{80 if index % 2 else 1},{index * 0.0008:.4f}" for index in range(count - 2)]
    ring = [*teeth, f"-1,{(count - 3) * 0.0008:.4f}", "-1,0", teeth[0]]
    good = changed(("40.1,46.1 40.1,46.4 40.4,46.4 40.4,46.1 40.1,46.1", " ".join(ring)))
    assert validate(good).valid
    ring[50_000], ring[50_003] = ring[50_003], ring[50_000]
    bad = changed(("40.1,46.1 40.1,46.4 40.4,46.4 40.4,46.1 40.1,46.1", " ".join(ring)))
    assert [fault.rule for fault in validate(bad).broken] == ["polygon-simple"]
