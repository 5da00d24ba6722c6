"""SERVICE and LOAD, done before the engine sees the text: other servers are asked by us.

The engine's processes have no network. So what another server answers is put in the text's place:
for ``SERVICE <iri> { P }`` a VALUES block with all solutions of ``SELECT * { P }`` there, which is
what the join takes from it (SPARQL 1.1 Federated Query, 4.1); for ``LOAD <iri>`` an INSERT DATA of
the document's triples (SPARQL 1.1 Update, 3.1.4). What isn't recognised here stays, and the guard
(``graph.service.guard``) refuses it.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID, uuid4, uuid5

import pyoxigraph as ox

from graph.errors import QueryError
from graph.service.guard import MAX_DATA, tokens
from graph.service.outside import Answer, Outside, OutsideError
from graph.service.sparql import GRAPH_FORMATS
from graph.service.update_text import MAX_UPDATE_BYTES
from ontology import PREFIXES

_RESULTS = "application/sparql-results+json"
MAX_VARIABLES = 100
"""Most variables of another server's solutions."""
_LONG = 16 * 1024
_DOTTED = re.compile(r"\.+[\w\-.:%]*[\w\-:%]")
"""The rest of a local name behind a dot, of which the guard's tokens are the words."""
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NOTHING_SAID = "VALUES () { () }"
"""One empty solution, which changes nothing: what SERVICE SILENT gives that fails."""
_NOTHING_DONE = "INSERT DATA {}"

Tokens = list[re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Call:
    """A SERVICE or LOAD: where it stands in the text, whom it asks, and what."""

    start: int
    end: int
    iri: str
    is_silent: bool
    what: str
    """The query for the other server; of LOAD the graph to load into, as its IRI or nothing."""
    is_load: bool


def asks_elsewhere(text: str) -> bool:
    """Say whether a text might have SERVICE or LOAD in it: of a long one, at a glance."""
    letters = text.upper()
    if "SERVICE" not in letters and "LOAD" not in letters:
        return False
    words = (token for token in tokens(text) if len(text) <= _LONG)
    return len(text) > _LONG or any(
        is_keyword(w, "SERVICE") or is_keyword(w, "LOAD") for w in words
    )


def brought_in(text: str, base: str, outside: Outside, *, is_update: bool = False) -> str:
    """Return a query or update with what other servers say in the place of SERVICE and LOAD.

    IRIs are relative to ``base``. Raises ``NotListedError`` if a server may not be asked, silent or
    not; ``OutsideError`` if one doesn't answer as it should, and ``QueryError`` for what can't be
    asked.
    """
    until = outside.deadline()
    parts, at = [], 0
    room = _Room(MAX_UPDATE_BYTES if is_update else MAX_DATA)
    for call in _calls(text, base, is_update=is_update):
        found = (_load if call.is_load else _service)(call, outside, until, room)
        parts += [text[at : call.start], found]
        at = call.end
    return "".join([*parts, text[at:]])


class _Room:
    """How many bytes of what other servers answer may still be taken."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def take(self, written: str) -> str:
        """Return what is written, if there's room for it. Raises ``QueryError`` otherwise."""
        self._left -= len(written.encode())
        if self._left < 0:
            raise QueryError(
                f"What other servers answer takes more than {self._most} bytes; ask them for less, "
                "as by a SELECT within SERVICE that names fewer variables or has a LIMIT."
            )
        return written


# ---------------------------------------------------------------- finding


class _Reader:
    """The tokens of a text, one after the other, with the prologue so far."""

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self._tokens = (token for token in tokens(text) if token.lastgroup is not None)
        self._token = next(self._tokens, None)
        self._base = base
        self._prefixes = dict(PREFIXES)

    def next(self) -> re.Match[str] | None:
        """Return the next token and go on."""
        token = self._token
        if token is not None:
            self._token = next(self._tokens, None)
        return token

    def peek(self) -> re.Match[str] | None:
        """Return the next token without going on."""
        return self._token

    def takes(self, word: str) -> bool:
        """Go past this keyword if it stands here."""
        token = self.peek()
        found = token is not None and is_keyword(token, word)
        if found:
            self.next()
        return found

    def declared(self, token: re.Match[str]) -> None:
        """Note a declaration that begins with this token, if one does."""
        if is_keyword(token, "BASE") and (iri := self.peek()) is not None and iri["iri"]:
            self._base = self._whole(iri["iri"][1:-1])
        elif is_keyword(token, "PREFIX"):
            name, iri = self.next(), self.peek()
            if name is not None and name["name"] == ":" and iri is not None and iri["iri"]:
                self._prefixes[name["word"] or ""] = self._whole(iri["iri"][1:-1])

    def prologue(self) -> str:
        """Return the declarations that hold here."""
        base = f"BASE <{self._base}>\n" if self._base else ""
        return base + "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in self._prefixes.items())

    def iri(self) -> str | None:
        """Return the IRI that stands here and go on; none if it's no IRI."""
        token = self.peek()
        if token is None or not (token["iri"] or token["name"]):
            return None
        self.next()
        if token["iri"]:
            return self._whole(token["iri"][1:-1])
        prefix = self._prefixes.get(token["word"] or "")
        if prefix is None:
            raise QueryError(f"{self.place(token)}: the prefix {token['word']}: isn't declared.")
        name, end = token["name"][1:], token.end()
        while (more := self.peek()) and more.start() == end and _DOTTED.fullmatch(more[0]):
            name, end = name + more[0], more.end()
            self.next()
        return self._whole(prefix + re.sub(r"\\(.)", r"\1", name))

    def _whole(self, iri: str) -> str:
        """Return an IRI without escapes, as it is from the base (RFC 3986, 5.2)."""
        try:
            plain = _CODE.sub(lambda code: chr(int(code[1] or code[2], 16)), iri)
            whole = plain if urlsplit(plain).scheme else urljoin(self._base, plain)
            if plain.endswith("#") and not whole.endswith("#"):
                whole += "#"  # which urljoin drops
            return ox.NamedNode(whole).value
        except (ValueError, OverflowError):
            raise QueryError(f"<{iri}> isn't a whole IRI, and no base makes it one.") from None

    def block(self) -> tuple[int, int] | None:
        """Return where the block that begins here does and ends, and go on; none if none does."""
        first = self.peek()
        if first is None or first[0] != "{":
            return None
        depth = 0
        while (token := self.next()) is not None:
            if token["iri"] and not {"(", ")"}.isdisjoint(token["iri"]):
                raise QueryError(f"{self.place(token)}: put spaces around < within SERVICE.")
            depth += (token["deeper"] is not None) - (token["higher"] is not None)
            if depth == 0:
                return first.start(), token.end()
        return None

    def place(self, token: re.Match[str]) -> str:
        """Say in which line a token stands."""
        return f"Line {self.text.count(chr(10), 0, token.start()) + 1}"


def is_keyword(token: re.Match[str], word: str) -> bool:
    """Say whether a token is this keyword, be it behind a dot, and no name."""
    return token["name"] is None and (token["word"] or "").lstrip(".").upper() == word


def _calls(text: str, base: str, *, is_update: bool) -> Iterator[_Call]:
    reader = _Reader(text, base)
    depth = 0
    while (token := reader.next()) is not None:
        depth += (token["deeper"] is not None) - (token["higher"] is not None)
        if is_keyword(token, "SERVICE"):
            yield _service_call(reader, token)
        elif depth == 0 and is_update and is_keyword(token, "LOAD"):
            yield _load_call(reader, token)
        elif depth == 0:
            reader.declared(token)


def _service_call(reader: _Reader, first: re.Match[str]) -> _Call:
    is_silent = reader.takes("SILENT")
    iri, block = reader.iri(), reader.block()
    if iri is None or block is None:
        raise QueryError(
            f"{reader.place(first)}: SERVICE takes the IRI of a server here, not a variable, and a "
            "block in braces after it."
        )
    start, end = block
    query = f"{reader.prologue()}SELECT * WHERE {reader.text[start:end]}"
    return _Call(first.end() - len("SERVICE"), end, iri, is_silent, query, is_load=False)


def _load_call(reader: _Reader, first: re.Match[str]) -> _Call:
    is_silent = reader.takes("SILENT")
    iri, graph = reader.iri(), ""
    if reader.takes("INTO"):
        graph = (reader.iri() or "") if reader.takes("GRAPH") else ""
        iri = iri if graph else None
    if iri is None:
        raise QueryError(
            f"{reader.place(first)}: write LOAD <address> or LOAD <address> INTO GRAPH <name>."
        )
    after = reader.peek()
    end = after.start() if after is not None else len(reader.text)
    return _Call(first.start(), end, iri, is_silent, graph, is_load=True)


# ---------------------------------------------------------------- asking


def _service(call: _Call, outside: Outside, until: float, room: _Room) -> str:
    form = urlencode({"query": call.what}, errors="replace").encode()
    return _told(
        call,
        lambda: _values(outside.ask(call.iri, until, {"Accept": _RESULTS}, form), room),
        _NOTHING_SAID,
    )


def _load(call: _Call, outside: Outside, until: float, room: _Room) -> str:
    headers = {"Accept": ", ".join(GRAPH_FORMATS)}
    return _told(
        call,
        lambda: room.take(_inserted(outside.ask(call.iri, until, headers), call.iri, call.what)),
        _NOTHING_DONE,
    )


def _told(call: _Call, ask: Callable[[], str], otherwise: str) -> str:
    """Return what comes of asking; where that fails and the call is silent, the other."""
    try:
        return f" {ask()} "
    except OutsideError as error:
        if call.is_silent:
            return f" {otherwise} "
        raise OutsideError(
            f"{'LOAD' if call.is_load else 'SERVICE'} <{call.iri}>: {error}"
        ) from error


def _values(answer: Answer, room: _Room) -> str:
    """Return solutions in JSON (SPARQL 1.1 Query Results JSON Format) as a VALUES block.

    It's written only as far as there is room for it.
    """
    if answer.media_type not in {_RESULTS, "application/json"}:
        raise OutsideError(f"It answers with {answer.media_type!r} instead of {_RESULTS}.")
    blanks = uuid4()
    try:
        told = json.loads(answer.content)
        names = _variables([str(name) for name in told["head"]["vars"]])
        lines = [
            room.take(f"({' '.join(_term(row.get(name), blanks) for name in names)})")
            for row in _rows(told)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutsideError(f"Its answer isn't {_RESULTS} ({error!r}).") from error
    heads = " ".join(f"?{name}" for name in names)
    return f"VALUES ({heads}) {{ {' '.join(lines)} }}"


def _variables(names: list[str]) -> list[str]:
    several = len({*names}) < len(names) or len(names) > MAX_VARIABLES
    if several or not all(map(_is_variable, names)):
        raise OutsideError(f"Its answer has variables that can't be taken; {MAX_VARIABLES} can.")
    return names


def _rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told["results"]["bindings"]
    return found


def _is_variable(name: str) -> bool:
    try:
        return bool(ox.Variable(name))
    except ValueError:
        return False


def _term(term: dict[str, str] | None, blanks: UUID) -> str:
    """Return a term of the results as SPARQL writes it; of a blank node an IRI that stands for it.

    VALUES can't hold blank nodes; RDF 1.1 Concepts, 3.5, lets IRIs of our own replace them.
    """
    if term is None:
        return "UNDEF"
    value = term["value"]
    match term["type"]:
        case "uri":
            return str(ox.NamedNode(value))
        case "bnode":
            return f"<urn:uuid:{uuid5(blanks, value)}>"
        case "literal" | "typed-literal":
            kind = term.get("datatype")
            if (language := term.get("xml:lang")) is not None:
                return str(ox.Literal(value, language=language))
            return str(ox.Literal(value, datatype=ox.NamedNode(kind) if kind else None))
    raise ValueError(term["type"])


def _inserted(answer: Answer, iri: str, graph: str) -> str:
    """Return a document's triples as INSERT DATA."""
    if answer.media_type not in GRAPH_FORMATS:
        raise OutsideError(
            f"It answers with {answer.media_type!r}, not {', '.join(GRAPH_FORMATS)}."
        )
    if b"<!ENTITY" in answer.content or b"\0" in answer.content:
        raise OutsideError("Its document declares entities, or isn't UTF-8; that isn't taken.")
    try:
        found = ox.parse(
            answer.content,
            format=GRAPH_FORMATS[answer.media_type],
            base_iri=iri,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        written = ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES)
        triples = (written or b"").decode()
        named = f"GRAPH {ox.NamedNode(graph)} {{ {triples} }}" if graph else triples
    except (SyntaxError, ValueError) as error:
        raise OutsideError(f"Its document isn't {answer.media_type} ({error}).") from error
    return f"INSERT DATA {{ {named} }}"
