"""What all studies are told by is counted before anybody opens the page.

At the server's start, and again after each change, by whichever process that was made. Grouping a
store of ten thousand studies takes seconds, which the first reader would wait for.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from graph.errors import StoreError
from graph.stores.embedded import GraphStore
from viz.corpus import count_ahead

LOOKS = 1.0
"""Seconds between two looks at whether the store is another, and for which it's to stay the same
before it's counted: a writer in full swing isn't counted after."""


@contextmanager
def counting(store: GraphStore) -> Iterator[None]:
    """Count in a thread for as long as the context lasts."""
    end = Event()
    thread = Thread(target=_count, args=(store, end), name="count-ahead")
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def _count(store: GraphStore, end: Event) -> None:
    for _ in _calm(store, end):
        with suppress(StoreError):  # whoever asks is told
            count_ahead(store.snapshot())


def _calm(store: GraphStore, end: Event) -> Iterator[str]:
    """Yield the store's version, at once and whenever it has become another and stays so."""
    before = told = _version(store)
    yield told
    while not end.wait(LOOKS):
        now = _version(store)
        if now == before and now != told:
            told = now
            yield told
        before = now


def _version(store: GraphStore) -> str:
    with suppress(StoreError):
        return store.version()
    return ""
