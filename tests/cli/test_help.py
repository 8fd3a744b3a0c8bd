"""What `--help` says of each command, held against the commands themselves."""

import argparse
import re
import shlex

import pytest

from tocsin.cli.commands import parser
from tocsin.cli.examples_of_commands import EXAMPLES
from tocsin.cli.names_of_things import CLOSER, WORDS, commands_of

COMMANDS = {command.prog: command for command in commands_of(parser())}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_says_what_it_is(command: str) -> None:
    """No argument or option is left to be guessed at from its name."""
    silent = [argument.dest for argument in COMMANDS[command]._actions if not argument.help]
    assert silent == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_a_sentence_what_it_does(command: str) -> None:
    """One clear sentence, perhaps with a second, which ends as sentences do."""
    said = COMMANDS[command].description
    assert said and said[0].isupper() and said.endswith((".", "`"))
    assert COMMANDS[command].format_help()


@pytest.mark.parametrize(("command", "line"), [(name, line) for name in EXAMPLES for line in EXAMPLES[name]])
def test_an_example_is_one(command: str, line: str) -> None:
    """What help prints as an example is understood, with all of its arguments; most are of that very command."""
    words = shlex.split(line)
    start = words.index("tocsin")
    end = next((at for at, word in enumerate(words) if word in ("<", ">")), len(words))
    parser().parse_args(words[start + 1 : end])
    assert any(f"{command} " in other for other in EXAMPLES[command])


def test_no_words_are_kept_for_what_is_not_there() -> None:
    """Each closer word is of a command and an argument that exist, and so is each set of examples."""
    there = {(name, argument.dest) for name, one in COMMANDS.items() for argument in one._actions}
    assert set(CLOSER) <= there
    assert set(EXAMPLES) <= set(COMMANDS)


def test_a_table_always_comes_as_json_too() -> None:
    """Whatever lists rows for people prints them for programs as well."""
    lists = [one for name, one in COMMANDS.items() if name.split()[-1] in ("list", "hits", "held", "stamps")]
    assert lists and all(_has_json(one) for one in lists)


def _has_json(command: argparse.ArgumentParser) -> bool:
    return any("--json" in argument.option_strings for argument in command._actions)


def test_what_help_names_can_be_run() -> None:
    """A command that help sends people to, such as the one that prints the numbers, is there."""
    named = {
        name
        for words in (WORDS, CLOSER)
        for said in words.values()
        for name in re.findall(r"`(tocsin [^`]+)`", said)
    }
    assert named and named <= set(COMMANDS)
