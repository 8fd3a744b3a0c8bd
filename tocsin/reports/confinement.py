"""Our side of the process that opens documents: started when first needed, kept warm for a batch, replaced when it dies."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from types import TracebackType
from typing import Self

from tocsin.apart.fence import framed
from tocsin.apart.process import Died, Process, why
from tocsin.errors import ReportRefused
from tocsin.reports.archive import extract_archive
from tocsin.reports.confined import PROCESSOR_S_MAX
from tocsin.reports.extract import Hints, extract, needs_confinement
from tocsin.reports.extracted import Extracted, from_json
from tocsin.reports.media import is_archive

#: for one document, on a machine that is busy with others
WALL_S_MAX = 60.0
#: of an answer, which holds one text and its metadata as ASCII JSON
ANSWER_BYTES_MAX = 256 * 2**20


class Reader:
    """Extracts documents, dangerous kinds in a confined process. Use as a context manager; not for several threads."""

    def __init__(self, wall_s_max: float = WALL_S_MAX) -> None:
        self._wall_s_max = wall_s_max
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(patience_s=0)

    def extract(self, content: bytes, hints: Hints) -> Extracted:
        """Raises ReportRefused, also where the document makes its reader crash, hang or run out of memory."""
        if is_archive(hints.media_type):
            return extract_archive(content, hints.media_type, self.extract)
        if not needs_confinement(hints.media_type):
            return extract(content, hints)
        answer = self._ask(json.dumps(asdict(hints)).encode("ascii"), content)
        if answer[:1] == b"+":
            return from_json(answer[1:])
        what, remedy = json.loads(answer[1:])
        raise ReportRefused(str(what), str(remedy))

    def _ask(self, hints: bytes, content: bytes) -> bytes:
        self._process = self._process or Process("tocsin.reports.confined", answer_bytes_max=ANSWER_BYTES_MAX)
        try:
            return self._process.ask(framed(hints, content), time.monotonic() + self._wall_s_max)
        except (Died, OSError) as error:
            code = self._end()
            slow = f"took longer than {self._wall_s_max:g} s"
            reason = slow if isinstance(error, TimeoutError) else why(code, PROCESSOR_S_MAX)
            raise ReportRefused(
                f"it cannot be read safely: its reader {reason}", "take it in as plain text"
            ) from error

    def _end(self, patience_s: float = 0.2) -> int | None:
        process, self._process = self._process, None
        return process.end(patience_s) if process else None
