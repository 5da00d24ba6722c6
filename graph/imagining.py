"""What if, of a study in the store: ties in words, and what they would change there."""

from collections.abc import Iterator, Sequence

import ontology
from graph.answers import Filters, GapAnswer, ask
from graph.gaps.records import Figure, Gap, Ref
from graph.gaps.what_if import Consequences, parse_ties, what_if
from graph.rdf.iris import StudyIris
from graph.rdf.quads import study_from_quads
from graph.stores.embedded import Snapshot

_ELSEWHERE = "tie-elsewhere"


def imagine(snapshot: Snapshot, study: str, words: Sequence[str]) -> Consequences:
    """Return what ties such as “NHS -> VCS: collaborates with” would change in a study, by its IRI.

    Nothing is stored. Raises ``InputError`` if the words say no tie.
    """
    iris = StudyIris(study)
    whole = study_from_quads(snapshot.graph(iris.coded), iris)
    return what_if(whole, parse_ties(words, whole), list(_reported_elsewhere(snapshot, study)))


def _reported_elsewhere(snapshot: Snapshot, study: str) -> Iterator[Gap]:
    """Yield the gaps that are in the store because of other studies: both roles are shared ones."""
    for found in ask(snapshot, GapAnswer, Filters(study=study, kind=_ELSEWHERE)):
        yield Gap(
            id=found.id,
            kind=found.kind,
            sentence=found.sentence,
            question=found.question,
            involves=tuple(Ref("roles", ontology.notation(role)) for role in found.involves),
            evidence=tuple(map(_tie, found.evidence)),
            score=found.score,
            figures=tuple(Figure(figure.name, figure.value) for figure in found.figures),
        )


def _tie(iri: str) -> Ref:
    study, _, name = iri.rsplit("/", 2)
    return Ref("ties", name, study)
