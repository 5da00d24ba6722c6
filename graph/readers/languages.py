"""Words of labels, sayings and section names in Spanish, French, German, Portuguese and Italian.

Only what tells a respondent's label, a turn of whoever asks, or a section: ``lexicon`` has the same
for English, and more. Words that mean something else in English are left out.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _german(stems: str) -> tuple[str, ...]:
    """Return masculine, feminine and plural forms: Lehrer, Lehrerin, Lehrerinnen."""
    return tuple(f"{stem}{ending}" for stem in stems.split() for ending in ("", "in", "innen"))


PEOPLE = (
    *_words(
        """
        participante entrevistado entrevistada informante encuestado encuestada hombre mujer mujeres
        enfermero enfermera médico médica paciente usuario usuaria madre padre hijo hija docente
        profesora profesores maestro maestra alumno alumna alumnos estudiante vecino vecina cuidador
        cuidadora cuidadores trabajador trabajadora trabajadores funcionario funcionaria gestor
        gestora coordinador coordinadora directora directores joven jóvenes abuela abuelo niña niño
        voluntario voluntaria partera promotora técnica técnico psicóloga psicólogo profesional
        """
    ),
    *_words(
        """
        enquêté enquêtée enquêtés enquêtées participant participante interviewé interviewée
        répondant répondante informateur informatrice homme femme infirmier infirmière
        soignant soignante
        informatrice homme femme infirmier infirmière soignant soignante
        aide-soignant aide-soignante médecin sage-femme patiente mère père fils fille enseignant
        enseignante élève étudiant étudiante professeur professeure habitant habitante locataire
        usager usagère directeur directrice cadre bénévole ouvrier ouvrière aidant aidante
        responsable éducateur éducatrice psychologue témoin
        """
    ),
    *_german(
        """
        Teilnehmer Interviewpartner Gesprächspartner Lehrer Schüler Bewohner Mieter Pfleger Leiter
        Mitarbeiter Berater Betreuer Sozialarbeiter Erzieher Patient Student Arbeiter Nutzer Experte
        Angehöriger Proband Hebamme Expert Mediziner Dolmetscher
        """
    ),
    *_words(
        """
        Teilnehmende Teilnehmender Befragte Befragter Befragten Interviewte Interviewter Proband
        Mutter Vater Frau Mann Arzt Ärztin Ärzte Hausarzt Hausärztin Pflegekraft Pflegefachkraft
        Pflegefachfrau Fachkraft Lehrkraft Lehrkräfte Schulleitung Angehörige Jugendliche
        Jugendlicher Studierende Studierender Ehrenamtliche Ehrenamtlicher Krankenschwester
        """
    ),
    *_words(
        """
        entrevistada enfermeiro enfermeira mulher homem mãe pai professor aluna agente moradora
        morador gestante trabalhador trabalhadora intervistato intervistata partecipante infermiere
        infermiera donna uomo madre padre insegnante paziente medica rispondente
        """
    ),
)
"""Kinds of people, as labels name them, in the forms in which they stand in brackets."""

GATHERINGS = _words("entrevista entretien grupo groupe gruppe fokusgruppe gruppo intervista gf")
"""Ways in which words are gathered, as labels name them."""

QUESTIONERS = _words(
    """
    entrevistador entrevistadora investigador investigadora moderador moderadora enquêteur
    enquêtrice enquêteuse intervieweur intervieweuse animateur animatrice modérateur modératrice
    interviewerin moderatorin interviewende pesquisador pesquisadora intervistatore intervistatrice
    moderatore moderatrice
    """
)
"""Who asks the questions; never a respondent."""

SAYING = _words(
    r"""
    dijo explicó comentó señaló relató afirmó mencionó expresó contó añadió resumió cuenta relata
    comenta explica señala describe describió dit disent explique raconte précise ajoute résume
    confie témoigne souligne sagt sagte erzählt erzählte erklärt erklärte berichtet berichtete meint
    meinte beschreibt beschrieb schildert schilderte ergänzt disse afirmou relatou explicou contou
    ha\s+detto racconta spiega
    """
)
"""Verbs of saying, as regular expressions."""

SPOKEN = r"je|j[’']\w+|nous|moi|yo|tengo|nosotros|nosotras|ich|wir|mir|mich|uns|nós|noi"
"""Words by which an utterance is told, as a regular expression."""

FINDINGS = (
    r"resultados(?:\s+y\s+discusión|\s+e\s+discussão)?|hallazgos|résultats(?:\s+et\s+discussion)?"
    r"|ergebnisse(?:\s+und\s+diskussion)?|befunde|risultati(?:\s+e\s+discussione)?"
)
"""Headings that only say that the findings follow, as a regular expression."""

OTHER_SECTIONS = (
    r"resumen|introducción|métodos?|metodología|materiales?\s+y\s+métodos|discusión|conclusi[óo]n(?:es)?"
    r"|agradecimientos|referencias|bibliografía|résumé|méthodes?|méthodologie|matériels?\s+et\s+méthodes?"
    r"|remerciements|références|bibliographie|zusammenfassung|einleitung|hintergrund|methode[n]?|methodik"
    r"|methodisches\s+vorgehen|diskussion|fazit|schlussfolgerung(?:en)?|ausblick|literatur"
    r"|literaturverzeichnis|danksagung|resumo|introdução|metodologia|discussão|conclus(?:ão|ões)"
    r"|agradecimentos|referências|riassunto|introduzione|metodi|discussione|conclusioni"
)
"""Headings of an article's other parts, as a regular expression."""

THEMES = (
    r"temas?|thèmes?|thema|themen|categorías?|catégories?|kategorien?|categorias?|tema|categorie"
)
"""What stands before a theme's number, as a regular expression."""
