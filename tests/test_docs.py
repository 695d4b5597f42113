"""The documentation is true: its links lead somewhere, its commands exist, its module list is the tree."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from twitchbot.config import PACKAGED
from twitchbot.interfaces.cli.commands import app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "twitchbot"
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        target, _, anchor = link.partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    used = set(re.findall(r"(?:`|^|/bin/)twitchbot ([a-z][a-z-]+)", "\n".join(code(text)), re.MULTILINE))
    known = set(getattr(get_command(app), "commands", {}))
    assert used <= known, used - known


def test_commands_that_errors_advise_exist() -> None:
    known = set(getattr(get_command(app), "commands", {}))
    advised = {
        command
        for path in PACKAGE.rglob("*.py")
        for command in re.findall(r"`twitchbot ([a-z][a-z-]+)", path.read_text("utf-8"))
    }
    assert advised <= known, advised - known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_targets_exist(page: Path) -> None:
    used = set(re.findall(r"\bmake ([a-z]+)", "\n".join(code(page.read_text("utf-8")))))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert used <= targets, used - targets


def code(text: str) -> list[str]:
    """The fenced and the inline code of a page."""
    return FENCE.findall(text) + re.findall(r"`[^`\n]+`", FENCE.sub("", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_settings_named_in_the_documentation_exist(page: Path) -> None:
    tables = tomllib.loads(PACKAGED.read_text("utf-8"))
    named = re.findall(r"`([a-z_]+)\.(?!py`|md`|toml`)([a-z_]+)`", page.read_text("utf-8"))
    assert [f"{table}.{key}" for table, key in named if table in tables and key not in tables[table]] == []


def test_the_architecture_lists_the_layers_and_modules_as_they_are() -> None:
    lists = runpy.run_path(str(ROOT / "docs" / "modules.py"))
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert page.splitlines() == lists["written"](page).splitlines(), "run `make docs`"


def test_every_module_says_what_it_is() -> None:
    lists = runpy.run_path(str(ROOT / "docs" / "modules.py"))
    assert [path.name for path in PACKAGE.rglob("*.py") if not lists["_purpose"](path)] == []


def test_the_readme_names_the_installed_page_library() -> None:
    head = (ROOT / "README.md").read_text("utf-8").split("---")[1]
    assert (
        re.search(r"sdk_version: (\S+)", head)[1]
        in re.search(  # type: ignore[index]
            r"^gradio==(.+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE
        )[1]
    )  # type: ignore[index]
    assert (ROOT / re.search(r"app_file: (\S+)", head)[1]).is_file()  # type: ignore[index]


def test_every_library_has_its_line_in_the_decisions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        re.split(r"[<>=\[ ]", requirement)[0]
        for requirement in project["dependencies"] + project["optional-dependencies"]["dev"]
    }
    rows = re.findall(r"^\| ([\w, -]+) \|", (ROOT / "docs/decisions/README.md").read_text("utf-8"), re.MULTILINE)
    named = {name.strip() for row in rows for name in row.split(",")}
    assert wanted - named == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_every_page_can_be_reached(page: Path) -> None:
    linked = {
        (other.parent / link.partition("#")[0]).resolve()
        for other in PAGES
        if other != page
        for link in LINK.findall(other.read_text("utf-8"))
    }
    assert page.resolve() in linked
