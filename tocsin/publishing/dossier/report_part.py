"""A report in a dossier: its bytes, its texts, its acts, and all findings in it with what people decided of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tocsin import reports
from tocsin.custody.commitments import paragraphs
from tocsin.publishing.dossier import candidates
from tocsin.publishing.dossier.act_rows import in_row
from tocsin.publishing.dossier.entries import CHUNK, Entries
from tocsin.publishing.dossier.opened import ERASED, ITS_OWN, Opened, erased_paths
from tocsin.publishing.dossier.words import MARK
from tocsin.record.models import Finding
from tocsin.reports.capture_models import Recapture
from tocsin.reports.capture_wacz import write_wacz
from tocsin.reports.capturing import CAPTURE_FIELDS, open_capture
from tocsin.reports.models import Report, ReportText

#: by media type; everything else is "bin"
_SUFFIXES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
    "application/warc": "warc",
    "application/wacz": "wacz",
    "message/rfc822": "eml",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


class ReportPart:
    def __init__(self, entries: Entries, report: Report) -> None:
        self._entries = entries
        self._report = report
        self._folder = f"reports/{report.pk}"
        self._original = f"{self._folder}/original.{suffix_of(report.media_type)}"
        self._texts = {text.pk: text for text in report.texts.order_by("pk")}
        #: by the hash that the entry of an arrival commits to, the WARC file with how the page was fetched
        self._captures: dict[str, str] = {}
        #: by the path in the entry of a reading, where in findings.json the finding stands
        self._read_at: dict[str, str] = {}

    def add(self) -> None:
        bag, named = self._entries.draft.bag, f"{self._folder}/report.json"
        if self._report.has_bytes:
            bag.add(self._original, reports.open_sealed(self._report))
        for text in self._texts.values():
            bag.add(self._text_file(text), text.text.encode())
        captures = list(self._add_captures())
        findings = list(self._report.findings.order_by("pk").prefetch_related("reviews"))
        read = self._add_read(findings)
        self._entries.draft.add_report(self._told(read, named))
        originals = [self._original] if self._report.has_bytes else []
        files = [named, *originals, *map(self._text_file, self._texts.values()), *captures]
        why = None if self._report.has_bytes else self._report.title if self._report.is_erased else ERASED
        self._entries.draft.add_item(f"report:{self._report.pk}", files, why)
        for first in range(0, len(findings), CHUNK):
            self._add_decided(findings[first : first + CHUNK])

    def _add_captures(self) -> Iterator[str]:
        """How the page was fetched, for each arrival that was; the first by the report's number alone.

        The WARC file, whose hash is in the log, and the same as a WACZ, which a replay opens.
        """
        fetched = self._report.origins.filter(capture__size_bytes__gt=0).order_by("pk")
        for number, origin in enumerate(fetched.select_related("capture__sealed"), 1):
            stem = f"captures/{self._report.pk}{f'-{number}' if number > 1 else ''}"
            path = f"{stem}.warc.gz"
            self._entries.draft.bag.add(path, reports.capture_warc(origin))
            self._captures |= {origin.capture.sha256: path, origin.capture.sha512: path}
            beside = self._entries.draft.scratch / "capture.wacz"
            write_wacz(origin, beside, now=origin.capture.made_at)
            self._entries.draft.bag.add(f"{stem}.wacz", beside)
            beside.unlink()
            yield from (path, f"{stem}.wacz")

    def _add_read(self, findings: Sequence[Finding]) -> candidates.Candidates:
        """What the machine read, one row each in findings.json; returns it as readings commit to it."""
        file, found = self._entries.files["findings"], dict[str, Sequence[Any]]()
        erased = erased_paths(f"report:{self._report.pk}")
        for finding in findings:
            said = candidates.read_findings([finding])
            for name, [value] in said.items():
                assert isinstance(value, dict), value
                self._read_at[f"after.{name}"] = f"/{file.rows}/read"
                told = value | {"quote": MARK, "fields": MARK} if f"after.{name}" in erased else value
                file.add({"item": f"finding:{finding.pk}", **self._place_of(finding), "read": told})
            found |= said
        return found

    def _told(self, read: candidates.Candidates, named: str) -> dict[str, Any]:
        """report.json: every act on the report, its texts and its place among copies."""
        acts: list[dict[str, Any]] = []
        original = next(
            (each for each in self._texts.values() if each.kind == ReportText.Kind.ORIGINAL), None
        )
        self._add_acts(
            acts,
            named,
            f"report:{self._report.pk}",
            {**candidates.of("report", self._report), **read},
            original,
        )
        for text in self._texts.values():
            self._add_acts(acts, named, f"text:{text.pk}", candidates.of("text", text), text)
        for placing in self._report.placings.order_by("pk"):
            self._add_acts(acts, named, f"placing:{placing.pk}", candidates.of("placing", placing), None)
        self._add_looks(acts, named)
        return {"item": f"report:{self._report.pk}", "acts": acts}

    def _add_looks(self, acts: list[dict[str, Any]], named: str) -> None:
        """That its page was looked at again, with what answered; and what people said its captures hold."""
        for number, look in enumerate(self._report.recaptures.select_related("capture").order_by("pk"), 1):
            item, own = f"recapture:{look.pk}", list(self._add_look(look, number))
            shut = {} if own or look.capture is None else _of_its_own_report()
            self._add_acts(acts, named, item, candidates.of("recapture", look), None, shut)
            self._entries.draft.add_item(item, [named, *own])
        for word in self._report.content_judgements.order_by("pk"):
            item = f"content-check:{word.pk}"
            self._add_acts(acts, named, item, candidates.of("content-check", word), None)
            self._entries.draft.add_item(item, [named])

    def _add_look(self, look: Recapture, number: int) -> Iterator[str]:
        """The WARC file; none of a page that had changed, for that is a report of its own, with its capture."""
        capture = look.capture
        if capture is not None and capture.origin_id is None and not capture.is_erased:
            path = f"captures/{self._report.pk}-again-{number}.warc.gz"
            self._entries.draft.bag.add(path, open_capture(capture))
            self._captures |= {capture.sha256: path, capture.sha512: path}
            yield path

    def _add_acts(
        self,
        acts: list[dict[str, Any]],
        named: str,
        item: str,
        fields: candidates.Candidates,
        text: ReportText | None,
        closed: Mapping[str, str] | None = None,
    ) -> None:
        lines = () if text is None else paragraphs(text.text)
        for one in self._entries.opened({item: fields}, spoken={item: lines}, closed={item: closed or {}}):
            row = self._entries.keep_at(one, self._where(in_row(named, f"/acts/{len(acts)}"), text, one))
            row["after"] = {
                name: value for name, value in row["after"].items() if f"after.{name}" not in self._read_at
            }
            acts.append(row)

    def _where(
        self, in_acts: Callable[[str], dict[str, Any]], text: ReportText | None, one: Opened
    ) -> Callable[[str], Mapping[str, Any]]:
        def where(path: str) -> Mapping[str, Any]:
            if path in self._read_at:
                return {"file": "data/record/findings.json", "pointer": self._read_at[path]}
            if path.startswith("text.") and text is not None:
                line = int(path.removeprefix("text."))
                return {"file": f"data/{self._text_file(text)}", "paragraph": line}
            is_original = one.entry.item.startswith("report:") and self._report.has_bytes
            if path in ("after.sha256", "after.sha512") and is_original:
                return {"file": f"data/{self._original}", "hash": path.removeprefix("after.")}
            captured = path in ("after.capture_sha256", "after.capture_sha512")
            if captured and (file := self._captures.get(str(one.value(path)))):
                return {"file": f"data/{file}", "hash": path.removeprefix("after.capture_")}
            return in_acts(path)

        return where

    def _add_decided(self, findings: Sequence[Finding]) -> None:
        """Acts on findings: marked by a person, into findings.json; reviewed, into reviews.json."""
        by_item = {f"finding:{each.pk}": each for each in findings}
        files = {item: {"record/findings.json": True} for item in by_item}
        for one in self._entries.opened({k: candidates.of("finding", each) for k, each in by_item.items()}):
            name = "findings" if one.entry.action == "marked" else "reviews"
            files[one.entry.item][f"record/{name}.json"] = True
            self._entries.keep(one, name, self._place_of(by_item[one.entry.item]))
        for item, names in files.items():
            self._entries.draft.add_item(item, list(names))

    def _place_of(self, finding: Finding) -> dict[str, str]:
        text = self._texts[finding.text_id]
        return {"report": f"report:{finding.report_id}", "text": f"data/{self._text_file(text)}"}

    def _text_file(self, text: ReportText) -> str:
        return f"{self._folder}/{'text' if text.kind == ReportText.Kind.ORIGINAL else f'text-{text.pk}'}.txt"


def _of_its_own_report() -> dict[str, str]:
    """By path: the report may not be in this dossier, and a hash would tell which page it was."""
    return {f"after.capture_{name}": ITS_OWN for name in (*CAPTURE_FIELDS, "picture")}


def suffix_of(media_type: str) -> str:
    """
    >>> suffix_of("text/html; charset=utf-8"), suffix_of("application/x-unheard-of")
    ('html', 'bin')
    """
    return _SUFFIXES.get(media_type.partition(";")[0].strip().lower(), "bin")
