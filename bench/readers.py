"""How well the narrative reader reads: ``make bench-readers``.

Each sample stands in a folder beside the repository as ``NAME.txt``, ``NAME.jats.xml`` and
``NAME.gold.json``: the quotes that a person found, with speaker, headings above and kind. A found
quote counts for a field if a quote of the gold has the same words and the same value of that field;
white space is one space. A question of the gold, whose speaker is the interviewer, is no quote but
must be kept as context. Precision and recall are micro-averaged: over all quotes of all files.
The ties that are suggested for the bundled study are counted against those that people coded.
"""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import bundled
from graph.folders.check import load
from graph.model import Passage, Quote, Study, Tie
from graph.readers import formats, labels
from graph.readers.request import Request
from graph.readers.summary import as_json

SHARED = Path(__file__).parents[2] / "shared"
SAMPLES = SHARED / "samples/narrative"
FIRST_TEXT = SHARED / "study/findings.txt"
FORMS = (".txt", ".jats.xml")
FIELDS: Mapping[str, Sequence[str]] = {
    "text": (),
    "speaker": ("speaker",),
    "theme path": ("theme_path",),
    "kind": ("kind",),
    "all four": ("speaker", "theme_path", "kind"),
}
LEAST = 0.95
"""The least precision and recall of each field, micro-averaged over the samples of one form."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many quotes were right, found, and there to be found."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Return both together."""
        return Score(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was found that is right, from 0 to 1; 1 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is to find that was found, from 0 to 1; 1 if there's nothing."""
        return self.right / self.gold if self.gold else 1.0

    def __str__(self) -> str:
        """Return precision, recall and the counts."""
        return (
            f"precision {self.precision:.3f}  recall {self.recall:.3f}"
            f"  ({self.right} right of {self.found} found and {self.gold} in the gold)"
        )


def main() -> int:
    """Print the scores; return 1 if one is below the least, 2 if there is nothing to measure."""
    golds = sorted(SAMPLES.glob("*.gold.json"))
    missing = [str(path) for path in (SAMPLES, FIRST_TEXT) if not path.exists()]
    if not golds or missing:
        print(f"There is nothing to measure: {', '.join(missing) or SAMPLES}", file=sys.stderr)
        return 2
    enough = [is_enough(form, golds) for form in FORMS]
    _measure_ties()
    return 0 if all(enough) else 1


def _measure_ties() -> None:
    """Print how many coded ties of the bundled study are suggested, and how many others are."""
    coded = load(bundled.FIRST_STUDY, FIRST_TEXT)
    suggested = formats.read_source(FIRST_TEXT, Request("first", "First")).study
    near = [(a, b) for a in coded.ties for b in suggested.ties if _meet(coded, a, suggested, b)]
    alike = [(a, b) for a, b in near if a.type == b.type]
    stand = [(a, b) for a, b in alike if a.status == b.status]
    print(f"Ties of {coded.info.id}: {len(coded.ties)} coded, {len(suggested.ties)} suggested")
    for what, pairs in (
        ("same roles, in words that overlap", near),
        ("and the same type", alike),
        ("and the same status", stand),
    ):
        found, right = ({pair[side].id for pair in pairs} for side in (0, 1))
        print(f"  {what}: {len(found)} coded ties suggested, {len(right)} suggestions coded")


def _meet(coded: Study, one: Tie, suggested: Study, other: Tie) -> bool:
    """Whether two ties join the same roles, in the same direction if they have one."""
    ends, others = [one.source, one.target], [other.source, other.target]
    either_way = "mutual" in {one.direction, other.direction}
    same = ends == others or (either_way and ends == others[::-1])
    return same and any(
        a.start < b.end and b.start < a.end
        for a in _evidence(coded, one)
        for b in _evidence(suggested, other)
    )


def _evidence(study: Study, tie: Tie) -> Iterator[Quote | Passage]:
    named = {*tie.quotes, *tie.passages}
    yield from (quote for quote in study.quotes if quote.id in named)
    yield from (passage for passage in study.passages if passage.id in named)


def is_enough(form: str, golds: Sequence[Path]) -> bool:
    """Print the scores of one form; return whether each reaches the least."""
    print(f"Articles as *{form}")
    totals = dict.fromkeys(FIELDS, Score())
    for gold in golds:
        scores = dict(_scores(gold, form))
        print(f"  {gold.name.removesuffix('.gold.json'):<28} {scores['all four']}")
        totals = {name: totals[name] + scores[name] for name in FIELDS}
    print("  micro-averaged over all quotes")
    for name, score in totals.items():
        print(f"    {name:<11} {score}")
    return all(score.precision >= LEAST and score.recall >= LEAST for score in totals.values())


def _scores(gold: Path, form: str) -> Iterator[tuple[str, Score]]:
    source = gold.with_name(gold.name.replace(".gold.json", form))
    reading = formats.read_source(source, Request("sample", "Sample"))
    expected = json.loads(gold.read_text("utf-8"))
    data = as_json(reading)
    found = [{**quote, "quote": quote["text"]} for quote in data["quotes"]]
    kept = {" ".join(turn["text"].split()) for turn in data["context"]}
    expected = [quote for quote in expected if not _is_kept_question(quote, kept)]
    for name, fields in FIELDS.items():
        yield name, _score(_keys(found, fields), _keys(expected, fields))


def _is_kept_question(quote: Mapping[str, object], kept: Collection[str]) -> bool:
    return labels.asks(str(quote["speaker"])) and " ".join(str(quote["quote"]).split()) in kept


def _keys(quotes: Iterable[Mapping[str, object]], fields: Sequence[str]) -> Counter[Key]:
    return Counter(
        (" ".join(str(quote["quote"]).split()), *(str(quote[field]) for field in fields))
        for quote in quotes
    )


def _score(found: Counter[Key], gold: Counter[Key]) -> Score:
    return Score((found & gold).total(), found.total(), gold.total())


if __name__ == "__main__":
    sys.exit(main())
