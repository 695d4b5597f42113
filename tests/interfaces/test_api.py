import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from stand_in import DOCUMENT, TEXT, StandInBot, StandInEncoder, StandInIndex

from twitchbot.config import Settings, load_settings
from twitchbot.interfaces.api import create_app
from twitchbot.interfaces.api_schema import AnswerBody
from twitchbot.operations.feedback import read_groups


def settings_with(**server) -> Settings:
    return load_settings(server=server, operations={"store": ""})


def client_of(bot=None, *, settings=None, page=False, address="203.0.113.9") -> TestClient:
    app = create_app(bot or StandInBot(), settings or settings_with(), page=page)
    return TestClient(app, client=(address, 50000))


@pytest.fixture
def client() -> TestClient:
    return client_of()


def error_of(response, status: int) -> dict[str, str]:
    assert response.status_code == status, response.text
    assert set(response.json()) == {"error"}
    error = response.json()["error"]
    assert set(error) == {"code", "message", "remedy"}
    assert all(isinstance(text, str) and text for text in error.values())
    return error


def test_chat_answers_with_an_answer_of_the_contract(client):
    response = client.post("/v1/chat", json={"message": "does magnesium help?", "conversation": None})
    assert response.status_code == 200
    answer = response.json()
    AnswerBody.model_validate(answer)
    quote = next(part for part in answer["parts"] if part["type"] == "quote")
    assert TEXT[quote["start"] : quote["end"]] == quote["text"] == "".join(s["text"] for s in quote["segments"])
    assert answer["parts"][-1]["type"] == "notice"


def test_the_conversation_travels_with_the_caller(client):
    first = client.post("/v1/chat", json={"message": "one"}).json()
    second = client.post("/v1/chat", json={"message": "two", "conversation": first["conversation"]}).json()
    assert second["conversation"]["turns"] == 2


def test_region_and_page_reach_the_bot():
    bot = StandInBot()
    client_of(bot).post("/v1/chat", json={"message": "x", "region": "UK", "page": "en/minerals.md"})
    assert bot.asked == [("x", "UK", "en/minerals.md")]


def test_an_empty_message_is_no_error(client):
    assert client.post("/v1/chat", json={"message": ""}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"hello"',
        b"null",
        b"\xff\xfe{}",
        b'{"message": 5}',
        b'{"message": null}',
        b'{"message": ["a"]}',
        b"{}",
        b'{"message": "x", "conversation": "y"}',
        b'{"message": "x", "conversation": {"v": 99}}',
        b'{"message": "x", "conversation": {"v": 1, "turns": NaN}}',
        b'{"message": "x", "conversation": {"v": 1, "turns": -1}}',
        b'{"message": "x", "conversation": {"v": 1, "nobody": 1}}',
        b'{"message": "x", "region": 7}',
        b"[" * 100_000,
    ],
)
def test_bad_input_is_a_422_that_says_how_to_mend_it(client, body):
    response = client.post("/v1/chat", content=body, headers={"content-type": "application/json"})
    assert error_of(response, 422)["code"] == "bad_input"


def test_another_content_type_is_refused_in_the_same_shape(client):
    error_of(client.post("/v1/chat", content=b'{"message": "x"}', headers={"content-type": "text/plain"}), 422)


def test_a_message_over_the_limit_is_refused_and_the_limit_named():
    client = client_of(settings=settings_with(max_message_characters=10))
    assert client.post("/v1/chat", json={"message": "x" * 10}).status_code == 200
    assert "10" in error_of(client.post("/v1/chat", json={"message": "x" * 11}), 422)["message"]


def test_a_hundred_thousand_characters_are_refused_as_bad_input(client):
    error_of(client.post("/v1/chat", json={"message": "x" * 100_000}), 422)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "😀" * 50, "‮ا", "\u200b", "</script>"])
def test_any_characters_come_back_as_valid_utf8(client, text):
    body = json.dumps({"message": text}).encode()
    response = client.post("/v1/chat", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200
    response.content.decode("utf-8")


def test_a_body_over_the_limit_is_refused_whether_or_not_it_says_its_size():
    client = client_of(settings=settings_with(max_body_bytes=1000))
    body = json.dumps({"message": "x" * 2000}).encode()
    assert error_of(client.post("/v1/chat", content=body), 413)["code"] == "too_large"
    assert error_of(client.post("/v1/chat", content=(body[i : i + 100] for i in range(0, 2000, 100))), 413)


def test_an_exception_is_a_500_without_its_text():
    client = TestClient(create_app(StandInBot(), settings_with(), page=False), raise_server_exceptions=False)
    response = client.post("/v1/chat", json={"message": "explode"})
    assert error_of(response, 500)["code"] == "internal"
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_unknown_addresses_and_methods_have_the_same_error_shape(client):
    assert error_of(client.get("/nowhere"), 404)["code"] == "not_found"
    assert error_of(client.get("/v1/chat"), 405)["code"] == "method_not_allowed"


def test_one_client_that_asks_too_fast_is_told_when_to_come_back():
    client = client_of(settings=settings_with(requests_per_minute=1, request_burst=2))
    assert [client.post("/v1/chat", json={"message": "x"}).status_code for _ in range(2)] == [200, 200]
    response = client.post("/v1/chat", json={"message": "x"})
    assert error_of(response, 429)["code"] == "too_many_requests"
    assert 50 <= int(response.headers["retry-after"]) <= 60
    assert client.get("/healthz").status_code == 200


def test_the_machine_itself_is_not_limited():
    client = client_of(settings=settings_with(requests_per_minute=1, request_burst=1), address="127.0.0.1")
    assert {client.post("/v1/chat", json={"message": "x"}).status_code for _ in range(5)} == {200}


def test_no_site_is_welcome_unless_it_is_listed(client):
    ask = {"json": {"message": "x"}, "headers": {"origin": "https://evil.example"}}
    assert "access-control-allow-origin" not in client.post("/v1/chat", **ask).headers
    listed = client_of(settings=settings_with(allowed_origins=["https://site.example"]))
    assert "access-control-allow-origin" not in listed.post("/v1/chat", **ask).headers


def test_a_listed_site_may_ask_without_credentials():
    client = client_of(settings=settings_with(allowed_origins=["https://site.example"]))
    headers = {"origin": "https://site.example"}
    asked = client.post("/v1/chat", json={"message": "x"}, headers=headers)
    assert asked.headers["access-control-allow-origin"] == "https://site.example"
    assert "access-control-allow-credentials" not in asked.headers
    preflight = {**headers, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    assert client.options("/v1/chat", headers=preflight).status_code == 200


def test_even_a_refusal_reaches_a_listed_site():
    settings = settings_with(allowed_origins=["https://site.example"], requests_per_minute=1, request_burst=1)
    client = client_of(settings=settings)
    replies = [
        client.post("/v1/chat", json={"message": "x"}, headers={"origin": "https://site.example"}) for _ in range(2)
    ]
    assert [reply.status_code for reply in replies] == [200, 429]
    assert replies[1].headers["access-control-allow-origin"] == "https://site.example"


@pytest.mark.parametrize("path", ["/healthz", "/v1/documents/none", "/nowhere"])
def test_every_reply_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors" in headers["content-security-policy"]


def test_a_document_comes_with_text_blocks_and_source(client):
    document = client.get(f"/v1/documents/{DOCUMENT.id}").json()
    assert document["text"] == TEXT
    assert document["title"] == DOCUMENT.source.title
    assert TEXT[document["blocks"][0]["start"] : document["blocks"][0]["end"]] == "Minerals and muscles"
    error_of(client.get("/v1/documents/../../etc/passwd"), 404)


def test_ready_only_while_index_and_encoder_agree(client):
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "index": "index-1", "model": "model-1"}
    broken = client_of(StandInBot(index=StandInIndex(encoder=StandInEncoder(broken=True))))
    error = error_of(broken.get("/readyz"), 503)
    assert error["code"] == "not_ready"
    assert "another model" in error["message"]
    assert broken.get("/healthz").status_code == 200


def test_metrics_count_answers_by_class_and_replies_by_status(client):
    client.post("/v1/chat", json={"message": "x"})
    client.post("/v1/chat", json={"message": "emergency"})
    client.post("/v1/chat", content=b"{")
    text = client.get("/metrics").text
    assert 'twitchbot_answers_total{intent="question",outcome="answer",tier="none"} 1.0' in text
    assert 'twitchbot_answers_total{intent="question",outcome="safety",tier="emergency"} 1.0' in text
    assert 'twitchbot_http_requests_total{status="422"} 1.0' in text
    assert "twitchbot_answer_seconds_count 2.0" in text


def test_the_schema_describes_every_call_and_fits_the_answer(client):
    schema = client.get("/openapi.json").json()
    assert {"/v1/chat", "/v1/feedback", "/v1/documents/{document_id}", "/healthz", "/readyz"} <= set(schema["paths"])
    fields = set(schema["components"]["schemas"]["AnswerBody"]["properties"])
    assert fields == set(client.post("/v1/chat", json={"message": "x"}).json())


def test_feedback_is_kept_by_class_without_any_text(tmp_path):
    path = tmp_path / "kept" / "feedback.sqlite"
    settings = load_settings(operations={"store": str(path)})
    with TestClient(create_app(StandInBot(), settings, page=False)) as client:
        answer = client.post("/v1/chat", json={"message": "my private words"}).json()
        verdict = {"answer_id": answer["id"], "verdict": "down", "reason": "my private reason", "comment": "and these"}
        assert client.post("/v1/feedback", json=verdict).status_code == 204
        assert client.post("/v1/feedback", json=verdict).content == b""
    (group,) = read_groups(path)
    assert (group.outcome, group.verdict, group.complaint, group.count) == ("answer", "down", "other", 1)
    assert b"private" not in path.read_bytes()


@pytest.mark.parametrize("body", [{}, {"answer_id": "a", "verdict": "maybe"}, {"answer_id": "", "verdict": "up"}])
def test_feedback_that_makes_no_sense_is_refused(client, body):
    error_of(client.post("/v1/feedback", json=body), 422)


def test_a_document_without_blocks_is_served():
    bot = StandInBot()
    bot.index.documents["x/y"] = replace(DOCUMENT, id="x/y", text="ab", blocks=())
    assert client_of(bot).get("/v1/documents/x/y").json()["blocks"] == []
