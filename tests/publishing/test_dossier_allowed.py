"""What may leave the house: whom a dossier is for decides, report by report."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.made import login
from tests.publishing.dossier_world import NOW, at, world
from tocsin import record
from tocsin.publishing.dossier.allowed import allowed
from tocsin.publishing.dossier.chosen import Chosen, situation
from tocsin.record.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record_of_two_reports(settings, tmp_path: Path) -> None:
    settings.TOCSIN_HOME = tmp_path
    world(alert=False)


def lawyer() -> User:
    return login("lena", "lawyer")


def chosen(*, restricted: bool = True, use: str = "court", by: str = "lena") -> Chosen:
    return allowed(situation("bridge", restricted=restricted), use=use, by=by, now=at(90))


def ids(found: Chosen) -> tuple[int, int]:
    return len(found.reports), len(found.left_out)


def test_an_open_report_goes_to_everybody():
    """Where nothing is kept back, both reports stand in it."""
    assert ids(chosen(restricted=False, by="command line")) == (2, 0)


def test_what_people_told_us_goes_only_where_they_consented():
    """Consent is per use: to a court, and not to partners; withdrawn, to nobody."""
    by = lawyer()
    report = Finding.objects.order_by("pk").last().report_id
    record.tell_us(report, True, reason="she came to us", by=by, now=at(80), seen=None)
    assert ids(chosen()) == (1, 1)
    given = record.consent(
        report, "court", "given", how="signed", given_on=NOW.date(), by=by, now=at(81), seen=None
    )
    assert ids(chosen()) == (2, 0)
    assert ids(chosen(use="partners")) == (1, 1)
    assert ids(chosen(restricted=False)) == (1, 1)
    record.consent(
        report, "court", "withdrawn", how="by letter", given_on=NOW.date(), by=by, now=at(82), seen=given.pk
    )
    assert ids(chosen()) == (1, 1)


@pytest.mark.parametrize("field", ["", "speaker_name"])
def test_a_report_with_something_highly_sensitive_needs_two_people(field):
    """One asks to export it, another grants it, and then whoever asked may, for as long as was granted."""
    by, other = lawyer(), login("ines", "issuer")
    finding = Finding.objects.order_by("pk").last()
    record.set_level(
        f"finding:{finding.pk}",
        "sensitive",
        field=field,
        reason="she is in danger",
        by=by,
        now=at(80),
        seen=None,
    )
    assert ids(chosen()) == (1, 1)
    asked = record.ask(f"finding:{finding.pk}", "export", reason="for the court", by=by, now=at(81))
    assert ids(chosen()) == (1, 1)
    record.answer(asked.pk, "granted", reason="the court asked", by=other, now=at(82), hours=24)
    assert ids(chosen()) == (2, 0)
    assert ids(chosen(by="ines")) == (1, 1)
    later = at(82) + timedelta(hours=25)
    assert ids(allowed(situation("bridge", restricted=True), use="court", by="lena", now=later)) == (1, 1)


def test_what_is_for_the_desk_goes_where_it_was_asked_for():
    """A finding that is restricted keeps its report back, unless what is restricted is wanted."""
    by = lawyer()
    finding = Finding.objects.order_by("pk").last()
    record.set_level(f"finding:{finding.pk}", "restricted", reason="not yet", by=by, now=at(80), seen=None)
    assert ids(chosen(restricted=False)) == (1, 1)
    assert ids(chosen()) == (2, 0)
