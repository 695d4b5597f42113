import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from twitchbot.config import Settings, load_settings
from twitchbot.errors import CorpusError, EncoderUnavailable, IndexCorrupt, IndexMissing, IndexStale
from twitchbot.indexing import build_index, ensure_index, progress_bar
from twitchbot.ingest import read_corpus
from twitchbot.language import content_stems
from twitchbot.retrieval.encoders.compiled import CompiledEncoder
from twitchbot.retrieval.index import FILES, Index, load_contents
from twitchbot.retrieval.manifest import read_manifest

pytestmark = pytest.mark.model

PAGE = """---
title: Minerals
---
# Minerals

## Magnesium
Magnesium helps muscles to relax. Nuts hold plenty of magnesium.

## Calcium
Calcium helps muscles to contract. Milk holds plenty of calcium.
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder that holds nothing but the compiled encoder, to copy from."""
    folder = tmp_path_factory.mktemp("compiled")
    write(folder / "corpus" / "page.md", PAGE)
    build_index(load_settings(paths={"corpus": folder / "corpus", "index": folder / "index"}))
    return folder / "index" / "encoder"


@pytest.fixture
def own(tmp_path: Path, compiled: Path) -> Settings:
    write(tmp_path / "corpus" / "page.md", PAGE)
    shutil.copytree(compiled, tmp_path / "index" / "encoder")
    return load_settings(paths={"corpus": tmp_path / "corpus", "index": tmp_path / "index"})


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def load(settings: Settings) -> Index:
    return Index.load(settings.paths.index, settings)


class Counted:
    """Progress that remembers how many texts were embedded."""

    def __init__(self) -> None:
        self.embedded: dict[str, int] = {}

    def __call__(self, stage: str, done: int, _total: int) -> None:
        self.embedded[stage] = done


def test_a_built_index_is_searched(own: Settings) -> None:
    manifest = build_index(own)
    index = load(own)
    assert index.version == manifest.version
    for question, heading in (("which food has magnesium", "Magnesium"), ("what does milk hold", "Calcium")):
        found = index.search(content_stems(question), index.encoder.encode([question]), 5)
        assert index.passages[found.fused.hits[0].passage_id].section == heading


def test_vectors_belong_to_their_texts(own: Settings) -> None:
    build_index(own)
    index = load(own)
    for name, passage in index.passages.items():
        alone = index.encoder.encode([passage.indexed_text])[0]
        assert index.passage_vector(name) @ alone > 0.999
        text = index.documents[passage.document_id].text
        sentences = index.encoder.encode([span.of(text) for span in passage.sentences])
        assert (index.sentence_vectors(name) * sentences).sum(axis=1).min() > 0.995


def test_words_have_scores_and_rarity(own: Settings) -> None:
    build_index(own)
    index = load(own)
    assert {index.passages[name].section for name in index.bm25_scores(["magnesium"])} == {"Magnesium"}
    assert index.idf("muscl") < index.idf("magnesium") < index.idf("zirconium")


def test_only_new_texts_are_embedded(own: Settings) -> None:
    build_index(own)
    again = Counted()
    build_index(own, progress=again)
    assert sum(again.embedded.values()) == 0
    before = load_contents(own.paths.index)
    write(own.paths.corpus / "page.md", PAGE + "\n## Iron\nIron carries oxygen.\n")
    more = Counted()
    build_index(own, progress=more)
    after = load_contents(own.paths.index)
    assert more.embedded["passages"] == len(after.passages) - len(before.passages)
    assert after.vectors.row(0).tolist() == before.vectors.row(0).tolist()


def test_building_twice_gives_the_same_version_and_files(own: Settings) -> None:
    first = build_index(own)
    assert build_index(own) == first


def test_a_missing_index_says_so(own: Settings) -> None:
    with pytest.raises(IndexMissing, match="twitchbot index"):
        load(own)


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
@pytest.mark.parametrize("keep", [0, 0.5])
def test_a_truncated_file_is_refused_and_the_next_build_mends_it(own: Settings, name: str, keep: float) -> None:
    build_index(own)
    path = own.paths.index / name
    whole = path.read_bytes()
    if not whole:
        pytest.skip("the file is empty in this corpus")
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(IndexCorrupt, match="twitchbot index"):
        load(own)
    ensure_index(own)
    assert path.read_bytes() == whole


def test_a_missing_file_is_refused(own: Settings) -> None:
    build_index(own)
    (own.paths.index / "vectors.faiss").unlink()
    with pytest.raises(IndexCorrupt, match=r"vectors\.faiss"):
        load(own)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda corpus: write(corpus / "page.md", PAGE + "\nMore."), "page.md"),
        (lambda corpus: write(corpus / "other.md", PAGE), r"other\.md \(new\)"),
        (lambda corpus: (corpus / "page.md").rename(corpus / "moved.md"), r"page\.md \(gone\)"),
    ],
)
def test_a_changed_corpus_makes_the_index_stale(own: Settings, change, named: str) -> None:  # type: ignore[no-untyped-def]
    build_index(own)
    change(own.paths.corpus)
    with pytest.raises(IndexStale, match=named):
        load(own)
    ensure_index(own)
    load(own)


def test_the_first_document_of_another_format_is_noticed(own: Settings) -> None:
    build_index(own)
    write(own.paths.corpus / "iron.txt", "Iron carries oxygen in the blood.")
    assert len(ensure_index(own).documents) == 2


def test_settings_that_an_index_depends_on_make_it_stale_and_others_do_not(own: Settings) -> None:
    build_index(own)
    paths = own.paths.model_dump()
    with pytest.raises(IndexStale, match=r"retrieval\.bm25_b"):
        load(load_settings(paths=paths, retrieval={"bm25_b": 0.5}))
    with pytest.raises(IndexStale, match=r"model\.name"):
        load(load_settings(paths=paths, model={"name": "sentence-transformers/all-MiniLM-L6-v2"}))
    load(load_settings(paths=paths, server={"port": 9999}, retrieval={"dense_weight": 0.7}))


def test_an_index_serves_without_its_corpus(own: Settings) -> None:
    build_index(own)
    shutil.rmtree(own.paths.corpus)
    assert load(own).passages


def test_a_missing_or_damaged_encoder_is_compiled_when_it_is_needed(
    own: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    build_index(own)
    encoder = load(own).encoder
    before = encoder.encode(["magnesium"])
    (own.paths.index / "encoder" / encoder.fingerprint / "model.onnx").write_bytes(b"damaged")
    np.testing.assert_array_equal(load(own).encoder.encode(["magnesium"]), before)
    shutil.rmtree(own.paths.index / "encoder")
    ensure_index(own)
    assert isinstance(load(own).encoder, CompiledEncoder)
    assert capsys.readouterr().err.count("compiling the encoder, once") == 2


def test_a_corpus_that_cannot_be_read_leaves_the_old_index_in_place(own: Settings) -> None:
    manifest = build_index(own)
    (own.paths.corpus / "page.md").write_bytes(b"\xff\xfe broken")
    with pytest.raises(CorpusError):
        build_index(own)
    assert load_contents(own.paths.index).manifest == manifest


def test_an_unknown_model_leaves_the_old_index_in_place(own: Settings, tmp_path: Path) -> None:
    manifest = build_index(own)
    (tmp_path / "empty").mkdir()
    other = load_settings(paths=own.paths.model_dump(), model={"name": str(tmp_path / "empty")})
    with pytest.raises(EncoderUnavailable):
        build_index(other)
    assert load_contents(own.paths.index).manifest == manifest


def test_a_build_that_is_cut_off_leaves_the_old_index_in_place(own: Settings) -> None:
    manifest = build_index(own)
    write(own.paths.corpus / "page.md", PAGE + "\n## Iron\nIron carries oxygen.\n")

    def cut(_stage: str, done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(own, progress=cut)
    assert load_contents(own.paths.index).manifest == manifest


def test_two_builders_do_not_meet(own: Settings) -> None:
    seen = []

    def while_building(*_: object) -> None:
        lock = FileLock(own.paths.index / ".lock")
        seen.append(lock.is_locked or _is_taken(lock))

    build_index(own, progress=while_building)
    assert seen
    assert all(seen)


def _is_taken(lock: FileLock) -> bool:
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def test_progress_is_shown_on_stderr(own: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        build_index(own, progress=progress)
    printed = capsys.readouterr()
    assert "passages" in printed.err
    assert printed.out == ""


def test_the_committed_index_is_the_one_of_the_shipped_corpus(shipped: Settings, tmp_path: Path) -> None:
    # Vectors may differ in their last bits between processors: fingerprints and cosines are compared, not bytes.
    committed = load_contents(shipped.paths.index)
    fresh = load_settings(paths={"corpus": shipped.paths.corpus, "index": tmp_path})
    manifest = build_index(fresh)
    assert committed.manifest.version == manifest.version
    built = load_contents(tmp_path)
    assert committed.passages == built.passages
    assert committed.documents == built.documents
    cosines = [committed.vectors.row(row) @ built.vectors.row(row) for row in range(len(built.passages))]
    assert min(cosines) > 0.999
    assert set(committed.bm25.vocabulary) == set(built.bm25.vocabulary)


def test_the_committed_index_is_small_and_holds_no_pickle(shipped: Settings) -> None:
    files = [shipped.paths.index / name for name in (*read_manifest(shipped.paths.index).files, "manifest.json")]
    assert sum(path.stat().st_size for path in files) < 1_000_000
    for path in files:
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)


def test_the_manifest_says_what_the_index_was_made_from(own: Settings) -> None:
    build_index(own)
    content = json.loads((own.paths.index / "manifest.json").read_text())
    corpus = read_corpus(own.paths.corpus, own)
    assert content["documents"] == {document.path: document.sha256 for document in corpus.documents}
    assert content["passages"] == len(corpus.passages)
    assert content["encoder"]["name"] == own.model.name
