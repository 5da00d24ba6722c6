"""Who is named behind words in marks, in a label or by a verb of saying: *“…,” said P3*."""

import re

from graph.readers import attribution, label_facts, labels, lexicon, roles
from graph.readers.attribution import NOBODY, Attribution, Known
from graph.readers.marks import Marked

_SAYING = rf"(?:{'|'.join(lexicon.SAYING)})"
_SAYS = rf"(?:{_SAYING}|(?:has|had|sees|saw)\s+it)"
_FEWEST_WORDS = 3
_BY = r"(?:(?:out|up)\s+)?(?:by\s+)?"
_CREDITS = r"(?:according\s+to|in\s+the\s+words\s+of)"
_SAID_BY = re.compile(
    rf"[\s,.]{{0,4}}(?:as\s+)?(?:(?!(?:told|tells|asked)\s+(?!by)){_SAYING}\s+{_BY}|{_CREDITS}\s+)(?:the\s+)?"
    rf"(?P<label>{labels.STRONG.pattern})"
)
_NAME_ALONE = rf"[A-ZÀ-Þ][\w’'-]+(?:\s{labels.PARTICLES}[A-ZÀ-Þ][\w’'-]+)?"
_SAID_BY_NAME = re.compile(
    rf"[\s,.]{{0,4}}(?:as\s+)?(?:(?!(?:told|tells|asked)\s){_SAYING}\s+{_BY}|{_CREDITS}\s+)"
    rf"(?P<label>{label_facts.DESCRIBED.pattern}|{_NAME_ALONE})"
)
_NAME_SAID = re.compile(
    rf"[\s,]{{1,4}}(?:as\s+)?(?P<label>{_NAME_ALONE}(?=\s\([1-9]\d\))|{label_facts.DESCRIBED.pattern}|{_NAME_ALONE})(?:\s\([1-9]\d\))?,?\s+(?:\w+ly\s+)?{_SAYS}\b"
)
_SOMEBODY_SAID = re.compile(
    rf"[\s,]{{1,4}}(?:as\s+)?(?P<label>{labels.STRONG.pattern})\s+(?:\w+ly\s+)?{_SAYS}\b"
)
_TO_ROLE = re.compile(
    rf"[\s,.]{{1,3}}(?:as\s+)?(?P<verb>(?!told|tells|asked){_SAYING}\s+{_BY})?", re.IGNORECASE
)
_ROLE_SAYS = re.compile(
    rf",?\s+(?:\w+ly\s+|also\s+|once\s+|who\s[^,.]{{1,60}},?\s+)?{_SAYING}\b", re.IGNORECASE
)
_TO_WHAT_FOLLOWS = re.compile(r"[^“”\"‘.?!;:]{0,60}:\s*$")
_LEADS_ON = re.compile(r"[^“”\"‘.?!;:]{0,60}[^,“”\"‘.?!;:–—\s]\s*[“\"‘]")
_WAS_HOW = re.compile(
    r"(?:\s(?:was|is)|[\s,]{0,2}(?:[–—-]\s)?(?:this|that|which)\s(?:is|was))\s(?:how|what|the\sway)\s"
)
_WAS_THE_WORD_OF = re.compile(
    rf"[\s,]{{1,2}}(?:was|is)\s(?P<label>{labels.STRONG.pattern}|{_NAME_ALONE})[’']s?\s(?:\w+\s)?"
    r"(?:comment|answer|reply|verdict|conclusion|summary|response|view|motto|advice|remark|explanation|word)s?\b"
)
"""*“…” was P4’s answer*."""
_SAYING_IN_BRACKETS = re.compile(r"(?:[\w’'-]+\s){1,6}(?=[(\[])")
_SAYING_TO_BRACKET = re.compile(
    rf"[,\s]{{1,4}}(?:[\w’'-]+\s+){{0,6}}?{_SAYING}\b[^.?!:()\[\]“”\"‘]{{0,60}}(?=[(\[])"
)


def behind(text: str, pair: Marked, known: Known = NOBODY, *, opens: bool) -> Attribution | None:
    """Return who is named behind the closing mark; ``opens`` if the quote opens its paragraph."""
    quoted = text[pair.start : pair.end]
    return (
        attribution.in_brackets(text, pair.outer_end, quoted, known, opens=opens)
        or attribution.behind_dash(text, pair.outer_end, quoted, known, opens=opens)
        or _with_saying(text, pair, known)
        or _behind_saying(text, pair.outer_end)
        or (
            attribution.bare(text, pair.outer_end)
            if opens
            else attribution.code(text, pair.outer_end)
        )
    )


def _with_saying(text: str, pair: Marked, known: Known) -> Attribution | None:
    """Whoever a verb of saying names behind the mark: *“…,” said P3*."""
    window = pair.outer_end + labels.LONGEST
    word_of = _WAS_THE_WORD_OF.match(text, pair.outer_end, window)
    numbered = word_of and labels.STRONG.fullmatch(word_of["label"])
    if word_of and (numbered or known.has(word_of["label"])):
        return _from_match(word_of, "label")
    name = _SAID_BY_NAME.match(text, pair.outer_end, window)
    if name and (known.has(name["label"]) or label_facts.is_described(name["label"])):
        return _from_match(name, "label")
    found = _SAID_BY.match(text, pair.outer_end, window)
    return _from_match(found, "label") if found else None


def subject_behind(text: str, pair: Marked, known: Known = NOBODY) -> Attribution | None:
    """Return the subject of a verb of saying behind the mark: *“…,” P3 said*.

    Not if it's what leads to the next words in marks: *as “a courtesy”, P8 called it “a slap”*.
    """
    window = min(len(text), pair.outer_end + labels.LONGEST)
    was = _WAS_HOW.match(text, pair.outer_end, window)
    start = was.end() if was else pair.outer_end
    if text[pair.end - 1] == "." and not was:
        return None
    name = _NAME_SAID.match(text, start - bool(was), window)
    sure = name and (known.has(name["label"]) or label_facts.is_described(name["label"]))
    found = name if sure else _SOMEBODY_SAID.match(text, start - bool(was), window)
    if found and not _leads_on(text, found.end()):
        return _from_match(found, "label")
    if was and (bracketed := _SAYING_IN_BRACKETS.match(text, start, window)):
        return attribution.in_brackets(text, bracketed.end(), "", NOBODY, opens=False)
    return _said_by_role(text, pair, start)


def _leads_on(text: str, start: int) -> bool:
    """Whether a verb of saying leads to other words: in marks, or below its paragraph."""
    return any(form.match(text, start) for form in (_LEADS_ON, _TO_WHAT_FOLLOWS))


def _said_by_role(text: str, pair: Marked, start: int) -> Attribution | None:
    """One person's role behind the mark: *“…,” said an NGO officer*, *“…”, as one nurse put it*."""
    if len(text[pair.start : pair.end].split()) < _FEWEST_WORDS:
        return None
    window = min(len(text), pair.outer_end + labels.LONGEST)
    said = _TO_ROLE.match(text, start - (start > pair.outer_end), window)
    begins = said is not None and roles.may_begin(text, said.end())
    for match in roles.find(text, start, window)[:1] if begins else ():
        begin, end = roles.place(match)
        before = match.start() == said.end() if said else False
        subject = text[pair.end - 1] != "." and _ROLE_SAYS.match(text, end)
        leads_on = subject and _leads_on(text, subject.end())
        if before and not leads_on and (subject or (said and said["verb"])):
            return Attribution(labels.as_printed(text[begin:end]), begin, end)
    return None


def _behind_saying(text: str, start: int) -> Attribution | None:
    """A numbered label in brackets behind *one said*, in the same sentence as the quote.

    Several labels are of those whom the rest of the sentence tells of: *and three agreed (N2, N8)*.
    """
    saying = _SAYING_TO_BRACKET.match(text, start, start + labels.LONGEST)
    if saying is None:
        return None
    found = attribution.in_brackets(text, saying.end(), "", NOBODY, opens=False)
    return found if found and len(labels.STRONG.findall(found.speaker)) == 1 else None


def _from_match(match: re.Match[str], group: int | str) -> Attribution:
    return Attribution(labels.as_printed(match[group]), *match.span(group))
