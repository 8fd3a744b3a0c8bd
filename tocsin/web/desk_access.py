"""What holds for every page of the desk: signed in, in a role, never kept in a cache, refusals said plainly."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from tocsin.alerts.emergency import debts
from tocsin.errors import NotAllowed, NotFound, TocsinError
from tocsin.record.assigning import how_many
from tocsin.situations.saved import new_count
from tocsin.web.roles import ACTS, may, require, roles_of

View = Callable[..., HttpResponse]


def desk(act: str = "see desk") -> Callable[[View], View]:
    """Signs the visitor in first, then lets in only roles that allow `act`; whoever only reads may not even post."""

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                require(request.user, act)
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from None
            refuse_unstorable(request)
            with as_http():
                response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return cast(View, login_required(answer))

    return guarded


def refuse_unstorable(request: HttpRequest) -> None:
    """NUL stands in no form that a person fills in, and PostgreSQL stores none."""
    typed = (value for data in (request.GET, request.POST) for _, values in data.lists() for value in values)
    if any("\0" in value for value in typed):
        raise BadRequest("a NUL sign was sent")


def person(request: HttpRequest) -> User:
    """Who is signed in. Only for views that `desk` guards."""
    assert isinstance(request.user, User)
    return request.user


def insist(request: HttpRequest, act: str) -> User:
    """The person, where their roles allow the act; for views that only read until something is posted."""
    try:
        require(request.user, act)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    return person(request)


@contextmanager
def as_http() -> Iterator[None]:
    """What is not there or not allowed, in HTTP's words; every other refusal is the view's to tell."""
    try:
        yield
    except NotFound as error:
        raise Http404(str(error)) from None
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """Tells a refusal of the world on the next page, in its own words with its next step."""
    try:
        yield
    except (NotFound, NotAllowed):
        raise
    except TocsinError as error:
        messages.error(request, str(error))


def desk_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    roles = roles_of(request.user)
    can = {act.replace(" ", "_"): may(roles, act) for act in ACTS}
    by = person(request)
    own = {
        "roles": sorted(roles),
        "can": can,
        "new_matches": new_count(by),
        "assigned": how_many(by),
        "debts": debts(now=timezone.now()),
    }
    return render(request, template, {**context, **own}, status=status)
