"""What a person does with an alert: submit, return, approve, issue, update, cancel. The rules are the step's own."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin import alerts as step
from tocsin.alerts.models import Alert
from tocsin.web.desk_access import desk, insist, person, told

Act = Callable[[Alert, User, datetime, int, str], Alert]

#: action -> (what the desk's table of roles calls it, what is done)
_ACTS: dict[str, tuple[str, Act]] = {
    "submit": (
        "draft alert",
        lambda alert, by, now, seen, reason: step.submit(alert, by=by, now=now, seen=seen),
    ),
    "return": (
        "draft alert",
        lambda alert, by, now, seen, reason: step.return_(alert, by=by, now=now, seen=seen, reason=reason),
    ),
    "issue": (
        "sign alert",
        lambda alert, by, now, seen, reason: step.issue(alert, by=by, now=now, seen=seen),
    ),
    "emergency": (
        "sign alert",
        lambda alert, by, now, seen, reason: step.issue_alone(
            alert, by=by, now=now, seen=seen, reason=reason
        ),
    ),
    "confirm": (
        "sign alert",
        lambda alert, by, now, seen, reason: step.confirm(alert, by=by, now=now, seen=seen),
    ),
    "object": (
        "sign alert",
        lambda alert, by, now, seen, reason: step.object_(alert, by=by, now=now, seen=seen, reason=reason),
    ),
    "update": (
        "draft alert",
        lambda alert, by, now, seen, reason: step.update(alert, by=by, now=now, seen=seen, reason=reason),
    ),
    "cancel": (
        "draft alert",
        lambda alert, by, now, seen, reason: step.cancel(alert, by=by, now=now, seen=seen, reason=reason),
    ),
}


@require_POST
@desk("sign alert")
def approve(request: HttpRequest, alert_id: int) -> HttpResponse:
    """With a tick for every warning that was shown; what came up in the meantime is refused in words."""
    alert = get_object_or_404(Alert, pk=alert_id)
    with told(request):
        after = step.approve(
            alert,
            by=person(request),
            now=timezone.now(),
            seen=_version(request),
            ticked=request.POST.getlist("tick"),
        )
        messages.success(request, _("Done: the alert is %(state)s.") % {"state": after.state})
    return redirect("desk_alert", alert_id=alert_id)


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
        after = carry_out(
            alert,
            by,
            timezone.now(),
            _version(request),
            request.POST.get("reason", "")[:2000],
        )
        messages.success(request, _("Done: the alert is %(state)s.") % {"state": after.state})
        return redirect("desk_alert", alert_id=after.pk)
    return redirect("desk_alert", alert_id=alert_id)


def _version(request: HttpRequest) -> int:
    """The version that the person saw; -1, which no alert has, for what is no number."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
