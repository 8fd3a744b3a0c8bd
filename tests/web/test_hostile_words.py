"""Whatever a person or a report says is text on every page, whichever field of the store it stands in.

No list of dangerous fields is kept: all text of all tables is made hostile, but for what only the program writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from importlib import import_module
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, models
from lxml import etree, html

from tests import made
from tests.test_guards import guarding
from tests.web.site import Site
from tests.web.test_access import DESK_PAGES, LINKED_PAGES, PUBLIC_PAGES, address
from tocsin.alerts.models import EarlierAlert
from tocsin.assessment.models import FrameworkVersion
from tocsin.guards import release_statements
from tocsin.web.block_proofs import OTS

pytestmark = pytest.mark.django_db

#: opens an element, leaves an attribute of either quote, opens a template's and a script's string
MARK = "<x-mark a=\"'>`{{0}}"
#: what only the program writes, by what it is
MACHINE = {
    "a digest, a key or a number of the program's own": """
        reports.Report.sha256 reports.Report.sha512 reports.FeedEntry.key reports.Sketch.version
        situations.Decision.key situations.Preference.series delivery.Contact.address_key
        delivery.Subscription.nonce delivery.Subscription.secret delivery.Message.key delivery.Dispatch.stable_id
        delivery.Dispatch.held_by delivery.Worker.name alerts.Alert.identifier alerts.Area.given_sha256
        alerts.Translation.of_sha256 alerts.SigningKey.fingerprint alerts.SigningKey.certificates
        assessment.FrameworkVersion.sha256 record.KeptMapping.shape record.ReadingRun.reader
        situations.Decision.finding_ids record.Assignment.item
        reports.Capture.sha256 reports.Capture.sha512 reports.Capture.checked_by
    """,
    "a word of a list, checked where it is stored": """
        reports.Report.media_type reports.Report.language reports.ReportText.language reports.Likeness.kind
        situations.Situation.slug situations.Situation.time_zone situations.Decision.rule
        situations.SavedSearch.question situations.SamePeople.measure
        assessment.FrameworkVersion.name assessment.Step.action assessment.Step.role assessment.Evidence.criterion
        assessment.Evidence.rule assessment.CriterionJudgement.criterion assessment.JurisdictionAnswer.question
        alerts.Alert.scheme alerts.Alert.level alerts.Alert.language alerts.Act.action alerts.Act.role
        alerts.Translation.language alerts.Translation.role alerts.Translation.checked_role alerts.WarningTick.rule
        alerts.EarlierAlert.scheme alerts.EarlierAlert.level
        delivery.Contact.channel delivery.Contact.lane delivery.Dispatch.channel delivery.Dispatch.lane
        delivery.Attempt.result delivery.Subscription.asked delivery.Subscription.ended_why
        custody.Timestamp.hash
    """,
    "a code, a currency or a hash of a ledger, checked where it is booked": """
        relief.Fund.code relief.Account.code relief.Account.currency relief.Account.number relief.Account.country
        relief.Transfer.kind relief.Transfer.key relief.Transfer.body_hash relief.Transfer.about relief.Transfer.rate
        relief.Gift.code relief.Gift.currency relief.Programme.code relief.Allocation.currency
        relief.AllocationAct.action relief.Need.code relief.Need.standard relief.Need.amount_low relief.Need.amount_high
        relief.PaymentList.sha256 relief.PaymentList.lines_sha256 relief.PaymentList.bank relief.DuplicateRuling.key
        relief.CardPayment.currency relief.CardPayout.currency relief.Pledge.currency
    """,
    "a signed note, read again whenever it is shown, and the name of its key": """
        custody.KeptCheckpoint.note custody.LogKey.name
    """,
    "numbers in JSON": "alerts.Area.polygons alerts.Area.geocodes delivery.Message.settled",
    "YAML that is read again whenever a page shows it: spoilt as such": "assessment.FrameworkVersion.text",
}
KEPT = {field: reason for reason, fields in MACHINE.items() for field in fields.split()}
#: tables without a page, or whose rows no page of this site would show
NO_ROW = {
    "custody.Entry": "the log commits to words that stand elsewhere; its own tests hold it",
    "custody.Leaf": "digests",
    "custody.Cosignature": "a line that was verified, shown in its note alone",
}
#: of findings, outlines of a map and kept JSON: words of lists, times, numbers
FIXED_KEYS = frozenset({
    "kind", "unit", "term", "as_of", "since", "type", "when", "certainty", "act", "said_at", "country",
})  # fmt: skip


#: type of a field -> what stands there where the site says nothing; 1 in all others
FILLED: dict[str, Any] = {
    "CharField": "word",
    "TextField": "word",
    "SlugField": "word",
    "JSONField": {"word": ["word"]},
    "DateTimeField": made.NOW,
    "DateField": made.NOW.date(),
    "BooleanField": False,
    "BinaryField": b"word",
}
#: the same for fields of one name
FILLED_BY_NAME = {
    "hash": "sha512",
    "address": "https://example.org/a",
    "url": "https://example.org/b",
    "link": "https://example.org/c",
    "currency": "EUR",
}
#: the same for one field, where a rule of its table asks for it
FILLED_BY_FIELD: dict[str, Any] = {"relief.Delivery.minor": None}


def tables() -> Iterator[type[models.Model]]:
    """Ours that hold text, but for those of NO_ROW."""
    for model in apps.get_models():
        ours = model.__module__.startswith("tocsin") and model._meta.label not in NO_ROW
        if ours and any(_is_text(field) for field in model._meta.concrete_fields):
            yield model


def _is_text(field: Any) -> bool:
    """Words of a list are none."""
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def texts() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Each field of our tables that holds text, without those whose words are a list."""
    for model in tables():
        for field in model._meta.concrete_fields:
            kept = field.primary_key or f"{model._meta.label}.{field.name}" in KEPT
            if _is_text(field) and not kept:
                yield model, field


def spoil(value: Any, length_max: int | None = None) -> Any:
    """The same with every text in it made hostile."""
    if isinstance(value, str):
        script = "javascript:" if value.startswith("http") else ""
        if length_max is None:
            return script + value + MARK
        room = max(0, length_max - len(script + MARK))
        return (script + value[:room] + MARK)[:length_max]  # a short field holds the beginning of an element
    if isinstance(value, list):
        return [spoil(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in FIXED_KEYS else spoil(each) for key, each in value.items()}
    return value


#: parts of a framework that hold a little language of their own
PARSED = {"checked", "article"}


def spoil_framework(text: str) -> str:
    """Names and numbers have no spaces; all words have."""

    def spoilt(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: value if key in PARSED else spoilt(value) for key, value in each.items()}
        if isinstance(each, list):
            return [spoilt(value) for value in each]
        return spoil(each) if isinstance(each, str) and " " in each else each

    return yaml.safe_dump(spoilt(yaml.safe_load(text)), sort_keys=False)


def release_guards() -> None:
    """What is issued or finished is frozen: a stranger with the database in hand would take the triggers off too."""
    names = [guard.name for migration in guarding() for guard in import_module(f"tocsin.{migration}").GUARDS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a table with checks to come is not altered
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in release_statements(names, connection.vendor):
            cursor.execute(statement)


@pytest.fixture
def hostile(site: Site) -> Site:
    _paths(site)  # makes what the site makes when it is first asked
    release_guards()
    fill()
    EarlierAlert.objects.update(
        situation=site.situation, scheme="lemkin-institute", level="sos", status="Exercise", number=9
    )
    for model, field in texts():
        for row in model._default_manager.all():
            value = spoil(getattr(row, field.attname), field.max_length)
            model._default_manager.filter(pk=row.pk).update(**{field.attname: value})
    for version in FrameworkVersion.objects.all():
        FrameworkVersion.objects.filter(pk=version.pk).update(text=spoil_framework(version.text))
    User.objects.update(first_name=MARK, last_name=MARK)
    for login in User.objects.all():
        User.objects.filter(pk=login.pk).update(username=f"{login.username}{MARK}")
    cache.clear()
    for row in (site.situation, site.hidden, site.alert, site.draft, site.figure, *site.logins.values()):
        row.refresh_from_db()
    return site


def fill() -> None:
    """A row in each table that the small site leaves empty, made of what its fields take."""
    empty = [model for model in tables() if not model._default_manager.exists()]
    for _ in range(3):  # a row may need one of another empty table
        for model in empty:
            if not model._default_manager.exists() and (facts := _facts(model)) is not None:
                model._default_manager.bulk_create([model(**facts)])
    assert [model for model in empty if not model._default_manager.exists()] == []


def _facts(model: type[models.Model]) -> dict[str, Any] | None:
    """A value for each field that needs one; None where a row that it points to is not there yet."""
    facts: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            row = None if field.name == "supersedes" else field.related_model._default_manager.first()
            if row is None and not field.null:
                return None
            facts[field.name] = row
        elif field.choices:
            facts[field.name] = field.choices[0][0]
        elif not isinstance(field, models.AutoField) and (field.blank or not field.has_default()):
            by_name = FILLED_BY_NAME.get(field.name, FILLED.get(field.get_internal_type(), 1))
            facts[field.name] = FILLED_BY_FIELD.get(f"{model._meta.label}.{field.name}", by_name)
    return facts


def test_no_page_holds_markup_that_anybody_brought(hostile: Site) -> None:
    """Public pages, desk and feeds: nowhere does the text open an element, leave an attribute or become a link."""
    shown = {path: _shown(hostile, path) for path in _paths(hostile)}
    assert sum(map(bool, shown.values())) > 70, [path for path, times in shown.items() if not times]
    for path in (
        "/alerts/",
        f"/alerts/{hostile.alert.identifier}/",
        f"/alerts/{hostile.translated.identifier}/ar/",
    ):
        assert shown[path] > 3, path


def _paths(site: Site) -> list[str]:
    pages = (*PUBLIC_PAGES, *LINKED_PAGES, *DESK_PAGES)
    return [address(page, site) for page in pages if not page.split("?")[0].endswith(".pdf")]


def _shown(site: Site, path: str) -> int:
    """How often the page shows the words, harmless."""
    response = site.client("issuer" if path.startswith("/desk/") else None).get(path)
    assert response.status_code == 200, path
    assert response["X-Content-Type-Options"] == "nosniff", path
    kind = response["Content-Type"].partition(";")[0]
    if kind in ("image/png", OTS):  # drawn, or hashes, with nobody's words to read in it
        return 0
    said = response.content.decode()
    if kind == "text/html":
        _check_html(path, said)
    elif kind == "application/json":
        json.loads(said)
    elif kind.endswith("xml"):
        _check_xml(path, response.content)
    elif kind == "text/javascript":  # the program's own, with nobody's words in it
        assert "x-mark" not in said, path
    else:  # kept as a file, or shown as it is
        kept = response.get("Content-Disposition", "").startswith("attachment")
        assert kept or kind in ("text/plain", "application/x-pem-file"), path
    return said.count("x-mark")


def _check_html(path: str, said: str) -> None:
    assert not re.search(r"<x-mark|x-mark a=\"|(?:href|src|action)=\"\s*javascript:", said), path
    page = html.document_fromstring(said)
    odd = [name for each in page.iter(etree.Element) for name in each.attrib if re.search(r"[^\w:.-]", name)]
    assert odd == [], path


def _check_xml(path: str, said: bytes) -> None:
    """Text that is told to be HTML is unfolded once more by who shows it."""
    for each in etree.fromstring(said).iter():
        assert "x-mark" not in str(each.tag), path
        words = each.text or ""
        assert each.get("type") != "html" or "<x-mark" not in words, path


def test_every_exception_names_a_field_that_is_there() -> None:
    """A field that was renamed is looked at again."""
    fields = {
        f"{model._meta.label}.{each.name}"
        for model in apps.get_models()
        for each in model._meta.concrete_fields
    }
    assert set(KEPT) - fields == set()


def test_unescaped_words_would_be_found() -> None:
    """Each way out that a page could leave open is a fault, so that silence means something."""
    for said in (
        f"<p>{MARK}</p>",
        f'<p title="{MARK}">',
        f"<p title='{MARK}'>",
        '<a href="javascript:word">',
    ):
        with pytest.raises(AssertionError):
            _check_html("page", said)
    with pytest.raises(AssertionError):
        _check_xml("feed", f'<e><c type="html">{escape(MARK)}</c></e>'.encode())
