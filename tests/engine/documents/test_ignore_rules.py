"""What is left out of a folder: by rule, and by the user's patterns exactly as git understands them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragdesk.engine.documents.find_files import find_files
from ragdesk.engine.documents.ignore_rules import IGNORE_FILE, IgnoreRules, check_patterns
from ragdesk.protocol.errors import BadRequest

FILES = (
    "a.txt", "b.log", "foo", "d/a.txt", "d/b.log", "d/foo/x.md", "d/foo/a.txt", "e/d/x.md", "e/build/b.log", "e/f-g",
)  # fmt: skip
NAMES = [
    "a.txt", "b.log", "foo", "d", "e", "build", "x.md", "f-g", "*", "*.txt", "*.log", "**", "?.*", "[a-d]*", "f\\-g",
]  # fmt: skip
PATTERN = st.builds(
    lambda negated, anchored, parts, closed: negated + anchored + "/".join(parts) + closed,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    st.sampled_from(["", "", "/"]),
)
PATTERNS = st.lists(PATTERN, max_size=4)


def write(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def names(root: Path, *patterns: str) -> set[str]:
    return {file.path.relative_to(root).as_posix() for file in find_files(root, IgnoreRules(root, patterns))}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name in FILES:
        write(root / name)
    return root


@pytest.mark.skipif(shutil.which("git") is None, reason="compares with git")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(of_source=PATTERNS, at_root=PATTERNS, below=PATTERNS)
def test_patterns_mean_what_they_mean_to_git(
    tree: Path, of_source: list[str], at_root: list[str], below: list[str]
) -> None:
    for folder, patterns in ((tree, at_root), (tree / "d", below)):
        (folder / IGNORE_FILE).write_text("\n".join(patterns))
    (tree.parent / "of_source").write_text("\n".join(of_source))
    if not (tree / ".git").exists():
        subprocess.run(["git", "init", "-q", str(tree)], check=True)
    listing = subprocess.run(
        ["git", "ls-files", "-oz", "--exclude-from=../of_source", f"--exclude-per-directory={IGNORE_FILE}"],
        cwd=tree, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    known_to_git = {name for name in listing.split("\0") if name and not name.endswith(IGNORE_FILE)}

    assert names(tree, *of_source) == known_to_git
    rules = IgnoreRules(tree, of_source)
    assert {name for name in FILES if not rules.leave_out(tree / name, is_folder=False)} == known_to_git


def test_temporary_files_of_programs_are_no_documents(tmp_path: Path) -> None:
    for litter in (
        "~$letter.docx", ".~lock.letter.odt#", ".letter.txt.swp", "letter.txt~", "#letter.txt#", ".#letter.txt",
        "4913", "lu81234.tmp", "~WRL0003.tmp", "film.part", "book.pdf.crdownload", ".git/config", "Thumbs.db",
        "~WRD0001.doc", ".goutputstream-AB12", "__MACOSX/letter.txt",
    ):  # fmt: skip
        write(tmp_path / litter)
    for kept in ("letter.docx", "Notes on C#", "year 4913.txt", "template.txt", "part.txt", "a~b.txt"):
        write(tmp_path / kept)
    assert names(tmp_path) == {"letter.docx", "Notes on C#", "year 4913.txt", "template.txt", "part.txt", "a~b.txt"}


def test_no_pattern_brings_back_hidden_files(tmp_path: Path) -> None:
    for name in (".secret/a.txt", ".b.txt", "~$c.txt", "d.txt", "e.md"):
        write(tmp_path / name)
    assert names(tmp_path, "*", "!*/", "!*.txt") == {"d.txt"}


def test_an_ignore_file_reaches_no_higher_than_its_folder(tree: Path) -> None:
    write(tree / "d" / IGNORE_FILE, "*.txt\n!foo/a.txt\n")
    assert names(tree) == set(FILES) - {"d/a.txt"}


def test_a_link_does_not_bring_back_what_a_pattern_names(tmp_path: Path) -> None:
    write(tmp_path / "drafts" / "a.txt")
    write(tmp_path / ".store" / "b.txt")
    try:
        (tmp_path / "a link").symlink_to(tmp_path / "drafts" / "a.txt")
        (tmp_path / "b link").symlink_to(tmp_path / ".store" / "b.txt")
    except OSError:
        pytest.skip("no links here")
    assert names(tmp_path, "drafts/") == {".store/b.txt"}


def test_what_is_no_pattern_is_refused_with_an_example() -> None:
    assert check_patterns([" *.log", "drafts/", "*.log"]) == ("*.log", "drafts/")
    for bad in ("", "# a comment", "a\nb", "/", "*a*a*a*a*a*"):
        with pytest.raises(BadRequest, match="no pattern") as caught:
            check_patterns([bad])
        assert "drafts/" in caught.value.hint


def test_a_hostile_ignore_file_costs_no_time(tmp_path: Path) -> None:
    write(tmp_path / ("a" * 200 + ".txt"))
    write(tmp_path / "d" / "b.txt")
    write(tmp_path / IGNORE_FILE, "*a" * 40 + "b\n" + "**a" * 3 + "b\n" + "**/" * 40 + "c\n[z-a]\n!\n\\\nb.txt\n")
    os.mkdir(tmp_path / "d" / IGNORE_FILE)
    if hasattr(os, "mkfifo"):
        os.mkdir(tmp_path / "e")
        os.mkfifo(tmp_path / "e" / IGNORE_FILE)
    started = time.perf_counter()
    assert names(tmp_path) == {"a" * 200 + ".txt"}
    assert time.perf_counter() - started < 2
