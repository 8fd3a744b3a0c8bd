"""How much room the parts of a printed brief have, and how high its rows stand. Heights in points, as brief.css sets them.

A page is reckoned with A4's width and Letter's height, so that the same brief fits on both; every count of signs to
a line is below what the typefaces set on average.
"""

from tocsin.publishing.two_pages import Part, Wanted, lines
from tocsin.web import map
from tocsin.web.chart.frame import Size

#: Letter without the margins of @page, less a line
PAGE_PT = 708.0
TITLE_SIGNS, LEDE_SIGNS, FULL_SIGNS, COLUMN_SIGNS, PAIR_SIGNS, NOTE_SIGNS = 54, 112, 128, 62, 30, 78
TITLE_PT, LEDE_PT, TEXT_PT, NOTE_PT, ROW_PT = 22.0, 12.5, 10.5, 8.4, 13.0
LEAD_PT = 66.0
#: heading of a part, and of a table with its column names
HEADING_PT, TABLE_HEADING_PT = 21.0, 36.0
#: a chart as wide as a column; with its legend and caption it is so high
CHART = Size(name="print", width=360, height=290, days_max=3)
CHART_PT = 258.0
#: a map in the same width, and its caption
MAP = map.Size(name="print", width=360, heights=(190, 220))
MAP_PT = 204.0
#: upper half of the second page, and of its notes those that may be of its own rows
TOP_PT, TOP_NOTES_PT = 336.0, 310.0
#: on the second page: the notes' heading, and how to read them
METHOD_PT = 84.0
#: to which length each kind of text is shortened, in signs
SIGNS = {"summary": 460, "what": 230, "quote": 150, "pair": 110, "why": 90, "name": 60, "passage": 72}
#: date, address and digest beside a note's passage
NOTE_REST_SIGNS = 71


def head_pt(title: str, summary: str, alerts: int) -> float:
    lede = LEDE_PT * lines(summary, LEDE_SIGNS) + 4 if summary else 0
    return 40 + TITLE_PT * lines(title, TITLE_SIGNS) + lede + 3 * TEXT_PT + 2 * TEXT_PT * alerts


def text_pt(text: str, signs: int = COLUMN_SIGNS, gap_pt: float = 4) -> float:
    return TEXT_PT * lines(text, signs) + gap_pt


def notes_room_pt(top_pt: float) -> float:
    """Two columns below what stands on top of the second page; one note may break badly in each."""
    return 2 * (PAGE_PT - METHOD_PT - top_pt) - 3 * NOTE_PT


def note_pt(publisher: str, quote: str) -> float:
    signs = min(len(publisher), SIGNS["name"]) + min(len(quote), SIGNS["passage"]) + NOTE_REST_SIGNS
    return NOTE_PT * lines("x" * signs, NOTE_SIGNS) + 1.5


def part(name: str, room_pt: float, notes_room_pt: float, rows: list[Wanted]) -> Part:
    return Part(name=name, room_pt=room_pt, notes_room_pt=notes_room_pt, rows=tuple(rows))
