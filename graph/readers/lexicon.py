"""The words by which the readers know a label, a saying and a valence: English, and only here."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PEOPLE = _words(
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
    """
)
"""Kinds of people, as labels name them; each also in the plural."""

GATHERINGS = _words(
    """
    discussion dyad fg fgd fgp gd group id idi interview kii kiis observation ssi workshop
    informant
    """
)
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

DOCUMENT_PARTS = _words(
    """
    table tables fig figs figure figures box boxes appendix appendices annex section sections
    chapter supplementary supplement theme themes subtheme sub-theme equation quote question
    panel objective ref refs reference references page line item step
    """
)
"""What a reference in brackets points to; never a speaker."""

ASIDES = _words(
    """
    laughs laughing laughter laughed pause pauses sighs sighing cries crying smiles smiling
    inaudible emphasis translated translation sic silence nods nodding
    """
)
"""What a transcriber puts in brackets; never a speaker."""

NAMED_CODES = _words("covid sars hiv icd sdg cop mers ipcc iso http https doi version vol")
"""Abbreviations with a number that look like the code of a respondent."""

SAYING = _words(
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
    talk(?:ed|s) thought articulat(?:ed|es) disclos(?:ed|es) testif(?:ied|ies)
    """
)
"""Verbs of saying, as regular expressions."""

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
