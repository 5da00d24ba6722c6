"""A study as REFI-QDA: a project (``.qdpx``) that the qualitative tools open, or a codebook.

Themes become codes, quotes selections, respondents and actor roles cases, ties and theme links
links, and ties also the edges of a graph. Records keep the GUIDs that they came with; others get
one made of their IRI, the same with every export. What the format has no place for is returned.
"""

import math
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import ontology
from graph.model import Loss, Sources, Study, Theme, Tie, standing
from graph.refi import (
    ACTOR_ROLE,
    ARGB,
    CODEBOOK,
    DIRECTIONS,
    GUID,
    OWN_ROLE,
    PROJECT,
    RGB,
    TIES_GRAPH,
)
from graph.writers.refi_outgoing import Outgoing
from graph.writers.refi_sources import SourceWriter, target
from graph.writers.refi_values import TYPES, values
from graph.writers.xml_text import Required, Value, Xml

ORIGIN = "Themegraph"
_NEVER = (1980, 1, 1, 0, 0, 0)
"""The same study gives the same bytes: the package says nothing of when it was written."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_WAYS = {ours: theirs for theirs, ours in DIRECTIONS.items()}
_APART, _WIDE, _HIGH = 60, 160, 40


def write_project(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write a study as a ``.qdpx``, and return what can't be carried."""
    writer = _Writer(study, sources)
    project = writer.project()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"project.qde": project.encode(), **writer.files()}.items():
            archive.writestr(zipfile.ZipInfo(name, _NEVER), data, zipfile.ZIP_DEFLATED)
    return writer.losses()


def write_codebook(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write a study's themes alone as a ``.qdc``, and return what can't be carried."""
    writer = _Writer(study, sources)
    into.write_text(writer.codebook(), encoding="utf-8", newline="")
    return writer.losses()


class _Writer:
    def __init__(self, study: Study, sources: Sources) -> None:
        self._study, self._stands = study, standing(study)
        self._out = Outgoing(study, sources)
        self._sources = SourceWriter(self._out)
        self._carried: set[str] = set()

    def files(self) -> Mapping[str, bytes]:
        return {f"sources/{name}": data for name, data in self._sources.files.items()}

    def losses(self) -> list[Loss]:
        return self._out.losses()

    # ------------------------------------------------------------ the whole

    def project(self) -> str:
        self._carried = self._with_a_place()
        out, study, whole = self._out, self._study, Xml()
        out.lose_study()
        sections = [self._users(), self._codes(), self._variables(), self._cases(), self._texts(),
                    self._notes(), self._links(), self._sets(), self._graphs()]  # fmt: skip
        with whole.element("Project", self._head()):
            for section in sections:
                whole.raw(section) if section else None
            whole.text("Description", study.info.note)
            out.note_refs(whole, "study")
        for table in ("collections", "passages", "mentions", "decisions"):
            out.lose_table(table)
        return f"{_HEAD}{whole}"

    def _head(self) -> dict[str, Value]:
        made = self._out.made("study")
        return {
            "xmlns": PROJECT,
            "name": self._study.info.title,
            "origin": self._out.take("study", "refi-origin") or ORIGIN,
            "creatingUserGUID": made["creatingUser"],
            "creationDateTime": made["creationDateTime"],
            "modifyingUserGUID": made["modifyingUser"],
            "modifiedDateTime": made["modifiedDateTime"],
            "basePath": self._out.take("study", "refi-base-path"),
        }

    def _with_a_place(self) -> set[str]:
        """Return the references to what has a GUID in the file."""
        study, sources = self._study, self._sources
        tables = ("themes", "respondents", "documents", "memos", "sets")
        found = {f"{table}/{row.id}" for table in tables for row in getattr(study, table)}
        text = {each.id for each in study.documents if each.medium == "text"}
        found |= {f"quotes/{each.id}" for each in study.quotes if each.document in text}
        found |= {f"regions/{each.id}" for each in study.regions if sources.is_carried(each)}
        codings = self._stands.codings
        found |= {f"codings/{each.id}" for each in codings if target(each) in found}
        found |= {f"roles/{role}" for role in self._roles()}
        found |= {f"ties/{each.id}" for each in self._ties()}
        return found | {f"links/{each.id}" for each in self._stands.links}

    # ------------------------------------------------------------ users, codes

    def _users(self) -> str:
        xml = Xml()
        for coder in self._study.coders:
            about = f"coders/{coder.id}"
            identity = self._out.take(about, "refi-user-id")
            xml.leaf(
                "User",
                {
                    "guid": self._out.guid(about),
                    "name": self._out.name(about, coder.name),
                    "id": identity,
                },
            )
        self._out.lose_fields("coders", "kind", unless=("person",))
        self._out.lose_fields("coders", "note")
        return xml.wrapped("Users")

    def _codes(self) -> str:
        self._out.lose_fields("themes", "valence")
        xml = self._code_tree(notes=True).wrapped("Codes")
        return f"<CodeBook>{xml}</CodeBook>" if xml else ""

    def _code_tree(self, *, notes: bool) -> Xml:
        below: dict[str, list[Theme]] = defaultdict(list)
        for theme in self._study.themes:
            below[theme.broader].append(theme)
        xml = Xml()
        for theme in below[""]:
            self._code(xml, theme, below, notes=notes)
        return xml

    def _code(
        self, xml: Xml, theme: Theme, below: Mapping[str, list[Theme]], *, notes: bool
    ) -> None:
        about = f"themes/{theme.id}"
        head: dict[str, Value] = {
            "guid": self._out.guid(about),
            "name": Required(self._out.name(about, theme.label)),
            "isCodable": self._out.take(about, "refi-codable") or "true",
            "color": self._colour(about),
        }
        with xml.element("Code", head):
            xml.text("Description", theme.definition)
            if notes:
                self._out.note_refs(xml, about)
            for each in below.get(theme.id, ()):
                self._code(xml, each, below, notes=notes)

    def _colour(self, about: str) -> str:
        """Return a colour as RGB; one with transparency loses that, which is said."""
        colour = self._out.peek(about, "colour")
        if ARGB.fullmatch(colour):
            return f"#{colour[3:]}"
        return self._out.take(about, "colour") if RGB.fullmatch(colour) else ""

    def codebook(self) -> str:
        """Return the codebook alone; everything else is lost."""
        self._out.lose_study()
        self._out.lose_fields("themes", "valence")
        xml = Xml()
        origin = self._out.take("study", "refi-origin") or ORIGIN
        with xml.element("CodeBook", {"xmlns": CODEBOOK, "origin": origin}):
            xml.raw(self._code_tree(notes=False).wrapped("Codes") or "<Codes/>")
            sets = Xml()
            self._write_sets(sets, codes_only=True)
            xml.raw(sets.wrapped("Sets"))
        kept = {"themes", "sets", "attributes"}
        for table in self._study.__dataclass_fields__:
            if table not in {*kept, "info"}:
                self._out.lose_table(table)
        return f"{_HEAD}{xml}"

    # ------------------------------------------------------------ variables, cases

    def _variables(self) -> str:
        xml, out = Xml(), self._out
        for variable in self._study.variables:
            about = f"variables/{variable.id}"
            if variable.id.startswith("refi-"):
                continue
            if variable.datatype not in TYPES:
                out.lose("variables: of the datatype record", [about])
                continue
            head = {"guid": out.guid(about), "name": Required(out.name(about, variable.label))}
            with xml.element("Variable", head | {"typeOfVariable": TYPES[variable.datatype]}):
                xml.text("Description", variable.note)
        if self._roles():
            marker = {"guid": out.guid("variables/actor-role#"), "name": ACTOR_ROLE}
            xml.leaf("Variable", marker | {"typeOfVariable": "Text"})
        return xml.wrapped("Variables")

    def _roles(self) -> list[str]:
        """Return the actor roles that ties or relations need, the study's own first."""
        ends = [end for tie in self._ties() for end in (tie.source, tie.target)]
        drawn = [end for each in self._study.relations for end in (each.source, each.target)]
        ends += [end.partition("/")[2] for end in drawn if end.startswith("roles/")]
        return list(dict.fromkeys([*(role.id for role in self._study.roles), *ends]))

    def _cases(self) -> str:
        xml, out = Xml(), self._out
        chosen = self._chosen()
        for person in self._study.respondents:
            about = f"respondents/{person.id}"
            with xml.element(
                "Case", {"guid": out.guid(about), "name": out.name(about, person.label)}
            ):
                xml.text("Description", person.note)
                self._members(xml, about, "CodeRef", out.take_all(about, "refi-code"))
                values(out, xml, about)
                self._members(xml, about, "SourceRef", out.take_all(about, "refi-source"))
                selections = [*out.take_all(about, "refi-selection"), *chosen[person.id]]
                self._members(xml, about, "SelectionRef", selections)
        out.lose_fields(
            "respondents", "collection", "affiliation", "role", "role_basis", "role_evidence"
        )
        for role in self._roles():
            self._role(xml, role)
        out.lose_fields("roles", "alternatives", "broader", "sector")
        return xml.wrapped("Cases")

    def _members(self, xml: Xml, about: str, tag: str, members: Sequence[str]) -> None:
        for member in dict.fromkeys(members):
            if member in self._carried:
                xml.leaf(tag, {"targetGUID": self._out.guid(member)})
            elif member:
                self._out.lose(f"respondents: a {tag} to what isn't carried", [about])

    def _role(self, xml: Xml, role: str) -> None:
        about = f"roles/{role}"
        shared = ontology.scheme("role").get(role)
        own = next((each for each in self._study.roles if each.id == role), None)
        label = own.label if own else shared.label if shared else role
        with xml.element(
            "Case", {"guid": self._out.guid(about), "name": self._out.name(about, label)}
        ):
            xml.text("Description", own.note if own else "")
            with xml.element("VariableValue", {}):
                xml.leaf("VariableRef", {"targetGUID": self._out.guid("variables/actor-role#")})
                xml.leaf("TextValue", {}, OWN_ROLE if own else role)
            values(self._out, xml, about)

    def _chosen(self) -> dict[str, list[str]]:
        """Return the quotes that a respondent's case names, as their source doesn't say it."""
        whole, part = self._claims("refi-source"), self._claims("refi-selection")
        parts = {each.about: each.value for each in self._study.attributes
                 if each.variable == "refi-part-of"}  # fmt: skip
        chosen: dict[str, list[str]] = defaultdict(list)
        for quote in self._study.quotes:
            reference, document = f"quotes/{quote.id}", f"documents/{quote.document}"
            around = whole.get(document) or whole.get(parts.get(document, ""), set())
            claimed = part.get(reference, set())
            if quote.respondent and (claimed or around != {quote.respondent}):
                if quote.respondent not in claimed:
                    chosen[quote.respondent].append(reference)
                claimed = claimed | {quote.respondent}
            people = claimed or around
            if (people if len(people) == 1 else {""}) != {quote.respondent}:
                self._out.lose("quotes: who speaks, which cases say otherwise", [reference])
        return chosen

    def _claims(self, variable: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for each in self._study.attributes:
            if each.variable == variable and each.about.startswith("respondents/"):
                found[each.value].add(each.about.partition("/")[2])
        return found

    # ------------------------------------------------------------ sources, notes, sets

    def _texts(self) -> str:
        xml = Xml()
        self._sources.write(xml)
        self._out.lose_fields("quotes", "layout", unless=("block",))
        rejected = [
            f"codings/{each.id}" for each in self._study.codings if each.review == "rejected"
        ]
        self._out.lose("codings: rejected ones", rejected)
        codings = self._stands.codings
        suggested = [f"codings/{each.id}" for each in codings if each.review == "suggested"]
        self._out.lose("codings: that they are suggestions", suggested)
        self._out.lose("codings: the rule", [f"codings/{each.id}" for each in codings if each.rule])
        return xml.wrapped("Sources")

    def _notes(self) -> str:
        xml = Xml()
        for memo in self._study.memos:
            about = f"memos/{memo.id}"
            head: dict[str, Value] = {
                "guid": self._out.guid(about), "name": memo.title,
                "richTextPath": self._sources.note_path(about),
                "plainTextPath": self._out.take(about, "refi-plain-text-path"),
                **self._out.made(about, memo.coder, memo.created),
            }  # fmt: skip
            with xml.element("Note", head):
                xml.text("Description", self._out.take(about, "note"))
                xml.text("PlainTextContent", memo.text)
                self._sources.note(xml, about)
                self._out.note_refs(xml, about)
                values(self._out, xml, about)
        return xml.wrapped("Notes")

    def _sets(self) -> str:
        xml = Xml()
        self._write_sets(xml, codes_only=False)
        return xml.wrapped("Sets")

    def _write_sets(self, xml: Xml, *, codes_only: bool) -> None:
        members = {"themes": "MemberCode", "documents": "MemberSource", "memos": "MemberNote"}
        key = "guid" if codes_only else "targetGUID"
        for each in self._study.sets:
            about = f"sets/{each.id}"
            with xml.element(
                "Set",
                {
                    "guid": self._out.guid(about),
                    "name": Required(self._out.name(about, each.label)),
                },
            ):
                xml.text("Description", each.note)
                for table, tag in members.items():
                    if codes_only and table != "themes":
                        continue
                    for member in _of(each.members, table):
                        xml.leaf(tag, {key: self._out.guid(member)})
            kept = {"themes"} if codes_only else set(members)
            lost = [member for member in each.members if member.partition("/")[0] not in kept]
            self._out.lose("sets: members of other kinds", [about for _ in lost])

    # ------------------------------------------------------------ links, graphs

    def _links(self) -> str:
        xml = Xml()
        for tie in self._ties():
            self._link(
                xml,
                f"ties/{tie.id}",
                _said(tie),
                tie.direction,
                f"roles/{tie.source}",
                f"roles/{tie.target}",
            )
        for link in self._stands.links:
            label = ontology.scheme("link-type")[link.type].label
            self._link(
                xml,
                f"links/{link.id}",
                label,
                "one-way",
                f"themes/{link.source}",
                f"themes/{link.target}",
            )
        for each in self._study.relations:
            about = f"relations/{each.id}"
            if {each.source, each.target} <= self._carried:
                self._link(xml, about, each.label, each.direction, each.source, each.target)
            else:
                self._out.lose("relations: from or to what isn't carried", [about])
        undecided = (f"ties/{tie.id}" for tie in self._study.ties if _is_of_a_rule(tie))
        self._out.lose("ties: suggestions that nobody decided on", undecided)
        self._out.lose_fields("ties", "theme", "quotes", "passages", "statement", "coder", "rule")
        self._out.lose_fields("links", "quotes", "passages", "statement", "coder", "rule")
        for table in ("ties", "links"):
            self._out.lose_fields(table, "voice", unless=("coder",))
            self._out.lose_fields(table, "review", unless=("confirmed",))
        return xml.wrapped("Links")

    def _ties(self) -> Iterator[Tie]:
        """Yield what stands; what only a rule suggests would be a plain link of somebody's."""
        return (tie for tie in self._stands.ties if not _is_of_a_rule(tie))

    def _link(
        self, xml: Xml, about: str, name: str, direction: str, source: str, target_: str
    ) -> None:
        head: dict[str, Value] = {
            "guid": self._out.guid(about), "name": name, "direction": _WAYS[direction],
            "color": self._colour(about), "originGUID": self._out.guid(source),
            "targetGUID": self._out.guid(target_),
        }  # fmt: skip
        with xml.element("Link", head):
            self._out.note_refs(xml, about)

    def _graphs(self) -> str:
        xml = Xml()
        for graph in self._out.take_all("study", "refi-graph"):
            if not all(map(GUID.fullmatch, _GRAPH_IDS.findall(graph))):
                self._out.lose("graphs whose ids aren't GUIDs", ["study"])
                continue
            xml.raw(re.sub(r"^<Graph( xmlns=\"[^\"]*\")?", "<Graph", graph))
        ties = list(self._ties())
        if ties:
            self._ties_graph(xml, ties)
        return xml.wrapped("Graphs")

    def _ties_graph(self, xml: Xml, ties: Sequence[Tie]) -> None:
        guid = self._out.guid
        roles = list(dict.fromkeys(end for tie in ties for end in (tie.source, tie.target)))
        with xml.element("Graph", {"guid": guid("ties-graph"), "name": TIES_GRAPH}):
            for place, role in enumerate(roles):
                xml.leaf("Vertex", self._vertex(role, place, len(roles)))
            for tie in ties:
                xml.leaf("Edge", {
                    "guid": guid(f"ties/{tie.id}#edge"), "representedGUID": guid(f"ties/{tie.id}"),
                    "name": _said(tie), "sourceVertex": guid(f"roles/{tie.source}#vertex"),
                    "targetVertex": guid(f"roles/{tie.target}#vertex"),
                    "direction": _WAYS[tie.direction],
                })  # fmt: skip

    def _vertex(self, role: str, place: int, count: int) -> dict[str, Value]:
        """Return a role's place on a circle."""
        radius, angle = _APART * count, 2 * math.pi * place / count
        left, top = round(radius * (1 + math.cos(angle))), round(radius * (1 + math.sin(angle)))
        guid = self._out.guid
        return {
            "guid": guid(f"roles/{role}#vertex"), "representedGUID": guid(f"roles/{role}"),
            "firstX": left, "firstY": top, "secondX": left + _WIDE, "secondY": top + _HIGH,
            "shape": "RoundedRectangle",
        }  # fmt: skip


_GRAPH_IDS = re.compile(r'\b(?:guid|representedGUID|sourceVertex|targetVertex)="([^"]*)"')


def _said(tie: Tie) -> str:
    label = ontology.scheme("tie-type")[tie.type].label
    return label if tie.status == "established" else f"{label} ({tie.status})"


def _is_of_a_rule(tie: Tie) -> bool:
    return tie.review == "suggested" and bool(tie.rule)


def _of(members: Sequence[str], table: str) -> list[str]:
    return [member for member in members if member.startswith(f"{table}/")]
