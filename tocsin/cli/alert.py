"""tocsin alert draft|set-expiry|submit|return|approve|issue|update|cancel|warnings|show|list|verify"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from tocsin import alerts
from tocsin.alerts.models import Alert, Footnote, SigningKey
from tocsin.alerts.offered import offered, short_choice_of
from tocsin.alerts.own_signatures import faults
from tocsin.alerts.signature import judge_signature
from tocsin.alerts.wording import instant
from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.situation import situation_named
from tocsin.cli.times import span, zoned
from tocsin.errors import NotFound, WrongUse
from tocsin.publishing.outcomes import ALERTS_MAX, as_json, outcomes_of
from tocsin.situations.models import Situation


def run(args: argparse.Namespace) -> int:
    if args.act == "verify":
        return _verify(args)
    acts = {
        "draft": _draft,
        "show": _show,
        "list": _list,
        "warnings": _warnings,
        "afterwards": _afterwards,
        "set-expiry": _set_expiry,
    }
    acts.get(args.act, _step)(args)
    return 0


def _draft(args: argparse.Namespace) -> None:
    situation = situation_named(args.slug)
    chosen = args.finding or _chosen(situation, all_of_them=args.all)
    alert = alerts.draft(
        situation,
        scheme=args.scheme,
        level=args.level,
        status=args.status,
        headline=args.headline,
        area=args.area,
        findings=chosen,
        by=person(args, "draft alert"),
        now=now(),
        language=args.language,
        expires_at=args.expires and zoned(args.expires),
        not_before=args.not_before and zoned(args.not_before),
    )
    print(f"Drafted alert {alert.pk}. Read it with `tocsin alert show {alert.pk}`, edit it at the desk.")
    if not args.finding and not args.all:
        rests_on = Footnote.objects.filter(sentence__alert=alert).values("finding").distinct().count()
        print(f"It rests on {rests_on} of {offered(situation).count()} findings; --all would take every one.")


def _chosen(situation: Situation, *, all_of_them: bool) -> list[int]:
    return (
        list(offered(situation).values_list("pk", flat=True)) if all_of_them else short_choice_of(situation)
    )


def _set_expiry(args: argparse.Namespace) -> None:
    alert, until = _alert(args.alert), None if args.until == "none" else zoned(args.until)
    by = person(args, "draft alert")
    after = alerts.set_expiry(alert, until, by=by, now=now(), seen=alert.version)
    told = f"until {after.expires_at.isoformat(timespec='minutes')}" if after.expires_at else "until replaced"
    print(f"Alert {after.pk} holds {told} once it is issued.")


#: verbs that the step calls by another name
_NAMES = {"return": alerts.return_, "emergency": alerts.issue_alone, "object": alerts.object_}


def _step(args: argparse.Namespace) -> None:
    """One step in an alert's life, by the person who signs in here."""
    alert = _alert(args.alert)
    signs = args.act in ("approve", "issue", "emergency", "confirm", "object")
    by = person(args, "sign alert" if signs else "draft alert")
    verb = _NAMES.get(args.act) or getattr(alerts, args.act)
    reason = (
        {"reason": args.reason} if args.act in ("return", "emergency", "object", "update", "cancel") else {}
    )
    read = {"ticked": args.ticked} if args.act in ("approve", "emergency") else {}
    after = verb(alert, by=by, now=now(), seen=alert.version, **reason, **read)
    if after.pk != alert.pk:
        print(f"Drafted alert {after.pk}, to {args.act} alert {alert.pk} once it is issued.")
        return
    told = f" as {after.identifier}" if after.identifier else ""
    print(f"Alert {after.pk} is now {after.state}{told}.")


def _warnings(args: argparse.Namespace) -> None:
    rows = [
        {
            "key": warning.key,
            "rule": warning.rule,
            "sentences": ", ".join(map(str, warning.sentences)) if not args.json else warning.sentences,
            "reason": warning.reason,
        }
        for warning in alerts.warnings_of(_alert(args.alert))
    ]
    print_rows(rows, as_json=args.json, empty="No warning.")


def _afterwards(args: argparse.Namespace) -> None:
    if (args.alert is None) == (args.situation is None):
        raise WrongUse(
            "one alert or one situation is missing", "name an alert by its number, or --situation SLUG"
        )
    if args.situation:
        rows = situation_named(args.situation).alerts.filter(identifier__isnull=False).defer("cap_xml")
        alerts_asked = list(rows.select_related("situation")[:ALERTS_MAX])
    else:
        alerts_asked = [_alert(args.alert)]
    found = outcomes_of(alerts_asked, public=False)
    if args.json:
        print_json([as_json(*each) for each in found])
        return
    for row, outcome in found:
        print(f"{row.identifier or 'not issued'}: {row.headline}")
        for step in outcome.steps:
            after = "" if step.after is None else f", {span(step.after)} after the step before"
            at = instant(step.at.astimezone(UTC)) if step.at else "not yet, or not recorded"
            print(f"  {step.name}: {at}{after}")
        for asked in outcome.asked:
            print(f"  asked: {asked.text} ({', '.join(asked.answers) or 'nobody has said what came of it'})")
    if not found:
        print("No alert was issued for this situation.")


def _alert(number: int) -> Alert:
    alert = Alert.objects.filter(pk=number).first()
    if alert is None:
        raise NotFound(f"there is no alert {number}", "`tocsin alert list` shows them")
    return alert


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "alert": alert.pk,
            "state": alert.state,
            "status": alert.status,
            "situation": alert.situation.slug,
            "level": alert.level,
            "number": alert.number,
            "identifier": alert.identifier,
            "headline": alert.headline,
        }
        for alert in Alert.objects.select_related("situation").defer("cap_xml")
    ]
    print_rows(rows, as_json=args.json, empty="No alert yet: `tocsin alert draft SITUATION ...`.")


def _show(args: argparse.Namespace) -> None:
    alert = _alert(args.alert)
    if args.cap:
        if alert.cap_xml is None:
            raise NotFound(f"alert {alert.pk} is not issued", "its CAP message is made at issue")
        sys.stdout.buffer.write(bytes(alert.cap_xml))
        return
    view = alerts.alert_view(alert)
    if args.json:
        print_json(_as_json(alert, view))
        return
    print(f"{view.kicker}\n{view.headline}\n{'=' * len(view.headline)}")
    print(f"{alert.status}, {alert.state}" + (f", {alert.identifier}" if alert.identifier else ""))
    for section in view.sections:
        print(f"\n{section.title}")
        for sentence in section.sentences:
            notes = (
                "".join(f"[{number}]" for number in sentence.numbers) or "(the organisation's own judgement)"
            )
            print(f"  {sentence.text} {notes}")
    print("\nNotes")
    for note in view.notes:
        doubt = " (unconfirmed)" if note.unconfirmed else ""
        quote, publisher = " ".join(note.quote.split()), note.publisher or "publisher not printed"
        print(f"  [{note.number}] “{quote}”{doubt} {publisher}, finding {note.finding_id}")


def _verify(args: argparse.Namespace) -> int:
    """Exit code 0 where every signature stands."""
    keys = list(SigningKey.objects.all())
    rows = [_verified(alert, keys) for alert in _issued(args.alert)]
    print_rows(rows, as_json=args.json, empty="No alert was issued yet.")
    return 1 if any(row["trouble"] for row in rows) else 0


def _issued(numbers: list[int]) -> Iterator[Alert]:
    """The alerts asked for, or all that were issued; one after the other, for each has its bytes."""
    if not numbers:
        yield from Alert.objects.filter(identifier__isnull=False).order_by("pk").iterator(chunk_size=100)
    for number in numbers:
        alert = _alert(number)
        if alert.cap_xml is None:
            raise NotFound(f"alert {alert.pk} is not issued", "it is signed at issue")
        yield alert


def _verified(alert: Alert, keys: list[SigningKey]) -> dict[str, Any]:
    verdict = judge_signature(bytes(alert.cap_xml or b""), at=alert.issued_at)
    assert alert.issued_at is not None, alert.pk
    return {
        "alert": alert.pk,
        "identifier": alert.identifier,
        "signature": str(verdict.outcome),
        "key": verdict.certificate and verdict.certificate.fingerprint[:16],
        "trouble": " ".join(faults(verdict, keys, sent=alert.issued_at)),
    }


def _as_json(alert: Alert, view: Any) -> dict[str, Any]:
    from dataclasses import asdict

    acts = [
        {
            "action": act.action,
            "login": act.login and act.login.get_username(),
            "at": act.at,
            "reason": act.reason,
        }
        for act in alert.acts.select_related("login")
    ]
    return {
        "alert": alert.pk,
        "state": alert.state,
        "status": alert.status,
        "identifier": alert.identifier,
        **asdict(view),
        "acts": acts,
    }
