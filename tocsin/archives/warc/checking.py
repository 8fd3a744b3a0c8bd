"""Whether a WARC can be relied on: every record as long as it says and hashing to what it claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from tocsin.archives.fault import FAULTS_MAX, Fault
from tocsin.archives.limits import Meter, Unbounded
from tocsin.archives.warc.reading import CAPTURED, records
from tocsin.archives.warc.source import BadWarc


@dataclass(frozen=True, kw_only=True, slots=True)
class WarcVerdict:
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    records: int = 0
    #: records that hold something captured: responses, resources, revisits
    responses: int = 0
    #: records with any digest
    with_digest: int = 0

    @property
    def valid(self) -> bool:
        return not self.faults


def check(stream: BinaryIO, meter: Meter | None = None) -> WarcVerdict:
    """Reads to the first fault: behind it nothing is where it ought to be."""
    faults: list[Fault] = []
    warnings: list[Fault] = []
    count = captured = with_digest = 0
    try:
        for record in records(stream, meter):
            count += 1
            captured += record.kind in CAPTURED
            with_digest += record.payload_digest is not None
            warnings += [Fault(f"record at {record.offset:,}", each) for each in record.warnings]
            del warnings[FAULTS_MAX:]
    except BadWarc as error:
        faults.append(Fault(f"record at {error.offset:,}", error.reason))
    except Unbounded as error:
        faults.append(Fault("", str(error)))
    if not faults and not captured:
        faults.append(Fault("", "nothing was captured in it: no response, resource or revisit"))
    return WarcVerdict(
        faults=tuple(faults),
        warnings=tuple(warnings),
        records=count,
        responses=captured,
        with_digest=with_digest,
    )
