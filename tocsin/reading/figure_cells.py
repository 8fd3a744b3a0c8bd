"""Tables flattened to lines: a number alone on its line, and its label on the lines below or above it.

A run of short lines that begins with a number and ends with a label has labels below ("321 | Houses | destroyed"); one
that begins with a label and ends with a number has them above. Of any other run nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from tocsin.reading.document import Document
from tocsin.reading.findings import Span
from tocsin.reading.quantities import Quantity

#: characters of a line that is a cell; a line of prose is longer
_CELL_MAX = 40
#: lines of one label
_LABEL_LINES_MAX = 3


class Cell(NamedTuple):
    """A number on a line of its own with the lines of its label, half open, in code points."""

    start: int
    end: int
    #: whether the label stands above the number
    above: bool


def find_cells(doc: Document) -> Mapping[int, Cell]:
    """The cells by the paragraph that their number is."""
    return {index: cell for run in _runs(doc) for index, cell in _cells(doc, run)}


def as_cell(doc: Document, quantity: Quantity, cells: Mapping[int, Cell]) -> Quantity:
    """The quantity alone where its label stands above: the line below is the next one's."""
    sentence = doc.sentence_at(doc.tokens[quantity.number_first].start)
    cell = cells.get(sentence.paragraph) if sentence else None
    if cell is None or not cell.above or quantity.stop == quantity.number_stop:
        return quantity
    end = doc.tokens[quantity.number_stop - 1].end
    bare = quantity._replace(unit=None, unit_kind="", noun=None, population=None)
    return bare._replace(stop=quantity.number_stop, end=end)


def _runs(doc: Document) -> Iterator[list[int]]:
    """Runs of short lines with no empty line between them, as paragraphs."""
    run: list[int] = []
    for index, line in enumerate(doc.paragraphs):
        short = line.end - line.start <= _CELL_MAX and doc.text[line.end - 1] not in ".!?"
        if run and not (short and _follows(doc, doc.paragraphs[index - 1], line)):
            yield run
            run = []
        if short:
            run.append(index)
    if run:
        yield run


def _follows(doc: Document, one: Span, other: Span) -> bool:
    return other.start - one.end <= 4 and doc.text.count("\n", one.end, other.start) == 1


def _cells(doc: Document, run: Sequence[int]) -> Iterator[tuple[int, Cell]]:
    numbers = [_is_number(doc, doc.paragraphs[index]) for index in run]
    if len(run) < 2 or numbers[0] == numbers[-1]:
        return
    above = numbers[-1]
    parts = [list(part) for _, part in groupby(zip(run, numbers, strict=True), key=lambda line: line[1])]
    if any(len(part) > (1 if part[0][1] else _LABEL_LINES_MAX) for part in parts):
        return  # two numbers, or a story, between two of the other
    for one, other in list(pairwise(parts))[::2]:
        number = other[0][0] if above else one[0][0]
        start, end = doc.paragraphs[one[0][0]].start, doc.paragraphs[other[-1][0]].end
        yield number, Cell(start, end, above)


def _is_number(doc: Document, line: Span) -> bool:
    """Whether the line is a number in digits and nothing else."""
    text = doc.text[line.start : line.end].strip().lstrip("~≈<>+")
    return text[:1].isdecimal() and text.replace(",", "").replace(".", "").replace(" ", "").isdecimal()
