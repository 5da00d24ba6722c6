"""How often computed gaps are false alarms, and how long all gaps take: `make bench-gaps`.

Prints two tables. The first makes studies without any structure, ties and mentions drawn at random,
and counts what the computed kinds of gap find there nonetheless. The second looks for all gaps of
invented studies (`themegraph synth`), those across studies included, in one process, and says how
long it took and how much memory the process held at most.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random

import ontology
from graph.gaps import expected_tie, search, structural_hole
from graph.gaps.across import Told, lacking, told
from graph.gaps.material import Material
from graph.gaps.records import Kind
from graph.model import Mention, Passage, Role, Study, StudyInfo, Theme, Tie
from graph.rdf.iris import study_iris
from graph.synth import synthetic_studies

COMPUTED: tuple[Kind, ...] = (expected_tie.KIND, structural_hole.KIND)
SHAPES = ((12, 18, 6), (20, 40, 10), (40, 120, 20), (60, 300, 30))
"""Actors, tied pairs and themes of the studies without structure."""

SECTORS = 5
PASSAGES_EACH = 4
"""Passages of each theme, each of which speaks of three actors."""


# ---------------------------------------------------------------- false alarms


def structureless_study(actors: int, ties: int, themes: int, seed: int) -> Study:
    """Return a study in which who is tied to whom, and who is spoken of where, is chance alone."""
    chance = Random(seed)  # noqa: S311 -- nothing secret
    sectors = sorted(ontology.scheme("sector"))[:SECTORS]
    roles = tuple(
        Role(f"actor-{n}", f"actor {n}", sector=chance.choice(sectors)) for n in range(actors)
    )
    pairs = chance.sample(list(combinations([role.id for role in roles], 2)), ties)
    places = [(f"p{t}-{n}", f"theme-{t}") for t in range(themes) for n in range(PASSAGES_EACH)]
    return Study(
        StudyInfo("random", "A study without structure (invented)"),
        roles=roles,
        themes=tuple(Theme(f"theme-{t}", f"Theme {t}") for t in range(themes)),
        passages=tuple(Passage(place, "d", 0, 1, theme) for place, theme in places),
        mentions=tuple(
            Mention(f"m-{place}-{role.id}", role.id, passage=place)
            for place, _ in places
            for role in chance.sample(roles, 3)
        ),
        ties=tuple(
            Tie(f"t{n}", one, other, "informs", "established", "one-way", "authors")
            for n, (one, other) in enumerate(pairs)
        ),
    )


@dataclass(frozen=True, slots=True)
class Alarms:
    """What a kind of gap found in studies without structure."""

    kind: str
    shape: tuple[int, int, int]
    studies: int
    alarmed: int
    compared: int
    gaps: int

    def line(self) -> str:
        """Return it as a row of the table."""
        actors, ties, themes = self.shape
        share = self.gaps / self.compared if self.compared else 0.0
        return (
            f"{self.kind:16} {actors:6} {ties:5} {themes:6} {self.studies:7} "
            f"{self.alarmed / self.studies:9.4f} {self.compared:9} {share:9.6f}"
        )


def false_alarms(studies: int) -> Iterator[Alarms]:
    """Yield what each computed kind finds in studies of each shape."""
    for shape in SHAPES:
        materials = [Material(structureless_study(*shape, seed)) for seed in range(studies)]
        for kind in COMPUTED:
            found = [kind.find(material) for material in materials]
            compared = sum(
                figure.value
                for finding in found
                for figure in finding.figures
                if figure.name.endswith("compared")
            )
            gaps = [len(finding.gaps) for finding in found]
            yield Alarms(
                kind.notation, shape, studies, sum(map(bool, gaps)), int(compared), sum(gaps)
            )


# ---------------------------------------------------------------- speed


@dataclass(frozen=True, slots=True)
class Run:
    """How long all gaps of a corpus took; ``held`` is the process's peak memory in MiB so far."""

    studies: int
    made: float
    within: float
    across: float
    gaps: int
    held: float

    def line(self) -> str:
        """Return it as a row of the table."""
        each = 1000 * (self.within + self.across) / self.studies
        return (
            f"{self.studies:7} {self.made:9.1f} {self.within:9.1f} {self.across:9.1f} "
            f"{each:9.1f} {self.gaps:9} {self.held:9.0f}"
        )


def all_gaps(studies: int) -> Run:
    """Look for all gaps of invented studies, one after the other, and then across all."""
    counts: Counter[str] = Counter()
    everybody: list[Told] = []
    made = within = 0.0
    source = synthetic_studies(studies)
    for _ in range(studies):
        start = time.perf_counter()
        study = next(source).study
        middle = time.perf_counter()
        for found in search(study):
            counts[found.kind.notation] += len(found.finding.gaps)
        everybody.append(told(study, study_iris(study.info.id).study))
        made, within = made + middle - start, within + time.perf_counter() - middle
    start = time.perf_counter()
    beside = lacking(everybody)
    across = time.perf_counter() - start
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(studies, made, within, across, counts.total() + len(beside), held)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=200, help="random studies of each shape")
    parser.add_argument("--studies", type=int, nargs="*", default=[100, 1000, 10_000])
    wanted = parser.parse_args()
    out = sys.stdout
    if wanted.random:
        out.write("Computed gaps (q < .05) in studies without structure\n")
        out.write("kind             actors  ties themes studies  with any  compared     share\n")
        for alarms in false_alarms(wanted.random):
            out.write(f"{alarms.line()}\n")
            out.flush()
    out.write("\nAll gaps of invented studies, in seconds, one process\n")
    out.write("studies    making    within    across  ms/study      gaps   MiB peak\n")
    for studies in wanted.studies:
        out.write(f"{all_gaps(studies).line()}\n")
        out.flush()


if __name__ == "__main__":
    main()
