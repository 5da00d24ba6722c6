"""Work that makes millions of records which all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_bulk() -> Iterator[None]:
    """Pause the search for reference cycles, also as a decorator.

    Python goes through all objects again whenever their number has grown by a quarter, and finds
    nothing: records refer to texts alone. For a million codings that is a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
