"""What is loaded when: measured in a fresh process, because this one has loaded everything already."""

import subprocess
import sys

import pytest

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
