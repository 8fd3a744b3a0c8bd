"""What the rules find among a situation's figures, also before anybody has decided about them."""

from zoneinfo import ZoneInfo

from tocsin.record.models import Finding
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.contradictions import contradictions
from tocsin.situations.figure_rows import columns_of, figure_rows
from tocsin.situations.figures import Series, series_of
from tocsin.situations.models import Situation
from tocsin.situations.naming import same_of
from tocsin.situations.peoples import as_taken


def check(situation: Situation, *, accepted: bool = False) -> tuple[Contradiction, ...]:
    """Contradictions among all figures that nobody has refused; `accepted` looks at those alone that stand."""
    return contradictions(figure_series(situation, accepted=accepted), ZoneInfo(situation.time_zone))


def figure_series(situation: Situation, *, accepted: bool) -> tuple[Series, ...]:
    """All series of the situation, not yet parted by people; of the figures that stand, or of all that nobody refused."""
    states = [Finding.State.ACCEPTED, Finding.State.CORRECTED]
    if not accepted:
        states += [Finding.State.OPEN, Finding.State.DISPUTED]
    zone = ZoneInfo(situation.time_zone)
    figures = Finding.objects.filter(
        report__gatherings__situation=situation, state__in=states, kind=Finding.Kind.FIGURE
    )
    return series_of(as_taken(figure_rows(columns_of(figures.order_by("pk")), zone), same_of(situation)))
