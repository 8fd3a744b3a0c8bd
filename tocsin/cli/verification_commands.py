"""Commands about how far publishers and findings are relied upon, and who may see and use them."""

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
    for each in (rate, credit, link, back, level):
        each.add_argument("--reason", required=True, help="stands in the custody log")
