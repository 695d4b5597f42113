"""Importing large libraries in part."""

import importlib
import subprocess
import sys

import pytest

from twitchbot.interfaces.importing import hidden, polite

GRADIO = """
from twitchbot.interfaces.importing import without_stubs
from pathlib import Path
reads = []
plain = Path.read_text
Path.read_text = lambda self, *rest, **more: (reads.append(self.suffix), plain(self, *rest, **more))[1]
with without_stubs():
    import gradio
assert ".pyi" not in reads, "a stub was read"
assert gradio.Textbox(label="there").label == "there"
import sys
assert not any(type(finder).__module__.startswith("twitchbot") for finder in sys.meta_path)
"""


def test_what_is_hidden_cannot_be_imported_and_can_be_afterwards() -> None:
    sys.modules.pop("colorsys", None)
    with hidden("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hsv


def test_what_is_loaded_already_stays() -> None:
    import json

    with hidden("json"):
        assert importlib.import_module("json") is json
    assert sys.modules["json"] is json


def test_threads_take_turns_sooner_for_a_while() -> None:
    before = sys.getswitchinterval()
    with polite():
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before


def test_gradio_works_without_its_stubs() -> None:
    done = subprocess.run([sys.executable, "-c", GRADIO], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_program_collects_seldom() -> None:
    code = "import atexit, gc, twitchbot.interfaces.cli as cli; atexit.register(lambda: print(gc.get_threshold()))"
    code += "; cli.main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "(50000," in done.stdout
