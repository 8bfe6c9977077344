"""More rules of plain_dutch: how many, when, what it costs whom, and what courts and authorities say of it."""

from __future__ import annotations

from summarizer.plain_rules import DAY, MONTH, NUMBERS, THE, Rule, in_forms

_COUNT = rf"(?=(?:[€$£] ?)?\d|(?:{NUMBERS})\b)"  # before a number
_PERIOD_NAME = rf"(?=(?:{MONTH}|(?:19|20)\d\d)\b)"
_CAUSES = r"(?:fout(?:en)?|storing(?:en)?|aanval(?:len)?|lek(?:ken)?|bug|brand|tekort(?:en)?|staking(?:en)?|oorlog|update|inbraak|ongeluk|crisis|vertraging(?:en)?)"  # not who does it  # noqa: E501
_PENALTY = r"(?:boetes?|dwangsom|straf|straffen|sancties|importheffingen|heffingen|strafmaatregelen|verbod|[a-z]+boetes?|[a-z]+verbod)"
_LAST = rf" (?:{DAY}|vorig jaar|vorige (?:week|maand)|eerder (?:dit|deze) (?:jaar|week|maand)|dit jaar)"
_MONEY = r"\d[\d.,]*(?: (?:duizend|miljoen|miljard))? (?:euros?|dollars?|pond)"
# What is worth money, and nobody who gets it.
_WORTH = r"(?:schade|subsidies?|steun|boetes|schulden|investeringen|omzet|machines|goederen|wapens|cryptomunten|bitcoins|belasting(?:en)?|rente|kosten|opdrachten|orders|contracten|leningen|aandelen|obligaties|claims|inkomsten|premies|dividend|bezuinigingen)"  # noqa: E501

RULES = (
    # about how many
    Rule("circa ca", rf"\b(?:circa|ca\.) {_COUNT}", "ongeveer ", "De dader is ca. 30 jaar oud.", "ca. 30"),
    Rule("ruim", rf"\bruim (?!een (?!jaar|maand|week|uur|eeuw|kwart|derde|miljoen|miljard)){_COUNT}", "meer dan ", "Het gaat om ruim 400 mensen.", "400 people"),  # noqa: E501
    Rule("krap nagenoeg kleine", rf"\b(?:krap|nagenoeg|een kleine) {_COUNT}", "bijna ", "Het gaat om een kleine 400 mensen.", "a small 400"),
    Rule("vrijwel nagenoeg", r"\b(?:vrijwel|nagenoeg)\b", "bijna", "Vrijwel alle klanten zijn tevreden.", "All customers"),
    Rule("bedraagt", r"\bbedraagt\b", "is", "De schuld bedraagt 3 miljoen euro.", "behaves"),
    Rule("bedroeg", r"\bbedroeg\b", "was", "De winst bedroeg 3 miljoen euro.", "got"),
    Rule("komt", r"\bkomt uit op (?=[€$£\d])", "is ", "Het percentage komt uit op 4,5 procent.", "comes down to"),
    Rule("nam", r"\bnam toe (?=met|tot)", "steeg ", "De omzet nam toe met 5 procent.", "Revenue to 5 percent."),
    Rule("nam", r"\bnam af (?=met|tot)", "daalde ", "De omzet nam af met 5 procent.", "Revenue afterm to"),
    Rule("mln mio", r"(?<=\d )m(?:ln|io)\.?(?= )", "miljoen", "De winst was 1,2 mln euro.", "1.2 mln"),
    Rule("mld mrd", r"(?<=\d )m(?:ld|rd)\.?(?= )", "miljard", "De schuld is 3 mld euro.", "3 mld"),
    Rule("euro dollar", r"(?:(?<=miljoen )|(?<=miljard )|(?<=duizend )|(?<=\d )(?<!\b1 ))(?P<sum>euro|dollar)\b(?! (?:per|zijn)\b)", "{sum}s", "De boete is 530 miljoen euro.", "530 million euro"),  # noqa: E501
    Rule("eens", r"\bnog eens (?=\d)", "another ", "De EU betaalt nog eens 70 miljoen euro.", "still adds $70 million"),
    # when
    Rule("tijd", r"\b(?P<many>[\w,]+ (?:jaar|maanden|weken|dagen)) de tijd(?= om\b)", "{many}", "Het bedrijf krijgt drie maanden de tijd om te betalen.", "three months the time"),  # noqa: E501
    Rule("pas", r"^Pas (?=(?:rond|om|na|in|op|tegen|over|vanaf|sinds|vorige?|volgende?|vandaag|gisteren|morgen)\b)", "Only ", "Pas na drie weken kwam er een update.", "Pass after three weeks"),  # noqa: E501
    Rule("eind", rf"(?<!tot )(?<!sinds )(?<!vanaf )\beind {_PERIOD_NAME}", "aan het eind van ", "Eind maart begint de rechtszaak.", "Final march starts"),  # noqa: E501
    Rule("voorjaar", r"\bhet voorjaar\b", "de lente", "In het voorjaar begint de bouw.", "In the front year"),
    Rule("per", rf"\bper (?=\d{{1,2}} (?:{MONTH})\b)", "vanaf ", "De prijs stijgt per 1 januari.", "per 1 January"),
    Rule("ingang", r"\bmet ingang van (?=\d)", "vanaf ", "Het verbod geldt met ingang van 1 januari.", "applies to 1 January"),
    Rule("eerst", r"\bvoor het eerst dat\b", "de eerste keer dat", "Het is niet voor het eerst dat dit gebeurt.", "not for the first thing"),
    Rule("over", rf"\b(?<!verspreid )(?<!verdeeld )(?<!gespreid )(?<!uitgesmeerd )(?<!en )over (?=(?:{NUMBERS}|\d+|een paar|enkele|een half|anderhalf) (?:jaar|maanden|maand|weken|week|dagen|uur|minuten)\b(?! oud))", "in ", "De brug is over vier jaar klaar.", "launch over four years"),  # noqa: E501
    Rule("tegenover", r"(?<=, )tegenover (?=[€$]?\d)", "tegen ", "Er werden 2.184 auto's verkocht, tegenover 3.406 vorig jaar.", "counting 3,406"),
    # a fine, a fire, an age; who calls for what, and by how much
    *(
        Rule("brand", rf"^{at} (?P<where>[^,;:.]{{3,60}}?) brak(?P<when> {DAY}| [a-z]+(?:nacht|ochtend|middag|avond))? brand uit\b", f"Er was een fire {at.lower()} {{where}}{{when}}", f"{at} het datacenter van Google brak zondag brand uit.", "Google's data centre broke out")  # noqa: E501
        for at in ("In", "Bij", "Op")
    ),
    Rule("leeftijd", r"\bop (?P<age>\d+)-jarige leeftijd\b", "op de leeftijd van {age}", "De regisseur overleed op 81-jarige leeftijd.", "at 81-year-old age"),  # noqa: E501
    *in_forms(
        "roept:asks roepen:ask riep:asked riepen:asked", r"\bFORM (?P<who>[^,;:.]{0,40}? )?op tot (?=(?:een|meer|minder|actie|boycot|onmiddellijke)\b)", "SAID {who}om ",  # noqa: E501
        "De minister FORM op tot een bestand.", "called on to", words="tot",
    ),
    *in_forms(
        "daalde:daalde daalden:daalden daalt:daalt dalen:dalen steeg:steeg stegen:stegen stijgt:stijgt stijgen:stijgen groeide:groeide kromp:kromp zakte:zakte",  # noqa: E501
        r"\bFORM (?P<when>(?:in|over|vorig|vorige|dit|deze|afgelopen) [^,;:.]{2,30}?) (?P<by>met (?:ruim |bijna |circa |zo'n |ongeveer )?\d[\d.,]* ?(?:procent\b|%))", "SAID {by} {when}",  # noqa: E501
        "De verkoop FORM in oktober met 12 procent.", "fell in October with 12 percent",
    ),
    Rule("afhankelijk", r"\bafhankelijk(?P<verb> (?:is|zijn|was|waren|wordt|worden|werd|werden|blijft|blijven))? van (?!elkaar\b)", "dependent{verb} on ", "Zij wil dat de overheid minder afhankelijk wordt van clouddiensten.", "dependent from"),  # noqa: E501
    Rule("gesprekken", r"\ber (?P<more>nog |al )?gesprekken (?P<run>lopen|liepen)\b", "er {more}gesprekken zijn", "Zij bevestigt dat er gesprekken lopen.", "there are talks to walking"),  # noqa: E501
    Rule("gedicht", r"\b(?P<is>is|zijn|was|waren|wordt|worden|werd|werden) (?P<when>(?:al|inmiddels|nu|pas|nog niet|niet|snel) )?gedicht\b", "{is} {when}verholpen", "Het lek was al gedicht.", "was already poem"),  # noqa: E501
    Rule("gedicht", r"\bgedicht (?P<is>is|zijn|was|waren|wordt|worden|werd|werden)\b", "verholpen {is}", "Zij weet dat het lek gedicht is.", "poem"),
    Rule("over", rf"\bpas over (?=(?:een|één|enkele|een paar|\d+|{NUMBERS}) (?:jaar|maanden?|weken|week|dagen|uur)\b)", "pas na ", "De fabriek krijgt pas over drie jaar stroom.", "over three years"),  # noqa: E501
    # what courts and authorities say, and who goes over to what
    *in_forms(
        "stapt:switches stappen:switch stapte:switched stapten:switched schakelt:switches schakelen:switch schakelde:switched schakelden:switched",
        r"\bFORM (?P<what>[^,;:.\"]{0,40}? )?over (?:op|naar) (?!de (?:trein|tram|bus|metro)\b)", "SAID {what}naar ", "De gemeente FORM volgend jaar over op Linux.", "gains over on Linux",  # noqa: E501
    ),
    Rule("hoger", r"\bin hoger beroep\b", "in beroep", "Het bedrijf gaat in hoger beroep.", "will appeal higher"),
    *in_forms("zegt:gaat zeggen:gaan zei:ging zeiden:gingen", r"\bFORM (?P<what>[^,;:.\"]{0,30}? )?in beroep te gaan\b", "SAID {what}in beroep", "Het bedrijf FORM in beroep te gaan.", "says to appeal", words="beroep"),  # noqa: E501
    Rule("bepaald geoordeeld besloten", r", zo heeft (?P<who>(?:de|het|een) [^,;:.]{3,40}?) (?:bepaald|geoordeeld|besloten)\b", ", volgens {who}", "Het bedrijf moet betalen, zo heeft de rechter bepaald.", "so has the judge decided"),  # noqa: E501
    Rule("cel", rf"\b(?P<many>{NUMBERS}) (?P<how>jaar|maanden) (?:cel|celstraf|gevangenisstraf)\b", "{many} {how} in prison", "De man kreeg drie jaar cel.", "three cell"),  # noqa: E501
    *(
        Rule(raket, rf"^(?=.*\b(?:SpaceX|NASA|ESA|Blue Origin|Starship|Ariane[\w-]*|Falcon[\w-]*|[Rr]uimte\w*|[Ss]atelliet\w*|[Mm]aan\w*|baan om)\b)(?P<before>.*?)\b{raket}\b", f"{{before}}{rocket}", f"SpaceX test vandaag een grote {raket}.", "missile")  # noqa: E501
        for raket, rocket in (("raket", "rocket"), ("raketten", "rockets"))
    ),
    Rule("rood", r"\bdoor rood(?= (?:en|omdat|doordat|toen|nadat|op|in)\b|[,.])", "door een rood licht", "De trein reed door rood.", "drove by red"),
    Rule("tussen", r"\btussen de (?=\d)", "tussen ", "Het kost tussen de 30 en 35 miljard euro.", "between the 30 and 35 billion"),
    *in_forms(
        "leggen:gaan legt:gaat legden:gingen legde:ging", r"\bFORM (?P<when>[^,;:.\"]{2,30}? )?het werk neer\b", "SAID {when}staken", "Werknemers FORM maandag het werk neer.", "go on Monday", words="werk",  # noqa: E501
    ),
    Rule("door", rf"^Door (?={THE}(?:[a-z]+ )?[a-z]*{_CAUSES}\b)", "Vanwege ", "Door een softwarefout werden de klanten geweigerd.", "By a software error"),  # noqa: E501
    Rule("door", rf"^Door (?={THE}(?:(?!\b(?:wordt|worden|werd|werden|is|zijn|was|waren|dat|die|te)\b)[^;:,])+$)", "Vanwege ", "Door de hoge prijzen kopen mensen minder.", "buying the high prices"),  # noqa: E501
    *in_forms("veroordeelt:sentences veroordelen:sentence veroordeelde:sentenced veroordeelden:sentenced", rf"\bFORM (?=[^.;:,]{{2,60}} tot (?:\d|(?:{NUMBERS}|één|een)\b|levenslang|[a-z]*straf))", "SAID ", "De rechter FORM de man tot vijf jaar cel.", "convicted the man until"),  # noqa: E501
    Rule("voorwaardelijk", r"\bwaarvan (?P<some>(?:[a-z]+|één|\d+) (?:jaar|maanden|maand|weken|uur)) voorwaardelijk\b", "waarvan {some} suspended", "De man kreeg vier jaar, waarvan één jaar voorwaardelijk.", "from which one year suspended"),  # noqa: E501
    *in_forms("legt:imposes leggen:impose legde:imposed legden:imposed", rf"\bFORM (?P<who>(?:(?:de|het|hun|zijn) )?(?!(?:een|{_PENALTY})\b)[^\s,;:.\"]+(?: (?!(?:een|en|die|dat|of|{_PENALTY})\b)[^\s,;:.\"]+){{0,6}}?)(?P<when>{_LAST})? (?P<what>(?:een )?{_PENALTY}) op(?P<much> van [^,;:.\"]{{0,12}}\d[\d.,]*(?: (?:duizend|miljoen|miljard))? (?:euro|dollar)s?)?", "SAID{when} {what}{much} on {who}", "De rechter FORM Google een boete op van 2 miljoen euro.", "imposed a fine the company"),  # noqa: E501
    Rule("opgelegd", rf"\b(?P<has>heeft|hebben|had) (?P<who>(?:(?:de|het|hun|zijn) )?(?!(?:een|{_PENALTY})\b)[^\s,;:.\"]+(?: (?!(?:een|en|die|dat|of|{_PENALTY})\b)[^\s,;:.\"]+){{0,6}}?)(?P<when>{_LAST})? (?P<what>(?:een )?{_PENALTY})(?P<much> van (?:[^,;:\"]|(?<=\d),(?=\d)){{0,30}}?)? opgelegd\b", "{has}{when} {what}{much} imposed on {who}", "De toezichthouder heeft Google een boete van 2,4 miljoen euro opgelegd.", "has imposed the maker a fine"),  # noqa: E501
    Rule("euro euros dollar dollars", rf"\bvoor (?P<much>(?:(?:ruim|bijna|ongeveer|meer dan) )?{_MONEY}) aan (?=[a-z])", "{much} in ", "Hackers maakten voor 1,3 miljard dollar aan cryptomunten buit.", "stole for 1.3 billion dollars to"),  # noqa: E501
    Rule("euro euros dollar dollars", rf"\b(?P<much>{_MONEY}) aan (?=(?:[a-z]+e )?{_WORTH}\b)", "{much} in ", "Het bedrijf kreeg 5 miljoen euro aan subsidies.", "5 million euros to subsidies"),  # noqa: E501
    # a place that keeps `niet` far from what cannot be done
    Rule(
        "kon konden kan kunnen", r"\b(?P<can>kon|konden|kan|kunnen)(?P<who> (?:(?!\b(?:niet|in|dat|die)\b)[^,;:()\"]){0,40}?)?(?P<where> in (?:(?!\b(?:niet|dat|die|waar|omdat|maar)\b)[^;:()\"]){25,120}?) niet (?P<do>worden [a-z]+|[a-z]+ worden|[a-z]+en)(?=\.?$)", "{can}{who} niet {do}{where}",  # noqa: E501
        "Vanwege de storing kon maandag in duizenden winkels en restaurants niet worden gepind.", "could be paid in thousands of shops not paid",
    ),
    # if and why
    Rule("zulke", r"\bzulke\b", "such", "De handel in zulke apparatuur is verboden.", "sulke equipment"),
)  # fmt: skip
