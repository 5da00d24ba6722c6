"""More sections in the styles of journals, with the quotes in them, and in other languages.

A quote stands as ``speaker => words`` below ``#`` and the headings above it, outermost first.
"""

STYLES = {
    "Spanish": (
        ".txt",
        """\
Resultados

Tema 1: La espera como castigo

Los participantes describieron largas esperas. Una mujer lo resumió así: «Vienes a las cinco y sales a las tres, si sales» (Participante 3, mujer, 52 años).

«No te explican nada, te dan la hoja y que pase el siguiente.» (Participante 7)

—Yo ya no voy. Para qué, si siempre dicen que vuelva mañana. (Entrevistado 4, hombre)

Tema 2: El apoyo de la familia

Entrevistador: ¿Quién la acompaña?
Participante 9: Mi hija, siempre mi hija.
Entrevistador: ¿Y si ella no puede?
Participante 9: Entonces no voy.

"Sin mi hermana yo no estaría aquí contando esto" (Enfermera, centro rural).
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Tema 1: La espera como castigo
Participante 3, mujer, 52 años => Vienes a las cinco y sales a las tres, si sales
Participante 7 => No te explican nada, te dan la hoja y que pase el siguiente.
Entrevistado 4, hombre => Yo ya no voy. Para qué, si siempre dicen que vuelva mañana.
# Tema 2: El apoyo de la familia
Participante 9 => Mi hija, siempre mi hija.
Participante 9 => Entonces no voy.
Enfermera, centro rural => Sin mi hermana yo no estaría aquí contando esto
""",
    ),
    "French": (
        ".md",
        """\
# Résultats

## Un sentiment d'abandon

Les soignants parlent d'un hôpital qui se vide. « On est trois pour quarante lits, voilà », dit une infirmière (Enquêté 4, infirmière).

> « Je ne sais plus ce que c'est, soigner. Je distribue des comprimés. » (Enquêtée 11, aide-soignante)

> « On m'a dit de rentrer chez moi et d'attendre. »
>
> (Participante 2)

## Tenir malgré tout

Enquêtrice : Et vous tenez comment ?
Enquêté 6 : Par les collègues. On rit, on pleure, on rit.
Enquêtrice : Tous les jours ?
Enquêté 6 : Presque.

Selon une cadre, « il faut bien que quelqu'un reste » (Cadre de santé, hôpital public). Le terme de « vocation » revient souvent.
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Un sentiment d'abandon
Enquêté 4, infirmière => On est trois pour quarante lits, voilà
Enquêtée 11, aide-soignante => Je ne sais plus ce que c'est, soigner. Je distribue des comprimés.
Participante 2 => On m'a dit de rentrer chez moi et d'attendre.
# Tenir malgré tout
Enquêté 6 => Par les collègues. On rit, on pleure, on rit.
Enquêté 6 => Presque.
Cadre de santé, hôpital public => il faut bien que quelqu'un reste
""",
    ),
    "German": (
        ".txt",
        """\
Ergebnisse

4.1 Zwischen zwei Stühlen

Die Lehrkräfte beschreiben einen Alltag, der sich nicht planen lässt. „Man plant am Sonntag, und am Montag um acht ist alles anders“ (Teilnehmerin 2, Grundschule).

„Ich hab das Gefühl, ich renne nur noch hinterher.“ (Befragter 5)

I: Und was sagt die Schulleitung?
B5: Die sagt, wir sollen priorisieren. Mehr sagt sie nicht.
I: Hilft das?
B5: Nein.

4.2 Was trägt

Getragen werden sie von den Kindern: »Wenn die lachen, dann weiß ich wieder warum« (Lehrerin, ländliche Schule).

„Am Ende“, sagt Teilnehmerin 7, „sind es die Kleinen, die einen halten.“

Viele sprechen vom „Ankommen“ als Ziel.
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 4.1 Zwischen zwei Stühlen
Teilnehmerin 2, Grundschule => Man plant am Sonntag, und am Montag um acht ist alles anders
Befragter 5 => Ich hab das Gefühl, ich renne nur noch hinterher.
B5 => Die sagt, wir sollen priorisieren. Mehr sagt sie nicht.
B5 => Nein.
# 4.2 Was trägt
Lehrerin, ländliche Schule => Wenn die lachen, dann weiß ich wieder warum
Teilnehmerin 7 => Am Ende
Teilnehmerin 7 => sind es die Kleinen, die einen halten.
""",
    ),
    "numbers with a bar": (
        ".txt",
        """\
3 | RESULTS

3.1 | Participant characteristics

Table 1 shows the characteristics of the 18 participants. Most (n = 14) were women.

3.2 | Theme 1: "Nobody told me": the information gap

Participants repeatedly described an absence of information. For example, participant 6 recalled: "They discharged me with a bag of pills and a phone number that nobody answers."

"I googled it at three in the morning, which was a mistake." (Participant 11, female, age 58)

Similarly, Participant 2 (male, 71 years) said that he "had to find out from the leaflet".

3.2.1 | Finding one's own way

This was summed up by a carer:

"You become the expert because there isn't one." (Carer 4)

Others turned to the community nurse: "She drew it on the back of an envelope, and that's the only explanation I've had" (P14).

3.3 | Theme 2: Trust and its limits

Trust was "earned not given" (Participant 3). Some participants (n = 5) reported "bad experiences".

Interviewer: What would have helped?

Participant 8: One name. One person I can call.

Interviewer: And you never had that?

Participant 8: Never. [long pause] Not once.

According to one pharmacist, "we're the ones who pick up the pieces" (HCP2, pharmacist).
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 3.2 | Theme 1: "Nobody told me": the information gap
participant 6 => They discharged me with a bag of pills and a phone number that nobody answers.
Participant 11, female, age 58 => I googled it at three in the morning, which was a mistake.
Participant 2 => had to find out from the leaflet
# 3.2 | Theme 1: "Nobody told me": the information gap > 3.2.1 | Finding one's own way
Carer 4 => You become the expert because there isn't one.
P14 => She drew it on the back of an envelope, and that's the only explanation I've had
# 3.3 | Theme 2: Trust and its limits
Participant 3 => earned not given
Participant 8 => One name. One person I can call.
Participant 8 => Never. [long pause] Not once.
HCP2, pharmacist => we're the ones who pick up the pieces
""",
    ),
    "italics and labels in bold": (
        ".jats.xml",
        """\
<article><front><article-meta><abstract><sec><title>Results</title><p>We found barriers.</p></sec></abstract></article-meta></front><body>
<sec sec-type="intro"><title>Introduction</title><p>The term “task shifting” [<xref ref-type="bibr">1</xref>].</p></sec>
<sec><title>Methods</title><p>“We asked them everything” (first author).</p></sec>
<sec sec-type="results"><title>Results</title><p>Four categories emerged.</p>
<sec><title>Category A: Workload and staffing</title>
<p>Health workers complained about workload:</p>
<p><italic>“We are two nurses for the whole maternity. If one goes to eat, the other one is alone with everything.”</italic> (IDI 03, midwife, Kisumu)</p>
<p><italic>“When the ambulance comes, I leave the others waiting. What can I do?</italic>” <bold>(IDI-07, Clinical officer)</bold></p>
<p>A CHV said: <italic>“we walk the whole day”</italic> (FGD 2, CHVs).</p>
<disp-quote><p><italic>R4: They bring the forms but not the pens.</italic></p><p><italic>R2: And not the airtime!</italic></p><p>(FGD 1, CHVs, Kisumu)</p></disp-quote>
</sec>
<sec><title>Category B: Incentives</title>
<sec><title>Financial incentives</title>
<p>Payments were often late, which one described as “an insult” [IDI 11, nurse in charge].</p>
<disp-quote><p>“Last year we were paid in March and then in November. My children were sent home for fees.” <italic>– IDI 12, nurse</italic></p></disp-quote>
<disp-quote><p>“Money is not everything but it is something.”</p><p><italic>(Female CHV, FGD 3; male CHV, FGD 1)</italic></p></disp-quote>
</sec>
<sec><title>Non-financial incentives</title>
<list list-type="bullet"><list-item><p>“A bicycle.” (FGD 2, R5)</p></list-item><list-item><p>“A letter to say thank you.” (FGD 2, R1)</p></list-item></list>
<p>The policy speaks of ‘motivated cadres’ (Ministry of Health, 2014).</p>
</sec></sec></sec>
<sec sec-type="conclusions"><title>Discussion</title><p>As one said, “we walk” (FGD 2).</p></sec></body></article>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Category A: Workload and staffing
IDI 03, midwife, Kisumu => We are two nurses for the whole maternity. If one goes to eat, the other one is alone with everything.
IDI-07, Clinical officer => When the ambulance comes, I leave the others waiting. What can I do?
FGD 2, CHVs => we walk the whole day
R4 => They bring the forms but not the pens.
R2 => And not the airtime!
# Category B: Incentives > Financial incentives
IDI 11, nurse in charge => an insult
IDI 12, nurse => Last year we were paid in March and then in November. My children were sent home for fees.
Female CHV, FGD 3 => Money is not everything but it is something.
# Category B: Incentives > Non-financial incentives
FGD 2, R5 => A bicycle.
FGD 2, R1 => A letter to say thank you.
""",  # noqa: E501
    ),
    "pseudonyms with facts": (
        ".html",
        """\
<html><body><main><h1>Precarious lives</h1><section><h2>Abstract</h2><p>Private renting has grown.</p></section>
<section><h2>Findings</h2>
<h3>‘It’s not my home’: living on notice</h3>
<p>Insecurity ran through all accounts. Sofia (32, two children, Leeds) explained:</p>
<blockquote><p>You don’t put a nail in the wall. You don’t plant anything. You just… wait.</p></blockquote>
<p>Jamal (26, student, Hull) had moved five times: ‘I’ve got boxes I never unpacked’.</p>
<p>For Denise (58, Leeds), by contrast, it was “the not knowing” that wore her down.</p>
<h3>Complaining and its costs</h3>
<p>Most tenants kept quiet. ‘If you complain you’re out’, as Sofia put it. Landlords called this ‘churn’.</p>
<blockquote>I asked about the damp and the next thing was a Section 21. <cite>Jamal, 26, student</cite></blockquote>
<p>One tenant said: ‘We’ve learned to fix it ourselves’ (Denise, 58). Another landlord described tenants as ‘customers’ (Landlord 3).</p>
<p class="quote">“They know I’ve nowhere to go.” — Priya, 41, care worker</p>
</section><section><h2>Conclusion</h2><p>“No” (Sofia).</p></section></main></body></html>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# ‘It’s not my home’: living on notice
Sofia (32, two children, Leeds) => You don’t put a nail in the wall. You don’t plant anything. You just… wait.
Jamal (26, student, Hull) => I’ve got boxes I never unpacked
# Complaining and its costs
Sofia => If you complain you’re out
Jamal, 26, student => I asked about the damp and the next thing was a Section 21.
Denise, 58 => We’ve learned to fix it ourselves
Landlord 3 => customers
Priya, 41, care worker => They know I’ve nowhere to go.
""",  # noqa: E501
    ),
    "labels behind each turn": (
        ".txt",
        """\
Results

A total of 42 people took part in six focus groups (FG1-FG6).

Barriers to vaccination

Fear of side effects

Fear was the reason given most often. As a mother explained, "my sister's boy was ill for a week after it" [FG3, mother, 29].

P2: I heard it on the radio and I got scared. (FG4)
P5: Me too, me too.
P2: And nobody from the clinic came to say it isn't so. (FG4)

Distance

"It's a day's walk there and a day's walk back, and if the vaccine is finished?" – Father, FG1

"We don't have a road. You people come with a car, so you don't see it."
– Village elder, FG6

Facilitators of vaccination

Trust in the nurse

"Sister Grace, we know her. She delivered half of this village" (FG2, women).

"If she says it's good then it's good." (FG2, women)

Note. FG = focus group.
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Barriers to vaccination > Fear of side effects
FG3, mother, 29 => my sister's boy was ill for a week after it
P2 => I heard it on the radio and I got scared.
P5 => Me too, me too.
P2 => And nobody from the clinic came to say it isn't so.
# Barriers to vaccination > Distance
Father, FG1 => It's a day's walk there and a day's walk back, and if the vaccine is finished?
Village elder, FG6 => We don't have a road. You people come with a car, so you don't see it.
# Facilitators of vaccination > Trust in the nurse
FG2, women => Sister Grace, we know her. She delivered half of this village
FG2, women => If she says it's good then it's good.
""",
    ),
    "bold run-ins, italics in Markdown": (
        ".md",
        """\
## Findings

### Negotiating time

**Starting early.** Managers start before six: *"That's the only hour that's mine"* (M4, female, 51).

**Staying late.** *"I tell them I'm leaving and then I'm still there at eight. My wife has stopped cooking for me."* (M2, male, 47)

*I've got a camp bed in the office. Nobody knows.* (M9, male, 39)

### Negotiating loyalty

> **M7:** You're loyal to your people first. Then to the ward.
>
> **Interviewer:** And to the hospital?
>
> **M7:** *(laughs)* Ask me after the budget meeting.

Loyalty thus has an order. "First the ward," in the words of M2, "then the house, then the trust."

> "We've all signed things we shouldn't have." [M1, M5]

As M4 noted:

> It's a marriage, really. You stay for the children.
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Negotiating time > Starting early
M4, female, 51 => That's the only hour that's mine
# Negotiating time > Staying late
M2, male, 47 => I tell them I'm leaving and then I'm still there at eight. My wife has stopped cooking for me.
M9, male, 39 => I've got a camp bed in the office. Nobody knows.
# Negotiating loyalty
M7 => You're loyal to your people first. Then to the ward.
M7 => (laughs) Ask me after the budget meeting.
M2 => First the ward,
M2 => then the house, then the trust.
M1 => We've all signed things we shouldn't have.
M4 => It's a marriage, really. You stay for the children.
""",  # noqa: E501
    ),
}
