"""tocsin deliver: hands over what is in the outbox, until stopped."""

import argparse
import signal
import threading

from tocsin.cli.acting import now
from tocsin.cli.delivering import round_of_delivery

#: seconds between two rounds without anything to do
LOOK_EVERY_S = 1.0


def run(args: argparse.Namespace) -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while True:
        tries = round_of_delivery(now, stopped.is_set)
        if args.once:
            print(f"{tries} tries made.")
            return 0
        if stopped.wait(LOOK_EVERY_S):
            return 0
