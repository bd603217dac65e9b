"""What the lists in a lexicon's `[clause]` say, as patterns: the words are the language's, their form is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from kg.compiled import Light, compiled, light
from kg.extract.symbols import SYMBOL
from kg.lexicon.language import Language

_ACTORS = "".join(SYMBOL[kind] for kind in ("person", "people", "post", "state", "demonym", "pair"))

_COUNTED = rf"(?P<date>[{SYMBOL['date']}])\)?[,;]?(?: [–—-])? (?:<words>)(?: \w{{1,4}}){{0,2}}(?: [{_ACTORS}])? $"

# <words> are the alternatives of the list, <acting> those of a word class. A language without a list says nothing.
_OBJECTS = "".join(SYMBOL[kind] for kind in ("instrument", "instruments", "place", "state", "mission", "missionword"))
_SUBJECTS = "".join(SYMBOL[kind] for kind in ("state", "states", "pair", "person", "people", "mission", "post", "org"))
_DATES = SYMBOL["date"] + SYMBOL["dates"]
_FORMS = {
    # behind a title or a name in the text: its bearer only takes care of it
    "acting": r"(?i)(?:\[\w{1,3}\])? (?:<acting>)(?!\w)",
    "accompanied": r"(?<!\w)(?:<words>)(?!\w)",  # who goes along with somebody serves the same state
    # up to somebody, and behind him: the state for which he acts; the one that acts on him, who is of the pair's other
    "acts-for": r"(?<!\w)(?:<words>) ?$",
    "acts-as": r",? (?:<words>)",
    "on-side": r"(?:^|[.;,] |\b[ye] |\band )(?:<words>)",  # up to those who sit on the side of a state
    "guest-of": r"(?<!\w)(?:<words>) ?$",
    "guest-in": r",? (?:<words>)",
    "afterwards": r"(?<!\w)(?:<words>)(?!\w)",  # the date told before holds no more: "since then", "… some years later"
    # up to what a span of time begins with: "between his election in 2001 and 2003"
    "from-to": r"(?<!\w)(?:<words>) (?:his |her |its |their |the |su |la |el )?$",
    "later-on": r"(?<!\w)(?:<words>)(?!\w)",  # "which was later closed": at another time than what went before
    # "following its independence from Spain on", up to a date
    "ahead-of": r"(?:<words>)(?!\w)",  # what was still to come: "before establishing relations, in May 1951, Peru …"
    # between a date and what came only later: "opened in 1990 ahead of the visit of X"
    "ahead-within": r"(?<!\w)(?:<words>) [^,;.]{0,40}$",
    "aftermath": r"(?<!\w)(?:<words>)(?!\w)[^,;.]{0,40}$",
    "after-name": r"[,;:)]|\.(?!\p{L})|$| (?:<words>)(?!\w)",  # behind a name, in the text
    "also": r"(?<!\w)(?:<words>)(?!\w)",  # what is told besides: another visit
    "announced": r"(?<!\w)(?:<words>)(?!\w)",  # a date before the end of it is not that of what is made known
    # what stands between the first actor of a sentence and its verb, with a date of its own or without one
    "subject-aside": rf"(?<=[{_SUBJECTS}])(?P<aside>,(?: (?:<words>)(?!\w)[^;:.]{{0,100}}?| (?:<beside-subject>)(?!\w)"
    rf"[^;:.{_DATES}]{{0,80}}?),| [-–] [^-–;:.]{{3,90}} [-–]| \([^();:]{{3,90}}\))"
    r"(?= (?:<adv> |<have> )*(?:<verb>|(?:<present-verb>)(?!\w)))",
    "clause-begins": r"; |: |, (?:<words>) ",  # behind it, a clause with a subject of its own
    # up to a title between commas: who bears it stands before
    "bearer-before": rf"[{SYMBOL['person']}],(?: (?:<words>))?(?: (?:an?|the|un|una|el|la))? $",
    "and-peer": r" (?:<words>) ",  # between two of which one is a state: "the European Union and Kenya"
    "among": r"(?: \w+){0,2},? (?:<words>) ",  # "officials, including": who is named belongs to the group
    "also-since": r",? (?:<words>) $",  # "…, and since 2018": the same of a date that tells from when on
    "and-dated": r", (?:<words>) $",  # "…, and in": the date behind belongs to another statement
    "another": rf"(?:<words>) [{_ACTORS}]",  # "…, after King X's visit", "…, following the Peruvian one"
    "anyone": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # before a title: one of several
    "approved-by": r"(?i)(?:<words>)[^,;:()]{0,40}?\d[\d./-]*(?:-\p{Lu}+)?(?: \([^()]{1,40}\))?(?: ?[–—:-]|,) ",
    "apart": r", (?:<words>) [^,;]*$",  # a clause of its own between a date and a verb: "…, after X severed"
    "aside": r"(?:^|, |\(|[–—-] ?)(?:<words>) $",  # "after Peru," between two marks
    "at-once": r"(?<!\w)(?:<words>)(?!\w)",  # what came at once came on the day of its cause
    "attributive": r"(?:^|[ (])(?:<words>) $",  # a date behind it is an attribute of the next noun ("its 1976 charter")
    "auxiliaries": r",? (?:(?:<words>) ){0,3}",
    "both": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # before two who bear one title: each serves one state of the pair
    # up to "between": what those behind it have with each other, which is not what the sentence tells of
    "between-others": r"(?<!\w)(?:<words>)(?: \w+)? (?:between|entre) (?:the |el |la |los |las )?$",
    "between-states": r",? (?:<words>)",  # at the end of a title: whose instrument it is
    "bare": r" \w+ (?:<words>)(?!\w)",  # "(will arrive) and meet": a verb without an auxiliary of its own
    "before-main": r"(?:<words>)(?!\w)",  # opens a clause in front of the main one: "after Peru had recognised Kenya,"
    "becomes": r"(?<!\w)(?:<words>) $",  # "became the first president": said of the subject
    # "in accordance with the Treaty of", up to a date
    "basis": rf"(?<!\w)(?:<words>)(?:l| la| el| los| las| lo| the)? [^;.]{{0,50}}{SYMBOL['instrument']}[^;.,]{{0,12}}$",
    "beside": r",? (?:<words>) ",  # "was signed, with the tariff being scrapped": another thing told along with it
    "born": r"\((?:<words>)",  # "X (born 1930)"
    "birth": r"(?<!\w)(?:<words>) [^.,;()]{0,24}$",  # up to a date of which the text does not go on to tell
    "break": r"[;.]|(?<!\w)(?:<words>)(?!\w)",  # behind it another clause begins ("who", "when")
    "but-not": r"(?:<words>)(?: \w+){0,3} ",  # from there to what the one spoken of did not do, either
    "by-whom": r" (?:<words>) $",  # "signed by the": who signs a treaty
    # behind an appointment, up to and with the other states to which it is
    "also-to": rf"(?<!\w)(?:<words>) (?:the |el |la )?[{SYMBOL['state']}{SYMBOL['states']}]",
    "career": r" (?:<words>)(?!\w)",  # "Envoy to Cuba" in a remark: a step of a career
    "coordinated": r" (?:<words>) ",
    # a heading of journeys that have yet to be made, or what a remark on one begins with
    "coming": r"(?<!\w)(?:<words>)(?!\w)",
    "disaster": r"(?<!\w)(?:<words>)$",  # up to the date of what was followed by help: "after the flood of May 1990"
    "compared": rf"{SYMBOL['amount']}\W{{0,3}}(?:<words>) (?:\w+ )?$",  # a share, up to the date that it refers to
    "comes-to": r"(?<!\w)(?:<words>) $",  # up to a place: who comes there is named behind it
    "compound": r"(?<!\w)(?:<words>) $",  # "María del", up to a word: a given name of several words
    "counterpart": r"(?i)(?:<words>)\b",  # "his Chilean counterpart"
    # "the plan presented by Peru in", up to a date: the date of what somebody did with a thing that is named by the way
    "done-by": rf"(?<!\w)(?:<words>) (?:the |el |la |los )?[{_ACTORS}{SYMBOL['name']}{SYMBOL['org']}],? "
    r"(?:\w{1,6} )?$",
    "ministry": r"(?i)(?:<words>)(?!\w)",  # what the name of a body begins with whose officials serve its state
    # up to a title: it is that of whoever, or of the state that, is named before
    "his-title": r"(?i)(?<!\w)(?:<words>)(?: \w+){0,2} $",
    "its-title": r"(?i)(?<!\w)(?:<words>)(?: \w+){0,2} $",
    "our-title": r"(?i)(?<!\w)(?:<words>)(?: \w+){0,2} $",
    "headed-by": r"(?<!\w)(?:<words>)(?: the| el| la)? ?$",  # up to two who lead the two sides of a session
    "heir": r"(?i)(?:<words>)(?!\w)",  # "his successor, X": of the same office and state
    "date-before": rf"(?:^| )(?:(?P<by><words>) )?[{_DATES}]$",  # up to the end of a date in the midst of a clause
    # behind that date: what goes on without a pause
    "date-rest": r",? (?P<rest>)(?!(?:<and>) )[^,.;:()]{1,140}?(?= (?:<and>) |[,.;:()]|$)",
    "dated": rf" ?(?:(?:<words>) )?[{SYMBOL['date']}{SYMBOL['dates']}] ?",  # a date with its preposition, nothing else
    "counted": r"(?<!\w)(?:<words>)(?!\w)",  # behind it a date is what is counted from: "a year after the war of 1960"
    # "the decision of Peru to", up to a verb: who decides is who acts
    "decided": rf"(?<!\w)(?:<words>)(?: \w{{2,3}})? [{SYMBOL['state']}{SYMBOL['person']}{SYMBOL['post']}]"
    r"(?:, [^,.;]{3,60},)? \w\w $",
    "decreed": r"(?<!\w)(?:<words>)(?!\w)[^,;.]{0,40}$",  # "by the resolution no. 12 of", up to a date
    # between a date and what happened so long before or after it: "in 1964, a year after", "on 3 May 1964, the day of"
    "counted-after": _COUNTED,
    # up to the date of what came just before: "soon after it became independent in 1966"
    "soon-after": rf"(?<!\w)(?:<words>)(?!\w)[^,;.()]{{0,70}}?(?P<date>[{SYMBOL['date']}])",
    "counted-before": _COUNTED,
    "counted-same": _COUNTED,
    "day-of-next": r"(?<!\w)(?:<words>) $",  # up to a day: "…, and tomorrow": of the clause behind it
    "deed": r"(?<!\w)(?:<words>)(?!\w)",  # what was done, in words that the verbs of a clause are not told by
    # behind a statement: somebody else acts in a clause of his own
    "clause-joint": rf", (?:<words>) (?:\w{{1,3}} )?(?=[{SYMBOL['state']}{SYMBOL['person']}{SYMBOL['pair']}] )",
    "denial-aside": r"(?r)(?<=(?:<words>), )[\p{Ll}]+(?: [\p{Ll}]+)?(?=, |$)",  # "did not, however, break"
    "edition": r"(?:<words>)$",  # "the Climate Conference 2010": what bears the year in which it is held
    "effective": r"(?:<words>)",  # what gives the elevation just told its date: "The change became effective on …"
    "taken-up": r"(?i)(?:<words>)(?!\w)",  # at the head of a sentence: the two states, or the relations, told of before
    "others-off": r"(?<!\w)(?:<words>) (?:[\w-]+ ){0,4}$",  # up to a word of calling off: others than the one told
    # what was told in the sentence before, of another state; whose mission is then opened, closed or kept
    "did-too": r"(?<!\w)(?:<words>)(?!\w)",
    "own-opened": rf"(?<!\w)(?:<words>)(?= (?:in|at|en)(?!\w)| ?[.,;{SYMBOL['date']}]|$)",
    "own-closed": rf"(?<!\w)(?:<words>)(?= (?:in|at|en)(?!\w)| ?[.,;{SYMBOL['date']}]|$)",
    "own-present": rf"(?<!\w)(?:<words>)(?= (?:in|at|en)(?!\w)| ?[.,;{SYMBOL['date']}]|$)",
    # the same within a sentence, without a verb of its own: "and Peru one in Lima in 1961"
    "own-gapped": rf"(?<!\w)(?:<words>)(?= (?:in|at|en) [{SYMBOL['place']}{SYMBOL['date']}]| ?[{SYMBOL['date']}])",
    # up to such words: the other who did it too, and what joins the two halves of the sentence
    "and-other": rf"(?:;|,|(?<=\w|[{''.join(SYMBOL.values())}]),? (?:<words>)) (?:[^.;:]{{0,40}}?, )?(?:the |el |la )?"
    rf"(?P<who>[{SYMBOL['state']}{SYMBOL['place']}{SYMBOL['demonym']}])(?: (?:in|en) [{SYMBOL['place']}])?"
    r"(?:,(?: \w+){1,4},)?(?: [\w-]+){0,2} $",
    "ever-done": r"(?<!\w)(?:<words>)(?: \w+ly| also)? ",  # "have signed": at no time that is told
    "at-meeting": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # "at the end of the meeting": when that was
    "had": r"(?<!\w)(?:<words>)(?!\w)",  # the pluperfect: what went before
    "every": r"(?i)(?:<words>) ",  # "every president of Peru": nobody in particular
    "envoys": r"(?<!\w)(?:<words>)(?!\w)",  # a lead of the heads of mission of whom the sentence before has told
    "covers": r"(?<!\w)(?:<words>)(?!\w)",  # a lead of the states to which one embassy is accredited, too
    "former": r"(?i)(?<!\w)(?:<words>)",  # before or within a title: its bearer holds it no more
    "first-of": r"(?i)(?<!\w)(?:<words>) $",  # before a title: nobody bore it before
    "for-years": r"(?<!\w)(?:<words>) $",  # "for the period", up to an interval: what is planned, not when
    "fragment": r"(?<!\w)(?:<words>)(?!\w)",  # words that with places and dates belong to the sentence before them
    "foretold": r"(?<!\w)(?:<words>) ",  # what somebody says will be: "announced that"
    "government-of": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # from there on a mention of a person is one of his government
    "state-itself": r"(?i)(?:<words>)(?!\w)",  # behind "the president of the": no body within it
    "from-abroad": r"(?<!\w)(?:<words>)(?!\w)",  # in a remark on a mission: it is that in another state
    "fronted": r"(?<!\w)(?:<words>),? $",  # "on that occasion the envoy …": an adverbial, which governs nobody
    # up to a day: of print, not of signing
    "gazetted": r"(?i)(?<!\w)(?:<words>)(?:[ :.,]|(?:n[o.º°úum]{1,3} ?)?\d{1,4},?(?: de)? ){0,3}$",
    # a participle: at the head of a statement, up to one, and what may stand before it ("after opening")
    "gerund": r"(?:<words>)(?!\w)",
    "having": r"(?<!\w)(?:<words>) $",
    "gerund-led": r"(?<!\w)(?:<words>) $",
    "general-law": r"(?i:<words>)",  # the title of an instrument that is no agreement of the two spoken of
    "goes-on": r"(?<!\w)(?:<words>) ",  # "was signed in London and was denounced in 1866": the date of the second verb
    "it-gives": r"(?:<words>)",  # the same, of aid; also behind a sentence on an agency
    "it-does": r"(?:<words>)",  # behind a sentence on a state: "It joined …"
    # within a sentence on a state: "Norway recognised Peru in 1990; it opened an embassy in 1994"
    "it-within": r"(?:; |, (?:\w{1,4} )?)(?P<it><words>) ",
    "joint-body": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # a body in which two states sit together
    "no-sitting": r"(?<!\w)(?:<words>)(?!\w)",  # what comes to pass with a body besides its sessions
    "mixed-body": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # … if its name says so
    "journeys": r"(?<!\w)(?:<words>)(?!\w)",  # a lead that speaks of visits heads no list of those who held a post
    "sovereign": r"(?<!\w)(?:<words>)",  # tells of the independence of a state
    "state-day": r"(?:<words>)[^:]{0,40}: ?",  # the label of a day of a state's own history
    "exactly": r", (?:<words>)? ?",  # behind "a week later": the day itself
    # from a statement up to the happening in the course of which it was made: "was signed during the state"
    "in-course": r"(?: \w\w {place})?,? (?:<words>) [^,;.]{0,40}",
    # from a statement to the day of the instrument by which it came about: "by the Lima Memorandum of 3 May 1990"
    "by-instrument": r",? (?:<words>) (?:\w{1,3} )?{instrument},? (?:\w{2,9} ){0,2}(?P<date>{date})",
    # behind a statement, up to the date on which what it tells took place: "which happened on 3 May 1990"
    # behind a journey or a meeting: "'s visit to Lima took place on 3 May"; up to one: "on 3 May, during the visit of"
    "held-on": rf"[^;.,()–{_DATES}]{{0,30}} (?:<words>) (?:\w{{1,4}} ){{0,2}}?(?P<date>[{_DATES}])",
    "dated-during": rf"(?P<date>[{_DATES}]),? (?:<words>) (?:[\w-]+ ){{0,4}}$",
    "in-return": r"(?<!\w)(?:<words>)(?!\w)",  # who returns a visit came at a time of his own
    "took-place": r"[^;.,]{0,60},? (?:<words>) (?:\w{1,10} ){0,2}?(?P<date>{date})",
    "in-which": r"\)?,? ?(?:<words>) ",  # "the visit of X (3 May 1990), during which": what follows was then
    "joined": r"(?<!\w)(?:<words>)(?!\w)",  # joins to a statement the one that has its date ("when", "by")
    "joined-after": r"[ ,]*(?:<words>)(?!\w)",  # of these, the one that tells what went before
    "leads": r" (?:<words>) ",  # "will lead the" Peruvian delegation: who does so serves Peru
    # in an entry of a list of missions, up to a date: the mission was closed, or opened
    "shut": r"(?<!\w)(?:<words>)[^;.]{0,20}$",
    "begun": r"(?<!\w)(?:<words>)[^;.]{0,20}$",
    "closed": r"^[#=* ]*(?:<words>)(?!\w)",  # a lead of missions that are no more
    "signs": r"(?<!\w)(?:<words>)(?!\w)",
    "signs-for": rf",?(?: (?:signing|signed))? (?:<words>) (?:the )?(?=[{SYMBOL['state']}](?:[,.;)]|$| and | while ))",
    # tells when the instrument of the heading was signed
    "signing": rf"^[^\w{SYMBOL['instrument']}]{{0,3}}(?:<words>)(?!\w):?(?: \w\w)? ?",
    "called-off": r"\)?[ .,;–-]{0,3}[(\[]?(?:<words>)(?!\w)",  # behind an entry of a list of journeys
    "stayed-away": r"\)?[ .,;–-]{0,3}[(\[]?(?:<words>)(?!\w)",  # the same, of whom others went to meet
    "not-served": r"(?i)(?:[ \t]*\n[ \t]*|\()(?:<words>)(?!\w)",  # below or behind a name: its bearer never served
    "no-holder": r"(?:\W{0,3})(?:<words>)\W{0,3}$",  # how somebody came to a post, in a line of its own
    "latter-date": r"(?i),? (?:<words>)(?!\w)",  # "in 2017 and 2018, the latter to attend": of 2018
    "latter-of": r" (?:<words>)(?!\w)",  # "the latter part of the war": no state and nobody
    # behind the word for instruments of which some are named with their own dates: "…, including a treaty (1990)"
    "listing": r"[^.;\n]{0,80}?,? (?:<words>)(?!\w)[^.;\n]{0,100}?\([^()]{0,30}\d{4}\)",
    "lends": r"(?<!\w)(?:<words>)(?!\w)",  # between a day without a year and a full date: both are of that year
    "life": r"(?<!\w)(?:<words>)[^,;.()]{0,40}$",  # "born in Oslo in", up to a date
    "honorary": r"(?i)\((?:<words>)\)",  # behind a name
    "founded-with": r"(?i)\W{0,2}(?:<words>) ",  # opens a remark: the state with which relations were established then
    "hosted": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # in the remarks on a visit, up to those who received the visitor
    "arms": r"(?i)(?:\w+ )?(?P<rank>(?:<words>))[ ,.]",  # a rank of the armed forces, before a name
    "purpose-led": r"(?<!\w)(?:<words>) $",  # up to an infinitive: what something is done for
    # opens the life of somebody, with his name or without
    "portrayed": rf"(?:(?P<who>[{SYMBOL['person']}{SYMBOL['name']}{SYMBOL['pronoun']}]),? )?(?:<words>)(?!\w)",
    # was …: up to the first of the posts
    "posts-held": r"(?<!\w)(?:<words>) (?=<any-post>|<home-post>)",
    # a post that is no known title, in the text: its head, and the body that it is of, as the words tell
    "home-title": r"(?<!\w)(?i:<home-post>)(?!\w)(?P<body>(?:<words>))?",
    "communique": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # at the head of a text that two sides have issued on a visit
    "signed-list": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # in the lead of a list of what was signed
    "as-office": r" (?:<words>) \w",  # behind a name: "the election of Ola Berg as president"
    "along": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # … and up to those who came along
    "again": r"(?<!\w)(?:<words>)[^;,.]{0,20}$",  # "reopened in", up to a date
    # in the remarks of a table of ambassadors: what a state or a date follows
    "remarks": r"[#=* ]*(?:<words>)[ .:=]*",  # the heading of what is said of the list above it
    "remark-credentials": r"(?<!\w)(?:<words>)(?: \w{2,3})? ",
    "remark-appointed": r"^(?:<words>)(?: \w{2,3})? ",
    "remark-accredited": r"(?<!\w)(?:<words>) (?:\w{2,3} ){0,2}",
    "remark-concurrent": r"(?i)^(?:<words>) (?:\w{2,3} )?",  # up to the third states whose envoy a row names
    "treaties": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # a lead of a list of instruments
    "negotiated": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # a lead of those not yet signed
    "unsigned": r"(?i)[;,(–—-] ?(?:<words>)(?!\w)",  # beside the title of an instrument, in its line
    "since-then": r"(?<!\w)(?:<words>)(?!\w)",  # from the date told before, up to today
    "to-open": r"^[#=* ]*(?:<words>)(?!\w)",  # a lead of missions that are still to come
    "no-more": r"(?<!\w)(?:<words>)[^;,.]{0,40}$",  # "no longer has an", up to a mission
    "missions": r"(?<!\w)(?:<words>)(?!\w)",  # a lead that speaks of several missions
    "named-before": r" (?:<words>)(?!\w)",  # "Climate Change Conference": nobody's name
    "named-after": r"(?i)(?<!\w)(?:<words>)(?: (?:de|del|of))? [“\"«]?$",  # "aeropuerto internacional", up to a name
    # "They signed the Pact; in 1990, the Treaty": up to a date, and behind it, where the verb is told no second time
    "next-dated": r"(?:[,;]|,? (?:<words>)),?(?: \w{1,10}){0,3}? $",
    "next-clause": r",? (?:<words>),?(?: \w{1,10}){0,2} $",  # up to a date that opens it: "and in 2005 X went"
    "next-object": rf",?(?: (?:<words>))? (?P<object>[{_OBJECTS}])(?=[.;,)]|$| (?:and|y|e|but|pero)(?!\w))",
    "next-one": r"(?:<words>)(?!\w)",  # "The next was X of Norway": one more of the occasion told before
    "non-resident": r"(?<!\w)(?:<words>)(?!\w)",  # a lead of missions whose heads live elsewhere
    "ceremony": r"(?<!\w)(?:<words>)(?!\w)",  # at which envoys present their credentials
    "came-only": r" (?:<words>) $",  # "… did not take place until 1830": it took place then
    "bearer-aside": r"(?:<words>)(?!\w)",  # opens a clause on whoever acts: "X, elected in 1990, visited"
    "noun-aside": r"(?:<words>)(?!\w)",  # opens a clause on the noun before it: "with which it had had relations since"
    "not-until": r"(?:<words>)",  # "not until 1967" is an assertion
    "occasion": r"(?<!\w)(?:<words>)(?!\w)",  # "on that occasion": when what was told before took place
    "of-the-republic": r" (?:<words>)",  # the end of a title behind which a state may follow once more
    "of-state": r"(?:,?\s?(?:<words>)\s|\s?[,(–—-]\s?|:\s)(?:<words>)?\s?",  # "X of Norway", "X (Norway)"
    # the field below that of a holder, up to its end
    "holder-since": r"(?i)[ .;,|]*\n[ *•–—-]*(?:<words>) ?[:|] ?(?P<date>[^\n|]{4,30})",
    "vacant": r"(?i)\W{0,3}(?:<words>)\W{0,3}",  # a cell of a table, in the text: nobody held the post
    "open-end": r"(?:<words>)(?!\w)",  # in the place of the end of a term
    "career-head": r"[#=*• ]*(?:<words>)[ :=]*",  # a heading, below which stand the steps of a career
    "credentials-to": r"[#=*• ]*(?:<words>)[ :=]*",  # above those to whom somebody presented credentials
    "career-post": r"<words>",  # a post in such a list that is no known title: "Desk Officer"
    "career-heads": r"(?<!\w)(?:<words>)$",  # whoever bears such a title is at the head of a body
    "career-body": r"(?:, | of (?:the )?| (?:del?|de la) )(?P<body>(?:<words>))",  # the body, behind the title
    "left-post": r"<words>",  # what alone stands between two dates: the second is the last day of a term
    "once-more": r"(?<!\w)(?:<words>)$",  # "in 1971 and again", up to a date: nothing differs but that
    "onward": r"(?<!\w)(?:<words>) $",  # "from", up to a date: what lasts began then
    "opens": r"(?<!\w)(?:<words>) $",  # a word that may be a preposition opens a clause: "since Peru recognized"
    "carried": r"(?<!\w)(?:<words>) ?$",  # up to a clause without a subject: the one before it goes on
    "made-known": r"(?<!\w)(?:<words>) $",  # "announced that", up to a verb without a subject: who announces it acts
    "ranked": r"(?<!\w)(?:<words>) $",  # "the second country after Peru to", up to what the subject before it did
    "year-of": r" (?:<words>)[^.;,]{0,60}, ",  # "the same year of its independence, 1960": between the two dates
    "with-whom": r"(?<!\w)(?:<words>) ",  # behind a state: the clause tells of relations with it
    # all of a line above the head of a mission and its address
    "represented": rf"[#=*•–\- \d.]*(?:the )?(?:(?P<own>[{SYMBOL['state']}{SYMBOL['demonym']}])(?:'s|')? (?:<words>)"
    rf"|(?:<words>) (?:of|from|del?) (?:the |la |el |los )?(?P<of>{SYMBOL['state']})"
    rf"|(?:<words>) (?P<behind>{SYMBOL['demonym']})|<words>)"
    rf" (?:in|to|en|ante) (?:the |la |el |los )?(?P<host>{SYMBOL['state']})[ :.=]*",
    "resumes-relations": r"(?i)\b(?:<words>)\b",  # in the title of an instrument that restores them
    "opens-relations": r"(?i)\b(?:<words>)\b",  # in the title of an instrument that establishes relations
    "post-abroad": r"(?i)(?:<words>) ",  # the line of a mission of an unnamed state, up to where it is
    "our-post": r"(?i)(?<!\w)(?:<words>) ",  # up to the name of a city: whose post is there writes the page
    "no-trade": r"(?<!\w)(?:<words>)(?!\w)",  # before sums that are none of the trade between two states
    "on-trade": r"(?<!\w)(?:<words>)(?!\w)",  # in a sentence on the trade of a year
    "partner-of": r"(?:<words>)",  # with the state whose partner in trade another is at one of its ends
    "officials": r"(?<!\w)(?:<words>)(?!\w)",  # in a heading above those who hold the offices of a state
    "style": r"(?:<words>)",  # a title right behind another one that does not take its place: "Minister X, Senator"
    # "the treaty which the two countries signed": a relative clause of what was done
    "did": r" (?:which|that|who|whom) "
    r"(?:(?!\b(?:would|will|shall|should|could|may|might|can|is|are|to be)\b)[^,.;]){0,60}?(?<!\w)(?:<words>)(?!\w)",
    "ours": r"(?:<words>)(?!\w)",  # verbs of the first person plural, in a language that drops its pronouns
    "others": r"(?:<words>)(?!\w)",  # goes on with the list of the sentence before: "Others included …"
    # the title of a page that one state writes of its relations with others: "the United States' history of …"
    "own-page": r"(?i)['’]s? (?:<words>)(?!\w)",
    "section": r"(?:[#=*]+ ?)?(?:<words>) (?:[ivxl]{1,6}|\d{1,2}|[a-h])(?:[.:)]| ?[–—-])? (?=\S)",  # "Part II. Visits"
    "parts": r"(?<!\w)(?:<words>)",  # headings that part a list and change nothing of what it tells
    # what parts a relative word from its verb: "who was scheduled to", "which, after long wars, had"
    "plans": r", [^,;]{2,50}, (?:\w+ ){0,2}|(?: (?:<words>)){1,8} ",
    "purpose": r"(?<!\w)(?:<words>)$",  # "to attend"
    "recalled": r"(?i)(?<!\w)(?:<words>)(?!\w)",
    "respectively": r"\b(?:<words>)\b",
    "says": r"(?<!\w)(?:<words>),? (?:\w+ )?$",  # "said", up to a day: that on which somebody said so
    "seated": r"(?i)[ ,;(\[–—-]{1,4}(?:<words>) ",  # behind a head of mission, up to where he lives
    # titles in the plural, of a state or of none: two names follow, no double surname
    "several-before": r"(?i:<words>)(?: \p{Ll}{2,3}(?: \p{Ll}{2,3})? \p{Lu}\p{L}{2,20}(?: \p{L}{1,12})?)?,?"
    r"(?: (?:[Dd]on|D\.|Sres\.))? $",
    "member-of": r"\W{0,4}(?:<words>) ?:? ?(?:the )?",  # what a line of memberships begins with
    "sheet-of": r"(?<!\w)(?:<words>)(?!\w)",  # in the title of a page: it is the sheet of a country
    "sided": r"(?:^|\s)(?:<words>)(?=\s|:|$)",  # "Norwegian side", "from Norway": who came, below a heading on visits
    # "since the war of 1941": a date of the past
    "since": rf"(?<!\w)(?:<words>) (?![{SYMBOL['date']}{SYMBOL['dates']}\d])",
    # a participle behind an instrument, up to a date
    "signed-then": rf"[{SYMBOL['instrument']}{SYMBOL['instruments']}]"
    r"(?: \([^)]{1,40}\))?,? (?:<words>)(?: \w+){0,2} $",
    "sets-out": r"(?<!\w)(?:<words>)(?!\w)",  # what begins a visit
    # "recalled that in", up to a date, and what opens the next of the clauses that somebody says
    "that": r"(?<!\w)(?:<words>) (?:\w{1,3} )?$",
    "that-too": r"(?<!\w)(?:<words>)(?!\w)",
    "that-day": r"(?<!\w)(?:<words>)(?!\w)",  # "in the afternoon": on the day told before
    # between a title and a name, in the text: the rest of the title, with the desk in brackets
    "title-run": r"(?P<run>(?: \([^()\n]{2,40}\))?(?:(?: (?:<words>)){1,3} [\"“]?\p{Lu}[\p{L}\d.&'’/-]*[\"”]?"
    r"(?:(?: (?:<words>)){0,3} [\"“]?\p{Lu}[\p{L}\d.&'’/-]*[\"”]?(?: \([\p{Lu}\d]{2,9}\))?){0,9})?)"
    r"(?:,|:| [-–—]{1,2})? ?",
    # what a sentence says of an appointment of each kind (kg/extract/accredited.py)
    "posted-credentials": r"(?<!\w)(?:<words>)(?!\w)",
    "posted-accredited": r"(?<!\w)(?:<words>)(?!\w)",
    "posted-took-up": r"(?<!\w)(?:<words>)(?!\w)",
    "posted-named": r"(?<!\w)(?:<words>)(?!\w)",
    "posted-not": r"(?<!\w)(?:<words>)(?!\w)",
    "title-field": r" ?(?::|--|—) ?",  # between a title and the name of its bearer, in an entry or after a semicolon
    "field-opens": r"[;(] ?(?:(?:<words>) )?$",  # up to such a title, within a sentence
    "title-of": r" (?:<words>) $",  # up to the body that a title ends with
    "title-ministry": r"(?:<words>)(?!\w)",  # where the ministry at which somebody serves begins, in his title
    "of-both": r" (?:<words>),? \(?(?:<hon> )*",  # between a title in the plural and two who bear it
    "title-before": r"(?:(?i:<words>)|M[rs]s?\.|Dr\.) $",  # titles behind which a common word may be a surname
    "not-yet": r"(?i)(?<!\w)(?:<words>) $",  # before the title of one who did not yet hold it
    "its-own": r"(?<!\w)(?:<words>)(?!\w)",  # what a state gains that was spoken of last
    "gap": r"\)?(?:<words>)(?= )",  # "…, and Chile in 1827": a statement of which only what differs is told
    "separately": r"(?<!\w)(?:<words>)(?!\w)",  # "met X and Y separately": two meetings
    "year-to": r"(?<!\w)(?:<words>) $",  # up to a month or a day: twelve months that end with it
    "of-republic": r"(?i) (?:<words>)(?!\w)",  # behind a title: it is that of whoever writes
    "did-with": r"(?:<words>) ",  # "; it had done so with", behind a statement: of whom else it is told
    "followed-suit": r"(?<!\w)(?:<words>)(?!\w)",  # "and Chile did so in 1827": what stands for the verb
    "gathering": r"(?i)(?<!\w)(?:<words>) (?:the |an? |its )?(?:\d+\w\w |\w+al )?$",  # up to a title
    "infinitive": r"(?:<words>)(?!\w)",  # what an infinitive begins with
    "its": r"(?i)(?<!\w)(?:<words>) (?:\w+ ){0,2}$",  # up to a title: the one whom that state has now
    # "The first envoy of Peru to Kenya was X", up to the name
    "was-named": rf"(?P<post>{SYMBOL['post']}),? (?:<words>) (?=[{SYMBOL['person']}{SYMBOL['name']}])",
    "it": r" (?:<words>) ",  # a pronoun at the head of a clause within the sentence
    "stay": r"(?<!\w)(?:<words>)(?!\w)",  # "during his stay": the date of the visit told before
    "stay-of": r"(?<!\w)(?:<words>) ",  # "during the visit of", up to the visitor
    "told-further": r"(?:<words>)(?!\w)",  # at the head of a sentence of an entry: "The meeting was held on"
    "told-on": r", (?:<words>) ",  # behind it another statement, whose date is its own
    "then-dated": r" (?:<words>) $",  # "… and in", without a comma
    "title-end": r"(?: (?:<words>)){1,4}$",
    "title-done": r"[.,;:]? ?[.;–—-] ?(?i:<words>):?$",
    "and-then": r",? (?:<words>) (?=\p{Ll}{4})",
    "new-clause": r", (?:<words>) |[.;] ",
    "and-last": r",? (?:<words>) $",
    "amending": r"(?i)\b(?:<words>) $",
    "in-fields": r"(?i)(?:<words>) ",
    "title-tail": r"(?i)[ .,;]+\(?(?:<words>)(?!\w).*$",  # behind a title: where it was published, since when in force
    "told-of-each": r"(?:<words>)",  # between two who share a title: "Presidents X (in 1999) and Y"
    "title-matter": r"(?i)(?<!\w)(?:<words>) (?:the |la |el |los |las )?$",  # in a title, up to a state, no party
    "titled": rf"{SYMBOL['instrument']}[^.;]{{0,50}}?,? (?:<words>) $",  # "Accession to the Treaty of 1846"
    "unknown": r"\W{0,3}(?:<words>)\W{0,3}",  # in the place of a date, all of a cell
    "up-to": r"(?:<words>)(?!\w)",  # the first words of such a date
    # at the head or foot of a page, up to the state whose ministry it is, or a line of its own
    "foreign-ministry": r"(?i)(?<!\w)(?:<words>)"
    r"(?:,? (?:of|del?) (?:the |la |el )?(?:government of (?:the )?|gobierno del? )?|,? ?[–|,-] |$|(?=\W))",
    "mission-of": r"(?i)^(?:<words>) (?:of|del?) (?:the |la |el )?",  # a line at the head of a page, up to its state
    # begins a line at the foot, up to a date
    # what has a year in its name: up to the year, and behind it
    "feast-before": r"(?i)(?<!\w)(?:<words>) $",
    "feast-behind": r"(?i) (?:<words>)(?!\w)",
    "printed": r"(?i)(?:(?<![^\n])|(?<=[|·] ))[ \t*(\[]*(?:<words>)[: |]{1,3}(?:(?:on|el) )?",
    "published": r"[\[(]?(?:<words>)(?: [^.,:;]{1,60})?(?: (?:on|el))?[:|]? ?",  # up to a date: that of writing
    "today": r"(?<!\w)(?:<words>),? $",  # "this Thursday,", up to a date: that of writing
    "until": r"^[^,.;]{0,60}?(?<!\w)(?:<words>)(?!\w)[^,.;]*$",
    "at-end": r", (?:<words>) [^,;.]{0,40}$",  # up to what happened at the end of the time told before
    "before-that": r"(?<!\w)(?:<words>),? $",  # up to what was so until the date told
    "withdrawn": r"(?<!\w)(?:<words>)(?!\w)",  # the head of a column of recognitions that came to an end
    "not-the-two": r"(?:<words>)(?!\w)",  # "the countries of": others than the two a text is about
    "at-present": r"(?<!\w)(?:<words>)(?!\w)",  # the same, in what tells of something that lasts
    "nowadays": r"(?<!\w)(?:<words>)(?!\w)",  # a verb in the present tense
    "of-war": r"(?:[–-]\p{Lu}[\p{L}\p{M}]+)? (?:<words>)(?!\w)",  # behind a state: the name of a war
    "own-flow": r"(?<!\w)(?:<words>) $",  # up to a state, in the head of a column: the goods are its own
    "who-column": r"^(?:<words>)$",  # the head of a column that names people
    # all that stands before a name, with its title: of a woman, of a man
    "of-woman": r"(?i)(?<!\w)(?:<words>)(?!\w)",
    "of-man": r"(?i)(?<!\w)(?:<words>)(?!\w)",
    "she": r"(?i)(?:<words>)(?!\w)",  # a pronoun that only means a woman
    "he": r"(?i)(?:<words>)(?!\w)",  # … a man
    "the-one": r"(?i)(?<!\w)(?:<words>) $",  # up to a rank: whoever was told of with it
    "worth": rf" (?:<words>) (?={SYMBOL['amount']})",  # "signed an agreement worth 3 million on", up to the date
    "which": r", (?:<words>) ",  # "hopes for trade, which reached 3 million": the statement itself stands behind it
    "with-again": r"(?i)(?<!\w)(?:<words>)(?!\w)",  # between two of those whom somebody met: one after the other
    "with-spouse": r"(?<!\w)(?:<words>),? $",
    "with-state": r"(?:<words>) $",  # "with the": what governs the other party of relations
    "without-article": r"\b(?:<words>) $",  # "by agreement": a noun without article or title
}
_NOTHING = "(?!)"
_ANY_POST = f"[{''.join(SYMBOL[kind] for kind in ('post', 'posts', 'rank', 'ranks', 'office', 'offices'))}]"


@cache
def said(lexicon: Language) -> Mapping[str, Light]:
    """A pattern for each list: over a line's symbols, or where it says so in the lexicon, over the text."""
    written = {name: _written(form, lexicon.clause.get(name, ()), lexicon.classes) for name, form in _FORMS.items()}
    return {name: light(with_symbols(form)) for name, form in written.items()}


def _written(form: str, words: Iterable[str], classes: Mapping[str, str]) -> str:
    given = _LIST.sub(lambda match: classes.get(match["name"], _NOTHING), "|".join(words))
    told = {**classes, "words": given or _NOTHING, "any-post": _ANY_POST}
    return _LIST.sub(lambda match: told.get(match["name"], _NOTHING), form)


_LIST = compiled(r"<(?P<name>[a-z-]+)>(?<!\?P<[a-z-]+>)")  # and no name of a group


def with_symbols(pattern: str) -> str:
    """A pattern with the symbol of every mention that its words name, as those of a rule do: "for {state}"."""
    return _MENTION.sub(lambda match: SYMBOL[match["kind"]], pattern)


_MENTION = compiled(r"\{(?P<kind>[a-z]+)\}")
