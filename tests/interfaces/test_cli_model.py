"""The command line over the real index: answers, batches, chat."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from twitchbot.chatbot import Chatbot
from twitchbot.render.json import to_json

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("twitchbot")
QUESTION = "does low vitamin D cause twitching?"


@pytest.fixture(autouse=True)
def _index(bot: Chatbot) -> None:
    """The index that the program reads is up to date."""


def run(*arguments: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([PROGRAM, *arguments], cwd=ROOT, input=stdin, capture_output=True, check=False, timeout=300)


def batch(folder: Path, *dialogues: dict[str, object]) -> list[dict[str, object]]:
    path = folder / "batch.jsonl"
    path.write_text("".join(json.dumps(dialogue) + "\n" for dialogue in dialogues))
    done = run("ask", "--batch", str(path), "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]


def test_json_is_the_answer_and_nothing_else_on_stdout(bot: Chatbot) -> None:
    done = run("ask", QUESTION, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == json.loads(json.dumps(to_json(bot.reply(QUESTION))))


def test_text_holds_the_quote_word_for_word_and_no_json(bot: Chatbot) -> None:
    shown = run("ask", QUESTION).stdout.decode()
    (quote, *_) = bot.reply(QUESTION).quotes
    assert " ".join(quote.text.split()) in " ".join(shown.split())
    assert not shown.startswith("{")


@pytest.mark.parametrize("message", [b"", b" ", b"\xff\xfe", "🙂".encode(), b"a" * 100_000, b"--"])
def test_no_message_breaks_the_program(message: bytes) -> None:
    done = run("ask", "--json", "--", message)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["parts"]


def test_a_batch_gives_one_line_for_each_conversation_in_order(tmp_path: Path) -> None:
    lines = batch(
        tmp_path,
        {"id": "z", "turns": [QUESTION, "and calcium?"]},
        {"id": "a", "turns": []},
        {"id": "z", "turns": ["\ud800", "", "twiching " * 10_000, "more"]},
    )
    assert [(line["id"], len(line["answers"])) for line in lines] == [("z", 2), ("a", 0), ("z", 4)]  # type: ignore[arg-type]


def test_conversations_of_a_batch_know_nothing_of_each_other(tmp_path: Path) -> None:
    alone = {"id": "a", "turns": ["and foods?"]}
    before, _, after = batch(tmp_path, alone, {"id": "b", "turns": ["tell me about calcium"]}, alone)
    assert before == after


def test_a_thousand_conversations_run_in_one_process(tmp_path: Path) -> None:
    lines = batch(tmp_path, *({"id": str(n), "turns": [f"does magnesium help {n} muscles?"]} for n in range(1000)))
    assert [line["id"] for line in lines] == [str(n) for n in range(1000)]


def test_a_chat_answers_until_it_is_told_to_stop() -> None:
    done = run("chat", stdin=f"{QUESTION}\n1\n/quit\nnot read\n".encode())
    assert done.returncode == 0, done.stderr
    assert b"Source:" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_chat_ends_with_its_input() -> None:
    assert run("chat", stdin=b"").returncode == 0


def test_a_reader_that_hangs_up_is_no_error() -> None:
    with subprocess.Popen(
        [PROGRAM, "ask", QUESTION], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        child.stdout.close()
        assert child.stderr
        assert b"Traceback" not in child.stderr.read()


def refused(folder: Path, monkeypatch: pytest.MonkeyPatch, **paths: Path) -> bytes:
    """What `ask` says on stderr with other folders; it must end with exit code 3 and print nothing else."""
    for name, path in paths.items():
        monkeypatch.setenv(f"TWITCHBOT_PATHS__{name.upper()}", str(path))
    done = subprocess.run([PROGRAM, "ask", QUESTION], cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (3, b""), done.stderr
    assert b"Traceback" not in done.stderr
    assert b"twitchbot index" in done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ["vectors.faiss", "passages.jsonl", "manifest.json"])
def test_a_truncated_index_is_refused_with_the_command_that_mends_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "index", tmp_path / "index", ignore=shutil.ignore_patterns("encoder", ".*"))
    (tmp_path / "index" / name).write_bytes((tmp_path / "index" / name).read_bytes()[:-20])
    assert name.encode() in refused(tmp_path, monkeypatch, corpus=ROOT / "corpus", index=tmp_path / "index")


def test_an_index_of_other_documents_is_refused_and_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "index", tmp_path / "index", ignore=shutil.ignore_patterns("encoder", ".*"))
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    (tmp_path / "corpus/en/new.md").write_text("# New\n\nMagnesium calms nerves.\n")
    assert b"new.md" in refused(tmp_path, monkeypatch, corpus=tmp_path / "corpus", index=tmp_path / "index")
