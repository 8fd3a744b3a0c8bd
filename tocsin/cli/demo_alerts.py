"""The demonstration's alerts: a red flag, an SOS alert, its update, and the cancel of the first; all of them exercises."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from tocsin import alerts
from tocsin.alerts.drafting import DraftSentence
from tocsin.alerts.models import Alert
from tocsin.cli.acting import now
from tocsin.record.models import Finding
from tocsin.situations.models import Situation

#: report, kind and words of a finding -> the finding
Find = Callable[[str, str, str], Finding]
Said = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Series:
    """Written by one person and signed by another. Each act has its own time: who reads them sees what came first."""

    situation: Situation
    author: User
    signer: User
    find: Find

    def play(self, asked: Sequence[Mapping[str, Any]]) -> None:
        issued = [(self._first(one), one) for one in asked]
        for alert, one in issued:
            if update := one.get("update"):
                self._update(alert, update, one["sentences"])
        for alert, one in issued:
            if "cancel" in one:
                reason = one["cancel"]["reason"]
                self._signed(alerts.cancel(alert, by=self.author, now=now(), reason=reason))

    def _first(self, asked: Mapping[str, Any]) -> Alert:
        drafted = alerts.draft(
            self.situation,
            scheme=asked["scheme"],
            level=asked["level"],
            status=Alert.Status.EXERCISE,
            headline=asked["headline"],
            area=asked["area"],
            findings=[],
            by=self.author,
            now=now(),
        )
        return self._signed(self._written(drafted, asked["sentences"]))

    def _update(self, alert: Alert, asked: Mapping[str, Any], said: Said) -> None:
        """The same sentences, but for the first."""
        drafted = alerts.update(alert, by=self.author, now=now(), reason=asked["reason"])
        self._signed(self._written(drafted, [asked["first_sentence"], *said[1:]]))

    def _written(self, drafted: Alert, said: Said) -> Alert:
        return alerts.set_sentences(drafted, list(self._sentences(said)), by=self.author, now=now())

    def _signed(self, drafted: Alert) -> Alert:
        """Handed in by its author; read with its warnings, approved and issued by the other."""
        handed_in = alerts.submit(drafted, by=self.author, now=now())
        read = [warning.key for warning in alerts.warnings_of(handed_in)]
        approved = alerts.approve(handed_in, by=self.signer, now=now(), ticked=read)
        return alerts.issue(approved, by=self.signer, now=now())

    def _sentences(self, said: Said) -> Iterable[DraftSentence]:
        for sentence in said:
            rests_on = [
                self.find(one["report"], one["kind"], one["quote"]).pk
                for one in sentence.get("rests_on") or ()
            ]
            yield DraftSentence(
                section=sentence["section"],
                text=" ".join(sentence["text"].split()),
                finding_ids=tuple(rests_on),
            )
