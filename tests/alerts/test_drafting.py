"""What a draft says of a finding: text in, sentence out, in a fixed form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.alerts.drafting import SECTIONS, FindingView, draft_sentences
from tocsin.errors import AlertRefused

#: kind, passage, fields -> section, sentence; all printed by the Example Gazette on 30 September 2023
CASES: list[tuple[str, str, dict[str, Any], str, str]] = [
    # a stock, with who gives the number, where from and to, since and as of
    (
        "figure",
        "97,735 people",
        {
            "value": 97735,
            "quantifier": "exact",
            "unit": "person",
            "term": "crossed",
            "kind": "stock",
            "since": "2023-09-24",
            "as_of": "2023-09-29T18:00+04:00",
            "speaker": "the government",
            "places": [{"name": "Artsakh", "role": "origin"}, {"name": "Armenia", "role": "destination"}],
        },
        "happened",
        "The government said that 97,735 people had crossed from Artsakh to Armenia since 24 September 2023, "
        "as of 29 September 2023, 18:00 (+04:00).",
    ),
    # nobody in particular gives the number: the publisher does; a range; a flow
    (
        "figure",
        "between 3,000 and 4,000 houses",
        {"low": 3000, "high": 4000, "quantifier": "range", "unit": "house", "term": "left", "kind": "flow"},
        "happened",
        "Example Gazette reported that between 3,000 and 4,000 houses left.",
    ),
    # people from one place are counted in another; what began and ended on one day was on that day
    (
        "figure",
        "74,382 people",
        {
            "value": 74382,
            "unit": "person",
            "term": "registered",
            "kind": "flow",
            "since": "2023-09-28",
            "until": "2023-09-28",
            "places": [{"name": "Armenia", "role": "destination"}, {"name": "Artsakh", "role": "origin"}],
        },
        "happened",
        "Example Gazette reported that 74,382 people from Artsakh were registered in Armenia on 28 September 2023.",
    ),
    # where the journey is known, the place where somebody spoke of it is left to the passage
    (
        "figure",
        "about 3,000 vehicles",
        {
            "value": 3000,
            "quantifier": "about",
            "unit": "vehicle",
            "term": "crossed",
            "kind": "flow",
            "since": "2023-09-25",
            "until": "2023-09-26",
            "places": [{"name": "Goris", "role": "at"}, {"name": "Armenia", "role": "destination"}],
        },
        "happened",
        "Example Gazette reported that about 3,000 vehicles crossed to Armenia "
        "from 25 September 2023 until 26 September 2023.",
    ),
    # a term that we have no phrase for: the passage speaks
    (
        "figure",
        "about 42,500 applications",
        {"value": 42500, "quantifier": "about", "unit": "application", "term": "in_process"},
        "happened",
        "Example Gazette reported on 30 September 2023: “about 42,500 applications”.",
    ),
    # a time that is no date must not be dropped: the passage speaks
    (
        "figure",
        "300 people a week",
        {"value": 300, "unit": "person", "term": "crossed", "kind": "flow", "as_of": "2023-W39"},
        "happened",
        "Example Gazette reported on 30 September 2023: “300 people a week”.",
    ),
    # the people's own name holds the place already
    (
        "figure",
        "264 children from Goris",
        {
            "value": 264,
            "unit": "person",
            "population": "children from Goris",
            "term": "injured",
            "kind": "stock",
            "places": [{"name": "Goris", "role": "origin"}],
        },
        "happened",
        "Example Gazette reported that 264 children from Goris had been injured.",
    ),
    # a direct quotation: only the speaker's words stand in quotation marks
    (
        "statement",
        "“The road is closed,” the ministry said.",
        {
            "speaker_name": "the ministry",
            "act": "said",
            "direct": True,
            "certainty": "attributed",
            "content": [{"start": 1001, "end": 1020}],
        },
        "happened",
        "The ministry said: “The road is closed”.",
    ),
    # a quotation that nobody can point at is not put into the speaker's mouth
    (
        "statement",
        "a witness said it was loud",
        {"speaker_name": "a witness", "act": "said", "direct": True, "content": [{"start": 5, "end": 9}]},
        "happened",
        "Example Gazette reported what a witness said: “a witness said it was loud”.",
    ),
    # reported speech: the words are the publisher's, and "claimed" doubts nobody
    (
        "statement",
        "an office claimed that the road is open",
        {"speaker_name": "an office", "act": "claimed", "direct": False, "certainty": "attributed"},
        "happened",
        "Example Gazette reported what an office said: “an office claimed that the road is open”.",
    ),
    (
        "statement",
        "a committee warned of hunger",
        {"speaker_name": "A committee", "act": "warned", "certainty": "attributed"},
        "at risk",
        "Example Gazette reported what a committee warned: “a committee warned of hunger”.",
    ),
    # what is unconfirmed or denied is not said to have happened
    (
        "event",
        "shots were reportedly fired",
        {"type": "assault", "when": "2023-09-20", "place": "Goris", "certainty": "unconfirmed"},
        "unclear",
        "Example Gazette reported on 30 September 2023: “shots were reportedly fired”. This is not confirmed.",
    ),
    (
        "statement",
        "an office said the bridge fell",
        {"speaker_name": "an office", "act": "said", "certainty": "denied"},
        "unclear",
        "Example Gazette reported what an office said: “an office said the bridge fell”. This is denied.",
    ),
    # a denial is not said to be denied itself
    (
        "statement",
        "the ministry denied this",
        {"speaker_name": "the ministry", "act": "denied", "certainty": "denied"},
        "unclear",
        "Example Gazette reported a denial by the ministry: “the ministry denied this”.",
    ),
    # a crime is named by somebody, never by us
    (
        "qualification",
        "may amount to forcible transfer, a professor said",
        {"term": "forcible_transfer", "by": "a professor", "certainty": "attributed"},
        "happened",
        "A professor spoke of forcible transfer, in the words of Example Gazette: "
        "“may amount to forcible transfer, a professor said”.",
    ),
    (
        "qualification",
        "the office denied genocide",
        {"term": "genocide", "by": "the office", "certainty": "denied"},
        "unclear",
        "The office denied genocide, in the words of Example Gazette: “the office denied genocide”.",
    ),
    (
        "response",
        "the Council met and adopted nothing",
        {"body": "the Council", "what": "met"},
        "happened",
        "Example Gazette reported on 30 September 2023: “the Council met and adopted nothing”.",
    ),
    (
        "call",
        "all sides should let them pass",
        {"speaker_name": "a relief body", "addressee": "all sides", "action": "let them pass"},
        "asked",
        "Example Gazette reported what a relief body asked of all sides: “all sides should let them pass”.",
    ),
    # what a party demands is told as its words, and is never what we ask
    (
        "statement",
        "the ministry demanded that they surrender",
        {"speaker_name": "the ministry", "act": "demanded", "certainty": "attributed"},
        "happened",
        "Example Gazette reported what the ministry demanded: “the ministry demanded that they surrender”.",
    ),
    # an appeal's numbers stay in the passage
    (
        "appeal",
        "give to 000000000000",
        {
            "collector": "the Example Fund",
            "beneficiary": "families",
            "accounts": [{"number": "000000000000"}],
        },
        "asked",
        "Example Gazette reported that the Example Fund asks for gifts for families.",
    ),
]


def _view(kind: str, quote: str, fields: dict[str, Any], **more: Any) -> FindingView:
    plain = {"id": 1, "publisher": "Example Gazette", "published": "2023-09-30", "start": 1000}
    return FindingView(kind=kind, quote=quote, fields=fields, **{**plain, **more})


@pytest.mark.parametrize(("kind", "quote", "fields", "section", "text"), CASES, ids=[c[1] for c in CASES])
def test_a_finding_becomes_a_sentence(
    kind: str, quote: str, fields: dict[str, Any], section: str, text: str
) -> None:
    """Each says who said or printed it, and rests on its finding."""
    (drafted,) = draft_sentences([_view(kind, quote, fields)])
    assert (drafted.section, drafted.text, drafted.finding_ids) == (section, text, (1,))


def test_a_number_alone_is_shown_in_its_sentence() -> None:
    """Where a figure makes no clause, the sentence around it is quoted in place of the bare number."""
    view = _view("figure", "450", {"value": 450}, around="Some 450 wait.")
    (drafted,) = draft_sentences([view])
    assert drafted.text == "Example Gazette reported on 30 September 2023: “Some 450 wait.”"


def test_the_same_sentence_twice_rests_on_both() -> None:
    """Two publishers that carry one announcement give one sentence with two footnotes."""
    fields = CASES[0][2]
    views = [_view("figure", "97,735", fields), _view("figure", "97,735 people", fields, id=2, publisher="B")]
    (drafted,) = draft_sentences(views)
    assert drafted.finding_ids == (1, 2)


def test_sentences_come_in_the_order_of_the_sections() -> None:
    """What happened first, what is asked last, whatever was chosen first."""
    drafted = draft_sentences([_view(*case[:3], id=number) for number, case in enumerate(CASES[::-1])])
    order = [SECTIONS.index(sentence.section) for sentence in drafted]
    assert order == sorted(order) and len(order) == len(CASES)


@pytest.mark.parametrize("kind", ["time", "place", "problem"])
def test_a_finding_that_says_nothing_is_refused(kind: str) -> None:
    """Dropping it silently would lose what somebody chose."""
    with pytest.raises(AlertRefused, match="says nothing by itself"):
        draft_sentences([_view(kind, "Goris", {})])


@pytest.mark.parametrize("term", ["genocide", "war_crime", "torture", "persecution", "other", "starvation"])
@pytest.mark.parametrize("by", [None, "an expert"])
def test_a_crime_is_never_stated(term: str, by: str | None) -> None:
    """The sentence opens with who spoke of it, and the passage stands in quotation marks."""
    (drafted,) = draft_sentences([_view("qualification", "it is what it is", {"term": term, "by": by})])
    assert drafted.text.startswith(("An expert spoke of", "Example Gazette reported"))
    assert "“it is what it is”" in drafted.text


@given(
    kind=st.sampled_from(["figure", "statement", "event", "response", "call", "qualification", "appeal"]),
    quote=st.text(min_size=1, max_size=900),
    words=st.text(max_size=80),
    value=st.one_of(st.none(), st.integers(), st.floats(allow_nan=False)),
    content=st.lists(
        st.fixed_dictionaries({"start": st.integers(0, 3000), "end": st.integers(0, 3000)}), max_size=3
    ),
)
def test_any_finding_can_be_drafted(
    kind: str, quote: str, words: str, value: float | None, content: list[dict[str, int]]
) -> None:
    """Odd words and spans that point nowhere give a sentence on one line, short enough to be stored."""
    names = (
        "speaker",
        "speaker_name",
        "body",
        "by",
        "collector",
        "addressee",
        "place",
        "when",
        "as_of",
        "term",
    )
    fields = {**dict.fromkeys(names, words), "value": value, "content": content, "unit": "person"}
    (drafted,) = draft_sentences([_view(kind, quote, fields)])
    assert drafted.text and "\n" not in drafted.text
    assert len(drafted.text) <= 2000


PRINTED = "A council said that shots were fired and that “nobody may leave,” witnesses told it."


def _in_sentence(number: int, kind: str, quote: str, fields: dict[str, Any], **more: Any) -> FindingView:
    start = 500 + PRINTED.index(quote)
    return _view(
        kind, quote, fields, id=number, text_id=7, start=start, around=PRINTED, around_start=500, **more
    )


def test_what_one_printed_sentence_says_is_told_once() -> None:
    """The sentence that names who spoke rests on the event in it as well; another speaker's stays beside it."""
    said = {"speaker_name": "A council", "act": "said", "certainty": "attributed"}
    drafted = draft_sentences(
        [
            _in_sentence(1, "event", "shots were fired", {"certainty": "attributed"}),
            _in_sentence(2, "statement", "A council said that shots were fired", said),
            _in_sentence(3, "statement", "witnesses told it", {**said, "speaker_name": "witnesses"}),
        ]
    )
    assert [each.finding_ids for each in drafted] == [(1, 2), (3,)]
    assert drafted[0].text.startswith("Example Gazette reported what a council said: “A council said")


def test_a_doubt_is_of_the_words_that_are_doubted() -> None:
    """Not of the whole sentence around them, and never lost in a sentence that has none."""
    said = {"speaker_name": "A council", "act": "said", "certainty": "attributed"}
    happened, unclear = draft_sentences(
        [
            _in_sentence(1, "event", "shots were fired", {"certainty": "unconfirmed"}),
            _in_sentence(2, "statement", PRINTED[:-1], said),
        ]
    )
    assert (happened.section, happened.finding_ids) == ("happened", (2,))
    assert unclear.finding_ids == (1,)
    assert unclear.text.endswith(" Of this, “shots were fired” is not confirmed.")


def test_a_claim_and_its_denial_stand_together() -> None:
    """Who denied it is named and footnoted, and nobody's word is preferred."""
    claim = {"speaker_name": "A council", "act": "said", "certainty": "denied"}
    (drafted,) = draft_sentences(
        [_view("statement", "the road is open", claim, denials=((9, "Relief Office"),))]
    )
    assert drafted.section == "unclear" and drafted.finding_ids == (1, 9)
    assert drafted.text.endswith("“the road is open”. The Relief Office denied this.")


def test_words_that_a_report_quotes_are_their_speakers() -> None:
    """Not the publisher's, who only printed them."""
    (drafted,) = draft_sentences([_view("event", "the gas is cut", {}, quoted_of="Institute for Hill Peace")])
    assert drafted.text == (
        "The Institute for Hill Peace said, as Example Gazette printed on 30 September 2023: “the gas is cut”."
    )
