"""Reading a folder of files into documents and passages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from twitchbot.config import Settings
from twitchbot.documents import BlockKind, Corpus, Document, Passage, Source
from twitchbot.errors import CorpusError
from twitchbot.ingest.boilerplate import drop_boilerplate
from twitchbot.ingest.faq import mark_faq
from twitchbot.ingest.front_matter import FrontMatter, part
from twitchbot.ingest.layout import lay_out
from twitchbot.ingest.outline import Outline
from twitchbot.ingest.passages import split
from twitchbot.ingest.reader_questions import ENDING, attach, read_questions
from twitchbot.ingest.readers import READERS, Reader

_BESIDE = frozenset(".png .jpg .jpeg .gif .svg .webp .avif .css .js .json .ico .pdf .xml .woff .woff2".split())
"""Endings of what lies beside a saved page; they are passed over."""
_JOINERS = "\u200c\u200d"
"""Zero-width characters that are part of spelling in some scripts."""


def read_corpus(folder: Path, settings: Settings) -> Corpus:
    """Every document below `folder`, in path order, and the passages cut from them.

    Raises:
        CorpusError: the folder is missing or holds no document, or files cannot be read; it names each bad file.
    """
    documents, problems = [], []
    for path in _files(folder):
        try:
            documents.append(read_document(path, folder))
        except CorpusError as error:
            problems.append(error)
    _refuse(problems + _clashes(documents))
    if not documents:
        raise CorpusError(
            "The corpus holds no document",
            where=str(folder),
            remedy=f"Put a document there; its name may end in {', '.join(READERS)}.",
        )
    passages: list[Passage] = []
    companions: dict[str, str] = {}
    for place, document in enumerate(documents):
        own = split(document, settings.chunking)
        questions = read_questions(document, folder)
        if questions:
            companions[questions.name] = questions.sha256
            documents[place] = replace(document, not_covered=questions.not_covered)
            own = tuple(attach(questions, document, own))
        passages += own
    return Corpus(tuple(documents), tuple(passages), companions)


def read_document(path: Path, folder: Path) -> Document:
    """The document in one file of the corpus folder.

    Raises:
        CorpusError: the file cannot be read, is not UTF-8, has wrong front matter, or holds nothing to quote.
    """
    name = path.relative_to(folder).as_posix()
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        remedy = f"Save it in a format that ends in {', '.join(READERS)}, or take it out of the corpus."
        raise CorpusError(f"Files that end in `{path.suffix}` cannot be read", where=name, remedy=remedy)
    raw = _bytes(path, name)
    parted = part(_readable(_decoded(raw, name)), name)
    outline = _outline(reader, parted.body, name)
    text, blocks = lay_out(mark_faq(drop_boilerplate(outline.elements)))
    if all(block.kind is BlockKind.HEADING for block in blocks):
        raise CorpusError("The document holds nothing to quote", where=name, remedy="Write its text, or delete it.")
    return Document(
        id=name.removesuffix(path.suffix),
        language=_language(parted.front_matter, name, outline),
        source=_source(parted.front_matter, outline, path),
        text=text,
        blocks=blocks,
        sha256=hashlib.sha256(raw).hexdigest(),
        path=name,
    )


def _outline(reader: Reader, body: str, name: str) -> Outline:
    try:
        return reader.read(body)
    except RecursionError:
        raise CorpusError("The document is nested too deeply", where=name, remedy="Save its text alone.") from None


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise CorpusError(
            "There is no corpus folder", where=str(folder), remedy="Create it, or set `paths.corpus` to where it is."
        )
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        is_hidden = any(name.startswith((".", "~")) for name in path.relative_to(folder).parts)
        is_note = path.stem.lower() == "readme" or path.suffix.lower() in _BESIDE or path.name.endswith(ENDING)
        if not (path.is_dir() or is_hidden or is_note):
            yield path


def _clashes(documents: list[Document]) -> list[CorpusError]:
    first: dict[str, Document] = {}
    clashes = []
    for document in documents:
        other = first.setdefault(document.id, document)
        if other is not document:
            where = f"{other.path} and {document.path}"
            clashes.append(CorpusError("Two documents share one name", where=where, remedy="Rename or delete one."))
    return clashes


def _refuse(problems: list[CorpusError]) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        listed = "; ".join(f"{problem.where}: {problem.what}" for problem in problems)
        remedies = " ".join(dict.fromkeys(problem.remedy for problem in problems))
        every = ExceptionGroup("documents that cannot be used", problems)
        raise CorpusError(f"{len(problems)} documents cannot be used", where=listed, remedy=remedies) from every


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise CorpusError(
            f"The file cannot be opened: {reason}", where=name, remedy="Let the account that runs twitchbot read it."
        ) from None


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CorpusError(
            f"The file is not UTF-8: byte 0x{raw[error.start]:02x} cannot stand there",
            where=f"{name}, line {line}, byte {error.start}",
            remedy="Save the file again with the encoding UTF-8.",
        ) from None


def _readable(text: str) -> str:
    """`text` with line breaks as "\\n" and without control and invisible characters; what is left stays as written."""
    lines = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    return "".join(_kept(character) for character in lines)


def _kept(character: str) -> str:
    if character in "\n\t" or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category == "Cf" else character


def _language(front_matter: FrontMatter, name: str, outline: Outline) -> str:
    folder = name.split("/")[0] if "/" in name else ""
    return front_matter.language or (folder if re.fullmatch("[a-z]{2}", folder) else "") or outline.language or "en"


def _source(front_matter: FrontMatter, outline: Outline, path: Path) -> Source:
    return Source(
        title=front_matter.title or outline.title or path.stem.replace("-", " ").replace("_", " ").strip().capitalize(),
        publisher=front_matter.publisher or outline.publisher,
        url=front_matter.url or outline.url,
        licence=front_matter.licence,
        reviewed=front_matter.reviewed.isoformat() if front_matter.reviewed else None,
        sources=front_matter.sources,
    )
