"""Every state x every action x every role, tried by posting the desk's forms, with a second signature owed and without."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.alerts.desk import keys
from tests.alerts.every_state import STANDS, Try, made_ready, stands, tries, who
from tests.web.test_desk_alert_life import typed_translation
from tests.web.test_desk_alerts import typed
from tocsin.alerts.lifecycle import Action
from tocsin.alerts.models import Act, Alert

#: expiry and the end of a second signature's time are the clock's: no form brings them about
CLOCK = ("expire", "overdue")
#: the verbs are tried with the other signatures too, and what a form does is to call them
POSTED = [(state, second) for state, second in STANDS if second in (None, "owed")]


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "second"), POSTED)
def test_the_forms_do_what_the_table_allows_and_nothing_else(
    state: str, second: str | None, settings: Any
) -> None:
    """A refusal is 403 or is told on the page, and changes nothing; roles are asked before anything else."""
    settings.TOCSIN_EMERGENCY_PATH = True
    alert = stands(state, second)
    for each in tries(state, second):
        with transaction.atomic():
            _tried(made_ready(alert, each), each)
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_no_form_moves_the_clock() -> None:
    """Not even for an issuer."""
    alert = stands("issued", None)
    client = Client()
    client.force_login(who(Try(Action.EXPIRE, "issuer", False, None)))
    for action in CLOCK:
        assert (
            client.post(f"/desk/alerts/{alert.pk}/acts/{action}/", {"seen": alert.version}).status_code == 404
        )


def _tried(alert: Alert, each: Try) -> None:
    before = (alert.state, alert.version, Act.objects.count(), Alert.objects.count())
    client = Client()
    client.force_login(who(each))
    response = client.post(*_form(alert, each.action))
    row = Alert.objects.get(pk=alert.pk)
    if each.to is None:
        assert response.status_code in (302, 400, 403, 404, 409), (each, response.status_code)
        if each.role is None:
            assert response.status_code == 403, each
        assert (row.state, row.version, Act.objects.count(), Alert.objects.count()) == before, each
        return
    assert response.status_code == 302, (each, response.status_code)
    if each.action in (Action.UPDATE, Action.CANCEL):
        new = Alert.objects.latest("pk")
        assert (row.state, new.state, new.replaces_id) == ("issued", "draft", row.pk), each
    else:
        assert (row.state, row.version) == (each.to, before[1] + 1), each


def _form(alert: Alert, action: Action) -> tuple[str, dict[str, Any]]:
    """The address and what the page's form would send."""
    page, seen = f"/desk/alerts/{alert.pk}/", str(alert.version)
    if action is Action.EDIT:
        return f"{page}sentences/", typed(alert)
    if action is Action.TRANSLATE:
        return f"{page}languages/ar/", typed_translation(alert)
    if action is Action.CHECK:
        return f"{page}languages/ar/check/", {"seen": seen}
    ticks = {"tick": keys(alert)} if action in (Action.APPROVE, Action.EMERGENCY) else {}
    return f"{page}acts/{action}/", {"seen": seen, "reason": "It was otherwise.", **ticks}
