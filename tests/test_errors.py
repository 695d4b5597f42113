import inspect

import pytest

from twitchbot import errors
from twitchbot.errors import TwitchbotError
from twitchbot.interfaces.failures import FAILED, NO_INDEX, UNEXPECTED, WRONG_USE, failure_of

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_says_what_where_and_how_to_mend_it(kind: type[TwitchbotError]) -> None:
    error = kind("It broke", where="a.toml", remedy="Mend a.toml.")
    assert (error.what, error.where, error.remedy) == ("It broke", "a.toml", "Mend a.toml.")
    assert str(error) == "It broke (a.toml). Mend a.toml."


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_an_exit_code_of_the_contract(kind: type[TwitchbotError]) -> None:
    assert failure_of(kind("It broke")).exit_code in {FAILED, WRONG_USE, NO_INDEX}


@pytest.mark.parametrize(
    "kind", [errors.IndexMissing, errors.IndexStale, errors.IndexCorrupt, errors.EncoderUnavailable]
)
def test_an_index_that_cannot_be_used_is_exit_code_3_and_status_503(kind: type[TwitchbotError]) -> None:
    assert (failure_of(kind("It broke")).exit_code, failure_of(kind("It broke")).status) == (3, 503)


def test_an_error_of_another_library_is_unexpected() -> None:
    assert failure_of(KeyError("x")) is UNEXPECTED
