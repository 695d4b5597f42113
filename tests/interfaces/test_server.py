import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from stand_in import StandInBot

from twitchbot.config import load_settings
from twitchbot.errors import ConfigError
from twitchbot.interfaces.api import create_app
from twitchbot.interfaces.failures import failure_of
from twitchbot.interfaces.server import address, listen

ROOT = Path(__file__).parents[2]


def test_a_port_in_use_is_one_clear_message():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} is in use") as caught:
            listen("127.0.0.1", port)
    assert "--port" in caught.value.remedy
    assert failure_of(caught.value).exit_code == 2


def test_a_host_that_is_not_this_machine_is_refused():
    with pytest.raises(ConfigError, match="Cannot listen on") as caught:
        listen("203.0.113.1", 0)
    assert "127.0.0.1" in caught.value.remedy


def test_the_printed_address_can_be_opened_even_when_listening_everywhere():
    with listen("0.0.0.0", 0) as listener:
        port = listener.getsockname()[1]
        assert address(listener) == f"http://127.0.0.1:{port}"
        socket.create_connection(("127.0.0.1", port), timeout=5).close()


def test_without_the_page_gradio_is_never_imported():
    code = """
import sys
sys.path.insert(0, "tests/interfaces")
from fastapi.testclient import TestClient
from stand_in import StandInBot
from twitchbot.config import load_settings
from twitchbot.interfaces.api import create_app
with TestClient(create_app(StandInBot(), load_settings(operations={"store": ""}), page=False)) as client:
    assert client.post("/v1/chat", json={"message": "x"}).status_code == 200
    assert client.get("/").status_code == 404
assert not {"gradio", "pandas", "torch", "mcp"} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


def test_while_the_page_loads_there_is_a_note_and_the_api_answers():
    app = create_app(StandInBot(), load_settings(operations={"store": ""}))
    client = TestClient(app)  # not entered: nothing loads the page
    note = client.get("/")
    assert note.status_code == 200
    assert 'http-equiv="refresh"' in note.text
    assert 'href="ask"' in note.text
    assert client.post("/v1/chat", json={"message": "x"}).status_code == 200
    assert client.post("/gradio_api/run/predict", json={}).status_code == 404


def test_a_page_that_cannot_be_loaded_leaves_the_api_running(monkeypatch, caplog):
    def broken(*_):
        raise ImportError("no gradio here")

    monkeypatch.setattr("twitchbot.interfaces.gradio_ui_mount.load_page", broken)
    with TestClient(create_app(StandInBot(), load_settings(operations={"store": ""}))) as client:
        assert client.post("/v1/chat", json={"message": "x"}).status_code == 200
        end = time.monotonic() + 10
        while "could not be loaded" not in caplog.text and time.monotonic() < end:
            time.sleep(0.05)
    assert "could not be loaded" in caplog.text


@pytest.mark.model
def test_the_command_serves_until_it_is_stopped(bot, tmp_path):
    environment = {
        **os.environ,
        "TWITCHBOT_OPERATIONS__STORE": "",
        "TWITCHBOT_PATHS__INDEX": str(bot.settings.paths.index),
        "TWITCHBOT_PATHS__CORPUS": str(bot.settings.paths.corpus),
    }
    command = [sys.executable, "-m", "twitchbot", "serve", "--no-page", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path)
    try:
        line = next(line for line in process.stdout if "http://" in line)
        site = line.split()[-1]
        reply = httpx.post(f"{site}/v1/chat", json={"message": "does magnesium help?"}, timeout=60)
        assert reply.json()["schema"] == 1
        assert httpx.get(f"{site}/readyz").status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()


def test_small_replies_do_not_wait() -> None:
    """asyncio sets TCP_NODELAY only on connections of a socket that names its protocol."""
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
