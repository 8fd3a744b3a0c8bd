"""The tree of a sentence, and what it adds to the word rules."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tocsin.reading import read
from tocsin.reading.document import open_document
from tocsin.reading.folding import fold
from tocsin.reading.quotes import find_quotes
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_gate import needs_tree
from tocsin.reading.syntax_parser import WORDS_MAX, parse
from tocsin.reading.tables import rows


def tree_of(text: str) -> tuple[Tree | None, list[str]]:
    """The tree of the first folded sentence, and its words."""
    doc = open_document(text)
    sentence = fold(doc, find_quotes(doc)[0])[0]
    (tree,) = parse(doc, [sentence.words])
    return tree, [word.text for word in sentence.words]


@pytest.mark.parametrize("row", rows("stance_verbs"), ids=lambda row: row[0])
def test_every_stance_is_read_in_its_example(row: tuple[str, ...]) -> None:
    """Each verb of the lexicon gives, in its own example, a statement of its act."""
    assert row[2] in {one.act for one in read(row[4]).statements}


@pytest.mark.parametrize(
    "row", [*rows("stance_nouns"), *rows("stance_adjectives")], ids=lambda row: f"{row[0]} {row[1]}"
)
def test_every_noun_and_adjective_of_stance_is_read_in_its_example(row: tuple[str, ...]) -> None:
    """Each is the cue of a statement of its act, and somebody makes it."""
    found = [one for one in read(row[3]).statements if one.act == row[1]]
    assert found
    assert found[0].speakers


@pytest.mark.parametrize("row", rows("light_verbs"), ids=lambda row: row[0])
def test_every_light_verb_lends_its_subject(row: tuple[str, ...]) -> None:
    """Who voices a fear fears: one statement, from the verb to the noun."""
    (found,) = read(row[2]).statements
    assert found.cue is not None
    assert " " in row[2][found.cue.start : found.cue.end]
    assert found.speakers


@pytest.mark.parametrize("table", ["stance_verbs", "stance_nouns", "stance_adjectives", "light_verbs"])
def test_no_word_stands_twice(table: str) -> None:
    """One row a word, in alphabetical order."""
    lemmas = [row[0] for row in rows(table)]
    assert lemmas == sorted(set(lemmas))


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The council does not support the truce.", ["not supported"]),
        ("The council will not endorse the map.", ["not supported"]),
        ("The council might support the truce.", []),
        ("The council did not say that the bridge fell.", []),
    ],
)
def test_a_stance_not_taken_has_its_own_act(text: str, acts: list[str]) -> None:
    """What is not said, or may be, is no statement."""
    assert [one.act for one in read(text).statements] == acts


def test_nodes_cover_the_folded_words() -> None:
    """Mr. Roe didn’t leave, she said."""
    tree, words = tree_of(test_nodes_cover_the_folded_words.__doc__ or "")
    assert tree is not None
    assert {index for node in tree.nodes for index in range(node.first, node.last)} == set(range(len(words)))
    assert all(0 <= node.head < len(tree.nodes) for node in tree.nodes)


def test_a_long_quotation_is_one_word() -> None:
    """“It is late. We must go. The road is shut,” the driver said."""
    tree, words = tree_of(test_a_long_quotation_is_one_word.__doc__ or "")
    assert tree is not None
    assert words[0] == "“…”"
    assert len(tree.nodes) < 15


def test_the_tree_is_the_same_whoever_is_named() -> None:
    """Names are hidden from the parser: one sentence, two sides, one tree."""
    one, _ = tree_of("Ruritania told the Graustarkian envoy Jane Roe that Strelsau had refused.")
    other, _ = tree_of("Graustark told the Ruritanian envoy Ivo Marr that Edelweiss had refused.")
    assert one == other


def test_a_sentence_too_long_to_be_one_has_no_tree() -> None:
    """The word rules read it alone, and nothing breaks."""
    text = "the mayor said that " * WORDS_MAX
    assert tree_of(text)[0] is None
    read(text)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("The mayor said that the wells were dry.", True),
        ("The council supports the truce.", True),
        ("Rain fell on the hills.", False),
        ("The report is late.", False),
        ("The envoy may say more.", False),
        ("We hope to return.", False),
    ],
)
def test_only_sentences_with_a_cue_are_parsed(text: str, parsed: bool) -> None:
    """A noun, a plan and the author's own mind are none."""
    assert needs_tree(open_document(text).tokens) is parsed


def test_the_parser_is_loaded_when_first_needed() -> None:
    """Neither import nor the fast mode loads it."""
    code = """
import sys
from tocsin.reading import read
read("The mayor said that it rained.", fast=True)
print("spacy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
