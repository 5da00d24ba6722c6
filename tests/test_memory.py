"""Memory: what was found out about a version is found out once, whoever asks at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pyoxigraph as ox
import pytest

from graph.answers import memory
from graph.answers.memory import AT_MOST, remembered
from graph.stores.embedded import Snapshot

CLIENTS = 4
PATIENCE = 30.0
"""Seconds until a test that hangs fails."""


class _Noticed(Event):
    """Tells when a thread waits for another."""

    def __init__(self, noticed: Barrier) -> None:
        super().__init__()
        self.noticed = noticed

    def wait(self, timeout: float | None = None) -> bool:
        self.noticed.wait(PATIENCE)
        return super().wait(timeout)


def _asked_at_once(
    monkeypatch: pytest.MonkeyPatch, *, fails: bool = False, worth: bool = True
) -> tuple[int, list[str]]:
    """Return how often something was looked for, and the errors, as clients ask at the same time.

    The first goes on only when all others wait for it.
    """
    together = Barrier(CLIENTS)
    monkeypatch.setattr(memory, "Event", lambda: _Noticed(together))
    source = Snapshot("", ox.Store())
    found: list[str] = []

    def find() -> str:
        found.append("found")
        if len(found) == 1:
            together.wait(PATIENCE)
            if fails:
                raise ValueError("it can't be found")
        return "answer"

    def ask() -> str:
        return remembered(source, "key", find, lambda _: worth)

    with ThreadPoolExecutor(CLIENTS) as pool:
        asked = [pool.submit(ask) for _ in range(CLIENTS)]
    return len(found), [str(one.exception()) for one in asked if one.exception()]


def test_one_finds_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of threads that ask at once one finds, and the others wait for it."""
    assert _asked_at_once(monkeypatch) == (1, [])


def test_a_failure_is_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """If it failed, the others find on their own, or take what another of them has kept."""
    found, errors = _asked_at_once(monkeypatch, fails=True)
    assert found in range(2, CLIENTS + 1)
    assert errors == ["it can't be found"]


def test_what_is_not_worth_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing was kept, the others find on their own."""
    assert _asked_at_once(monkeypatch, worth=False) == (CLIENTS, [])


def test_nothing_is_a_finding_too() -> None:
    """What was found is kept, even if it's None."""
    source, answers = Snapshot("", ox.Store()), iter([None, 1])
    assert [remembered(source, "key", lambda: next(answers)) for _ in range(2)] == [None, None]


def test_the_longest_unused_make_room() -> None:
    """Those that were used longest ago make room."""
    source = Snapshot("", ox.Store())
    for key in range(AT_MOST):
        remembered(source, key, lambda: "before")
    remembered(source, 0, lambda: "again")
    remembered(source, AT_MOST, lambda: "before")
    assert remembered(source, 0, lambda: "after") == "before"
    assert remembered(source, 1, lambda: "after") == "after"
