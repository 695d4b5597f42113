"""Cutting a document into the passages that are searched and quoted."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, zip_longest

from twitchbot.config import Chunking
from twitchbot.documents import Block, BlockKind, Document, Passage, PassageKind, Span
from twitchbot.language import sentences

_RUNS = {
    BlockKind.PARAGRAPH: PassageKind.PROSE,
    BlockKind.LIST_ITEM: PassageKind.LIST,
    BlockKind.ANSWER: PassageKind.FAQ,
    BlockKind.TABLE: PassageKind.TABLE,
    BlockKind.TABLE_ROW: PassageKind.ROW,
    BlockKind.TABLE_CELL: PassageKind.CELL,
}
_ALONE = frozenset({PassageKind.TABLE, PassageKind.ROW, PassageKind.CELL})


@dataclass(slots=True)
class _Run:
    """Blocks of one kind that follow each other under one heading path and stored question."""

    kind: PassageKind
    headings: tuple[str, ...]
    question: str
    blocks: list[Block] = field(default_factory=list)


def split(document: Document, chunking: Chunking) -> tuple[Passage, ...]:
    """The passages of a document in reading order. Every block but headings and questions lies in one or more.

    Ids are stable: they change only with the document's id, the passage's kind, its heading path or its text.
    """
    taken: set[str] = set()
    passages = []
    for run, units in _units(document, chunking):
        passages.append(_passage(document, run, units, taken))
    return tuple(passages)


def _units(document: Document, chunking: Chunking) -> Iterator[tuple[_Run, tuple[Span, ...]]]:
    """Each passage to be, as its run and its sentences."""
    runs = list(_runs(document))
    for run, following in zip_longest(runs, runs[1:]):
        if run.kind is PassageKind.TABLE:
            yield run, _rows(document, run.blocks[0])
            continue
        groups = [_sentences(document.text, block) for block in run.blocks]
        if following and (lead := _lead_in(document.text, groups[-1], run, following)):
            groups[-1] = groups[-1][:-1]
            following.blocks.insert(0, Block(BlockKind.PARAGRAPH, lead))
        limit = chunking.list_words if run.kind is PassageKind.LIST else chunking.prose_words
        for units in pack(document.text, [group for group in groups if group], limit):
            yield run, units


def _lead_in(text: str, group: tuple[Span, ...], run: _Run, following: _Run) -> Span | None:
    """The sentence that introduces the list after a run of prose: the last one, if it ends with a colon."""
    is_before_list = run.kind is PassageKind.PROSE and following.kind is PassageKind.LIST
    is_lead = is_before_list and following.headings == run.headings and group[-1].of(text).endswith(":")
    return group[-1] if is_lead else None


def _rows(document: Document, table: Block) -> tuple[Span, ...]:
    rows = (block.span for block in document.blocks if block.kind is BlockKind.TABLE_ROW)
    return tuple(row for row in rows if table.span.covers(row))


def _runs(document: Document) -> Iterator[_Run]:
    path: list[tuple[int, str]] = []
    question = ""
    run: _Run | None = None
    for block in document.blocks:
        text = block.span.of(document.text)
        if block.kind in {BlockKind.HEADING, BlockKind.QUESTION}:
            if run:
                yield run
            run = None
            question = text if block.kind is BlockKind.QUESTION else ""
            if block.kind is BlockKind.HEADING:
                path = _under(path, block, text, document.source.title)
            continue
        kind = _kind(block, question)
        headings = tuple(name for _, name in path) + tuple(filter(None, (block.row, block.column)))
        if run is None or _starts_anew(run, kind, block, question):
            if run:
                yield run
            run = _Run(kind, headings, question if kind is PassageKind.FAQ else "")
        run.blocks.append(block)
    if run:
        yield run


def _kind(block: Block, question: str) -> PassageKind:
    kind = _RUNS[block.kind]
    return PassageKind.PROSE if kind is PassageKind.FAQ and not question else kind


def _starts_anew(run: _Run, kind: PassageKind, block: Block, question: str) -> bool:
    is_orphan_answer = block.kind is BlockKind.ANSWER and not question and not block.level
    return run.kind is not kind or kind in _ALONE or is_orphan_answer


def _under(path: list[tuple[int, str]], block: Block, text: str, title: str) -> list[tuple[int, str]]:
    """The heading path below one more heading. The title is said with every quote, so no path repeats it."""
    above = [(level, name) for level, name in path if level < block.level]
    return above if block.level == 1 and text.casefold() == title.casefold() else [*above, (block.level, text)]


def _sentences(text: str, block: Block) -> tuple[Span, ...]:
    if block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.ANSWER and not block.level):
        return sentences(text, block.span)
    return (block.span,)


def pack(text: str, groups: Sequence[tuple[Span, ...]], limit: int) -> Iterator[tuple[Span, ...]]:
    """Groups of sentences (paragraphs, items) joined up to `limit` words; a longer group is cut between sentences.

    A sentence longer than the limit stays whole, alone.
    """
    held: list[Span] = []
    for part in _parts(text, groups, limit):
        if held and _words(text, [*held, *part]) > limit:
            yield tuple(held)
            held = []
        held += part
    if held:
        yield tuple(held)


def _parts(text: str, groups: Iterable[tuple[Span, ...]], limit: int) -> Iterator[tuple[Span, ...]]:
    """The groups; one over the limit in as few parts as it needs, of about equal length."""
    for group in groups:
        total = _words(text, group)
        share = total / math.ceil(total / limit)
        part: list[Span] = []
        for sentence in group:
            held, more = _words(text, part), _words(text, [sentence])
            if part and (held + more / 2 > share or held + more > limit):
                yield tuple(part)
                part = []
            part.append(sentence)
        yield tuple(part)


def _words(text: str, spans: Iterable[Span]) -> int:
    return sum(len(span.of(text).split()) for span in spans)


def _passage(document: Document, run: _Run, units: tuple[Span, ...], taken: set[str]) -> Passage:
    span = run.blocks[0].span if run.kind is PassageKind.TABLE else Span(units[0].start, units[-1].end)
    text = span.of(document.text)
    return Passage(
        id=_new_id(document.id, run, text, taken),
        document_id=document.id,
        kind=run.kind,
        heading_path=run.headings,
        span=span,
        text=text,
        sentences=units,
        question=run.question,
    )


def _new_id(document_id: str, run: _Run, text: str, taken: set[str]) -> str:
    content = "\n".join((*run.headings, run.question, text))
    stem = f"{document_id}#{run.kind}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    name = next(name for name in numbered if name not in taken)
    taken.add(name)
    return name
