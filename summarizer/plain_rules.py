"""The rules of plain_dutch: Dutch that the embedded model gets wrong, and the same thing said in plainer words.

Each was kept because the model translates the plain form right and the other wrong, on sentences written for it; the examples are what the tests
look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summarizer.dates import MONTHS


class Rule(NamedTuple):
    """`pattern` becomes `plain` in any Dutch text that has it, with the capital it had; `example` is one, and `was` what the model made of it.

    One of `words` stands in every such text: patterns are slow, and most texts have the words of none.
    """

    words: str
    pattern: str
    plain: str
    example: str
    was: str


NUMBERS = "een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend"
WEEKDAY = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag"
DAY = rf"(?:{WEEKDAY}(?:ochtend|middag|avond)?|vandaag|gisteren)"
_WHEN = (
    rf"(?: (?:{DAY}|eerder(?: (?:deze|dit) (?:week|maand|jaar))?|vorige (?:week|maand)|vorig jaar|deze (?:week|maand)"
    r"|(?:in|na|tijdens|via|op) (?:(?:de|het|een|haar|zijn) )?[a-z]+))?"
)
MONTH = "|".join(MONTHS)
# A subject that can change places with its verb: a few words, none of which says that it goes on behind it.
_SUBJECT = rf"(?P<who>(?!(?:niet|ook|wel|al|er|nu|dan|maar|nog|me|je|hem|haar|ons|hen|hun|iets|niets|veel|weinig|genoeg|alles|meer|wat)\b)(?:(?!\b(?:niet|ook|wel|al|er|nu|nog|dat|die)\b|{DAY}|\b(?:in|op|aan|tegen|na|tijdens|via|bij|desgevraagd)\b)[^,;:\"()]){{2,60}}?)"  # noqa: E501
_REST = rf"(?P<rest>(?: (?:{DAY}|in|op|aan|tegen|na|tijdens|via|bij|desgevraagd)\b[^,;:\"()]*)?)"
_SAID = r"(?:zei|zegt|zeiden|zeggen|meldt|meldde|melden|schrijft|schreef|schrijven)"

_TAKEN = "gestolen|gelekt|buitgemaakt|gewist"
THE = r"(?:een|de|het|deze|dit|die|hun|haar) "
_OPENER = r"(?i:bij|in|door|via|op|uit|na|tijdens|vorige?|eerder|daarbij|hierbij|daardoor)"  # what draws a verb before its subject

# What may stand behind `Of …, is`.
_UNKNOWN = r"(?:nog |vooralsnog )?(?:onbekend|onduidelijk|onzeker|(?:nog )?(?:niet|maar) (?:bekend|duidelijk|zeker)|de vraag|afwachten)"

# A participle.
DONE = r"(?:(?:ge|be|ver|ont|her)[a-z]+(?:d|t|en)|[a-z]{2,6}ge[a-z]+(?:d|t|en))"


def in_forms(forms: str, pattern: str, plain: str, example: str, was: str, words: str = "") -> Iterator[Rule]:
    """A rule for each form of a verb, and what it becomes (`valt:is viel:was`, or itself): FORM in pattern and example, SAID in the plain words."""
    for form, _, said in (pair.partition(":") for pair in forms.split()):
        yield Rule(words or form, pattern.replace("FORM", form), plain.replace("SAID", said or form), example.replace("FORM", form), was)


# What stands between the two parts of a verb that say together what neither says alone.
_HOW_MUCH = r"(?:hoger|lager|hoog|laag|duurder|goedkoper|beter|slechter|groter|kleiner)"
_STAFF = r"(?:mensen|medewerkers|werknemers|personeelsleden|programmeurs|ingenieurs|agenten|docenten)"

# What somebody may have others do: `liet … testen` is `had … getest`.
_HAD_DONE = (
    "testen:getest onderzoeken:onderzocht bouwen:gebouwd maken:gemaakt ontwikkelen:ontwikkeld plaatsen:geplaatst installeren:geïnstalleerd "
    "verwijderen:verwijderd weghalen:weggehaald controleren:gecontroleerd doorzoeken:doorzocht sluiten:gesloten repareren:gerepareerd"
)

_LONG = r"\b(?:uur|uren|dagen|dag|weken|week|maanden|maand|jaar|minuten|tijd|tot (?:en met )?[a-z]+)"  # behind what takes time


def _pairs(text: str) -> list[list[str]]:
    """Infinitives and their participles."""
    return [pair.split(":") for pair in text.split()]


_PARTICIPLES = _pairs(_HAD_DONE)

# What may be `te` … with `is`: `is te downloaden` is `kan worden gedownload`.
_CAN_BE = (
    "downloaden:gedownload gebruiken:gebruikt zien:gezien volgen:gevolgd bestellen:besteld lezen:gelezen bekijken:bekeken beluisteren:beluisterd "
    "horen:gehoord misbruiken:misbruikt verklaren:verklaard herkennen:herkend bereiken:bereikt installeren:geïnstalleerd meten:gemeten"
)
_NO_ADVERB = r"(?!(?:moeilijk|makkelijk|gemakkelijk|lastig|eenvoudig|simpel|goed|slecht|leuk|bereid|dat|die|om)\b)"  # is moeilijk te zien


RULES = (
    # abbreviations
    Rule("o", r"\bo\.[am]\.(?=\W)", "onder andere", "De gemeente wil o.a. meer bomen planten.", "o.a"),
    Rule("bijv", r"\bbijv\.(?=\W)", "bijvoorbeeld", "Het geldt niet voor bijv. scholen.", "e. e.g."),
    Rule("m", r"\bm\.n\.(?=\W)", "vooral", "Het gaat m.n. om ouderen.", "m.n."),
    # who said it
    Rule("aldus", r'(?<="), aldus (?=(?:hij|zij|ze)\b)', ", zegt ", '"Dat is goed", aldus zij.', "although she"),
    Rule("bekend", rf"^Dat (?:maakte|maakt) {_SUBJECT}(?P<rest> {DAY}) bekend\.$", "{who} heeft dat{rest} gemeld.", "Dat maakte het bedrijf dinsdag bekend.", "That's business known for dinsday."),  # noqa: E501
    Rule("zei zegt zeiden zeggen meldt meldde melden schrijft schreef schrijven", rf"^Dat (?P<said>{_SAID}) {_SUBJECT}{_REST}\.$", "{who} {said} dat{rest}.", "Dat meldt de krant.", "That's reported the newspaper."),  # noqa: E501
    Rule("weten", rf"\bliet(?P<when>{_WHEN}) weten dat\b", "zei{when} dat", "De minister liet weten dat de wet wordt uitgesteld.", "liet knows that"),
    Rule("bekend", rf"\bmaakte(?P<when>(?: {DAY})?) bekend dat\b", "kondigde{when} aan dat", "Het ministerie maakte bekend dat de regels strenger worden.", "made that"),  # noqa: E501
    Rule("bekend bekendgemaakt", r"\bbekend ?gemaakt\b", "aangekondigd", "De namen worden morgen bekendgemaakt.", "are known tomorrow"),
    Rule("blijkt", r"^Uit (?P<what>(?:(?!\b(?:dat|blijkt|cijfers|gegevens|resultaten)\b)[^,;:\"()]){3,60}?) blijkt dat\b", "{what} laat zien dat", "Uit onderzoek blijkt dat jongeren minder lezen.", "Investigates that"),  # noqa: E501
    Rule("weten", r"\b(?P<has>heeft|hebben|had|hadden)(?P<who> (?:(?!\b(?:moeten|willen|kunnen|weten)\b)[^,;:.\"]){1,60}?) laten weten\b", "{has}{who} gezegd", "Dat heeft de minister van Financiën deze ochtend laten weten.", "has let know"),  # noqa: E501
    Rule("mededelingen", rf"^(?:Daarover|Hierover) (?:doet|doen|deed|deden) {_SUBJECT} geen mededelingen\.$", "{who} zegt daar niets over.", "Daarover doet het concern geen mededelingen.", "About does the group no comment"),  # noqa: E501
    Rule("of", rf"^Of (?P<what>[^,;:\"]{{8,120}}), (?P<is>is|was|blijft|bleef) (?P<how>{_UNKNOWN})\.$", "Het {is} {how} of {what}.", "Of er misbruik is gemaakt van het lek, is onbekend.", "Or there is abuse"),  # noqa: E501
    Rule("sluiten", r"\b(?P<is>is|zijn)(?P<whose> volgens [^,;:.\"]{2,40}?)? niet uit te sluiten\b", "{is}{whose} mogelijk", "Ontslagen zijn volgens het bedrijf niet uit te sluiten.", "are not to rule out"),  # noqa: E501
    Rule("noemt noemde vindt vond", r"\b(?P<calls>noemt|noemde|vindt|vond) het (?P<how>(?:(?:heel|erg|zeer|nog) )?[a-z]+)(?= (?:om|dat)\b|[,.:;])", "{calls} it {how}", "Hij noemt het verstandig om te wachten.", "calls the sensible"),  # noqa: E501
    Rule("mis", r"^(?P<but>(?:Maar|En|Daar|Toen) )?(?P<where>(?:bij|in|met|op|tijdens|na) [^,;:\"]{3,60}?) (?P<goes>ging|gaat) het(?P<how> [a-z]+)? mis\.$", "{but}het {goes}{how} mis {where}.", "Maar bij een update ging het mis.", "went wrong it at an update"),  # noqa: E501
    *in_forms("noemt noemen noemde noemden vindt vinden vond vonden", rf"^Dat (?P<what>[^,;:\"]{{8,120}}), FORM {_SUBJECT} (?P<how>[a-z]+)\.$", "{who} SAID it {how} dat {what}.", "Dat de minister de brief niet las, FORM de oppositie onbegrijpelijk.", "calls the opposition incomprehensible"),  # noqa: E501
    *in_forms("dringt:urges dringen:urge drong:urged drongen:urged", r"\bFORM er bij (?P<who>[^,;:.\"]{3,60}?) op aan om\b", "SAID {who} om", "De bond FORM er bij het kabinet op aan om te stoppen.", "imposes there at the cabinet"),  # noqa: E501
    *(
        Rule("lukte", rf"\bhet lukte (?P<who>(?!(?:niet|nog|ook|wel|al|om)\b)[^,;:.\"]{{2,60}}?){how} om\b", f"{{who}} {managed} om", example, "It succeeded the")  # noqa: E501
        for how, managed, example in (
            (" niet", "slaagde er niet in", "Het lukte de politie niet om de dader te vinden."),
            ("", "slaagde erin", "Het lukte de hackers om de beveiliging te omzeilen."),
        )
    ),
    *(
        rule
        for verb, done in _pairs(_CAN_BE)
        for rule in in_forms("is:kan zijn:kunnen was:kon waren:konden", rf"\bFORM(?P<how>(?: {_NO_ADVERB}[^ ,;:.\"]+){{0,6}}?)(?<! in)(?<! op)(?<! uit) te {verb}\b", f"SAID{{how}} worden {done}", f"De dienst FORM ook zonder account te {verb}.", "without using", verb)  # noqa: E501
    ),
    *in_forms("neemt:blames nemen:blame nam:blamed namen:blamed", r"\bFORM(?: het)? (?P<who>hem|haar|hen|hun|[A-Z][\w-]+|(?:de|het) [a-z]+)(?: zeer| erg)? kwalijk dat\b", "SAID {who} for the fact dat", "De rechter FORM het hem kwalijk dat hij geen spijt had.", "took it reprehensible"),  # noqa: E501
    Rule("wie", r"^Wie (?=[^,;:?\"]{3,100}, (?!wordt\b)(?:[a-z]{2,}t|kan|mag|heeft|zal) )", "Anyone who ", "Wie de app wil gebruiken, betaalt 5 euro.", "Those who want to use the app pays"),  # noqa: E501
    Rule("einde eind", r"^Daarmee (?:komt|kwam|is) een einde? (?:gekomen )?aan (?=(?:een|de|het) )", "Dat ends ", "Daarmee komt een einde aan een strijd van zeven jaar.", "With that, an end comes"),  # noqa: E501
    Rule("bleek", r"^Uit (?P<what>(?:een|het|dit|dat|de) (?:(?!\b(?:dat|blijkt|bleek|cijfers|gegevens|resultaten|en)\b)[^,;:\"()]){3,60}?) bleek dat\b", "{what} liet zien dat", "Uit een steekproef bleek dat veel bedrijven zijn gehackt.", "From a sample, that uses"),  # noqa: E501
    *in_forms("noemt:calls noemde:called vindt:finds vond:found", r"\bFORM dat (?P<how>(?:zeer |erg )?[a-z]+)(?=\.$)", "SAID it {how}", "De minister FORM dat zorgelijk.", "calls worrying"),  # noqa: E501
    Rule("begonnen", r"\b(?:is|zijn) (?P<what>(?:een|het) (?:[a-z]+ )?[a-z]*(?:onderzoek|campagne|procedure|actie|proef|rechtszaak|zaak)) (?P<more>(?:[^,;:.\"]{0,60} )?)\bbegonnen\b", "heeft {what} {more}gestart", "De AP is een onderzoek begonnen.", "The AP has been launched"),  # noqa: E501
    *in_forms("gaat ging", r"^Het FORM (?P<more>(?:steeds|nog|veel) (?:vaker|meer)|steeds vaker) om\b", "{more} SAID het om", "Het FORM steeds vaker om aanvallen.", "It goes more and more often to"),  # noqa: E501
    Rule("hebben", rf"^(?P<who>(?:Het [a-z]+|(?!(?:De|Hij|Zij|Ze|Een|Zijn|Haar|Dat|Die)\b)[A-Z][^\s,;:.\"]*)) (?P<says>zegt|zei)(?P<what> (?:op|na|in|volgens|tijdens|desgevraagd)\b[^,;:.\"]{{0,60}}?)? niet te hebben (?P<done>{DONE})\b", "{who} {says}{what} dat het niet heeft {done}", "Odido zegt op advies van de politie niet te hebben betaald.", "does not say to have paid"),  # noqa: E501
    *in_forms("bepaalde oordeelde besloot", rf"^Dat FORM (?P<who>(?:de|het) (?:[a-z]+)?(?:rechter|rechtbank|gerechtshof|hof|Raad van State|Hoge Raad)){_REST}\.$", "{who} made this ruling{rest}.", "Dat FORM de rechtbank vrijdag.", "That certain the court"),  # noqa: E501
    Rule("steekt stak", r"\bdat er (?P<much>[^,;:.\"]{0,30}?\d[\d.,]*[^,;:\"]{0,30}?) in (?:steekt|stak)\b", "dat {much} investeert", "Het fonds dat er 9 miljoen euro in steekt, is Belgisch.", "which puts there 9 million in"),  # noqa: E501
    Rule("staken staakten", r"\b(?P<strike>staken|staakten) om (?=(?:de|het|een|hun|meer|hogere|lagere|[a-z]+en|camera's) )(?![^.]* te [a-z]+en)", "{strike} over ", "Medewerkers staken om camera's op de werkvloer.", "strike to handle cameras"),  # noqa: E501
    *in_forms("was:ended waren:ended", r"\bFORM (?P<when>(?:rond|om|tegen|na|omstreeks|om ongeveer) [\d.:]+(?: uur)?) (?:weer )?voorbij\b", "SAID {when}", "De problemen FORM rond 16.00 uur voorbij.", "were around 16:00 over"),  # noqa: E501
    *in_forms("hebben:is hadden:was", rf"(?P<one>\b(?:een|de|het) (?:[a-z]+e )?[a-z]+(?<!en)(?<!s)) die (?P<who>(?:(?:de|{NUMBERS}|elf|\d+|verschillende|meerdere) )?(?:[a-z]+e )?[a-z]{{3,}}(?:en|s)) FORM (?P<done>{DONE})\b", "{one} die door {who} SAID {done}", "Het is een zaak die elf koeriers FORM aangespannen.", "a case that had brought 11 couriers"),  # noqa: E501
    *in_forms("meldt meldde melden betoogt betoogde benadrukt benadrukte waarschuwt waarschuwde waarschuwen becijferde berekende denkt denken verwacht verwachten constateert concludeert erkent erkende bevestigt bevestigde", rf"(?<![\"'”’]), (?:zo )?FORM (?=(?:de|het|een) ){_SUBJECT}{_REST}\.$", ", {who} SAID{rest}.", "De export is met een kwart gedaald, FORM het bureau dinsdag.", "calculated the CBS"),  # noqa: E501
    Rule("aandeel", r"\bhet aandeel (?P<name>(?-i:[A-Z])[\w]+)(?= [a-z])(?! van\b)", "het {name}-aandeel", "Het aandeel Philips veerde op tot 24 euro.", "Share Philips rebounded"),  # noqa: E501
    Rule("gemeente", r"\bgemeente (?=(?-i:[A-Z])[a-z]|Den\b)", "municipality van ", "De gemeente Utrecht plaatst palen.", "The municipality Utrecht"),
    Rule("provincie", r"\bprovincie (?=(?-i:[A-Z])[a-z])", "provincie van ", "De provincie Zeeland vreest hoge kosten.", "The province Zeeland"),
    *(
        Rule("mogen", rf"\bniet (?P<had>had|hadden) mogen {verb}\b", f"ten onrechte {{had}} {done}", f"De rechter zegt dat de stad het niet had mogen {verb}.", "may not have been putting")  # noqa: E501
        for verb, done in _PARTICIPLES + _pairs("delen:gedeeld gebruiken:gebruikt verkopen:verkocht verzamelen:verzameld bewaren:bewaard")
    ),
    Rule("verschenen", rf"\b(?P<the>een|het|de) (?:op )?(?P<when>{DAY}|onlangs|eerder|recent) verschenen (?P<what>[a-z]{{3,}})\b", "{the} {what} dat {when} verscheen", "Dat staat in een maandag verschenen rapport.", "a Monday appeared report"),  # noqa: E501
    Rule("dat", r"^Dat er (?=[^,;:?\"]{8,120}, (?:komt|is|heeft|betekent|noemt|wijst|blijkt)\b)", "The fact dat er ", "Dat er meer huizen te koop staan, komt door de rente.", "That's more homes for sale, comes"),  # noqa: E501
    Rule("cijfers gegevens resultaten documenten", r"^Uit (?P<what>(?:(?:de|nieuwe|interne|gelekte) )?(?:cijfers|gegevens|resultaten|documenten)(?: (?!\b(?:dat|blijkt|bleek)\b)[^,;:\"() ]+){0,7}?) (?:blijkt|komt naar voren) dat\b", "{what} laten zien dat", "Uit cijfers van de bank blijkt dat veel mensen sparen.", "From figures it turns out"),  # noqa: E501
    Rule("voren", r"^Uit (?P<what>(?:(?!\b(?:dat|komt|cijfers|gegevens|resultaten)\b)[^,;:\"()]){3,70}?) komt naar voren dat\b", "{what} laat zien dat", "Uit een peiling komt naar voren dat jongeren minder lezen.", "From a poll that"),  # noqa: E501
    Rule("te", r"\b(?P<calls>noemt|noemde|vindt|vond) het te (?P<how>vroeg|laat|duur|veel|weinig|riskant|gevaarlijk) om\b", "{calls} it te {how} om", "Hij vindt het te vroeg om te juichen.", "finds it to be asked"),  # noqa: E501
    *in_forms("bevestigt bevestigde bevestigen benadrukt benadrukte", rf"^Dat FORM (?P<who>(?:(?:een|de|het) (?:woordvoerd(?:er|ster)|advocaat|politie|minister(?:ie)?|gemeente|directeur|toezichthouder|bank)(?: van [^,;:.\"]{{2,40}}?)?|bronnen|ingewijden)){_REST}\.$", "{who} SAID dat{rest}.", "Dat FORM een woordvoerder van de bank na vragen.", "That confirms a spokesperson"),  # noqa: E501
    *in_forms("belooft beloven beloofde beloofden", r"\bFORM (?P<when>(?:voor|in|binnen|met|op|tijdens|na) [^,;:.\"]{3,60}? te [a-z]+en)\b", "SAID om {when}", "De minister FORM voor de zomer met een plan te komen.", "promises before the summer with"),  # noqa: E501
    *in_forms("valt:kan viel:kon", r"\bFORM niet (?P<more>meer )?na te gaan\b", "SAID niet {more}worden vastgesteld", "Wie het was, FORM niet meer na te gaan.", "no longer falls to go"),  # noqa: E501
    Rule("zelf", r"\b(?P<what>(?!de\b|het\b|een\b)[a-z]{3,}) die (?P<who>(?:de|een) [a-z]+|[a-z]+(?:s|en)) zelf (?=(?:kan|kunnen|moet|moeten|mag|mogen|wil|willen) )", "{what} dat {who} zelf ", "Het is een laptop die de koper zelf kan repareren.", "who can fix the buyer himself"),  # noqa: E501
    Rule("bepaald geoordeeld besloten", rf"^Dat heeft (?P<who>(?:de|het) (?:[a-z]+)?(?:rechter|rechtbank|gerechtshof|hof)){_REST} (?:bepaald|geoordeeld|besloten)\b(?P<more>[^;:\"]*)\.$", "{who} made this ruling{rest}{more}.", "Dat heeft de rechtbank vrijdag bepaald in een zaak van de vakbond.", "That determined the court"),  # noqa: E501
    *in_forms("zegt:disagrees zeggen:disagree zei:disagreed zeiden:disagreed", r"\bFORM het (?:niet ?eens|oneens) te zijn met\b", "SAID met", "De bank FORM het niet eens te zijn met de boete.", "says it did not even agree", words="eens oneens"),  # noqa: E501
    # verbs in two parts
    *in_forms("valt:is vallen:zijn viel:was vielen:waren", rf"\bFORM(?P<what> [^,;:.\"]{{0,60}}?)?(?P<how> {_HOW_MUCH})(?P<than> dan [^,;:.\"]{{2,60}}?)? uit\b", "SAID{what}{how}{than}", "De kosten FORM twee keer zo hoog uit.", "fail twice as high"),  # noqa: E501
    *in_forms("doet:poses doen:pose deed:posed deden:posed", r"\bFORM zich (?P<how>[^,;:.\"]{0,40}? )?voor als\b", "SAID {how}als", "De dader FORM zich voor als agent.", "occurred as"),  # noqa: E501
    *in_forms("neemt:hires nemen:hire nam:hired namen:hired", rf"\bFORM(?P<who> [^,;:.\"]{{0,60}}?\d[\d.]* (?:\w+ )?{_STAFF}) aan\b", "SAID{who}", "Het bedrijf FORM 900 mensen aan.", "adopted 900 people"),  # noqa: E501
    *in_forms("treft:reaches treffen:reach trof:reached troffen:reached", r"\bFORM(?P<who> [^,;:.\"]{0,60}?)? (?P<one>een schikking(?: van [^;:.\"]{2,30}?)?) met\b", "SAID{who} {one} met", "Het bedrijf FORM een schikking met klanten.", "hit a settlement"),  # noqa: E501
    Rule("verliezen", r"\bverliezen(?P<who> [^,;:.\"]{0,60}?)? hun (?P<what>baan|banen|werk|geld|huis)\b", "lose{who} hun {what}", "Daardoor verliezen 60 mensen hun baan.", "losses of 60 people"),  # noqa: E501
    Rule("boeken", r"\bboeken(?P<how>(?: (?:juist|ook|wel|nu|weer|veel|meer|flink))*) (?P<what>succes|winst|verlies|omzet|vooruitgang)\b", "achieve{how} {what}", "Kleine studio's boeken juist succes.", "books correct success"),  # noqa: E501
    Rule("al", r", al (?P<is>is|was) (?P<how>(?:nog )?(?:niet )?(?:zeker|duidelijk|bekend)) dat\b", ", maar het {is} {how} dat", "Er waren twee doden, al is niet zeker dat dit de oorzaak was.", "already states"),  # noqa: E501
    *in_forms("wist wisten", r"\bFORM(?P<what> [^,;:.\"]{0,60}?)?(?P<to> (?:(?:aan|af|binnen|door|in|mee|op|over|uit) )?te [a-z]+en)\b", "managed{what}{to}", "De daders FORM begin juli binnen te dringen.", "knew at the start of July too"),  # noqa: E501
    Rule("sluiten", r"\bniet (?:valt|is) uit te sluiten dat\b", "het mogelijk is dat", "Er is niets gemeten, zodat niet valt uit te sluiten dat het lekt.", "not failing to close"),  # noqa: E501
    Rule("sluiten", r"\b(?:valt|is) niet uit te sluiten dat\b", "is het mogelijk dat", "Daardoor valt niet uit te sluiten dat het lekt.", "not to rule out"),  # noqa: E501
    Rule("op", rf"\b(?!een op)(?P<some>{NUMBERS}|één|\d+) op de (?P<all>{NUMBERS}|\d+)\b", "{some} in {all}", "Bijna vier op de tien auto's rijden op stroom.", "four on the ten"),  # noqa: E501
    Rule("ze zij", r"^(?:Ze|Zij) (?=(?:is|had|wil|kan|kon|zal|zou|mag|ging|kreeg|werd|zei|vond|zag|deed|kwam|schreef|sprak|[a-z]{2,}t|[a-z]{3,}[dt]e)\b)", "She ", "Ze wijst op de kosten.", "They points out"),  # noqa: E501
    *(
        Rule("zien", rf"\b{has} (?P<what>(?:[^,;:.\"]|(?<=\d)[.,](?=\d)){{3,80}}?) zien (?P<how>vertrekken|dalen|stijgen|groeien|krimpen|teruglopen|verdwijnen)\b", f"{saw} {{what}} {{how}}", example, "has left 61,000 customers")  # noqa: E501
        for has, saw, example in (
            ("heeft", "zag", "Odido heeft dit jaar 61.000 klanten zien vertrekken."),
            ("hebben", "zagen", "De bedrijven hebben hun omzet zien dalen."),
        )
    ),
    Rule("eisen", r"(?<=[a-z] )eisen (?=(?:een|dat|meer|minder|geld|opheldering|excuses|losgeld|schadevergoeding|nu|\d|€))", "demand ", "De advocaten eisen meer geld.", "The lawyers requirements 500"),  # noqa: E501
    Rule("stemmen", r"\bgaan (?:er )?stemmen op (?=om\b|voor\b)", "zijn er oproepen ", "In de raad gaan stemmen op om apparaten te keuren.", "votes will go on"),  # noqa: E501
    *in_forms("gaat:is ging:was", r"\bFORM het niet om een\b", "SAID het geen", "Volgens hem FORM het niet om een aanval.", "it did not go to an attack", words="niet"),  # noqa: E501
    *in_forms("gaat:is ging:was", r"\bhet niet om een (?P<what>[^,;:.\"]{2,40}?) FORM\b", "het geen {what} SAID", "Hij zegt dat het niet om een aanval FORM.", "did not go", words="niet"),  # noqa: E501
    Rule("ervan", r"\b(?P<sure>overtuigd\w*|overtuigt|overtuigen|verzekerd\w*)(?P<who> [^,;:.\"]{0,40}?)? ervan dat\b", "{sure}{who} dat", "Hij overtuigde de klant ervan dat het veilig is.", "convinced them of them that"),  # noqa: E501
    Rule("gaat", r"^Het gaat (?P<such>onder meer|onder andere|vooral|met name|hoofdzakelijk) om\b", "{such} gaat het om", "Het gaat onder meer om diagnoses en adressen.", "It will among other things to"),  # noqa: E501
    Rule("sprake", r"\bVan (?P<what>(?:een )?[a-z]+(?: [a-z]+)?) (?P<be>is|was)(?P<who> volgens [^,;:.\"]{2,50}?)? geen sprake\b", "Er {be}{who} geen {what}", "Van aangifte is volgens een woordvoerder geen sprake.", "is not a spoke"),  # noqa: E501
    Rule("mede", r"\bmede-(?=[a-z]{4})", "mede", "Dat bevestigt mede-oprichter Michiel Muller.", "That partly confirms founder"),
    *in_forms("had:verwachtte hadden:verwachtten", r"\bFORM (?:er|erop) (?P<how>juist |wel )?(?:op )?gerekend dat\b", "SAID {how}dat", "Ze FORM er juist op gerekend dat er banen kwamen.", "had counted precisely on that"),  # noqa: E501
    Rule("zege overwinning winst nederlaag verlies achterstand voorsprong stand", r"\b(?P<score>\d+-\d+)-(?P<what>zege|overwinning|winst|nederlaag|verlies|achterstand|voorsprong|stand)\b", "{what} van {score}", "De ploeg kwam op een 2-1-achterstand.", "2-1-zege"),  # noqa: E501
    Rule("boven onder rond tegen richting", r"\b(?P<where>boven|onder|rond|tegen|richting) de (?=\d[\d.,]*\b)", "{where} ", "Het werd boven de 35 graden.", "above the 35 degrees"),  # noqa: E501
    Rule("evenmin", r"(?<=[a-z] )evenmin\b", "ook niet", "Het bedrijf wil evenmin reageren.", "wants to respond also hardly"),
    Rule("nu", r"(?:^Nu|(?<=, )nu) (?=(?:de|het|een|er|hij|zij|ze|deze|steeds|veel|bijna)\b)", "now that ", "Nu de opbrengst achterblijft, zoekt hij een koper.", "Now the proceeds stay behind"),  # noqa: E501
    Rule("schrok schrokken", r"^Daar (?P<be>schrok|schrokken) (?P<who>ik|hij|zij|ze|we|wij) van\b", "{who} {be} daarvan", "Daar schrok ze van.", "But I scared of"),  # noqa: E501
    *in_forms("neemt:duurt nemen:duren nam:duurde namen:duurden", rf"(?<= )(?P<what>{_LONG}) in beslag FORM\b", "{what} SAID", "KPN zegt dat het tot donderdag in beslag FORM.", "until Thursday seizes"),  # noqa: E501
    Rule("een", rf"\been op de (?P<all>{NUMBERS}|\d+)\b", "one in {all}", "Een op de vijf nieuwkomers haakt af.", "An in five"),
    Rule("laat laten", r", (?:laat|laten) (?P<who>[^,;:.\"]{2,50}?)(?P<when> desgevraagd)? weten(?=\.)", ", zegt {who}", "De proef is gestopt, laat het bedrijf weten.", "let the company know"),  # noqa: E501
    Rule("kwijt", r"\b(?P<want>wil|willen|wilde|wilden) niets (?P<what>over [^,;:.\"]{2,50}? )?kwijt\b", "{want} niets {what}zeggen", "De rederij wil niets over het voorval kwijt.", "wants nothing about the incident lost"),  # noqa: E501
    Rule("dringt", r"^Daar dringt (?P<who>(?:de|het) [a-z]+)(?P<when> (?:al|ook|opnieuw)[^,;:.\"]{0,30})? op aan\.$", "{who} vraagt{when} om dat.", "Daar dringt de gemeente al sinds 2019 op aan.", "is already urging up"),  # noqa: E501
    Rule("straat", r"\b(?P<data>gegevens|data)(?P<of> (?:[^,;:.\"]|(?<=\d)[.,](?=\d)){2,60}?)? op straat$", "{data}{of} gelekt", "Medische gegevens van 14.000 patiënten op straat", "on the street"),  # noqa: E501
    *in_forms("houdt:volgt houden:volgen hield:volgde hielden:volgden", r"\bzich (?P<no>niet )?aan (?P<what>(?:de|het|die|deze|dit|een|zijn|hun|strengere|dezelfde) (?:[a-z]+ )?[a-z]+) (?P<to>te )?FORM\b", "{what} {no}{to}SAID", "De partij die zich niet aan het verbod FORM, krijgt een boete.", "Those who do not ban"),  # noqa: E501
    *in_forms("ziet:mistakes zien:mistake zag:mistook zagen:mistook", r"\bFORM (?P<one>[^,;:.\"]{2,40}?) voor (?P<other>(?:een|de|het) [^,;:.\"]{2,30}?) aan\b(?= en\b|[.,])", "SAID {one} voor {other}", "Het systeem FORM een hond voor een rat aan.", "saw a swimming dog for a rat on"),  # noqa: E501
    *in_forms("ziet:weigert zien:weigeren zag:weigerde zagen:weigerden", r"\bdaar FORM (?P<who>[^,;:.\"]{2,40}?)(?P<how> vooralsnog| voorlopig| nu)? van af\b", "{who} SAID dat{how}", "Hij wil een helmplicht, maar daar FORM de minister van af.", "there refrains the minister"),  # noqa: E501
    Rule("wachten", r"\bdaar niet op (?P<to>te )?wachten\b", "niet {to}wachten", "Nederland wil daar niet op wachten.", "do not have to wait there"),
    Rule("keer", rf"\btot (?P<many>{NUMBERS}) keer toe\b", "{many} keer", "Zij moesten tot vier keer toe bellen.", "until four times"),
    Rule("valt", r", zo valt op te maken uit\b", ", volgens", "De problemen waren bekend, zo valt op te maken uit e-mails.", "so stands out of making"),  # noqa: E501
    Rule("daar", r"\bdaar (?P<be>is|zijn|was|waren) (?P<who>hij|zij|ze|iedereen|niemand|(?:de|het|zijn|haar) [a-z]+) (?P<how>(?:[a-z]+ ){1,3})(?P<of>over|van|tegen)(?=[.,])", "{who} {be} {how}{of} dat", "Hij is niet gehoord, en daar is het personeel boos over.", "there is the staff denied over"),  # noqa: E501
    Rule("daar", r"\bdaar (?P<be>is|zijn|was|waren) (?P<who>hij|zij|ze|iedereen|niemand|(?:de|het|zijn|haar) [a-z]+) (?P<how>(?:[a-z]+ ){1,3})mee(?=[.,])", "{who} {be} {how}met dat", "Het mag weer, en daar is de bond blij mee.", "there is the bond happy"),  # noqa: E501
    Rule("prijs", r"\b(?P<a>een |de )?prijs(?P<which>(?: [a-z]+){0,4}?) (?P<won>gewonnen|wint|wonnen|won|winnen)\b", "{a}prize{which} {won}", "Het bedrijf heeft een prijs voor innovatie gewonnen.", "won a price"),  # noqa: E501
    Rule("wint won winnen wonnen", r"\b(?P<won>wint|won|winnen|wonnen)(?P<which>(?: (?:opnieuw|ook|de|een|internationale|belangrijke|prestigieuze))*) prijs\b", "{won}{which} prize", "Robotmaaier wint prijs in Las Vegas", "wins price"),  # noqa: E501
    Rule(_TAKEN.replace("|", " "), rf"^(?P<where>{_OPENER}\b[^,;:\"()]{{0,80}}?) zijn (?=(?:\w*gegevens|wachtwoorden|bestanden)\b[^,;:\"()]* (?:{_TAKEN})\b)", "{where} werden ", "Bij een digitale inbraak bij Medivliet zijn gegevens van 86.000 patiënten gestolen.", "its data of about 86,000 patients stolen"),  # noqa: E501
    Rule(_TAKEN.replace("|", " "), rf"^(?P<what>(?i:\w*gegevens|wachtwoorden) van [^,;:\"()]{{2,60}}?)(?<! zijn)(?<! waren)(?<! werden)(?<! worden) (?P<done>{_TAKEN}) (?=bij|uit|via|door|na|op)", "{what} zijn {done} ", "Gegevens van 86.000 patiënten gestolen bij leverancier", "Data of 86,000 patients in supplier"),  # noqa: E501
    Rule("kamer", r"\bde (?-i:Kamer)\b(?! van (?-i:[A-Z]))", "de Tweede Kamer", "De Kamer stemt dinsdag over de motie.", "The Kamer votes"),
    Rule("kamer", r"^Kamer (?=(?:verdeeld|wil|stemt|eist|steunt|vindt|twijfelt|vreest|vraagt|dwingt|verwerpt|debatteert|boos|kritisch|akkoord)\b)", "Tweede Kamer ", "Kamer verdeeld over leeftijdsgrens", "Room divided"),  # noqa: E501
    Rule("uiterlijk", rf"\buiterlijk (?=(?:{DAY}|\d{{1,2}} (?:{MONTH})|eind|begin|volgende|in)\b)", "by ", "Het bedrag wordt uiterlijk vrijdag betaald.", "appearance Friday"),  # noqa: E501
    Rule("vertelt", r"\bvertelt dat\b", "zegt dat", "De moeder vertelt dat ze wacht.", "tells them"),
    Rule("onder", rf"\b(?P<who>kinderen|jongeren|mensen|iedereen|gebruikers|leerlingen|mannen|vrouwen|meisjes|jongens) (?P<side>onder|boven) de (?P<age>\d+|zestien|vijftien|achttien|veertien|dertien|twaalf|{NUMBERS})(?: jaar)?\b(?! [a-z]*(?:procent|euro))", "{who} {side} {age} jaar", "Er zijn regels voor kinderen onder de zestien.", "under the 16"),  # noqa: E501
    Rule("kwam", r"^Tot (?P<what>[a-z]+) (?P<came>kwam|komt) het (?P<no>nooit|niet)\.$", "Er {came} {no} {what}.", "Tot massaproductie kwam het nooit.", "Until mass production"),  # noqa: E501
    Rule("voor", rf"\bvoor (?=\d{{1,2}} (?:{MONTH})\b|(?:19|20)\d\d\b(?! (?:euro|mensen|dollar))|eind (?:{MONTH}|(?:19|20)\d\d|volgend|dit)|het einde van (?:het|dit|volgend) (?:jaar|kwartaal|seizoen)|het einde van de (?:maand|week|zomer|eeuw)|de zomervakantie\b|de zomer van\b|Kerstmis\b|kerst\b)", "before ", "De foto's worden voor 1 januari gewist.", "for 1 January"),  # noqa: E501
    Rule("daarover", r"\bdaarover\b(?! (?:heen|na))", "over dat", "Daarover wordt apart onderhandeld.", "About is negotiated separate"),
    Rule("daarmee", r"^Daarmee (?!is\b|was\b)", "Met dat ", "Daarmee kunnen zij niet langer ontkennen dat zij het zijn.", "That will no longer be deny with that"),  # noqa: E501
    Rule("daarbij", r"^Daarbij (?=(?:kwam|kwamen|viel|vielen|raakte|raakten|stierf|stierven)\b)", "Bij dat ", "Daarbij kwamen vier mensen om het leven.", "That happened four people"),  # noqa: E501
    Rule("zzp", r"\bzzp['’]er(?P<many>s?)\b", "zelfstandige{many}", "Zij mogen zzp'er blijven.", "sp'er"),
    Rule("gaat", r"^Gaat het mis, dan\b", "Als het misgaat, dan", "Gaat het mis, dan kruipt hij overeind.", "Goes wrong it"),
    *in_forms("houdt:werkt houden:werken hield:werkte hielden:werkten", r"\bFORM het (?P<long>(?:niet langer dan |maar |hooguit |zeker )?(?:\w+ ){1,2}(?:uur|dagen|minuten|jaar|weken|maanden|kwartier)) uit\b", "SAID {long}", "De accu FORM het niet langer dan drie uur uit.", "no longer holds out"),  # noqa: E501
    *in_forms("gaat:weigert gaan:weigeren ging:weigerde gingen:weigerden", r"\bFORM daar(?P<who> [^,;:.\"]{0,30}?)? niet op in\b", "SAID{who} dat", "Het ziekenhuis FORM daar niet op in.", "took effect there not on"),  # noqa: E501
    Rule("nodige", r"\bde nodige (?=[a-z]+en\b)", "veel ", "Er zijn nog de nodige problemen.", "the necessary bumps"),
    Rule("nog", rf"\bnog geen (?=\d|(?:{NUMBERS})\b)", "minder dan ", "Het aandeel is nog geen 2 procent.", "is not 2 percent yet"),
    Rule("pas", r"^Pas (?=(?:toen|als|nadat|wanneer)\b)", "Only ", "Pas toen een hacker belde, werd het lek gerepareerd.", "When an ethical hacker fits"),  # noqa: E501
    Rule("vraag", r"(?<=\bneemt )de vraag (?=(?:naar [^,;:.]{2,40} )?(?:toe|af)\b)", "de demand ", "Ook bij Belsimpel neemt de vraag toe.", "increases the question"),  # noqa: E501
    Rule("blijkt", r", (?:zo )?blijkt uit (?=(?:een|het|de|cijfers|onderzoek|documenten|stukken|gegevens)\b)", ", volgens ", "Het kost 250 miljoen euro, blijkt uit een brief aan de gemeente.", "from a letter that sent"),  # noqa: E501
    Rule("kwam", r"\bkwam daar(?P<when>[^,;:.]{0,40}?) op terug\b", "veranderde{when} dat", "De bank weigerde te betalen, maar kwam daar later op terug.", "came back there after"),  # noqa: E501
)  # fmt: skip
