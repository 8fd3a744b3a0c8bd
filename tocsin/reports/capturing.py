"""A fetch's tape as a sealed capture: written once, named by its hash, with what it was found to hold."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, TypedDict

from django.conf import settings

from tocsin.custody.acts import timestamp
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound
from tocsin.outside.wire import Tape, spooled
from tocsin.reports.certificates import Seen, seen
from tocsin.reports.content_check import Checked
from tocsin.reports.seal import ROW_BYTES_MAX, Seal, incoming_folder, open_bytes, seal, seal_stream
from tocsin.reports.warc import page_of, picture_in, write_warc

if TYPE_CHECKING:
    from tocsin.reports.capture_models import Capture
    from tocsin.reports.models import Origin
    from tocsin.reports.picturing import Pictured

#: on the wire a page takes more than its bytes: heads, redirects and the framing of chunks
WIRE_FACTOR = 2
WIRE_BYTES_MORE = 8 * 2**20


class PictureSeen(TypedDict):
    """What is said of a picture beside the picture itself, which stands in the WARC file."""

    #: of the PNG, and of the text as UTF-8, in lower-case hexadecimal
    sha256: str
    text_sha256: str
    width_px: int
    height_px: int
    #: the page is taller than the picture
    cut: bool
    #: RFC 3339 in UTC
    at: str
    browser: str
    #: requests of the page that were fetched for it, and that were refused
    asked: int
    refused: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Captured:
    seal: Seal
    #: None where the bytes stand in a file already
    content: bytes | None = field(repr=False)
    made_at: datetime
    certificates: tuple[Seen, ...]
    checked: Checked
    picture: PictureSeen | None = None


def new_tape() -> Tape:
    """Large answers go to a file beside the sealed ones, never to a folder of everybody's."""
    return Tape(WIRE_FACTOR * settings.TOCSIN_REPORT_BYTES_MAX + WIRE_BYTES_MORE, _spooled)


def sealed_capture(tape: Tape, checked: Checked, pictured: Pictured | None = None) -> Captured:
    """Large captures are on disk when this returns. Raises StoreTrouble where the disk refuses."""
    made_at = tape.exchanges[0].at
    with _spooled() as out:
        write_warc(tape.exchanges, out, made_at=made_at, pictured=pictured)
        size = out.tell()
        out.seek(0)
        content = out.read() if size <= ROW_BYTES_MAX else None
        sealed = seal_stream(out) if content is None else seal(content)  # type: ignore[arg-type]
    found = [certificate for each in tape.exchanges if (certificate := seen(each))]
    return Captured(
        seal=sealed,
        content=content,
        made_at=made_at,
        certificates=tuple(found),
        checked=checked,
        picture=_seen(pictured) if pictured else None,
    )


def _seen(pictured: Pictured) -> PictureSeen:
    made = pictured.picture
    return PictureSeen(
        sha256=hashlib.sha256(made.png).hexdigest(),
        text_sha256=hashlib.sha256(made.text.encode()).hexdigest(),
        width_px=made.width_px,
        height_px=made.height_px,
        cut=made.cut,
        at=timestamp(pictured.at),
        browser=made.browser,
        asked=sum(1 for each in pictured.asked.exchanges if each.request),
        refused=made.refused,
    )


def _spooled() -> IO[bytes]:
    return spooled(str(incoming_folder()))


def row_of(captured: Captured) -> dict[str, Any]:
    """The fields of a `Capture`, without what ties it to an arrival."""
    return {
        "sha256": captured.seal.sha256,
        "sha512": captured.seal.sha512,
        "size_bytes": captured.seal.size_bytes,
        "made_at": captured.made_at,
        "certificates": list(captured.certificates),
        "verdict": captured.checked.verdict.value,
        "reasons": list(captured.checked.reasons),
        "checked_by": captured.checked.version,
        "picture": captured.picture,
    }


def store(captured: Captured, origin: Origin | None) -> Capture:
    """Within the acting transaction, which logs what `committed` says."""
    from tocsin.reports.capture_models import Capture, CaptureBytes

    row = Capture.objects.create(origin=origin, **row_of(captured))
    CaptureBytes.objects.create(capture=row, content=captured.content)
    return row


#: what the log commits to of a capture, each after "capture_": in the entry of the arrival, or of the re-capture
CAPTURE_FIELDS = (
    "sha256", "sha512", "size_bytes", "made_at", "certificates", "verdict", "reasons", "checked_by",
)  # fmt: skip


def committed(capture: Capture) -> dict[str, Json]:
    return committed_fields({name: getattr(capture, name) for name in (*CAPTURE_FIELDS, "picture")})


def committed_fields(values: dict[str, Any]) -> dict[str, Any]:
    """Of a capture's fields; without a picture the entry is as it was before there were any."""
    found = {f"capture_{name}": _json(value) for name, value in values.items()}
    if values["picture"] is None:
        del found["capture_picture"]
    return found


def _json(value: Any) -> Json:
    return timestamp(value) if isinstance(value, datetime) else value


def open_capture(capture: Capture) -> bytes:
    """The WARC file. Raises NotFound where it was erased, StoreTrouble where it is missing or no longer the one sealed."""
    if capture.is_erased:
        raise NotFound(f"capture {capture.pk} was erased with its report")
    return open_bytes(capture.sha256, capture.sealed.content, f"capture {capture.pk}")


def captured_page(capture: Capture) -> bytes:
    """The page that the capture led to. Raises StoreTrouble where it holds none."""
    return page_of(io.BytesIO(open_capture(capture)), settings.TOCSIN_REPORT_BYTES_MAX)


def picture_of(capture: Capture) -> tuple[bytes, str]:
    """The picture (PNG) of its page, and the text that was seen on it. Raises NotFound where there is none."""
    found = None if capture.is_erased else picture_in(io.BytesIO(open_capture(capture)))
    if found is None:
        raise NotFound(f"capture {capture.pk} has no picture")
    return found


def capture_warc(origin: Origin) -> bytes:
    """The WARC file (`.warc.gz`) of an arrival, as it was sealed. Raises NotFound where nothing was fetched for it."""
    capture = getattr(origin, "capture", None)
    if capture is None:
        raise NotFound(
            f"arrival {origin.pk} has no capture",
            "only what was fetched over HTTP has one, since captures are kept",
        )
    return open_capture(capture)
