"""Zip files (APPNOTE 6.3), read strictly: no byte belongs to two files or to none, and both listings of a file agree.

entries = listed(stream)                        raises BadZip
for part in content(stream, entry, meter): ...  raises BadZip and Unbounded
"""

from tocsin.archives.zip.content import content
from tocsin.archives.zip.entry import BadZip, Entry
from tocsin.archives.zip.listing import listed

__all__ = ["BadZip", "Entry", "content", "listed"]
