"""Who is the subject of a verb in a tree, its own or one that it shares: "Roe came and asked", "Roe hopes to say"."""

from __future__ import annotations

from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.syntax import Tree

_SUBJECTS = {"nsubj", "nsubjpass"}
#: a verb without a subject of its own shares that of the verb it hangs from
_SHARING = {"conj", "xcomp", "advcl", "pcomp", "dep", "parataxis"}
_RELATIVES = {"who", "which", "that"}
#: "it is feared", "there are reports": words that stand for nobody
_EMPTY = {"there"}
#: verbs share subjects a few deep: "wanted to go on to say"
_DEPTH_MAX = 5


def is_passive(tree: Tree, verb: int) -> bool:
    """ "was told", "(was) called": what is said is said to, or of, the subject."""
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    node = tree.nodes[verb]
    if node.tag != "VBN" or tree.child(verb, "aux") is not None:
        return False
    if node.relation in {"acl", "amod", "advcl"}:
        return True
    return node.relation == "conj" and is_passive(tree, node.head)


def grammatical_subject(tree: Tree, verb: int) -> int | None:
    """The head of the subject, whoever it belongs to; None where the tree shows none."""
    for _ in range(_DEPTH_MAX):
        own = tree.child(verb, *_SUBJECTS)
        if own is not None:
            return own
        node = tree.nodes[verb]
        if node.relation == "acl" and node.tag == "VBG":
            return node.head  # "a letter | saying that"
        if node.relation not in _SHARING:
            return None
        if node.relation == "xcomp" and (told := tree.child(node.head, "dobj", "dative")) is not None:
            return told
        verb = node.head
    return None


def agent(tree: Tree, verb: int) -> int | None:
    """ "was criticised by | the court"."""
    by = tree.child(verb, "agent")
    return None if by is None else tree.child(by, "pobj")


def phrase_of(tree: Tree, head: int) -> Phrase | None:
    """The noun phrase around `head`, as one run of folded words; None for a word that stands for nobody."""
    node = tree.nodes[head]
    if node.lower in _EMPTY:
        return None
    if node.lower in _RELATIVES and node.tag in {"WP", "WDT"}:
        return Phrase(node.first, node.last, relative=True)
    run = next(run for run in tree.words(tree.subtree(head)) if run[0] <= node.first < run[1])
    return Phrase(*run)
