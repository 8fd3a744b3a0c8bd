"""Reports: what arrived, its bytes sealed as they came, its clean text, and where it came from.

- `take_in`: files, folders, addresses and feeds
- `paste`: a text that a person pasted
- `add_text`: a transcript or a translation that a named person made, beside the original
- `set_sensitivity`: restricts a report to the desk, or opens it again
- `rate`: how reliable a publisher is; `relate`: which publishers are not independent of each other
- `open_sealed`: the bytes as they came, checked
- `add_feed`, `due_feeds`, `poll`: feeds that the worker follows
- `compare`: which reports are copies of one another; `place`: what a person says of that
- `recapture`: fetch a report's page again; `judge_content`: what a person says of what a capture holds
- `capture_warc`: how an arrival was fetched, as WARC
- `fields_of`, `text_of`: what the custody log committed to of a report
"""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "Arrival",
    "TakenIn",
    "add_feed",
    "add_text",
    "capture_warc",
    "compare",
    "due_feeds",
    "fields_of",
    "judge_content",
    "open_sealed",
    "paste",
    "place",
    "poll",
    "rate",
    "recapture",
    "relate",
    "set_sensitivity",
    "take_in",
    "text_of",
]

if TYPE_CHECKING:
    from tocsin.reports.arrivals import Arrival
    from tocsin.reports.capturing import capture_warc
    from tocsin.reports.comparing import compare
    from tocsin.reports.content_judging import judge_content
    from tocsin.reports.feeds import add_feed, due_feeds, poll
    from tocsin.reports.fields import fields_of, text_of
    from tocsin.reports.placing import place
    from tocsin.reports.publishers import rate, relate
    from tocsin.reports.recapturing import recapture
    from tocsin.reports.seal import open_sealed
    from tocsin.reports.sensitivity import set_sensitivity
    from tocsin.reports.taken_in import TakenIn
    from tocsin.reports.taking_in import paste, take_in
    from tocsin.reports.texts import add_text
else:
    __getattr__ = verbs(
        __name__,
        {
            "Arrival": "arrivals",
            "TakenIn": "taken_in",
            "add_feed": "feeds",
            "add_text": "texts",
            "capture_warc": "capturing",
            "compare": "comparing",
            "due_feeds": "feeds",
            "fields_of": "fields",
            "judge_content": "content_judging",
            "open_sealed": "seal",
            "paste": "taking_in",
            "place": "placing",
            "poll": "feeds",
            "recapture": "recapturing",
            "rate": "publishers",
            "relate": "publishers",
            "set_sensitivity": "sensitivity",
            "take_in": "taking_in",
            "text_of": "fields",
        },
    )
