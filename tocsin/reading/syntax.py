"""The syntax of one folded sentence as plain data: words with tag, relation and head. Nothing here knows the parser.

Tags are those of the Penn Treebank ("VBD"), relations those of ClearNLP ("nsubj", "ccomp"), as the weights give them.
A word of the tree may be a part of a folded word ("did", "n't"), and a short quotation gives many words of one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tocsin.reading.clause_ends import Range


class Node(NamedTuple):
    """One word of a tree."""

    #: the folded words that it covers, half open; it may be a part of one ("n't"), or cover two ("Mr", ".")
    first: int
    last: int
    lower: str
    tag: str
    relation: str
    #: index in `Tree.nodes`; a root is its own head
    head: int


@dataclass(frozen=True)
class Tree:
    nodes: tuple[Node, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each node, in text order."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for index, node in enumerate(self.nodes):
            if node.head != index:
                found[node.head].append(index)
        return tuple(map(tuple, found))

    def child(self, index: int, *relations: str) -> int | None:
        """The first dependent of one of those relations."""
        return next(self.children_of(index, relations), None)

    def children_of(self, index: int, relations: Collection[str]) -> Iterator[int]:
        return (child for child in self.children[index] if self.nodes[child].relation in relations)

    def subtree(self, index: int, without: Collection[int] = ()) -> set[int]:
        """`index` and all that hangs from it, but for what hangs from `without`."""
        found: set[int] = set()
        stack = [index]
        while stack:
            node = stack.pop()
            if node not in found and node not in without:
                found.add(node)
                stack.extend(self.children[node])
        return found

    def words(self, nodes: Iterable[int]) -> list[Range]:
        """The runs of folded words that those nodes make up."""
        indexes = sorted(
            {index for node in nodes for index in range(self.nodes[node].first, self.nodes[node].last)}
        )
        runs: list[Range] = []
        for index in indexes:
            if runs and index <= runs[-1][1]:
                runs[-1] = runs[-1][0], index + 1
            else:
                runs.append((index, index + 1))
        return runs
