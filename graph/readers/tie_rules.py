"""The rules by which a tie is suggested: how the words between two actor roles say it.

Each rule has a name, by which whoever reviews a suggestion can tell how it came about. The rules
are of English and conservative: two roles in one sentence, nothing but a few words between them and
the verb. What they can't say, such as a tie told over two sentences, they don't find.
"""

import re
from dataclasses import dataclass

_WORD = r"[\w’'-]+"
_FEW = rf"(?:[\s,]+{_WORD}){{0,8}}?"
_NEAR = rf"(?:\s+{_WORD}){{0,4}}\s*$"
_BE = r"(?:is|are|was|were|be|been|being|get|gets|got|feel|feels|felt)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to say a tie between a first role and a second one in a sentence.

    ``between`` is what stands between the two, ``before`` what stands before the first (None: it
    may be anything). ``backward`` if the tie goes from the second to the first.
    """

    name: str
    type: str
    between: re.Pattern[str]
    before: re.Pattern[str] | None = None
    backward: bool = False
    mutual: bool = False
    status: str = ""


def _active(name: str, tie: str, *verbs: str, mutual: bool = False) -> Rule:
    """First VERB second: *nurses advise the council*."""
    between = re.compile(
        rf"^{_FEW}[\s,]+(?:{'|'.join(verbs)})\b(?!\s+(?:by|from)\b){_NEAR}", re.IGNORECASE
    )
    return Rule(name, tie, between, mutual=mutual)


def _passive(name: str, tie: str, *participles: str) -> Rule:
    """First is VERBED by second: *the council is advised by nurses*."""
    between = re.compile(
        rf"^{_FEW}\s+{_BE}\s+(?:{_WORD}\s+){{0,2}}(?:{'|'.join(participles)})\s+by{_NEAR}",
        re.IGNORECASE,
    )
    return Rule(name, tie, between, backward=True)


def _from(name: str, tie: str, *what: str) -> Rule:
    """First has, needs or lacks SOMETHING from second: *nurses need support from the council*."""
    between = re.compile(
        rf"^{_FEW}[\s,]+(?:{'|'.join(what)})\s+(?:from|by|of){_NEAR}", re.IGNORECASE
    )
    return Rule(name, tie, between, backward=True)


def _between(name: str, tie: str, *nouns: str, status: str = "") -> Rule:
    """SOMETHING between first and second: *links between the council and nurses*."""
    before = re.compile(
        rf"\b(?:{'|'.join(nouns)})\b(?:\s+{_WORD}){{0,5}}?\s+(?:between|among|amongst)"
        rf"(?:[\s,]+{_WORD}){{0,6}}[\s,]*$",
        re.IGNORECASE,
    )
    between = re.compile(rf"^(?:\s*,[\s\w’'-]+,?)?\s*(?:and|or|&){_NEAR}", re.IGNORECASE)
    return Rule(name, tie, between, before, mutual=True, status=status)


_GIVES = (
    r"(?:giv(?:es?|ing|en)|gave|provid\w+|offer\w*|suppl(?:y|ies|ied)|bring\w*|brought|present\w*|"
    r"put)"
)
_KNOWLEDGE = (
    r"(?:information|evidence|advice|insights?|data|knowledge|guidance|options|recommendations)"
)
_WORDS = rf"(?:\s+{_WORD}){{0,5}}?\s+"

RULES: tuple[Rule, ...] = (
    _between(
        "gap-between",
        "collaborates-with",
        r"divides?",
        r"gaps?",
        r"tensions?",
        r"conflicts?",
        r"mistrust",
        r"distrust",
        r"disconnect",
        r"barriers?",
        status="strained",
    ),
    _between("understanding-between", "understands", r"(?:mis)?understanding"),
    _between(
        "link-between",
        "collaborates-with",
        r"relationships?",
        r"links?",
        r"ties",
        r"partnerships?",
        r"collaborations?",
        r"co-?operation",
        r"dialogue",
        r"communications?",
        r"trust",
        r"integration",
        r"contacts?",
        r"networks?",
        r"meetings?",
        r"interactions?",
    ),
    _active(
        "research-with",
        "does-research-with",
        r"(?:do(?:es|ing)?|did|carr(?:y|ied|ying)\s+out|conduct\w*)\s+(?:\w+\s+)?research\s+with",
        r"research\w*\s+(?:this\s+)?(?:together\s+)?with",
        r"co-?produc\w+(?:\s+\w+)?\s+with",
        mutual=True,
    ),
    _active(
        "works-with",
        "collaborates-with",
        r"(?:work\w*|collaborat\w+|partner\w*|co-?operat\w+|engag\w+|team\w*\s+up|join\w*\s+up|liais\w+|interact\w*|network\w*|meets?|meeting|met)(?:\s+\w+){0,3}?\s+with",
        r"(?:relationships?|links?|partnerships?|networks?|ties)\s+(?:\w+\s+){0,4}with",
        mutual=True,
    ),
    _active(
        "shares-findings",
        "shares-findings-with",
        rf"(?:shar\w+|disseminat\w+|report\w*\s+back|feed\w*\s+back|fed\s+back|tailor\w*|return\w*){_WORDS}?(?:findings?|results?|research|evidence)?(?:\s+{_WORD}){{0,3}}?\s*\b(?:with|to)",
    ),
    _active(
        "collects-data",
        "collects-data-from",
        rf"(?:collect\w*|gather\w*|obtain\w*|tak(?:e|es|ing)|took){_WORDS}?(?:data|information)\s+(?:from|of|on)",
        r"survey(?:s|ed|ing)",
        r"interview(?:s|ed|ing)",
    ),
    _active(
        "commissions",
        "commissions-research-from",
        r"commission\w*(?:\s+\w+){0,4}?\s+from",
        r"commission(?:s|ed|ing)?",
        r"order\w*\s+research\s+from",
    ),
    _active(
        "champions", "champions-research-to", r"champion\w*\s+research\s+(?:to|with|among|within)"
    ),
    _active(
        "gives-knowledge",
        "informs",
        rf"{_GIVES}{_WORDS}?{_KNOWLEDGE}\s+(?:to|for)",
        r"inform(?:s|ed|ing)?",
        r"advis(?:e|es|ed|ing)",
        r"brief(?:s|ed|ing)?",
        r"influenc(?:e|es|ed|ing)",
        r"persuad\w+",
        r"convinc\w+",
    ),
    _active(
        "useful-to",
        "informs",
        r"(?:useful|helpful|accessible|relevant|available|understandable|meaningful)\s+(?:to|for)",
    ),
    _passive(
        "informed-by",
        "informs",
        r"informed",
        r"advised",
        r"briefed",
        r"influenced",
        r"persuaded",
        r"convinced",
    ),
    _from("knowledge-from", "informs", rf"{_KNOWLEDGE}", r"feedback", r"training"),
    _active("learns-from", "learns-from", r"learn\w*(?:\s+\w+){0,3}?\s+from"),
    _active(
        "listens-to",
        "listens-to",
        r"listen\w*\s+to",
        r"hear\w*\s+from",
        r"consult(?:s|ed|ing)?(?:\s+with)?",
    ),
    _passive("listened-to-by", "listens-to", r"heard", r"consulted", r"listened\s+to"),
    _active(
        "relies-on",
        "relies-on",
        r"rel(?:y|ies|ied|ying)\s+(?:up)?on",
        r"depend\w*\s+(?:up)?on",
        r"turn\w*\s+to",
        r"go(?:es|ing)?\s+through",
        r"went\s+through",
        r"leav(?:e|es|ing)(?:\s+\w+){1,4}?\s+to",
    ),
    _active(
        "opens-the-way",
        "connects-to",
        r"reach(?:es|ed|ing)?",
        r"introduc\w+(?:\s+\w+){0,3}?\s+to",
        r"connect\w*(?:\s+\w+){0,3}?\s+(?:to|with)",
        rf"(?:gets?|got|bring\w*|brought|invit\w+){_WORDS}in\s+from",
    ),
    _active(
        "accountable-to",
        "is-accountable-to",
        r"(?:accountable|answerable|responsible)\s+to",
        r"answer(?:s|ed|ing)?\s+to",
        r"report(?:s|ed|ing)?\s+to",
    ),
    _active(
        "represents",
        "represents",
        r"represent(?:s|ed|ing)?",
        r"speaks?\s+for",
        r"advocat\w+\s+for",
        r"acts?\s+for",
    ),
    _active(
        "controls",
        "controls-resources-of",
        r"fund(?:s|ed|ing)?",
        r"financ(?:e|es|ed|ing)",
        r"pay(?:s|ing)?\s+for",
        r"paid\s+for",
        r"(?:control|hold)\w*(?:\s+\w+){0,3}?\s+(?:budgets?|resources|funds|money)\s+(?:of|for)",
    ),
    _passive(
        "funded-by",
        "controls-resources-of",
        r"funded",
        r"financed",
        r"paid(?:\s+for)?",
        r"controlled",
    ),
    _from(
        "money-from",
        "controls-resources-of",
        r"funding",
        r"money",
        r"resources",
        r"funds",
        r"grants?",
        r"budgets?",
    ),
    _active(
        "directs",
        "sets-priorities-for",
        r"direct(?:s|ed)",
        r"instruct(?:s|ed|ing)?",
        r"set(?:s|ting)?\s+(?:the\s+)?(?:priorities|agenda|targets)\s+for",
    ),
    _passive(
        "directed-by",
        "sets-priorities-for",
        r"directed",
        r"instructed",
        r"driven",
        r"steered",
        r"told\s+what\s+to\s+do",
    ),
    _active(
        "understands",
        "understands",
        r"understand(?:s|ing)?(?:\s+of)?",
        r"understood",
        r"appreciat(?:e|es|ed)",
        r"kn(?:ow|ows|ew)(?:\s+how)?",
    ),
    _passive("understood-by", "understands", r"understood", r"appreciated", r"known"),
    _active(
        "supports",
        "supports",
        r"support(?:s|ed|ing|ive)?(?:\s+(?:of|for))?",
        r"help(?:s|ed|ing)?",
        r"back(?:s|ed|ing)",
        r"assist(?:s|ed|ing)?",
        r"encourag(?:e|es|ed|ing)",
        r"enabl(?:e|es|ed|ing)",
        r"mentor(?:s|ed|ing)?",
        r"train(?:s|ed)",
    ),
    _passive(
        "supported-by",
        "supports",
        r"supported",
        r"helped",
        r"backed",
        r"assisted",
        r"encouraged",
        r"trained",
        r"mentored",
    ),
    _from(
        "support-from",
        "supports",
        r"support",
        r"help",
        r"backing",
        r"buy-in",
        r"assistance",
        r"encouragement",
        r"permission",
    ),
)
"""The rules in the order in which they are tried: of two that fit, the first is taken."""

TO_BE_BUILT = re.compile(
    r"\b(?:relationships?|links?|networks?|partnerships?|bridges|ties|trust|connections?)\b"
    rf"(?:\s+(?!between){_WORD}){{0,4}}?"
    r"\s+(?:(?:need|have|has|ought|should|must)\w*\s+(?:to\s+)?be|to\s+be|being)"
    rf"\s+(?:built|made|developed|strengthened|formed|established|improved)\s+with{_NEAR}",
    re.IGNORECASE,
)
"""Before a role: *relationships need to be built with …*; who is to build them stands elsewhere."""

NO_WAY = re.compile(
    r"\bthere(?:\s+is|\s+was|\s+are|[’']s)?\s*(?:n[’']t|isn[’']t|wasn[’']t|aren[’']t|not|no)\s+"
    r"(?:(?:an?|any|enough|real)\s+)?(?:\w+\s+)?"
    r"(?:system|way|mechanism|process|forum|structure|route|channel|platform|opportunit\w+|link|"
    r"relationship|connection|dialogue|communication)s?\b"
    r"|\b(?:lack|absence)\s+of\s+(?:an?\s+|any\s+)?(?:\w+\s+)?"
    r"(?:system|mechanism|forum|structure|channel|platform|dialogue|communication|collaboration|"
    r"coordination|link|contact|engagement)s?\b",
    re.IGNORECASE,
)
"""Before two roles in one sentence: *there isn't a system for …*."""

_STATUS_WORDS = {
    "strained": r"\bnot\s+(?:always|enough|fully|often|really|considered|seen)\b|\b(?:rarely|"
    r"seldom|hardly|poorly|reluctan\w+|struggl\w+|difficult\w*|tensions?|conflicts?|frustrat\w+|mistrust|"
    r"distrust)\b",
    "wanted": r"\b(?:need(?:s|ed)?|should|must|ought|want(?:s|ed)?|would\s+like|wish\w*|"
    r"hop(?:e|es|ed|ing)|could|call(?:s|ed)?\s+for|require[sd]?)\b",
    "missing": r"\b(?:no|never|lack\w*|without|absence|cannot|nobody|fail(?:s|ed)?|missing|"
    r"not(?!\s+(?:only|just)))\b|n[’']t\b",
    "emerging": r"\b(?:grow\w*|increas\w+|begin\w*|begun|start(?:s|ed|ing)|emerging|greater|"
    r"moving\s+towards?|improv\w+|more\s+and\s+more)\b",
}
STATUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words, re.IGNORECASE)) for status, words in _STATUS_WORDS.items()
)
"""How a tie stands, by words beside its verb; the first that fits, else it's established."""
