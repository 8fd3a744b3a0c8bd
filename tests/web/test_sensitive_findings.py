"""A finding, or a field of one, that is highly sensitive stands in no list, map, draft, search, export or JSON."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests import made
from tests.web.site import Site, accepted
from tests.web.test_access import DESK_PAGES, PUBLIC_PAGES, address
from tocsin import record, situations
from tocsin.cli import main
from tocsin.record.models import Finding

pytestmark = pytest.mark.django_db

TEXT = (
    "News of the day from all over the valley and the hills.\n\n"
    "The Quillmoor office counted 7,654 people who left Khankendi for Goris.\n\n"
    "A mill burned in Upper Ashgrove, and Quentin Farrowgate demanded that the bridge be opened. "
    "The raid on Nettlewick was an act of genocide, Orla Pennyfold said."
)
#: names all that is secret, as titles do
TITLE = "Quillmoor office, mill in Upper Ashgrove, demands of Farrowgate and words of Orla Pennyfold"
#: by kind: the passage, its fields, the field that can be masked by itself, and the words that tell it
SECRETS = {
    "figure": ("7,654 people", {
        "value": 7654, "quantifier": "exact", "unit": "person", "term": "left", "kind": "flow",
        "as_of": "2023-09-29T18:00+04:00", "speaker": "the Quillmoor office",
        "places": [{"name": "Khankendi", "country": "AZE", "role": "origin"}],
    }, "speaker", ("Quillmoor",), ("7,654", "7654")),
    "event": ("A mill burned in Upper Ashgrove", {
        "type": "assault", "place": "Upper Ashgrove", "certainty": "unconfirmed",
    }, "place", ("Ashgrove",), ("A mill burned",)),
    "call": ("Quentin Farrowgate demanded that the bridge be opened", {
        "speaker_name": "Quentin Farrowgate", "action": "the bridge be opened", "addressee": None,
    }, "speaker_name", ("Farrowgate",), ("the bridge be opened",)),
    "qualification": ("The raid on Nettlewick was an act of genocide", {
        "by": "Orla Pennyfold", "term": "genocide", "of": "The raid on Nettlewick",
    }, "by", ("Pennyfold",), ("Nettlewick",)),
}  # fmt: skip


@pytest.fixture
def told(site: Site) -> dict[str, Finding]:
    text = made.report(TEXT, publisher="Valley Post", title=TITLE)
    rows = {
        kind: accepted(made.finding(text, kind, quote, **fields), site.logins["analyst"])
        for kind, (quote, fields, *_) in SECRETS.items()
    }
    situations.gather(site.situation, [text.report_id], by="tests", now=made.NOW)
    return rows


def shown(site: Site, visitor: str | None) -> Iterator[tuple[str, str]]:
    client = site.client(visitor)
    for page in [*PUBLIC_PAGES, *(DESK_PAGES if visitor else ())]:
        if not page.endswith(".pdf") and ".pdf?" not in page:
            response = client.get(address(page, site))
            content = b"".join(response.streaming_content) if response.streaming else response.content
            yield page, content.decode("utf-8", "replace")


def printed(site: Site, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    slug = site.situation.slug
    for words in (
        ["situation", "show", slug], ["situation", "show", slug, "--json"], ["situation", "check", slug],
        *(["situation", "export", slug, "--form", form, "--restricted"] for form in ("csv", "hxl", "idmc", "json")),
        ["situation", "check", slug, "--json"], ["situation", "propose", slug, "--json"], ["search", "people", "--json"],
        ["search", "burned", "--json"], ["search", "people", "--of", "reports", "--json"], ["report", "list", "--json"],
    ):  # fmt: skip
        capsys.readouterr()
        try:
            main(words)
        except SystemExit:
            continue
        yield " ".join(words), capsys.readouterr().out


def leaks(site: Site, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    cache.clear()
    found = [
        (f"{visitor} {page}", word)
        for visitor in (None, "issuer")
        for page, content in shown(site, visitor)
        for word in words
        if word in content
    ]
    return found + [
        (page, word) for page, content in printed(site, capsys) for word in words if word in content
    ]


@pytest.mark.parametrize("part", ["finding", "field"])
def test_it_stands_nowhere(site: Site, told, part: str, capsys) -> None:
    """Of each kind; before, all of it stood on the pages that are asked."""
    words = tuple(
        word
        for *_, of_field, of_rest in SECRETS.values()
        for word in (of_field if part == "field" else of_field + of_rest)
    )
    if part == "finding":
        assert {word for _, word in leaks(site, words, capsys)} == set(words)
    for kind, row in told.items():
        record.set_level(
            f"finding:{row.pk}", "sensitive", field=SECRETS[kind][2] if part == "field" else "",
            reason="in danger", by=site.logins["analyst"], now=timezone.now(),
        )  # fmt: skip
    left = leaks(site, words, capsys)
    assert not left, "\n".join(map(str, left))
