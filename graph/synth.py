"""Invented studies with the shape of real ones, for benchmarks and for trying things out.

Every study says in its title, its note and each of its texts that it's invented. Its sizes are
drawn around those of published interview studies (as the bundled one: 7 themes, 17 respondents, 28
quotes, 35 ties); who is spoken of and tied follows a heavy tail, as it does there. The same seed
and number always give the same study, whichever others are made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from random import Random
from typing import TypeVar

import ontology
from graph.errors import InputError
from graph.model import (
    Coder,
    Coding,
    DataCollection,
    Document,
    Mention,
    Passage,
    Quote,
    Respondent,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
)

MAX_STUDIES = 1_000_000
"""More studies than anybody has coded; a typing error isn't to fill a disk."""

NOTE = "Invented by a program, words and all: it reports nothing of anybody."

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Synthetic:
    """An invented study, and its text by document id."""

    study: Study
    sources: dict[str, str]


def synthetic_studies(studies: int, seed: int = 1, quotes: int = 30) -> Iterator[Synthetic]:
    """Yield invented studies, with so many quotes each on average.

    Raises ``InputError`` if a number is out of range.
    """
    if not 1 <= studies <= MAX_STUDIES:
        raise InputError(f"{studies} studies can't be made; ask for 1 to {MAX_STUDIES}")
    if quotes < 1:
        raise InputError(f"a study of {quotes} quotes can't be made; ask for 1 at least")
    return (_Maker(number, seed, quotes).made() for number in range(1, studies + 1))


class _Maker:
    """Makes one study; each table is drawn from those before it."""

    def __init__(self, number: int, seed: int, quotes: int) -> None:
        self.chance = Random(f"{seed}/{number}")  # noqa: S311 -- nothing secret
        self.id = f"synthetic-{number:05}"
        self.title = f"Synthetic study {number} (invented)"
        self.size = max(1, round(quotes * self.chance.uniform(0.5, 1.5)))
        self.text: list[str] = []
        self.length = 0
        self.ids = count(1)

    def made(self) -> Synthetic:
        """Return the study."""
        roles = self._roles()
        themes = self._themes()
        leaves = [theme.id for theme in themes if theme.broader]
        people = self._people(roles)
        self._write(f"{self.title}. {NOTE}\n")
        quotes = [self._quote(number, people) for number in range(1, self.size + 1)]
        passages = [self._passage(number, leaves) for number in range(1, self.size + 1)]
        ties = [self._tie(n, roles, leaves, quotes, passages) for n in range(1, self.size + 1)]
        text = "".join(self.text)
        return Synthetic(
            Study(
                info=StudyInfo(self.id, self.title, language="en", note=NOTE),
                coders=(Coder("synth", "Themegraph's maker of invented studies", "program"),),
                documents=(
                    Document(
                        "findings", "Findings", sha256(text.encode()).hexdigest(), len(text), NOTE
                    ),
                ),
                collections=(
                    DataCollection("interviews", "Interviews", "interview"),
                    DataCollection("focus-groups", "Focus groups", "focus-group"),
                ),
                themes=tuple(themes),
                respondents=tuple(people),
                quotes=tuple(quotes),
                passages=tuple(passages),
                codings=tuple(self._codings(quotes, leaves)),
                mentions=tuple(self._mentions(quotes, passages, roles)),
                ties=tuple(ties),
                links=tuple(self._links(themes, passages)),
            ),
            {"findings": text},
        )

    # ------------------------------------------------------------ tables

    def _roles(self) -> list[str]:
        """Draw the roles that the study speaks of, the most spoken of first."""
        shared = sorted(ontology.scheme("role"))
        return self.chance.sample(shared, self.chance.randint(8, min(18, len(shared))))

    def _themes(self) -> list[Theme]:
        sides = ("barrier", "facilitator")
        tops = [Theme(f"{side}s", f"{side.capitalize()}s", "", side) for side in sides]
        below = self.chance.randint(3, 9)
        names = self.chance.sample(range(1, 41), below)  # so that studies share some labels
        parts = [
            Theme(f"topic-{name}", f"Invented topic {name}", f"{self.chance.choice(sides)}s")
            for name in names
        ]
        return [*tops, *parts]

    def _people(self, roles: Sequence[str]) -> list[Respondent]:
        number = max(1, round(self.size * self.chance.uniform(0.4, 0.8)))
        return [self._person(place, roles) for place in range(1, number + 1)]

    def _person(self, place: int, roles: Sequence[str]) -> Respondent:
        gathered = self.chance.choice(("interviews", "focus-groups"))
        person = Respondent(f"r{place}", f"Invented respondent {place}", gathered)
        known = self.chance.random()
        if known < 0.3:  # noqa: PLR2004 -- shares as in studies that we read
            return person
        held = self._often(roles)
        if known < 0.6:  # noqa: PLR2004 -- the same
            return Respondent(person.id, person.label, gathered, affiliation=held)
        return Respondent(person.id, person.label, gathered, role=held, role_basis="stated")

    def _quote(self, number: int, people: Sequence[Respondent]) -> Quote:
        person = self.chance.choice(people)
        words = f"Invented words {number} that {person.label.lower()} never said."
        start = self._write(f"“{words}” ({person.label})\n") + 1
        layout = self.chance.choice(("block", "inline"))
        end = start + len(words)
        return Quote(f"q{number}", words, person.id, "findings", start, end, layout)

    def _passage(self, number: int, themes: Sequence[str]) -> Passage:
        words = f"Invented sentence {number} of authors who don’t exist."
        start = self._write(f"{words}\n")
        theme = self.chance.choice(themes)
        end = start + len(words)
        return Passage(f"p{number}", "findings", start, end, theme, f"Invented passage {number}.")

    def _codings(self, quotes: Sequence[Quote], themes: Sequence[str]) -> Iterator[Coding]:
        for quote in quotes:
            for theme in self.chance.sample(themes, min(self.chance.choice((1, 1, 1, 2)), 3)):
                yield Coding(f"c{next(self.ids)}", quote.id, theme, "synth")

    def _mentions(
        self, quotes: Sequence[Quote], passages: Sequence[Passage], roles: Sequence[str]
    ) -> Iterator[Mention]:
        places = [*((quote.id, "") for quote in quotes), *(("", p.id) for p in passages)]
        for quote, passage in places:
            for role in dict.fromkeys(self._often(roles) for _ in range(self.chance.randint(0, 3))):
                yield Mention(f"m{next(self.ids)}", role, quote, passage, coder="synth")

    def _tie(
        self,
        number: int,
        roles: Sequence[str],
        themes: Sequence[str],
        quotes: Sequence[Quote],
        passages: Sequence[Passage],
    ) -> Tie:
        source = self._often(roles)
        target = self._often([role for role in roles if role != source])
        kind = self.chance.choice(list(ontology.scheme("tie-type").values()))
        status = self.chance.choices(list(_STATUSES), list(_STATUSES.values()))[0]
        mutual = kind.symmetric or self.chance.random() < 0.1  # noqa: PLR2004 -- as above
        said = self.chance.random() < 0.4  # noqa: PLR2004 -- the same
        return Tie(
            f"t{number}",
            source,
            target,
            kind.notation,
            status,
            "mutual" if mutual else "one-way",
            "respondent" if said else "authors",
            self.chance.choice(themes),
            (self.chance.choice(quotes).id,) if said else (),
            () if said else (self.chance.choice(passages).id,),
            coder="synth",
        )

    def _links(self, themes: Sequence[Theme], passages: Sequence[Passage]) -> Iterator[ThemeLink]:
        helps = [theme.id for theme in themes if theme.broader == "facilitators"]
        hinders = [theme.id for theme in themes if theme.broader == "barriers"]
        for number in range(1, 1 + min(len(helps), len(hinders))):
            yield ThemeLink(
                f"l{number}",
                self.chance.choice(helps),
                self.chance.choice(hinders),
                "addresses",
                "authors",
                (),
                (self.chance.choice(passages).id,),
                coder="synth",
            )

    # ------------------------------------------------------------ chance and text

    def _often(self, items: Sequence[Item]) -> Item:
        """Draw an item; the n-th is drawn with a weight of 1/n (Zipf)."""
        weights = [1 / place for place in range(1, len(items) + 1)]
        return self.chance.choices(items, weights)[0]

    def _write(self, words: str) -> int:
        """Add words to the text, and return where they start."""
        start, self.length = self.length, self.length + len(words)
        self.text.append(words)
        return start


_STATUSES = {"established": 11, "wanted": 11, "strained": 7, "missing": 3, "emerging": 3}
"""Statuses of ties, as often as in the bundled study when it was first coded."""
