"""`twitchbot serve`: the bot behind uvicorn, one process, one port."""

from __future__ import annotations

import errno
import gc
import os
import socket
from contextlib import suppress

import uvicorn

from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings
from twitchbot.errors import ConfigError
from twitchbot.interfaces.api import create_app

BACKLOG = 2048


def serve(settings: Settings, *, page: bool = True) -> None:
    """Serve until stopped, printing the address first; with `page` false Gradio is never imported.

    Raises:
        ConfigError: the host or the port cannot be used.
        RetrievalError: there is no index, or it cannot be used.
    """
    # The port first: whoever started a second copy should not wait for the model to learn it.
    with listen(settings.server.host, settings.server.port) as listener:
        app = create_app(Chatbot.load(settings.paths.index, settings), settings, page=page)
        config = uvicorn.Config(
            app,
            log_level="warning",
            proxy_headers=True,
            forwarded_allow_ips=settings.server.trusted_proxies,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        # What is loaded by now stays: no collection needs to look at it again.
        gc.collect()
        gc.freeze()
        print(f"twitchbot is on {address(listener)}", flush=True)
        # Ctrl-C is how a reader of the terminal stops it: no failure.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one.

    Raises:
        ConfigError: the port is taken or not ours to use, or the host is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named since asyncio sends small replies at once (TCP_NODELAY) only on sockets that name it:
    # without, a reply in two pieces waits some 40 ms for the reader's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise _refused(host, port, error) from None
    return listener


def address(listener: socket.socket) -> str:
    """The address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _refused(host: str, port: int, error: OSError) -> ConfigError:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return ConfigError(
            f"Port {port} is in use by another program",
            where="server.port",
            remedy=f"Stop that program, or take another port: `twitchbot serve --port {other}`.",
        )
    return ConfigError(
        f"Cannot listen on {host}:{port}: {error.strerror or error}",
        where="server.host, server.port",
        remedy="Use an address of this machine, such as 127.0.0.1 or 0.0.0.0, and a port above 1023.",
    )
