"""Made reports: distinct plain texts of 4 KB in the project's own form, the same ones in every run."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

SIZE_BYTES = 4096
PARAGRAPHS = 8
_PUBLISHERS = ("Example Gazette", "Example Wire", "Sample Radio", "The Made-up Herald", "Specimen Agency")
_WHO = ("The office", "A spokesperson", "The council", "The relief committee", "The road service")
_DID = ("counted", "expected", "registered", "reported", "turned back", "sheltered")
_WHAT = ("arrivals", "families", "vehicles", "parcels of food", "beds", "people in need of medicine")
_WHERE = ("at the bridge", "in the border town", "at the northern crossing", "in the sports hall")
_WHEN = ("by noon", "during the night", "before the road was closed", "on the third day", "since Sunday")


def write_reports(folder: Path, count: int) -> None:
    """`count` files below the folder, each of SIZE_BYTES."""
    for place, content in enumerate(made_reports(count)):
        (folder / f"{place:05}.txt").write_bytes(content)


def made_reports(count: int) -> Iterator[bytes]:
    for place in range(count):
        yield _report(Random(place), place)


def _report(random: Random, place: int) -> bytes:
    head = (
        f"Title: Report {place} from the border\nPublisher: {random.choice(_PUBLISHERS)}\n"
        f"Published: 2023-09-{random.randint(1, 30):02}T{random.randint(0, 23):02}:30+04:00\n"
    )
    each, rest = divmod(SIZE_BYTES - len(head), PARAGRAPHS)
    lengths = [each] * (PARAGRAPHS - 1) + [each + rest]
    return (head + "".join(f"\n{_paragraph(random, length - 2)}\n" for length in lengths)).encode()


def _paragraph(random: Random, length: int) -> str:
    sentences = ""
    while len(sentences) < length:
        sentences += (
            f"{random.choice(_WHO)} {random.choice(_DID)} {random.randint(2, 90_000):,} "
            f"{random.choice(_WHAT)} {random.choice(_WHERE)} {random.choice(_WHEN)}. "
        )
    return sentences[: length - 1] + "."
