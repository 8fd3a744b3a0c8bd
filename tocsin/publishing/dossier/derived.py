"""What is made from the record's files: the index, the elements, PROV and FollowTheMoney."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from tocsin.publishing.dossier.contents import Head
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.elements import elements
from tocsin.publishing.dossier.follow_the_money import entities
from tocsin.publishing.dossier.index_page import parts, write_index
from tocsin.publishing.dossier.provenance import write_prov
from tocsin.publishing.dossier.row_file import as_line
from tocsin.publishing.dossier.told import Told

#: a page into a PDF, as a shell can: its HTML, what names it, and the time it is stamped with
Printer = Callable[[str, str, datetime], bytes]


def add_derived(draft: Draft, head: Head, printer: Printer | None) -> None:
    """Into the draft's scratch, under the names that `contents.OWN_FILES` lists."""
    told = Told(draft)
    try:
        weighed = elements(told)
        whole = json.dumps(weighed, ensure_ascii=False, indent=1) + "\n"
        (draft.scratch / "elements.json").write_text(whole, encoding="utf-8")
        with (draft.scratch / "ftm.jsonl").open("x", encoding="utf-8") as file:
            file.writelines(as_line(each) + "\n" for each in entities(told))
        write_prov(told, draft.scratch / "prov.json")
        write_index(head, told, weighed, draft.entries, draft.scratch / "index.html")
        if printer is not None:
            html = "".join(parts(head, told, weighed, draft.entries, for_pdf=True))
            made_at = datetime.fromisoformat(head.made_at)
            (draft.scratch / "index.pdf").write_bytes(printer(html, head.id, made_at))
    finally:
        told.close()
