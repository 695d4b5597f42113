"""Content files: read, checked, and refused in an editor's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from twitchbot.content.loader import Entry, content_version, load_toml
from twitchbot.errors import ContentError


class Words(Entry):
    hello: str
    times: int = 1


def write(folder: Path, text: str | bytes, name: str = "words") -> Path:
    path = folder / "xx" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, 'hello = "hallo"\ntimes = 2')
    assert load_toml("words", Words, "xx", tmp_path) == Words(hello="hallo", times=2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('hello = "x"\nhullo = "y"', "hullo"),
        ("times = 2", "hello"),
        ('hello = "x"\ntimes = "often"', "times"),
        ("hello = ", "does not parse"),
        (b'hello = "\xff"', "does not parse"),
    ],
)
def test_a_wrong_file_names_itself_and_its_fault(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ContentError) as caught:
        load_toml("words", Words, "xx", tmp_path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"words\.toml"):
        load_toml("words", Words, "xx", tmp_path)


def test_the_version_follows_every_file(tmp_path: Path) -> None:
    versions = []
    for step, (name, text) in enumerate(
        [("words", "a = 1"), ("words", "a = 2"), ("more", "a = 2"), ("words", "a = 1")]
    ):
        folder = tmp_path / str(step)
        write(folder, text, name)
        versions.append(content_version("xx", folder))
    assert len(set(versions[:3])) == 3
    assert versions[3] == versions[0]
