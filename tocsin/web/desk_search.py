"""Search at the desk, over everything; the address holds the whole question."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin.errors import WrongUse
from tocsin.question import Term
from tocsin.reports.models import Report
from tocsin.situations.asking import Asked, Question, understand
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page
from tocsin.web.finding_words import KINDS, STATES
from tocsin.web.search_results import ALONE, BESIDE, counted_kinds, nouns_of, sections

#: situations offered to narrow down by
SITUATIONS_MAX = 200


@require_safe
@desk()
def search(request: HttpRequest) -> HttpResponse:
    question = asked_in(request)
    context: dict[str, Any] = {
        "here": "search",
        "question": question,
        "narrowed": bool(set(question.given()) - {"words"}),
        "kinds": KINDS,
        "states": STATES,
        "sensitivities": Report.Sensitivity.values,
        "situations": Situation.objects.order_by("title")[:SITUATIONS_MAX],
    }
    if question.given():
        try:
            context |= _found(understand(question), request)
        except WrongUse as error:
            context["error"] = str(error)
    return desk_page(request, "tocsin/desk/search.html", context)


def asked_in(request: HttpRequest) -> Question:
    """The question that the address holds; a kind or state that is none is passed over."""
    given = request.GET.dict()
    question = Question.of(given | {"words": given.get("q", "")})
    known = question.given()
    for name, values in (("kind", KINDS), ("state", STATES)):
        if known.get(name) not in values:
            known.pop(name, None)
    return Question(**known)


def terms_shown(question: Question) -> tuple[Term, ...]:
    """The terms that are marked in what was found; none where the question can be asked no more."""
    try:
        asked = understand(question)
    except WrongUse:
        return ()
    return (*asked.terms, *asked.findings.speaker, *asked.findings.place)


def address_of(question: Question, **more: str | int) -> str:
    """The query of an address that holds the question."""
    given = question.given()
    words = given.pop("words", None)
    return urlencode(({"q": words} if words else {}) | given | more)


def _found(asked: Asked, request: HttpRequest) -> dict[str, Any]:
    nouns = nouns_of(asked)
    of, before = request.GET.get("of", ""), number_in(request.GET.get("before", ""))
    if of not in nouns:
        of, before = "", None
    found = sections(asked, nouns=[of] if of else nouns, before=before, most=ALONE if of else BESIDE)
    counts, whole = counted_kinds(asked) if not of and found[0].hits else ([], True)
    if counts:
        found[0] = replace(found[0], count=sum(n for _, n in counts), at_least=not whole)
    context: dict[str, Any] = {
        "sections": [(each, address_of(asked.question, of=each.noun)) for each in found],
        "of": of,
        "all_query": address_of(asked.question),
        "fields": asked.question.given(),
        "nothing": not any(each.hits for each in found) and before is None,
    }
    if counts and not asked.question.kind:
        context |= {
            "counts": [(kind, n, _of_kind(asked.question, kind)) for kind, n in counts],
            "whole": whole,
        }
    return context


def _of_kind(question: Question, kind: str) -> str:
    return address_of(Question(**question.given() | {"kind": kind}))


def number_in(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
