"""The process that opens documents from strangers: `python -m tocsin.reports.confined`.

It reads frames on stdin (hints as JSON, then the bytes), answers each with one frame on stdout, and may do nothing else:
memory and processor time are limited, and files are not written, nor programs started, nor addresses called.
"""

from __future__ import annotations

import json
import sys

from tocsin.apart import fence

MEMORY_BYTES_MAX = 1536 * 2**20
#: for one document
PROCESSOR_S_MAX = 20


def main() -> None:
    answers = fence.answering()
    fence.confine(MEMORY_BYTES_MAX)
    while (plain := fence.read_frame(sys.stdin.buffer)) is not None:
        content = fence.read_frame(sys.stdin.buffer)
        assert content is not None
        fence.allow_processor_time(PROCESSOR_S_MAX)
        fence.write_frame(answers, _answer(json.loads(plain), content))


def _answer(plain: dict[str, str], content: bytes) -> bytes:
    """What was extracted, with "+" before it, or why it was refused, with "-"."""
    from tocsin.errors import ReportRefused
    from tocsin.reports.extract import Hints, extract
    from tocsin.reports.extracted import to_json

    try:
        return b"+" + to_json(extract(content, Hints(**plain)))
    except ReportRefused as error:
        return b"-" + json.dumps([error.what, error.remedy]).encode("ascii")
    except MemoryError:
        return b"-" + json.dumps(["it needs more memory than one document may", "split it"]).encode("ascii")
    except Exception as error:  # a parser that stumbles over hostile bytes may raise anything
        reason = f"it cannot be read ({type(error).__name__})"
        return b"-" + json.dumps([reason, "save it again from the program that made it"]).encode("ascii")


if __name__ == "__main__":
    main()
