"""The safety layer: screens every message before anything else sees it, and seals every reply.

safety = Safety.load(settings)
screening = safety.screen(message, previous)
screening = safety.second_opinion(screening, embedding)
answer = safety.seal(draft, screening, before, after, region="UK", versions=versions)
"""

from twitchbot.dialog.safety.layer import Safety as Safety

__all__ = ["Safety"]
