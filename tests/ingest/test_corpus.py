"""Reading a folder: what comes back, and what is said where a file is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from twitchbot.config import load_settings
from twitchbot.documents import Corpus, Document
from twitchbot.errors import CorpusError
from twitchbot.ingest import read_corpus

FRONT_MATTER = """---
title: Ferns
publisher: Example Plants
url: https://plants.example.org/ferns
licence: CC-BY-4.0
reviewed: 2025-03-01
sources: [A book, A gardener]
---
"""


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path) -> Corpus:
    return read_corpus(folder, load_settings())


def only(folder: Path) -> Document:
    (document,) = read(folder).documents
    return document


def refusal(folder: Path) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read(folder)
    assert caught.value.what
    assert caught.value.where
    assert caught.value.remedy
    return caught.value


def test_a_document_knows_where_it_comes_from(tmp_path: Path) -> None:
    path = put(tmp_path, "en/ferns.md", FRONT_MATTER + "\n# Ferns\n\nFerns like shade.\n")
    document = only(tmp_path)
    source = document.source
    assert (document.id, document.path, document.language) == ("en/ferns", "en/ferns.md", "en")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source.title, source.publisher, source.licence) == ("Ferns", "Example Plants", "CC-BY-4.0")
    assert (source.url, source.reviewed) == ("https://plants.example.org/ferns", "2025-03-01")
    assert source.sources == ("A book", "A gardener")


def test_without_front_matter_the_text_and_the_name_must_do(tmp_path: Path) -> None:
    put(tmp_path, "palm-trees.md", "Palms like sun.")
    assert only(tmp_path).source.title == "Palm trees"
    assert only(tmp_path).source.reviewed is None


@pytest.mark.parametrize(
    ("name", "content", "language"),
    [
        ("de/farne.txt", "Farne lieben Schatten.", "de"),
        ("fr/farne.md", "---\nlanguage: de\n---\nFarne lieben Schatten.", "de"),
        ("farne.html", '<html lang="de-AT"><p>Farne lieben Schatten.</p></html>', "de"),
        ("plants/ferns.md", "Ferns like shade.", "en"),
    ],
)
def test_the_language_is_that_of_the_document(tmp_path: Path, name: str, content: str, language: str) -> None:
    put(tmp_path, name, content)
    assert only(tmp_path).language == language


def test_documents_come_in_path_order_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("en/b.md", "en/a.txt", "README.md", ".hidden.md", "en/picture.png", ".git/x.md"):
        put(tmp_path, name, "Some text here.")
    assert [document.id for document in read(tmp_path).documents] == ["en/a", "en/b"]


def test_control_characters_are_cleaned_and_the_publishers_signs_stay(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "\ufeffShade\u00ad\x00 is\u200b “good”\u00a0– always.\r\n\r\nNext.\x07")
    assert only(tmp_path).text == "Shade is “good” – always.\n\nNext."


def test_a_missing_folder_and_an_empty_one(tmp_path: Path) -> None:
    assert "no corpus folder" in refusal(tmp_path / "none").what
    put(tmp_path, "README.md", "How to write documents.")
    assert "holds no document" in refusal(tmp_path).what


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        ("---\ntitle: [Ferns\n---\nText.", "does not parse", "line 3"),
        ("---\ntitle: Ferns: and: more\n---\nText.", "does not parse", "line 2"),
        ("---\ntitle: Ferns\nreviewed: 2025-13-45\n---\nText.", "no real date", "line 3"),
        ("---\ntitle: Ferns\nauthor: Me\n---\nText.", "`author` is wrong: unknown key", "line 3"),
        ("---\ntitle: Ferns\nurl: ferns\n---\nText.", "`url` is wrong", "line 3"),
        ("---\ntitle: Ferns\n\nText.", "never closed", "line 1"),
        ("---\ntitle Ferns\n---\nText.", "no `key: value` line", "line 2"),
    ],
)
def test_wrong_front_matter(tmp_path: Path, content: str, what: str, line: str) -> None:
    put(tmp_path, "en/ferns.md", content)
    error = refusal(tmp_path)
    assert what in error.what
    assert error.where == f"en/ferns.md, {line}"


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    put(tmp_path, "en/ferns.txt", b"Ferns\nlike caf\xe9s.")
    error = refusal(tmp_path)
    assert "0xe9" in error.what
    assert error.where == "en/ferns.txt, line 2, byte 14"


@pytest.mark.parametrize("content", ["", " \n\n", FRONT_MATTER, "# Only a title\n", "\x00\x01"])
def test_a_document_with_nothing_to_quote(tmp_path: Path, content: str) -> None:
    put(tmp_path, "ferns.md", content)
    assert "nothing to quote" in refusal(tmp_path).what


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    put(tmp_path, "moss.md", "Moss is soft.")
    (tmp_path / "ferns.md").symlink_to(tmp_path / "nowhere.md")
    error = refusal(tmp_path)
    assert "cannot be opened" in error.what
    assert error.where == "ferns.md"


def test_a_format_that_nobody_reads(tmp_path: Path) -> None:
    put(tmp_path, "ferns.docx", b"PK")
    assert ".docx" in refusal(tmp_path).what
    assert ".md" in refusal(tmp_path).remedy


def test_two_documents_of_one_name(tmp_path: Path) -> None:
    put(tmp_path, "ferns.md", "Ferns like shade.")
    put(tmp_path, "ferns.txt", "Ferns like shade.")
    assert refusal(tmp_path).where == "ferns.md and ferns.txt"


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "deep.html", "<div>" * 1500 + "fern")
    assert "nested too deeply" in refusal(tmp_path).what


def test_every_bad_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "---\ntitle: [\n---\nText.")
    put(tmp_path, "b.md", "Good text.")
    put(tmp_path, "c.txt", b"\xff")
    error = refusal(tmp_path)
    assert error.what.startswith("2 documents")
    assert "a.md" in error.where
    assert "c.txt" in error.where
    assert "b.md" not in error.where
