"""Agreement in a study: for each code and overall, for each pair of coders and all together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.agreement.measures import (
    NOTHING,
    Disagreement,
    Kind,
    Text,
    alpha,
    kappa,
    kinds,
    same_code,
    same_codes,
)
from graph.agreement.tally import Tally, members, pairs, tally
from graph.agreement.tracks import Wanted, material
from graph.model import Study
from graph.paths import SEPARATOR, theme_paths

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Row:
    """How far coders agree on one code, or overall (``theme`` and ``path`` empty).

    ``units`` is how many characters or quotes are compared, ``coded`` to how many of them one of
    the coders gave this code (overall: any code). ``agreement`` is a share from 0 to 1, for more
    than two coders of all their pairs; ``kappa`` and ``alpha`` are at most 1, with 0 for chance,
    and ``kappa`` is for two coders only. A figure that there is none of is ``None``, and
    ``remark`` says why.
    """

    text: str
    theme: str
    path: str
    coders: tuple[str, ...]
    units: int
    coded: int
    agreement: float | None
    kappa: float | None
    alpha: float | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A study's agreement, and in ``remarks`` what of it isn't compared, and why."""

    unit: str
    coders: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


def agreement(study: Study, wanted: Wanted) -> Report:
    """Compare the coders of a study, code by code and overall.

    Raises ``InputError`` if there aren't two coders to compare.

    >>> from graph.model import Coder, Coding, Document, Quote, StudyInfo, Theme
    >>> study = Study(
    ...     StudyInfo("s", "S"),
    ...     coders=(Coder("a", "A", "person"), Coder("b", "B", "person")),
    ...     documents=(Document("d", "D", length=40),),
    ...     themes=(Theme("t", "T"),),
    ...     quotes=(Quote("q", "w" * 10, "r", "d", 0, 10, "block"),),
    ...     codings=(Coding("1", "q", "t", "a"), Coding("2", "q", "t", "b")),
    ... )
    >>> [(row.text, row.units, row.alpha) for row in agreement(study, Wanted()).rows if row.theme]
    [('all', 40, 1.0), ('coded', 10, 1.0), ('both', 10, None)]
    """
    found = material(study, wanted)
    counts = tally(found.tracks)
    paths = {theme: SEPARATOR.join(path) for theme, path in theme_paths(study).items()}
    rows = tuple(
        row
        for text in Text
        for group in _groups(len(found.coders))
        for row in _Comparison(paths, counts, found.coders, group, text).rows()
    )
    return Report(wanted.unit, found.coders, rows, found.remarks)


def _groups(coders: int) -> list[int]:
    """Return all coders together, then each pair of them; the same if there are two."""
    everybody = (1 << coders) - 1
    each = [1 << first | 1 << second for first, second in pairs(everybody)]
    return each if coders == _PAIR else [everybody, *each]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A group of coders, compared in one text."""

    paths: Mapping[str, str]
    counts: Tally
    coders: Sequence[str]
    group: int
    text: Text

    def rows(self) -> Iterator[Row]:
        found = {theme: kinds(self.counts, theme, self.group, self.text) for theme in self.paths}
        kappas = {theme: self._kappa(units) for theme, units in found.items()}
        alphas = {theme: alpha(units, self.text) for theme, units in found.items()}
        anything = next(iter(found.values()), [])
        yield self._row(
            "", "", anything,
            sum(kind.count for kind in anything if kind.coded & kind.present),
            same_codes(self.counts, self.group, self.text),
            sum(kappas.values(), NOTHING), sum(alphas.values(), NOTHING),
        )  # fmt: skip
        for theme, path in self.paths.items():
            units = found[theme]
            coded = sum(kind.count for kind in units if kind.gave & kind.present)
            alike = same_code(units, self.text)
            yield self._row(theme, path, units, coded, alike, kappas[theme], alphas[theme])

    def _kappa(self, found: Sequence[Kind]) -> Disagreement:
        if self.group.bit_count() > _PAIR:
            return NOTHING
        first, second = members(self.group)
        return kappa(found, (first, second), self.text)

    def _row(
        self,
        theme: str,
        path: str,
        found: Sequence[Kind],
        coded: int,
        alike: tuple[int, int],
        for_kappa: Disagreement,
        for_alpha: Disagreement,
    ) -> Row:
        same, compared = alike
        coders = tuple(self.coders[number] for number in members(self.group))
        return Row(
            self.text.value, theme, path, coders,
            sum(kind.count for kind in found if self.text is not Text.CODED or kind.coded),
            coded, same / compared if compared else None,
            for_kappa.coefficient, for_alpha.coefficient,
            "" if for_alpha.expected else _why_not(self.text, compared, coded),
        )  # fmt: skip


def _why_not(text: Text, compared: int, coded: int) -> str:
    if not compared:
        return _NOTHING[text]
    return "no variation: given everywhere" if coded else "nobody gave this code"


_NOTHING = {
    Text.ALL: "nothing to compare",
    Text.CODED: "nobody coded anything",
    Text.BOTH: "nothing that two coded",
}
