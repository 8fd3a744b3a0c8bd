"""How fast the engine reads, how its cost grows with the text, and what it holds in memory.

Speed is in documents per second of one core, over distinct texts of 4.2 KB. Where `TOCSIN_BENCH_SPACY` names a Python
that has spaCy and its small English model, each round gives the same texts to both, in turn, each in its own process.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import process_time

from bench.figures import peak_mib, spread
from bench.news_texts import SIZE, gold_folder, news_texts
from tocsin.reading import read

ROUNDS = 5
TEXTS = 40
#: of a round's texts, those that the peer reads too: it takes that much longer
PEER_TEXTS = 8
PUBLISHED = "2023-09-29"
MODES: dict[str, Callable[[str], object]] = {
    "default": partial(read, published=PUBLISHED),
    "fast": partial(read, published=PUBLISHED, fast=True),
    "figures and times": partial(read, published=PUBLISHED, only=("figures", "times")),
    "the same, fast": partial(read, published=PUBLISHED, only=("figures", "times"), fast=True),
}
#: characters; of each size as many texts are read as make LENGTHS_TOTAL, and one at least
LENGTHS = {
    "default": (1_000, 10_000, 100_000, 300_000),
    "fast": (1_000, 10_000, 100_000, 1_000_000, 10_000_000),
}
LENGTHS_TOTAL = 300_000
STARTS = 5
#: a fresh process: processor seconds to import the engine, and to read a first text
_START = """
import sys
from time import process_time
text = sys.stdin.read()
start = process_time()
from tocsin.reading import read
imported = process_time()
read(text, "2023-09-29")
print(imported - start, process_time() - imported)
"""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> int:
    if sys.argv[1:] == ["memory"]:
        return _memory()
    if not gold_folder().is_dir():
        print(
            f"reading: skipped, {gold_folder()} is not there; TOCSIN_GOLD names the folder of development sets"
        )
        return 0
    os.environ.update(_ONE_THREAD)  # before the parser is imported
    texts = news_texts()
    _starts(texts[0])
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "bench.reading", "memory"], check=True)
    _speed(texts)
    _growth(texts)
    return 0


def _starts(text: str) -> None:
    runs = []
    for _ in range(STARTS + 1):
        done = subprocess.run(
            [sys.executable, "-c", _START], input=text, capture_output=True, text=True, check=True
        )
        runs.append([float(word) for word in done.stdout.split()])
    imports, firsts = zip(*runs[1:], strict=True)  # the first fills the disk's cache
    print(f"a fresh process, processor seconds, {STARTS} runs")
    print(f"  import                {spread(imports, 's')}")
    print(f"  first document        {spread(firsts, 's')}")


def _memory() -> int:
    """In a process of its own, which holds no other text."""
    texts = news_texts()[:TEXTS]
    for text in texts:
        read(text, PUBLISHED)
    print(f"peak memory after {TEXTS} texts of {SIZE} characters: {peak_mib():.0f} MiB", flush=True)
    longest = LENGTHS["fast"][-1]
    read(_long(texts, longest), PUBLISHED, fast=True)
    print(f"peak memory after one of {longest:,}, fast: {peak_mib():.0f} MiB")
    return 0


def _speed(texts: Sequence[str]) -> None:
    speeds: dict[str, list[float]] = {mode: [] for mode in MODES}
    ratios: dict[str, list[float]] = {mode: [] for mode in MODES}
    peers: list[float] = []
    for mode in MODES.values():
        mode(texts[-1])
    with _peer() as peer:
        for place in range(ROUNDS):
            batch = texts[place * TEXTS : (place + 1) * TEXTS]
            for name, mode in MODES.items():
                speeds[name].append(len(batch) / _cpu_s(mode, batch))
            if peer:
                peers.append(PEER_TEXTS / peer(batch[:PEER_TEXTS]))
                for name in MODES:
                    ratios[name].append(speeds[name][-1] / peers[-1])
    print(
        f"documents of {SIZE} characters, for each second of one core: {ROUNDS} rounds of {TEXTS} distinct texts"
    )
    for name in MODES:
        beside = f", {spread(ratios[name], 'times the peer')}" if peers else ""
        print(f"  {name:<22}{spread(speeds[name], 'a second')}{beside}")
    if peers:
        print(f"  {'peer':<22}{spread(peers, 'a second')}, {PEER_TEXTS} of each round's texts")


def _cpu_s(act: Callable[[str], object], texts: Sequence[str]) -> float:
    start = process_time()
    for text in texts:
        act(text)
    return process_time() - start


@contextmanager
def _peer() -> Iterator[Callable[[Sequence[str]], float] | None]:
    """What gives texts to the peer and returns its processor seconds; None where there is no peer."""
    python = os.environ.get("TOCSIN_BENCH_SPACY")
    if not python:
        print("peer: skipped; TOCSIN_BENCH_SPACY names no Python that has spaCy (bench/README.md)")
        yield None
        return
    process = subprocess.Popen(
        [python, str(Path(__file__).with_name("spacy_peer.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **_ONE_THREAD},
    )
    assert process.stdin is not None and process.stdout is not None
    given, answers = process.stdin, process.stdout
    print(f"peer: {json.loads(answers.readline())['name']}", flush=True)

    def ask(texts: Sequence[str]) -> float:
        print(json.dumps(list(texts)), file=given, flush=True)
        return float(json.loads(answers.readline())["s"])

    yield ask
    given.close()
    process.wait()


def _growth(texts: Sequence[str]) -> None:
    """Seconds for each megabyte at each length: the same everywhere, where cost grows with the text alone."""
    print("length of the text, and seconds of one core for a million characters of it")
    for mode, lengths in LENGTHS.items():
        for length in lengths:
            whole = _long(texts, max(length, LENGTHS_TOTAL))
            pieces = [whole[start : start + length] for start in range(0, len(whole), length)]
            took_s = _cpu_s(MODES[mode], pieces)
            print(f"  {mode:<8}{length:>12,}  {took_s / len(whole) * 1_000_000:.2f} s", flush=True)


def _long(texts: Sequence[str], length: int) -> str:
    count = length // SIZE + 1
    return "\n\n".join(islice(cycle(texts), count))[:length]


if __name__ == "__main__":
    sys.exit(main())
