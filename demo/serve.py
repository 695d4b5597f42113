"""A site that embeds the bot: the bot on one origin, the demo pages on another, until Ctrl-C.

    python demo/serve.py            then open http://site.localhost:7861/

Browsers take every name that ends in `.localhost` for this machine, so no name has to be set up.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(__file__).parent


class DemoPages(SimpleHTTPRequestHandler):
    """The files of this folder under the strictest policy with which the widget works."""

    def end_headers(self) -> None:
        """Add the Content-Security-Policy; the bot's origin stands in it where the widget needs it."""
        bot = f"http://bot.localhost:{self.server.bot_port}"  # type: ignore[attr-defined]
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; style-src 'self'; script-src 'self' {bot}; connect-src {bot}; frame-src {bot}; "
            "base-uri 'none'; form-action 'none'; trusted-types 'none'; require-trusted-types-for 'script'",
        )
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the bot's own output is what matters here."""


def main() -> int:
    """Start both servers; the exit code of the bot."""
    parser = argparse.ArgumentParser(description="Serve the bot and a site of another origin that embeds it.")
    parser.add_argument("--port", type=int, default=7861, help="of the site; the pages name port 7860 for the bot")
    port = parser.parse_args().port
    site = f"http://site.localhost:{port}"
    pages = ThreadingHTTPServer(("127.0.0.1", port), partial(DemoPages, directory=str(FOLDER)))
    pages.bot_port = 7860  # type: ignore[attr-defined]
    environment = os.environ | {"TWITCHBOT_SERVER__ALLOWED_ORIGINS": f'["{site}"]'}
    command = [sys.executable, "-m", "twitchbot", "serve", "--host", "127.0.0.1", "--port", "7860", "--no-page"]
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    with subprocess.Popen(command, env=environment) as bot:
        print(f"The demo site: {site}/", flush=True)
        # SIGTERM ends the demo as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return bot.wait()
        except KeyboardInterrupt:
            bot.terminate()
            return 0


if __name__ == "__main__":
    sys.exit(main())
