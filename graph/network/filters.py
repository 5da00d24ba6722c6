"""Which part of what was coded a network is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

import ontology
from graph.errors import NotFoundError, nearest
from graph.model import EXISTING
from graph.network.material import Material, Nodes, Shown


@dataclass(frozen=True, slots=True)
class NetworkFilters:
    """What is wanted; all must fit, and empty means any.

    ``study``, ``theme``, ``role`` and ``coder`` are ids or IRIs. ``theme`` takes in the themes
    below it unless ``subthemes`` is false, ``role`` always those below it.

    A theme and a valence (``barrier``, ``facilitator``, ``neutral``) leave what is coded to such
    themes, and ties that arise in them. A role leaves words that speak of it or that are said by
    somebody who holds it or belongs to it, and ties with it at an end. A method (``interview``,
    ``focus-group``) leaves what was said there, and ties that rest on such a quote. ``statuses``
    concern ties alone; without any, ties of all statuses are wanted. A coder leaves what that
    coder coded.
    """

    study: str = ""
    theme: str = ""
    subthemes: bool = True
    valence: str = ""
    role: str = ""
    method: str = ""
    statuses: tuple[str, ...] = EXISTING
    coder: str = ""


def where(material: Material, wanted: NetworkFilters) -> Material:
    """Return what the filters want. Raises ``NotFoundError`` for a value that isn't there."""
    part = material
    if wanted.study:
        part = _of_study(part, wanted.study)
    if wanted.coder:
        part = _of_coder(part, wanted.coder)
    if wanted.method:
        part = _of_method(part, wanted.method)
    if wanted.theme or wanted.valence:
        part = _of_themes(part, wanted)
    if wanted.role:
        part = _of_role(part, wanted.role)
    return _of_statuses(part, wanted.statuses) if wanted.statuses else part


def _of_study(material: Material, study: str) -> Material:
    numbers = _places(study, material.studies, "study")
    ids = {material.studies[number] for number in numbers}
    people = material.respondents.only(np.isin(material.respondents.study, numbers))
    part = _with_words(material, np.isin(material.stretch_study, numbers))
    ties = tuple(tie for tie in material.ties if tie.study in ids)
    holdings = material.holdings.only(people.shown[material.holdings.subject])
    themes = material.themes.only(np.isin(material.themes.study, numbers))
    part = replace(part, themes=themes, respondents=people, ties=ties, holdings=holdings)
    return replace(part, roles=material.roles.only(part.roles_in_use()))


def _of_coder(material: Material, coder: str) -> Material:
    numbers = _places(coder, material.coders, "coder")
    ids = {material.coders[number] for number in numbers}
    return replace(
        material,
        codings=material.codings.only(np.isin(material.codings.coder, numbers)),
        mentions=material.mentions.only(np.isin(material.mentions.coder, numbers)),
        ties=tuple(tie for tie in material.ties if tie.coder in ids),
    )


def _of_method(material: Material, method: str) -> Material:
    _one_of(method, ontology.scheme("method"), "method")
    people = np.array([m == method for m in material.methods], dtype=np.bool_)
    spoken = np.append(people, values=False)[material.said_by]  # NOBODY is the last
    words = {material.stretches[number] for number in np.flatnonzero(spoken)}
    return replace(
        _with_words(material, spoken),
        respondents=material.respondents.only(people),
        holdings=material.holdings.only(people[material.holdings.subject]),
        ties=tuple(tie for tie in material.ties if not words.isdisjoint(tie.evidence)),
    )


def _of_themes(material: Material, wanted: NetworkFilters) -> Material:
    mask = material.themes.shown.copy()
    if wanted.theme:
        mask &= _below(material.themes, wanted.theme, deep=wanted.subthemes)
    if wanted.valence:
        _one_of(wanted.valence, ontology.scheme("valence"), "valence")
        mask &= np.array([n.valence == wanted.valence for n in material.themes.nodes], np.bool_)
    ids = {material.themes.nodes[number].id for number in np.flatnonzero(mask)}
    return replace(
        material,
        themes=material.themes.only(mask),
        codings=material.codings.only(mask[material.codings.object]),
        ties=tuple(tie for tie in material.ties if tie.theme in ids),
    )


def _of_role(material: Material, role: str) -> Material:
    mask = _below(material.roles, role)
    mentions = material.mentions.only(mask[material.mentions.object])
    holdings = material.holdings.only(mask[material.holdings.object])
    holders = np.zeros(len(material.respondents.nodes) + 1, dtype=np.bool_)
    holders[holdings.subject] = True
    concerned = holders[material.said_by]  # the authors' NOBODY is the last, and holds nothing
    concerned[mentions.subject] = True
    ids = {material.roles.nodes[number].id for number in np.flatnonzero(mask)}
    ties = tuple(tie for tie in material.ties if tie.source in ids or tie.target in ids)
    met = {end for tie in ties for end in (tie.source, tie.target)}
    shown = mask | np.array([node.id in met for node in material.roles.nodes], dtype=np.bool_)
    return replace(
        material,
        roles=material.roles.only(shown),
        codings=material.codings.only(concerned[material.codings.subject]),
        mentions=mentions,
        holdings=holdings,
        ties=ties,
    )


def _of_statuses(material: Material, statuses: Sequence[str]) -> Material:
    for status in statuses:
        _one_of(status, ontology.scheme("tie-status"), "tie status")
    return replace(material, ties=tuple(tie for tie in material.ties if tie.status in statuses))


def _with_words(material: Material, mask: Shown) -> Material:
    return replace(
        material,
        codings=material.codings.only(mask[material.codings.subject]),
        mentions=material.mentions.only(mask[material.mentions.subject]),
    )


def _below(nodes: Nodes, wanted: str, *, deep: bool = True) -> Shown:
    """Return which are the wanted node or below it. Raises ``NotFoundError`` if none is it."""
    if deep:
        found = [any(_is(name, wanted) for name in ids) for ids in nodes.within]
    else:
        found = [_is(node.id, wanted) for node in nodes.nodes]
    if not any(found):
        kind = nodes.nodes[0].kind if nodes.nodes else "node"
        raise NotFoundError(_missing(kind, wanted, (node.id for node in nodes.nodes)))
    return np.array(found, dtype=np.bool_)


def _places(wanted: str, there: Sequence[str], what: str) -> list[int]:
    found = [number for number, name in enumerate(there) if _is(name, wanted)]
    if not found:
        raise NotFoundError(_missing(what, wanted, there))
    return found


def _is(name: str, wanted: str) -> bool:
    """Say whether a name is the wanted one, or an IRI that ends with the wanted id."""
    return name == wanted or name.endswith((f"/{wanted}", f"#{wanted}"))


def _one_of(wanted: str, known: Iterable[str], what: str) -> None:
    if wanted not in known:
        raise NotFoundError(_missing(what, wanted, known))


def _missing(what: str, wanted: str, known: Iterable[str]) -> str:
    there = list(known)
    mend = nearest(wanted, there) if there else "there is none at all"
    return f"{what} {wanted!r}: there is no such {what} in this material; {mend}"
