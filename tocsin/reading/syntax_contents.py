"""What a verb governs in a tree: the clause, infinitive, object or prepositional phrase that tells what was said.

1. clause: `said (that) the wells were dry`, before, after or around its verb
2. infinitive: `refused to leave`, with the person asked: `urged both armies to hold fire`
3. object: `praised the volunteers`, with what is said of it: `accused the militia of looting`, `called it a raid`
4. preposition: `called for a truce`
Passive, and verbs like "appear": the subject is a part of what was said: `The bridge is expected to hold`.
"""

from __future__ import annotations

from typing import NamedTuple

from tocsin.reading.cues import Verb
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_subjects import agent, grammatical_subject, is_passive

_CONTENT_PREPOSITIONS = {"for", "on", "of", "against", "about", "with", "to", "over"}
_CLAUSES = {"c", "t", "w"}
_PERSONS = ("dobj", "dative")
#: an object's further words: "called it | a disgrace", "left him | alone"
_PREDICATES = {"oprd", "attr", "acomp"}
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_FINITE = {"VBZ", "VBP", "VBD", "MD"}


class Governed(NamedTuple):
    #: nodes of the tree
    content: set[int]
    #: the person told, if any
    told: int | None = None
    #: a clause, which may be true or not; else a thing or an act
    clause: bool = False


def governed(tree: Tree, index: int, verb: Verb) -> Governed | None:
    """What the verb at `index` governs, by what `verb` takes; None where it tells of nothing said."""
    found = _clause(tree, index, verb) or _infinitive(tree, index, verb) or _object(tree, index, verb)
    if not is_passive(tree, index):
        return _with_subject(tree, index, found) if "r" in verb.takes else found
    if "a" in verb.takes or tree.nodes[index].relation == "acl":
        return None  # "was told to wait", "the valley, called Lowland": what is said is said to, or of, the subject
    if found is None and "n" in verb.takes and agent(tree, index) is not None:
        found = Governed(set())  # "the plan was criticised by the union"
    return _with_subject(tree, index, found)


def _clause(tree: Tree, index: int, verb: Verb) -> Governed | None:
    """All clauses after the verb, or else before it: the tree may take one with an insertion for two."""
    every = list(tree.children_of(index, {"ccomp"}))
    clauses = [clause for clause in every if clause > index] or every
    if not clauses:
        return None
    infinitive = _is_infinitive(tree, clauses[0])
    if not verb.takes & ({"i"} if infinitive else _CLAUSES | {"n", "n+", "q"}):
        return None
    told = tree.child(index, *_PERSONS) if "a" in verb.takes else None
    content = set[int]().union(*map(tree.subtree, clauses))
    return Governed(content | _cut_off(tree, index, clauses[0], content), told, clause=not infinitive)


def _cut_off(tree: Tree, index: int, clause: int, content: set[int]) -> set[int]:
    """The words between "that" and a clause whose subject the tree hung elsewhere: a gerund with objects is often so.

    "argued in an opinion that | deliberately starving a town | is a crime"
    """
    if tree.nodes[clause].tag not in _FINITE or tree.child(clause, *_SUBJECTS) is not None:
        return set()
    first = min(content)
    opened = next((at for at in range(index + 1, first) if tree.nodes[at].lower == "that"), first)
    return set(range(opened + 1, first))


def _infinitive(tree: Tree, index: int, verb: Verb) -> Governed | None:
    clause = tree.child(index, "xcomp")
    if clause is None or not verb.takes & ({"i"} if _is_infinitive(tree, clause) else {"n", "t", "r"}):
        return None
    content = tree.subtree(clause)
    for child in tree.children[index]:
        if tree.nodes[child].relation in _PERSONS or _is_content(tree, child, verb):
            content |= tree.subtree(child)  # "called | on both armies | to open the road"
    return Governed(content)


def _is_infinitive(tree: Tree, clause: int) -> bool:
    return any(tree.nodes[one].tag == "TO" for one in tree.children_of(clause, {"aux"}))


def _object(tree: Tree, index: int, verb: Verb) -> Governed | None:
    """The object and what is said of it, or what a preposition brings in."""
    prepositions = [child for child in tree.children[index] if _is_content(tree, child, verb)]
    further = set[int]().union(*map(tree.subtree, [*tree.children_of(index, _PREDICATES), *prepositions]))
    thing = tree.child(index, "dobj") if verb.takes & {"n", "n+"} else None
    if thing is not None and ("n" in verb.takes or further):
        return Governed(tree.subtree(thing) | further)
    named = "n" in verb.takes and is_passive(tree, index)  # "was called | a disgrace"
    return Governed(further) if prepositions or (named and further) else None


def _is_content(tree: Tree, preposition: int, verb: Verb) -> bool:
    node = tree.nodes[preposition]
    if node.relation != "prep":
        return False
    return node.lower in verb.takes or ("p" in verb.takes and node.lower in _CONTENT_PREPOSITIONS)


def _with_subject(tree: Tree, index: int, found: Governed | None) -> Governed | None:
    subject = grammatical_subject(tree, index)
    if found is None or subject is None:
        return None
    return Governed(found.content | tree.subtree(subject), found.told, found.clause)
