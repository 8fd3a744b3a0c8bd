"""What became of calls, in the reader's words."""

from django.utils.translation import gettext_lazy

from tocsin.situations.models import Outcome

ANSWERS = {
    Outcome.Answer.MET: gettext_lazy("met"),
    Outcome.Answer.PARTLY_MET: gettext_lazy("partly met"),
    Outcome.Answer.REFUSED: gettext_lazy("refused"),
    Outcome.Answer.NONE: gettext_lazy("no answer so far"),
    Outcome.Answer.WITHDRAWN: gettext_lazy("taken back: nothing is said of it"),
}
