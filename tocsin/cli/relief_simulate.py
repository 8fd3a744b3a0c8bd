"""tocsin relief simulate: a card provider that does not exist, in both shapes, for a demonstration."""

import argparse
import secrets
import signal
import sys
import threading
from types import FrameType

from django.conf import settings

from tocsin.relief.cards.providers import simulator_secret
from tocsin.relief.cards.simulator.faults import named
from tocsin.relief.cards.simulator.server import Simulator
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.taken_before import recall_all


def run(args: argparse.Namespace) -> int:
    seed = secrets.randbits(32) if args.seed is None else args.seed
    site = f"http://127.0.0.1:{settings.TOCSIN_PORT}"
    world = World(seed, faults=named(args.faults))
    recall_all(world)
    running = Simulator(
        world,
        secret=simulator_secret(),
        webhook=f"{site}/give/webhooks/simulated/",
        port=args.port,
    )
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    running.start()
    print(
        f"A SIMULATED card provider, seed {seed}: {running.url}/ (stop with Ctrl-C)\n"
        f"Serve the site with TOCSIN_CARD_SIMULATOR={running.url}",
        flush=True,
    )
    stopped.wait()
    running.stop()
    print("Stopped.", file=sys.stderr)
    return 0
