"""Nouns and adjectives of stance in a tree: whose they are, and what they are about.

1. noun with its owner: `the union's criticism of | the plan`, `a call by the envoy for | a truce`
2. noun that a verb lends its subject: `The agency expressed concern about | the wells`
3. adjective with what it is said of: `The mayor is confident that | the bridge will hold`
Without somebody whose stance it is there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.reading.stance_words import Stance, light_verbs, stance_adjectives, stance_nouns
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_subjects import grammatical_subject

_COPULAS = {
    form
    for forms in (
        "is are was were be been being ’s 's ’re 're am",
        "seems seem seemed remains remain remained remaining feels feel felt feeling appears appear appeared",
        "sounds sound sounded becomes become became becoming looks look looked grows grow grew growing",
        "gets get got getting",
    )
    for form in forms.split()
}
_CLAUSES = {"acl", "relcl", "ccomp", "xcomp", "advcl"}
#: the prepositions of who says it: "a warning | by the agency"
_OF_WHOM = {"by", "from", "among"}


class Held(NamedTuple):
    """A stance that is not told by a verb."""

    act: str
    #: the cue, from the first to the last of these nodes
    first: int
    last: int
    #: whose it is, a node
    holder: int
    content: set[int]
    #: the verb that joins the two
    verb: int | None = None


def find_held(tree: Tree) -> Iterator[Held]:
    """The stances told by nouns and adjectives, in text order."""
    for index, node in enumerate(tree.nodes):
        if node.tag in {"NN", "NNS"} and (noun := stance_nouns().get(node.lower)):
            found = _of_noun(tree, index, noun)
        elif node.tag in {"JJ", "VBN", "VBD"} and (adjective := stance_adjectives().get(node.lower)):
            found = _of_adjective(tree, index, adjective)
        else:
            continue
        if found:
            yield found


def _of_noun(tree: Tree, index: int, noun: Stance) -> Held | None:
    verb = _lender(tree, index)
    beside = (
        [index] if verb is None else [index, verb]
    )  # "raised questions | about": the tree may hang it from either
    topics = _topics(tree, beside, noun, after=index)
    holder = _owner(tree, index, noun)
    own = (
        holder is not None and tree.nodes[holder].tag == "PRP$"
    )  # "repeated | her call": the subject says whose
    if verb is not None and (holder is None or own):
        holder, first = grammatical_subject(tree, verb), verb
    else:
        first, verb = index, None
    if not topics or holder is None:
        return None
    return Held(noun.act, first, index, holder, _content(tree, topics), verb)


def _lender(tree: Tree, index: int) -> int | None:
    """The verb that has the noun for its object and says no more than it."""
    node = tree.nodes[index]
    verb = tree.nodes[node.head]
    return node.head if node.relation == "dobj" and verb.lower in light_verbs() else None


def _owner(tree: Tree, index: int, noun: Stance) -> int | None:
    """ "the union's criticism", "the warning of the agency that", "a call by the envoy"."""
    owner = tree.child(index, "poss")
    if owner is not None:
        return owner
    for preposition in tree.children_of(index, {"prep"}):
        lower = tree.nodes[preposition].lower
        if lower in _OF_WHOM or (lower == "of" and "of" not in noun.takes):
            return tree.child(preposition, "pobj")
    return None


def _of_adjective(tree: Tree, index: int, adjective: Stance) -> Held | None:
    verb = _copula(tree, index)
    holder = None if verb is None else grammatical_subject(tree, verb)
    if holder is None or tree.nodes[holder].lower == "it":
        return None  # "it is clear that": nobody in particular
    beside = [index] if verb in {None, index} else [index, tree.nodes[index].head]
    topics = _topics(tree, beside, adjective, after=index)
    return Held(adjective.act, index, index, holder, _content(tree, topics), verb) if topics else None


def _copula(tree: Tree, index: int) -> int | None:
    """The verb that says the adjective of its subject: "is | worried", or "worried" itself where it is tagged as one."""
    node = tree.nodes[index]
    if node.relation in {"acomp", "oprd"}:
        return node.head if tree.nodes[node.head].lower in _COPULAS else None
    if node.tag != "JJ":
        helped = any(tree.nodes[one].lower in _COPULAS for one in tree.children_of(index, {"auxpass", "aux"}))
        return index if helped else None
    return _copula(tree, node.head) if node.relation == "conj" else None


def _topics(tree: Tree, beside: list[int], stance: Stance, *, after: int) -> list[int]:
    """The clause that tells what it is about, or else the preposition: "her remark on the dam | that it leaks"."""
    clauses, phrases = [], []
    for child in sorted(child for node in beside for child in tree.children[node] if child > after):
        relation = tree.nodes[child].relation
        if relation in _CLAUSES and _kind(tree, child) in stance.takes:
            clauses.append(child)
        elif relation in {"prep", "agent"} and tree.nodes[child].lower in stance.takes:
            phrases.append(child)
    return clauses[:1] or phrases[:1]


def _kind(tree: Tree, clause: int) -> str:
    """t, i or w, by what opens the clause; a relative clause is none."""
    opening = [tree.nodes[child] for child in tree.children[clause] if child < clause]
    if any(node.tag == "TO" for node in opening):
        return "i"
    if any(node.lower == "that" and node.relation == "mark" for node in opening):
        return "t"
    if any(node.lower in {"whether", "if", "how", "why", "what", "when", "where", "who"} for node in opening):
        return "w"
    bare = tree.nodes[clause].relation == "ccomp" and tree.child(clause, "nsubj", "nsubjpass") is not None
    return "t" if bare else ""


def _content(tree: Tree, topics: list[int]) -> set[int]:
    """All that hangs from the topics, without the preposition itself."""
    found = set[int]().union(*map(tree.subtree, topics))
    return found - {topic for topic in topics if tree.nodes[topic].relation in {"prep", "agent"}}
