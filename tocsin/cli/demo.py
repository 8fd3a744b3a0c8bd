"""tocsin demo: takes in the examples and replays the recorded decisions of two people.

The program decides nothing here. `demo.yml` records what two people decided about the example reports; replaying
it shows a newcomer a situation and an alert, marked on every page as a demonstration. The whole replay is one
transaction: it is there or it is not.
"""

import argparse
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from tocsin import environment, record, reports, situations
from tocsin.alerts import key_files, key_pair
from tocsin.alerts.key_acts import take_into_use
from tocsin.alerts.keys import in_use
from tocsin.cli.acting import now
from tocsin.cli.demo_alerts import Series
from tocsin.cli.demo_assessment import Assessing
from tocsin.cli.demo_cards import give_by_card, print_receipts
from tocsin.cli.demo_money import open_fund, simulator
from tocsin.cli.demo_relief import get_and_spend
from tocsin.cli.login import add_login
from tocsin.cli.output import progress
from tocsin.cli.serve import listening, serve_on
from tocsin.cli.situation import print_brief
from tocsin.custody import log_keys
from tocsin.custody.timestamps.authorities import LOCAL
from tocsin.custody.timestamps.stamping import stamp
from tocsin.errors import NotFound, TocsinError, WrongUse
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.models import Situation

REASON = "replayed from the recorded decisions of the demonstration"
BY = "demonstration"
#: begins the name of the log's key, so that no checkpoint of it is taken for one of real work
DEMONSTRATION = "demonstration"


def run(args: argparse.Namespace) -> int:
    folder = Path(args.examples)
    script = load(folder / "demo.yml")
    # a taken port is said before anything is prepared or any password is shown
    listener = listening(environment.value("TOCSIN_HOST"), settings.TOCSIN_PORT) if args.serve else None
    passwords = prepare(folder, script)
    print_brief(situations.brief_of(Situation.objects.get(slug=script["situation"]["slug"]), public=False))
    print_receipts(script["fund"]["code"])
    _print_logins(script, passwords)
    if listener:
        with simulator(settings.TOCSIN_PORT):
            serve_on(listener)
    return 0


def load(path: Path) -> dict[str, Any]:
    """The recorded decisions. Raises NotFound where they are not there."""
    try:
        return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NotFound(
            f"{path} is not there", "run this in the project's folder, or name it with --examples"
        ) from None
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise WrongUse(f"{path} cannot be read ({error})", "take it from the project again") from None


def prepare(folder: Path, script: dict[str, Any]) -> dict[str, str]:
    """Makes what is missing; returns the passwords of logins that were made. A store that has the demo is left alone."""
    slug = script["situation"]["slug"]
    if Situation.objects.filter(slug=slug).exists():
        return {}
    paths = sorted(path for path in (folder / "reports").iterdir() if path.is_file())
    sealed_as = {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}
    present = set(Report.objects.values_list("sha256", flat=True))
    if present - set(sealed_as.values()) or Situation.objects.exists():
        raise WrongUse(
            "this store is in use, and the demonstration never mixes with real work",
            "give it a folder of its own: TOCSIN_HOME=./demo make run",
        )
    missing = [path for path in paths if sealed_as[path.name] not in present]
    with progress("taking in", len(missing)) as advance:
        results = reports.take_in(
            [str(path) for path in missing], by=BY, now=now(), progress=lambda _: advance()
        )
    for taken in results:
        if taken.trouble:
            raise TocsinError(taken.trouble, "take the examples from the project again")
    with transaction.atomic():
        by_name = {name: Report.objects.get(sha256=digest) for name, digest in sealed_as.items()}
        passwords = Replay(script=script, folder=folder, reports=by_name, at=now()).play()
    _stamp_log()
    return passwords


def _stamp_log() -> None:
    """A checkpoint of the log with the word of our own authority, which says itself that it proves nothing."""
    if log_keys.in_use() is None:
        name = f"{DEMONSTRATION}.{log_keys.default_name()}"
        log_keys.new_key(by=BY, now=now(), reason=REASON, name=name)
    stamp(now=now(), by=BY, authority=LOCAL)


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The recorded decisions, carried out one after the other at one time."""

    script: dict[str, Any]
    #: of the examples
    folder: Path
    #: by file name
    reports: dict[str, Report]
    at: datetime

    def play(self) -> dict[str, str]:
        logins = self.script["logins"]
        passwords = {
            name: add_login(name, roles)
            for name, roles in logins.items()
            if not User.objects.filter(username=name).exists()
        }
        chosen = [report.pk for report in self.reports.values()]
        with progress("reading", len(chosen)) as advance:
            record.read_reports(chosen, by=BY, now=self.at, progress=advance)
        reports.compare(chosen, now=self.at)
        situation = self._situation()
        for review in self.script["reviews"]:
            self._review(review)
        situations.publish(situation, by=self._person(self.script["published_by"]), now=self.at)
        fund = open_fund(self.script["fund"], situation, self._person, now=self.at, reason=REASON)
        give_by_card(fund, self.script["fund"]["by_card"], now=self.at)
        get_and_spend(fund, self.script["fund"], self.folder, self._person, now=self.at, reason=REASON)
        self._assess(situation)
        self._signing_key()
        self._warn(situation)
        return passwords

    def _assess(self, situation: Situation) -> None:
        asked = self.script["assessment"]
        Assessing(
            situation=situation,
            analyst=self._person(asked["judged_by"]),
            reader=self._person(asked["read_by"]),
            find=self.find,
            at=self.at,
            reason=REASON,
        ).play(asked)

    def _warn(self, situation: Situation) -> None:
        asked = self.script["alerts"]
        author, signer = self._person(asked["drafted_by"]), self._person(asked["signed_by"])
        Series(situation=situation, author=author, signer=signer, find=self.find).play(asked["series"])

    def _signing_key(self) -> None:
        """A key that says in its certificate what it is, and signs exercises and tests alone."""
        if in_use():
            return
        pair = key_pair.made(
            organisation=settings.TOCSIN_ORGANISATION,
            site=settings.TOCSIN_SITE,
            days=key_pair.DAYS,
            demonstration=True,
            now=self.at,
        )
        key_files.keep(pair)
        take_into_use(pair, by=BY, now=self.at, reason=REASON, demonstration=True)

    def _situation(self) -> Situation:
        asked = self.script["situation"]
        situation = situations.open_situation(
            asked["slug"],
            title=asked["title"],
            summary=asked["summary"],
            time_zone=asked["time_zone"],
            by=asked["opened_by"],
            now=self.at,
            demonstration=True,
        )
        chosen = [report.pk for report in self.reports.values()]
        situations.gather(situation, chosen, by=asked["opened_by"], now=self.at, reason=REASON)
        return situation

    def _review(self, review: dict[str, Any]) -> None:
        """One person's decisions about one report, each on the finding that they name by kind and words."""
        person = self._person(review["by"])
        for kind, quotes in (review.get("accept") or {}).items():
            for quote in quotes:
                self._decide(self.find(review["report"], kind, quote), person, "accepted", REASON)
        for refused in review.get("refuse") or ():
            finding = self.find(review["report"], refused["kind"], refused["quote"])
            self._decide(finding, person, "refused", refused["reason"])
        for corrected in review.get("correct") or ():
            finding = self.find(review["report"], corrected["kind"], corrected["quote"])
            fields = {**_without_passage(finding.fields), **corrected["fields"]}
            self._decide(finding, person, "corrected", corrected["reason"], fields)
        for marked in review.get("mark") or ():
            self._mark(review["report"], marked, person)

    def _decide(
        self, finding: Finding, person: User, decision: str, reason: str, fields: dict[str, Any] | None = None
    ) -> None:
        record.review(
            finding.pk,
            decision=decision,
            by=person,
            now=self.at,
            seen=finding.review_id,
            fields=fields,
            reason=reason,
        )

    def _mark(self, name: str, marked: dict[str, Any], person: User) -> None:
        text = self.reports[name].texts.get(kind="original")
        start = text.text.find(marked["quote"])
        if start < 0:
            raise _fits_nothing(name, "text", marked["quote"])
        finding = record.mark(
            text.pk,
            kind=marked["kind"],
            start=start,
            end=start + len(marked["quote"]),
            fields=marked["fields"],
            by=person,
            now=self.at,
            reason=marked["reason"],
        )
        self._decide(finding, person, "accepted", REASON)

    def find(self, name: str, kind: str, quote: str) -> Finding:
        """The finding of this kind that has these words, white space apart, in its passage; the shortest such passage."""
        wanted = " ".join(quote.split())
        of_kind = Finding.objects.filter(report=self.reports[name], kind=kind)
        having = [one for one in of_kind if wanted in " ".join(one.quote.split())]
        if not having:
            raise _fits_nothing(name, kind, quote)
        return min(having, key=lambda one: (len(one.quote), one.pk))

    def _person(self, name: str) -> User:
        return User.objects.get(username=name)


def _without_passage(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in ("start", "end")}


def _fits_nothing(name: str, kind: str, quote: str) -> TocsinError:
    return TocsinError(
        f"a recorded decision fits no {kind} in {name}: {quote!r}",
        "the reader finds other passages than when it was recorded; correct examples/demo.yml",
    )


def _print_logins(script: dict[str, Any], passwords: dict[str, str]) -> None:
    print("\nDemonstration logins, so that four eyes can sign:")
    for name, roles in script["logins"].items():
        shown = passwords.get(name)
        told = (
            f"password {shown} (shown this once)"
            if shown
            else f"password shown before; new one: tocsin login password {name}"
        )
        print(f"  {name} ({', '.join(roles)}): {told}")
    print(flush=True)
