"""twitchbot answers questions by quoting a publisher's own pages, word for word. No generative model anywhere.

from twitchbot import Chatbot
bot = Chatbot.load("index")
reply = bot.reply("does magnesium help?")
reply = bot.reply("and foods?", conversation=reply.conversation)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twitchbot.answers import Answer as Answer
    from twitchbot.chatbot import Chatbot as Chatbot

__version__ = "0.1.0"
__all__ = ["Answer", "Chatbot", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `import twitchbot` must stay free of heavy libraries.
    if name == "Chatbot":
        from twitchbot.chatbot import Chatbot

        return Chatbot
    if name == "Answer":
        from twitchbot.answers import Answer

        return Answer
    raise AttributeError(f"module 'twitchbot' has no attribute {name!r}")
