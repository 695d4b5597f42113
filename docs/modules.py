"""Writes the lists of layers and modules into docs/architecture.md; `make docs` runs it, a test compares."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "twitchbot"
PAGE = ROOT / "docs" / "architecture.md"
WIRING = {"__main__.py", "answering.py", "chatbot.py", "checking.py", "indexing.py"}
TITLES = {
    "": "The vocabulary and the ground",
    "content": "Words and knowledge: `content/`",
    "ingest": "Reading documents: `ingest/`",
    "retrieval": "Finding passages: `retrieval/`",
    "dialog": "Deciding what to say: `dialog/`",
    "render": "Drawing answers: `render/`",
    "wiring": "Wiring",
    "evaluation": "Measuring: `evaluation/`",
    "operations": "Beside the answer path: `operations/`",
    "interfaces": "Surfaces: `interfaces/`",
}


def written(page: str) -> str:
    """`page` with the lists as they are now."""
    return _between("modules", _between("layers", page, f"```\n{_layers()}\n```"), _tables())


def _between(name: str, page: str, text: str) -> str:
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, rest = page.split(start)
    return f"{before}{start}\n\n{text}\n\n{end}{rest.split(end)[1]}"


def _layers() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return "\n".join(project["tool"]["importlinter"]["contracts"][0]["layers"])


def _tables() -> str:
    rows: dict[str, list[str]] = {group: [] for group in TITLES}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.name != "__init__.py" or _has_code(path):
            rows[_group(name)].append(f"| `{name}` | {_purpose(path)} |")
    return "\n\n".join(
        f"### {title}\n\n| module | is |\n| --- | --- |\n" + "\n".join(rows[group])
        for group, title in TITLES.items()
        if rows[group]
    )


def _group(name: str) -> str:
    return "wiring" if name in WIRING else name.rpartition("/")[0].partition("/")[0]


def _has_code(path: Path) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


def _purpose(path: Path) -> str:
    """The first sentence of the module's docstring."""
    text = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0].split())
    return re.split(r"[.;](?: |$)", text)[0].rstrip(":").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), encoding="utf-8")
