"""Donors' names beside a list of names: what resembles is shown to a person, who decides each with a reason.

No threshold separates true from false: the program says which words are alike, and never that two are one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.relief.donors.comparing import Resembling, comparers
from tocsin.relief.donors.list_file import Listed, read_list
from tocsin.relief.donors.names import words
from tocsin.relief.models.donors import Donor, DonorDetails, Hit, HitDecision, ListedName, NameList
from tocsin.rows import insert_rows

REASON_LENGTH_MAX = 1000


def take_in_list(title: str, content: bytes, *, by: str, now: datetime) -> NameList:
    """A file becomes a list; the same file again is the list that is there. Raises WrongUse."""
    digest = sha256(content).hexdigest()
    known = NameList.objects.filter(sha256=digest).first()
    if known:
        return known
    names = read_list(content)
    with transaction.atomic():
        row = NameList.objects.create(
            title=title.strip()[:200] or "list",
            sha256=digest,
            names_count=len(names),
            taken_in_at=now,
            taken_in_by=by,
        )
        insert_rows(
            ListedName,
            ({"list_id": row.pk, "entry": one.entry, "name": one.name, "note": one.note} for one in names),
        )
        act = custody.Act(
            item=f"name-list:{row.pk}", action="taken in", actor=by, at=now, after=committed_list(row)
        )
        custody.log([act])
    return row


def screen(names: NameList, *, now: datetime) -> int:
    """Compares every donor with the list; returns how many hits are new. Again it finds only what is new."""
    ours = dict(DonorDetails.objects.exclude(name="").values_list("donor", "name"))
    known = set(Hit.objects.filter(list=names).values_list("donor", "entry"))
    fresh: dict[tuple[int, str], Resembling] = {}
    for comparer in comparers().values():
        for one in comparer(ours, _listed(names)):
            place = (one.whose, one.listed.entry)
            if place not in known:
                fresh.setdefault(place, one)
    with transaction.atomic():
        insert_rows(
            Hit,
            (
                {
                    "donor_id": whose,
                    "list_id": names.pk,
                    "entry": entry,
                    "likeness": f"{one.listed.name} — {one.likeness}"[:500],
                    "found_at": now,
                }
                for (whose, entry), one in fresh.items()
            ),
        )
    return len(fresh)


def decide(
    hit_id: int, verdict: str, *, reason: str, by: User, now: datetime, seen: int | None
) -> HitDecision:
    """Says whether donor and listed person are one. `seen`: the decision that the person had before their eyes.

    Raises WrongUse for an unknown verdict, a missing reason and one that names the donor; Conflict where somebody else
    decided meanwhile, or the donor was erased.
    """
    why = " ".join(reason.split())
    if verdict not in HitDecision.Verdict.values:
        raise WrongUse(
            f"{verdict[:20]!r} decides nothing", f"choose one of {', '.join(HitDecision.Verdict.values)}"
        )
    if not why or len(why) > REASON_LENGTH_MAX:
        raise WrongUse(
            "a decision needs a reason", "say by what you tell the two persons apart, or that you cannot"
        )
    hit = Hit.objects.select_related("donor").filter(pk=hit_id).first()
    if hit is None:
        raise NotFound(f"there is no hit {hit_id}", "look at the list of hits again")
    if hit.donor.erased_at:
        raise Conflict(f"donor:{hit.donor.pseudonym} was erased", "there is nothing left to compare")
    _refuse_names(hit, why)
    with transaction.atomic():
        row = HitDecision(hit=hit, verdict=verdict, reason=why, by=by, at=now)
        last = HitDecision.objects.filter(hit=hit, superseded_by=None)
        supersede(row, last=last.first, seen=seen, what="this hit")
        custody.log([custody.judged("hit-decision", row, "decided", committed_decision(row))])
    return row


def open_hits() -> QuerySet[Hit]:
    """Those that nobody has decided about, or whose decision was taken back; not of erased donors."""
    standing = HitDecision.objects.filter(hit=OuterRef("pk"), superseded_by=None).exclude(
        verdict=HitDecision.Verdict.WITHDRAWN
    )
    rows = Hit.objects.filter(donor__erased_at=None).exclude(Exists(standing))
    return rows.select_related("donor__details", "list").order_by("pk")


def committed_list(row: NameList) -> dict[str, Json]:
    """What the custody log commits to of a list."""
    return {"title": row.title, "sha256": row.sha256, "names": row.names_count}


def committed_decision(row: HitDecision) -> dict[str, Json]:
    """What the custody log commits to of a decision: of whom it is, only by pseudonym."""
    return {
        "hit": row.hit_id,
        "donor": row.hit.donor.pseudonym,
        "list": row.hit.list_id,
        "verdict": row.verdict,
        "why": row.reason,
    }


def _listed(names: NameList) -> Iterator[Listed]:
    for entry, name, note in names.names.values_list("entry", "name", "note").iterator(chunk_size=2000):
        yield Listed(entry, name, note)


def _refuse_names(hit: Hit, reason: str) -> None:
    """Reasons stay when a donor is erased."""
    details = DonorDetails.objects.filter(donor=hit.donor).first()
    own = {*words(details.name), *words(details.email.partition("@")[0])} if details else set()
    if _long(own) & set(words(reason)):
        raise WrongUse("the reason names the donor", "leave names out: reasons stay when a donor is erased")


def _long(found: Iterable[str]) -> set[str]:
    """A shorter name stands in too many words."""
    return {word for word in found if len(word) >= 3}


def hits_of(donor: Donor) -> QuerySet[Hit]:
    return Hit.objects.filter(donor=donor).select_related("list")
