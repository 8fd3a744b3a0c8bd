"""Strangers' archives, opened in a process that may compute and answer and do nothing else.

    check_wacz(path), check_warc(path)      the verdicts of tocsin.archives.wacz and .warc; or of an open file
    page_of(path)                           the page that a person would read first: of a WACZ its main page
    unpack(path, folder)                    a zip, as a folder of files; `gunzip(path, file)` a gzip

Whatever the archive does to its reader (a crash, a bomb, a loop), the archive is refused with ArchiveRefused, which says
why, and nothing is left behind. What is packed within a packed file stays packed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import closing, nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tocsin.apart.fence import framed
from tocsin.apart.process import Died, Process, why
from tocsin.archives.apart_child import PROCESSOR_S_MAX
from tocsin.archives.fault import Fault
from tocsin.archives.limits import DEFAULT, Limits
from tocsin.archives.names import leads_out_on
from tocsin.archives.wacz.pages import PageEntry
from tocsin.archives.wacz.trust import Trust
from tocsin.archives.wacz.verdict import Signature, WaczVerdict
from tocsin.archives.warc.checking import WarcVerdict
from tocsin.archives.warc.page import BODY_BYTES_MAX, CapturedPage
from tocsin.errors import ArchiveRefused, Conflict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

#: for one archive, on a machine that is busy with others
WALL_S_MAX = 300.0
#: of one frame: a verdict with all its faults and pages, or the body of a page
ANSWER_BYTES_MAX = BODY_BYTES_MAX + 2**20
_REMEDY = "ask whoever sent it for the files themselves"


def check_wacz(
    archive: Path | BinaryIO, *, trust: Trust | None = None, limits: Limits = DEFAULT
) -> WaczVerdict:
    """Raises ArchiveRefused only where its reader dies of it; what does not hold is in the verdict."""
    trust = trust or Trust()
    roots = {
        "domain_roots": None if trust.domain_roots is None else _pem(trust.domain_roots),
        "timestamp_roots": _pem(trust.timestamp_roots),
    }
    plain = _verdict(archive, "check wacz", limits, **roots)
    signature = plain.pop("signature")
    return WaczVerdict(
        **{
            **plain,
            "pages": tuple(PageEntry(**{**each, "at": _instant(each["at"])}) for each in plain["pages"]),
        },
        signature=signature
        and Signature(
            domain=signature["domain"],
            key_sha256=signature["key_sha256"],
            created=_instant(signature["created"]),
            stamped_at=_instant(signature["stamped_at"]) if signature["stamped_at"] else None,
        ),
    )


def check_warc(archive: Path | BinaryIO, *, limits: Limits = DEFAULT) -> WarcVerdict:
    """Raises as `check_wacz`."""
    return WarcVerdict(**_verdict(archive, "check warc", limits))


def page_of(archive: Path | BinaryIO, *, limits: Limits = DEFAULT) -> CapturedPage:
    """Of a WACZ or WARC. Raises ArchiveRefused where there is none."""
    with closing(_frames(archive, "page", limits)) as frames:
        said = json.loads(next(frames)[1:])
        return CapturedPage(**{**said, "at": _instant(said["at"])}, body=next(frames)[1:])


def unpack(path: Path, folder: Path, *, limits: Limits = DEFAULT) -> list[str]:
    """Writes the files of a zip into `folder`, which must not exist yet; gives their names. Raises ArchiveRefused."""
    if os.path.lexists(folder):
        raise Conflict(f"{folder} exists already", "name a folder that does not")
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        with closing(_frames(path, "unzip", limits)) as frames:
            names = _write_files(frames, draft)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return names


def gunzip(path: Path, file: Path, *, limits: Limits = DEFAULT) -> int:
    """Writes what a gzip holds to `file`, which must not exist yet; gives its bytes. Raises ArchiveRefused."""
    if os.path.lexists(file):
        raise Conflict(f"{file} exists already", "name a file that does not")
    size = 0
    try:
        with closing(_frames(path, "gunzip", limits)) as frames, file.open("xb") as stream:
            for frame in frames:
                size += stream.write(frame[1:]) if frame[:1] == b"D" else 0
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return size


def _write_files(frames: Iterator[bytes], draft: Path) -> list[str]:
    names: list[str] = []
    stream = None
    try:
        for frame in frames:
            if frame[:1] == b"F":
                if stream:
                    stream.close()
                stream = None
                name = frame[1:].decode()
                assert not leads_out_on(name), name  # its reader let none through
                target = draft / name
                (target if name.endswith("/") else target.parent).mkdir(parents=True, exist_ok=True)
                if not name.endswith("/"):
                    names.append(name)
                    stream = target.open("xb")
            elif stream:
                stream.write(frame[1:])
    except (FileExistsError, NotADirectoryError) as error:
        raise ArchiveRefused("a file in it has the name of a folder", _REMEDY) from error
    finally:
        if stream:
            stream.close()
    return names


def _verdict(archive: Path | BinaryIO, verb: str, limits: Limits, **more: Any) -> dict[str, Any]:
    with closing(_frames(archive, verb, limits, **more)) as frames:
        plain: dict[str, Any] = json.loads(next(frames)[1:])
    plain["faults"] = tuple(Fault(**each) for each in plain["faults"])
    plain["warnings"] = tuple(Fault(**each) for each in plain["warnings"])
    if "unchecked" in plain:
        plain["unchecked"] = tuple(plain["unchecked"])
    return plain


def _frames(archive: Path | BinaryIO, verb: str, limits: Limits, **more: Any) -> Generator[bytes, None, None]:
    """What the reader answers, to its last frame. Raises ArchiveRefused."""
    deadline = time.monotonic() + WALL_S_MAX
    with archive.open("rb") if isinstance(archive, Path) else nullcontext(archive) as stream:
        descriptor = stream.fileno()
        plain = {"verb": verb, "descriptor": descriptor, "limits": asdict(limits), **more}
        process = Process(
            "tocsin.archives.apart_child", answer_bytes_max=ANSWER_BYTES_MAX, open_files=[descriptor]
        )
        code: int | None = None
        question = framed(json.dumps(plain).encode("ascii"))
        try:
            while (frame := process.ask(question, deadline))[:1] != b"E":
                if frame[:1] == b"-":
                    raise ArchiveRefused(frame[1:].decode("utf-8", "replace"), _REMEDY)
                yield frame
                question = b""
        except TimeoutError as error:
            raise ArchiveRefused(
                f"it cannot be opened safely: its reader took longer than {WALL_S_MAX:g} s", _REMEDY
            ) from error
        except (Died, OSError) as error:
            code = process.end()
            raise ArchiveRefused(
                f"it cannot be opened safely: its reader {why(code, PROCESSOR_S_MAX)}", _REMEDY
            ) from error
        finally:
            process.end(patience_s=0)


def _pem(certificates: Sequence[Certificate]) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
