"""What was coded, as columns of numbers: what every network is projected from.

A column holds the numbers of nodes: ``codings.subject[k]`` is the stretch of text of coding ``k``
and ``codings.object[k]`` its theme. So a million codings are two arrays, and a projection of them
is a few operations on arrays. ``graph.network.reading`` reads it from a ``Study`` or the store.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.network.matrices import Integers, Node

Shown = NDArray[np.bool_]
NOBODY = -1
"""The respondent of words that nobody is named for, and the coder of such statements."""


@dataclass(frozen=True, slots=True)
class ReportedTie:
    """A tie as reported; ``theme``, ``coder`` may be empty. ``evidence`` are ids of stretches."""

    id: str
    study: str
    source: str
    target: str
    type: str
    status: str
    direction: str
    theme: str = ""
    coder: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedLink:
    """A link between two themes as reported."""

    source: str
    target: str
    type: str


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """Statements of one kind as parallel columns: of whom or what, what, and who coded it."""

    subject: Integers
    object: Integers
    coder: Integers

    def only(self, mask: Shown) -> "Statements":
        """Return the statements that the mask leaves."""
        return Statements(self.subject[mask], self.object[mask], self.coder[mask])


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Nodes of one kind. ``within`` are the ids of a node and of all above it.

    ``study`` has the study's number for each node, empty for roles, which studies share.
    ``shown`` says which are part of the networks: filters change it, but never a node's number.
    """

    nodes: tuple[Node, ...]
    within: tuple[frozenset[str], ...]
    study: Integers
    shown: Shown

    def only(self, mask: Shown) -> "Nodes":
        """Return the same with only those shown that the mask leaves."""
        return replace(self, shown=self.shown & mask)

    def number(self) -> dict[str, int]:
        """Return each node's number by its id."""
        return {node.id: number for number, node in enumerate(self.nodes)}


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What was coded in one or several studies.

    A stretch is a quote (``quoted``) or a passage; ``said_by`` is its respondent's number, or
    ``NOBODY`` for the authors' own words and for quotes of which the source doesn't say whose they
    are; ``place`` is the same for stretches that overlap in one document.
    ``codings`` say of a stretch that it illustrates a theme, ``mentions`` that it speaks of a
    role, and ``holdings`` of a respondent that they hold a role or belong to it.
    """

    studies: tuple[str, ...]
    coders: tuple[str, ...]
    themes: Nodes
    roles: Nodes
    respondents: Nodes
    methods: tuple[str, ...]
    stretches: tuple[str, ...]
    stretch_study: Integers
    quoted: Shown
    said_by: Integers
    place: Integers
    codings: Statements
    mentions: Statements
    holdings: Statements
    ties: tuple[ReportedTie, ...]
    links: tuple[ReportedLink, ...]

    def roles_in_use(self) -> Shown:
        """Return which roles are mentioned, held, belonged to or tied."""
        used = np.zeros(len(self.roles.nodes), dtype=np.bool_)
        used[self.mentions.object] = True
        used[self.holdings.object] = True
        number = self.roles.number()
        used[[number[end] for tie in self.ties for end in (tie.source, tie.target)]] = True
        return used
