from __future__ import annotations

import pytest

from twitchbot.dialog.safety.signs import clauses, fold, parse_sign, stands_in


def shown(sign: str, text: str, inside: bool = False) -> bool:
    return any(stands_in(parse_sign(sign, inside), clause) for clause in clauses(text))


@pytest.mark.parametrize(
    "text", ["Me duele MUCHO el pecho", "el pecho, uf, me duele", "me dolió el pecho", "duele  el\tpecho"]
)
def test_groups_stand_in_any_order_without_case_or_accents(text: str) -> None:
    assert shown("pecho + duel*|dolió", text)


@pytest.mark.parametrize("text", ["me duele el pie. el pecho no", "pechos duelen", "despecho y duele"])
def test_a_clause_and_a_word_have_their_ends(text: str) -> None:
    assert not shown("pecho + duele", text)


def test_a_barred_word_cancels_in_its_own_clause_alone() -> None:
    assert not shown("pecho + dolor + -sin", "sin dolor de pecho")
    assert shown("pecho + dolor + -sin", "sin fiebre; dolor de pecho")


def test_scripts_without_spaces_are_searched_inside_words() -> None:
    assert shown("胸口|胸 + 痛|疼", "我胸口好痛", inside=True)
    assert not shown("胸 + 痛", "胸", inside=True)


def test_folding_takes_what_people_do_not_type() -> None:
    assert fold("  Cuánto\nTOMAR ") == "cuanto tomar"
    assert fold("أُريدُ") == fold("اريد")
    assert fold("साँस") == fold("सांस")


@pytest.mark.parametrize("sign", ["-sin", "pecho + ", "pecho||dolor", "*"])
def test_a_sign_that_says_nothing_is_refused(sign: str) -> None:
    with pytest.raises(ValueError, match=r"sign|empty"):
        parse_sign(sign, False)


def test_long_input_takes_no_time() -> None:
    assert not shown("a* + b*|c d + -e", "a " * 50_000)
