"""From a study to a graph, and what can be computed on it.

    from graph import Study, open_store

are for scripts and notebooks: ``docs/tutorial.ipynb`` shows them. They are imported when they are
asked for, for they need all the libraries that the project has.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.client import Store, Study, open_store

__all__ = ["Store", "Study", "open_store"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- a module's attribute
    """Return what ``graph.client`` has under this name (PEP 562)."""
    if name in __all__:
        return getattr(import_module("graph.client"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
