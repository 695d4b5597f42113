"""What answering loads: a fresh process answers a question and shows its modules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from twitchbot.config import Settings

ASK = """
import json, sys
from pathlib import Path
from twitchbot.config import load_settings
from twitchbot.language import content_stems
from twitchbot.retrieval.index import Index
settings = load_settings(paths={"corpus": sys.argv[1], "index": sys.argv[2]})
index = Index.load(Path(sys.argv[2]), settings)
question = "which foods are rich in magnesium?"
found = index.search(content_stems(question), index.encoder.encode([question]), 3)
print(json.dumps({"found": len(found.fused.hits), "modules": sorted(name.partition(".")[0] for name in sys.modules)}))
"""
HEAVY = {"torch", "transformers", "sentence_transformers", "onnx", "safetensors", "scipy", "bm25s", "gradio", "sklearn"}


@pytest.mark.model
def test_answering_loads_nothing_heavy(shipped: Settings) -> None:
    from twitchbot.indexing import ensure_index

    ensure_index(shipped)
    folders = [str(shipped.paths.corpus), str(shipped.paths.index)]
    ran = subprocess.run([sys.executable, "-c", ASK, *folders], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    assert told["found"] == 3
    assert HEAVY.isdisjoint(told["modules"])
    assert {"onnxruntime", "tokenizers", "faiss"} <= set(told["modules"])


def test_importing_the_index_loads_no_backend() -> None:
    code = "import sys; import twitchbot.indexing, twitchbot.retrieval.index; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert {"torch", "onnxruntime", "sentence_transformers", "bm25s", "rich.progress"}.isdisjoint(loaded)


def test_the_source_names_no_pickle() -> None:
    sources = (Path(__file__).parents[2] / "src" / "twitchbot" / "retrieval").rglob("*.py")
    assert not [
        path for path in sources if "import pickle" in path.read_text() or "allow_pickle=True" in path.read_text()
    ]
