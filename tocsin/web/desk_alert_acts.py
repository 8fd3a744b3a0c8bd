"""What a person does with an alert: submit, return, approve, issue, update, cancel. The rules are the step's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin import alerts as step
from tocsin.alerts.models import Alert
from tocsin.web.desk_access import desk, insist, told
from tocsin.web.numbers import whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """What a person asks for."""

    by: User
    now: datetime
    #: the version that the person saw; -1, which no alert has, for what is no number
    seen: int
    reason: str
    #: keys of the warnings that the person says to have read
    ticked: list[str]

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now, "seen": self.seen}


Act = Callable[[Alert, Posted], Alert]

#: action -> (what the desk's table of roles calls it, what is done)
_ACTS: dict[str, tuple[str, Act]] = {
    "submit": ("draft alert", lambda alert, posted: step.submit(alert, **posted.who)),
    "return": (
        "draft alert",
        lambda alert, posted: step.return_(alert, **posted.who, reason=posted.reason),
    ),
    "approve": (
        "sign alert",
        lambda alert, posted: step.approve(alert, **posted.who, ticked=posted.ticked),
    ),
    "issue": ("sign alert", lambda alert, posted: step.issue(alert, **posted.who)),
    "emergency": (
        "sign alert",
        lambda alert, posted: step.issue_alone(
            alert, **posted.who, reason=posted.reason, ticked=posted.ticked
        ),
    ),
    "confirm": ("sign alert", lambda alert, posted: step.confirm(alert, **posted.who)),
    "object": (
        "sign alert",
        lambda alert, posted: step.object_(alert, **posted.who, reason=posted.reason),
    ),
    "update": ("draft alert", lambda alert, posted: step.update(alert, **posted.who, reason=posted.reason)),
    "cancel": ("draft alert", lambda alert, posted: step.cancel(alert, **posted.who, reason=posted.reason)),
}


@require_POST
@desk()
def act(request: HttpRequest, alert_id: int, action: str) -> HttpResponse:
    """Carries it out on the version that the person saw. An update or cancel leads to its new draft."""
    if action not in _ACTS:
        raise Http404(_("There is no such act."))
    needed, carry_out = _ACTS[action]
    by = insist(request, needed)
    alert = get_object_or_404(Alert, pk=alert_id)
    with told(request):
        after = carry_out(alert, _posted(request, by))
        messages.success(request, _("Done: the alert is %(state)s.") % {"state": after.state})
        return redirect("desk_alert", alert_id=after.pk)
    return redirect("desk_alert", alert_id=alert_id)


def _posted(request: HttpRequest, by: User) -> Posted:
    seen = whole(request.POST.get("seen", ""))
    return Posted(
        by=by,
        now=timezone.now(),
        seen=-1 if seen is None else seen,
        reason=request.POST.get("reason", "")[:2000],
        ticked=request.POST.getlist("tick"),
    )
