"""Projections: from what was coded to networks.

==========================  =================  ==================================================
function                    nodes              an edge
==========================  =================  ==================================================
``role_theme``              roles, themes      words on the theme that speak of the role, or that
                                               its holders say
``respondent_theme``        respondents,       quotes of the respondent on the theme
                            themes
``theme_theme``             themes             respondents, roles or places in the text shared
``role_tie``                roles              a tie as reported: directed, several between two
``role_role``               roles              themes shared: congruence, conflict, subtraction
==========================  =================  ==================================================

All are pure functions of a ``Material``, to which ``graph.network.filters.where`` may have been
applied. The two-mode and one-mode ones give a sparse matrix with its nodes (``Incidence``,
``Projection``), which has ``to_networkx``; all nodes are there, those without an edge too.
"""

from enum import StrEnum

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import MeasureError
from graph.network.material import NOBODY, Material, Nodes
from graph.network.matrices import (
    Incidence,
    Integers,
    Projection,
    add_nodes,
    count_distinct,
    refuse_large,
    without_diagonal,
)
from graph.network.normalisation import Normalisation, normalised


class Weight(StrEnum):
    """What the weight of a two-mode edge counts. All but ``PASSAGES`` leave out the authors.

    ``RESPONDENTS`` leaves out quotes of which the source doesn't say whose they are.
    """

    QUOTES = "quotes"
    RESPONDENTS = "respondents"
    STUDIES = "studies"
    PASSAGES = "passages"
    """Quotes, and passages of the authors' own text."""


class Relation(StrEnum):
    """What joins a role to a theme."""

    SPOKEN_OF = "spoken-of"
    """Words coded to the theme mention the role."""

    SPEAKING = "speaking"
    """Words coded to the theme are said by somebody who holds the role or belongs to it."""


class Shared(StrEnum):
    """What two themes may share."""

    RESPONDENTS = "respondents"
    ROLES = "roles"
    PASSAGES = "passages"
    """Places in a document: quotes or passages of the one and the other that overlap."""


class Subject(StrEnum):
    """What two roles must both speak of to agree or to disagree."""

    THEME = "theme"
    TOP = "top"
    """The topmost theme above: its sub-themes may be barriers and facilitators."""

    LINK = "link"
    """A reported link by which one theme addresses or contradicts another."""


class Agreement(StrEnum):
    """How two roles' profiles are compared (Discourse Network Analyzer's qualifier aggregation)."""

    IGNORE = "ignore"
    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"


_LEVELS = ("barrier", "facilitator")
_OPPOSING_LINKS = frozenset({"addresses", "contradicts"})
Words = tuple[Integers, Integers, Integers]

# ---------------------------------------------------------------- two modes


def role_theme(
    material: Material,
    weight: Weight = Weight.QUOTES,
    relation: Relation = Relation.SPOKEN_OF,
) -> Incidence:
    """Return roles × themes; a cell counts distinct quotes, respondents, studies or passages.

    A theme counts what is coded to itself, not to the themes below it.
    """
    roles, themes, words = _joined(material, relation)
    return _incidence(material, material.roles, (roles, themes, words), weight)


def respondent_theme(material: Material, weight: Weight = Weight.QUOTES) -> Incidence:
    """Return respondents × themes; a cell counts the respondent's quotes on the theme.

    Raises ``MeasureError`` for a weight that can't differ: respondents or studies.
    """
    if weight is not Weight.QUOTES:
        raise MeasureError(
            f"respondents × themes by {weight}: each respondent is one, of one study, and says "
            "quotes alone; use quotes"
        )
    words, themes = material.codings.subject, material.codings.object
    said = material.said_by[words] != NOBODY
    people = material.said_by[words[said]]
    return _incidence(material, material.respondents, (people, themes[said], words[said]), weight)


def _joined(material: Material, relation: Relation) -> Words:
    """Return each statement that words on a theme concern a role: (roles, themes, words)."""
    words = material.codings.subject
    if relation is Relation.SPOKEN_OF:
        left, right = _join(material.mentions.subject, words)
        return material.mentions.object[left], material.codings.object[right], words[right]
    left, right = _join(material.holdings.subject, material.said_by[words])
    return material.holdings.object[left], material.codings.object[right], words[right]


def _join(left: Integers, right: Integers) -> tuple[Integers, Integers]:
    """Return the places of all couples of equal values in two columns."""
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    count = np.searchsorted(right[order], left, side="right") - first
    lefts = np.repeat(np.arange(len(left)), count)
    steps = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return lefts, order[np.repeat(first, count) + steps]


def _incidence(material: Material, rows: Nodes, joined: Words, weight: Weight) -> Incidence:
    row, theme, words = joined
    counted = {
        Weight.PASSAGES: np.ones_like(material.quoted),
        Weight.RESPONDENTS: material.said_by != NOBODY,
    }.get(weight, material.quoted)[words]
    row, theme, words = row[counted], theme[counted], words[counted]
    units = {
        Weight.RESPONDENTS: material.said_by,
        Weight.STUDIES: material.stretch_study,
    }.get(weight, np.arange(len(material.stretches)))[words]
    shape = (len(rows.nodes), len(material.themes.nodes))
    matrix = count_distinct(row, theme, units, shape)
    return _shown(rows, material.themes, matrix, weight)


def _shown(rows: Nodes, columns: Nodes, matrix: sparse.csr_array, weight: str) -> Incidence:
    there, across = np.flatnonzero(rows.shown), np.flatnonzero(columns.shown)
    return Incidence(
        tuple(rows.nodes[number] for number in there),
        tuple(columns.nodes[number] for number in across),
        matrix[there][:, across].tocsr(),
        weight,
    )


# ---------------------------------------------------------------- one mode


def theme_theme(material: Material, by: Shared = Shared.RESPONDENTS) -> Projection:
    """Return themes joined by how many respondents, roles or places in the text they share.

    Raises ``MeasureError`` if the projection would be too large to be held.
    """
    if by is Shared.ROLES:
        return role_theme(material, Weight.PASSAGES).transposed.shared()
    if by is Shared.RESPONDENTS:
        return respondent_theme(material).transposed.shared()
    words, themes = material.codings.subject, material.codings.object
    places = material.place[words]
    shape = (int(places.max(initial=-1)) + 1, len(material.themes.nodes))
    matrix = count_distinct(places, themes, np.zeros_like(places), shape)
    shown = np.flatnonzero(material.themes.shown)
    cells = matrix[:, shown].T.tocsr()
    refuse_large(cells)
    nodes = tuple(material.themes.nodes[number] for number in shown)
    return Projection(nodes, without_diagonal(cells @ cells.T), "shared places in the text")


def role_role(
    material: Material,
    agreement: Agreement = Agreement.CONGRUENCE,
    normalisation: Normalisation = Normalisation.NONE,
    *,
    relation: Relation = Relation.SPEAKING,
    subject: Subject = Subject.THEME,
    weight: Weight = Weight.QUOTES,
) -> Projection:
    """Return roles joined by the themes they share, after Discourse Network Analyzer.

    With ``x[i, j, k]`` the weight of role ``i`` on subject ``j`` as a ``k`` (barrier,
    facilitator), congruence is the sum of ``x[i, j, k] x[i', j, k]`` over all ``j`` and ``k``,
    conflict that of ``x[i, j, k] x[i', j, k']`` with ``k`` and ``k'`` different, subtraction is
    congruence less conflict (and may be negative), and ``IGNORE`` sums products of weights
    without regard to ``k``. Themes that are neither barrier nor facilitator count under ``IGNORE``
    alone. Leifeld, Gruber and Bossner, *Discourse Network Analyzer Manual*, chapter "Methods for
    Network Construction"; Leifeld (2017), in: *The Oxford Handbook of Political Networks*.

    Raises ``MeasureError`` for conflict and subtraction if no subject has both valences.
    """
    incidence = role_theme(material, weight, relation)
    sides = [
        incidence.matrix @ _subjects(material, incidence, subject, (level,)) for level in _LEVELS
    ]
    if agreement is Agreement.IGNORE:
        every = incidence.matrix @ _subjects(material, incidence, subject, ())
        refuse_large(every)
        return _projection(incidence, every @ every.T, every, normalisation, agreement)
    profile = sparse.hstack(sides).tocsr()
    refuse_large(profile)
    barrier, facilitator = sides
    if agreement is not Agreement.CONGRUENCE:
        _refuse_one_sided(barrier, facilitator, subject)
    crossed = barrier @ facilitator.T
    conflict, congruence = crossed + crossed.T, profile @ profile.T
    sums = {
        Agreement.CONGRUENCE: congruence,
        Agreement.CONFLICT: conflict,
        Agreement.SUBTRACT: congruence - conflict,
    }[agreement]
    return _projection(incidence, sums, profile, normalisation, agreement)


def _projection(
    incidence: Incidence,
    sums: sparse.csr_array,
    profile: sparse.csr_array,
    normalisation: Normalisation,
    agreement: Agreement,
) -> Projection:
    matrix = normalised(without_diagonal(sums.tocsr()), profile, normalisation)
    name = f"{agreement} of {incidence.weight}"
    if normalisation is not Normalisation.NONE:
        name += f" ({normalisation})"
    return Projection(incidence.rows, matrix, name)


def _subjects(
    material: Material, incidence: Incidence, subject: Subject, levels: tuple[str, ...]
) -> sparse.csr_array:
    """Return which theme, of these valences if any are given, is about which subject."""
    of_level = np.array([not levels or t.valence in levels for t in incidence.columns], np.bool_)
    keep = sparse.diags_array(of_level.astype(np.int64), dtype=np.int64)
    return (keep @ _about(material, incidence, subject)).tocsr()


def _about(material: Material, incidence: Incidence, subject: Subject) -> sparse.csr_array:
    number = {theme.id: place for place, theme in enumerate(incidence.columns)}
    if subject is Subject.THEME:
        couples = [(place, place) for place in range(len(number))]
    elif subject is Subject.TOP:
        couples = _tops(material, number)
    else:
        links = {(x.source, x.target) for x in material.links if x.type in _OPPOSING_LINKS}
        couples = [
            (number[end], place)
            for place, link in enumerate(sorted(links))
            for end in link
            if end in number
        ]
    return _ones(couples, len(number))


def _tops(material: Material, number: dict[str, int]) -> list[tuple[int, int]]:
    """Return each theme with the topmost theme above it: the one with nothing above itself."""
    within = {
        n.id: ids for n, ids in zip(material.themes.nodes, material.themes.within, strict=True)
    }
    tops = {name: min(within[name], key=lambda above: len(within[above])) for name in number}
    place = {top: at for at, top in enumerate(dict.fromkeys(tops.values()))}
    return [(number[name], place[top]) for name, top in tops.items()]


def _ones(couples: list[tuple[int, int]], rows: int) -> sparse.csr_array:
    cells: NDArray[np.int64] = np.array(couples, dtype=np.int64).reshape(-1, 2)
    shape = (rows, int(cells[:, 1].max(initial=-1)) + 1)
    ones = np.ones(len(cells), dtype=np.int64)
    return sparse.coo_array((ones, (cells[:, 0], cells[:, 1])), shape=shape).tocsr()


def _refuse_one_sided(
    barrier: sparse.csr_array, facilitator: sparse.csr_array, subject: Subject
) -> None:
    both = np.asarray(barrier.sum(axis=0)) * np.asarray(facilitator.sum(axis=0))
    if not both.any():
        others = ", ".join(other for other in Subject if other is not subject)
        raise MeasureError(
            f"conflict by {subject}: nothing is voiced both as a barrier and as a facilitator, so "
            f"nobody can disagree; try another subject ({others}), or congruence"
        )


# ---------------------------------------------------------------- ties


def role_tie(material: Material) -> "nx.MultiDiGraph[str]":
    """Return roles and their ties as reported; a mutual tie is an edge each way.

    Edges have the tie's id as key, and its ``type``, ``status``, ``direction`` and ``theme``.
    Roles without a tie are nodes too.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    add_nodes(graph, [material.roles.nodes[n] for n in np.flatnonzero(material.roles.shown)])
    for tie in material.ties:
        about = {"type": tie.type, "status": tie.status, "theme": tie.theme}
        ends = [(tie.source, tie.target)]
        if tie.direction == "mutual":
            ends.append((tie.target, tie.source))
        for source, target in ends:
            graph.add_edge(source, target, key=tie.id, direction=tie.direction, **about)
    return graph
