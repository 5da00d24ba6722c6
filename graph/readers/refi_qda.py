"""REFI-QDA: a project (``.qdpx``) or a codebook (``.qdc``) of any of the qualitative tools.

Codes become themes, text selections quotes, users coders, cases respondents, links ties or theme
links where both ends are actor roles or codes of ours. Everything else the format has is kept (see
``graph.refi``). Ids come from GUIDs and names, so the same project read twice gives the same study.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import ontology
from graph.errors import ReadError
from graph.folders.variables import SHARED, canonical
from graph.model import (
    Coder,
    Memo,
    Reading,
    RecordSet,
    Relation,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
    Variable,
)
from graph.readers.ids import slug
from graph.readers.refi_cases import CaseReader
from graph.readers.refi_draft import Draft, distinct_names
from graph.readers.refi_package import Package, open_package
from graph.readers.refi_sources import SourceReader
from graph.refi import DATATYPES, DIRECTIONS, TIES_GRAPH, UNNAMED, VARIABLES

Element = ET.Element
_WRAPPERS = frozenset({"nodes", "codes", "code system"})
_LINE_ENDS_AS_ONE = ("atlas",)
"""Programs that count CR LF as one character, by how ``origin`` begins."""


def read(path: Path, study_id: str, title: str, *, title_given: bool) -> Reading:
    """Read a project or codebook; its own name is the title, unless the user gave one.

    Raises ``ReadError`` if it isn't REFI-QDA, is damaged or beyond a limit.
    """
    draft = Draft()
    with closing(open_package(path)) as package:
        project = _checked(package.root, path)
        _Reader(package, project, draft).read()
    name = title if title_given else _name(project) or title
    study = draft.study(StudyInfo(study_id, name, note=project.findtext("Description") or ""))
    return Reading(study, draft.said(), draft.texts, draft.files)


def _checked(root: Element, path: Path) -> Element:
    if root.tag == "Project":
        return root
    if root.tag != "CodeBook":
        raise ReadError(f"{path}: is no REFI-QDA project or codebook, but begins with <{root.tag}>")
    project = ET.Element("Project", {"origin": root.get("origin", "")})
    project.append(root)
    project.extend(root.findall("Sets"))
    return project


class _Reader:
    def __init__(self, package: Package, project: Element, draft: Draft) -> None:
        self._package, self._project, self._draft = package, project, draft

    def read(self) -> None:
        project, draft = self._project, self._draft
        self._users()
        self._know_project()
        self._codes()
        self._variables()
        origin = project.get("origin", "").lower()
        sources = SourceReader(
            self._package, draft, line_ends_as_one=origin.startswith(_LINE_ENDS_AS_ONE)
        )
        sources.read([(element, "") for element in project.iterfind("Sources/*")])
        notes = list(project.iterfind("Notes/Note"))
        self._notes(notes, sources)
        self._sets()
        CaseReader(project, draft).read()
        self._links()
        self._graphs()
        self._memos_about()

    def _users(self) -> None:
        users = list(self._project.iterfind("Users/User"))
        pairs = [(_user_name(user), user.get("guid", "")) for user in users]
        for user, (name, _), coder in zip(users, pairs, distinct_names(pairs, "user"), strict=True):
            about = self._draft.add("coders", Coder(coder, name, "person"))
            self._draft.register(user, about, named=True)
            self._draft.unnamed(user, about, name)
            self._draft.know(about, "refi-user-id", user.get("id"))

    def _know_project(self) -> None:
        draft, project = self._draft, self._project
        if not project.get("origin", "").startswith("Themegraph"):
            draft.know("study", "refi-origin", project.get("origin"))
        draft.know("study", "refi-base-path", project.get("basePath"))
        draft.know("study", "refi-creator", draft.coder(project.get("creatingUserGUID")))
        draft.know("study", "refi-modifier", draft.coder(project.get("modifyingUserGUID")))
        draft.know("study", "created", project.get("creationDateTime"))
        draft.know("study", "modified", project.get("modifiedDateTime"))
        draft.refer_notes(project, "study")

    # ------------------------------------------------------------ codes, variables

    def _codes(self) -> None:
        found = list(_codes_of(self._top_codes()))
        pairs = [(_label(code), code.get("guid", "")) for code, _ in found]
        ids = {}
        for (code, above), theme in zip(found, distinct_names(pairs, "code"), strict=True):
            ids[id(code)] = theme
            broader = ids.get(id(above), "") if above is not None else ""
            definition = code.findtext("Description") or ""
            about = self._draft.add(
                "themes", Theme(theme, _label(code), broader, definition=definition)
            )
            self._draft.register(code, about, named=True)
            self._draft.unnamed(code, about, _label(code))
            self._draft.know(about, "colour", code.get("color"))
            if code.get("isCodable", "true").strip().lower() in {"false", "0"}:
                self._draft.know(about, "refi-codable", "false")
            self._draft.refer_notes(code, about)

    def _top_codes(self) -> list[Element]:
        top = list(self._project.iterfind("CodeBook/Codes/Code"))
        if len(top) != 1 or top[0].get("name", "").strip().lower() not in _WRAPPERS:
            return top
        guid = top[0].get("guid")
        used = any(ref.get("targetGUID") == guid for ref in self._project.iter("CodeRef"))
        if (
            used
            or top[0].get("isCodable", "").strip().lower() not in {"false", "0"}
            or top[0].find("Code") is None
        ):
            return top
        self._draft.note("codes only hold all the others together; left out", _label(top[0]))
        return top[0].findall("Code")

    def _variables(self) -> None:
        variables = list(self._project.iterfind("Variables/Variable"))
        pairs = [(each.get("name", ""), each.get("guid", "")) for each in variables]
        for each, wanted in zip(variables, distinct_names(pairs, "variable"), strict=True):
            reserved = wanted in SHARED or wanted in VARIABLES
            name = self._draft.free("variables", f"variable-{wanted}" if reserved else wanted)
            about = self._draft.add(
                "variables",
                Variable(
                    name, _name(each) or name,
                    DATATYPES.get(each.get("typeOfVariable", ""), "text"),
                    each.findtext("Description") or "",
                ),
            )  # fmt: skip
            self._draft.register(each, about, named=True)
            self._draft.unnamed(each, about, _name(each) or name)

    # ------------------------------------------------------------ notes, sets

    def _notes(self, notes: list[Element], sources: SourceReader) -> None:
        for note in notes:
            coder = self._draft.coder(note.get("creatingUser")).partition("/")[2]
            created = canonical(note.get("creationDateTime", ""), "datetime") or ""
            text = sources.text_of(note)
            memo = Memo(
                self._draft.guid_id("memos", note), text, note.get("name", ""), coder, created
            )
            about = self._draft.add("memos", memo)
            self._draft.register(note, about)
            self._draft.made(note, about, by=False, when=False)
            self._draft.know(about, "note", note.findtext("Description"))
            self._draft.refer_notes(note, about)
            if _is_coded(note):
                sources.read([(note, about)])
            elif not text:
                self._draft.know(about, "refi-plain-text-path", note.get("plainTextPath"))

    def _memos_about(self) -> None:
        rows = self._draft.rows.get("memos", {})
        for guid, about in self._draft.about.items():
            reference = self._draft.known.get(guid, "")
            if reference.startswith("memos/"):
                memo = rows[reference.partition("/")[2]]
                rows[memo.id] = replace(memo, about=tuple(sorted(about)))
            else:
                self._draft.note("references are to notes that aren't there; left out", guid)

    def _sets(self) -> None:
        sets = list(self._project.iterfind("Sets/Set"))
        pairs = [(each.get("name", ""), each.get("guid", "")) for each in sets]
        for each, name in zip(sets, distinct_names(pairs, "set"), strict=True):
            members = set()
            for member in each:
                guid = member.get("targetGUID") or member.get("guid")
                if member.tag.startswith("Member") and (found := self._draft.find(guid)):
                    members.add(found)
                elif member.tag.startswith("Member"):
                    self._draft.note("members of sets aren't there; left out", guid or name)
            label = _name(each) or name
            note = each.findtext("Description") or ""
            about = self._draft.add("sets", RecordSet(name, label, tuple(sorted(members)), note))
            self._draft.register(each, about, named=True)
            self._draft.unnamed(each, about, label)

    # ------------------------------------------------------------ links, graphs

    def _links(self) -> None:
        for link in self._project.iterfind("Links/Link"):
            source = self._draft.find(link.get("originGUID"))
            target = self._draft.find(link.get("targetGUID"))
            if not source or not target:
                self._draft.note(
                    "links have an end that isn't there; left out", link.get("name", "")
                )
                continue
            about = self._link(link, source, target)
            self._draft.register(link, about)
            self._draft.know(about, "colour", link.get("color"))
            self._draft.refer_notes(link, about)

    def _link(self, link: Element, source: str, target: str) -> str:
        """Add a link as a tie, a theme link or a relation, and return the reference to it."""
        name = link.get("name", "")
        direction = DIRECTIONS.get(link.get("direction", ""), "")
        ends = source.partition("/")[2], target.partition("/")[2]
        tie = (
            _tie_type(name) if source.startswith("roles/") and target.startswith("roles/") else None
        )
        if tie and direction:
            found = Tie(self._draft.guid_id("ties", link), *ends, *tie, direction, "coder")
            return self._draft.add("ties", found)
        type_ = _notation("link-type", name)
        both = source.startswith("themes/") and target.startswith("themes/") and source != target
        if both and type_ and direction == "one-way":
            linked = ThemeLink(self._draft.guid_id("links", link), *ends, type_, "coder")
            return self._draft.add("links", linked)
        drawn = Relation(self._draft.guid_id("relations", link), source, target, name, direction)
        return self._draft.add("relations", drawn)

    def _graphs(self) -> None:
        for graph in self._project.iterfind("Graphs/Graph"):
            if graph.get("name") != TIES_GRAPH:
                graph.tail = None
                self._draft.know("study", "refi-graph", _as_text(graph))


def _codes_of(
    codes: list[Element], above: Element | None = None
) -> Iterator[tuple[Element, Element | None]]:
    for code in codes:
        yield code, above
        yield from _codes_of(code.findall("Code"), code)


def _name(element: Element) -> str:
    """Return an element's name, with the spaces around it; ``""`` for nothing but spaces."""
    name = element.get("name", "")
    return name if name.strip() else ""


def _user_name(user: Element) -> str:
    known = (user.get(attribute, "") for attribute in ("name", "id"))
    return next((name for name in known if name.strip()), UNNAMED)


def _label(code: Element) -> str:
    return _name(code) or UNNAMED


def _is_coded(note: Element) -> bool:
    """Return whether a note is more than its text: coded itself, or formatted."""
    more = ("PlainTextSelection", "Coding")
    return bool(note.get("richTextPath")) or any(note.find(tag) is not None for tag in more)


def _notation(scheme: str, name: str) -> str:
    wanted = slug(name, "")
    for notation, concept in ontology.scheme(scheme).items():
        if wanted and wanted in {notation, slug(concept.label, "")}:
            return notation
    return ""


def _tie_type(name: str) -> tuple[str, str] | None:
    """Return the type and status that a link's name says: “supports”, “supports (wanted)”."""
    said, _, status = name.rstrip(") ").partition(" (")
    type_, status = _notation("tie-type", said), _notation("tie-status", status or "established")
    return (type_, status) if type_ and status else None


def _as_text(element: Element) -> str:
    for part in element.iter():
        part.tail = None
        part.text = None
    return ET.tostring(element, encoding="unicode")
