import os
import subprocess
import sys
from pathlib import Path

import pytest

from twitchbot.retrieval.files import locate, replacing, settle

NAMES = ("a.txt", "sub/b.txt", "z.txt")

DIE = """
import os, pathlib, sys
from twitchbot.retrieval import files
fatal = int(sys.argv[2])
count = 0
def counted(original):
    def step(*arguments, **named):
        global count
        count += 1
        if count == fatal:
            os._exit(9)
        return original(*arguments, **named)
    return step
for owner, name in ((pathlib.Path, "rename"), (pathlib.Path, "replace"), (pathlib.Path, "mkdir"), (os, "fsync"),
                    (files.shutil, "rmtree")):
    setattr(owner, name, counted(getattr(owner, name)))
with files.replacing(pathlib.Path(sys.argv[1])) as fresh:
    for name in ("a.txt", "sub/b.txt", "z.txt"):
        target = fresh / name
        os.makedirs(target.parent, exist_ok=True)
        target.write_text("new")
"""


def read(folder: Path) -> set[str]:
    return {locate(folder, name).read_text() for name in NAMES}


def write_old(folder: Path) -> None:
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old")


def put(folder: Path, content: str) -> None:
    with replacing(folder) as fresh:
        for name in NAMES:
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_text(content)


def test_a_replacement_takes_every_file_s_place(tmp_path: Path) -> None:
    write_old(tmp_path)
    (tmp_path / "encoder").mkdir()
    put(tmp_path, "new")
    assert read(tmp_path) == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "encoder", "sub", "z.txt"]


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_old(tmp_path)
    with pytest.raises(FileNotFoundError), replacing(tmp_path) as fresh:
        (fresh / "nowhere" / "a.txt").write_text("half")
    assert read(tmp_path) == {"old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "sub", "z.txt"]


def test_killed_at_any_step_the_files_are_all_old_or_all_new(tmp_path: Path) -> None:
    endings = set()
    for fatal in range(1, 60):
        folder = tmp_path / str(fatal)
        write_old(folder)
        died = subprocess.run([sys.executable, "-c", DIE, str(folder), str(fatal)], env=os.environ, check=False)
        found = read(folder)
        assert len(found) == 1, f"step {fatal} left a mixture"
        endings |= found
        settle(folder)
        assert read(folder) == found
        put(folder, "next")
        assert read(folder) == {"next"}
        if died.returncode == 0:
            break
    assert died.returncode == 0, "more steps than were tried"
    assert endings == {"old", "new"}
