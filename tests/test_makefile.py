"""`make`, with a stand-in for Python that writes down what it was asked to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECORDER = """#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/twitchbot" ;;
esac
"""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing installed, and a PATH whose only Python is the recorder."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / "tools").mkdir()
    for tool in ("sh", "make", "sed", "mkdir", "cp", "basename", "touch"):
        (tmp_path / "tools" / tool).symlink_to(shutil.which(tool) or "")
    return tmp_path


def give_python(checkout: Path, name: str, text: str = RECORDER) -> None:
    (checkout / "tools" / name).write_text(text)
    (checkout / "tools" / name).chmod(0o755)


def make(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout / "tools"), "LOG": str(checkout / "log")}
    command = [str(checkout / "tools" / "make"), *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def log(checkout: Path) -> list[str]:
    text = (checkout / "log").read_text() if (checkout / "log").exists() else ""
    (checkout / "log").write_text("")
    return [line for line in text.splitlines() if " -c import" not in line]


def test_the_first_run_installs_what_is_pinned_and_serves(checkout: Path) -> None:
    give_python(checkout, "python3")
    assert make(checkout, "run").returncode == 0
    made, installed, served = log(checkout)
    assert made == "python3 -m venv .venv"
    assert installed.startswith("python -m pip install")
    assert "-c constraints.txt" in installed
    assert served == "twitchbot serve --host 127.0.0.1 --port 7860"


def test_the_second_run_installs_nothing(checkout: Path) -> None:
    give_python(checkout, "python3")
    make(checkout, "run")
    log(checkout)
    assert make(checkout, "run").returncode == 0
    assert [line.split()[:2] for line in log(checkout)] == [["twitchbot", "serve"]]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_installed_installs_again(checkout: Path, name: str) -> None:
    give_python(checkout, "python3")
    make(checkout, "install")
    log(checkout)
    newer = (checkout / ".venv/.installed").stat().st_mtime + 10
    os.utime(checkout / name, (newer, newer))
    make(checkout, "install")
    assert [line for line in log(checkout) if "pip install" in line]


def test_an_old_python_is_passed_over(checkout: Path) -> None:
    give_python(checkout, "python3", "#!/bin/sh\nexit 1\n")
    give_python(checkout, "python3.12")
    assert make(checkout, "install").returncode == 0
    assert log(checkout)[0] == "python3.12 -m venv .venv"


def test_without_a_python_it_says_what_is_missing(checkout: Path) -> None:
    give_python(checkout, "python3", "#!/bin/sh\nexit 1\n")
    done = make(checkout, "run")
    assert done.returncode != 0
    assert "3.11" in done.stderr
    assert not (checkout / ".venv").exists()


def test_without_venv_it_says_what_to_install(checkout: Path) -> None:
    give_python(checkout, "python3", '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n')
    done = make(checkout, "run")
    assert done.returncode != 0
    assert "python3-venv" in done.stderr


def test_a_failed_installation_is_tried_again(checkout: Path) -> None:
    failing = RECORDER.replace("esac", '  *"pip install"*) exit 1 ;;\nesac')
    give_python(checkout, "python3", failing)
    assert make(checkout, "install").returncode != 0
    assert make(checkout, "install").returncode != 0
    assert len([line for line in log(checkout) if "pip install" in line]) == 2


def test_help_names_the_targets(checkout: Path) -> None:
    give_python(checkout, "python3")
    shown = make(checkout, "help").stdout
    assert [target for target in ("run", "test", "install", "lint", "bench") if f"make {target} - " not in shown] == []


def test_ci_runs_the_same_command_as_people() -> None:
    script = (ROOT / ".ci/run").read_text()
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "make test" in script
    assert subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=False).returncode == 0
