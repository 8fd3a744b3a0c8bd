"""How long it takes to deliver 10,000 letters and 10,000 webhooks, beside a bare loop that sends the same messages.

Both hand over to the same mail server and receiver on loopback, in a process of their own. The worker fans one message out,
renders it for each recipient, signs it, marks each as being handed over, hands it over, and writes down each try. The
peer has the finished letters and requests in memory and sends them one after another over one connection each.
"""

import gc
import http.client
import smtplib
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.figures import peak_mib, spread
from bench.scratch import scratch_store
from tests.delivery.sinks import Running, sinks

EACH = 10_000
RUNS = 3
CHANNELS = ("mail", "webhook")


def main(url: str = "") -> None:
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-sinks-") as folder,
        sinks(Path(folder)) as running,
        scratch_store(url),
    ):
        _lead_to(running)
        for channel in CHANNELS:
            _subscribe(channel, running)
            _measure(channel, running)
            _end_all()
        arrived = {channel: sum(running.arrivals(channel).values()) for channel in CHANNELS}
    assert arrived == dict.fromkeys(CHANNELS, 2 * RUNS * EACH), arrived
    print(f"  peak memory           {peak_mib():,.0f} MiB, the peer's messages included")


def _measure(channel: str, running: Running) -> None:
    from django.db import connection

    ours, bare = [], []
    for run in range(RUNS):
        key = f"{channel}:{run}"
        ours.append(_timed(partial(_deliver, key)))
        bare.append(_timed(partial(_BARE[channel], running, _parcels(key))))
    _print(connection.vendor, channel, ours, bare)


def _lead_to(running: Running) -> None:
    from django.conf import settings

    given = running.settings()
    settings.TOCSIN_SMTP = given["TOCSIN_SMTP"]
    settings.TOCSIN_WEBHOOK_INSIDE = {given["TOCSIN_WEBHOOK_INSIDE"]}


def _subscribe(channel: str, running: Running) -> None:
    from tests.delivery.crowd import subscribers

    hook = f"http://127.0.0.1:{running.webhook_port}"
    addresses = [f"reader{n}@example.org" if channel == "mail" else f"{hook}/{n}" for n in range(EACH)]
    subscribers(channel, addresses)


def _end_all() -> None:
    from tocsin.delivery.models import Subscription

    Subscription.objects.update(state=Subscription.State.ENDED)


def _deliver(key: str) -> None:
    from tests.delivery.crowd import put_in
    from tocsin import delivery

    put_in(key)
    tries = delivery.drain()
    assert tries == EACH, tries


def _parcels(key: str) -> list[tuple[str, bytes, dict[str, str]]]:
    """(address, bytes, headers) of what was just delivered."""
    from datetime import UTC, datetime

    from django.conf import settings

    from tocsin.delivery.channels.letter import letter
    from tocsin.delivery.channels.webhook import body, signed
    from tocsin.delivery.models import Dispatch
    from tocsin.delivery.packing import Held, pack

    rows = list(Dispatch.objects.filter(message__key=key))
    held = [each for each in pack(rows, datetime.now(UTC)) if isinstance(each, Held)]
    if held[0].channel == "mail":
        sender, name = settings.TOCSIN_MAIL_FROM, settings.TOCSIN_ORGANISATION
        return [(one.parcel.address, letter(one.parcel, sender=sender, name=name), {}) for one in held]
    return [
        (
            one.parcel.address,
            body(one.parcel),
            signed(one.parcel.stable_id, 1, body(one.parcel), one.parcel.secrets),
        )
        for one in held
    ]


def _bare_mail(running: Running, parcels: list[tuple[str, bytes, dict[str, str]]]) -> None:
    with smtplib.SMTP("127.0.0.1", running.mail_port) as smtp:
        for address, content, _ in parcels:
            smtp.sendmail("tocsin@localhost.invalid", address, content)


def _bare_webhooks(running: Running, parcels: list[tuple[str, bytes, dict[str, str]]]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", running.webhook_port)
    for address, content, headers in parcels:
        line.request(
            "POST", address.removeprefix(f"http://127.0.0.1:{running.webhook_port}"), content, headers
        )
        line.getresponse().read()
    line.close()


_BARE: dict[str, Callable[[Running, list[tuple[str, bytes, dict[str, str]]]], None]] = {
    "mail": _bare_mail,
    "webhook": _bare_webhooks,
}


def _timed(act: Callable[[], None]) -> float:
    """Seconds by the clock."""
    gc.collect()
    start = perf_counter()
    act()
    return perf_counter() - start


def _print(vendor: str, channel: str, ours: list[float], bare: list[float]) -> None:
    ratios = [mine / peer for mine, peer in zip(ours, bare, strict=True)]
    print(f"{vendor}: {EACH:,} messages by {channel}, {RUNS} runs in turn with the peer")
    print(f"  fan out and deliver   {spread(ours, 's')}")
    print(f"  bare loop             {spread(bare, 's')}")
    print(f"  ratio, pair by pair   {spread(ratios, 'times')}")
    print(f"  messages a second     {EACH / sorted(ours)[len(ours) // 2]:,.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
