"""`twitchbot serve` and `twitchbot mcp`."""

from __future__ import annotations

from twitchbot.config import Settings, load_settings


def serve(*, page: bool, host: str | None, port: int | None) -> None:
    """Build the index if it is missing or stale, then serve until stopped."""
    from twitchbot.interfaces.cli.building import build
    from twitchbot.interfaces.server import serve as start

    settings = _settings(host, port)
    build(if_needed=True)
    start(settings, page=page)


def serve_mcp(*, http: bool) -> None:
    """Serve the tools to an agent until it hangs up."""
    from twitchbot.interfaces.mcp_server import run_mcp

    run_mcp(load_settings(), http=http)


def _settings(host: str | None, port: int | None) -> Settings:
    given = {"host": host, "port": port}
    return load_settings(server={name: value for name, value in given.items() if value is not None})
