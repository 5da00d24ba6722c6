"""Networks by name, with what they're made with: what the command line and others ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx

from graph.errors import MeasureError
from graph.network import nulls
from graph.network.material import Material
from graph.network.matrices import Incidence, Projection
from graph.network.normalisation import Normalisation
from graph.network.projections import (
    Agreement,
    Relation,
    Shared,
    Subject,
    Weight,
    respondent_theme,
    role_role,
    role_theme,
    role_tie,
    theme_theme,
)


class Network(StrEnum):
    """The networks that can be asked for by name."""

    TIES = "ties"
    ROLE_THEMES = "role-themes"
    RESPONDENT_THEMES = "respondent-themes"
    THEMES = "themes"
    ROLES = "roles"


TWO_MODES = frozenset({Network.ROLE_THEMES, Network.RESPONDENT_THEMES})


class Backbone(StrEnum):
    """The null models that edges can be compared with."""

    FIXED_ROW = "fixed-row"
    SDSM = "sdsm"
    FDSM = "fdsm"
    DISPARITY = "disparity"


@dataclass(frozen=True, slots=True)
class Making:
    """How networks are made; each network takes the options that concern it."""

    weight: Weight = Weight.QUOTES
    relation: Relation = Relation.SPOKEN_OF
    shared: Shared = Shared.RESPONDENTS
    agreement: Agreement = Agreement.CONGRUENCE
    normalisation: Normalisation = Normalisation.NONE
    subject: Subject = Subject.THEME


def two_mode(material: Material, network: Network, making: Making) -> Incidence:
    """Return a network of two kinds of nodes. Raises ``MeasureError`` if it isn't one."""
    if network is Network.ROLE_THEMES:
        return role_theme(material, making.weight, making.relation)
    if network is Network.RESPONDENT_THEMES:
        return respondent_theme(material, making.weight)
    raise MeasureError(f"{network}: has one kind of nodes; this is for networks of two")


def one_mode(material: Material, network: Network, making: Making) -> Projection:
    """Return a weighted network of one kind of nodes. Raises ``MeasureError`` if it isn't one."""
    if network is Network.THEMES:
        return theme_theme(material, making.shared)
    if network is Network.ROLES:
        return role_role(
            material, making.agreement, making.normalisation,
            relation=making.relation, subject=making.subject, weight=making.weight,
        )  # fmt: skip
    raise MeasureError(f"{network}: isn't a projection; this is for themes and roles")


def as_graph(material: Material, network: Network, making: Making) -> "nx.Graph[str]":
    """Return any of the networks as networkx; ties are directed, and may be several."""
    if network is Network.TIES:
        return role_tie(material)
    if network in TWO_MODES:
        return two_mode(material, network, making).to_networkx()
    return one_mode(material, network, making).to_networkx()


def groups_of(graph: "nx.Graph[str]") -> dict[str, str]:
    """Return the partition that comes with the nodes: roles' sectors, themes' valences."""
    return {
        node: str(about.get("sector") or about.get("valence") or "")
        for node, about in graph.nodes(data=True)
    }


def backbone(
    material: Material, network: Network, making: Making, model: Backbone
) -> nulls.NullResult:
    """Return the network's pairs against a null model.

    Raises ``MeasureError`` for ties, which are reported and not projected, and for a projection
    to which only the disparity filter applies.
    """
    if network is Network.TIES:
        raise MeasureError("backbone of ties: a tie is reported, not projected; see the gaps")
    if model is Backbone.DISPARITY:
        return nulls.disparity(_weighted(material, network, making))
    return _OF_TWO_MODES[model](_behind(material, network, making))


_OF_TWO_MODES: Mapping[Backbone, Callable[[Incidence], nulls.NullResult]] = {
    Backbone.FIXED_ROW: nulls.fixed_row,
    Backbone.SDSM: nulls.sdsm,
    Backbone.FDSM: nulls.fdsm,
}


def _weighted(material: Material, network: Network, making: Making) -> Projection:
    if network in TWO_MODES:
        return two_mode(material, network, making).shared()
    return one_mode(material, network, making)


def _behind(material: Material, network: Network, making: Making) -> Incidence:
    """Return the two-mode network that a projection is of: what is drawn anew by chance."""
    if network is Network.ROLES:
        return role_theme(material, making.weight, making.relation)
    if network is not Network.THEMES:
        return two_mode(material, network, making)
    if making.shared is Shared.RESPONDENTS:
        return respondent_theme(material).transposed
    if making.shared is Shared.ROLES:
        return role_theme(material, Weight.PASSAGES).transposed
    raise MeasureError(
        "backbone of themes by passages: places of a text aren't drawn anew by chance; use the "
        "disparity filter"
    )
