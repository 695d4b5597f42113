"""What can go wrong, said in a way that a person can act on: what, where, and how to mend it."""


class TwitchbotError(Exception):
    """Something twitchbot cannot do, with the place and the remedy.

    Args:
        what: one sentence that names the problem.
        where: the file, setting or value at fault (empty when there is none).
        remedy: one sentence that says how to mend it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        mend = f" {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}.{mend}"


class ConfigError(TwitchbotError):
    """A setting is missing, unknown or out of range."""


class ContentError(TwitchbotError):
    """A content file (message, rule, intent, synonym, contact) is wrong."""


class CorpusError(TwitchbotError):
    """A document cannot be read, or the corpus holds none."""


class QuestionError(TwitchbotError):
    """The caller's input is refused: too long, of the wrong type, not a conversation of ours."""


class EvaluationError(TwitchbotError):
    """An evaluation file is missing, broken or inconsistent: nothing was scored."""


class RetrievalError(TwitchbotError):
    """Searching is impossible; the answer becomes `unavailable`."""


class IndexMissing(RetrievalError):
    """There is no index in the folder."""


class IndexStale(RetrievalError):
    """The index was built from other documents, settings or another model."""


class IndexCorrupt(RetrievalError):
    """A file of the index is damaged, truncated or does not match its checksum."""


class EncoderUnavailable(RetrievalError):
    """The embedding model cannot be found, verified or loaded."""
