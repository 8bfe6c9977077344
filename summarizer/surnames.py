"""Dutch surnames with a `van` in them, which a translation model takes for a preposition: `Rik of Niejenhuis`."""

from __future__ import annotations

import re

from summarizer.number_words import words

# Whom news speaks of by first and last name is introduced by what they are, or has a first name that is one of the commonest.
_TITLES = words(
    "minister staatssecretaris wethouder burgemeester premier commissaris gedeputeerde kamerlid raadslid fractievoorzitter lijsttrekker partijleider "
    "directeur topman topvrouw bestuurder bestuursvoorzitter voorzitter oprichter medeoprichter eigenaar ondernemer manager woordvoerder "
    "woordvoerster hoogleraar professor onderzoeker onderzoekster wetenschapper docent econoom analist jurist advocaat advocate rechter officier "
    "agent arts journalist verslaggever presentator schrijver trainer coach winnaar deskundige expert specialist consultant ontwikkelaar "
    "programmeur ontwerper ingenieur hacker beleidsmedewerker projectleider teamleider heer mevrouw dhr mevr mr drs dr ir ing"
)
_FIRST_NAMES = words(
    "Jan Piet Kees Klaas Henk Hans Gerrit Willem Hendrik Cornelis Johan Peter Paul Frank Erik Eric Mark Marc Marco Martin Maarten Michiel Michel Rob "
    "Robert Ruud Ronald Roel Rik Rick Rutger Sander Sjoerd Stefan Stijn Sven Thijs Thomas Tim Tom Ton Theo Twan Victor Vincent Wouter Wim Bas Bart "
    "Ben Bert Bob Bram Casper Chris Daan Daniel David Dennis Dick Dirk Eelco Edwin Ferdinand Floris Frans Fred Freek Gert Gijs Guus Hein Herman "
    "Hugo Jaap Jacco Jasper Jelle Jeroen Jesse Joep Joost Joris Jos Jurgen Karel Koen Lars Laurens Leo Lex Lodewijk Luuk Mathijs Matthijs Mike "
    "Nico Niels Olivier Onno Pieter Pim Reinier Remco Rens Richard Sem Simon Steven Teun Anna Anne Anja Anneke Annelies Astrid Barbara Brigitte "
    "Carla Carolien Caroline Charlotte Chantal Cora Daphne Diana Ellen Els Elsbeth Emma Esther Eva Femke Floor Fleur Hanneke Helma Ilse Inge Ingrid "
    "Irene Iris Jacqueline Janneke Jessica Joke Judith Karin Kim Laura Linda Lisa Lotte Maaike Manon Marga Margriet Maria Marianne Marieke Marije "
    "Marjan Marleen Marloes Mirjam Monique Naomi Nicole Nienke Noor Petra Renske Rianne Roos Rosanne Sandra Sanne Saskia Simone Sophie Suzanne "
    "Sylvia Tineke Wendy Willemijn Wilma Yvonne"
)
_NAME = re.compile(r"(?:\b(?P<title>\w+) )?\b(?P<first>[A-Z][\w’'-]+) (?P<van>van(?: de[nr]?| het| ’t| 't)?) (?P<last>[A-Z][\w’'-]+)")


# `van der` before a capital is of a surname always, `Van` within a sentence too; not `van de Kamer`.
_PARTICLES = re.compile(r"(?<![.!?:\"'“‘] )(?<!^)\b(?P<particles>[Vv]an d(?:er|en)|Van(?: de)?|[Tt]er|[Tt]en) (?P<last>[A-Z][a-z][\w’'-]+)")
_WORDS = words("Meer Oosten Westen Noorden Zuiden Bergen Heuvel Veen Laan Straat")  # alone, they are no names to the model


def without_particles(dutch: str) -> str:
    """`Karin van der Wiel` as `Karin Wiel`, which the model leaves whole; `with_surnames` puts back what is gone."""
    if not any(sign in dutch for sign in ("an d", " Van ", " ter ", " ten ", " Ter ", " Ten ")):
        return dutch
    return _PARTICLES.sub(lambda name: name[0] if name["last"] in _WORDS else name["last"], dutch)


def with_surnames(dutch: str, english: str) -> str:
    """The translation of a Dutch sentence with the surnames as they were: `Rik van Niejenhuis`, but `Tim Cook of Apple`."""
    for name in _PARTICLES.finditer(dutch) if without_particles(dutch) != dutch else ():
        particles, last = name["particles"], name["last"]
        english = re.sub(rf"(?<!der )(?<!den )(?<!de )(?<!of )(?<![Vv]an )(?<!the )\b{re.escape(last)}\b", f"{particles} {last}", english)
    if " van " not in dutch or " of " not in english:
        return english
    for match in _NAME.finditer(dutch):
        first, van, last = match["first"], match["van"], match["last"]
        if first in _FIRST_NAMES or (match["title"] or "").lower() in _TITLES:
            english = re.sub(rf"\b{re.escape(first)} of (?:(?:the|de|den|der|het) )?{re.escape(last)}\b", f"{first} {van} {last}", english)
    return english
