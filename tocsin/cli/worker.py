"""tocsin worker: delivers, polls feeds, compares and reads what came in, lets alerts expire, numbers and stamps the log."""

import argparse
import signal
import sys
import threading

from tocsin import alerts, custody, record, reports, situations
from tocsin.cli.acting import now
from tocsin.cli.delivering import round_of_delivery
from tocsin.cli.scrubbing import scrub
from tocsin.cli.writing_anew import write_anew
from tocsin.custody import timestamps
from tocsin.custody.log_keys import in_use
from tocsin.errors import TocsinError
from tocsin.relief.cards.polling import poll, settle
from tocsin.relief.cards.providers import providers
from tocsin.relief.donors.keeping import forget_due
from tocsin.reports.models import Report
from tocsin.reports.recapturing import rounds
from tocsin.whole_store import erasing_bank_files

#: seconds between two looks for work; feeds have their own, longer intervals
LOOK_EVERY_S = 10


def run(args: argparse.Namespace) -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while True:
        work()
        if args.once or stopped.wait(LOOK_EVERY_S):
            return 0


def work() -> None:
    """One round. Trouble with one feed is kept on that feed and holds up no other."""
    round_of_delivery(now)
    for feed in reports.due_feeds(now()):
        try:
            reports.poll(feed, now=now())
        except TocsinError as error:
            print(f"tocsin: feed {feed.pk}: {error}", file=sys.stderr)
    _look_again()
    reports.compare(now=now())
    situations.gather_by_feeds(now=now())
    record.read_reports(Report.objects.values_list("pk", flat=True), by="worker", now=now())
    record.end_consents(now())
    situations.notice(now=now())
    alerts.expire(now=now())
    for alert in alerts.mark_overdue(now=now()):
        print(f"tocsin: {alert.identifier}: its second signature is overdue", file=sys.stderr)
    _read_cards()
    _end_erasures()
    custody.number()
    if in_use() is not None:
        try:
            custody.sign_when_due(now())
        except TocsinError as error:
            print(f"tocsin: the log's checkpoint: {error}", file=sys.stderr)
    _have_stamped()


def _look_again() -> None:
    """Pages whose turn it is; what keeps us from one is part of what is found there."""
    try:
        for _ in rounds(now()):
            pass
    except TocsinError as error:
        print(f"tocsin: looking at pages again: {error}", file=sys.stderr)


def _read_cards() -> None:
    """Payments and payouts whose turn it is; a provider that does not answer holds up nothing."""
    try:
        known = providers()
        troubles = [*poll(known, now=now()).troubles, *settle(known, now=now())]
    except TocsinError as error:
        troubles = [str(error)]
    for trouble in troubles:
        print(f"tocsin: gifts by card: {trouble}", file=sys.stderr)


def _have_stamped() -> None:
    """Authorities that are due are asked for their time; trouble with one is kept beside its name."""
    try:
        for each in timestamps.stamp_due(now=now()):
            if each.trouble is not None:
                print(f"tocsin: timestamping authority {each.authority}: {each.trouble}", file=sys.stderr)
    except TocsinError as error:
        print(f"tocsin: timestamps: {error}", file=sys.stderr)


def _end_erasures() -> None:
    """Of which a process died between its commit and the last file; and names and bank files that the law keeps no more."""
    try:
        if forget_due(now()):
            write_anew()
        erasing_bank_files.forget_due(now())
        scrub(now())
    except TocsinError as error:
        print(f"tocsin: what was erased: {error}", file=sys.stderr)
