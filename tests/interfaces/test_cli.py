"""The command line without the model: options, errors, exit codes, streams, time to help."""

import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from twitchbot.errors import ConfigError, QuestionError
from twitchbot.interfaces.cli import main, report
from twitchbot.interfaces.cli.batch import Dialogue, read_batch
from twitchbot.interfaces.cli.chatting import chosen

COMMANDS = ("index", "ask", "chat", "serve", "check", "evaluate", "fit", "insights", "mcp")
PROGRAM = Path(sys.executable).with_name("twitchbot")


def run(*arguments: str, cwd: Path | None = None, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, input=stdin, capture_output=True, check=False)


def code_of(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return int(caught.value.code or 0)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("--help") == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^\W*{name}\b", shown, re.MULTILINE)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(command, "--help") == 0
    assert command in capsys.readouterr().out


def test_help_is_there_at_once() -> None:
    # Processor time, the best of three: another program on the machine may be slow, this one may not.
    assert min(_seconds_of_help() for _ in range(3)) < 0.3


def _seconds_of_help() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    import twitchbot

    assert code_of("--version") == 0
    assert capsys.readouterr().out == f"twitchbot {twitchbot.__version__}\n"


def test_python_m_is_the_same_program() -> None:
    done = subprocess.run([sys.executable, "-m", "twitchbot", "--version"], capture_output=True, check=True)
    assert done.stdout == run("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "a question", "--batch", "file", "--json"),
        ("ask", "--batch", "file"),
        ("ask", "a", "b"),
        ("sing",),
        ("serve", "--port", "70000"),
        ("evaluate", "taste"),
    ],
)
def test_wrong_use_is_exit_code_2_with_a_reason_on_stderr(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(*arguments) == 2
    out, err = capsys.readouterr()
    assert (out, bool(err.strip())) == ("", True)


def test_a_wrong_setting_is_exit_code_2_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "twitchbot.toml").write_text("[server]\nprot = 1\n")
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"server.prot" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_missing_index_is_exit_code_3_and_names_the_command_that_mends_it(tmp_path: Path) -> None:
    done = run("ask", "does magnesium help?", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"twitchbot index" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_missing_corpus_is_an_error_and_leaves_no_index(tmp_path: Path) -> None:
    done = run("index", cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert b"corpus" in done.stderr
    assert not (tmp_path / "index" / "manifest.json").exists()


def test_a_failed_check_is_exit_code_1_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("---\ntitel: T\n---\nText.\n")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert b"a.md" in done.stdout


def test_an_error_is_told_as_what_where_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    report(ConfigError("It broke", where="a.toml", remedy="Mend it."))
    assert capsys.readouterr().err.split("\n") == ["twitchbot: It broke", "  where:  a.toml", "  remedy: Mend it.", ""]


def batch_of(folder: Path, *lines: bytes) -> Path:
    path = folder / "batch.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_batch_keeps_order_and_passes_over_blank_lines(tmp_path: Path) -> None:
    path = batch_of(tmp_path, b'{"id": "b", "turns": ["x", ""]}', b"", b'{"id": "a", "turns": []}', b"  ")
    assert read_batch(path) == (Dialogue("b", ("x", "")), Dialogue("a", ()))


def test_broken_utf8_in_a_batch_is_a_message_like_any_other(tmp_path: Path) -> None:
    (dialogue,) = read_batch(batch_of(tmp_path, b'\xef\xbb\xbf{"id": "a", "turns": ["\xff\xfe?"]}'))
    assert dialogue.turns == ("\ufffd\ufffd?",)


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"null",
        b'{"id": "a"}',
        b'{"turns": ["x"]}',
        b'{"id": 1, "turns": ["x"]}',
        b'{"id": "a", "turns": "x"}',
        b'{"id": "a", "turns": [1]}',
        b"[" * 100_000,
    ],
)
def test_a_broken_line_is_named_before_anything_is_answered(tmp_path: Path, line: bytes) -> None:
    path = batch_of(tmp_path, b'{"id": "a", "turns": ["x"]}', line)
    with pytest.raises(QuestionError) as caught:
        read_batch(path)
    assert caught.value.where == f"{path}, line 2"
    assert caught.value.remedy


def test_a_batch_that_is_not_there_is_exit_code_2(tmp_path: Path) -> None:
    done = run("ask", "--json", "--batch", "none.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"none.jsonl" in done.stderr


def test_a_broken_batch_is_exit_code_2_and_prints_nothing(tmp_path: Path) -> None:
    path = batch_of(tmp_path, json.dumps({"id": "a", "turns": ["x"]}).encode(), b"{")
    done = run("ask", "--json", "--batch", str(path), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"line 2" in done.stderr


def test_a_number_picks_an_offered_question() -> None:
    offered = ("Why?", "How?")
    assert chosen(" 2 ", offered) == "How?"


@pytest.mark.parametrize("said", ["0", "3", "b12", "", "²", "٢", "9" * 5000])
def test_any_other_text_is_a_message(said: str) -> None:
    assert chosen(said, ("Why?", "How?")) == said


def test_insights_without_records_say_so(tmp_path: Path) -> None:
    done = run("insights", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"Answers kept: 0\n")


def test_a_damaged_record_of_answers_is_named(tmp_path: Path) -> None:
    (tmp_path / "twitchbot.toml").write_text('[operations]\nstore = "f.sqlite"\n')
    (tmp_path / "f.sqlite").write_bytes(b"not a database, not at all")
    done = run("insights", cwd=tmp_path)
    assert done.returncode == 2
    assert b"f.sqlite" in done.stderr
    assert b"Traceback" not in done.stderr
