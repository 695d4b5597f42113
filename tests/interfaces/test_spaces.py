"""What a Hugging Face Space reads: app.py, requirements.txt, and the front matter of the README."""

import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

from twitchbot.config import load_settings, on_spaces

ROOT = Path(__file__).parents[2]


def test_the_requirements_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == project["dependencies"]


def test_a_space_listens_on_all_addresses_and_lets_the_hub_frame_the_page(monkeypatch):
    assert not on_spaces()
    monkeypatch.setenv("SPACE_ID", "someone/twitchbot")
    assert on_spaces()
    server = load_settings(server=runpy.run_path(str(ROOT / "app.py"))["SPACE"]).server
    assert server.host == "0.0.0.0"
    assert server.frame_ancestors == ("https://huggingface.co",)
    assert server.port == 7860


def test_the_entry_needs_no_installed_project(tmp_path):
    # -S would hide the dependencies too: hide the project alone.
    code = f"""
import sys
sys.meta_path = [f for f in sys.meta_path if "__editable__" not in repr(f)]
sys.path = [p for p in sys.path if not p.endswith("/src")]
import runpy
runpy.run_path({str(ROOT / "app.py")!r})
import twitchbot
assert twitchbot.__file__.startswith({str(ROOT)!r})
"""
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=120)


def test_the_readme_names_the_entry_and_the_version_of_gradio():
    front = (ROOT / "README.md").read_text("utf-8").split("---")[1]
    assert "app_file: app.py" in front
    assert "sdk_version: 6.31" in front
