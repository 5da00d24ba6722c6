"""What stands in a column: long texts, marks, few values that come again, labels of persons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_MARK = {"0", "1", "x", "✓", "✔", "true", "false", "yes", "no", "y", "n", "ja", "nein", "j",
         "oui", "non", "o", "si", "sí", "sim", "não", "vrai", "faux", "wahr", "falsch"}  # fmt: skip
_SET = {"1", "x", "✓", "✔", "true", "yes", "y", "ja", "j", "oui", "o", "si", "sí", "sim", "vrai",
        "wahr"}  # fmt: skip
_PERSON = re.compile(
    r"(?:p|r|i|id|s|ip|int|fg|fgd|kii|idi|resp|part|participant|respondent|interview(?:ee)?|"
    r"informant|person|case|speaker|teilnehmer(?:in)?|befragte[r]?|participante|entrevistad[oa])"
    r"[\s._#:-]*[0-9]{1,5}[a-z]?",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4.0
_MOST_CODE_WORDS = 8.0
_MOST_DISTINCT = 0.6
_MOST_OTHERS = 0.2


@dataclass(frozen=True)
class Column:
    """The cells of a column below the header; ``values`` are those that aren't empty."""

    cells: Sequence[str]

    @cached_property
    def values(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]

    @cached_property
    def words(self) -> float:
        """How many words a filled cell has on average."""
        return sum(len(value.split()) for value in self.values) / max(1, len(self.values))

    @cached_property
    def distinct(self) -> float:
        """The share of filled cells that differ: 1 if none comes again."""
        return len(set(self.values)) / max(1, len(self.values))

    def are_single_words(self) -> bool:
        """Whether no cell has a space, though there are several: as with ids."""
        return len(self.values) > 1 and not any(" " in value for value in self.values)

    def are_short(self) -> bool:
        """Whether the cells are labels rather than sentences: eight words at most on average."""
        return bool(self.values) and self.words <= _MOST_CODE_WORDS

    def are_texts(self) -> bool:
        """Whether quotes could stand here: four words on average or more."""
        return self.words >= _FEWEST_WORDS

    def are_marks(self) -> bool:
        """Whether each cell says yes or no, or is empty, and some say yes."""
        known = {value.casefold() for value in self.values}
        both = len(known) > 1 or len(self.values) < len(self.cells)
        return known <= _MARK and bool(known & _SET) and both

    def are_persons(self) -> bool:
        """Whether four of five cells are labels such as P12 or Interviewee 3."""
        hits = sum(_PERSON.fullmatch(value) is not None for value in self.values)
        return bool(self.values) and hits >= (1 - _MOST_OTHERS) * len(self.values)

    def are_labels(self) -> bool:
        """Whether several different words stand here: no numbers, marks or labels of persons."""
        numbers = sum(_is_number(value) for value in self.values)
        words = len(set(self.values)) > 1 and numbers <= _MOST_OTHERS * len(self.values)
        return words and not self.are_marks() and not self.are_persons()

    def could_be_codes(self) -> bool:
        """Whether the cells are short labels, and many come again."""
        short = self.words <= _MOST_CODE_WORDS and self.distinct <= _MOST_DISTINCT
        return short and self.are_labels()


def is_set(cell: str) -> bool:
    """Whether a mark says yes; a number above 0 does too."""
    return cell.casefold() in _SET or (_is_number(cell) and float(cell.replace(",", ".")) > 0)


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]{1,15}(?:[.,][0-9]{1,15})?", value) is not None
