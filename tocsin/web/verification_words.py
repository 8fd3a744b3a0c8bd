"""How pages call levels, links, uses and what was taken back."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.record.verification_models import Credibility
from tocsin.reports.publisher_models import Reliability

Words = Mapping[str, str | Promise]

LEVEL_WORDS: Words = {
    "open": _("open: everybody may see it"),
    "restricted": _("restricted: the desk alone"),
    "sensitive": _("highly sensitive: only whom two people let"),
}
LINK_WORDS: Words = {
    "corroborates": _("corroborates"),
    "refutes": _("refutes"),
    "same event": _("tells of the same event as"),
}
USE_WORDS: Words = {
    "publish": _("publish it"),
    "court": _("show it to a court"),
    "partners": _("share it with partners"),
    "name": _("name who told it"),
}
TAKEN_BACK_WORDS: Words = {
    "retracted": _("retracted by its publisher"),
    "withdrawn": _("withdrawn by us"),
    "holds again": _("holds again"),
}
ACCESS_USE_WORDS: Words = {
    "view": _("to see it"),
    "export": _("to export it"),
    "lower": _("to lower its level"),
    "erase": _("to erase all or part of it"),
}
ACCESS_STATE_WORDS: Words = {
    "asked": _("asked"),
    "granted": _("granted"),
    "refused": _("refused"),
    "ended": _("ended"),
}
CONSENT_WORDS: Words = {
    "given": _("consented"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn their consent"),
}
RELIABILITY_WORDS: Words = {
    Reliability.Grade.COMPLETELY: _("completely reliable"),
    Reliability.Grade.USUALLY: _("usually reliable"),
    Reliability.Grade.FAIRLY: _("fairly reliable"),
    Reliability.Grade.NOT_USUALLY: _("not usually reliable"),
    Reliability.Grade.UNRELIABLE: _("unreliable"),
    Reliability.Grade.UNKNOWN: _("reliability cannot be judged"),
}
CREDIBILITY_WORDS: Mapping[int, str | Promise] = {
    Credibility.Grade.CONFIRMED: _("confirmed by other sources"),
    Credibility.Grade.PROBABLY: _("probably true"),
    Credibility.Grade.POSSIBLY: _("possibly true"),
    Credibility.Grade.DOUBTFUL: _("doubtful"),
    Credibility.Grade.IMPROBABLE: _("improbable"),
    Credibility.Grade.UNKNOWN: _("truth cannot be judged"),
}
