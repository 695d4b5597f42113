"""Importing large libraries without the parts of them that nothing here uses, and beside a server that answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

_SWITCH = 0.0005
"""Seconds until a thread that imports lets another one go on; Python's own 0.005 are felt in each answer."""


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """For the block, packages that are not loaded yet cannot be imported: for libraries that can do without them."""
    away = [package for package in packages if package not in sys.modules]
    sys.modules.update(dict.fromkeys(away))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for package in away:
            del sys.modules[package]


@contextmanager
def polite() -> Iterator[None]:
    """For the block, threads take turns at short notice: what it imports holds up no answer for long."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def without_stubs() -> Iterator[None]:
    """For the block, Gradio does not compare each component with its type stub, nor write one where it differs.

    It does so on every import, for editors: that is half of the time that the import takes.
    """
    finder = _StubsOff()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _StubsOff(MetaPathFinder):
    """Finds the module that writes the stubs, and loads it with its writer put out of action."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of that one module; None for every other."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname == "gradio.component_meta" else None
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        module.create_or_modify_pyi = _nothing  # type: ignore[attr-defined]


def _nothing(*_: object) -> None:
    pass
