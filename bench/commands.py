"""How long whole commands take, from the start of the process to its end: `tocsin --help` and `tocsin read`.

The peer is a Python that does nothing: what no command written in it can undercut.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.figures import spread

RUNS = 9
EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"
#: read in the process itself
TEXT = EXAMPLES / "2023-09-29-ninety-seven-thousand.txt"
#: taken out of its markup in a confined process first
PAGE = EXAMPLES / "2023-09-28-gazette-page.html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    wall_s: float
    #: user and system time of the process and of those it waited for
    cpu_s: float


def main() -> None:
    tocsin = str(Path(sys.executable).with_name("tocsin"))
    _measure("tocsin --help", [tocsin, "--help"])
    for report in (TEXT, PAGE):
        name = f"tocsin read of {report.name} ({report.stat().st_size:,} bytes)"
        _measure(name, [tocsin, "read", str(report)])
    _measure("python -c pass", [sys.executable, "-c", "pass"])


def _measure(name: str, command: list[str]) -> None:
    _run(command)  # not counted: it fills the disk's cache and writes compiled modules
    runs = [_run(command) for _ in range(RUNS)]
    print(f"{name}, {RUNS} runs")
    print(f"  by the clock          {spread([run.wall_s for run in runs], 's')}")
    print(f"  user and system       {spread([run.cpu_s for run in runs], 's')}")


def _run(command: list[str]) -> Run:
    start = perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall_s = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{' '.join(command)} ended with {process.returncode}"
    return Run(wall_s=wall_s, cpu_s=used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    main()
