"""When two records are the same, and which records refer to which."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from graph.folders.tables import foreign_keys
from graph.model import Mention, Passage, Quote, Study, ThemeLink, Tie

Holder = Quote | Passage
Key = tuple[object, ...]


# ---------------------------------------------------------------- what is the same


def matched(
    old: Sequence[Holder], new: Sequence[Holder], current: Mapping[str, str]
) -> dict[str, Holder]:
    """Return for quotes or passages, by id, the one in the new reading that is the same.

    That's the one at the same place, else the next with the same words, else the first that
    overlaps it, or whose words are much alike between the same neighbours. ``current`` leads from
    former documents to what they are now.
    """
    found: dict[str, Holder] = {}
    for place in (_place, _words):
        offered: dict[Key, list[Holder]] = defaultdict(list)
        for row in _left(new, {partner.id for partner in found.values()}):
            offered[(row.document, *place(row))].append(row)
        for row in sorted(_left(old, found), key=lambda row: row.start):
            document = current.get(row.document, row.document)
            fitting = offered.get((document, *place(row)), [])
            is_comparable = place is _words or document == row.document
            if fitting and is_comparable:
                found[row.id] = fitting.pop(0)
    for row in _left(new, {partner.id for partner in found.values()}):
        partner = next((held for held in _left(old, found) if _overlap(held, row)), None)
        if partner:
            found[partner.id] = row
    return found | _alike([row for row in old if row.document in current], new, found)


MUCH_ALIKE = 0.7
"""From this ratio on (difflib's, 0 to 1), words are the same words, changed."""
_MOST_PAIRS = 2_500
"""Between two neighbours no more pairs are compared: then it's another text."""


def _alike(
    old: Sequence[Holder], new: Sequence[Holder], found: Mapping[str, Holder]
) -> dict[str, Holder]:
    """Return pairs much alike among those that stand between the same neighbours."""
    partners = {row.id: old_id for old_id, row in found.items()}
    olds = _between(old, {old_id: old_id for old_id in found})
    alike: dict[str, Holder] = {}
    for neighbour, news in _between(new, partners).items():
        those = olds.get(neighbour, [])
        if len(those) * len(news) <= _MOST_PAIRS:
            pairs = [(ratio(a.text, b.text), a.id, b) for a in those for b in news]
            pairs = [pair for pair in pairs if pair[0] >= MUCH_ALIKE]
            for _, old_id, row in sorted(pairs, key=lambda pair: pair[0], reverse=True):
                if old_id not in alike and row not in alike.values():
                    alike[old_id] = row
    return alike


def _between(rows: Sequence[Holder], names: Mapping[str, str]) -> dict[str, list[Holder]]:
    """Return those without a name by the name of the one before them."""
    groups: dict[str, list[Holder]] = defaultdict(list)
    before = ""
    for row in sorted(rows, key=lambda row: row.start):
        if row.id in names:
            before = names[row.id]
        else:
            groups[before].append(row)
    return groups


def ratio(first: str, second: str) -> float:
    """Return how much alike two texts are, 0 to 1; 0 for those that can't be much alike."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= MUCH_ALIKE else 0.0


def position(old: Holder, new: Holder, start: int, end: int) -> tuple[int, int] | None:
    """Return where words of a quote stand in what it is now, None if they are gone."""
    if old.text == new.text:
        return start + new.start - old.start, end + new.start - old.start
    words = old.text[start - old.start : end - old.start]
    at = -1
    for _ in range(old.text.count(words, 0, start - old.start) + 1):
        later = new.text.find(words, at + 1)
        at = later if later >= 0 else at
    return (new.start + at, new.start + at + len(words)) if words and at >= 0 else None


def _left(rows: Iterable[Holder], taken: Container[str]) -> list[Holder]:
    return [row for row in rows if row.id not in taken]


def _place(row: Holder) -> Key:
    return (row.start, row.end)


def _words(row: Holder) -> Key:
    return (row.text or row.id,)


def _overlap(old: Holder, new: Holder) -> bool:
    return old.document == new.document and old.start < new.end and new.start < old.end


def keys(row: Any, documents: Mapping[str, str]) -> tuple[Key, Key]:  # noqa: ANN401 -- a statement
    """Return what makes two statements of one table the same: exactly, and loosely.

    Ties and links are loosely the same if they have the same ends and evidence but not the same
    type. ``documents`` are those of quotes and passages.
    """
    if isinstance(row, Mention):
        holder = row.quote or row.passage
        words: Key = (documents.get(holder, ""), row.start, row.end)
        said: Key = (row.role, *((holder,) if row.start is None else words))
        return said, said
    if isinstance(row, Tie | ThemeLink):
        loose: Key = (frozenset((row.source, row.target)), row.quotes, row.passages)
        return (*loose, row.type), loose
    coded: Key = (row.theme, row.quote, row.region, row.document)
    return coded, coded


# ---------------------------------------------------------------- what refers to what


def references(table: str, row: object) -> set[str]:
    """Return the references of what a record refers to by its columns."""
    found = set()
    for name, column, target in foreign_keys():
        if name == table:
            value = getattr(row, column)
            parts = value if isinstance(value, tuple) else (value,)
            found |= {f"{target}/{part}" for part in parts if part}
    return found


def touched(study: Study) -> set[str]:
    """Return the references of records that somebody noted, grouped, related or decided on."""
    return set(_touching(study))


def _touching(study: Study) -> Iterator[str]:
    yield from (made.about for made in study.decisions)
    yield from (known.about for known in study.attributes)
    yield from (known.value for known in study.attributes)
    for relation in study.relations:
        yield from (relation.source, relation.target)
    for memo in study.memos:
        yield from memo.about
    for group in study.sets:
        yield from group.members


def needed(study: Study) -> set[str]:
    """Return the references of all records that anything refers to."""
    found = touched(study)
    for table in dict.fromkeys(name for name, _, _ in foreign_keys()):
        for row in getattr(study, table):
            found |= references(table, row)
    return found
