"""Whether the subject of a clause is who says what follows it, although no verb of saying is next.

*Blessing, who had cleaned the bank for years, recalled the evening:*, *P7 also feared for the small
clinics, explaining that*, *Her colleague Jens had*: a subject that opens its clause, and a colon, a
verb of saying or an auxiliary just before the words.
"""

import re

from graph.readers import labels, lexicon

_SAYING = rf"(?:{'|'.join(lexicon.SAYING)})"
_CLAUSE = re.compile(
    r"\s*(?:[A-Z][\w\s’'-]{0,60},\s*)?(?:(?:.*[,;–—]\s*)?(?:while|whereas|whilst|and|but|as|so)\s+)?"
    r"(?:(?:an?|the|one|another|our|her|his|their|fellow|colleague|friend|neighbour|other)\s+){0,3}[\s*_(\[]*$"
    r"|\s*(?:an?|the|one|another|our|her|his|their)\s+(?:[\w’'-]+\s+){1,5}[(\[]$"
    r"|\s*(?-i:[A-ZÀ-Þ])[\w’'.-]*\s(?:(?-i:[A-ZÀ-Þ])[\w’'.-]*\s){0,2}[(\[]$",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand before a clause's subject: *After the merger,*; *…, while*; *Her colleague*."""
_LEADS = re.compile(r"[)\]]?[^“”\"«»!?]{1,220}:[\s*_]*$", re.DOTALL)
_SAYS_AT_LAST = re.compile(
    rf"[)\]]?[^“”\"«»:!?]{{1,200}}(?:,|\band|\bto)\s+(?:(?:\w+ly|then|also|even|so|he|she)\s+){{0,2}}"
    rf"{_SAYING}(?:\s+(?:me|us|it|them|him|her|how|on|this|herself|himself|that|as|to|simply|only)){{0,3}}[\s,:]*$",
    re.IGNORECASE | re.DOTALL,
)
_IS_SO = re.compile(
    r"\s(?:had|has|was|is|felt|feels|would|could|did|does|wanted|wants)"
    r"(?:\s(?:not|never|always|still|to|simply|just|only|be|been|so|as|like)){0,3}\s*$"
)
_NOT_ACTING = re.compile(
    r"\b(?:was|were|been|being|got|is|are)\s+(?:\w+ly\s+)?(?:told|asked|advised|informed|reminded|given|sent|"
    r"shown|warned|called|refused|denied|offered|accused|described|quoted|said|referred|sceptical\s+of)\b"
    rf"|\bbeing\s+told\b|\bno\b|(?:\bnot|\bnever|n[’']t)\s+(?!(?:fully\s|quite\s)?agree|share|feel)(?:\w+\s+)?{_SAYING}\b|\b(?:told|asked|heard)\s+(?:by|that)\b"
    r"|^(?!,\s+(?:(?:by|in)\s+(?:contrast|turn|comparison)|on\s+the\s+(?:other\s+hand|contrary|whole)"
    r"|for\s+(?:\w+\s+part|example|instance|one)|in\s+\w+\s+\w+,)\b)[)\]]?,?\s+(?:and|or|nor|but|with|by|on|in|of|to|from)\b|^[)\]]?[’']s\b",
    re.IGNORECASE,
)
_THEN_SAYS = re.compile(
    rf"(?:\band\s|\bbut\s|,\s)(?:(?:then|s?he|only|simply|just|\w+ly)\s){{0,2}}(?!(?:told|asked)\s(?:by|that)\b){_SAYING}\b[^,;]{{0,60}}$",
    re.IGNORECASE,
)
"""A verb of saying after whatever happened before: *was asked about the bench and said*."""
_ONE_OF_TWO = re.compile(
    rf"(?:\b[Nn]either\b.*|(?:{labels.STRONG.pattern}|\b(?!As|For|But|So|Yet)[A-ZÀ-Þ][\w’'-]+)\s)(?:and|or|nor|&)\s(?:the\s)?[(\[]?$",
    re.DOTALL,
)


def says(ahead: str, between: str, *, named: bool) -> bool:
    """Whether a subject with these words ahead of it and behind it says what follows them.

    ``named`` if the subject is one person's name or label: *a nurse is “a mother”* says nobody.
    """
    leads = any(form.match(between) for form in (_LEADS, _SAYS_AT_LAST))
    leads = leads or (named and _IS_SO.match(between) is not None)
    return leads and opens(ahead) and acts(between)


def opens(ahead: str) -> bool:
    """Whether words ahead of a subject only open its clause: *After the merger,*; *One nurse (*."""
    return _CLAUSE.fullmatch(ahead) is not None


def acts(between: str) -> bool:
    """Whether the words behind a subject don't say that it was told something, or didn't say it."""
    last = _THEN_SAYS.search(between)
    return _NOT_ACTING.search(between[last.start() :] if last else between) is None


def is_one_of_two(ahead: str) -> bool:
    """Whether the words ahead join the subject to another: *P4 and*, *Neither Maria nor*."""
    return _ONE_OF_TWO.search(ahead) is not None
