"""What a failure means outside: an exit code for the shell, a status and a code for HTTP. One table for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twitchbot.errors import (
    ConfigError,
    ContentError,
    CorpusError,
    EvaluationError,
    QuestionError,
    RetrievalError,
    TwitchbotError,
)

FAILED, WRONG_USE, NO_INDEX = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Failure:
    """How one class of error looks from outside."""

    exit_code: int
    status: int
    code: str


UNEXPECTED = Failure(FAILED, 500, "internal")

_TABLE: Mapping[type[BaseException], Failure] = {
    ConfigError: Failure(WRONG_USE, 500, "config"),
    ContentError: Failure(FAILED, 500, "content"),
    CorpusError: Failure(FAILED, 500, "corpus"),
    QuestionError: Failure(WRONG_USE, 422, "bad_input"),
    EvaluationError: Failure(WRONG_USE, 422, "evaluation"),
    RetrievalError: Failure(NO_INDEX, 503, "index"),
    TwitchbotError: UNEXPECTED,
}

_STATUS_CODES = {
    400: "bad_input",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "bad_input",
    429: "too_many_requests",
    503: "not_ready",
}


def failure_of(error: BaseException) -> Failure:
    """The row of the nearest class of `error`; `UNEXPECTED` for an error that is none of ours."""
    return next((_TABLE[kind] for kind in type(error).__mro__ if kind in _TABLE), UNEXPECTED)


def code_of(status: int) -> str:
    """The error code of an HTTP status that no exception of ours caused."""
    return _STATUS_CODES.get(status, UNEXPECTED.code)


def error_body(code: str, message: str, remedy: str) -> dict[str, dict[str, str]]:
    """The JSON body of every HTTP error: `{"error": {code, message, remedy}}`."""
    return {"error": {"code": code, "message": message, "remedy": remedy}}
