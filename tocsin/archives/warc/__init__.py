"""Records of web traffic (WARC 1.0 and 1.1, ISO 28500): read strictly, one at a time.

verdict = check(stream)                  a seekable or plain binary stream, .warc or .warc.gz
verdict.valid, verdict.faults, verdict.warnings, verdict.records, verdict.responses

for record in records(stream, meter): ...    raises BadWarc at the first record that lies about itself
"""

from tocsin.archives.warc.checking import WarcVerdict, check
from tocsin.archives.warc.reading import BadWarc, Record, records

__all__ = ["BadWarc", "Record", "WarcVerdict", "check", "records"]
