"""What columns are called, in studies' own tables and in the exports of tools.

The names are in the order of how surely they mean the field; a name that means two things stands
where it is rarely wrong, and what stands in the column has the last word (``contents``).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

FIELDS: Mapping[str, str] = {
    "quote": "the words that were coded",
    "code": "the code or codes that they got",
    "theme": "what stands above the code",
    "respondent": "who said them",
    "document": "the source that they come from",
    "coder": "who coded them",
    "memo": "what the coder remarked",
    "definition": "what the code means",
    "id": "the quote's own id",
    "start": "where it begins in the source",
    "end": "where it ends in the source",
}
"""What a column can be, in the order of asking; every other column is an attribute."""

_NAMES: Mapping[str, str] = {
    "quote": """
        quote; quotes; quote text; quotation; quotation content; quotation text; quoted text;
        excerpt; excerpt copy; excerpt text; excerpts; segment; coded segment; coded segments;
        segment text; coded text; text content; selected text; seltext; selection; highlight;
        highlighted text;
        snippet; reference text; verbatim; verbatims; passage; extract; data extract; text segment;
        text excerpt; example quote; illustrative quote; exemplar quote; utterance; meaning unit;
        content; text; response; answer; statement; transcript excerpt; data; plain text; coded;
        zitat; zitate; textstelle; segmenttext; textsegment; kodiertes segment; codiertes segment;
        ankerbeispiel; fundstelle; aussage; antwort; textausschnitt;
        citation; extrait; extrait de texte; texte; citations; segment codé; réponse;
        cita; citas; fragmento; contenido de la cita; segmento; texto; respuesta; extracto;
        citação; citações; trecho; segmento codificado; resposta; conteúdo da citação;
        citazione; brano; testo; estratto; citazioni;
        citaat; fragment; citaten; tekst; tekstfragment;
        citat; sitat; citater; cytat; citace; lainaus; цитата; фрагмент; текст; 引用; 片段; 文本
    """,
    "code": """
        code; codes; code name; codename; code label; code applied; codes applied;
        codes applied combined; code s; tag; tags; tag path; node; nodes; node name; code path;
        theme path; subtheme; sub theme; subcode; sub code; hierarchical name; label; labels;
        coded as; coding; codings; code system; full code; category path; topic; theme code;
        quirk; quirks; quirk title; quirk name;
        kode; kodes; codierung; codesystem; codepfad; schlagwort; kodierung; kategorie code;
        code s appliqué s; noeud; nœud; étiquette; thème code;
        código; códigos; etiqueta; codificación; nodo; codigo;
        etichetta; codice; codici; nodo;
        kod; kódy; kód; koder; koodi; код; коды; 代码; 编码
    """,
    "theme": """
        theme; themes; parent code; parent; category; categories; code group; code groups;
        code category; main theme; overarching theme; parent theme; global theme; dimension;
        aggregate dimension; domain; quirk parent; parent quirk; supercode; code set;
        code family; higher order theme;
        thema; themen; hauptkategorie; kategorie; oberkategorie; oberkode; obercode; hauptthema;
        thème; catégorie; thèmes; tema; temas; categoría; categoria; thema s; categorie;
        kategori; teema; kategoria; тема; категория; 主题; 类别
    """,
    "respondent": """
        respondent; respondent label; participant; interviewee; informant; speaker; speaker name;
        respondent id;
        participant id; participant no; participant number; participant code; informant id;
        interviewee id; respondent name; participant name; speaker id; case; case name;
        casename; cases;
        participants; respondents;
        person; pseudonym; who; subject; subject id; said by; quoted person; source person;
        case id; stakeholder; user; user id; patient id; p id; pid;
        befragte; befragter; befragte person; teilnehmer; teilnehmende; teilnehmerin; sprecher;
        sprecherin; person id; interviewpartner; interviewte; proband; fall; fallname;
        participante; entrevistado; entrevistada; informante; hablante; encuestado; sujeto;
        répondant; répondante; participant e; interviewé; interviewée; locuteur; enquêté; enquêtée;
        respondente; partecipante; intervistato; intervistata; parlante;
        deelnemer; respondent nr; geïnterviewde; spreker; deltagare; deltager; informantti;
        uczestnik; rozmówca; respondentka; респондент; участник; информант; 受访者; 参与者
    """,
    "document": """
        document; document name; document title; documents; source; source name; file; file name;
        filename; sources; source title; note title; file case; media title; media name;
        transcript; transcript name; source document;
        interview; interview id; interview no; interview number; media; data source; title;
        internals; data file; source file; resource; resource title; doc;
        dokument; dokumentname; datei; dateiname; quelle; transkript; interviewnummer;
        document source; fichier; nom du fichier; nom du document; entretien; titre;
        documento; nombre del documento; archivo; fuente; entrevista; nome do documento; arquivo;
        fonte; nome file; intervista; bestand; bestandsnaam; bron; documentnaam; dokumentnamn;
        tiedosto; plik; źródło; документ; файл; источник; 文档; 文件
    """,
    "coder": """
        coder; coders; coded by; coder name; codername; created by; excerpt creator; author; owner;
        researcher; rater; analyst; coded by initials; coder initials; user name; username;
        modified by; creator;
        kodierer; kodiererin; codierer; kodiert von; codiert von; erstellt von;
        bearbeitet von; bearbeiter; autor;
        codeur; codé par; auteur; créé par; codificador; codificado por; creado por; autora;
        criado por; creato da; codificatore; gecodeerd door; kodet av; kodad av; автор; 编码者
    """,
    "memo": """
        memo; memos; comment; comments; coding memo; quotation comment; note; notes; remark;
        remarks; annotation; annotations; coded memo; segment memo; reflection; memo text;
        kommentar; kommentare; notiz; notizen; bemerkung; anmerkung; anmerkungen;
        commentaire; commentaires; remarque; comentario; comentarios; nota; notas; comentário;
        comentários; commento; commenti; opmerking; opmerkingen; uwagi; komentarz; комментарий
    """,
    "definition": """
        definition; description; code definition; code description; tag description; code memo;
        meaning; code comment; definition of code; inclusion criteria;
        beschreibung; codememo; kategoriendefinition; définition; descripción; definición;
        definição; descrição; definizione; descrizione; definitie; omschrijving; описание
    """,
    "id": """
        id; quotation id; quote id; excerpt id; segment id; highlight id; quotation number;
        quotation no; coding id; reference id; zitat id; segment nr; id cita
    """,
    "start": """
        start; beginning; begin; start position; start pos; start offset; text start; from;
        pos0; quote start;
        anfang; beginn; début; inicio; início; inizio
    """,
    "end": """
        end; ending; stop; end position; end pos; end offset; text end; to; pos1; quote end;
        ende; fin; fim; fine
    """,
}

_BESIDE: Mapping[str, tuple[str, frozenset[str]]] = {
    # NVivo's coding summaries call the file that was coded only so
    "name": ("document", frozenset({"coverage", "reference number"})),
}
"""Names that mean a field only beside others, all of which must be there."""

_APART = re.compile(r"[\W_]+")
_NUMBERED = ("code", "theme")
_NUMBER_AFTER = re.compile(r" \d{1,3}$")
_APPLIED = re.compile(r"\s*code\s*:\s*(?P<code>.+?)\s+applied\s*$", re.IGNORECASE)
"""Dedoose gives each code a column: ``Code: Access Applied``."""
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MOST_HEADER_ROWS = 30


def normal(name: str) -> str:
    """Return a column's name in lower case, its accents, punctuation and spaces as one form."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return _APART.sub(" ", plain).strip()


def meaning(name: str, *, numbered: bool = True) -> tuple[str, int] | None:
    """Return the field that a column's name means, and its rank: 0 is the surest.

    A number behind that of a code or theme doesn't matter, as in ``Code 2``, unless ``numbered`` is
    false; ``Interview 2`` is rather what stands in a column than its name.
    """
    known = _known()
    key = normal(name)
    if key in known or not numbered:
        return known.get(key)
    found = known.get(_NUMBER_AFTER.sub("", key))
    return found if found and found[0] in _NUMBERED else None


def meaning_beside(name: str, others: Iterable[str]) -> tuple[str, int] | None:
    """Return the field that a name of many meanings means beside the names of other columns."""
    field, needed = _BESIDE.get(normal(name), ("", frozenset()))
    return (field, 0) if field and needed <= {normal(other) for other in others} else None


def hint(name: str) -> str:
    """Return the field that a name's first or last word means, as in ``Participant quote (1)``."""
    words = normal(_IN_BRACKETS.sub("", name)).split()
    known = _known()
    for word in (words[-1:], words[:1]):
        if word and (found := known.get(word[0])):
            return found[0]
    return ""


def applied_code(name: str) -> str:
    """Return the code that a column of marks is for, by Dedoose's naming; empty if it isn't."""
    match = _APPLIED.match(name)
    return match["code"] if match else ""


def is_label_of(label: str, name: str) -> bool:
    """Whether two columns are a thing's id and its label: ``coder`` and ``coder_name``."""
    plain = normal(name)
    return normal(label) in {f"{plain} {kind}" for kind in ("label", "name", "title")}


def is_whole_path(name: str) -> bool:
    """Whether a column of codes says what stands above them as well."""
    return normal(name).endswith((" path", "hierarchical name"))


def known_fields(row: Iterable[str]) -> set[str]:
    """Return the fields that the cells of a row name, were it the header."""
    cells = list(row)
    fields = {found[0] for cell in cells if (found := meaning(cell))}
    return fields | {"code" for cell in cells if applied_code(cell)}


def most_known(rows: Sequence[Sequence[str]]) -> int:
    """Return how many fields the best header among the first rows names."""
    return max((len(known_fields(row)) for row in rows[:_MOST_HEADER_ROWS]), default=0)


@cache
def _known() -> Mapping[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for field, names in _NAMES.items():
        for rank, name in enumerate(names.split(";")):
            known.setdefault(normal(name), (field, rank))
    return known
