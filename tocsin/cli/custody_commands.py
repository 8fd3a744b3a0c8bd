"""Commands of the log under all of it."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def custody(verbs: Any) -> None:
    group = add_group(verbs, "custody", "custody", "The append-only log under all of it.")
    show = add_act(group, "show", "Print the log's entries.")
    show.add_argument("item", nargs="?", help='only of this item, for example "report:12"')
    show.add_argument(
        "--limit", type=int, default=50, help="at most so many of the newest (default 50; 0 for all)"
    )
    json_option(show)
    json_option(
        add_act(
            group, "verify", "Check the whole log, every sealed report and every committed field against it."
        )
    )
