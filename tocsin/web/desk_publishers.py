"""Publishers at the desk: how reliable each is in somebody's judgement, and which are not independent of each other."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import reports
from tocsin.errors import Conflict, NotFound, TocsinError
from tocsin.reports.models import Report
from tocsin.reports.publisher_models import NAME_CHARS_MAX, Kinship, Reliability
from tocsin.reports.publishers import kin, reliabilities
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.numbers import whole
from tocsin.web.verification_words import RELIABILITY_WORDS

PER_PAGE = 100
#: rows of one line, the newest
LINE_MAX = 20


@require_safe
@desk()
def publishers(request: HttpRequest) -> HttpResponse:
    """`?q=` part of a name."""
    asked = request.GET.get("q", "").strip()[:100]
    named = Report.objects.exclude(publisher="").filter(publisher__icontains=asked)
    counted = named.values("publisher").annotate(reports=Count("pk")).order_by("publisher")
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    graded, groups = reliabilities(each["publisher"] for each in page), kin()
    context = {
        "here": "publishers",
        "page": page,
        "asked": asked,
        "query": urlencode({"q": asked}) if asked else "",
        "rows": [
            (each["publisher"], each["reports"], graded.get(each["publisher"]), groups.get(each["publisher"]))
            for each in page
        ],
    }
    return desk_page(request, "tocsin/desk/publishers.html", context)


@require_safe
@desk()
def publisher(request: HttpRequest) -> HttpResponse:
    return _page(request, request.GET.get("name", ""))


@require_POST
@desk("review")
def rate(request: HttpRequest) -> HttpResponse:
    grade = request.POST.get("grade", "")
    return _carried_out(request, lambda name, said: reports.rate(name, grade, **said))


@require_POST
@desk("review")
def relate(request: HttpRequest) -> HttpResponse:
    group = request.POST.get("group", "")
    return _carried_out(request, lambda name, said: reports.relate(name, group, **said))


def _carried_out(request: HttpRequest, act: Callable[[str, dict[str, Any]], object]) -> HttpResponse:
    """Where it is refused, nothing is stored and nothing typed is lost."""
    name = request.POST.get("name", "")[:NAME_CHARS_MAX]
    said = {
        "reason": request.POST.get("reason", "")[:2000],
        "by": person(request),
        "now": timezone.now(),
        "seen": whole(request.POST.get("seen", "")),
    }
    try:
        act(name, said)
    except NotFound:
        raise
    except TocsinError as error:
        return _page(request, name, error=str(error), status=409 if isinstance(error, Conflict) else 400)
    messages.success(request, _("Your judgement is stored."))
    return redirect(f"{reverse('desk_publisher')}?{urlencode({'name': name})}")


def _page(request: HttpRequest, name: str, *, error: str = "", status: int = 200) -> HttpResponse:
    count = Report.objects.filter(publisher=name).count() if name else 0
    if not count:
        raise NotFound(f"no report names the publisher {name[:80]!r}", "choose one of the list")
    kinships = list(
        Kinship.objects.filter(publisher=name).select_related("by").order_by("-at", "-pk")[:LINE_MAX]
    )
    group = kinships[0].group if kinships else ""
    graded = Reliability.objects.filter(publisher=name).select_related("by").order_by("-at", "-pk")
    context = {
        "here": "publishers",
        "name": name,
        "count": count,
        "grades": list(RELIABILITY_WORDS.items()),
        "reliabilities": graded[:LINE_MAX],
        "kinships": kinships,
        "group": group,
        "others": sorted(each for each, its in kin().items() if group and its == group and each != name),
        "groups": sorted(set(kin().values())),
        "error": error,
        "typed": request.POST,
    }
    return desk_page(request, "tocsin/desk/publisher.html", context, status=status)
