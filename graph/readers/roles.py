"""People named by what they are, in the authors' own sentence: *one nurse put it*, *said a driver*.

Such words name a speaker as *(nurse)* behind the quote would. Words that say only that somebody
took part (*one participant*, *a woman*), and people whom studies quote but don't interview (*one
researcher*), name nobody.
"""

import re
from functools import lru_cache

from graph.readers import labels, lexicon

_SINGULAR = "|".join(
    sorted(
        {re.escape(word) for word in lexicon.PEOPLE if not word.endswith("s") or len(word) < 4}  # noqa: PLR2004 -- GPs
        | {rf"[\w-]{{2,20}}(?:{'|'.join(lexicon.PEOPLE_ENDINGS)})"}
        | {rf"(?:{'|'.join(lexicon.MANNED)})(?:man|woman|person)"},
        key=len,
        reverse=True,
    )
)
_NO_MODIFIER = (
    r"(?!(?:his|her|my|your|their|its|our|the|an?|this|that|of|in|on|at|to|and|or|but|for|from|with|by|as|who|that|which|was|were|is|has|had|said|"
    r"says|whose|where|when|than)\b)"
)
_BEHIND = (
    r"(?:\s(?:from|of|in|at|with|within|inside|aged|on|for|working)(?:\s[\w’'-]+){1,6}?)?"
    r"(?=,|[.;:)]|\s[–—]|$|\s(?:who|whose|put|had|has|when|while|after|as|and|in)\b"
    r"|\s(?:was|is)\s(?!(?:the|an?|his|her|their|our|one|called|named|told|asked)\b)"
    r"(?:(?:\w+ly|more|less|very|quite|also)\s)?\w+:\s*$"
    rf"|\s(?:\w+ly\s|also\s|then\s|once\s)?(?:{'|'.join(lexicon.SAYING)})\b)"
)
_DETERMINER = re.compile(r"(?:an?|one|another|the|our|its)\s", re.IGNORECASE)
_ROLE = (
    r"\b(?P<determiner>an?|one|another|the(?:\ssame)?|our|its)\s"
    rf"(?P<role>(?:{_NO_MODIFIER}[\w’'-]+\s){{0,4}}?(?i:{_SINGULAR})\b(?![-’']))"
)
_PHRASE = re.compile(_ROLE + _BEHIND, re.IGNORECASE)
"""A determiner and one person's role, up to a verb or a stop; ``is_role`` judges it."""
_BEFORE_COLON = re.compile(
    rf"(?!the\b){_ROLE}(?<!driver)(?<!head)(?=\s(?!(?:and|or|of|in|is|are|can|may|should|must|will|would|needs?|{_SINGULAR})\b)[^.?!;“”\"]{{2,120}}:\s*$)",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"(?:(?:other|second|third|fourth|fifth|further|last|final|different|single|first|same|another|"
    r"next|more|particular|study|research|fellow|interview|focus|group|individual)\s)*"
    r"(?:participant|participante?|respondent|interviewee|informant|person|individual|subject|"
    r"speaker|member|man|woman|female|male|adult|discussant|user|contributor|people|friend|"
    r"resp|respo|staff|sample|answer|child|client|group|fellow|other|key\sinformant)",
    re.IGNORECASE,
)
_NOT_HEARD = re.compile(
    rf"\b(?:{'|'.join(lexicon.QUESTIONERS)}|researchers?|scholar|author|writer|poet|interviewer|"
    r"moderator|facilitator|journalist|commentator|investigator|novelist|narrator|reader|observer|"
    r"reviewer|historian|philosopher|sociologist|psychoanalyst|analyst|singer|artist|president|"
    r"judge|witness|translator|interpreter|lead|chair|subject|guide|host|player|winner)\b$",
    re.IGNORECASE,
)


def may_begin(text: str, start: int) -> bool:
    """Whether a determiner stands at a place, without which no role begins there."""
    return _DETERMINER.match(text, start) is not None


def find(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the phrases in a stretch of text that name one person's role."""
    found = [match for match in _PHRASE.finditer(text, start, end) if is_role(match)]
    return found or [match for match in _BEFORE_COLON.finditer(text, start, end) if is_role(match)]


def is_role(match: re.Match[str]) -> bool:
    """Whether a phrase tells one kind of person from the others who took part."""
    behind = match.group()[match.end("role") - match.start() :]
    return _tells_apart(match["determiner"].lower(), match["role"], behind)


@lru_cache(maxsize=labels.REMEMBERED)
def _tells_apart(determiner: str, role: str, behind: str) -> bool:
    if _TAKES_PART.fullmatch(role) and not behind.strip():
        return False
    if _NOT_HEARD.search(role) or labels.STRONG.search(f"{determiner} {role}{behind}"):
        return False
    known_to_all = determiner == "the"
    return not known_to_all or " " in role or bool(behind.strip())


def place(match: re.Match[str]) -> tuple[int, int]:
    """Return where a role stands with what says more of it, without its determiner."""
    return match.start("role"), match.end()
