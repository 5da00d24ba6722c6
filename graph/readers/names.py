"""Names of the people whom a text lets speak, gathered from its authors' own sentences.

Reports in the manner of ethnography have no codes: *Agnieszka (51, cleaner) laughed*, *‘…,’ said
Dolores*. Such a name is taken where the text says what its bearer is, or that they spoke to the
authors; a name that only stands beside words in quotation marks, where the text has more such
names. Whoever is cited with a year is an author and never taken.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graph.readers import attribution, label_facts, labels, lexicon, marks
from graph.readers.text import Paragraph

_TITLE = labels.TITLE
_WORD = (
    r"(?:(?:Mc|Mac|O[’']|D[’']|El-|Al-)?[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?)"
    r"(?![\w-])(?<![’']s)"
)
_NOT_FIRST = (
    r"(?!(?:As|And|But|While|For|Her|His|The|An?|In|When|If|So|Yet|Then|Like|To|By|With|Our|My|"
    r"Their)\s)"
)
NAME = (
    rf"{_NOT_FIRST}(?:(?:{_TITLE}{labels.PARTICLES})?{_WORD}(?:\s(?:{labels.PARTICLES}{_WORD}|[A-Z]\.?(?=[\s,]))){{0,2}}"
    rf"|{_TITLE}?[A-ZÀ-Þ]\.(?=[\s,]|$))"
)
_SAYING = rf"(?:{'|'.join(lexicon.SAYING)}|{'|'.join(lexicon.GESTURES)})"
_ADVERB = r"(?:(?:\w+ly|also|then|once|had|has|who|again|later|further|himself|herself)\s){0,2}"
_OPENS = (
    r"(?:(?<=[.?!:;,—–]\s)|(?<=[.?!][”’\"')]\s)|^"
    r"|\b(?:[Aa]s|[Aa]nd|[Bb]ut|[Ww]hile|[Ff]or|[Hh]er|[Hh]is)\s(?:[a-z-]+\s)?)"
)
_WITH_AGE = re.compile(rf"\b(?P<name>{NAME})\s\((?:aged?\s)?[1-9]\d\)")
_IN_BRACKETS = re.compile(r"[(\[]\d{1,3}[)\]]")
_AGES = re.compile(rf"\b{NAME},\s(?:aged?\s)?[1-9]\d\b")
_APART = re.compile(
    rf"{_OPENS}(?P<name>{NAME}),\s(?:(?:an?\s|the\s|(?=one\sof\s))(?P<what>[^,.:;()]{{2,80}})|who(?:se)?\s[^.:;()]{{2,120}}),"
)
_OF_THE = re.compile(
    rf"\b(?:[Oo]ne|[Aa]nother)\sof\s(?:the|our|these|those)\s(?P<what>[\w’'-]+(?:\s[\w’'-]+){{0,3}}),\s(?P<name>{NAME}),"
)
_BY_ROLE = re.compile(rf"\b(?P<what>(?-i:[a-z][\w-]+))\s(?P<name>{NAME})(?=\s[a-z]|,)")
_TO_US = re.compile(
    rf"\b(?P<name>{NAME})\s{_ADVERB}(?:told|tells|assured|showed|shows|reminded|confided\sin|confessed\sto|"
    r"said\sto|explained\sto)\s(?:me|us)\b"
)
_MET = re.compile(
    rf"\b(?:I|[Ww]e)\s(?:\w+ly\s|had\s|then\s|first\s)?(?:asked|met|interviewed|visited|spoke\s(?:to|with)|talked\s(?:to|with))"
    rf"\s(?P<name>{NAME})"
)
_BEFORE_MARK = re.compile(
    rf"{_OPENS}(?P<name>{NAME})(?:,[^,.:;]{{1,80}},)?\s{_ADVERB}{_SAYING}\b[^.?!;“”\"]{{0,80}}$"
)
_LEADS_TO_MARK = re.compile(
    rf"{_OPENS}(?P<name>{NAME})(?:,[^,.:;]{{1,80}},)?\s[^.?!;:“”\"‘]{{3,100}}:\s*$"
)
_CREDITED = re.compile(
    rf"\b(?:[Aa]ccording\sto|[Ii]n\sthe\s(?:words|view|opinion|eyes|experience)\sof|[Aa]s)\s(?P<name>{NAME})[,\s][^.?!“”\"‘]{{0,120}}$"
)
_THEN_SAYS = re.compile(
    rf"{_OPENS}(?P<name>{NAME}),?\s[^.?!“”\"]{{3,160}}\.\s(?:[^.?!“”\"]{{0,80}},\s)?[Ss]?[Hh]e\s{_ADVERB}{_SAYING}\b"
)
_BEHIND_MARK = re.compile(
    rf"[\s,]{{1,3}}(?:as\s)?(?:(?P<name>{NAME})(?:\s\([1-9]\d\))?\s{_ADVERB}{_SAYING}\b|{_SAYING}\s(?P<said>{NAME})(?=[.,;:]|\s(?:who|when|while|as|in|with|of|about)\b|$))"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_THEORY = (
    "notion|concept|theory|theories|framework|term|argument|typology|definition|essay|book|article|study|model|"
    "thesis|writings?|metaphor|analysis"
)
_CITED = re.compile(
    rf"(?P<name>[A-ZÀ-Þ][\w’'-]+?)(?:[’']s)?,?(?:\s(?:et\sal\.?|and\s[A-ZÀ-Þ][\w’'-]+|&\s[A-ZÀ-Þ][\w’'-]+)){{0,2}},?\s?[(\[]?{_YEAR}"
    rf"|(?P<first>[A-ZÀ-Þ][\w’'-]+),?\s(?:and|&|et\sal)(?=[^.]{{0,40}}{_YEAR})"
    rf"|(?P<thinker>[A-ZÀ-Þ][\w’'-]+?)[’']s?\s(?:\w+\s)?(?:{_THEORY})"
    r"|(?P<numbered>[A-ZÀ-Þ][\w’'-]+)(?:\set\sal\.?)?\s?\[\d"
)
_NO_NAME = re.compile(
    rf"(?:{'|'.join(lexicon.MODIFIERS)}|{'|'.join(lexicon.MONTHS)}|{'|'.join(lexicon.QUANTITIES)}|"
    r"the|an?|this|that|these|those|they|he|she|it|we|i|you|one|two|three|another|others?|everyone|everybody|"
    r"nobody|no|not|someone|somebody|anyone|people|however|moreover|yet|still|then|here|there|when|while|as|"
    r"if|for|in|on|at|by|to|of|from|with|what|who|why|how|such|so|but|and|or|nor|her|his|our|their|my|its|"
    r"theme|table|figure|box|section|management|leadership|staff|government|parliament|council|"
    r"english|french|german|spanish|african|european|american|british|asian|indian|chinese|"
    r"christian|muslim|western|google|facebook|twitter|whatsapp|youtube|zoom|brexit|covid|"
    rf"first|second|third|last|next|finally|thus|hence|overall|indeed|again|only|even|just|{'|'.join(lexicon.PUBLICATIONS)})",
    re.IGNORECASE,
)
_FEWEST = 2
_MOST_OF = 0.8
_MANY = 5_000
"""Beyond that many names no text is a report of interviews; the rest isn't looked at."""


def speaking(paragraphs: Iterable[Paragraph], source: str = "") -> frozenset[str]:
    """Return the names, as printed, of those who speak in the paragraphs' own sentences.

    ``source`` is the whole text, whose references tell who is cited.
    """
    told: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    texts = [paragraph.text for paragraph in paragraphs]
    ages = _has_ages(texts)
    for text in texts:
        found = marks.find(text)
        plain = marks.outside(text)  # nobody is taken who is only spoken of in a quote
        told.update(_told(plain, ages=ages))
        beside.update(_beside(text, found))
    if len(told) + len(beside) > _MANY:
        return frozenset()
    words = words_in_small(texts)
    cited = {name for text in (*texts, source) for name in _cited(text)}
    sure, perhaps = (_kept(found, words, cited) for found in (told, beside))
    enough = sure or len(perhaps) >= _FEWEST
    return frozenset(sure | perhaps if enough else sure)


def _has_ages(texts: Sequence[str]) -> bool:
    """Whether a number in brackets behind a name is an age: *Amina (34)*, and no reference's.

    So if the text has ages elsewhere, or if such numbers stand behind names and little else.
    """
    if any(_AGES.search(text) for text in texts):
        return True
    met = [match["name"] for text in texts for match in _WITH_AGE.finditer(text)]
    numbers = sum(len(_IN_BRACKETS.findall(text)) for text in texts)
    return len(set(met)) >= _FEWEST and len(met) >= _MOST_OF * numbers


def _told(text: str, *, ages: bool) -> Iterator[str]:
    """Yield the names of whom the text says what they are, or that they spoke to the authors."""
    for match in label_facts.DESCRIBED.finditer(text):
        whole = text[match.start() - 1 : match.start()] != "-" and not _is_fact(text, match.start())
        if whole and label_facts.is_described(match.group()):
            yield _plain(re.split(r",|\s\(", match.group())[0])
    for form, is_person in (
        (_APART, label_facts.is_of_a_person),
        (_BY_ROLE, labels.is_person),
        (_OF_THE, labels.is_person),
    ):
        for match in form.finditer(text):
            if match["what"] is None or is_person(match["what"]):
                yield _plain(match["name"])
    for form in (_TO_US, _MET, *([_WITH_AGE] if ages else [])):
        yield from (_plain(match["name"]) for match in form.finditer(text))


def _is_fact(text: str, start: int) -> bool:
    """Whether words stand in brackets behind others, as a workplace does: *(P3, Station Red)*."""
    before = text[max(0, start - labels.LONGEST) : start]
    return before.endswith(", ") and "(" in before and ")" not in before.rpartition("(")[2]


def _beside(text: str, found: marks.Marks) -> Iterator[str]:
    """Yield the names that a verb of saying joins to words in quotation marks."""
    end = 0
    for pair in found.pairs:
        spoken = attribution.SPOKEN.search(text, pair.start, pair.end)
        lead = text[end : pair.outer_start]
        for form in (_BEFORE_MARK, _LEADS_TO_MARK, _CREDITED) if spoken else ():
            if match := form.search(lead):
                yield _plain(match["name"])
                break
        if spoken and (match := _BEHIND_MARK.match(text, pair.outer_end)):
            yield _plain(match["name"] or match["said"])
        end = pair.outer_end
    yield from (_plain(match["name"]) for match in _THEN_SAYS.finditer(marks.outside(text)))
    if text.rstrip().endswith(":") and (match := _BEFORE_MARK.search(text[end:].rstrip(" :"))):
        yield _plain(match["name"])


def _cited(text: str) -> Iterator[str]:
    for match in _CITED.finditer(text):
        yield from (name for name in match.groupdict().values() if name)


def _kept(names: Iterable[str], words: frozenset[str], cited: Iterable[str]) -> set[str]:
    """Leave out whom the text cites, and words that are no names: they stand in small as well."""
    authors = set(cited)
    return {
        name
        for name in names
        if not authors & set(name.split())
        and re.fullmatch(NAME, name)
        and (_is_titled(name) or all(could_name(word, words) for word in _own(name)))
    }


def could_name(word: str, words: frozenset[str]) -> bool:
    """Whether a word may be a name: ``words`` are the text's own in small letters."""
    common = word.casefold() in words or _NO_NAME.fullmatch(word) or label_facts.opens(word)
    return not common and labels.strength(word) == labels.Strength.LOOSE


def _own(name: str) -> list[str]:
    """Return the parts of a name without its title."""
    return re.sub(rf"^{_TITLE}", "", name).split()


def _is_titled(name: str) -> bool:
    return re.match(_TITLE, name) is not None


def _plain(name: str) -> str:
    return labels.as_printed(name)


def words_in_small(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that stand in small letters in any of the texts."""
    return frozenset(word for text in texts for word in re.findall(r"\b[a-zà-ÿ][\w’'-]*", text))
