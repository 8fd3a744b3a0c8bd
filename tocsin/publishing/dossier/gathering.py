"""Gathering what a dossier holds: rows of the store, the entries of the log about them, and what opens these."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from tocsin import reports
from tocsin.alerts.models import Alert, EarlierAlert, Translation
from tocsin.assessment.models import (
    Assessment,
    CriterionJudgement,
    Evidence,
    FrameworkVersion,
    JurisdictionAnswer,
    SecondReading,
)
from tocsin.custody.commitments import paragraphs
from tocsin.custody.models import Entry
from tocsin.delivery.models import Message
from tocsin.publishing.dossier import candidates
from tocsin.publishing.dossier.act_rows import act_row, in_row, openings_of
from tocsin.publishing.dossier.chosen import Chosen
from tocsin.publishing.dossier.draft import RECORD_FILES, Draft
from tocsin.publishing.dossier.opened import LEFT_OUT, PEOPLE, Opened, opened
from tocsin.publishing.dossier.pseudonyms import Pseudonyms
from tocsin.publishing.dossier.row_file import RowFile
from tocsin.record.models import Finding
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Aside, Change, Decision, Outcome, Preference, SamePeople, Situation

#: rows, and entries about them, that are held at once
CHUNK = 100
#: fields in which people at the desk are named
_NAMES = ("written_by", "translator")


@dataclass(kw_only=True)
class Gathering:
    """What goes into one draft. `size` is how long the log was when it began: what came later stays out."""

    chosen: Chosen
    draft: Draft
    size: int
    #: whether people at the desk stand in it by name
    names: bool = False
    advance: Callable[[int], object] = lambda _steps: None
    _files: dict[str, RowFile] = field(default_factory=dict)
    _pseudonyms: Pseudonyms = field(default_factory=Pseudonyms)

    def gather(self) -> None:
        with ExitStack() as stack:
            for name in RECORD_FILES:
                path = self.draft.scratch / "record" / f"{name}.json"
                self._files[name] = stack.enter_context(RowFile(path))
            for first in range(0, len(self.chosen.reports), CHUNK):
                part = self.chosen.reports[first : first + CHUNK]
                for report in Report.objects.filter(pk__in=part).order_by("pk"):
                    self._report(report)
                    self.advance(1)
            for name, noun, rows in self._nouns():
                self._rows(name, noun, rows)
            self._alert_files()
        for name, file in self._files.items():
            self.draft.bag.add(f"record/{name}.json", file.path)

    def _nouns(self) -> Iterator[tuple[str, str, QuerySet[Any]]]:
        """The file, what the log calls the noun, and its rows."""
        in_situation = {"situation__in": self.chosen.situations}
        yield "situations", "situation", Situation.objects.filter(pk__in=self.chosen.situations)
        for noun, model in _OF_SITUATION.items():
            yield "situations", noun, model._default_manager.filter(**in_situation)
        called = Outcome.objects.filter(call__report__gatherings__situation__in=self.chosen.situations)
        yield "situations", "outcome", called.exclude(call__report__in=self.chosen.left_out).distinct()
        assessed = {"assessment__in": self.chosen.assessments}
        frameworks = FrameworkVersion.objects.filter(assessments__in=self.chosen.assessments)
        yield "assessments", "framework", frameworks.distinct()
        yield "assessments", "assessment", Assessment.objects.filter(pk__in=self.chosen.assessments)
        yield "assessments", "evidence", Evidence.objects.filter(**assessed)
        yield "assessments", "judgement", CriterionJudgement.objects.filter(**assessed)
        read = SecondReading.objects.filter(judgement__assessment__in=self.chosen.assessments)
        yield "assessments", "second-reading", read
        yield "assessments", "jurisdiction", JurisdictionAnswer.objects.filter(**assessed)
        yield "alerts", "alert", Alert.objects.filter(pk__in=self.chosen.alerts)
        yield "alerts", "translation", Translation.objects.filter(alert__in=self.chosen.alerts)
        yield "alerts", "earlier-alert", EarlierAlert.objects.filter(**in_situation)
        yield "alerts", "message", Message.objects.filter(key__in=self._message_keys(), to=None)

    def _message_keys(self) -> list[str]:
        issued = Alert.objects.filter(pk__in=self.chosen.alerts).values_list("identifier", flat=True)
        return [f"alert:{identifier}" for identifier in issued]

    # -- reports

    def _report(self, report: Report) -> None:
        folder = f"reports/{report.pk}"
        files = [f"{folder}/report.json"]
        original = f"{folder}/original.{_suffix(report)}"
        self.draft.bag.add(original, reports.open_sealed(report))
        files.append(original)
        texts = list(report.texts.order_by("pk"))
        for text in texts:
            name = f"{folder}/{_text_name(text)}"
            self.draft.bag.add(name, text.text.encode())
            files.append(name)
        self._report_acts(report, texts, folder, original)
        self.draft.add_item(f"report:{report.pk}", files)

    def _report_acts(self, report: Report, texts: Sequence[ReportText], folder: str, original: str) -> None:
        findings = report.findings.order_by("pk").prefetch_related("reviews")
        places: dict[str, str] = {}
        read: dict[str, Sequence[Any]] = {}
        marked: list[Finding] = []
        file = self._files["findings"]
        for finding in findings.iterator(chunk_size=CHUNK):
            row: dict[str, Any] = {"item": f"finding:{finding.pk}", "report": f"report:{report.pk}"}
            row["text"] = (
                f"data/{folder}/{_text_name(next(each for each in texts if each.pk == finding.text_id))}"
            )
            said = candidates.read_findings([finding])
            if said:
                row["read"] = next(iter(said.values()))[0]
                read |= said
                places[f"after.finding:{finding.pk}"] = f"/{file.rows}/read"
                file.add(row)
            marked.append(finding)
        acts: list[dict[str, Any]] = []
        name = f"{folder}/report.json"
        for noun, row_of in (
            ("report", [report]),
            ("text", texts),
            ("placing", report.placings.order_by("pk")),
        ):
            for each in row_of:
                fields = dict(candidates.of(noun, each)) | (read if noun == "report" else {})
                lines = self._lines_of(noun, each, texts)
                for one in self._opened([f"{noun}:{each.pk}"], {f"{noun}:{each.pk}": fields}, lines):
                    acts.append(self._report_act(one, name, len(acts), places, folder, original, each, texts))
        path = self.draft.scratch / "report.json"
        path.write_text(_pretty({"item": f"report:{report.pk}", "acts": acts}), encoding="utf-8")
        self.draft.bag.add(name, path)
        self._findings(marked, folder, texts)

    def _lines_of(self, noun: str, row: Any, texts: Sequence[ReportText]) -> Sequence[str]:
        if noun == "text":
            return paragraphs(row.text)
        original = next((each for each in texts if each.kind == ReportText.Kind.ORIGINAL), None)
        return paragraphs(original.text) if noun == "report" and original else ()

    def _report_act(
        self,
        one: Opened,
        file: str,
        place: int,
        places: Mapping[str, str],
        folder: str,
        original: str,
        row: Any,
        texts: Sequence[ReportText],
    ) -> dict[str, Any]:
        text = row if isinstance(row, ReportText) else next(iter(texts), None)
        at = in_row(file, f"/acts/{place}")

        def where(path: str) -> dict[str, Any]:
            if path in places:
                return {"file": "data/record/findings.json", "pointer": places[path]}
            if path.startswith("text."):
                assert text is not None, path
                return {
                    "file": f"data/{folder}/{_text_name(text)}",
                    "paragraph": int(path.removeprefix("text.")),
                }
            if path in ("after.sha256", "after.sha512") and isinstance(row, Report):
                return {"file": f"data/{original}", "hash": path.removeprefix("after.")}
            return at(path)

        self.draft.keep(one.position, one.entry.pk, openings_of(one, where), list(one.masked), one.erased)
        made = act_row(one, self._pseudonyms.of(one.entry.actor))
        made["after"] = {
            name: value for name, value in made["after"].items() if f"after.{name}" not in places
        }
        return made

    def _findings(self, findings: Sequence[Finding], folder: str, texts: Sequence[ReportText]) -> None:
        """Acts on findings: marked by a person, reviewed."""
        for first in range(0, len(findings), CHUNK):
            part = findings[first : first + CHUNK]
            fields = {f"finding:{each.pk}": candidates.of("finding", each) for each in part}
            seen: dict[str, list[str]] = {item: ["record/findings.json"] for item in fields}
            for one in self._opened(list(fields), fields):
                marked = one.entry.action == "marked"
                name = "findings" if marked else "reviews"
                if not marked and "record/reviews.json" not in seen[one.entry.item]:
                    seen[one.entry.item].append("record/reviews.json")
                row = act_row(one, self._pseudonyms.of(one.entry.actor))
                if marked:
                    finding = next(each for each in part if f"finding:{each.pk}" == one.entry.item)
                    row["report"] = f"report:{finding.report_id}"
                    name_of = _text_name(next(each for each in texts if each.pk == finding.text_id))
                    row["text"] = f"data/{folder}/{name_of}"
                self._keep(one, name, row)
            for item, files in seen.items():
                self.draft.add_item(item, files)

    # -- everything else

    def _rows(self, name: str, noun: str, rows: QuerySet[Any]) -> None:
        chunk: list[Model] = []
        for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
            chunk.append(row)
            if len(chunk) == CHUNK:
                self._chunk(name, noun, chunk)
                chunk = []
        if chunk:
            self._chunk(name, noun, chunk)

    def _chunk(self, name: str, noun: str, rows: Sequence[Any]) -> None:
        by_item = {f"{noun}:{row.pk}": row for row in rows}
        fields = {item: candidates.of(noun, row) for item, row in by_item.items()}
        spoken = {item: _spoken(row) for item, row in by_item.items()}
        closed = {item: self._closed(row) for item, row in by_item.items()}
        known = set()
        for one in self._opened(list(by_item), fields, spoken=spoken, closed=closed):
            row = act_row(one, self._pseudonyms.of(one.entry.actor))
            row |= _said_of(one)
            self._keep(one, name, row, _by_hash(by_item[one.entry.item], one))
            known.add(one.entry.item)
        for item in by_item:
            if item in known:
                self.draft.add_item(item, [f"record/{name}.json", *_own_files(by_item[item])])

    def _closed(self, row: Any) -> dict[str, str]:
        """Words that quote a report which is left out."""
        out = set(self.chosen.left_out)
        if not out:
            return {}
        if isinstance(row, Evidence) and row.finding.report_id in out:
            return {"after.why": LEFT_OUT, "reason": LEFT_OUT}
        if (
            isinstance(row, Decision)
            and Finding.objects.filter(pk__in=row.finding_ids, report__in=out).exists()
        ):
            return {"after.why": LEFT_OUT, "after.what": LEFT_OUT, "reason": LEFT_OUT}
        if isinstance(row, Assessment):
            hidden = row.evidence.filter(by=None, finding__report__in=out).values_list("pk", flat=True)
            return {f"after.evidence:{each}": LEFT_OUT for each in hidden}
        return {}

    def _alert_files(self) -> None:
        for row in Alert.objects.filter(pk__in=self.chosen.alerts).iterator(chunk_size=CHUNK):
            if row.cap_xml is not None:
                self.draft.bag.add(_cap_file(row), bytes(row.cap_xml))
        versions = FrameworkVersion.objects.filter(assessments__in=self.chosen.assessments).distinct()
        for version in versions:
            self.draft.bag.add(_framework_file(version), version.text.encode())

    def _keep(
        self,
        one: Opened,
        name: str,
        row: Mapping[str, Any],
        by_hash: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """`by_hash`: paths whose value is the hash of a file of its own."""
        file = self._files[name]
        at = in_row(f"record/{name}.json", f"/{file.rows}")

        def where(path: str) -> Mapping[str, Any]:
            return (by_hash or {}).get(path) or at(path)

        self.draft.keep(one.position, one.entry.pk, openings_of(one, where), list(one.masked), one.erased)
        file.add(row)

    def _opened(
        self,
        items: Sequence[str],
        fields: Mapping[str, candidates.Candidates],
        lines: Sequence[str] = (),
        *,
        spoken: Mapping[str, Sequence[str]] | None = None,
        closed: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Iterator[Opened]:
        """The entries about these items that the log numbered before we began, in order of position."""
        entries = Entry.objects.filter(item__in=items, leaf__position__lt=self.size).order_by(
            "leaf__position"
        )
        for entry in entries.select_related("leaf").iterator(chunk_size=CHUNK):
            shut = dict((closed or {}).get(entry.item, {}))
            if not self.names:
                shut |= {f"{side}.{name}": PEOPLE for side in ("before", "after") for name in _NAMES}
            yield opened(
                entry,
                entry.leaf.position,
                fields[entry.item],
                paragraphs=(spoken or {}).get(entry.item, lines),
                closed=shut,
                actors=self.names or not self._pseudonyms.is_person(entry.actor),
            )


#: what people say within a situation, by what the log calls it
_OF_SITUATION: dict[str, type[Model]] = {
    "decision": Decision,
    "change": Change,
    "preference": Preference,
    "people": SamePeople,
    "aside": Aside,
}
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
    "message/rfc822": "eml",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


def _suffix(report: Report) -> str:
    return _SUFFIXES.get(report.media_type.partition(";")[0].strip().lower(), "bin")


def _text_name(text: ReportText) -> str:
    return "text.txt" if text.kind == ReportText.Kind.ORIGINAL else f"text-{text.pk}.txt"


def _spoken(row: Any) -> Sequence[str]:
    """The sentences of an alert, as its entries commit to them."""
    if not isinstance(row, Alert):
        return ()
    return paragraphs("\n".join(row.sentences.values_list("text", flat=True)))


def _said_of(one: Opened) -> dict[str, Any]:
    """Sentences of an alert, each in its place; what is closed leaves a gap."""
    said = {each.path: each.value for each in one.openings if each.path.startswith("text.")}
    gaps = [path for path in one.masked if path.startswith("text.")]
    count = len(said) + len(gaps)
    return {"text": [said.get(f"text.{place}") for place in range(count)]} if count else {}


def _own_files(row: Any) -> Iterable[str]:
    if isinstance(row, Alert) and row.cap_xml is not None:
        yield _cap_file(row)
    if isinstance(row, FrameworkVersion):
        yield _framework_file(row)


def _by_hash(row: Any, one: Opened) -> dict[str, dict[str, str]]:
    """What an entry says of the bytes of a file is held against that file."""
    if isinstance(row, Alert) and row.cap_xml is not None and one.value("after.cap_sha256") is not None:
        return {"after.cap_sha256": {"file": f"data/{_cap_file(row)}", "hash": "sha256"}}
    if isinstance(row, FrameworkVersion):
        return {"after.sha256": {"file": f"data/{_framework_file(row)}", "hash": "sha256"}}
    return {}


def _cap_file(row: Alert) -> str:
    return f"alerts/{row.identifier}.cap.xml"


def _framework_file(row: FrameworkVersion) -> str:
    return f"frameworks/{row.pk}.yml"


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
