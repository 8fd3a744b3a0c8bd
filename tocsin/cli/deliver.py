"""tocsin deliver: hands over what is in the outbox, until stopped."""

import argparse
import signal
import threading

from tocsin.cli.acting import now
from tocsin.cli.delivering import deliver_until, round_of_delivery


def run(args: argparse.Namespace) -> int:
    if args.once:
        print(f"{round_of_delivery(now)} tries made.")
        return 0
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    deliver_until(stopped.is_set, now)
    return 0
