"""Lists that are behind: what was written down before an update, and which studies it concerns.

A change by SPARQL or of a graph doesn't wait for lists. Its generation gets the former file by a
hard link, and the names of the studies whose graphs it may have touched; so whoever completes it,
or builds next, asks about these alone.
"""

import json
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.rdf.iris import ACROSS_GRAPH, ONTOLOGY_GRAPH

NAME = "lists.sqlite"
"""The file of lists in a generation's folder."""
FORMER = "lists.former.sqlite"
"""The file that was written for a generation before."""
BEHIND = "lists.behind"
"""What names the studies that aren't in the former file as they are now: a JSON list of IRIs."""
LOCK = f"{NAME}.lock"
"""Held by whoever writes the lists of a generation that is in use already."""
FILES = (FORMER, BEHIND)
STUDY_GRAPH = re.compile(r"(.+)/graph/(?:coded|derived)")


@dataclass(frozen=True, slots=True)
class Base:
    """A file of lists, and the studies that have changed since it was written."""

    file: Path
    concerned: frozenset[str] = frozenset()


def base(folder: Path) -> Base | None:
    """Return what lists of this generation, or of one after it, can be made from."""
    if (folder / NAME).is_file():
        return Base(folder / NAME)
    if not (folder / FORMER).is_file():
        return None
    try:
        return Base(folder / FORMER, frozenset(json.loads((folder / BEHIND).read_text("utf-8"))))
    except (OSError, ValueError):  # then all is written anew
        return None


def concerned(
    before: ox.Store, after: ox.Store, changed: Collection[str] | None
) -> frozenset[str] | None:
    """Return the studies whose lists a change of these graphs bears on, ``None``: any.

    ``None`` are graphs that aren't known. What the ontology says is in every study's lists.
    """
    if changed is None or ONTOLOGY_GRAPH in changed:
        return None
    found = {study[1] for name in changed if (study := STUDY_GRAPH.fullmatch(name))}
    if ACROSS_GRAPH in changed:
        found |= _told_anew(before, after)
    return frozenset(found)


def _told_anew(before: ox.Store, after: ox.Store) -> set[str]:
    """Return the studies of which the graph across studies says something else than before."""
    graph = ox.NamedNode(ACROSS_GRAPH)
    one, other = ({*each.quads_for_pattern(None, None, None, graph)} for each in (before, after))
    subjects = {
        quad.subject.value for quad in one ^ other if isinstance(quad.subject, ox.NamedNode)
    }
    return {subject.partition("#")[0].rsplit("/", 2)[0] for subject in subjects}


def carry(former: Path | None, folder: Path, more: frozenset[str] | None) -> None:
    """Give a generation that isn't named yet what its lists can be made from.

    ``former`` is the folder of the one before, ``more`` the studies concerned since.
    """
    known = base(former) if former is not None else None
    if known is None or more is None:
        return
    with suppress(OSError):  # no hard links here: then all is written anew
        (folder / FORMER).hardlink_to(known.file)
        (folder / BEHIND).write_text(json.dumps(sorted(known.concerned | more)), "utf-8")


def drop(folder: Path) -> None:
    """Remove what was carried, once a generation has lists of its own."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
