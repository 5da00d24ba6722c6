"""Processes that are killed while they change a store: `make test-kill` in a short form."""

from pathlib import Path

from graph.service.changes import Update
from graph.service.writer import Writer
from graph.stores.embedded import GraphStore
from tests.kill import rounds


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    """After each kill the store opens, holds whole changes alone, and all acknowledged ones."""
    store = tmp_path / "store"
    tally = rounds(6, store, seed=1)
    assert tally.kills >= 6
    assert tally.acknowledged > 0
    assert tally.builds > 0
    writer = Writer(store)
    before = GraphStore(store).version()
    assert writer.run(Update("CLEAR ALL"), "test").before == before
    writer.close()
