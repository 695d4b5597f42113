"""Retrieval sets in BEIR's form: corpus.jsonl, queries.jsonl and qrels/<split>.tsv (Thakur et al. 2021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twitchbot.errors import EvaluationError
from twitchbot.evaluation.lines import read_lines, read_rows, text_of


@dataclass(frozen=True, slots=True)
class Text:
    """One document: its title (may be empty) and its text."""

    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text as one."""
        return f"{self.title} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Documents, the questions of one split, and the grades of the judged documents of each; all by id.

    Only questions with a relevant document are kept: no measure is defined for the others.
    """

    documents: Mapping[str, Text]
    questions: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def read_retrieval_set(folder: Path, split: str) -> RetrievalSet:
    """The set in `folder`.

    Raises:
        EvaluationError: a file is missing, a line is broken, an id comes twice or is unknown.
    """
    documents = _documents(_one_of(folder, "corpus.jsonl", "corpus.jsonl.gz"))
    questions = _questions(_one_of(folder, "queries.jsonl", "queries.jsonl.gz"))
    grades = _grades(_one_of(folder, f"qrels/{split}.tsv", f"qrels/{split}.tsv.gz"), documents, questions)
    judged = {name: row for name, row in grades.items() if any(grade > 0 for grade in row.values())}
    if not judged:
        raise EvaluationError(
            "No question has a relevant document", where=f"{folder}, split {split}", remedy="Check the qrels file."
        )
    return RetrievalSet(documents, {name: questions[name] for name in judged}, judged)


def _one_of(folder: Path, *names: str) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise EvaluationError(
        f"There is no {names[0]}",
        where=str(folder),
        remedy="Give a folder in BEIR's form: corpus.jsonl, queries.jsonl and qrels/<split>.tsv.",
    )


def _documents(path: Path) -> dict[str, Text]:
    documents: dict[str, Text] = {}
    for row, place in read_rows(path):
        name = _new(text_of(row, "_id", place), documents, place)
        documents[name] = Text(text_of({"title": ""} | row, "title", place), text_of(row, "text", place))
    return documents


def _questions(path: Path) -> dict[str, str]:
    questions: dict[str, str] = {}
    for row, place in read_rows(path):
        questions[_new(text_of(row, "_id", place), questions, place)] = text_of(row, "text", place)
    return questions


def _new(name: str, known: Mapping[str, object], place: str) -> str:
    if name in known:
        raise EvaluationError(f"The id {name!r} comes twice", where=place, remedy="Remove one of the two lines.")
    return name


def _grades(path: Path, documents: Mapping[str, Text], questions: Mapping[str, str]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, (line, place) in enumerate(read_lines(path)):
        fields = line.split("\t")
        if number == 0 and fields[-1] == "score":
            continue
        question, document, grade = _judgement(fields, place)
        for name, known, kind in ((question, questions, "question"), (document, documents, "document")):
            if name not in known:
                raise EvaluationError(f"The {kind} {name!r} is unknown", where=place, remedy="Correct or remove it.")
        row = grades.setdefault(question, {})
        if document in row:
            raise EvaluationError("The pair is judged twice", where=place, remedy="Remove one of the two lines.")
        row[document] = grade
    return grades


def _judgement(fields: list[str], place: str) -> tuple[str, str, int]:
    try:
        question, document, grade = fields
        return question, document, int(grade)
    except ValueError:
        raise EvaluationError(
            "The line is not `question id <tab> document id <tab> whole number`", where=place, remedy="Correct it."
        ) from None
