"""How well the engine reads: its F1 on development sets that lie outside the project, beside peers and goals.

`make eval` finds the sets through `TOCSIN_GOLD` (default `../shared/gold`): a folder with `score.py` and, for each
task, `<task>/dev.jsonl`. The engine reads them as `tocsin read --jsonl` does, in both modes; the folder's own scorer
judges. Prints one table, and judges nothing itself.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.news_texts import gold_folder

TASKS = ("figures", "quantities", "statements", "times", "places")
MODES: dict[str, tuple[str, ...]] = {"default": (), "fast": ("--fast",)}
Score = dict[str, Any]


class Measure(NamedTuple):
    task: str
    name: str
    #: the best of the peers that were run over the same set, in percent; None where none gives any
    peer: float | None
    goal: float
    #: in percent, out of the scorer's JSON
    figure: Callable[[Score], float]


def f1(name: str) -> Callable[[Score], float]:
    return lambda score: float(score[name]["F1"])


def percent(*path: str) -> Callable[[Score], float]:
    def figure(score: Score) -> float:
        for name in path:
            score = score[name]
        return float(score["percent"] or 0)

    return figure


def dates(score: Score) -> float:
    """Of all dates that the gold gives to figures that were found, those that stand in their slot with their value."""
    parts = [score[f"dates ({kind})"]["right slot and value"] for kind in ("annotated", "pattern")]
    return sum(part["percent"] * part["of"] for part in parts if part["of"]) / sum(
        part["of"] for part in parts
    )


MEASURES = (
    Measure("figures", "value, term and unit", 39.6, 70, f1("value+term+unit")),
    Measure("figures", "the same with place", 36.5, 62, f1("value+term+unit+place")),
    Measure("figures", "as-of, since, until", None, 90, dates),
    Measure("quantities", "value", 72.2, 93, f1("value")),
    Measure("quantities", "value and unit", 62.8, 87, f1("value+unit")),
    Measure("quantities", "value and change", 54.7, 89, f1("value+change")),
    Measure("statements", "overlap 0.3", 53.9, 75, f1("content IoU >= 0.3")),
    Measure("statements", "overlap 0.5", 47.6, 70, f1("content IoU >= 0.5")),
    Measure("statements", "overlap 0.8", 35.2, 60, f1("content IoU >= 0.8")),
    Measure(
        "statements",
        "right speaker, %",
        79.7,
        90,
        percent("content IoU >= 0.3", "right speaker, of matched with a speaker"),
    ),
    Measure("times", "recognised", 87.8, 90, f1("extent, relaxed")),
    Measure("times", "value", 40.5, 80, f1("value")),
    Measure("places", "recognised", 77.2, 88, f1("recognition, relaxed")),
    Measure("places", "within 161 km, %", 40.6, 90, percent("accuracy@161 km of resolved")),
    Measure("places", "end to end", 21.8, 65, f1("end to end (recognised and within 161 km)")),
)


def main() -> int:
    gold = gold_folder()
    missing = [path for path in _needed(gold) if not path.is_file()]
    if missing:
        print(
            f"eval: {missing[0]} is not there; TOCSIN_GOLD names the folder with score.py and the development sets",
            file=sys.stderr,
        )
        return 2
    scores = {mode: {task: _score(gold, task, options) for task in TASKS} for mode, options in MODES.items()}
    print("\n".join(table(scores)))
    return 0


def _needed(gold: Path) -> Sequence[Path]:
    return [gold / "score.py", *(gold / task / "dev.jsonl" for task in TASKS)]


def _score(gold: Path, task: str, options: Sequence[str]) -> Score:
    texts = gold / task / "dev.jsonl"
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as read:
        command = [sys.executable, "-m", "tocsin.cli", "read", "--jsonl", *options, str(texts)]
        subprocess.run(command, stdout=read, check=True)
        judge = [sys.executable, str(gold / "score.py"), task, str(texts), read.name, "--json"]
        return dict(json.loads(subprocess.run(judge, capture_output=True, check=True).stdout))


def table(scores: dict[str, dict[str, Score]]) -> list[str]:
    """One row for each measure: what, best peer, goal, and the figure of each mode."""
    lines = [f"{'F1 in percent':<36}{'best peer':>10}{'goal':>8}" + "".join(f"{mode:>10}" for mode in scores)]
    for measure in MEASURES:
        peer = f"{measure.peer:.1f}" if measure.peer else "-"
        figures = "".join(f"{measure.figure(by_task[measure.task]):>10.1f}" for by_task in scores.values())
        lines.append(f"{measure.task + ': ' + measure.name:<36}{peer:>10}{measure.goal:>8g}{figures}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
