"""Sections in the styles of journals, written after the rules: with the quotes in them.

A quote stands as ``speaker => words`` below ``#`` and the headings above it, outermost first.
"""

STYLES = {
    "names and ages in the sentence, a box without a line between": (
        ".txt",
        """\
FINDINGS

Three themes were identified: (1) living with uncertainty, (2) being seen, and (3) going home.

Living with uncertainty

Participants described the wait for results as the hardest part. Susan, a 52-year-old teacher, recalled: "I jumped every time the phone went." Mark (aged 61) agreed: "It's the not knowing that gets you."

"You learn to live in two-week chunks" (Participant 4, diagnosed 2 years ago).

As Participant 9 explained, 'you stop planning, because each time you plan, something comes up'.

Being seen

The nurses made a difference. "She called me by my name," said one woman (P6, 44 years), "and she'd read my notes."

I: What did that mean to you?
P6: That I was a person, not a bed number.

"I wasn't a patient to her" (P6), "I was Jean." (P6)

Several participants used the word "journey" to describe their illness (n = 7), and many talked of "fighting" or "battling" it.

Going home

For some, going home was frightening:

"In here there's a button. At home there's no button."
Participant 12, male

"My daughter asked me, 'Mum, are you going to die?' and I didn't know what to say."
Participant 3, female

Box 2 Illustrative quotes
"I was scared." (P1)
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Living with uncertainty
Susan, a 52-year-old teacher => I jumped every time the phone went.
Mark (aged 61) => It's the not knowing that gets you.
Participant 4, diagnosed 2 years ago => You learn to live in two-week chunks
Participant 9 => you stop planning, because each time you plan, something comes up
# Being seen
P6, 44 years => She called me by my name,
P6, 44 years => and she'd read my notes.
P6 => That I was a person, not a bed number.
P6 => I wasn't a patient to her
P6 => I was Jean.
# Going home
Participant 12, male => In here there's a button. At home there's no button.
Participant 3, female => My daughter asked me, 'Mum, are you going to die?' and I didn't know what to say.
""",  # noqa: E501
    ),
    "Portuguese": (
        ".md",
        """\
# Resultados e discussão

## Acolhimento na unidade

As mulheres relataram demora. “A gente chega cedo e não tem ficha” (Entrevistada 5).

> “O agente vem, conversa, explica. Eu confio nele.” (E12, gestante)

Para uma enfermeira, “falta gente e sobra papel” (Enfermeira 2).

## Vínculo

Pesquisadora: E quem ajuda?
E7: Minha vizinha.

O termo “vínculo” aparece em quase todas as falas.
""",
        """
# Acolhimento na unidade
Entrevistada 5 => A gente chega cedo e não tem ficha
E12, gestante => O agente vem, conversa, explica. Eu confio nele.
Enfermeira 2 => falta gente e sobra papel
# Vínculo
E7 => Minha vizinha.
""",
    ),
    "headings in italics, a class for quotations": (
        ".html",
        """\
<html><body><article><h2>Results</h2><p>Nineteen interviews were held.</p>
<h3><i>3.1. Teachers as gatekeepers</i></h3>
<p>Gatekeeping was done with care:</p>
<p class="disp-quote">I don’t let just anybody in, because they have been let down before. (Teacher 4, secondary school)</p>
<p>Other teachers felt “used” by researchers (Teacher 2; Teacher 11).</p>
<p>One head put this bluntly. “We are asked for everything and given nothing” (HT1).</p>
<h3><i>3.2. Pupils’ views</i></h3>
<p>Pupils were sceptical.</p>
<blockquote><p><strong>Moderator:</strong> Would you take part again?</p><p><strong>Girl 1:</strong> If there’s pizza.</p><p><strong>Boy 2:</strong> They never tell us what came out.</p><p>(Focus group 3, Year 9)</p></blockquote>
<p>‘It’s like a test with no mark’ (Boy 4, FG1), and ‘nobody came back’ (Girl 2, FG1).</p>
<p>According to Amina (15), “you get asked the same thing every year”.</p>
</article></body></html>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 3.1. Teachers as gatekeepers
Teacher 4, secondary school => I don’t let just anybody in, because they have been let down before.
HT1 => We are asked for everything and given nothing
# 3.2. Pupils’ views
Girl 1 => If there’s pizza.
Boy 2 => They never tell us what came out.
Boy 4, FG1 => It’s like a test with no mark
Girl 2, FG1 => nobody came back
""",
    ),
    "transcript and line behind pseudonyms": (
        ".jats.xml",
        """\
<article><body><sec><title>Analysis</title>
<sec><title>“A stranger in my skin”</title>
<p>All the men spoke of estrangement. For James this came suddenly:</p>
<disp-quote><p>James: One morning I shaved and it was my dad’s face. I’m thirty-four. I sat on the bath and I laughed, and then I didn’t laugh. (12.303–307)</p></disp-quote>
<p>The laugh is significant. Paul, by contrast, never says “I” when he speaks of his body:</p>
<disp-quote><p>You get used to it. The leg does what it does. (Paul, 4.112)</p></disp-quote>
<p>Note: pseudonyms are used.</p>
</sec>
<sec><title>“Before and after”</title>
<p>Time is cut in two: “there’s the James before and the James after” (James, 15.410).</p>
<disp-quote><p>Interviewer: And now?</p><p>Paul: Now is now. (Paul, 9.250–251)</p></disp-quote>
</sec></sec></body></article>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# “A stranger in my skin”
James => One morning I shaved and it was my dad’s face. I’m thirty-four. I sat on the bath and I laughed, and then I didn’t laugh.
Paul, 4.112 => You get used to it. The leg does what it does.
# “Before and after”
James, 15.410 => there’s the James before and the James after
Paul => Now is now.
""",  # noqa: E501
    ),
    "numbers of two levels, turns with one label below": (
        ".txt",
        """\
Findings

1. Getting to the clinic

1.1 Cost

Women reported that transport was expensive. A 24-year-old mother of one said:

"The motorbike wants five thousand and five thousand is what we eat in a week." (IDI, woman, 24 years, rural)

This was echoed by providers. "They come late because they come on foot," the in-charge said (KII 03).

1.2 Permission

Respondents (R1-R20) noted that husbands decide. In the words of one husband: "She asks me and I look in my pocket" [FGD men, R7].

"If he is away, his mother decides. If she is away, nobody decides, you wait". (Woman, 19 years, FGD 4)

2. At the clinic

2.1 Respect

"The nurse shouted 'why didn't you come before?' in front of everyone." -- IDI 11, woman, 31

Nurses defended themselves:
"We are tired. A tired person shouts." (Nurse, 12 years of experience)

The "three delays" model [14] explains this.

R3: They don't greet you.
R5: They do if you have a card. (laughter)
R3: A card, yes.
(FGD 2, women, urban)
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 1. Getting to the clinic > 1.1 Cost
IDI, woman, 24 years, rural => The motorbike wants five thousand and five thousand is what we eat in a week.
KII 03 => They come late because they come on foot,
# 1. Getting to the clinic > 1.2 Permission
FGD men, R7 => She asks me and I look in my pocket
Woman, 19 years, FGD 4 => If he is away, his mother decides. If she is away, nobody decides, you wait
# 2. At the clinic > 2.1 Respect
IDI 11, woman, 31 => The nurse shouted 'why didn't you come before?' in front of everyone.
Nurse, 12 years of experience => We are tired. A tired person shouts.
R3 => They don't greet you.
R5 => They do if you have a card. (laughter)
R3 => A card, yes.
""",  # noqa: E501
    ),
    "underlined headings, facts in many forms": (
        ".md",
        """\
Results
=======

Theme 1: The house as work
--------------------------

**Repairs.** Everyone had a story of repairs. Ms. Ahmed, 67, keeps a list: "Thirty-one things. I tick them off and they come back."

Dave (52, roofer) put it this way: 'I fix roofs for a living and mine leaks'.

> The council man came and took a photo of the mould. Then another came and took a photo.
>
> *Joyce, 71, tenant since 1983*

**Neighbours.** "We've a WhatsApp for the lift," Joyce told me, "and it never stops."

Theme 2: The house as worry
---------------------------

> "What if they sell it?" (Marek, 38)
> "They will sell it." (Ana, 36)

* "I don't sleep when it rains" (Joyce)
* "I don't sleep when it doesn't" (Dave)

As one officer conceded, "we lost track of that block years ago" (Housing officer 2).
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Theme 1: The house as work > Repairs
Ms. Ahmed, 67 => Thirty-one things. I tick them off and they come back.
Dave (52, roofer) => I fix roofs for a living and mine leaks
Joyce, 71, tenant since 1983 => The council man came and took a photo of the mould. Then another came and took a photo.
# Theme 1: The house as work > Neighbours
Joyce => We've a WhatsApp for the lift,
Joyce => and it never stops.
# Theme 2: The house as worry
Marek, 38 => What if they sell it?
Ana, 36 => They will sell it.
Joyce => I don't sleep when it rains
Dave => I don't sleep when it doesn't
Housing officer 2 => we lost track of that block years ago
""",  # noqa: E501
    ),
    "French in JATS": (
        ".jats.xml",
        """\
<article><body><sec sec-type="intro"><title>Introduction</title><p>Le « care » est discuté.</p></sec><sec><title>Résultats</title>
<sec><title>Le temps qui manque</title><p>Toutes évoquent le temps. « On court, on court, et le soir on se dit qu’on n’a vu personne », explique Nadia, aide-soignante.</p>
<disp-quote><p>Le matin j’ai dix toilettes à faire. Dix. Alors je choisis. (Nadia, aide-soignante, 42 ans)</p></disp-quote>
<disp-quote><p>« Moi je parle en lavant, c’est mon truc. »</p><attrib>Sophie, infirmière, EHPAD 2</attrib></disp-quote></sec>
<sec><title>La reconnaissance</title><p>La notion de « bientraitance » (Ministère de la Santé, 2008) est critiquée.</p>
<disp-quote><p>Enquêteur : Et la direction ?</p><p>Sophie : Elle nous dit merci en affiche.</p></disp-quote></sec></sec>
<sec><title>Discussion</title><p>« Non » (Nadia).</p></sec></body></article>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Le temps qui manque
Nadia, aide-soignante => On court, on court, et le soir on se dit qu’on n’a vu personne
Nadia, aide-soignante, 42 ans => Le matin j’ai dix toilettes à faire. Dix. Alors je choisis.
Sophie, infirmière, EHPAD 2 => Moi je parle en lavant, c’est mon truc.
# La reconnaissance
Sophie => Elle nous dit merci en affiche.
""",
    ),
}
