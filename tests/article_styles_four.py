"""More sections in the styles of articles: letters in marks, initials, titles, turns."""

STYLES = {
    "letters in marks within single marks": (
        ".txt",
        """\
Findings

What is an inspection?

Teacher 'C' told me 'we dust the tops of the doors, and then again'. Others saw it as a feast.

Teacher 'F' called it 'a day of somebody', whereas Teacher 'H' liked it: 'I bake and I say so.'

Who is it for?

'My class never noticed them,' remarked Teacher 'B', 'but the hamster did.' Nobody said 'rigour'.

'I hold the door, I hold my breath and I hold the list.' (Teacher 'C')
""",
        """
# What is an inspection?
Teacher 'C' => we dust the tops of the doors, and then again
Teacher 'F' => a day of somebody
Teacher 'H' => I bake and I say so.
# Who is it for?
Teacher 'B' => My class never noticed them,
Teacher 'B' => but the hamster did.
Teacher 'C' => I hold the door, I hold my breath and I hold the list.
""",
    ),
    "initials and offices in turns": (
        ".txt",
        """\
Results

Q is the interviewer; tenants have initials, the others their office.

1) Paying

Q: How did you pay?

A.M.: I paid in coins. She counted them twice.

Q: And then?

A.M.: Then I went home on foot.

J.v.d.B.: My rent is on paper, my landlord isn't.

1a) Late

Clerk: I can't give them time. I can give them a chair.

A.M.: He wrote one letter. It said "soon".

2) Leaving

For T.R., a roofer, the stairs were the hard part.

T.R.: I carried the piano, and I don't even play.
""",
        """
# 1) Paying
A.M. => I paid in coins. She counted them twice.
A.M. => Then I went home on foot.
J.v.d.B. => My rent is on paper, my landlord isn't.
# 1) Paying > 1a) Late
Clerk => I can't give them time. I can give them a chair.
A.M. => He wrote one letter. It said "soon".
# 2) Leaving
T.R. => I carried the piano, and I don't even play.
""",
    ),
    "titles and initials of names": (
        ".html",
        """\
<article><h2>Results</h2><h3>Why one stays</h3>
<p>Frau K. (58) shrugged: „Somebody has to feed the hens.“
For N. (22), a helper, they are „at least honest: they eat and they go“.
According to Captain Moss, who built the shed, it „does more for us than the leaflet does“.</p>
<blockquote><p>„I came for a week, and I have been here for nine years.“
(Herr T., 44, farm 2)</p></blockquote>
<blockquote><p>„They count the eggs and not the foxes.“ (Frau L., 36, farm 7)</p></blockquote>
<p>Herr T. has sold the cows: „Now I must talk to people.“
Captain Moss sees it coming: „I don’t need a bell.“</p></article>
""",
        """
# Why one stays
Frau K. => Somebody has to feed the hens.
N. => at least honest: they eat and they go
Captain Moss => does more for us than the leaflet does
Herr T., 44, farm 2 => I came for a week, and I have been here for nine years.
Frau L., 36, farm 7 => They count the eggs and not the foxes.
Herr T. => Now I must talk to people.
Captain Moss => I don’t need a bell.
""",
    ),
    "labels below at the right, extracts, names in turns": (
        ".txt",
        """\
Findings

Waiting

Many of those who came had to wait for hours, and nobody knew why it was so that week.

We had to stand there, all of us.
                                   (Anna, nurse)

Extract 1 (Participant 4)

“I brought a chair and the chair got wet.”

Talking

Some came for the talk, and the bus was only the reason to be there.

Anna: I never took the bus.
Ivan: We all came for you.
Anna: I know that you did.

The afternoon passed like this for most of them, and nobody minded.
""",
        """
# Waiting
Anna, nurse => We had to stand there, all of us.
Participant 4 => I brought a chair and the chair got wet.
# Talking
Anna => I never took the bus.
Ivan => We all came for you.
Anna => I know that you did.
""",
    ),
}
