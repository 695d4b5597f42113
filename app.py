"""Serve the chat page, the widget and the API: `python app.py`, and the entry of a Hugging Face Space."""

import sys
from pathlib import Path

# A Space installs requirements.txt alone, not this project.
sys.path.insert(0, str(Path(__file__).parent / "src"))

from twitchbot.config import Settings, load_settings, on_spaces
from twitchbot.indexing import ensure_index
from twitchbot.interfaces.server import serve

# A Space is reached through one proxy, in a frame of the hub.
SPACE = {"host": "0.0.0.0", "trusted_proxies": "*", "frame_ancestors": ("https://huggingface.co",)}


def main() -> None:
    """Build the index if needed, then serve until stopped."""
    settings: Settings = load_settings(server=SPACE) if on_spaces() else load_settings()
    ensure_index(settings)
    serve(settings)


if __name__ == "__main__":
    main()
