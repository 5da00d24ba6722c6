"""Reading material: from a ``Study``, or from the store by its answers.

From a ``Study``, nodes are ids and notations; from the store, where several studies may have the
same ids, they are IRIs. Apart from that both give the same networks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

import ontology
from graph.answers import (
    CodingAnswer,
    Filters,
    LinkAnswer,
    MentionAnswer,
    RespondentAnswer,
    RoleAnswer,
    StretchAnswer,
    ThemeAnswer,
    TieAnswer,
    ask,
)
from graph.model import Study, standing
from graph.network.material import NOBODY, Material, Nodes, ReportedLink, ReportedTie, Statements
from graph.network.matrices import Integers, Node
from graph.stores.embedded import Snapshot

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Thing:
    """A node as read: the id above it, and its study, if it has them."""

    node: Node
    broader: str = ""
    study: str = ""


@dataclass(frozen=True, slots=True)
class _Person:
    thing: _Thing
    method: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    id: str
    study: str
    document: str
    start: int
    end: int
    respondent: str = ""
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class _Read:
    """All that was read. ``above`` is the broader role and the sector of every role known."""

    themes: Sequence[_Thing]
    roles: Sequence[_Thing]
    above: Mapping[str, tuple[str, str]]
    people: Sequence[_Person]
    stretches: Sequence[_Stretch]
    codings: Sequence[Row]
    mentions: Sequence[Row]
    ties: Sequence[ReportedTie]
    links: Sequence[ReportedLink]


# ---------------------------------------------------------------- from a study


def material_of(study: Study) -> Material:
    """Return the material of one checked study; nodes are its ids and notations.

    What was rejected counts nowhere. Codings of pictures and whole documents are no words, and so
    are left out.
    """
    study = standing(study)
    name = study.info.id
    above = _scheme_roles(lambda concept: concept.notation)
    above |= {role.id: (role.broader, role.sector) for role in study.roles}
    labels = {role: concept.label for role, concept in ontology.scheme("role").items()}
    labels |= {role.id: role.label for role in study.roles}
    methods = {collection.id: collection.method for collection in study.collections}
    read = _Read(
        themes=[
            _Thing(Node(t.id, "theme", t.label, valence=t.valence), t.broader, name)
            for t in study.themes
        ],
        roles=[_Thing(Node(role, "role", labels[role])) for role in roles_of(study)],
        above=above,
        people=[
            _Person(
                _Thing(Node(p.id, "respondent", p.label), study=name),
                methods.get(p.collection, ""),
                tuple(filter(None, dict.fromkeys((p.role, p.affiliation)))),
            )
            for p in study.respondents
        ],
        stretches=[
            *(_Stretch(q.id, name, q.document, q.start, q.end, q.respondent) for q in study.quotes),
            *(
                _Stretch(p.id, name, p.document, p.start, p.end, quoted=False)
                for p in study.passages
            ),
        ],
        codings=[
            *((c.quote, c.theme, c.coder) for c in study.codings if c.quote),
            *((p.id, p.theme, "") for p in study.passages if p.theme),
        ],
        mentions=[(m.quote or m.passage, m.role, m.coder) for m in study.mentions],
        ties=[
            ReportedTie(
                t.id, name, t.source, t.target, t.type, t.status, t.direction, t.theme, t.coder,
                (*t.quotes, *t.passages),
            )
            for t in study.ties
        ],
        links=[ReportedLink(link.source, link.target, link.type) for link in study.links],
    )  # fmt: skip
    return _material(read)


def roles_of(study: Study) -> Iterable[str]:
    """Yield once each role that the study mentions, ties, or that somebody holds."""
    people = ((p.role, p.affiliation) for p in study.respondents)
    ends = ((t.source, t.target) for t in study.ties)
    every = (role for roles in (*people, *ends) for role in roles if role)
    return dict.fromkeys((*(m.role for m in study.mentions), *every))


# ---------------------------------------------------------------- from the store


def material_from_store(snapshot: Snapshot, study: str = "") -> Material:
    """Return the material of one study (an id or IRI) or of all in the store; nodes are IRIs."""
    wanted = Filters(study=study)
    roles = ask(snapshot, RoleAnswer, wanted)
    stretches = ask(snapshot, StretchAnswer, wanted)
    above = _scheme_roles(lambda concept: concept.iri)
    above |= {r.iri: (r.broader, r.sector) for r in ask(snapshot, RoleAnswer)}
    read = _Read(
        themes=[
            _Thing(Node(t.iri, "theme", t.label, valence=t.valence), t.broader, t.study)
            for t in ask(snapshot, ThemeAnswer, wanted)
        ],
        roles=[_Thing(Node(r.iri, "role", r.label)) for r in roles],
        above=above,
        people=[
            _Person(
                _Thing(Node(p.iri, "respondent", p.label), study=p.study),
                p.method,
                tuple(filter(None, dict.fromkeys((p.role, p.affiliation)))),
            )
            for p in ask(snapshot, RespondentAnswer, wanted)
        ],
        stretches=[
            _Stretch(
                s.iri, s.study, s.document, s.start, s.end, s.respondent, quoted=s.kind == "quote"
            )
            for s in stretches
        ],
        codings=[
            *((c.quote, c.theme, c.coder) for c in ask(snapshot, CodingAnswer, wanted)),
            *((s.iri, s.theme, "") for s in stretches if s.theme),
        ],
        mentions=[(m.words, m.role, m.coder) for m in ask(snapshot, MentionAnswer, wanted)],
        ties=[
            ReportedTie(
                t.iri, t.study, t.source, t.target, t.type, t.status, t.direction, t.theme,
                t.coder, t.evidence,
            )
            for t in ask(snapshot, TieAnswer, wanted)
        ],
        links=[
            ReportedLink(link.source, link.target, link.type)
            for link in ask(snapshot, LinkAnswer, wanted)
        ],
    )  # fmt: skip
    return _material(read)


def _scheme_roles(key: Callable[[ontology.Concept], str]) -> dict[str, tuple[str, str]]:
    """Return the broader role and the sector of each role of the shared scheme."""
    scheme = ontology.scheme("role")
    return {
        key(concept): (key(scheme[concept.broader]) if concept.broader else "", concept.sector)
        for concept in scheme.values()
    }


# ---------------------------------------------------------------- columns


def _material(read: _Read) -> Material:
    """Return what was read as columns of numbers."""
    studies = _numbers(thing.study for thing in (*read.themes, *_things(read.people)))
    studies |= {s.study: len(studies) for s in read.stretches if s.study not in studies}
    coders = _numbers(row[2] for row in (*read.codings, *read.mentions) if row[2])
    coders |= {t.coder: len(coders) for t in read.ties if t.coder and t.coder not in coders}
    people, stretches = _numbers(_ids(_things(read.people))), _numbers(s.id for s in read.stretches)
    themes, roles = _numbers(_ids(read.themes)), _numbers(_ids(read.roles))
    holdings = [(p.thing.node.id, role, "") for p in read.people for role in p.roles]
    return Material(
        studies=tuple(studies),
        coders=tuple(coders),
        themes=_themes(read.themes, studies),
        roles=_roles(read),
        respondents=_nodes(_things(read.people), studies),
        methods=tuple(person.method for person in read.people),
        stretches=tuple(stretches),
        stretch_study=_column((s.study for s in read.stretches), studies),
        quoted=np.array([s.quoted for s in read.stretches], dtype=np.bool_),
        said_by=_column((s.respondent for s in read.stretches), people),
        place=_places(read.stretches),
        codings=_columns(read.codings, stretches, themes, coders),
        mentions=_columns(read.mentions, stretches, roles, coders),
        holdings=_columns(holdings, people, roles, coders),
        ties=tuple(read.ties),
        links=tuple(read.links),
    )


def _things(people: Iterable[_Person]) -> list[_Thing]:
    return [person.thing for person in people]


def _ids(things: Iterable[_Thing]) -> list[str]:
    return [thing.node.id for thing in things]


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(ids))}


def _column(ids: Iterable[str], numbers: Mapping[str, int]) -> Integers:
    return np.array([numbers.get(name, NOBODY) for name in ids], dtype=np.int64)


def _columns(
    rows: Sequence[Row],
    subjects: Mapping[str, int],
    objects: Mapping[str, int],
    coders: Mapping[str, int],
) -> Statements:
    return Statements(
        _column((subject for subject, _, _ in rows), subjects),
        _column((thing for _, thing, _ in rows), objects),
        _column((coder for _, _, coder in rows), coders),
    )


def _nodes(
    things: Sequence[_Thing], studies: Mapping[str, int], within: Sequence[frozenset[str]] = ()
) -> Nodes:
    return Nodes(
        tuple(thing.node for thing in things),
        tuple(within) or tuple(frozenset([thing.node.id]) for thing in things),
        _column((thing.study for thing in things), studies),
        np.ones(len(things), dtype=np.bool_),
    )


def _themes(things: Sequence[_Thing], studies: Mapping[str, int]) -> Nodes:
    """Return the themes, each with the nearest valence above it."""
    above = {thing.node.id: (thing.broader, thing.node.valence) for thing in things}
    found = [_chain(thing.node.id, above) for thing in things]
    lined = [
        _Thing(Node(t.node.id, "theme", t.node.label, valence=valence), t.broader, t.study)
        for t, (_, valence) in zip(things, found, strict=True)
    ]
    return _nodes(lined, studies, [ids for ids, _ in found])


def _roles(read: _Read) -> Nodes:
    """Return the roles, each with the nearest sector above it."""
    found = [_chain(thing.node.id, read.above) for thing in read.roles]
    lined = [
        _Thing(Node(thing.node.id, "role", thing.node.label, sector=sector))
        for thing, (_, sector) in zip(read.roles, found, strict=True)
    ]
    return _nodes(lined, {}, [ids for ids, _ in found])


def _chain(start: str, above: Mapping[str, tuple[str, str]]) -> tuple[frozenset[str], str]:
    """Return a node and all above it, and the first value (valence, sector) on the way up."""
    met: dict[str, None] = {}
    value, here = "", start
    while here and here not in met:
        met[here] = None
        here, own = above.get(here, ("", ""))
        value = value or own
    return frozenset(met), value


def _places(stretches: Sequence[_Stretch]) -> Integers:
    """Number the places of a document that overlapping stretches have in common."""
    places = np.zeros(len(stretches), dtype=np.int64)
    order = sorted(range(len(stretches)), key=lambda n: (_where(stretches[n]), stretches[n].start))
    number, document, end = NOBODY, ("", ""), 0
    for n in order:
        stretch = stretches[n]
        if _where(stretch) != document or stretch.start >= end:
            number, document, end = number + 1, _where(stretch), stretch.end
        end = max(end, stretch.end)
        places[n] = number
    return places


def _where(stretch: _Stretch) -> tuple[str, str]:
    return stretch.study, stretch.document
