"""The safety content, typed: lexicons, rules with their examples, idioms, replies, contacts by region, other languages.

`<language>/safety/*.toml` holds all of it. Reading refuses what is unknown, missing or doubled, and a folder without
the core rules: a publisher may add rules and change wording, never take the emergency rules away.
"""

from __future__ import annotations

import datetime
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from twitchbot.answers import Tier
from twitchbot.errors import ContentError

FOLDER = Path(__file__).parent


class Entry(BaseModel):
    """A piece of safety content: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=Entry)


class Examples(Entry):
    """Messages that a rule must match, and messages that it must leave alone."""

    match: tuple[str, ...] = Field(min_length=3)
    differ: tuple[str, ...] = Field(min_length=3)


class Rule(Entry):
    """A red flag: patterns over words and lexicons, any of which raises `tier`.

    A `weak` pattern raises nothing by itself: it is evidence for the second opinion, and in an emergency or crisis rule
    it adds the soft line; where there is no second opinion, it raises the tier. `soft` rules only add the soft line.
    `unless` names lexicons that cancel a match within three words of it.
    `always` names the contexts (negated, past, pet, fiction, lesson) that do not cancel this rule.
    `variant` picks a special form of the tier's reply; `window` is the most words that may lie between the items.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    tier: Tier
    patterns: tuple[str, ...] = Field(min_length=1)
    weak: tuple[str, ...] = ()
    examples: Examples
    window: int = Field(default=6, ge=0, le=40)
    unless: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    soft: bool = False
    variant: str = ""


class Idiom(Entry):
    """Words that look like a red flag and are none; `trap` is a message that must still be caught."""

    patterns: tuple[str, ...] = Field(min_length=1)
    harmless: tuple[str, ...] = Field(min_length=1)
    trap: str
    unless: tuple[str, ...] = ()


class Line(Entry):
    """A help line: its name and how to reach it."""

    name: str
    reach: str


class Region(Entry):
    """Who to call in one region. `checked` is the day on which somebody looked the numbers up."""

    code: str
    names: tuple[str, ...]
    emergency: str
    crisis: tuple[Line, ...] = Field(min_length=1)
    poison: str
    checked: datetime.date


class Tongue(Entry):
    """Another language: how it is told, the signs of each tier, the reply for each, and messages to try them on.

    `code` is a BCP 47 tag. `letters` is the range of a script that tells the language, `words` are what tells it in a
    script that it shares. A sign without ` + ` is a phrase; one with it names groups that must all stand in one clause
    (see `dialog/safety/signs.py`). The reply to `none` says that only English is covered.
    """

    code: str
    name: str
    letters: str = ""
    words: tuple[str, ...]
    signs: Mapping[Tier, tuple[str, ...]]
    replies: Mapping[Tier, str]
    examples: Mapping[Tier, tuple[str, ...]]

    @field_validator("replies", "examples")
    @classmethod
    def _whole(cls, value: Mapping[Tier, Any]) -> Mapping[Tier, Any]:
        if missing := [tier.value for tier in Tier if tier not in value]:
            raise ValueError(f"{missing[0]} is missing")
        return value

    @field_validator("signs")
    @classmethod
    def _named(cls, value: Mapping[Tier, tuple[str, ...]]) -> Mapping[Tier, tuple[str, ...]]:
        if missing := [tier.value for tier in Tier if (tier is not Tier.NONE) != (tier in value)]:
            raise ValueError(f"signs are for every tier but none: see {missing[0]}")
        return value


class Replies(Entry):
    """Every sentence of the safety layer; lists hold variants, so that a repeat reads differently."""

    emergency: tuple[str, ...] = Field(min_length=2)
    overdose: tuple[str, ...] = Field(min_length=2)
    crisis: tuple[str, ...] = Field(min_length=2)
    crisis_beside: str
    urgent: tuple[str, ...] = Field(min_length=2)
    special_population: tuple[str, ...] = Field(min_length=1)
    medication: tuple[str, ...] = Field(min_length=1)
    dosage: tuple[str, ...] = Field(min_length=1)
    diagnosis: tuple[str, ...] = Field(min_length=1)
    soft: str
    failed: str
    reminder: Mapping[str, str]
    retracted: Mapping[str, str]
    disclaimer: str
    short: Mapping[str, str]
    related: Mapping[str, str]

    @field_validator("reminder", "retracted", "short", "related")
    @classmethod
    def _known(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        unknown = set(value) - set(Tier)
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]} is no tier")
        return value

    def of(self, tier: Tier, variant: str) -> tuple[str, ...]:
        """The forms of the reply for `tier` (not none): the variant's own where there is one."""
        found: tuple[str, ...] = getattr(self, variant if variant in ("overdose",) else tier.value)
        return found


class SafetyContent(Entry):
    """All safety content of one language. `version` is a short hash of the files that it was read from."""

    version: str
    lexicons: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    idioms: tuple[Idiom, ...]
    replies: Replies
    regions: tuple[Region, ...]
    tongues: tuple[Tongue, ...]
    slips: Mapping[str, str]
    vocabulary: frozenset[str]

    def region(self, code: str) -> Region:
        """The region that `code` names (any case; a country or locale such as `en-GB` will do), else `other`."""
        wanted = code.strip().upper().replace("_", "-")
        for name in (wanted, wanted.rsplit("-", 1)[-1]):
            for region in self.regions:
                if name == region.code.upper() or name in region.names:
                    return region
        return next(region for region in self.regions if region.code == "other")


def load_safety(language: str = "en", folder: Path | None = None) -> SafetyContent:
    """The safety content of `language` below `folder` (the packaged content where None).

    Raises:
        ContentError: a file is missing or does not parse, an entry is wrong, an id or a lexicon is there twice.
    """
    return _load(language, folder or FOLDER)


@lru_cache(maxsize=8)
def _load(language: str, folder: Path) -> SafetyContent:
    place = folder / language / "safety"
    files = {path.stem: path for path in sorted(place.glob("*.toml"))}
    if not files:
        raise ContentError("There is no safety content", where=str(place), remedy="Restore the folder of the package.")
    tables = {name: _table(path) for name, path in files.items()}
    return SafetyContent(
        version=_version(files.values()),
        lexicons=_lexicons(tables, files),
        rules=_unique([rule for name in tables for rule in _entries(Rule, tables, files, name, "rule")], place),
        idioms=tuple(i for name in tables for i in _entries(Idiom, tables, files, name, "idiom")),
        replies=_one(Replies, _needed(tables, "replies", place), place / "replies.toml", "replies"),
        regions=_regions(tables, files, place),
        tongues=tuple(t for name in tables for t in _entries(Tongue, tables, files, name, "tongue")),
        slips={k: str(v) for k, v in _needed(tables, "slips", place).items()},
        vocabulary=_vocabulary(place / "vocabulary.txt"),
    )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ContentError(
            f"The file does not parse: {error}", where=str(path), remedy="Correct its TOML; it must be UTF-8."
        ) from None


def _needed(tables: Mapping[str, dict[str, Any]], name: str, place: Path) -> dict[str, Any]:
    if name not in tables:
        raise ContentError(f"{name}.toml is missing", where=str(place), remedy="Restore it from the package.")
    return tables[name]


def _one(kind: type[T], value: Any, path: Path, what: str) -> T:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ContentError(
            f"{what}: `{key}` is wrong: {first['msg']}", where=str(path), remedy="Correct this entry."
        ) from None


def _entries(
    kind: type[T], tables: Mapping[str, dict[str, Any]], files: Mapping[str, Path], name: str, key: str
) -> list[T]:
    rows = tables[name].get(key, [])
    return [
        _one(kind, row, files[name], f"{key} {row.get('id') or row.get('code') or n}") for n, row in enumerate(rows)
    ]


def _unique(rules: list[Rule], place: Path) -> tuple[Rule, ...]:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise ContentError(f"Two rules have the id `{rule.id}`", where=str(place), remedy="Rename one of them.")
        seen.add(rule.id)
    return tuple(rules)


def _lexicons(tables: Mapping[str, dict[str, Any]], files: Mapping[str, Path]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, table in tables.items():
        for key, text in table.get("lexicon", {}).items():
            if key in found:
                raise ContentError(f"Two lexicons are named `{key}`", where=str(files[name]), remedy="Rename one.")
            found[key] = tuple(phrase for part in str(text).replace("\n", ",").split(",") if (phrase := part.strip()))
    return found


def _regions(tables: Mapping[str, dict[str, Any]], files: Mapping[str, Path], place: Path) -> tuple[Region, ...]:
    _needed(tables, "contacts", place)
    regions = tuple(_entries(Region, tables, files, "contacts", "region"))
    if not any(region.code == "other" for region in regions):
        raise ContentError(
            "The region `other` is missing", where=str(files["contacts"]), remedy="Restore it: unknown places use it."
        )
    return regions


def _vocabulary(path: Path) -> frozenset[str]:
    try:
        return frozenset(path.read_text(encoding="utf-8").split())
    except OSError:
        raise ContentError("The word list is missing", where=str(path), remedy="Restore it.") from None


def _version(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
