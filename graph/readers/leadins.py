"""Who is named before a quote: ``P3: “…”``, ``As P3 put it, “…”``, ``According to P3, “…”``.

A label before a quote names its speaker only where the label is who speaks. Whoever is told or
asked, never said it, or is compared with, isn't; nor is somebody from an earlier sentence.
"""

import re
from dataclasses import replace
from itertools import pairwise

from graph.readers import clauses, embedded, label_facts, labels, lexicon, pronouns, roles, turns
from graph.readers.attribution import NOBODY, PROSE, Attribution, Known
from graph.readers.labels import Strength
from graph.readers.marks import Marked

_LONGEST = 300
_SENTENCE_START = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bProf)(?<!\b[A-ZÀ-Þ])[.?!…][”’\"')\]]{0,2}\s+(?=[A-Z(\[])"
)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,100})[)\]]")
_TURN = re.compile(
    rf"[\s*_>]*(?:(?:{label_facts.OPENING}|(?:In|By|On|For|At|To)\s[\w\s]{{2,30}}),\s+)?"
    r"(?:[(\[](?P<inner>[^()\[\]:]{1,100})[)\]]|(?P<label>[^:\s(\[][^:]{0,100}?))"
    r"[\s*_]*(?P<sign>[:–—-]?)[\s*_]*$"
)
_DOES = re.compile(
    rf"\s(?:{'|'.join(lexicon.GESTURES)})\b|,\s(?:\w+ly\s)?(?:[a-z]+ed|was|had|is|has)\b[^,]*$"
)
"""What a person does before a colon, so that it's a sentence: *Amina, 34, waited:*."""
_DASHES = ("–", "—", "-")
_BRACKET_OPENS = re.compile(r"[(\[]")
_MORE_NUMBERS = re.compile(r"\s*(?:,|;|and|&|to|–|-)\s*\w{0,4}\d")
_SAYING = rf"(?:{'|'.join(lexicon.SAYING)})"
_DETERMINER = (
    r"(?:an?|the|one|another|our|this|that|its|his|her|their|some|each|every|a\s+second|a\s+third)"
)
_NOT_SUBJECT = re.compile(
    r"\b(?:told|tell(?:s|ing)?|ask(?:s|ed|ing)?|to|with|unlike|about|from|by|for|of|than|like|"
    r"against|not|between|invited|reminded|informed|gave|warned|advised|after|before|behind|"
    r"without|on|in|at|over|into|toward|towards|called|thanked|quoted)\s+"
    rf"(?:{_DETERMINER}\s+(?:[\w’'-]+,?\s+){{0,4}})?(?:the\s+)?[(\[]?\s*$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b(?:one|another|two|each|none|both|either|member|some|many|most|several|majority)\s+of\s+"
    rf"(?:{_DETERMINER}\s+)?(?:[\w’'-]+,?\s+){{0,3}}[(\[]?\s*$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    rf"\b(?:according\s+to|in\s+the\s+(?:words|view|opinion|eyes|experience|mind|account|story)\s+of|(?:{_SAYING}|quoted|captured|summed\s+up|"
    r"illustrated|exemplified|summari[sz]ed)\s+(?:\w+\s+)?by|quot(?:e|ation|ing)(?:\s+from)?|to\s+quote|"
    r"words\s+of|(?:views?|comments?|words|remarks?|answers?|responses?|examples?|opinions?|sentiments?|"
    r"accounts?)\s+(?:\w+\s+){0,2}?(?:from|by)|(?:hear|heard|came|comes|learned|learnt)\s+(?:this\s+|it\s+)?from|"
    r"(?:made|raised|shared|voiced|given|offered|expressed|provided|supplied|repeated|taken\s+up)\s+(?:\w+ly\s+)?by)\s+"
    rf"(?:{_DETERMINER}\s+)?(?:[\w’'-]+\s+){{0,5}}[(\[]?\s*$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s*(?:for|to)\s+(?:the\s+)?$", re.IGNORECASE)
_COLON = re.compile(r"[)\]]?,?(?:\s+[\w’'-]+){1,5}:[\s*_]*$")
_TOLD = re.compile(
    r"\b(?:was|were|been|being|got|not|never|no)\b|n[’']t\b|\b(?:told|asked|heard)\s+(?:by|that)\b",
    re.IGNORECASE,
)
_CREDITED_GOES_ON = re.compile(r"[)\]]?,?[^“”\"«»:.?!;()]{0,90}[:,]?\s*$")
_IN = re.compile(r"(?:^|[,;:(]\s*)in\s+(?:the\s+)?$", re.IGNORECASE)
_SAID = re.compile(
    r"(?:^|[,;:.”’\"]\s*)(?:as\s+)?(?:said|says|explained|commented|added|replied|recalled|remarked|noted|"
    r"observed|continued|concluded)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_APART = r"(?:\s*(?:,[^,()\[\]“”]{1,80},|[(\[][^()\[\]“”]{1,80}[)\]]))"
_FROM = r"(?:\s+(?:from|in|at|of|aged|on|who)\s+[\w\s’'-]{1,60}?)"
_JOINS = re.compile(r"^(?:.*[”\"»])?[,;]\s+", re.DOTALL)
_APART_COMMAS = re.compile(_APART)
_IT_IS = re.compile(rf"{_APART}?,?\s[^.?!:;“”\"«»]{{2,120}}", re.DOTALL)
_ENDED = re.compile(r"[.?!]\s+$")
_GOES_ON = re.compile(rf"\s(?!(?:s?he|they|{_SAYING})\b)[a-z]")
"""Words in marks that begin a sentence of the authors': *He left. “It’s over” is what we heard*."""
_UTTERANCE_WORDS = 3
_DEFINED = re.compile(r"\s(?:that|which|who)\b")
"""What follows a term that the sentence is about: *it was “the not knowing” that wore her down*."""
_ADVERBIAL = re.compile(
    r"^\s*(?:(?:in\s+(?:addition|response|reply|answer|contrast)\s+)?to|on|after|following|beyond|besides)"
    r"\s+(?:this|that|these|it)(?:\s+(?:question|point|topic|issue|theme))?,?\s+",
    re.IGNORECASE,
)
"""What may open a sentence before its subject: *To this T4 added*."""
_ADVERB = (
    r"(?:(?:also|then|further|later|again|simply|once|even|and|has|had|have|went\s+on\s+to|would|"
    r"who|herself|himself|themselves|themself|similarly|recently|still|just|too|did|\w+ly|"
    r"for\s+(?:example|instance)|however|in\s+turn),?\s+){0,3}"
)
_SAYS = re.compile(
    rf"(?!,\s*(?:asked|told)\b(?!\s+[^,]+,))[)\]]?{_APART}?{_FROM}?,?\s*{_ADVERB}{_SAYING}\b(?!\s+by\b)",
    re.IGNORECASE,
)
_AS_ONE = re.compile(r"(?:^|[,;]\s)As\s[^,;]{2,80},\s$", re.IGNORECASE)
_SAYS_AT_ONCE = re.compile(rf"\s+{_ADVERB}{_SAYING}\b(?!\s+by\b)", re.IGNORECASE)
_HAS_IT = re.compile(
    r"[)\]]?[’']s\s+(?:\w+\s+){0,2}(?:words?|comments?|remarks?|statement|account|description|"
    r"phrase|term|quote|view|response|reply|answer|account|story|example|explanation|reason(?:ing)?|version|"
    r"complaint|conclusion|reaction|advice|verdict|joke|summary|memory|motto)\b|[)\]]?\s+(?:was\s+)?(?:quoted\s+as\s+)?saying\b"
    r"|[)\]]?,?\s+(?:had|has)\s+this\s+to\s+say\b|[)\]]?\s+ha(?:s|d)\s+it\b",
    re.IGNORECASE,
)
_NUMBERED_WITH_FACTS = re.compile(
    rf"(?P<label>{labels.STRONG.pattern})\s\((?P<facts>[^()]{{1,80}})\)"
)
_NUMBERED_WITH_AGE = re.compile(
    rf"(?P<label>(?:{labels.STRONG.pattern})(?:,\s(?:[MF]|(?i:fe)?male|(?:wo)?man|(?:aged?\s)?[1-9]\d"
    r"(?:\s?-?(?:y|yrs?|years?)(?:[\s-]old)?)?)(?![\w-])){1,3})"
)
"""A numbered label with sex and age, as in *P08, F, 61 y, said*."""
_WORD = r"[A-ZÀ-Þ](?:[\w-]|[’'](?!s\b)\w)*\.?"
_NAME = re.compile(
    rf"\b(?:(?:As|For|And|But|In|When|While|Like|Then|So|Yet|Here|Later|Although)\s)?"
    rf"(?P<name>{_WORD}(?:\s{labels.PARTICLES}{_WORD}){{0,2}})"
)
_IN_A_PHRASE = re.compile(r"(?:an?|the|one|our|another)\s[^\d,]*", re.IGNORECASE)
"""Facts behind a name that are the authors' words, not a part of the label: *Anna, a porter,*."""
_TO_QUOTE_IN_BRACKETS = re.compile(
    rf"(?:(?P<label>{labels.STRONG.pattern})|\b(?P<name>{_WORD}(?:\s{labels.PARTICLES}{_WORD}){{0,2}}))\s?[(\[]\s?$"
)
_SUBORDINATE = re.compile(r"\b(?:that|when|how|if|whether|because|what|where)\s*$")
_CLOSES = re.compile(r"[\s.,;]{0,2}[)\]]")
_ONLY_PUNCTUATION = re.compile(r"(?:\s?\((?:aged?\s)?[1-9]\d\))?[\s:,–—)\]’s-]*$")
_NO_MORE_THAN_THIS = re.compile(r"[^“”\"]{0,120}$")


def before(text: str, cursor: int, pair: Marked, known: Known = NOBODY) -> Attribution | None:
    """Return who is named before the opening mark, in the same sentence and behind ``cursor``."""
    start = max(cursor, pair.outer_start - _LONGEST)
    lead = text[start : pair.outer_start]
    if not lead.strip() or (_ENDED.search(lead) and _GOES_ON.match(text, pair.outer_end)):
        return None
    utterance = len(text[pair.start : pair.end].split()) >= _UTTERANCE_WORDS
    utterance = utterance and not _DEFINED.match(text, pair.outer_end)
    goes_on = embedded.may_go_on(text, pair)
    found = turn(lead, known) if start == 0 else None
    found = found or in_sentence(lead, known, utterance=utterance, goes_on=goes_on)
    return found and Attribution(found.speaker, start + found.start, start + found.end)


def with_brackets(text: str, pair: Marked, known: Known = NOBODY) -> Attribution | None:
    """Return the label before brackets that hold nothing but the quote: *P6 (“always”)*."""
    if not _CLOSES.match(text, pair.outer_end):
        return None
    first = max(0, pair.outer_start - labels.LONGEST)
    found = _TO_QUOTE_IN_BRACKETS.search(text[first : pair.outer_start])
    if found is None or not (found["label"] or known.has(found["name"])):
        return None
    group = "label" if found["label"] else "name"
    start = first + found.start(group)
    return Attribution(labels.as_printed(found[group]), start, start + len(found[group]))


def turn(lead: str, known: Known = NOBODY) -> Attribution | None:
    """Return the label that is all that stands before the quote: ``Interviewee 2: “…”``."""
    match = _TURN.match(lead)
    if match is None or labels.says(lead) or _DOES.search(lead):
        return None
    if match["sign"] == ":" and labels.is_titled(match["label"] or ""):
        return _from_match(match, "label")
    if PROSE.search(lead):
        return None
    group = "inner" if match["inner"] else "label"
    needed = Strength.PERSON if match["sign"] == ":" else Strength.NUMBERED
    named = labels.strength(match[group]) >= needed or known.has(match[group])
    named = named or (match["sign"] in _DASHES and turns.is_described(match[group]))
    return _from_match(match, group) if named else None


def announced(paragraph: str, known: Known = NOBODY) -> Attribution | None:
    """Return whom a last sentence that leads on with a colon or comma names for what follows."""
    if not paragraph.rstrip(" *_").endswith((":", ",")):
        return None
    start = max(0, len(paragraph) - _LONGEST)
    found = in_sentence(paragraph[start:], known)
    if found is None:
        return pronouns.announced(paragraph, known)
    return Attribution(found.speaker, start + found.start, start + found.end)


def in_sentence(
    lead: str, known: Known = NOBODY, *, utterance: bool = False, goes_on: bool = False
) -> Attribution | None:
    """Return the label in the last sentence of a text that is who says what follows the text.

    ``utterance`` if what follows is more than a term: *For P9, the test “measured patience”*;
    ``goes_on`` if it may be the rest of the sentence itself.
    """
    starts = [match.end() for match in _SENTENCE_START.finditer(lead)]
    sentence = starts[-1] if starts else 0
    found = (
        _last_label(lead, sentence) or _known_name(lead, sentence, known) or _role(lead, sentence)
    )
    if found is None or _MORE_NUMBERS.match(lead, found.end):
        return None
    between, ahead = lead[found.end :], _ahead(lead[sentence : found.start])
    numbered = labels.strength(found.speaker) == Strength.NUMBERED
    if clauses.is_one_of_two(ahead) or embedded.is_of_a_thing(between):
        return None
    if not (numbered or _HAS_IT.match(between) or clauses.acts(between)):
        return None
    if utterance and _FOR.match(ahead) and _IT_IS.fullmatch(between):
        return found if _is_alone(between, known) else None
    named = labels.strength(found.speaker) != Strength.PERSON or found.speaker[:1].isupper()
    goes_on = goes_on and named and embedded.goes_on(ahead, between)
    return found if goes_on or _speaks(ahead, between, named=named) else None


def _ahead(words: str) -> str:
    """Return what stands before a subject without what only joins its sentence to the last."""
    return _ADVERBIAL.sub("", _JOINS.sub("", words))


def _is_alone(between: str, known: Known) -> bool:
    """Whether the words behind *For P9* speak of nobody else and hold no verb of saying."""
    apart = _APART_COMMAS.match(between)
    clause = between[apart.end() :] if apart else between
    return not (
        labels.says(clause)
        or labels.PERSON.search(clause)
        or any(known.has(match["name"]) for match in _NAME.finditer(clause))
    )


def _speaks(ahead: str, between: str, *, named: bool) -> bool:
    nothing_between = _ONLY_PUNCTUATION.match(between) is not None
    if _CREDITED.search(ahead):
        return _CREDITED_GOES_ON.match(between) is not None
    own_words = _HAS_IT.match(between)
    if _FOR.match(ahead) or (own_words and _IN.search(ahead)):
        return nothing_between or own_words is not None
    subject = ahead.endswith(", ") and (_SAYS_AT_ONCE.match(between) or _AS_ONE.search(ahead))
    if _NOT_SUBJECT.search(ahead) and not (subject or _ONE_OF.search(ahead)):
        return False
    if nothing_between:
        bracketed = ahead.rstrip().endswith(("(", "["))
        colon = ":" in between and bracketed
        turn_within = named and not ahead.strip() and between.strip(" *_") == ":"
        return (
            turn_within
            or colon
            or _SAID.search(ahead) is not None
            or (bracketed and labels.says(ahead))
        )
    if not ahead.strip("( [*_") and _COLON.match(between) and not _TOLD.search(between):
        return True
    said = own_words or _SAYS.match(between)
    just_said = said is not None and _NO_MORE_THAN_THIS.match(between, said.end()) is not None
    return just_said or clauses.says(ahead, between, named=named)


def _last_label(lead: str, start: int) -> Attribution | None:
    numbered = labels.may_be_numbered(lead, start)
    found = _with_age_or_facts(lead, start) if numbered else None
    if found is None:
        described = [_with_facts(lead, m) for m in label_facts.DESCRIBED.finditer(lead, start)]
        found = next(filter(None, reversed(described)), None)
    return found or (_numbered(lead, start) if numbered else None)


def _with_age_or_facts(lead: str, start: int) -> Attribution | None:
    """Return the last numbered label with facts in brackets, or with sex and age."""
    facts = [m for m in _NUMBERED_WITH_FACTS.finditer(lead, start) if _only_facts(m["facts"])]
    found = facts or list(_NUMBERED_WITH_AGE.finditer(lead, start))
    whole = found and not _BRACKET_OPENS.match(lead, found[-1].start() - 1)
    return _from_match(found[-1], "label") if whole else None


def _numbered(lead: str, start: int) -> Attribution | None:
    """Return the last numbered label, in brackets or else without."""
    bracketed = [
        match
        for match in _BRACKETED.finditer(lead, start)
        if labels.strength(match[1]) == Strength.NUMBERED
    ]
    if bracketed:
        return _from_match(bracketed[-1], 1)
    asides = [match.span() for match in _BRACKETED.finditer(lead, start)]
    met = list(labels.STRONG.finditer(lead, start))
    named = [m for m in met if not any(a < m.start() < b for a, b in asides)] or met
    strong = named and labels.strength(named[-1].group()) == Strength.NUMBERED
    return _with_stop(lead, _from_match(named[-1], 0)) if strong else None


def _with_stop(lead: str, found: Attribution) -> Attribution:
    """Return a label with the stop behind its initial, which is a part of a name such as Frau K."""
    longer = f"{found.speaker}."
    stopped = lead[found.end : found.end + 1] == "." and labels.as_printed(longer) == longer
    return replace(found, speaker=longer, end=found.end + 1) if stopped else found


def _only_facts(inner: str) -> bool:
    """Whether brackets hold facts of whom the words before name, not a label: *tenant (P9)*."""
    return labels.STRONG.search(inner) is None and labels.strength(inner) >= Strength.PERSON


def _with_facts(lead: str, match: re.Match[str]) -> Attribution | None:
    """Return the name with as many of the facts behind it as end before the sentence goes on.

    *Anna, 34, nurse, keeps a list:* the last comma is behind the facts, not in them.
    """
    words = match.group()
    while match["facts"] and "," in words and lead[match.start() + len(words) :][:1] != ",":
        words = words.rpartition(",")[0]
    if not label_facts.is_described(words):
        return None
    at = match.start()
    name, _, facts = words.partition(", ")
    words = name if match["facts"] and _IN_A_PHRASE.fullmatch(facts) else words
    return Attribution(labels.as_printed(words), at, at + len(words))


def _known_name(lead: str, start: int, known: Known) -> Attribution | None:
    """The last capitalised words that are a label elsewhere in the text, such as a pseudonym."""
    names = [match for match in _NAME.finditer(lead, start) if known.has(match["name"])]
    return _from_match(names[-1], "name") if names else None


def _role(lead: str, start: int) -> Attribution | None:
    """The last words for one person's role: *an NGO officer*, *the HR director*."""
    found = _without_appositions(lead, roles.find(lead, start, len(lead)))
    if not found or _SUBORDINATE.search(lead, start, found[-1].start()):
        return None
    begin, end = roles.place(found[-1])
    return Attribution(labels.as_printed(lead[begin:end]), begin, end)


def _without_appositions(lead: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out what only says more of the person before: *a porter, the only man on nights,*."""
    ends = {first.end() for first, second in pairwise(found)}
    return [
        match
        for match in found
        if not (lead[: match.start()].endswith(", ") and match.start() - len(", ") in ends)
    ]


def _from_match(match: re.Match[str], group: int | str) -> Attribution:
    return Attribution(labels.as_printed(match[group]), *match.span(group))
