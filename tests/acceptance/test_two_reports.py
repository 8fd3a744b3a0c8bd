"""The acceptance case: two real news reports, read as the organisations that need Tocsin would need them read.

The reports lie outside the project and no sentence of theirs stands in it; these tests say what must be found there.
"""

from pathlib import Path

import pytest

from tocsin.reading import Figure, Reading, Statement, read


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (shared / "reports").glob("*.txt")}


@pytest.fixture(scope="module")
def exodus(texts: dict[str, str]) -> tuple[str, Reading]:
    text = texts["displacement-2023-09-29"]
    return text, read(text, published="2023-09-29")


@pytest.fixture(scope="module")
def sos(texts: dict[str, str]) -> tuple[str, Reading]:
    text = texts["sos-alert-2023-09-23"]
    return text, read(text, published="2023-09-23")


def content(text: str, statement: Statement) -> str:
    return " ".join(text[span.start : span.end] for span in statement.content)


def by_speaker(pair: tuple[str, Reading], name: str) -> list[tuple[Statement, str]]:
    text, reading = pair
    return [(one, content(text, one)) for one in reading.statements if name in (one.speaker_name or "")]


def the_count(reading: Reading) -> Figure:
    (figure,) = [one for one in reading.figures if one.value == 97_735]
    return figure


def test_the_count_is_read_whole(exodus: tuple[str, Reading]) -> None:
    """97,735 crossed from Artsakh into Armenia, as of 18:00 there on Friday, since Sunday; nobody in particular says so."""
    figure = the_count(exodus[1])
    assert (figure.unit, figure.term, figure.kind, figure.quantifier) == (
        "person",
        "crossed",
        "stock",
        "exact",
    )
    assert (figure.as_of, figure.since) == ("2023-09-29T18:00+04:00", "2023-09-24")
    roles = {place.role: place for place in figure.places}
    assert roles["origin"].name == "Artsakh"
    assert (roles["destination"].name, roles["destination"].country) == ("Armenia", "ARM")
    assert figure.speaker is None


def test_one_place_is_known_by_all_its_names(exodus: tuple[str, Reading]) -> None:
    """Artsakh and Nagorno-Karabakh are one place under two names, and neither is preferred."""
    artsakh = next(place for place in exodus[1].places if place.name == "Artsakh")
    assert {"Artsakh", "Nagorno-Karabakh"} <= set(artsakh.known_as)
    assert artsakh.lat is not None


def test_account_numbers_and_links_are_no_figures(exodus: tuple[str, Reading]) -> None:
    """Neither the account nor the numbers in the link are quantities of anything."""
    assert {900005002762, 5425} & {figure.value for figure in exodus[1].figures} == set()


def test_how_to_give_is_read(exodus: tuple[str, Reading]) -> None:
    """The account takes drams by bank transfer, the link takes any currency by card."""
    (appeal,) = exodus[1].appeals
    assert [(account.number, account.currency) for account in appeal.accounts] == [("900005002762", "AMD")]
    assert {(channel.kind, channel.currency) for channel in appeal.channels} == {
        ("bank_transfer", "AMD"),
        ("card", "any"),
    }
    assert any(link.startswith("https://www.e-payments.am/") for link in appeal.links)
    assert appeal.collector and "Finance" in appeal.collector


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lemkin Institute for Genocide Prevention", "mendacious"),
        ("Lemkin Institute for Genocide Prevention", "learned nothing"),
        ("Matthew Miller", "two sides"),
        ("O’Brien", "conditions of life"),
        ("Priya Pillai", "threshold"),
        ("Luis Moreno Ocampo", "obviously"),
        ("Baku", "weapons smuggling"),
    ],
)
def test_who_said_what(exodus: tuple[str, Reading], name: str, words: str) -> None:
    """Each speaker is found under the fullest form of the name, with what they said."""
    assert any(words in said for _, said in by_speaker(exodus, name)), [
        (one.speaker_name, said[:60]) for one, said in by_speaker(exodus, "")
    ]


def test_the_ministry_speaks_through_its_announcement(exodus: tuple[str, Reading]) -> None:
    """The announcement on the account is the Finance Ministry's."""
    said = [said for one, said in by_speaker(exodus, "Finance") if "treasury account" in said]
    assert said


def test_what_was_told_to_an_agency_is_relayed_by_it(exodus: tuple[str, Reading]) -> None:
    """Both lawyers told Reuters."""
    text, reading = exodus
    relayed = [one for one in reading.statements if "Reuters" in one.relayed_by]
    named = " ".join(text[span.start : span.end] for one in relayed for span in one.speakers)
    assert "Pillai" in named and "O’Brien" in named


@pytest.mark.parametrize(
    ("term", "by"),
    [
        ("war_crime", "egal experts"),
        ("crime_against_humanity", "Pillai"),
        ("genocide", "Lemkin Institute"),
        ("genocide", "O’Brien"),
        ("genocide", "Ocampo"),
    ],
)
def test_legal_views_are_each_somebodys_own(exodus: tuple[str, Reading], term: str, by: str) -> None:
    """Every crime that is named is named by somebody, and the program knows by whom."""
    found = [(one.term, one.by) for one in exodus[1].qualifications]
    assert any(one == term and by in (who or "") for one, who in found), found


def test_names_of_institutions_are_no_accusations(exodus: tuple[str, Reading]) -> None:
    """An institute for genocide prevention names itself, not a crime."""
    text, reading = exodus
    for one in reading.qualifications:
        assert "Prevention" not in text[one.start : one.end + 12]
        assert "Scholars" not in text[one.start : one.end + 12]


def test_the_strikes_are_events_of_two_days(sos: tuple[str, Reading]) -> None:
    """The air strikes of 20 and of 21 September, by Azerbaijan."""
    days = {one.when for one in sos[1].events if one.type == "assault" and one.when}
    assert {"2023-09-20", "2023-09-21"} <= days
    assert any(one.actor == "Azerbaijan" for one in sos[1].events if one.when == "2023-09-20")


def test_cut_services_are_an_event(sos: tuple[str, Reading]) -> None:
    """Electricity, gas and telephone were cut by Azerbaijan."""
    text, reading = sos
    cut = [one for one in reading.events if "electricity" in text[one.start : one.end]]
    assert any(one.type == "coerce" and one.actor == "Azerbaijan" for one in cut), cut


def test_unconfirmed_reports_are_marked_so(sos: tuple[str, Reading]) -> None:
    """Reports of atrocities and massacres that nobody confirmed are never asserted."""
    text, reading = sos
    marked = [
        one
        for one in (*reading.events, *reading.statements, *reading.qualifications)
        if one.certainty == "unconfirmed"
    ]
    assert any("massacres" in text[one.start : one.end] for one in marked)


def test_the_meeting_without_result_is_a_response(sos: tuple[str, Reading]) -> None:
    """The Security Council met on 21 September and agreed on nothing."""
    met = [one for one in sos[1].responses if one.when == "2023-09-21"]
    assert any("Security Council" in (one.body or "") and one.result for one in met), sos[1].responses


def test_a_claim_and_its_denial_stand_together(sos: tuple[str, Reading]) -> None:
    """The President's claim is his, and is denied by the Institute, whose denial points at it."""
    claims = [
        (index, one) for index, one in enumerate(sos[1].statements)
        if "Ilham Aliyev" in (one.speaker_name or "") and "targeting" in content(sos[0], one)
    ]  # fmt: skip
    assert claims and all(one.certainty == "denied" for _, one in claims)
    denials = [
        one for one in sos[1].statements if one.denies is not None and "Lemkin" in (one.speaker_name or "")
    ]
    denied = {one.denies for one in denials}
    assert denied & {index for index, _ in claims} or any(one.act == "denied" for one in denials)


def test_calls_name_who_is_asked(sos: tuple[str, Reading]) -> None:
    """At least four calls, each with somebody who is asked and something to do."""
    calls = [one for one in sos[1].calls if one.addressee and one.action]
    assert len(calls) >= 4, sos[1].calls
    assert any("international community" in (one.addressee or "") for one in calls)


@pytest.mark.parametrize("name", ["displacement-2023-09-29", "sos-alert-2023-09-23"])
def test_every_passage_lies_in_the_text(texts: dict[str, str], name: str) -> None:
    """Half-open spans that slice back, in text order."""
    reading = read(texts[name], published="2023-09-29").as_dict()
    for rows in reading.values():
        assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
        assert all(0 <= row["start"] < row["end"] <= len(texts[name]) for row in rows)


def test_the_courts_explanation_of_forcibly_is_the_courts(exodus: tuple[str, Reading]) -> None:
    """What the founding documents say of forcible transfer is named by them, and of nobody in particular."""
    named = [one for one in exodus[1].qualifications if one.term == "forcible_transfer"]
    assert named
    assert all("International Criminal Court" in (one.by or "") and one.of is None for one in named), named


def test_what_the_legal_views_are_of(exodus: tuple[str, Reading]) -> None:
    """The flight is what is called a war crime; the accused are world leaders; the victims are named."""
    found = {(one.term, one.of) for one in exodus[1].qualifications}
    assert ("war_crime", "the mass flight") in found, found
    assert any(term == "war_crime" and "exodus" in (of or "") for term, of in found)
    assert ("complicity", "world leaders") in found
    assert any(term == "genocide" and "Armenians" in (of or "") for term, of in found)


def test_views_named_by_somebody_are_attributed(exodus: tuple[str, Reading]) -> None:
    """No crime is asserted by the report itself."""
    assert {one.certainty for one in exodus[1].qualifications} == {"attributed"}


def test_atrocities_that_nobody_confirmed_are_unconfirmed_events(sos: tuple[str, Reading]) -> None:
    """The reports of atrocities and massacres are one event, unconfirmed; what was done before is not."""
    text, reading = sos
    (reported,) = [one for one in reading.events if text[one.start : one.end] == "atrocities and massacres"]
    assert (reported.type, reported.certainty) == ("assault", "unconfirmed")


def test_every_call_has_its_addressee(sos: tuple[str, Reading]) -> None:
    """The community is asked to act, grant access, insist and keep families together; women and children to refuse."""
    asked = [(one.addressee or "", one.action) for one in sos[1].calls]
    wanted = [
        ("international community", "act immediately"),
        ("international community", "unhindered access"),
        ("international community", "insist"),
        ("international community", "should be separated"),
        ("women and children", "refuse"),
    ]
    assert len(asked) == len(wanted), asked
    for (addressee, action), (who, what) in zip(asked, wanted, strict=True):
        assert who in addressee and what in action, (addressee, action)
    assert {one.speaker_name for one in sos[1].calls} == {"Lemkin Institute for Genocide Prevention"}


def test_that_nothing_was_done_is_a_response(sos: tuple[str, Reading]) -> None:
    """After the meeting no action was taken, by the same council."""
    assert any(one.what == "no action" and "Security Council" in (one.body or "") for one in sos[1].responses)


def test_a_report_of_a_flight_asks_nobody(exodus: tuple[str, Reading]) -> None:
    """The first report appeals for gifts and calls on nobody."""
    assert exodus[1].calls == ()
