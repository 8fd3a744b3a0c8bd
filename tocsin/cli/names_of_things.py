"""What the bare names in commands mean, and which command prints them: said once here, shown by every `--help`."""

import argparse
from collections.abc import Iterator

from tocsin.cli.examples_of_commands import EXAMPLES

#: by the argument's name, wherever nothing closer is said
WORDS = {
    "alert": "its number, as `tocsin alert list` prints it",
    "allocation": "its number, as `tocsin relief allocate list` prints it",
    "assessment": "its number, as `tocsin assessment list` prints it",
    "code": "its code: small letters, digits and hyphens",
    "finding": "its number, as `tocsin report show` prints it",
    "fund": "its code, as `tocsin relief fund list` prints it",
    "line": "its number, as `tocsin relief bank held` prints it",
    "list": "its number, as `tocsin relief pay list` prints it",
    "payment": "its number, as `tocsin relief pay show` prints it",
    "programme": "its code, as `tocsin relief programme list` prints it",
    "reason": "why; stands in the custody log",
    "report": "its number, as `tocsin report list` prints it",
    "role": "analyst, reviewer, lawyer, issuer, treasurer, auditor or administrator; may be repeated",
    "situation": "its slug, as `tocsin situation list` prints it",
    "slug": "of the situation, as `tocsin situation list` prints it",
    "title": "what people call it",
    "name": "by which the person signs in",
}

#: by command and argument, where the name alone would mislead
CLOSER = {
    ("tocsin access answer", "state"): "granted for some hours, refused, or ended before its time",
    ("tocsin access ask", "use"): "to view it, to export it, or to lower its level",
    ("tocsin alert cancel", "reason"): "needed; stands in the alert and in the custody log",
    ("tocsin alert draft", "headline"): "one sentence: what happens to whom",
    (
        "tocsin alert draft",
        "status",
    ): "Actual is a real one; Exercise and Test stay so for ever (default: Actual)",
    ("tocsin alert emergency", "reason"): "needed: why nobody could approve it first",
    ("tocsin alert object", "reason"): "needed; stands in the custody log",
    ("tocsin alert return", "reason"): "needed: what its author is to change",
    ("tocsin area find", "name"): "one of its names, or its code",
    ("tocsin custody check", "entry"): "the entry, as `tocsin custody prove` wrote it",
    ("tocsin custody check", "proof"): "the proof, as `tocsin custody prove` wrote it",
    ("tocsin demo", "examples"): "with the example reports and demo.yml (default: examples)",
    ("tocsin feed add", "publisher"): "who prints what comes by it (default: what each report says)",
    ("tocsin feed add", "url"): "of the RSS or Atom feed",
    ("tocsin relief bank decide", "kind"): (
        "gift; payout of a card provider; fee; refund: a gift that went back; own: between own accounts; "
        "booked: the books moved it before; other"
    ),
    ("tocsin relief bank held", "fund"): "its code, as `tocsin relief fund list` prints it",
    ("tocsin relief delivered", "state"): "as whoever was paid, or who saw it, says",
    ("tocsin relief export", "form"): "json can be added up again with `tocsin relief audit` (default: json)",
    ("tocsin relief need state", "days"): "for how many days it is needed",
    ("tocsin relief pay rule", "leave_out"): "numbers of the payments that are not to be sent",
    (
        "tocsin relief pay rule",
        "verdict",
    ): "all are due, some are left out, or an earlier ruling is taken back",
    ("tocsin relief period close", "last"): "the last day of the period, such as 2023-10-31",
    ("tocsin relief programme open", "kind"): "cash for persons or households, goods, or services",
    ("tocsin relief screening decide", "hit"): "its number, as `tocsin relief screening hits` prints it",
    ("tocsin relief screening decide", "verdict"): "what you found out; withdrawn takes your decision back",
    ("tocsin relief transfer correct", "key"): "its key, as `tocsin relief transfer list` prints it",
    (
        "tocsin relief transfer exchange",
        "from_",
    ): "the bank account that was sold from, as `account list` prints it",
    ("tocsin relief transfer exchange", "rate_at"): "when that rate held, such as 2023-10-09T12:00+04:00",
    ("tocsin relief transfer exchange", "to"): "the bank account that was bought to",
    ("tocsin relief transfer show", "key"): "its key, as `tocsin relief transfer list` prints it",
    ("tocsin situation export", "form"): "csv can be loaded again; hxl, idmc's terms, or json (default: csv)",
    ("tocsin situation new", "slug"): "its address: small letters, digits and hyphens",
    ("tocsin situation new", "summary"): "a sentence or two, in your own words",
    ("tocsin verification consent", "use"): "to publish, for a court, for partners, or to name them",
    ("tocsin verification consent", "verdict"): "what they say now; the last word is in force",
    ("tocsin verification credit", "grade"): "1 confirmed by others ... 5 improbable, 6 cannot be judged",
    ("tocsin verification level", "level"): "open, restricted to the desk, or highly sensitive (two people)",
    ("tocsin verification link", "first"): "number of the finding that bears on the other",
    ("tocsin verification link", "kind"): "what the first says of the second",
    ("tocsin verification link", "second"): "number of the finding that it bears on",
    ("tocsin verification rate", "grade"): "A reliable ... E unreliable, F cannot be judged",
    ("tocsin verification take-back", "verdict"): "by its publisher, by us, or neither any more",
}


def say_all(top: argparse.ArgumentParser) -> None:
    """Gives every argument that says nothing of itself the words above, and every command its examples."""
    for command in commands_of(top):
        if examples := EXAMPLES.get(command.prog):
            command.epilog = "\n".join(("for example:", *(f"  {line}" for line in examples)))
            command.formatter_class = argparse.RawDescriptionHelpFormatter
        for argument in command._actions:
            if argument.help is None:
                argument.help = CLOSER.get((command.prog, argument.dest)) or WORDS.get(argument.dest)


def commands_of(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """All that can be run, in the order of help; groups are left out."""
    groups = [one for one in top._actions if isinstance(one, argparse._SubParsersAction)]
    for group in groups:
        for below in group.choices.values():
            yield from commands_of(below)
    if not groups:
        yield top
