"""Commands about how far publishers and findings are relied upon, and who may see and use them."""

from datetime import date
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option

USES = ("publish", "court", "partners", "name")


def verification(verbs: Any) -> None:
    group = add_group(
        verbs, "verification", "verification", "Reliability, credibility, links, levels and consent."
    )
    show = add_act(group, "show", "Show what people say of a report or finding.")
    show.add_argument("item", help="report:12 or finding:7")
    json_option(show)
    may_use = add_act(group, "may-use", "Say whether an item may be used; exits with 1 where not.")
    may_use.add_argument("item", help="report:12 or finding:7")
    may_use.add_argument(
        "--for", dest="use", action="append", choices=USES, help="again for more; without, all"
    )
    json_option(may_use)
    rate = add_act(group, "rate", "Judge how reliable a publisher is.", signed=True)
    rate.add_argument("publisher", help="its name as reports print it")
    rate.add_argument("grade", choices=list("ABCDEF"))
    group_of = add_act(
        group, "group", "Say that publishers are not independent: a group counts once.", signed=True
    )
    group_of.add_argument("publisher", help="its name as reports print it")
    group_of.add_argument("group", help="a name for all of them; empty takes the publisher out")
    credit = add_act(group, "credit", "Judge how credible what a finding says is.", signed=True)
    credit.add_argument("finding", type=int)
    credit.add_argument("grade", type=int, choices=range(1, 7))
    link = add_act(group, "link", "Say that a finding bears on another one, or take that back.", signed=True)
    link.add_argument("first", type=int)
    link.add_argument("kind", choices=["corroborates", "refutes", "same event"])
    link.add_argument("second", type=int)
    link.add_argument("--withdraw", action="store_true", help="take the link back")
    back = add_act(
        group, "take-back", "Say that an item is retracted, withdrawn, or holds again.", signed=True
    )
    back.add_argument("item", help="report:12 or finding:7")
    back.add_argument("verdict", choices=["retracted", "withdrawn", "holds again"])
    back.add_argument(
        "--said-in", type=int, metavar="REPORT", help="the report in which its publisher says so"
    )
    level = add_act(group, "level", "Say who may see an item, or one field of a finding.", signed=True)
    level.add_argument("item", help="report:12 or finding:7")
    level.add_argument("level", choices=["open", "restricted", "sensitive"])
    level.add_argument("--field", default="", help="of a finding, such as speaker_name")
    told, consent = _told(group)
    for each in (rate, group_of, credit, link, back, level, told):
        each.add_argument("--reason", required=True, help="stands in the custody log")
    consent.add_argument("--reason", required=True, help="how they said so; stands in the custody log")


def _told(group: Any) -> tuple[Any, Any]:
    told = add_act(group, "tell-us", "Say that people told us what a report holds.", signed=True)
    told.add_argument("report", type=int)
    told.add_argument("--take-back", action="store_true", help="nobody told us this")
    consent = add_act(
        group,
        "consent",
        "Record what the person who told us allows: given, refused or withdrawn.",
        signed=True,
    )
    consent.add_argument("report", type=int)
    consent.add_argument("use", choices=USES)
    consent.add_argument("verdict", choices=["given", "refused", "withdrawn"])
    consent.add_argument(
        "--given-on", type=date.fromisoformat, metavar="DAY", help="when they said so (default: today)"
    )
    consent.add_argument(
        "--until", type=date.fromisoformat, metavar="DAY", help="the last day of a consent that is given"
    )
    return told, consent


def access(verbs: Any) -> None:
    group = add_group(verbs, "access", "access", "Two people for what is highly sensitive.")
    ask = add_act(group, "ask", "Ask to view, export, erase or lower the level of an item.", signed=True)
    ask.add_argument("item", help="report:12 or finding:7")
    ask.add_argument("use", choices=["view", "export", "lower", "erase"])
    answer = add_act(
        group, "answer", "Answer what another person asked, or end what was granted.", signed=True
    )
    answer.add_argument("number", type=int, help="as `tocsin access list` has it")
    answer.add_argument("state", choices=["granted", "refused", "ended"])
    answer.add_argument("--hours", type=int, help="of a grant: 1 to 336")
    for each in (ask, answer):
        each.add_argument("--reason", required=True, help="stands in the custody log")
    json_option(add_act(group, "list", "List what nobody answered yet."))
