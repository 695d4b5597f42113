import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchbot.answers import Tier
from twitchbot.conversation import MAX_CHARACTERS, MAX_ITEMS, VERSION, Conversation
from twitchbot.errors import QuestionError

TEXT = st.text(max_size=20)
LIST = st.lists(TEXT, max_size=4).map(tuple)
CONVERSATIONS = st.builds(
    Conversation,
    turns=st.integers(0, 1000),
    message=TEXT,
    question=TEXT,
    entities=LIST,
    aspect=TEXT,
    quoted=LIST,
    offered=LIST,
    outcome=TEXT,
    alarm=st.sampled_from([tier.value for tier in Tier]),
    alarm_turns=st.integers(0, 3),
    greeted=st.booleans(),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(CONVERSATIONS)
def test_a_conversation_survives_the_way_through_json(conversation: Conversation) -> None:
    assert Conversation.from_json(json.loads(json.dumps(conversation.to_json()))) == conversation


@pytest.mark.parametrize("nothing", [None, {}])
def test_nothing_is_a_new_conversation(nothing: dict[str, Any] | None) -> None:
    assert Conversation.from_json(nothing) == Conversation()


@given(JSON)
def test_any_json_is_a_conversation_or_refused_with_a_remedy(value: Any) -> None:
    try:
        assert isinstance(Conversation.from_json(value), Conversation)
    except QuestionError as error:
        assert "" not in (error.what, error.remedy)  # noqa: PT017


@given(CONVERSATIONS, st.sampled_from(sorted(Conversation().to_json())), JSON)
def test_a_forged_field_is_taken_or_refused_and_never_anything_else(
    conversation: Conversation, name: str, value: Any
) -> None:
    try:
        forged = Conversation.from_json(conversation.to_json() | {name: value})
    except QuestionError:
        return
    assert type(getattr(forged, name, VERSION)) is type(getattr(Conversation(), name, VERSION))


@pytest.mark.parametrize(
    "field",
    [
        {"v": VERSION + 1},
        {"message": "x" * (MAX_CHARACTERS + 1)},
        {"offered": ["x"] * (MAX_ITEMS + 1)},
        {"offered": "x"},
        {"turns": -1},
        {"turns": True},
        {"alarm": "fire"},
        {"stranger": 1},
    ],
)
def test_what_no_reply_ever_gave_is_refused(field: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        Conversation.from_json(Conversation().to_json() | field)
