"""Findings sections that we wrote in the styles of journals, with the quotes in them.

A quote stands as ``speaker => words`` below ``#`` and the headings above it, outermost first.
"""

STYLES = {
    "notes between turns, several labels": (
        ".txt",
        """\
Results

We interviewed 23 nurses and 9 managers between March and July 2021.

Theme 1: Working without a map

Most participants spoke of the first weeks as a time without rules. One nurse manager described 'making it up as we went along' (P07, nurse manager).

"We had no protocol at all, none. Somebody printed a page from the internet and that was it." (P12, staff nurse, medical ward)

'It was like building the plane while flying it. You can't do that with patients.' P03, charge nurse

Note: quotes were edited lightly for length.

Source: interviews, 2021.

Theme 2: Keeping each other going

Support among colleagues was described by nearly all.

"I'd have left," one nurse said, "if it hadn't been for the girls on the ward" (P19, staff nurse).

Interviewer: And what did the hospital do for you?
P21: They sent an email. It said thank you, heroes.
Interviewer: Did that help?
P21: No. I wanted a lunch break.
Note: P21 laughed here.

Several felt the same (P01; P09): "nobody asked us what we needed".

"They clapped and then they cut the shifts." (P02; P14)
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Theme 1: Working without a map
P07, nurse manager => making it up as we went along
P12, staff nurse, medical ward => We had no protocol at all, none. Somebody printed a page from the internet and that was it.
P03, charge nurse => It was like building the plane while flying it. You can't do that with patients.
# Theme 2: Keeping each other going
P19, staff nurse => I'd have left,
P19, staff nurse => if it hadn't been for the girls on the ward
P21 => They sent an email. It said thank you, heroes.
P21 => No. I wanted a lunch break.
P01 => nobody asked us what we needed
P02 => They clapped and then they cut the shifts.
""",  # noqa: E501
    ),
    "pseudonyms with line numbers": (
        ".txt",
        """\
Findings

Three superordinate themes emerged from the analysis.

Superordinate theme 1: A self that no longer fits

Becoming a stranger to oneself

For Helen, the diagnosis took away what she had taken for granted:

Helen: I looked in the mirror and I thought, who's that? It wasn't me that was looking back. (lines 45-47)

Her words show how the body has become an object. Tom put it differently:

Tom: It's like wearing somebody else's coat, it never sits right. (p. 12, lines 301-305)

Mary, who had lived with the condition the longest, spoke of getting used to it:

I stopped fighting it. You learn to carry it, like you'd carry a child. (Mary, lines 88-90)

Losing the future

All but one of the women spoke of plans that had to be given up.

Helen: We were going to move to the coast, and now [pause] now we don't talk about it. (lines 210-212)

Joan: I don't buy green bananas any more. (line 17)

In contrast, Tom felt that "nothing was lost that mattered" (lines 400-401).
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Superordinate theme 1: A self that no longer fits > Becoming a stranger to oneself
Helen => I looked in the mirror and I thought, who's that? It wasn't me that was looking back.
Tom => It's like wearing somebody else's coat, it never sits right.
Mary, lines 88-90 => I stopped fighting it. You learn to carry it, like you'd carry a child.
# Superordinate theme 1: A self that no longer fits > Losing the future
Helen => We were going to move to the coast, and now [pause] now we don't talk about it.
Joan => I don't buy green bananas any more.
Tom => nothing was lost that mattered
""",
    ),
    "paragraph numbers, facts before the words": (
        ".md",
        """\
# 4. Findings

## 4.1 Doing without

The people we met had all learned to "make do" with what there was. [23]

> I: How did you manage in the winter?
>
> R: With blankets. And the neighbours had an oven, so we'd sit there.
>
> I: Every day?
>
> R: Every day, yes. (Interview 12, male, 45)

Anna, 34, nurse, said: "I bring soup from work. Nobody asks." [24]

Maria (45, teacher): "It's the children who notice. They know which flat is warm."

### 4.1.1 *Pride and shame*

> It isn't that we're poor, it's that everybody can see it.
>
> — Teacher, rural school

For some it was a matter of keeping face: "I'd rather freeze than go there," Peter (61, baker) told us, "you see people you know." [25]

## 4.2 Getting help

1. from neighbours,
2. from the parish,
3. from the council.

**1. Neighbours**

Neighbours came first in nearly all accounts.

> They never ask for the money back. (FG2-F3)

**2. The parish**

> The priest, he knows who has a boiler and who hasn't. (FG2-M1 and FG2-F3)
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 4.1 Doing without
Interview 12, male, 45 => With blankets. And the neighbours had an oven, so we'd sit there.
Interview 12, male, 45 => Every day, yes.
Anna, 34, nurse => I bring soup from work. Nobody asks.
Maria (45, teacher) => It's the children who notice. They know which flat is warm.
# 4.1 Doing without > 4.1.1 Pride and shame
Teacher, rural school => It isn't that we're poor, it's that everybody can see it.
Peter (61, baker) => I'd rather freeze than go there,
Peter (61, baker) => you see people you know.
# 4.2 Getting help > 1. Neighbours
FG2-F3 => They never ask for the money back.
# 4.2 Getting help > 2. The parish
FG2-M1 => The priest, he knows who has a boiler and who hasn't.
""",
    ),
    "single quotes and names": (
        ".jats.xml",
        """\
<article><body><sec sec-type="intro"><title>Introduction</title><p>Housing is a right.</p></sec>
<sec sec-type="results"><title>Findings</title>
<sec><title>Living with landlords</title>
<p>Several tenants spoke of ‘walking on eggshells’ (Karen, mother of two) in their own homes. Others described ‘a lottery’ (Dave) in which luck decided.</p>
<disp-quote><p>You ring and ring, and then you stop ringing.</p><attrib>Karen, mother of two</attrib></disp-quote>
<disp-quote><p>‘He turned up when I was in the shower. Just let himself in.’ (Aisha, 27, student)</p></disp-quote>
<p>As Dave put it, ‘they’ve got you over a barrel, haven’t they’.</p>
<table-wrap><label>Table 2</label><caption><p>Quotes</p></caption><table><tr><td>Repairs</td><td>“I waited a year.” (Tom)</td></tr></table></table-wrap>
</sec>
<sec><title>Moving on</title>
<p><italic>Leaving as relief.</italic> For two tenants leaving was a relief. <italic>I closed the door and I sang all the way down the stairs.</italic> (Aisha, 27, student)</p>
<p><bold>Leaving as loss.</bold> <italic>My whole street was in that kitchen, do you see?</italic> (Karen, mother of two)</p>
<p>‘I cried for a week’, Karen said, ‘and then I painted the walls.’</p>
<disp-quote><p>Interviewer: Would you go back?</p><p>Dave: To that house? Never.</p><p>Interviewer: And to the street?</p><p>Dave: Tomorrow.</p></disp-quote>
</sec></sec>
<sec sec-type="discussion"><title>Discussion</title><p>“Not this” (Karen).</p></sec></body></article>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# Living with landlords
Karen, mother of two => walking on eggshells
Dave => a lottery
Karen, mother of two => You ring and ring, and then you stop ringing.
Aisha, 27, student => He turned up when I was in the shower. Just let himself in.
Dave => they’ve got you over a barrel, haven’t they
# Moving on > Leaving as relief
Aisha, 27, student => I closed the door and I sang all the way down the stairs.
# Moving on > Leaving as loss
Karen, mother of two => My whole street was in that kitchen, do you see?
Karen => I cried for a week
Karen => and then I painted the walls.
Dave => To that house? Never.
Dave => Tomorrow.
""",
    ),
    "labels below blocks, italics after run-in headings": (
        ".html",
        """\
<html><head><title>x</title></head><body><article><h1>Caring at night</h1><h2>3 FINDINGS</h2>
<h3>3.1 Being alone with the ward</h3>
<p>Night nurses felt left alone. ‘You are the doctor, the porter and the priest’ (Nurse, ward 3), one told us. Some called it ‘the desert’.</p>
<blockquote><p>There are forty beds and there is me. When two bells ring I have to choose.</p><p>(Nurse, ward 3)</p></blockquote>
<blockquote><p>I count the hours by the drug rounds.</p></blockquote><p>— Nurse, ward 7</p>
<p>Bethany: I don't drink anything after midnight, there's no time to go. (lines 12–14)</p>
<table><tr><th>Theme</th><th>Quote</th></tr><tr><td>Alone</td><td>“Nobody came.” (Nurse, ward 9)</td></tr></table>
<h3>3.2 What the day does not see</h3>
<p><em>Handing over.</em> <em>They want it in three minutes, everything, as if the night was nothing.</em> (Nurse, ward 5)</p>
<p>The managers saw it otherwise:</p>
<blockquote>We do provide cover. It is on paper and it is in the roster. [Interview 12, male, 45]</blockquote>
<blockquote><p>Moderator: So who is there at four?</p><p>F3: Me.</p><p>F1: Me as well, on the other floor.</p><p>(FG2)</p></blockquote>
<p>“It isn’t the work,” she added, “it’s being the only one” (Nurse, ward 7).</p>
<p>Note: Wards are numbered at random.</p>
</article></body></html>
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 3.1 Being alone with the ward
Nurse, ward 3 => You are the doctor, the porter and the priest
Nurse, ward 3 => There are forty beds and there is me. When two bells ring I have to choose.
Nurse, ward 7 => I count the hours by the drug rounds.
Bethany => I don't drink anything after midnight, there's no time to go.
# 3.2 What the day does not see > Handing over
Nurse, ward 5 => They want it in three minutes, everything, as if the night was nothing.
Interview 12, male, 45 => We do provide cover. It is on paper and it is in the roster.
F3 => Me.
F1 => Me as well, on the other floor.
Nurse, ward 7 => It isn’t the work,
Nurse, ward 7 => it’s being the only one
""",
    ),
    "tables in plain text, headings after a list": (
        ".txt",
        """\
RESULTS

Four themes were identified (Table 2).

Table 2. Themes and illustrative quotes
Theme	Quote	Participant
Cost	"I can't pay that every month."	P4
Distance	"Two buses and a walk."	P9
Trust	"She listens, that's all."	P11

COST OF CARE

The cost of the medicine kept people away (P4, P9, P11).

"I cut the pill in half and then in half again." P4, woman, 61 years

"My son pays. If he forgets I go without." – P9, man, 70 years

Three reasons were given:

1. the price of the medicine
2. the price of the bus
3. the days lost

1. The price of the medicine

"It went up twice this year." [P11]

2. The price of the bus

"The bus is what I'd spend on food" (P16).

Theme | Quote | Participant
Bus | "I walk." | P17

TRUST

FGD participants agreed.

"You come for her, not for the clinic."
(FGD 1; FGD 3)

Moderator: What makes you come back?
F2: She knows my name.
M4: She phones.
(FGD 3, mixed group)
""",
        """
# COST OF CARE
P4, woman, 61 years => I cut the pill in half and then in half again.
P9, man, 70 years => My son pays. If he forgets I go without.
# COST OF CARE > 1. The price of the medicine
P11 => It went up twice this year.
# COST OF CARE > 2. The price of the bus
P16 => The bus is what I'd spend on food
# TRUST
FGD 1 => You come for her, not for the clinic.
F2 => She knows my name.
M4 => She phones.
""",
    ),
    "names with facts": (
        ".txt",
        """\
4 Findings and discussion

4.1 "We are not robots": autonomy at stake

Teachers resented being handed scripts. 'I haven't written a lesson of my own since September', said Ruth (primary teacher, 12 years' experience). Another, Mr Okoro, called the scheme 'a straitjacket with stickers on'.

They tell you what to say and when to breathe. I've had enough of it, I really have.
(Ruth, primary teacher)

Sam, head of department: I don't blame them. I'd do the same if I had inspectors at the door.

4.2 Finding cracks

But there were cracks. Ruth closes the door: "What they don't see," she said, "they can't score."

"So I do the plan for the folder and then I do my lesson" (Interview 8, female, science).

Linda (deputy head) explained: 'We know. We look the other way, to be honest.'

As another put it:

"You teach between the lines." — Teacher, rural school

Example: In one school the scheme was dropped.
""",  # noqa: E501 -- an article's lines are as long as they are
        """
# 4.1 "We are not robots": autonomy at stake
Ruth (primary teacher, 12 years' experience) => I haven't written a lesson of my own since September
Ruth, primary teacher => They tell you what to say and when to breathe. I've had enough of it, I really have.
Sam, head of department => I don't blame them. I'd do the same if I had inspectors at the door.
# 4.2 Finding cracks
Ruth => What they don't see,
Ruth => they can't score.
Interview 8, female, science => So I do the plan for the folder and then I do my lesson
Linda (deputy head) => We know. We look the other way, to be honest.
Teacher, rural school => You teach between the lines.
""",  # noqa: E501
    ),
}
