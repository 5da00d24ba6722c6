"""The sources of a REFI-QDA project: texts with selections, and regions of what isn't text."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree as ET

from graph.model import Coding, Document, Quote, Region
from graph.readers.docx_text import plain_text
from graph.readers.refi_draft import Draft, distinct_names
from graph.readers.refi_package import Package, decoded
from graph.readers.refi_places import Placing, Selection, placing
from graph.readers.room import require_room
from graph.refi import GUID, MEDIA, record_id

Element = ET.Element
_TEXTS = ("Representation", "TextDescription", "Transcript")
_PATHS = {
    "plainTextPath": "refi-plain-text-path",
    "richTextPath": "refi-rich-text-path",
    "path": "refi-path",
}
_FAR = 10**15


class Source(NamedTuple):
    """A source's element, its document's id, and the record that it is a part of."""

    element: Element
    id: str
    part_of: str


class SourceReader:
    """Reads all sources of a project into a draft."""

    def __init__(self, package: Package, draft: Draft, *, line_ends_as_one: bool) -> None:
        """``line_ends_as_one`` says how the program is known to count CR LF."""
        self._package, self._draft = package, draft
        self._line_ends_as_one = line_ends_as_one
        self._quoted = 0

    def read(self, elements: list[tuple[Element, str]]) -> None:
        """Read sources, each with the reference to what it is a part of (``""`` for none).

        Their own parts, such as transcripts, come after them.
        """
        named = [(_title(element), element.get("guid", "")) for element, _ in elements]
        ids = distinct_names(named, "document")
        for (element, part_of), document in zip(elements, ids, strict=True):
            self._source(Source(element, self._draft.free("documents", document), part_of))

    def _source(self, source: Source) -> None:
        element, document, part_of = source
        about = f"documents/{document}"
        medium = MEDIA.get(element.tag, "text")
        self._draft.add("documents", Document(document, _title(element), medium=medium))
        self._draft.know(about, "refi-part-of", part_of)
        self._draft.know(about, "refi-current-path", element.get("currentPath"))
        if element.tag != "Note":  # what is known of a note is known of its memo
            self._describe(element, document)
        self._keep_files(element, document)
        if medium == "text":
            self._text(source)
        self._codings(element, about)
        self._regions(element, document)
        for part in element:
            if part.tag in _TEXTS:
                self.read([(part, about)])

    def _describe(self, element: Element, document: str) -> None:
        about, rows = f"documents/{document}", self._draft.rows["documents"]
        note = element.findtext("Description") or ""
        rows[document] = replace(rows[document], note=note)
        self._draft.register(element, about, named=True)
        self._draft.made(element, about)
        self._draft.refer_notes(element, about)

    def _keep_files(self, element: Element, document: str) -> None:
        for attribute, variable in _PATHS.items():
            path = element.get(attribute)
            if not path or (attribute == "plainTextPath" and _has_content(element)):
                continue
            data = None if attribute == "plainTextPath" else self._package.read(path)
            if data is not None:
                self._draft.files[f"{document}.{_suffix(path)}"] = data
            elif self._package.find(path) is None:
                self._draft.know(f"documents/{document}", variable, path)
                self._draft.note("sources aren't in the package", path)

    # ------------------------------------------------------------ texts

    def _text(self, source: Source) -> None:
        element = source.element
        found, sure = self._words(element)
        if element.tag == "Transcript":
            self._sync_points(element, source.id)
        selections = list(_selections(element))
        way = placing(
            found or "", [selection for _, selection in selections],
            line_ends_as_one=self._line_ends_as_one,
        )  # fmt: skip
        if found is not None and not sure and selections and 2 * way.agreeing <= way.checked:
            found = None
            self._draft.note("texts are only formatted, and no selection shows where", source.id)
        if found is not None:
            self._keep_text(source.id, way)
        for selected, selection in selections:
            self._quote(selected, selection, source.id, way if found is not None else None)

    def text_of(self, note: Element) -> str:
        """Return the text of a note, as far as it's at hand."""
        found, _ = self._words(note)
        return found or ""

    def _words(self, element: Element) -> tuple[str | None, bool]:
        """Return a source's text, and whether positions are counted in just this text."""
        content = element.findtext("PlainTextContent")
        path = element.get("plainTextPath")
        data = self._package.read(path) if path else None
        if data is not None:
            if data.startswith(BOM_UTF8):
                self._draft.note("texts begin with a byte order mark; left out", path or "")
            return decoded(data, path or ""), True
        if content is not None:
            return content, True
        rich = element.get("richTextPath", "")
        formatted = self._package.read(rich) if rich.lower().endswith(".docx") else None
        return (plain_text(formatted, rich) if formatted is not None else None), False

    def _keep_text(self, document: str, way: Placing) -> None:
        rows = self._draft.rows["documents"]
        digest = sha256(way.text.encode()).hexdigest()
        rows[document] = replace(rows[document], sha256=digest, length=len(way.text))
        self._draft.texts[document] = way.text
        if way.shifted:
            self._draft.note(
                "texts have positions that are shifted against the standard; they were mended by "
                f"{way.at_start:+} at the start and {way.at_end:+} at the end, as the words show",
                document,
            )
        if way.checked > way.agreeing:
            self._draft.note("texts have selections whose words stand elsewhere", document)

    def _quote(
        self, element: Element, selection: Selection, document: str, way: Placing | None
    ) -> None:
        start, end = way.place(selection) if way else (selection.start, selection.end)
        inside = 0 <= start < end < _FAR and (way is None or end <= len(way.text))
        if not inside:
            self._unplaced(element, document)
            return
        name = element.get("name", "")
        self._quoted += end - start if way else 0
        require_room([self._quoted], "the project")
        text = way.text[start:end] if way else name if len(name) == end - start else ""
        quote = Quote(
            self._draft.guid_id("quotes", element), text, "", document, start, end, "block"
        )
        about = self._draft.add("quotes", quote)
        self._draft.know(about, "refi-name", name if name != text else "")
        self._selected(element, about)

    def _unplaced(self, element: Element, document: str) -> None:
        """Keep a selection that has no place in its text as a region without an extent."""
        region = Region(self._draft.guid_id("regions", element), document, element.get("name", ""))
        about = self._draft.add("regions", region)
        for name, variable in (("startPosition", "refi-start"), ("endPosition", "refi-end")):
            self._draft.know(about, variable, element.get(name))
        self._draft.note("selections have no place in their text", region.id)
        self._selected(element, about)

    def _selected(self, element: Element, about: str) -> None:
        self._draft.register(element, about)
        self._draft.made(element, about)
        self._draft.know(about, "note", element.findtext("Description"))
        self._draft.know(about, "refi-from-sync-point", element.get("fromSyncPoint"))
        self._draft.know(about, "refi-to-sync-point", element.get("toSyncPoint"))
        self._draft.refer_notes(element, about)
        self._codings(element, about)

    def _sync_points(self, element: Element, document: str) -> None:
        points = [
            " ".join(point.get(name) or "-" for name in ("guid", "position", "timeStamp"))
            for point in element.findall("SyncPoint")
        ]
        self._draft.know(f"documents/{document}", "refi-sync-points", "\n".join(points))

    # ------------------------------------------------------------ what isn't text

    def _regions(self, element: Element, document: str) -> None:
        for selected in element:
            if selected.tag in {
                "PictureSelection",
                "PDFSelection",
                "AudioSelection",
                "VideoSelection",
            }:
                self._region(selected, document)

    def _region(self, element: Element, document: str) -> None:
        said = element.find("Representation")
        plain = said is not None and _is_bare(said)
        name = element.get("name", "")
        text = (said.findtext("PlainTextContent") or "") if said is not None and plain else ""
        box = [
            _whole(element.get(key)) for key in ("page", "firstX", "firstY", "secondX", "secondY")
        ]
        times = [_whole(element.get(key)) for key in ("begin", "end")]
        if not _sound(times) or any(box[1:]) != all(value is not None for value in box[1:]):
            times = [None, None] if not _sound(times) else times
            box = box if all(value is not None for value in box[1:]) else [box[0], *[None] * 4]
            self._draft.note("regions have an extent that can't be", element.get("guid", ""))
        region = Region(
            self._draft.guid_id("regions", element), document, text if plain else name, *box, *times
        )
        about = self._draft.add("regions", region)
        if said is not None and plain:
            self._draft.know(about, "refi-text-guid", said.get("guid"))
            self._draft.know(about, "refi-name", name)
        self._selected(element, about)
        if said is not None and not plain:
            self.read([(said, about)])

    # ------------------------------------------------------------ codings

    def _codings(self, element: Element, about: str) -> None:
        table, _, record = about.partition("/")
        for coded in element.findall("Coding"):
            reference = coded.find("CodeRef")
            theme = self._draft.find(reference.get("targetGUID") if reference is not None else None)
            if not theme.startswith("themes/"):
                self._draft.note("codings are to codes that aren't there; left out", record)
                continue
            coder = self._draft.coder(coded.get("creatingUser")).partition("/")[2]
            targets = {table.removesuffix("s"): record}
            coding = Coding(
                self._draft.guid_id("codings", coded), targets.get("quote", ""),
                theme.partition("/")[2], coder, region=targets.get("region", ""),
                document=targets.get("document", ""),
            )  # fmt: skip
            first = self._draft.first((about, coding.theme, coder), coding.id)
            if first != coding.id:
                self._again(coded, f"codings/{first}")
                continue
            made = self._draft.add("codings", coding)
            self._draft.register(coded, made)
            self._draft.made(coded, made, by=False)
            self._draft.refer_notes(coded, made)

    def _again(self, coded: Element, first: str) -> None:
        """Keep a coding that says what another says: by its GUID it's one of its own."""
        guid = coded.get("guid", "")
        if self._draft.find(guid) or not GUID.fullmatch(guid):
            self._draft.note("codings repeat another, also its GUID; left out", guid or first)
            return
        notes = [each.get("targetGUID", "") for each in coded.findall("NoteRef")]
        kept = " ".join([guid, coded.get("creationDateTime") or "-", *notes])
        self._draft.know(first, "refi-coding-again", kept)
        self._draft.known[record_id(guid)] = first
        self._draft.note("codings repeat another by the same coder; kept beside it", guid)


def _has_content(element: Element) -> bool:
    return element.find("PlainTextContent") is not None


def _title(element: Element) -> str:
    paths = (element.get(name, "") for name in ("plainTextPath", "richTextPath", "path"))
    stems = (PurePosixPath(path.replace("\\", "/")).stem for path in paths if path)
    name = element.get("name", "")
    return name if name.strip() else next(stems, "") or element.get("guid", "") or "document"


def _suffix(path: str) -> str:
    suffix = PurePosixPath(path.replace("\\", "/")).suffix.lower().lstrip(".")
    sound = suffix.isascii() and suffix.isalnum() and len(suffix) <= 8 and suffix != "txt"  # noqa: PLR2004 -- long enough for any
    return suffix if sound else "bin"


def _selections(element: Element) -> Iterator[tuple[Element, Selection]]:
    points = {record_id(p.get("guid", "")): p.get("position") for p in element.findall("SyncPoint")}
    for selected in element:
        if selected.tag == "PlainTextSelection":
            ends = selected.get("startPosition"), selected.get("endPosition")
        elif selected.tag == "TranscriptSelection":
            ends = (
                points.get(record_id(selected.get("fromSyncPoint", ""))),
                points.get(record_id(selected.get("toSyncPoint", ""))),
            )
        else:
            continue
        start, end = (_whole(end) for end in ends)
        none = start is None or end is None
        yield (
            selected,
            Selection(
                -1 if none else start or 0, -1 if none else end or 0, selected.get("name", "")
            ),
        )


def _whole(value: str | None) -> int | None:
    try:
        number = int(value or "")
    except ValueError:
        return None
    return number if abs(number) < _FAR else None


def _sound(times: list[int | None]) -> bool:
    begin, end = times
    if begin is None or end is None:
        return begin is end
    return 0 <= begin <= end


def _is_bare(said: Element) -> bool:
    """Return whether a representation is its text and its GUID alone."""
    return set(said.attrib) <= {"guid"} and all(part.tag == "PlainTextContent" for part in said)
