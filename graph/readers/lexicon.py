"""The words by which the readers know a label, a saying and a valence.

English in full; of other languages, what tells a label and a saying (``languages``).
"""

from graph.readers import languages


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH_PEOPLE = _words(
    """
    adolescent administrator adviser advisor analyst assistant attendant aunt brother caregiver
    carer ceo chair chairperson champion chief child chw clerk client clinician colleague
    commissioner consultant contributor coordinator co-ordinator councillor counselor counsellor
    couple daughter dentist dietician dietitian director doctor educator elder employee employer
    engineer executive expert facilitator family farmer father fellow female fisherman friend
    girl boy gp grandfather grandmother guardian hcp hcw head healer health hew hsa husband imam
    informant inmate interviewee interviewer investigator journalist judge lawyer lead leader
    lecturer male man manager member men mentor midwife midwives migrant moderator mother
    mother-in-law neighbour neighbor nurse occupant officer official operator organiser organizer
    owner paramedic parent participant partner pastor patient pharmacist physician
    physiotherapist planner policymaker policy-maker politician practitioner priest principal
    prisoner professional professor provider psychiatrist psychologist pupil refugee relative
    representative researcher resident resp respo respondent retailer scientist secretary servant
    sister smoker soldier son speaker specialist spouse staff stakeholder student supervisor
    surgeon survivor tba teacher technician teenager therapist trader trainee trainer trustee
    tutor uncle user vendor veteran veterinarian vht villager visitor volunteer widow wife woman
    women worker youth
    mp mps adult ahp apprentice artist athlete attorney blogger broker builder buyer captain
    cashier chef
    child children cleaner coach cook customer daddy dad delegate donor driver drummer dyad
    dispenser editor electrician entrepreneur eyewitness facilitator farmworker fisherfolk founder
    fundraiser gardener genderqueer governor graduate grandparent guide herder hca homeowner host
    housewife hunter inspector insider instructor intern interpreter inventor labourer laborer
    landlord learner legislator librarian listener lodger magistrate matron mayor member-of-staff
    miner minister mum mom musician narrator non-binary novice nun observer onlooker orphan
    passenger pastoralist peasant person pedestrian peer performer phd physio pilot player plumber
    poet policeman porter postdoc postgraduate president producer programmer proprietor
    radiographer reader registrar rider sailor salesperson scholar seller senator servicewoman
    sheikh shopkeeper singer speechtherapist sponsor storyteller subject substitute superintendent
    sw teen tenant testifier therapist tourist translator traveller treasurer tribesman
    undergraduate victim viewer vicar waiter ward-sister warden webmaster winner witness writer
    accountant agent architect auditor barista bartender barrister bookkeeper caretaker commuter
    courier cyclist designer developer economist firefighter forester freelancer grower hairdresser
    inhabitant innovator investor janitor lobbyist machinist maintainer mechanic mediator merchant
    newcomer nutritionist paralegal phlebotomist postmaster preacher rancher receptionist recruiter
    seafarer solicitor statistician steward stewardess strategist subcontractor surveyor
    technologist tester typist usher waitress welder
    actor actress actuary anaesthetist archivist bailiff banker barmaid barman beekeeper bishop
    blacksmith bricklayer cfo chaplain childminder chiropractor choreographer cio cna comedian
    concierge constable coo corporal counselee cto curator dancer daughter-in-law decorator
    detective elderly-person envoy farrier fitter florist foreman forewoman glazier goldsmith
    greengrocer grocer hotelier illustrator interlocutor jeweller joiner keyworker locum
    lodgekeeper lpn mechanician milkman modeller muezzin musician optician optometrist
    parishioner pathologist pensioner photographer plasterer playworker podiatrist pollster
    probationer quilter rabbi retiree reverend rn roofer scaffolder schoolboy schoolgirl
    sculptor seamstress sergeant son-in-law stonemason superintendent swimmer taxidermist tiler
    toolmaker treasurer undertaker urologist verger vet vicar vintner widower winemaker
    woodcutter
    """
)
PEOPLE = _ENGLISH_PEOPLE + languages.PEOPLE
"""Kinds of people, as labels name them; each also in the plural."""

_ENGLISH_GATHERINGS = _words(
    """
    discussion dyad int fg fgd fgp gd group id idi interview kii kiis observation ssi workshop
    informant
    """
)
GATHERINGS = _ENGLISH_GATHERINGS + languages.GATHERINGS
"""Ways in which words are gathered, as labels name them."""

MODIFIERS = _words(
    """
    academic acting adult assistant birth care clinical clinic community deputy district elected
    elderly experienced expert external family female field first focus former frontline general
    group head health hospital in-depth junior key lay line local lone male medical national
    network new older operational parish patient police policy practice pregnant primary private
    project public ranking regional research retired rural school senior service single social
    staff state strategic support team traditional transport urban village ward young younger
    """
)
"""Words that stand between the start of a label and its noun: *Senior* Manager 3."""

PEOPLE_ENDINGS = _words(
    """
    ologist iatrist ographer therapist maker keeper holder giver taker owner worker mother father
    nurse leader manager officer teacher parent child counsellor counselor
    """
)
"""Ends of words that name kinds of people: oncologist, caregiver, shopkeeper, headteacher."""

MANNED = _words(
    """
    chair fisher head sales trades crafts police lay business spokes watch fore clergy service
    crew states country camera house alder congress fire mid
    """
)
"""What stands before *man*, *woman* or *person* in one word for a kind of person."""

PUBLICATIONS = _words(
    """
    act acts bill bills bylaw regulation regulations directive ordinance convention treaty
    constitution statute decree minutes radio tv television newspaper magazine gazette broadcast
    bulletin times guardian telegraph herald bbc cnn itv npr podcast film movie song novel play
    bible quran koran website webpage blog tweet survey census report reports paper leaflet
    brochure poster standard manifesto charter strategy framework guideline guidelines protocol
    dictionary encyclopedia encyclopaedia editorial article legislation memo memorandum
    """
)
"""What words may be taken from that nobody said in a study; never a speaker."""

WRITINGS = PUBLICATIONS + _words(
    """
    sign signs banner notice label headline slogan motto song proverb inscription caption title form
    questionnaire guide field button menu screen item items question questions prompt card rule
    clause paragraph letter email e-mail mail text sms message campaign programme program project
    course module statement instruction instructions checklist list board app site page advert
    advertisement logo tagline heading sticker t-shirt badge graffiti chant hymn prayer verse
    """
)
"""What words may stand on or in; beside one of these they aren't the respondent's own."""

QUANTITIES = _words(
    """
    majority minority most many several some all both few half none number proportion third
    quarter percent everyone everybody nobody nearly almost
    """
)
"""How many said something; never one speaker."""

UNITS = _words(
    """
    km kms m cm mm mile miles kg g mg ml l litre litres hour hours hr hrs minute minutes min mins
    day days week weeks month months year years yr yrs euro euros pound pounds dollar dollars usd
    gbp eur percent points times metres meters acres hectares degrees people households
    """
)
"""What a number in brackets counts."""

MONTHS = _words(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday spring summer autumn winter
    """
)

NOT_SAID_BY = _words(
    """
    adapted modified paraphrased paraphrasing summarised summarized translated taken based derived
    reproduced borrowed according unlike contrary contra versus not never about see compare cf
    quoting citing cited quoted responding reply response referring mentioned named used raised
    reported noted described told asked said says suggested shared expressed felt called termed
    coined known defined formerly originally literally meaning i.e e.g viz emphasis italics bold
    original author authors authors’ our my own ours mine added against except without than
    """
)
"""A label doesn't begin like this: adapted from P3, unlike P3, mentioned by 5 traders."""

DOCUMENT_PARTS = _words(
    """
    table tables extract excerpt vignette file files dataset fig figs figure figures box boxes
    appendix appendices annex section sections
    chapter supplementary supplement theme themes subtheme sub-theme equation quote question
    panel objective ref refs reference references page line item step
    """
)
"""What a reference in brackets points to; never a speaker."""

ASIDES = _words(
    """
    laughs laughing laughter laughed pause pauses sighs sighing cries crying smiles smiling
    inaudible emphasis italics italicised italicized translated translation translator sic silence
    nods nodding ours unclear indistinct crosstalk whispers whispering shrugs applause chuckles
    gestures gesturing interrupts interrupting pointing omitted redacted anonymised
    """
)
"""What a transcriber puts in brackets; never a speaker."""

NAMED_CODES = _words(
    """
    covid sars hiv icd sdg cop mers ipcc iso http https doi version vol mp3 mp4 co2 hba1c cd4 h1n1
    h5n1 mdg gpt chatgpt pm2 pm10 omega windows ios gdpr dsm gcse type grade level stage phase
    year week
    day hl7 ipv4 ipv6 sd se ci usd gbp eur kes ksh ugx ngn zar inr rs
    """
)
"""Abbreviations with a number that look like the code of a respondent."""

_ENGLISH_SAYING = _words(
    r"""
    said says? saying stat(?:ed?|es|ing) explain(?:ed|s|ing)? not(?:ed|es|ing)
    describ(?:ed?|es|ing) comment(?:ed|s|ing)? report(?:ed|s|ing)? remark(?:ed|s|ing)?
    add(?:ed|s|ing) argu(?:ed?|es|ing) mention(?:ed|s|ing)? told tells recall(?:ed|s|ing)?
    observ(?:ed|es|ing) suggest(?:ed|s|ing)? express(?:ed|es|ing) shar(?:ed|es|ing) put puts
    repl(?:ied|ies|ying) respond(?:ed|s|ing) claim(?:ed|s|ing)? emphasi[sz](?:ed|es|ing)
    highlight(?:ed|s|ing)? reflect(?:ed|s|ing)? admit(?:ted|s|ting)? complain(?:ed|s|ing)?
    felt feels believ(?:ed|es) ask(?:ed|s|ing) answer(?:ed|s|ing)? continu(?:ed|es)
    elaborat(?:ed|es|ing) narrat(?:ed|es|ing) lament(?:ed|s|ing)? stress(?:ed|es|ing)
    point(?:ed|s) indicat(?:ed|es|ing) call(?:ed|s|ing) refer(?:red|s|ring) spoke speaks
    term(?:ed|s) assert(?:ed|s) acknowledg(?:ed|es) confirm(?:ed|s) reveal(?:ed|s) declar(?:ed|es)
    conclud(?:ed|es) insist(?:ed|s) recount(?:ed|s) voic(?:ed|es) quoted exclaim(?:ed|s)
    agree(?:d|s)? disagree(?:d|s)? joked maintain(?:ed|s) warn(?:ed|s) wondered summed echoed
    concurred countered reasoned contended quipped mused cautioned clarif(?:ied|ies)
    reiterat(?:ed|es)
    underlin(?:ed|es) underscor(?:ed|es) recommend(?:ed|s) propos(?:ed|es) wrote writes
    remember(?:ed|s)
    talk(?:ed|s) thought articulat(?:ed|es) disclos(?:ed|es) testif(?:ied|ies)
    summari[sz](?:ed|es) confess(?:ed|es) conced(?:ed|es) protest(?:ed|s) retort(?:ed|s) grumbled
    whispered boasted confided objected opined speculated
    """
)
SAYING = _ENGLISH_SAYING + languages.SAYING
"""Verbs of saying, as regular expressions."""

GESTURES = _words("laughed smiled sighed shrugged nodded joked grinned frowned winked wept paused")
"""What people do as they speak; before words in marks as good as a verb of saying."""

QUESTIONERS = (*_words("interviewer moderator facilitator researcher"), *languages.QUESTIONERS)
"""Who asks the questions in an exchange; never a respondent."""

NOT_TURNS = _words(
    """
    note notes nb source sources example examples context comment comments caption legend key
    background setting summary observation explanation abbreviation abbreviations theme themes
    table figure box translation emphasis footnote disclaimer reference references code codes
    subtheme sub-theme category definition purpose aim result results finding findings conclusion
    interpretation analysis date time place location topic nota notas fuente fuentes ejemplo
    anmerkung anmerkungen hinweis quelle quellen beispiel remarque remarques exemple fonte esempio
    """
)
"""What stands before a colon and names nobody: *Note: names were changed.*"""

BARRIER_STEMS = _words(
    """
    barrier challeng obstacle constrain constraint hindr hinder hindering impediment imped inhibit
    difficult hurdle problem threat limitation weakness bottleneck deterrent disincentiv risk
    disadvantage
    """
)
"""Starts of words that name what stands in the way."""

FACILITATOR_STEMS = _words(
    """
    facilitat enabl opportunit driver motivator incentiv promoter strength catalyst
    advantage success
    """
)
"""Starts of words that name what helps."""

NEUTRAL_STEMS = _words("neutral")
"""Starts of words that say that a theme does neither."""

LACKING = _words(
    "lack lacking lost missed missing absence absent no without insufficient inadequate poor"
)
"""Before a word for what helps, these make it what stands in the way."""

OVERCOMING = _words("overcom address addressing remov reduc mitigat tackl solv breaking resolv")
"""Before a word for what stands in the way, these make it what helps."""
