import pytest

from twitchbot import errors
from twitchbot.interfaces.failures import code_of, error_body, failure_of


@pytest.mark.parametrize(
    ("error", "exit_code", "status"),
    [
        (errors.ConfigError, 2, 500),
        (errors.QuestionError, 2, 422),
        (errors.ContentError, 1, 500),
        (errors.CorpusError, 1, 500),
        (errors.RetrievalError, 3, 503),
        (errors.IndexMissing, 3, 503),
        (errors.IndexStale, 3, 503),
        (errors.IndexCorrupt, 3, 503),
        (errors.EncoderUnavailable, 3, 503),
        (ZeroDivisionError, 1, 500),
    ],
)
def test_every_error_has_an_exit_code_and_a_status(error, exit_code, status):
    failure = failure_of(error("what"))
    assert (failure.exit_code, failure.status) == (exit_code, status)


def test_every_error_class_of_ours_is_in_the_table_or_below_one():
    for name in vars(errors).values():
        if isinstance(name, type) and issubclass(name, errors.TwitchbotError):
            assert failure_of(name("x")).status >= 400


def test_codes_of_statuses():
    assert code_of(404) == "not_found"
    assert code_of(418) == "internal"
    assert error_body("a", "b", "c") == {"error": {"code": "a", "message": "b", "remedy": "c"}}
