"""Reading documents (Markdown, HTML, plain text) and cutting them into passages."""

from twitchbot.ingest.corpus import read_corpus, read_document
from twitchbot.ingest.passages import split
from twitchbot.ingest.readers import READERS, Reader

__all__ = ["READERS", "Reader", "read_corpus", "read_document", "split"]
