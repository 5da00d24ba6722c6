"""The explorer's data, kept while the store stays as it is."""

from collections import OrderedDict
from threading import Lock

from fastapi.responses import JSONResponse

from api.compression import Both, both
from graph.stores.embedded import Snapshot
from viz.explorer import explorer_data
from viz.packing import packed


class DrawnStudies:
    """The explorer's data as it's sent, kept while the store stays as it is."""

    def __init__(self, at_most: int = 16) -> None:
        """Keep the data of the last ``at_most`` studies that were asked for."""
        self._at_most = at_most
        self._kept: OrderedDict[tuple[str, str], Both] = OrderedDict()
        self._lock = Lock()

    def of(self, snapshot: Snapshot, study: str) -> Both:
        """Return the data of the study with this IRI; an empty one is all studies."""
        key = (snapshot.version, study)
        with self._lock:
            if key not in self._kept:
                body = JSONResponse(packed(explorer_data(snapshot, study))).body
                self._kept[key] = both(bytes(body))
            while len(self._kept) > self._at_most:
                self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
