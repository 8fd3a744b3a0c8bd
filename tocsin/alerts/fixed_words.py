"""The fixed words of an alert: titles of its sections, kinds of message, the mark of our own judgement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

#: the fixed words of an alert, which its translator says too
PHRASES = {
    "happened": gettext_lazy("What has happened"),
    "unclear": gettext_lazy("What is not clear"),
    "at risk": gettext_lazy("Who is at risk"),
    "asked": gettext_lazy("What we ask"),
    "judgement": gettext_lazy("our own judgement"),
    "Exercise": gettext_lazy("Exercise"),
    "Test": gettext_lazy("Test"),
    "Update": gettext_lazy("Update"),
    "Cancel": gettext_lazy("Cancelled"),
}
