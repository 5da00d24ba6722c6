"""Requests that are meant to hurt: queries the engine can't bear, HTTP as nobody speaks it.

Each is an attack with a name and what is sent; none needs to know the server from within.
"""

import zlib
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

HOST = b"host: 127.0.0.1\r\n"


class Then(Enum):
    """What the attacker does when all is sent."""

    READ = "reads the answer"
    LEAVE = "goes away at once"
    RESET = "breaks the connection off"
    HOLD = "never reads"


@dataclass(frozen=True, slots=True)
class Attack:
    """What is sent, piece by piece with pauses between, and what is done then."""

    name: str
    pieces: tuple[bytes, ...]
    then: Then = Then.READ


def _post(body: bytes, kind: str = "application/sparql-query", more: bytes = b"") -> bytes:
    size = b"content-length: %d\r\n" % len(body)
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + f"content-type: {kind}\r\n".encode()
    return head + size + more + b"\r\n" + body


def _get(query: str, more: bytes = b"") -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\n".encode() + HOST + more + b"\r\n"


ALL = "?s ?p ?o"
TWO = "?a ?b ?c . ?d ?e ?f"
THREE = f"{TWO} . ?g ?h ?i"
_DOUBLING = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
_TREBLING = " ".join(f"BIND(ENCODE_FOR_URI(?x{n}) AS ?x{n + 1})" for n in range(40))
_REPLACING = " ".join(f'BIND(REPLACE(?x{n}, "a", "aaaaaaaaaa") AS ?x{n + 1})' for n in range(12))
_ANY = "(<x:>|!<x:>)"
_NESTED = "SELECT * {{ {} }}"

QUERIES = {
    "5,000 sub-selects": "{SELECT*" * 5000 + "{}" + "}" * 5000,
    "1,100 sub-selects": "SELECT * {" + "{SELECT * " * 1100 + "{}" + "}" * 1100 + "}",
    "99 sub-selects": "SELECT * " + "{{SELECT * " * 49 + "{}" + "}}" * 49,
    "100,000 parentheses": f"SELECT * {{ FILTER({'(' * 100_000}1{')' * 100_000}) }}",
    "20,000 parentheses": f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
    "parentheses left open": "SELECT * { FILTER(" + "(" * 60_000,
    "10,000 braces": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "6,500 unions": "SELECT * {" + "UNION".join(["{}"] * 6500) + "}",
    "20,000 negations": "SELECT * { FILTER(" + "!" * 20_000 + "true) }",
    "20,000 minus signs": "SELECT * { FILTER(1" + "-1" * 20_000 + ") }",
    "a path of 700 steps": "SELECT * { ?s " + "/".join(["a"] * 700) + " ?o }",
    "a path of 9,000 choices": "SELECT * { ?s " + "|".join(["a"] * 9000) + " ?o }",
    "a path of 190 stars": "SELECT * { ?s " + "/".join(["?p*".replace("?p", "a")] * 190) + " ?o }",
    "560 blank nodes in each other": "SELECT * { ?s ?p " + "[a " * 560 + "1" + "]" * 560 + " }",
    "276 lists in each other": "SELECT * { ?s ?p " + "(" * 276 + "1" + ")" * 276 + " }",
    "98 lists in each other": "SELECT * { ?s ?p " + "(" * 98 + "1" + ")" * 98 + " }",
    "a list of 9,000": "SELECT * { ?s ?p (" + "1 " * 9000 + ") }",
    "9,000 objects": "SELECT * { ?s ?p " + ",".join(["1"] * 9000) + " }",
    "9,000 predicates": "SELECT * { ?s " + ";".join(["a 1"] * 9000) + " }",
    "199 triples that don't hang together": "SELECT * {"
    + ".".join(f"?a{n} ?b{n} ?c{n}" for n in range(199))
    + "}",
    "5,000 to describe": "DESCRIBE " + " ".join(f"<x:{n}>" for n in range(5000)),
    "9,000 reifiers": "SELECT * { ?s ?p ?o " + "~ <a:r> " * 6000 + "}",
    "100 annotations": "SELECT * { ?s ?p ?o " + "{| a 1 |} " * 100 + "}",
    "3,000 columns": "SELECT " + " ".join(f"?a{n}" for n in range(3000)) + " {}",
    "cartesian product, sorted": f"SELECT * {{ {TWO} }} ORDER BY ?c ?f ?a ?d",
    "cartesian product, sorted by chance": f"SELECT * {{ {TWO} }} ORDER BY RAND()",
    "cartesian product, counted": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}",
    "cartesian product, distinct": f"SELECT DISTINCT * {{ {TWO} }}",
    "cartesian product, grouped": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {TWO} }} GROUP BY ?a ?f",
    "cartesian product, glued": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {TWO} }}",
    "cartesian product, hashed": f"SELECT (MAX(SHA512(STR(?c))) AS ?x) {{ {THREE} }}",
    "cartesian product, all of it": f"SELECT * {{ {TWO} }}",
    "cartesian product, made a graph": f"CONSTRUCT {{ ?a ?e ?c }} {{ {TWO} }}",
    "cartesian product, far in": f"SELECT * {{ {THREE} }} OFFSET 999999999999 LIMIT 1",
    "cartesian product, skipped": f"ASK {{ {THREE} FILTER(?a = ?i && ?b = ?c) }}",
    "everything described": f"DESCRIBE * {{ {ALL} }}",
    "a closure over everything": f"SELECT * {{ ?s {_ANY}* ?o }}",
    "a closure, counted": f"SELECT (COUNT(*) AS ?n) {{ ?s {_ANY}+ ?o }}",
    "three closures": f"SELECT (COUNT(*) AS ?n) {{ ?s {_ANY}*/{_ANY}*/{_ANY}* ?o }}",
    "a closure both ways": f"SELECT * {{ ?s ({_ANY}|^{_ANY})* ?o }} ORDER BY ?o",
    "closures in a filter": f"SELECT * {{ {ALL} FILTER EXISTS "
    f"{{ ?o {_ANY}* ?z . ?z {_ANY}* ?s }} }}",
    "a regular expression that explodes": f'SELECT * {{ {ALL} FILTER REGEX(STR(?o), "^(a+)+$") }}',
    "a regular expression that is large": f"SELECT * {{ {ALL} FILTER REGEX(STR(?o), "
    '"((a{1,500}){1,500}){1,500}") }',
    "a regular expression of data": f"SELECT * {{ {TWO} FILTER REGEX(STR(?c), STR(?f)) }}",
    "a literal that doubles": "SELECT (STRLEN(?x40) AS ?n) "
    f'{{ BIND("aaaaaaaa" AS ?x0) {_DOUBLING} }}',
    "a literal that trebles": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("%%%%" AS ?x0) {_TREBLING} }}',
    "a literal that is replaced": f'SELECT ?x12 {{ BIND("a" AS ?x0) {_REPLACING} }}',
    "literals in a product": f"SELECT (CONCAT(?c, ?f, ?c, ?f) AS ?x) {{ {TWO} }} ORDER BY ?x",
    "many optionals": "SELECT * {" + f"OPTIONAL {{ {ALL} }}" * 60 + "}",
    "optionals in each other": "SELECT * " + "{ OPTIONAL " * 90 + "{}" + "}" * 90,
    "values times values": "SELECT * {"
    + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 0 }}" for n in range(12))
    + "}",
    "a call to another server": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a hidden call": "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:9/>{} }",
    "a call to where a variable says": "SELECT * { ?s ?p ?g . SERVICE SILENT ?g { ?s ?p ?o } }",
    "nothing but a NUL": "\x00",
    "an IRI of 60,000": "SELECT * { <x:" + "a" * 60_000 + "> ?p ?o }",
    "a comment of 60,000": "ASK {}#" + "\u202e" * 20_000,
    "strings left open": "SELECT * { FILTER('''" + "\\" * 60_000,
    "a megabyte": "#" * 2**20,
}


def _query_attacks() -> list[Attack]:
    return [Attack(name, (_post(text.encode()),)) for name, text in QUERIES.items()]


_BOMB = zlib.compress(b"#" * 50_000_000, 9, wbits=31)
_ENDLESS = b"POST /sparql HTTP/1.1\r\n" + HOST + b"content-type: application/sparql-query\r\n"
_FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"
_LARGE = _get("SELECT * { ?s ?p ?o } LIMIT 90000")

WIRE = (
    Attack("a head that stops", (b"GET /sparql?query=ASK", b"%7B"), Then.HOLD),
    Attack(
        "a head that drips", tuple(b"GET /sparql HTTP/1.1\r\nhost: 1"[n : n + 1] for n in range(30))
    ),
    Attack("a body that stops", (_ENDLESS + b"content-length: 999\r\n\r\nASK", b" {"), Then.HOLD),
    Attack(
        "a body that never ends",
        (_ENDLESS + b"transfer-encoding: chunked\r\n\r\n",)
        + (b"400\r\n" + b"#" * 1024 + b"\r\n",) * 400,
    ),
    Attack(
        "a body that is announced huge",
        (_ENDLESS + b"content-length: 99999999999\r\n\r\n",),
        Then.HOLD,
    ),
    Attack("two lengths", (_ENDLESS + b"content-length: 6\r\ncontent-length: 60\r\n\r\nASK {}",)),
    Attack(
        "a length and chunks",
        (
            _ENDLESS
            + b"content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
        ),
    ),
    Attack("a length below nothing", (_ENDLESS + b"content-length: -1\r\n\r\n",)),
    Attack("a compressed bomb", (_post(_BOMB, more=b"content-encoding: gzip\r\n"),)),
    Attack(
        "a header of a megabyte", (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nx: " + b"y" * 2**20,)
    ),
    Attack("20,000 headers", (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 20_000,)),
    Attack("an address of a megabyte", (b"GET /sparql?query=" + b"%20" * 350_000,)),
    Attack(
        "10,000 graphs",
        (_get("ASK {}").replace(b" HTTP", b"&default-graph-uri=x:y" * 10_000 + b" HTTP"),),
    ),
    Attack("10,000 media types", (_get("ASK {}", b"accept: " + b"a/b;q=0.1," * 10_000 + b"\r\n"),)),
    Attack("a media type that is none", (_get("ASK {}", b"accept: " + b"/;q=," * 500 + b"\r\n"),)),
    Attack("a form of 100,000 fields", (_post(b"a=b&" * 100_000, _FORM),)),
    Attack("broken UTF-8", (_post(b"ASK { '\xff\xfe\xed\xa0\x80' }"),)),
    Attack(
        "percent signs gone wrong",
        (b"GET /sparql?query=%ff%zz%ed%a0%80 HTTP/1.1\r\n" + HOST + b"\r\n",),
    ),
    Attack("no HTTP", (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,)),
    Attack("HTTP/0.9", (b"GET /sparql?query=ASK%7B%7D\r\n\r\n",)),
    Attack("an unknown method", (b"BREW /sparql HTTP/1.1\r\n" + HOST + b"\r\n",)),
    Attack("another protocol", (_get("ASK {}", b"connection: upgrade\r\nupgrade: websocket\r\n"),)),
    Attack("another name", (_get("ASK {}").replace(b"127.0.0.1", b"evil.example"),)),
    Attack("a page elsewhere", (_get("ASK {}", b"sec-fetch-site: cross-site\r\n"),)),
    Attack(
        "promises a body",
        (_ENDLESS + b"expect: 100-continue\r\ncontent-length: 50\r\n\r\n",),
        Then.HOLD,
    ),
    Attack("200 large answers that nobody reads", (_LARGE * 200,), Then.HOLD),
    Attack("a large answer that nobody reads", (_LARGE,), Then.HOLD),
    Attack("a large answer, broken off", (_LARGE,), Then.RESET),
    Attack(
        "who asks goes away", (_post(QUERIES["cartesian product, counted"].encode()),), Then.LEAVE
    ),
    Attack("who asks breaks off", (_post(QUERIES["three closures"].encode()),), Then.RESET),
    Attack("says nothing", (), Then.HOLD),
    Attack("an update that drops all", (_post(b"DROP ALL", _UPDATE),)),
    Attack("an update in a form", (_post(b"update=CLEAR+ALL", _FORM),)),
    Attack("an update by GET", (_get("x").replace(b"query=x", b"update=DROP%20ALL"),)),
    Attack("an update as a query", (_post(b"INSERT DATA { <x:> <x:> <x:> }"),)),
    Attack("an update from the network", (_post(b"LOAD <http://127.0.0.1:9/>", _UPDATE),)),
    Attack(
        "an update of a megabyte",
        (_post(b"INSERT DATA {" + b"<x:> a <x:y> . " * 70_000 + b"}", _UPDATE),),
    ),
    Attack(
        "an update with a wrong token",
        (_post(b"DROP ALL", _UPDATE, b"authorization: Bearer " + b"x" * 9000 + b"\r\n"),),
    ),
    Attack(
        "a graph thrown away", (b"DELETE /rdf-graph-store?default HTTP/1.1\r\n" + HOST + b"\r\n",)
    ),
)
"""HTTP as nobody speaks it, and changes by who may not make any."""


def attacks() -> list[Attack]:
    """Return all attacks: queries and the rest in turn, so that neither comes all at once."""
    queries, rest = _query_attacks(), [*WIRE]
    mixed = []
    while queries or rest:
        mixed += [group.pop(0) for group in (queries, rest) if group]
    return mixed
