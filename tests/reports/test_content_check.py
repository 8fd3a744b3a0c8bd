"""Whether a capture holds the article, told from what the page shows. Every page here is invented."""

import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.walls import ARTICLE, PAGES, html
from tocsin.errors import ReportRefused
from tocsin.reports.content_check import NOTICE_SIGNS_MAX, WALLS, Checked, Verdict, check
from tocsin.reports.extracted import Extracted, from_json, to_json
from tocsin.reports.html import DEPTH_MAX, extract_html
from tocsin.reports.media import HTML, PDF
from tocsin.reports.page_signs import KINDS, PageSigns, words


def checked(page: bytes, status: int = 200) -> Checked:
    signs = extract_html(page, fetched=True).signs
    assert signs is not None
    return check(signs, status=status, media_type=HTML)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_it_shows(name: str) -> None:
    """An article with a banner is an article; a wall is a wall in several languages, also under the article's title."""
    page, verdict = PAGES[name]
    found = checked(page)
    assert found.verdict == verdict, found.reasons
    assert found.reasons and all(found.reasons)


def test_what_is_no_page_is_a_document_and_what_is_no_success_an_error() -> None:
    """The status goes before all that is said."""
    assert check(None, status=200, media_type=PDF).verdict == Verdict.DOCUMENT
    assert checked(html(ARTICLE), status=503).verdict == Verdict.ERROR


def test_signs_come_through_the_process_apart_unchanged() -> None:
    """What is counted where pages are opened arrives as it was; of a file nothing is counted."""
    found = extract_html(PAGES["a cookie wall"][0], fetched=True)
    assert from_json(to_json(found)).signs == found.signs
    assert extract_html(PAGES["a cookie wall"][0]).signs is None
    assert from_json(to_json(Extracted(media_type=HTML, text=None))).signs is None


def test_every_word_of_the_table_is_found_in_its_example() -> None:
    """Each row by itself, in a page of its own."""
    from importlib import resources

    from tocsin.reports.page_signs import _found

    text = (resources.files("tocsin.reports") / "data" / "wall_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert len(rows) == len(words()) and all(len(row) == 5 and row[4] for row in rows)
    assert {row[0] for row in rows} == set(KINDS)
    for kind, _language, _words, example, _source in rows:
        assert kind in dict(_found(example)), example


def test_deep_and_endless_pages_are_bounded() -> None:
    """A deep one is judged as far as the parser goes; a deeper one is refused before any parser sees it."""
    deep = html("<div>" * 200 + ARTICLE + "</div>" * 200)
    assert checked(deep).verdict == Verdict.ARTICLE
    with pytest.raises(ReportRefused, match="nested deeper"):
        checked(html("<div>" * (DEPTH_MAX + 10) + ARTICLE))
    began = time.process_time()
    checked(html(ARTICLE + "<p>we use </p>" * 100_000 + json.dumps("{" * 50_000)))
    assert time.process_time() - began < 60  # hostile, and bounded: not a measure of speed


def test_hostile_json_does_not_break_the_check() -> None:
    """Nested, broken, and of another shape."""
    for said in (
        "[" * 100_000,
        '{"articleBody": 5}',
        '[1, null, {"@graph": 7}]',
        '{"@graph": [[], {"articleBody": ""}]}',
    ):
        page = html(ARTICLE, head=f'<script type="application/ld+json">{said}</script>')
        assert checked(page).verdict == Verdict.ARTICLE


numbers = st.integers(0, 5000)
found_words = st.lists(st.sampled_from(KINDS), max_size=3, unique=True).map(
    lambda kinds: tuple((kind, kind) for kind in kinds)
)
signs = st.builds(
    PageSigns,
    text_signs=numbers,
    visible_signs=numbers,
    link_signs=numbers,
    paragraphs=st.integers(0, 50),
    walled=st.tuples(*[st.integers(0, 50)] * len(KINDS)),
    head_words=found_words,
    seen_words=found_words,
    password_fields=st.integers(0, 2),
    title_words=st.integers(0, 9),
    title_words_in_text=st.integers(0, 9),
    article_body_signs=numbers,
    is_free=st.sampled_from([None, True, False]),
)


@given(signs=signs, status=st.integers(100, 599))
def test_every_page_has_one_verdict_with_reasons(signs: PageSigns, status: int) -> None:
    """Whatever is counted; a status that is no success is never an article."""
    found = check(signs, status=status, media_type=HTML)
    assert found.reasons
    if not 200 <= status < 300:
        assert found.verdict == Verdict.ERROR


@given(signs=signs)
def test_words_alone_make_no_wall_of_a_long_text(signs: PageSigns) -> None:
    """A long text that nothing was held back of, and whose paragraphs ask for nothing, is the article, whatever it says."""
    plain = replace(signs, walled=(0,) * len(KINDS), is_free=None, article_body_signs=0)
    long = replace(plain, text_signs=NOTICE_SIGNS_MAX + 1 + signs.text_signs)
    assert check(long, status=200, media_type=HTML).verdict == Verdict.ARTICLE


@given(signs=signs, kind=st.sampled_from(KINDS))
def test_a_short_page_whose_heading_says_so_is_a_wall(signs: PageSigns, kind: str) -> None:
    """Whatever else it shows."""
    short = replace(signs, text_signs=signs.text_signs % NOTICE_SIGNS_MAX, head_words=((kind, kind),))
    assert check(short, status=200, media_type=HTML).verdict in WALLS
