"""The record of changes: who, when, what, from which version to which."""

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from graph.service.audit import AUDIT, MAX_TEXT, Deed, read, record


def _record(store: Path, before: str, after: str, *deeds: Deed) -> None:
    record(store, [deed.entry(before, after) for deed in deeds])


def test_an_entry(tmp_path: Path) -> None:
    """An entry says who, when, what, its size and digest, and the versions before and after."""
    text = "INSERT DATA { <urn:a> <urn:b> 'é' }".encode()
    _record(tmp_path, "", "g000001", Deed("mara", "update", content=text))
    [entry] = read(tmp_path, "g000001")
    assert (entry.by, entry.what, entry.before, entry.after) == ("mara", "update", "", "g000001")
    assert (entry.size, entry.sha256) == (len(text), sha256(text).hexdigest())
    assert entry.text == text.decode()
    assert datetime.fromisoformat(entry.time).tzinfo is not None
    assert (tmp_path / AUDIT).stat().st_mode & 0o777 == 0o600


def test_long_texts_and_graphs(tmp_path: Path) -> None:
    """Of a long update the beginning is kept, of a graph its name alone."""
    _record(
        tmp_path,
        "g000001",
        "g000002",
        Deed("a", "update", content=b"#" * 9000),
        Deed("b", "put", "urn:g", b"<urn:a> <urn:b> 'secret' .", is_text=False),
    )
    update, put = read(tmp_path, "g000002")
    assert (len(update.text), update.size) == (MAX_TEXT, 9000)
    assert (put.graph, put.text, put.size) == ("urn:g", "", 26)
    assert "secret" not in (tmp_path / AUDIT).read_text()


def test_lines_are_only_added(tmp_path: Path) -> None:
    """The file grows by a line of JSON for each change, and nothing in it changes."""
    before = b""
    for number in range(3):
        _record(tmp_path, f"g{number}", f"g{number + 1}", Deed("a", "update"))
        now = (tmp_path / AUDIT).read_bytes()
        assert now.startswith(before)
        before = now
    assert [json.loads(line)["after"] for line in before.splitlines()] == ["g1", "g2", "g3"]


def test_a_change_that_was_never_published(tmp_path: Path) -> None:
    """What was recorded when the power failed before it was published isn't told as done."""
    _record(tmp_path, "g000001", "g000002", Deed("a", "update"))
    assert read(tmp_path, "g000001") == []
    _record(tmp_path, "g000001", "g000002", Deed("b", "update"))
    assert [entry.by for entry in read(tmp_path, "g000002")] == ["b"]
    assert '"undone": "g000002"' in (tmp_path / AUDIT).read_text()


def test_a_line_that_a_power_cut_broke(tmp_path: Path) -> None:
    """A broken line is passed over, and the next begins a line of its own."""
    _record(tmp_path, "", "g000001", Deed("a", "update"))
    with (tmp_path / AUDIT).open("ab") as file:
        file.write(b'{"time": "2026')
    _record(tmp_path, "g000001", "g000002", Deed("b", "update"))
    assert [entry.by for entry in read(tmp_path, "g000002")] == ["a", "b"]


def test_no_record_is_no_change(tmp_path: Path) -> None:
    """A store without a record has none."""
    assert read(tmp_path, "") == []
