"""Writing an alert: drafting it, editing it, sending it to review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.alerts.acts import log_act, refuse_real_demonstration, take_step
from tocsin.alerts.area_models import Area
from tocsin.alerts.both_names import both_names, name_both, names_in
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.deciding import role_for
from tocsin.alerts.desk_figures import desk_figures, gone_by, undecided_about
from tocsin.alerts.drafting import SECTIONS, DraftSentence, draft_sentences
from tocsin.alerts.embargo import check_embargo
from tocsin.alerts.evidence import check_sentences, resting_on, views
from tocsin.alerts.expiring import check_expiry
from tocsin.alerts.languages import checked_code
from tocsin.alerts.lifecycle import RULES, Action
from tocsin.alerts.models import Act, Alert, Footnote, Sentence
from tocsin.alerts.schemes import level_of
from tocsin.alerts.sides import both_sides
from tocsin.alerts.wording import one_line
from tocsin.errors import AlertRefused, NotAllowed, WrongUse
from tocsin.login_roles import roles_of
from tocsin.situations.models import Situation
from tocsin.situations.named_places import printed_names

#: an alert is read on a telephone, and by programs that keep it whole
SENTENCES_MAX, SENTENCE_CHARS_MAX = 100, 2_000
#: what the columns hold; CAP asks for 160 characters of headline
_CHARS_MAX = {"headline": 160, "area": 300}


def draft(
    situation: Situation,
    *,
    scheme: str,
    level: str,
    status: str,
    headline: str,
    area: str,
    findings: Iterable[int],
    by: User,
    now: datetime,
    language: str = "en",
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
) -> Alert:
    """A new draft with one sentence for each chosen finding, and who is at risk as our own judgement.

    A place with rival names is called by both.
    A figure under a contradiction that nobody has decided stands under "unclear", with the other side beside it. Else
    the figure that the desk goes by for a day stands in the place of others of that day.

    Raises NotFound for an unknown level, NotAllowed, WrongUse for a status or a text that cannot be, AlertRefused
    for a finding that no alert may rest on, or an embargo (`not_before`) that cannot be.
    """
    level_of(scheme, level)
    if status not in Alert.Status.values:
        raise WrongUse(f"{status!r} is no status", f"choose one of {', '.join(Alert.Status.values)}")
    refuse_real_demonstration(situation.demonstration, status)
    check_expiry(expires_at, now=now)
    check_embargo(not_before, expires_at, now=now)
    wanted = list(dict.fromkeys(findings))
    if len(wanted) >= SENTENCES_MAX:
        raise WrongUse(f"{len(wanted)} findings are too many", f"choose fewer than {SENTENCES_MAX}")
    alert = Alert(
        situation=situation,
        scheme=scheme,
        level=level,
        status=status,
        headline=_line("headline", headline),
        area=_line("area", area),
        language=checked_code(language),
        expires_at=expires_at,
        not_before=not_before,
        drafted_by=by,
        drafted_at=now,
    )
    with transaction.atomic():
        proposed = _proposed(situation, wanted)
        printed = (*printed_names(situation), *names_in(said.text for said in proposed))
        if len(area_named := both_names(alert.area, printed)) <= _CHARS_MAX["area"]:
            alert.area = area_named
        sentences = name_both([*proposed, _at_risk(alert.area)], printed)
        return store_draft(alert, sentences, by=by, now=now)


def _proposed(situation: Situation, wanted: Sequence[int]) -> list[DraftSentence]:
    """One sentence for each finding; a figure that does not fit with others is told beside them."""
    found = resting_on(situation, wanted)
    figures = {pk for pk, finding in found.items() if finding.kind == "figure"}
    if not figures:
        return draft_sentences(views(found, wanted))
    known = desk_figures(situation)
    if instead := gone_by(known, figures):
        wanted = list(dict.fromkeys(instead.get(pk, pk) for pk in wanted))
        found = resting_on(situation, wanted)
        figures = {pk for pk, finding in found.items() if finding.kind == "figure"}
    disputes = undecided_about(known, figures)
    sides = list(dict.fromkeys(pk for _found, ids in disputes for pk in ids))
    told = {view.id: view for view in views(resting_on(situation, sides), sides)}
    plain = [pk for pk in wanted if pk not in told]
    return [*draft_sentences(views(found, plain)), *both_sides(told, disputes)]


def _at_risk(area: str) -> DraftSentence:
    return DraftSentence(section="at risk", text=f"At risk: {area.rstrip('.')}.")


def store_draft(
    alert: Alert,
    sentences: Sequence[DraftSentence],
    *,
    by: User,
    now: datetime,
    reason: str = "",
    areas: Iterable[Area] = (),
) -> Alert:
    """Writes a new draft and logs it; inside a transaction. Raises NotAllowed, AlertRefused, WrongUse."""
    reason = fit_for_xml(reason)
    roles = roles_of(by)
    if not role_for(Action.EDIT, roles):
        allowed = ", ".join(sorted(RULES[Action.EDIT].roles or ()))
        raise NotAllowed(
            "this login may not draft an alert", f"ask somebody with one of these roles: {allowed}"
        )
    alert.save(force_insert=True)
    Act.objects.create(
        alert=alert, action="draft", login=by, role=role_for(Action.EDIT, roles), at=now, reason=reason
    )
    _store_sentences(alert, sentences)
    for area in areas:
        area.alert = alert
        area.save(force_insert=True)
    log_act(alert, "drafted", by=by, now=now, reason=reason)
    return alert


def set_sentences(
    alert: Alert,
    sentences: Sequence[DraftSentence],
    *,
    by: User,
    now: datetime,
    seen: int | None = None,
    headline: str | None = None,
    area: str | None = None,
) -> Alert:
    """Edits a draft or a returned alert: its sentences in order, each with its footnotes, and its headline and area.

    None leaves headline or area as they are. Raises Conflict, NotAllowed, AlertRefused, WrongUse.
    """
    changes = {
        name: _line(name, value)
        for name, value in (("headline", headline), ("area", area))
        if value is not None
    }

    def rewrite(row: Alert) -> None:
        if changes:
            Alert.objects.filter(pk=row.pk).update(**changes)
        row.sentences.all().delete()
        _store_sentences(row, sentences)

    with transaction.atomic():
        return take_step(alert, Action.EDIT, by=by, now=now, seen=seen, also=rewrite)


def set_embargo(
    alert: Alert, not_before: datetime | None, *, by: User, now: datetime, seen: int | None = None
) -> Alert:
    """Until when nobody outside the desk may know of the alert once it is issued; None takes an embargo off.

    Raises AlertRefused for an update or a cancel: it has the embargo of what it replaces.
    """

    def write(row: Alert) -> None:
        if row.replaces_id:
            raise AlertRefused(
                "an update or a cancel waits as long as what it replaces, and no longer",
                "leave the embargo as it is",
            )
        check_embargo(not_before, row.expires_at, now=now)
        Alert.objects.filter(pk=row.pk).update(not_before=not_before)

    with transaction.atomic():
        return take_step(alert, Action.EDIT, by=by, now=now, seen=seen, also=write)


def submit(alert: Alert, *, by: User, now: datetime, seen: int | None = None) -> Alert:
    """Sends a draft to review. Raises AlertRefused where a footnote does not hold."""
    with transaction.atomic():
        return take_step(alert, Action.SUBMIT, by=by, now=now, seen=seen, also=check_sentences)


def _store_sentences(alert: Alert, sentences: Sequence[DraftSentence]) -> None:
    """Writes the sentences in the order of the sections, with the review that each footnote rests on."""
    if len(sentences) > SENTENCES_MAX:
        raise WrongUse(f"{len(sentences)} sentences are too many", f"an alert has at most {SENTENCES_MAX}")
    found = resting_on(alert.situation, (pk for sentence in sentences for pk in sentence.finding_ids))
    ordered = sorted(sentences, key=lambda sentence: SECTIONS.index(_section(sentence)))
    rows = Sentence.objects.bulk_create(
        Sentence(alert=alert, section=sentence.section, position=position, text=_text(sentence))
        for position, sentence in enumerate(ordered)
    )
    Footnote.objects.bulk_create(
        Footnote(sentence=row, finding_id=pk, review_id=found[pk].review_id)
        for row, sentence in zip(rows, ordered, strict=True)
        for pk in dict.fromkeys(sentence.finding_ids)
    )


def _section(sentence: DraftSentence) -> str:
    if sentence.section not in SECTIONS:
        raise WrongUse(f"{sentence.section!r} is no section", f"choose one of {', '.join(SECTIONS)}")
    return sentence.section


def _text(sentence: DraftSentence) -> str:
    text = one_line(fit_for_xml(sentence.text))
    if not 0 < len(text) <= SENTENCE_CHARS_MAX:
        raise WrongUse(f"a sentence has {len(text)} characters", f"write between 1 and {SENTENCE_CHARS_MAX}")
    return text


def _line(name: str, value: str) -> str:
    """The headline or area on one line, within what its column and CAP's readers hold."""
    line, longest = one_line(fit_for_xml(value)), _CHARS_MAX[name]
    if not 0 < len(line) <= longest:
        raise WrongUse(f"the {name} has {len(line)} characters", f"write between 1 and {longest}")
    return line
