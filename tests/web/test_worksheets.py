"""The worksheet of an assessment: every cell leads to its note, every note to its cells, and nothing asserts a crime."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests import made
from tests.web.site import HOSTILE, Site
from tocsin import assessment, record, situations
from tocsin.assessment.models import Assessment
from tocsin.assessment.worksheet import worksheet_of
from tocsin.assessment.worksheet_json import as_json
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.web.worksheet_pages import html_of, json_of, pdf_of

pytestmark = pytest.mark.django_db

TEXTS = (
    "Soldiers turned back a convoy of flour at the bridge, a driver said.",
    "The ministry denied that its forces had blocked aid.",
    "Ida Holm called the blockade a genocide. The chancellor said it was not a genocide.",
    "At least 17 villagers were killed on Saturday. Soldiers burnt the church, a deacon said.",
    "“We will exterminate them all,” the preacher said.",
    "Food reached the town on Friday, an agency said.",
)


@pytest.fixture
def law() -> Assessment:
    return gathered("rome-statute-2011")


@pytest.fixture
def risk() -> Assessment:
    return gathered("un-foa-2014")


def gathered(framework: str) -> Assessment:
    """An open assessment of a situation whose reports are read, with every proposal of the rules accepted."""
    by = made.login("analyst", "analyst")
    situation = situations.open_situation("the-road", title="The road", by="analyst", now=made.NOW)
    reports = [
        made.report(text, publisher=f"Gazette {number}").report_id for number, text in enumerate(TEXTS, 1)
    ]
    situations.gather(situation, reports, by="analyst", now=made.NOW)
    record.read_reports(reports, by="analyst", now=made.NOW)
    Finding.objects.update(state="accepted")
    row = assessment.begin(situation, assessment.latest(framework, now=made.NOW), by=by, now=made.NOW)
    assessment.propose(row, assessment.proposals_for(row), by=by, now=made.NOW)
    for each in row.evidence.all():
        weigh(row, each.criterion, each.finding_id, each.side, seen=each.pk)
    return row


def weigh(row: Assessment, criterion: str, finding: int, side: str, *, seen: int | None) -> None:
    assessment.weigh(
        row,
        criterion,
        finding,
        side=side,
        standing="accepted",
        reason="read and relevant",
        by=row.begun_by,
        now=made.NOW,
        seen=seen,
    )


def judge(row: Assessment, criterion: str, verdict: str = "partly") -> None:
    said = {"verdict": verdict, "confidence": "low", "reason": "two accounts disagree"}
    assessment.judge(row, criterion, by=row.begun_by, now=made.NOW, seen=None, **said)


def check_notes(row: Assessment, *, public: bool = False) -> dict[str, Any]:
    """Both ways: every mark has its note, every note is marked somewhere, and leads back to each place that cites it."""
    sheet = worksheet_of(row, public=public)
    page, _ = html_of(sheet)
    told = as_json(sheet)
    marked = {int(number) for number in re.findall(r'href="#note-(\d+)"', page)}
    noted = [int(number) for number in re.findall(r'id="note-(\d+)"', page)]
    assert noted == list(range(1, len(told["notes"]) + 1)) == [each["number"] for each in told["notes"]]
    assert marked == set(noted)
    places = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places
    assert len(places) == len(re.findall(r' id="', page))
    check_json(told)
    return told


def check_json(told: dict[str, Any]) -> None:
    by_number = {each["number"]: each for each in told["notes"]}
    cited: set[tuple[str, int]] = set()
    for part in told["parts"]:
        for each in part["criteria"]:
            notes = {one["note"] for side in ("for", "against") for one in each[side]["evidence"]}
            cited |= {(each["id"], number) for number in notes}
            if each["judgement"]:
                assert set(each["judgement"]["notes"]) == notes
            for side in ("for", "against"):
                assert all(one["quote"] == by_number[one["note"]]["quote"] for one in each[side]["evidence"])
    cited |= {("jurisdiction", each["note"]) for each in told["jurisdiction"] if each["note"]}
    views = [view for each in told["qualifications"] for view in (*each["named"], *each["denied"])]
    cited |= {("qualifications", view["note"]) for view in views}
    assert cited == {(name, note["number"]) for note in told["notes"] for name in note["cited_by"]}
    for note in told["notes"]:
        report = Report.objects.get(pk=note["report"])
        assert (note["sha256"], note["publisher"]) == (report.sha256, report.publisher)
        text = Finding.objects.select_related("text").get(pk=note["finding"]).text.text
        assert text[note["passage"]["start"] : note["passage"]["end"]] == note["quote"]
        assert f"{note['before']}{note['quote']}{note['after']}" in text


@pytest.mark.parametrize("framework", ["un-foa-2014", "rome-statute-2011"])
def test_every_cell_has_its_note_and_every_note_its_cell(framework: str) -> None:
    """Proposals for and against, a crime named and refused, a verdict: each leads to passage, publisher and bytes."""
    row = gathered(framework)
    judge(row, "13.8" if framework == "un-foa-2014" else "8(2)(b)(xxv)/1")
    told = check_notes(row)
    assert len(told["notes"]) >= 6
    assert told["qualifications"][0]["term"] == "genocide"
    assert told["qualifications"][0]["named"] and told["qualifications"][0]["denied"]


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_notes_hold_whatever_is_cited(law: Assessment, data: st.DataObject) -> None:
    """Any findings, for and against any elements, with answers that findings show."""
    findings = list(Finding.objects.values_list("pk", flat=True))
    criteria = [each.id for each in assessment.sheet_of(law).framework.criteria()]
    for _ in range(data.draw(st.integers(0, 4))):
        criterion = data.draw(st.sampled_from(criteria))
        finding, side = data.draw(st.sampled_from(findings)), data.draw(st.sampled_from(["for", "against"]))
        line = law.evidence.filter(criterion=criterion, finding=finding, side=side, superseded_by=None)
        last = line.first()
        weigh(law, criterion, finding, side, seen=last.pk if last else None)
    question = data.draw(st.sampled_from(assessment.sheet_of(law).framework.jurisdiction_questions))
    given_before = law.answers.filter(question=question, superseded_by=None).first()
    assessment.answer_question(
        law,
        question,
        answer="disputed",
        reason="two readings",
        by=law.begun_by,
        now=made.NOW,
        seen=given_before.pk if given_before else None,
        shown_by=data.draw(st.sampled_from([None, *findings])),
    )
    check_notes(law)


def test_gaps_are_shown_as_gaps(risk: Assessment) -> None:
    """What nobody judged is counted and named; a part without indicators says that nothing is invented for it."""
    judge(risk, "13.8")
    told = check_notes(risk)
    assert "13.8" not in told["gaps"] and len(told["gaps"]) == told["framework"]["criteria"] - 1
    page, _ = html_of(worksheet_of(risk, public=False))
    assert "Nothing of this part is here yet, and nothing is invented for it." in page
    assert "not judged: a gap" in page
    assert 'id="c-2-7"' in page and page.count(" gaps</b>") > 5


def test_what_was_not_compared_with_the_original_says_so(law: Assessment) -> None:
    told = check_notes(law)
    assert told["framework"]["not_compared_with_the_original"] == told["framework"]["criteria"]
    page, _ = html_of(worksheet_of(law, public=False))
    assert "not yet compared with the original" in page


def test_a_short_passage_is_shown_within_its_line(law: Assessment) -> None:
    """“genocide” alone says little: its note has the words around it."""
    notes = as_json(worksheet_of(law, public=False))["notes"]
    around = {
        f"{each['before']}[{each['quote']}]{each['after']}" for each in notes if each["quote"] == "genocide"
    }
    assert around == {
        "Ida Holm called the blockade a [genocide]. The chancellor said it was not a genocide.",
        "Ida Holm called the blockade a genocide. The chancellor said it was not a [genocide]",
    }


def test_elements_are_told_by_kind(law: Assessment) -> None:
    """A crime's table gives each element with its kind; "as such" stands; intent has only what somebody said."""
    crime = next(each for each in as_json(worksheet_of(law, public=False))["parts"] if each["id"] == "6(a)")
    assert [each["kind"] for each in crime["criteria"]] == ["conduct", "circumstance", "mental", "contextual"]
    intent = crime["criteria"][2]
    assert "as such" in intent["text"]
    assert any("exterminate" in each["quote"] for each in intent["for"]["evidence"])
    assert [each["quote"] for each in intent["against"]["evidence"]] == ["genocide"]
    page, _ = html_of(worksheet_of(law, public=False))
    assert "mental element" in page


@pytest.mark.parametrize("framework", ["un-foa-2014", "rome-statute-2011"])
def test_no_crime_is_asserted(framework: str) -> None:
    """The wording is "information relevant to"; no verdict on a crime stands anywhere."""
    row = gathered(framework)
    words = html_of(worksheet_of(row, public=False))[0] + json_of(worksheet_of(row, public=False))
    assert "nformation relevant to" in words
    assert "no finding that a crime was committed" in words
    for asserted in (
        "crime established",
        "is guilty",
        "committed genocide",
        "proven",
        "crime was established",
    ):
        assert asserted not in words


def test_the_same_store_gives_the_same_bytes(law: Assessment) -> None:
    """Page, JSON and PDF: nothing of the clock stands in them."""
    first, second = (worksheet_of(law, public=False) for _ in range(2))
    assert html_of(first) == html_of(second)
    assert json_of(first) == json_of(second)
    assert pdf_of(first, paper="a4") == pdf_of(second, paper="a4")


def test_a_pdf_holds_every_note(law: Assessment) -> None:
    import io

    sheet = worksheet_of(law, public=False)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(sheet, paper="letter"))).pages)
    flat = re.sub(r"\s+", "", text)
    assert all(note.sha256 in flat for note in sheet.notes)
    assert "Informationrelevanttoit" in flat


def test_the_public_sees_what_is_open_and_no_name(site: Site) -> None:
    """A report that is restricted later takes its passage out; who judged is said to the desk alone."""
    row = site.public_assessment
    address = f"/situations/displacement-2023/assessments/{row.pk}/worksheet"
    page = site.client(None).get(f"{address}/").content.decode()
    told = json.loads(site.client(None).get(f"{address}.json").content)
    assert "97,735" in page and told["audience"] == "public"
    assert len(told["notes"]) >= 1
    for name in ("analyst", "lawyer", "issuer"):
        assert f">{name}" not in page
    assert '"by": "analyst"' not in json.dumps(told)
    check_notes(row, public=True)
    Report.objects.update(sensitivity=Report.Sensitivity.RESTRICTED)
    told = json.loads(site.client(None).get(f"{address}.json").content)
    assert told["notes"] == []
    assert [each["withheld"] for part in told["parts"] for each in part["criteria"] if each["judgement"]] == [
        True
    ]
    assert "97,735" not in site.client(None).get(f"{address}/").content.decode()


def test_what_is_not_published_has_no_public_worksheet(site: Site) -> None:
    address = f"/situations/displacement-2023/assessments/{site.assessment.pk}/worksheet"
    for form in ("/", ".pdf", ".json"):
        assert site.client(None).get(f"{address}{form}").status_code == 404
    assert (
        site.client("auditor")
        .get(f"/desk/assessments/{site.assessment.pk}/worksheet.pdf?paper=a9")
        .status_code
        == 404
    )


def test_hostile_words_stay_words() -> None:
    """What a report, a title or a person typed is escaped."""
    by = made.login("analyst", "analyst")
    text = made.report(f"Soldiers blocked aid, {HOSTILE} said.", publisher=HOSTILE)
    situation = situations.open_situation("odd", title=HOSTILE, by="analyst", now=made.NOW)
    situations.gather(situation, [text.report_id], by="analyst", now=made.NOW)
    finding = made.finding(
        text, "statement", f"Soldiers blocked aid, {HOSTILE} said", state="accepted", act="said"
    )
    row = assessment.begin(situation, assessment.latest("un-foa-2014", now=made.NOW), by=by, now=made.NOW)
    weigh(row, "13.8", finding.pk, "for", seen=None)
    page, _ = html_of(worksheet_of(row, public=False))
    assert HOSTILE not in page
    assert "<script" not in page.replace("<script src=", "")


def test_an_empty_assessment_has_a_worksheet(site: Site) -> None:
    """All gaps, and no note."""
    situation = situations.open_situation("empty", title="Empty", by="analyst", now=made.NOW)
    version = assessment.latest("rome-statute-2011", now=made.NOW)
    row = assessment.begin(situation, version, by=site.logins["analyst"], now=made.NOW)
    told = check_notes(row)
    assert told["notes"] == [] and len(told["gaps"]) == told["framework"]["criteria"]


#: the shape that docs/reference/worksheet.md describes: key -> type, or the shape within
SHAPE: dict[str, Any] = {
    "shape": str,
    "notice": str,
    "audience": str,
    "stands_at": str,
    "situation": {"slug": str, "title": str, "time_zone": str, "demonstration": bool},
    "assessment": {
        "number": int,
        "state": str,
        "begun_at": str,
        "finished_at": (str, type(None)),
        "published_at": (str, type(None)),
        "carries_on": (int, type(None)),
    },
    "framework": {
        "id": str,
        "title": str,
        "edition": str,
        "issuer": str,
        "source": str,
        "sha256": str,
        "of": str,
        "criteria": int,
        "not_compared_with_the_original": int,
    },
    "gaps": [str],
    "parts": [
        {
            "id": str,
            "kind": str,
            "title": str,
            "convention": (str, type(None)),
            "complete": bool,
            "criteria": [
                {
                    "id": str,
                    "kind": str,
                    "text": str,
                    "note": (str, type(None)),
                    "compared_with_the_original": bool,
                    "gap": bool,
                    "judgement": (dict, type(None)),
                    "for": {"independent_publishers": int, "evidence": [dict]},
                    "against": {"independent_publishers": int, "evidence": [dict]},
                    "withheld": bool,
                }
            ],
        }
    ],
    "jurisdiction": [
        {"question": str, "answer": (str, type(None)), "reason": (str, type(None)), "note": (int, type(None))}
    ],
    "qualifications": [{"term": str, "named": [dict], "denied": [dict]}],
    "notes": [
        {
            "number": int,
            "finding": int,
            "kind": str,
            "state": str,
            "passage": {"start": int, "end": int},
            "quote": str,
            "before": str,
            "after": str,
            "language": (str, type(None)),
            "report": int,
            "publisher": (str, type(None)),
            "published": (str, type(None)),
            "published_precision": (str, type(None)),
            "sha256": str,
            "restricted": bool,
            "cited_by": [str],
        }
    ],
}


def fits(value: Any, shape: Any, where: str = "$") -> None:
    if isinstance(shape, dict):
        assert value.keys() == shape.keys(), where
        for key, inner in shape.items():
            fits(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for place, each in enumerate(value):
            fits(each, shape[0], f"{where}[{place}]")
    else:
        assert isinstance(value, shape), where


def test_json_has_the_shape_that_is_documented(law: Assessment) -> None:
    """Every key, no other, and its kind of value; the reference page names each key."""
    from pathlib import Path

    told = json.loads(json_of(worksheet_of(law, public=False)))
    fits(told, SHAPE)
    page = (Path(__file__).parents[2] / "docs" / "reference" / "worksheet.md").read_text(encoding="utf-8")
    assert [key for key in keys(told) if f"`{key}`" not in page] == []


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()
