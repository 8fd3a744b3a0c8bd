"""The printed brief: two pages, every number with its note, nothing fetched, nothing told that is not public."""

import re
import socket
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests import made
from tests.web import crowd
from tests.web.mapped import map_findings
from tests.web.site import HOSTILE, Site
from tocsin.errors import PrintTrouble
from tocsin.reports.models import Report
from tocsin.situations import decide
from tocsin.situations.brief import brief_of
from tocsin.situations.models import Situation
from tocsin.web import pdf
from tocsin.web.brief_pages import Sheet, pdf_of, sheet_of
from tocsin.web.pdf import PAPERS, make_pdf

pytestmark = pytest.mark.django_db


def sheet(situation: Situation, *, is_public: bool = True) -> Sheet:
    return sheet_of(situation, is_public=is_public, for_pdf=True)


def printed(sheet: Sheet, paper: str = "letter") -> PdfReader:
    made_pdf = make_pdf(sheet.html, paper=paper, identifier=sheet.digest, made_at=sheet.shown.stands_at)
    return PdfReader(BytesIO(made_pdf.content))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_crowded_situation_takes_two_pages_at_the_first_attempt(paper: str) -> None:
    """Long titles and names, thirty reports in five scripts: what is reckoned fits on either paper."""
    pages = printed(sheet(crowd.crowded()), paper).pages
    assert len(pages) == 2
    assert "2 / 2" in pages[1].extract_text()


def test_an_empty_situation_gives_an_honest_brief() -> None:
    """Two pages that say that no report was gathered, and no error."""
    found = sheet(crowd.empty())
    assert "No report gathered yet" in found.html
    assert "Nothing was left out" in found.html
    assert len(printed(found).pages) == 2


def test_reports_without_an_accepted_finding_are_told_apart_from_no_report() -> None:
    """One report was gathered and nobody has reviewed it."""
    situation = crowd.empty()
    situation.gatherings.create(
        report=made.report("The road is open.").report, added_by="tests", added_at=made.NOW
    )
    html = sheet(situation).html
    assert "1 report from 1 publisher" in html
    assert "No finding of these reports has been accepted yet" in html


@pytest.mark.parametrize("slug", ["crowd", "displacement-2023", "nothing"])
def test_every_mark_has_its_note_and_every_note_its_mark(site: Site, slug: str) -> None:
    """Numbers run from one without a gap, in the order in which they are first read."""
    crowd.crowded()
    crowd.empty()
    html = sheet(Situation.objects.get(slug=slug)).html
    marks = [int(each) for each in re.findall(r'<a href="#note-(\d+)">', html)]
    notes = [int(each) for each in re.findall(r'<li id="note-(\d+)">', html)]
    assert notes == list(range(1, len(notes) + 1))
    assert list(dict.fromkeys(marks)) == notes


def test_a_note_leads_back_to_the_sealed_report(site: Site) -> None:
    """Publisher, date, passage, address and the beginning of the SHA-256 stand in it."""
    html = sheet(site.situation).html
    report = site.figure.report
    note = next(each for each in html.split("<li id=") if f"/passages/{site.figure.pk}/" in each)
    for words in ("Example Gazette", "Fri 29 Sept 2023, 19:00 +04:00", "97,735 people", report.sha256[:12]):
        assert words in note, words


def test_the_figure_of_an_arrow_has_its_note(site: Site) -> None:
    """The map stands in the brief, and what it says of a way leads to a passage."""
    arrow, *_others = map_findings(site)
    found = sheet(site.situation)
    assert '<svg class="map print"' in found.html
    assert arrow.pk in found.shown.ways and arrow.pk in found.shown.numbers
    assert len(printed(found).pages) == 2


def test_what_is_left_out_is_counted(site: Site) -> None:
    """Shown and left out are together all that stands."""
    found = sheet(crowd.crowded())
    shown, counts = found.shown, brief_of(Situation.objects.get(slug="crowd"), public=True).counts
    figures = {row.finding_id for row in (*shown.lead, *shown.figures, *shown.others)}
    assert f"{counts['figure'] - len(figures)} figures" in shown.left_out
    assert f"{counts['event'] - len(shown.events)} moments of the timeline" in shown.left_out
    assert f"{counts['call'] - len(shown.calls)} calls" in shown.left_out
    assert all(words in found.html for words in shown.left_out)


def test_each_kind_has_a_place_in_a_crowd() -> None:
    """However many figures there are, they leave room for what was said, what happened, what was asked."""
    shown = sheet(crowd.crowded()).shown
    for name in ("lead", "figures", "others", "doubts", "events", "calls", "stated", "unconfirmed"):
        assert getattr(shown, name), name


def test_what_nobody_decided_stands_first_and_a_decision_beside_its_contradiction(site: Site) -> None:
    """The decided one comes behind, with the verdict and the reason."""
    brief = brief_of(site.situation, public=True)
    before = sheet(site.situation).shown.doubts
    first = before[0].contradiction
    decide(
        brief.situation, first.key, verdict="recount", reason="they counted the buses again",
        by=site.logins["analyst"], now=made.NOW, seen=None,
    )  # fmt: skip
    found = sheet(site.situation)
    assert found.shown.doubts[-1].contradiction.key == first.key
    assert "they counted the buses again" in found.html
    assert "counted anew" in found.html


def test_a_figure_that_a_person_passed_over_gives_way_to_the_preferred_one(site: Site) -> None:
    """Of two counts at one instant the preferred one leads, and says so; the other stands with the contradiction."""
    shown = sheet(site.situation).shown
    one = next(each.contradiction for each in shown.doubts if len(each.contradiction.finding_ids) == 2)
    preferred, other = one.finding_ids
    decide(
        site.situation, one.key, verdict="mistake", reason="a slip", by=site.logins["analyst"],
        now=made.NOW, seen=None, preferred=preferred,
    )  # fmt: skip
    after = sheet(site.situation).shown
    assert other not in {row.finding_id for row in (*after.lead, *after.figures)}
    assert preferred in after.brief.preferred


def test_denials_stand_beside_what_they_deny() -> None:
    """A pair in one row, and neither of the two again among the others."""
    situation = crowd.empty()
    text = made.report("The mill burned, said Ani. It did not burn, said Levon.")
    run = text.runs.create(reader="tests", read_at=made.NOW)
    said = made.finding(text, "statement", "The mill burned", state="accepted", speaker_name="Ani")
    denial = made.finding(
        text,
        "statement",
        "It did not burn",
        state="accepted",
        speaker_name="Levon",
        denies=0,
        certainty="denied",
    )
    for place, row in enumerate((said, denial)):
        row.run, row.ordinal = run, place
        row.save()
    situation.gatherings.create(report=text.report, added_by="tests", added_at=made.NOW)
    shown = sheet(situation).shown
    assert [(pair.said.finding_id, pair.denial.finding_id) for pair in shown.denied] == [(said.pk, denial.pk)]
    assert not shown.stated and not shown.unconfirmed


def test_the_public_brief_quotes_no_restricted_report(site: Site) -> None:
    """The desk's brief does, says so at the note, and is marked as not for the public."""
    Report.objects.filter(pk=site.figure.report_id).update(sensitivity=Report.Sensitivity.RESTRICTED)
    public, desk = sheet(site.situation).html, sheet(site.situation, is_public=False).html
    assert "97,735" not in public and "fuel depot" not in public
    assert "97,735" in desk and ">restricted<" in desk
    assert "For the desk: not for the public" in desk


def test_nobody_sees_a_brief_before_its_situation_is_published(site: Site) -> None:
    """The public gets 404 for page and PDF; the desk a draft that says so."""
    client = site.client(None)
    for name in ("brief/", "brief.pdf"):
        assert client.get(f"/situations/not-yet-public/{name}").status_code == 404
    page = site.client("auditor").get("/desk/situations/not-yet-public/brief/")
    assert "Draft: not published" in page.content.decode()
    assert "1,234" in page.content.decode()


def test_strangers_words_are_escaped_and_a_demonstration_says_so(site: Site) -> None:
    """A script in a title or a speaker's name is text."""
    html = sheet(site.situation).html
    assert HOSTILE not in html and "&lt;script&gt;" in html
    assert "Demonstration: invented publishers" in html
    assert "Exercise, no real warning" in html


def test_the_pdf_is_tagged_named_and_the_same_for_the_same_content(site: Site) -> None:
    """PDF/UA with title and language; bytes that depend on the content alone, never on the clock."""
    found = sheet(site.situation)
    asked: dict[str, Any] = {"paper": "a4", "identifier": found.digest, "made_at": found.shown.stands_at}
    first = make_pdf(found.html, **asked)
    assert first == make_pdf(found.html, **asked)
    reader = PdfReader(BytesIO(first.content))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert reader.metadata is not None and "Displacement" in str(reader.metadata.title)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "97,735" in words and "Demonstration" in words
    assert reader.metadata.creation_date == found.shown.stands_at.replace(microsecond=0)


def test_other_scripts_are_set_in_letters_of_their_own() -> None:
    """Armenian, Arabic and Cyrillic letters come out of the PDF as they went in, the marked direction in the page."""
    found = sheet(crowd.crowded())
    assert '<q lang="en" dir="auto">' in found.html
    words = "".join(page.extract_text() for page in printed(found).pages)
    for word in ("ճանապարհը", "дорога"):
        assert word in words, word
    assert re.search("[\u0600-\u06ff\ufb50-\ufeff]{3}", words)


@pytest.mark.parametrize(
    "asks",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<link rel="stylesheet" href="/static/tocsin/css/../../../settings.css">',
    ],
)
def test_a_page_that_asks_for_anything_else_is_not_printed(site: Site, asks: str) -> None:
    """No address is opened and no file read but our style sheets and typefaces."""
    html = sheet(site.situation).html.replace("<main>", f"<main>{asks}")
    with pytest.raises(PrintTrouble, match="could not be made"):
        make_pdf(html, paper="a4", identifier="x" * 32, made_at=made.NOW)


def test_no_address_is_called_from_within_a_drawing(site: Site) -> None:
    """A drawing that names a picture on another host is set without it: nobody is asked."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        picture = f"http://127.0.0.1:{other.getsockname()[1]}/x.png"
        drawing = f'<svg viewBox="0 0 9 9"><image href="{picture}" width="9" height="9"/></svg>'
        html = sheet(site.situation).html.replace("<main>", f"<main>{drawing}")
        with suppress(PrintTrouble):
            make_pdf(html, paper="a4", identifier="x" * 32, made_at=made.NOW)
        with pytest.raises(BlockingIOError):
            other.accept()


def test_a_machine_without_pango_is_told_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page still prints from a browser, and the refusal says so."""
    done = pdf._run(b"{}", made.NOW)
    missing = replace_output(done, b'{"missing": "cannot load library libpango-1.0-0"}\n')
    monkeypatch.setattr(pdf, "_run", lambda asked, made_at: missing)
    with pytest.raises(PrintTrouble, match="install Pango"):
        make_pdf("<p>", paper="a4", identifier="x", made_at=made.NOW)


def replace_output(done: Any, output: bytes) -> Any:
    done.stdout = output
    return done


def test_a_public_pdf_is_made_once_and_one_of_the_desk_is_not_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    """The second reader gets the kept bytes; a page that changed is another one; old ones are let go."""
    settings.TOCSIN_HOME = tmp_path
    makes: list[str] = []

    def counted(html: str, **asked: Any) -> pdf.Pdf:
        makes.append(html)
        return pdf.Pdf(pages=2, content=b"%PDF " + str(len(makes)).encode())

    monkeypatch.setattr("tocsin.web.brief_pages.make_pdf", counted)
    monkeypatch.setattr(pdf, "KEPT_MAX", 2)
    kept = {pdf_of(site.situation, is_public=True, paper="a4") for _ in range(3)}
    assert (len(kept), len(makes)) == (1, 1)
    assert pdf_of(site.situation, is_public=False, paper="a4") not in kept
    for title in ("One", "Two", "Three"):
        site.situation.title = title
        pdf_of(site.situation, is_public=True, paper="a4")
    assert len(list((tmp_path / "briefs").glob("*.pdf"))) == 2
    assert not [
        path for path in (tmp_path / "briefs").iterdir() if path.name.startswith(".") and path.name != ".lock"
    ]


def test_a_page_that_proves_too_full_is_made_again_with_less(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where letters run wider than reckoned, rows give way; where nothing helps, the refusal says what to shorten."""
    tried: list[str] = []

    def wide(html: str, **asked: Any) -> pdf.Pdf:
        tried.append(html)
        return pdf.Pdf(pages=2 if len(tried) == 3 else 3, content=b"%PDF")

    monkeypatch.setattr("tocsin.web.brief_pages.make_pdf", wide)
    crowded = crowd.crowded()
    assert pdf_of(crowded, is_public=False, paper="a4") == b"%PDF"
    notes = [html.count("<li id=") for html in tried]
    assert notes[0] > notes[1] > notes[2]
    with pytest.raises(PrintTrouble, match="takes 3 pages; shorten the situation's title"):
        pdf_of(crowded, is_public=False, paper="a4")


def test_the_pdf_is_served_with_a_validator_and_a_busy_printer_says_when_to_come_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unchanged PDF is not sent twice; no such paper is 404; while others print, 503."""
    client = site.client(None)
    address = "/situations/displacement-2023/brief.pdf"
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(f"{address}?paper=a0").status_code == 404
    monkeypatch.setattr(pdf, "WAIT_S_MAX", 0)
    folder = pdf.settings.TOCSIN_HOME / "briefs"
    with pdf._one_at_a_time(folder):
        busy = client.get(f"{address}?paper=letter")
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")


def test_the_number_of_queries_does_not_grow_with_the_situation(django_assert_max_num_queries: Any) -> None:
    """A crowd is read in as few questions as a handful."""
    situation = crowd.crowded()
    with django_assert_max_num_queries(20):
        sheet(situation)
