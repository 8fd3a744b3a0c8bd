"""Containers of files that prove what they hold: BagIt, WARC, WACZ, zip. Knows bytes, names and hashes only, and no step.

- `tocsin.archives.bag`: `BagWriter`, `write`, `check`, for folders of files (RFC 8493)
- `tocsin.archives.wacz`: `write`, `check`, `main_page`, for captured pages in one file (WACZ 1.1.1)
- `tocsin.archives.warc`: `check`, for records of web traffic (WARC 1.1)
- `tocsin.archives.apart`: the same checks of strangers' files, and unpacking, in a process that may do nothing else
"""
