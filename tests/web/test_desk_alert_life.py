"""At the desk: an alert issued alone and what it owes, its languages, its embargo, alerts issued elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.web.site import Site
from tests.web.test_desk_alerts import act
from tocsin.alerts.models import Alert, EarlierAlert, Translation

pytestmark = pytest.mark.django_db

ELSEWHERE = "/desk/situations/displacement-2023/earlier-alerts/"


def typed_translation(alert: Alert, **more: str) -> dict[str, str]:
    alert.refresh_from_db()
    sentences = {f"sentence-{n}": f"جملة {n}" for n in range(alert.sentences.count())}
    phrases = {
        f"phrase-{name}": "كلمة" for name in ("happened", "unclear", "at risk", "judgement", "Exercise")
    }
    words = {"headline": "خطر", "area": "الطريق", "event": "خطر فظائع", "made_by": "person", "translator": ""}
    return {"seen": str(alert.version), **words, **sentences, **phrases, **more}


def test_nobody_is_offered_the_emergency_path_unless_it_is_on(site: Site, settings: Any) -> None:
    """The button comes with the switch, to issuers; a post without the switch is refused."""
    page = f"/desk/alerts/{site.draft.pk}/"
    assert "in an emergency" not in site.client("issuer").get(page).content.decode()
    assert act(site.client("issuer"), site.draft, "emergency", reason="Now.").status_code == 403
    settings.TOCSIN_EMERGENCY_PATH = True
    assert "in an emergency" in site.client("issuer").get(page).content.decode()
    assert "in an emergency" not in site.client("analyst").get(page).content.decode()


def test_what_is_owed_stands_on_every_page_until_it_is_paid(site: Site, settings: Any) -> None:
    """Desk and public page say it; after the second signature the desk is quiet, and the public page tells both."""
    settings.TOCSIN_EMERGENCY_PATH = True
    issuer = site.client("issuer")
    act(issuer, site.draft, "emergency", reason="Nobody answers.")
    assert site.draft.state == "issued"
    for page in ("/desk/", "/desk/situations/", f"/desk/alerts/{site.draft.pk}/"):
        assert "a second signature is owed" in site.client("auditor").get(page).content.decode(), page
    public = f"/alerts/{site.draft.identifier}/"
    html = site.client(None).get(public).content.decode()
    assert "Issued by one person in an emergency" in html
    assert "written by one person, approved by another" not in html
    assert act(issuer, site.draft, "confirm").status_code == 403
    site.logins["reviewer"].groups.set(site.logins["issuer"].groups.all())
    act(site.client("reviewer"), site.draft, "confirm")
    assert site.draft.second_signature == "confirmed"
    assert "second signature is owed" not in issuer.get("/desk/").content.decode()
    assert "confirmed by a second one" in site.client(None).get(public).content.decode()


def test_an_overdue_signature_is_said_louder(site: Site, settings: Any) -> None:
    """By the clock, even if no worker has come round."""
    settings.TOCSIN_EMERGENCY_PATH, settings.TOCSIN_SECOND_SIGNATURE_HOURS = True, 0
    act(site.client("issuer"), site.draft, "emergency", reason="Nobody answers.")
    assert "Second signature overdue" in site.client("lawyer").get("/desk/").content.decode()


def test_an_alert_is_translated_and_read_from_right_to_left(site: Site) -> None:
    """From the form to the public page in that language, with a way back."""
    analyst, issuer = site.client("analyst"), site.client("issuer")
    page = f"/desk/alerts/{site.draft.pk}/languages/ar/"
    form = analyst.get(f"/desk/alerts/{site.draft.pk}/languages/?language=ar").content.decode()
    assert 'dir="rtl"' in form and "العربيّة" in form
    assert analyst.post(page, typed_translation(site.draft)).status_code == 302
    desk = analyst.get(f"/desk/alerts/{site.draft.pk}/").content.decode()
    assert page in desk
    act(analyst, site.draft, "submit")
    act(issuer, site.draft, "approve")
    act(issuer, site.draft, "issue")
    public = f"/alerts/{site.draft.identifier}/"
    html = site.client(None).get(f"{public}ar/").content.decode()
    assert '<article lang="ar" dir="rtl"' in html and "جملة 0" in html and "Translated by a person" in html
    assert f'href="{public}ar/"' in site.client(None).get(public).content.decode()
    assert site.client(None).get(f"{public}hy/").status_code == 404
    assert site.client(None).get(f"{public}en/")["Location"] == public


def test_what_was_typed_in_vain_stands_there_again(site: Site) -> None:
    """A missing sentence or a stale version loses no translator's work."""
    analyst = site.client("analyst")
    page = f"/desk/alerts/{site.draft.pk}/languages/ar/"
    for change, status in (({"headline": " "}, 400), ({"seen": "99"}, 409)):
        response = analyst.post(page, typed_translation(site.draft, **change))
        assert response.status_code == status and "جملة 0" in response.content.decode()
    assert not Translation.objects.exists()


def test_a_programs_translation_is_checked_at_the_desk(site: Site) -> None:
    """The button stands where it is owed, and nowhere afterwards; the language can be taken out again."""
    analyst = site.client("analyst")
    page = f"/desk/alerts/{site.draft.pk}/languages/ar/"
    analyst.post(page, typed_translation(site.draft, made_by="machine", translator="Example MT"))
    desk = f"/desk/alerts/{site.draft.pk}/"
    assert f"{page}check/" in analyst.get(desk).content.decode()
    site.draft.refresh_from_db()
    analyst.post(f"{page}check/", {"seen": site.draft.version})
    assert f"{page}check/" not in analyst.get(desk).content.decode()
    site.draft.refresh_from_db()
    analyst.post(f"{page}withdraw/", {"seen": site.draft.version, "reason": "No time."})
    assert Translation.objects.latest("pk").withdrawn


def test_an_embargo_is_typed_and_seen(site: Site) -> None:
    """It is stored in UTC, said at the desk, and cannot be nonsense."""
    analyst = site.client("analyst")
    page = f"/desk/alerts/{site.draft.pk}/embargo/"
    until = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    analyst.post(page, {"seen": site.draft.version, "not_before": until})
    site.draft.refresh_from_db()
    assert (
        site.draft.not_before is not None
        and until in analyst.get(f"/desk/alerts/{site.draft.pk}/").content.decode()
    )
    answer = analyst.post(page, {"seen": site.draft.version, "not_before": "soon"}, follow=True)
    assert "is no date and time" in answer.content.decode()


def test_how_long_an_alert_holds_is_typed_and_taken_off(site: Site) -> None:
    """In UTC, or with the zone that was typed; a time that is past is refused with the next step."""
    analyst, desk = site.client("analyst"), f"/desk/alerts/{site.draft.pk}/"
    until = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    typed = until.astimezone(timezone.get_fixed_timezone(240)).isoformat()
    analyst.post(f"{desk}expiry/", {"seen": site.draft.version, "expires_at": typed})
    site.draft.refresh_from_db()
    assert site.draft.expires_at == until and f"{until:%Y-%m-%dT%H:%M}" in analyst.get(desk).content.decode()
    past = {"seen": site.draft.version, "expires_at": "2020-01-01T00:00"}
    assert "set a later time" in analyst.post(f"{desk}expiry/", past, follow=True).content.decode()
    analyst.post(f"{desk}expiry/", {"seen": site.draft.version, "expires_at": ""})
    site.draft.refresh_from_db()
    assert site.draft.expires_at is None


def test_an_alert_issued_elsewhere_is_recorded_and_withdrawn(site: Site) -> None:
    """It stands in the list and beside the series on the public page; withdrawn, it is gone from both."""
    analyst = site.client("analyst")
    form = {
        "level": "lemkin-institute/sos",
        "status": "Exercise",
        "number": "7",
        "headline": "The seventh, elsewhere",
        "issued_on": "2023-08-09",
        "link": "https://desk.example/seven",
        "reference": "SOS 7",
        "report": "",
        "reason": "It stands on the former site.",
    }
    assert analyst.post(ELSEWHERE, form).status_code == 302
    assert "The seventh, elsewhere" in analyst.get(ELSEWHERE).content.decode()
    public = f"/alerts/{site.alert.identifier}/"
    assert "The seventh, elsewhere" in site.client(None).get(public).content.decode()
    again = analyst.post(ELSEWHERE, form)
    assert again.status_code == 409 and "The seventh, elsewhere" in again.content.decode()
    assert analyst.post(ELSEWHERE, {**form, "number": "8", "issued_on": "soon"}).status_code == 400
    row = EarlierAlert.objects.get()
    analyst.post(f"{ELSEWHERE}{row.pk}/withdraw/", {"reason": "A press note."})
    assert "The seventh, elsewhere" not in analyst.get(ELSEWHERE).content.decode()
    assert "The seventh, elsewhere" not in site.client(None).get(public).content.decode()
