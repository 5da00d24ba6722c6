"""Work in bulk."""

import gc

import pytest

from graph.stores.bulk import in_bulk


def test_the_collector_rests_and_is_on_again() -> None:
    """The search for cycles is paused for the work alone, also if it fails or is nested."""
    assert gc.isenabled()
    with in_bulk(), in_bulk():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), in_bulk():
        _ = 1 // 0
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    """Whoever switched the collector off wants it off."""
    gc.disable()
    try:
        with in_bulk():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
