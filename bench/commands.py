"""How long whole commands take, from the start of the process to its end: `tocsin --help` and `tocsin read`."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.figures import spread
from bench.made_reports import made_reports

RUNS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    wall_s: float
    #: user and system time of the process and of those it waited for
    cpu_s: float
    peak_mib: float


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        report = Path(folder, "report.txt")
        report.write_bytes(next(made_reports(1)))
        _measure("tocsin --help", ["--help"])
        _measure(f"tocsin read of one file of {report.stat().st_size:,} bytes", ["read", str(report)])
        _measure("peer: python -c pass", ["-c", "pass"], program=Path(sys.executable))


def _measure(name: str, arguments: list[str], program: Path | None = None) -> None:
    command = [str(program or Path(sys.executable).with_name("tocsin")), *arguments]
    _run(command)  # not counted: it fills the disk's cache and writes compiled modules
    runs = [_run(command) for _ in range(RUNS)]
    print(f"{name}, {RUNS} runs")
    print(f"  by the clock          {spread([run.wall_s for run in runs], 's')}")
    print(f"  user and system       {spread([run.cpu_s for run in runs], 's')}")
    print(f"  peak memory           {spread([run.peak_mib for run in runs], 'MiB')}")


def _run(command: list[str]) -> Run:
    start = perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall_s = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{' '.join(command)} ended with {process.returncode}"
    return Run(wall_s=wall_s, cpu_s=used.ru_utime + used.ru_stime, peak_mib=used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
