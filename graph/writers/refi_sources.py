"""The sources of a study as REFI-QDA: with their selections, codings, and files of the package."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from graph.folders.variables import canonical
from graph.model import Coding, Document, Quote, Region
from graph.refi import GUID, MEDIA, as_guid, record_id
from graph.writers.refi_outgoing import Outgoing
from graph.writers.refi_values import values
from graph.writers.xml_text import Value, Xml

_TAGS = {medium: tag for tag, medium in MEDIA.items()}
_PARTS = {"audio": "Transcript", "video": "Transcript", "pdf": "Representation",
          "picture": "TextDescription"}  # fmt: skip
_PATHS = {"picture": "path", "pdf": "path", "audio": "path", "video": "path"}
_SHORT = 100
"""Longer words aren't repeated as a selection's name, unless nothing else carries them."""


class SourceWriter:
    """Writes the sources of a study, and collects the files that the package is to hold."""

    def __init__(self, out: Outgoing) -> None:
        """Sort quotes, regions, codings and parts by what they belong to."""
        self._out, self.files = out, dict[str, bytes]()
        study = out.study
        self._documents = {each.id: each for each in study.documents}
        self._regions_by_id = {each.id: each for each in study.regions}
        self._quotes: dict[str, list[Quote]] = defaultdict(list)
        for quote in study.quotes:
            self._quotes[quote.document].append(quote)
        self._regions: dict[str, list[Region]] = defaultdict(list)
        for region in study.regions:
            self._regions[region.document].append(region)
        self._codings: dict[str, list[Coding]] = defaultdict(list)
        for coding in study.codings:
            if coding.review != "rejected":
                self._codings[target(coding)].append(coding)
        self._parts: dict[str, list[Document]] = defaultdict(list)
        for document in study.documents:
            self._parts[self._whole(document)].append(document)

    def write(self, xml: Xml) -> None:
        """Write every source that is no part of another."""
        for document in self._parts[""]:
            self._source(xml, document, _TAGS[document.medium])

    def is_carried(self, region: Region) -> bool:
        """Return whether a region has all that the format asks of its kind."""
        return self._extent(region) is not None

    def note(self, xml: Xml, memo: str) -> None:
        """Write what a note has beyond its text: selections, codings, values."""
        for document in self._parts[memo][:1]:
            self._out.take(f"documents/{document.id}", "refi-part-of")
            self._selections(xml, document, "Note")
            self._coded(xml, f"documents/{document.id}")

    def note_path(self, memo: str) -> str:
        """Return where a note's formatted text is in the package, or ``""``."""
        for document in self._parts[memo][:1]:
            path = self._file(document)
            return path or self._out.take(f"documents/{document.id}", "refi-rich-text-path")
        return ""

    # ------------------------------------------------------------ parts of sources

    def _whole(self, document: Document) -> str:
        """Return the reference to what a document is a part of, if the format has such parts."""
        of = self._out.peek(f"documents/{document.id}", "refi-part-of")
        table, _, record = of.partition("/")
        if document.medium != "text" or of == f"documents/{document.id}":
            return ""
        first = of not in self._parts
        if table == "documents" and self._documents[record].medium in _PARTS:
            return of if first or self._documents[record].medium in {"audio", "video"} else ""
        if (
            table == "regions"
            and first
            and self._tag(self._regions_by_id[record]) == "PDFSelection"
        ):
            return of
        return of if table == "memos" and first else ""

    def _part(self, xml: Xml, of: str, tag: str) -> None:
        for document in self._parts.get(of, ()):
            self._out.take(f"documents/{document.id}", "refi-part-of")
            self._source(xml, document, tag)

    # ------------------------------------------------------------ one source

    def _source(self, xml: Xml, document: Document, tag: str) -> None:
        about = f"documents/{document.id}"
        attributes: dict[str, Value] = {
            "guid": self._out.guid(about), "name": document.title,
            **self._out.made(about),
            **self._where(document),
        }  # fmt: skip
        with xml.element(tag, attributes):
            xml.text("Description", document.note)
            if tag == "PictureSource":
                self._part(xml, about, "TextDescription")
            if tag in {"AudioSource", "VideoSource"}:
                self._part(xml, about, "Transcript")
            if tag == "Transcript":
                self._sync_points(xml, about)
            self._selections(xml, document, tag)
            if tag == "PDFSource":
                self._part(xml, about, "Representation")
            self._end(xml, about, codings=tag != "Transcript", known=tag != "Transcript")

    def _end(self, xml: Xml, about: str, *, codings: bool, known: bool) -> None:
        if codings:
            self._coded(xml, about)
        else:
            lost = [f"codings/{each.id}" for each in self._codings.get(about, ())]
            self._out.lose("codings: of whole transcripts", lost)
        self._out.note_refs(xml, about)
        if known:
            values(self._out, xml, about)

    def _where(self, document: Document) -> dict[str, Value]:
        """Return the paths of a source, and put its text and file into the package."""
        about, found = f"documents/{document.id}", dict[str, Value]()
        path = self._file(document)
        if document.medium != "text":
            found["path"] = path or self._out.take(about, "refi-path")
            found["currentPath"] = self._out.take(about, "refi-current-path")
            return found
        text = self._out.sources.texts.get(document.id)
        if text is not None:
            kept = f"\ufeff{text}" if text.startswith("\ufeff") else text
            found["plainTextPath"] = self._keep(about, "txt", kept.encode())
        else:
            found["plainTextPath"] = self._out.take(about, "refi-plain-text-path")
            if document.sha256 or document.length is not None:
                self._out.lose("documents: the text, which isn't at hand", [about])
        found["richTextPath"] = path or self._out.take(about, "refi-rich-text-path")
        return found

    def _file(self, document: Document) -> str:
        """Put a source's file into the package, and return its path there."""
        about = f"documents/{document.id}"
        names = [name for name in self._out.sources.files if name.rpartition(".")[0] == document.id]
        self._out.lose("documents: a second file", [about for _ in names[1:]])
        for name in names[:1]:
            return self._keep(about, name.rpartition(".")[2], self._out.sources.files[name])
        return ""

    def _keep(self, about: str, suffix: str, data: bytes) -> str:
        stem = self._out.guid(about).strip("{}")
        name, number = f"{stem}.{suffix}", 2
        while self.files.get(name, data) != data:
            name, number = f"{stem}-{number}.{suffix}", number + 1
        self.files[name] = data
        return f"internal://{name}"

    def _sync_points(self, xml: Xml, about: str) -> None:
        for line in self._out.take(about, "refi-sync-points").splitlines():
            point = dict(zip(("guid", "position", "timeStamp"), line.split(" "), strict=False))
            point["guid"] = as_guid(point["guid"])
            xml.leaf("SyncPoint", {name: value for name, value in point.items() if value != "-"})

    # ------------------------------------------------------------ selections

    def _selections(self, xml: Xml, document: Document, tag: str) -> None:
        quotes = self._quotes.get(document.id, [])
        if tag == "Transcript":
            quotes = self._transcribed(xml, quotes)
        for quote in quotes:
            self._quote(xml, quote, tag)
        if document.medium != "text" and quotes:
            self._lose("quotes: in sources that aren't text", "quotes", quotes)
        for region in self._regions.get(document.id, ()):
            self._region(xml, region)

    def _transcribed(self, xml: Xml, quotes: Sequence[Quote]) -> list[Quote]:
        """Give a sync point to each end of a quote in a transcript that has none."""
        for quote in quotes:
            about = f"quotes/{quote.id}"
            if not self._out.peek(about, "refi-from-sync-point"):
                for end, position in (("from", quote.start), ("to", quote.end)):
                    xml.leaf("SyncPoint", {"guid": self._point(about, end), "position": position})
        return list(quotes)

    def _point(self, about: str, end: str) -> str:
        return self._out.guid(f"{about}#{end}")

    def _quote(self, xml: Xml, quote: Quote, tag: str) -> None:
        if self._documents[quote.document].medium != "text":
            return
        about = f"quotes/{quote.id}"
        ends: dict[str, Value] = {"startPosition": quote.start, "endPosition": quote.end}
        if tag == "Transcript":
            ends = {
                "fromSyncPoint": as_guid(self._out.take(about, "refi-from-sync-point"))
                or self._point(about, "from"),
                "toSyncPoint": as_guid(self._out.take(about, "refi-to-sync-point"))
                or self._point(about, "to"),
            }
        name = "TranscriptSelection" if tag == "Transcript" else "PlainTextSelection"
        with xml.element(name, self._head(about, self._name(quote), ends)):
            xml.text("Description", self._out.take(about, "note"))
            self._coded(xml, about)
            self._out.note_refs(xml, about)

    def _head(self, about: str, name: str, extent: dict[str, Value]) -> dict[str, Value]:
        return {"guid": self._out.guid(about), "name": name, **extent, **self._out.made(about)}

    def _name(self, quote: Quote) -> str:
        about = f"quotes/{quote.id}"
        given = self._out.take(about, "refi-name")
        if quote.document in self._out.sources.texts:
            return given or (quote.text if len(quote.text) <= _SHORT else "")
        if given and quote.text:
            self._out.lose("quotes: the words, as the text isn't at hand", [about])
        return given or quote.text

    def _tag(self, region: Region) -> str:
        medium = self._documents[region.document].medium
        return _TAGS[medium].replace("Source", "Selection").replace("Text", "PlainText")

    def _extent(self, region: Region) -> dict[str, Value] | None:
        """Return a region's extent as attributes, ``None`` if its kind asks for more."""
        box: dict[str, Value] = {
            "firstX": region.x1, "firstY": region.y1, "secondX": region.x2, "secondY": region.y2,
        }  # fmt: skip
        times: dict[str, Value] = {"begin": region.begin, "end": region.end}
        about = f"regions/{region.id}"
        extents: dict[str, dict[str, Value]] = {
            "picture": box,
            "pdf": {"page": region.page, **box},
            "audio": times,
            "video": times,
            "text": {
                "startPosition": self._out.peek(about, "refi-start") or None,
                "endPosition": self._out.peek(about, "refi-end") or None,
            },
        }
        extent = extents[self._documents[region.document].medium]
        return None if None in extent.values() else extent

    def _region(self, xml: Xml, region: Region) -> None:
        about, extent = f"regions/{region.id}", self._extent(region)
        if extent is None:
            self._lose("regions: without the extent that their kind needs", "regions", [region])
            return
        for variable in ("refi-start", "refi-end"):
            self._out.take(about, variable)
        has = {"firstX": "x1", "begin": "begin", "page": "page"}
        more = [name for key, name in has.items() if key not in extent and _says(region, name)]
        self._out.lose("regions: an extent of another kind", [about for _ in more])
        guid = as_guid(self._out.take(about, "refi-text-guid")) if "page" in extent else ""
        name = self._out.take(about, "refi-name") if guid else region.text
        with xml.element(self._tag(region), self._head(about, name, extent)):
            xml.text("Description", self._out.take(about, "note"))
            if guid:
                with xml.element("Representation", {"guid": guid}):
                    xml.text("PlainTextContent", region.text)
            elif "page" in extent:
                self._part(xml, about, "Representation")
            self._coded(xml, about)
            self._out.note_refs(xml, about)

    def _lose(self, what: str, table: str, rows: Sequence[Any]) -> None:
        self._out.lose(what, [f"{table}/{row.id}" for row in rows])
        for row in rows:
            coded = self._codings.get(f"{table}/{row.id}", ())
            self._out.lose(f"codings: of {what}", [f"codings/{each.id}" for each in coded])

    # ------------------------------------------------------------ codings

    def _coded(self, xml: Xml, about: str) -> None:
        for coding in self._codings.get(about, ()):
            coded = f"codings/{coding.id}"
            made = self._out.made(coded, coding.coder)
            kept = {name: made[name] for name in ("creatingUser", "creationDateTime")}
            with xml.element("Coding", {"guid": self._out.guid(coded), **kept}):
                xml.leaf("CodeRef", {"targetGUID": self._out.guid(f"themes/{coding.theme}")})
                self._out.note_refs(xml, coded)
            self._again(xml, coding, kept["creatingUser"])

    def _again(self, xml: Xml, coding: Coding, coder: str) -> None:
        """Write the codings that repeat one: each has a GUID and a moment of its own."""
        about = f"codings/{coding.id}"
        for kept in self._out.take_all(about, "refi-coding-again"):
            guid, moment, *notes = kept.split(" ")
            if not GUID.fullmatch(guid):
                self._out.lose("codings: one that repeats it, as its GUID isn't sound", [about])
                continue
            head = {"guid": guid, "creatingUser": coder}
            created = canonical(moment, "datetime") or ""
            with xml.element("Coding", head | {"creationDateTime": created}):
                xml.leaf("CodeRef", {"targetGUID": self._out.guid(f"themes/{coding.theme}")})
                for note in notes:
                    if record_id(note) in self._memo_guids:
                        xml.leaf("NoteRef", {"targetGUID": note})

    @cached_property
    def _memo_guids(self) -> frozenset[str]:
        guids = (self._out.guid(f"memos/{memo.id}") for memo in self._out.study.memos)
        return frozenset(map(record_id, guids))


def target(coding: Coding) -> str:
    """Return the reference to what is coded."""
    if coding.quote:
        return f"quotes/{coding.quote}"
    return f"regions/{coding.region}" if coding.region else f"documents/{coding.document}"


def _says(region: Region, name: str) -> bool:
    return getattr(region, name) is not None
