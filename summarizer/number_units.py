"""What a number counts: currencies, percentages and measures in Dutch and English, so that 5 km is not 5 kg and € 5 million is not $5 million."""

from __future__ import annotations

import re

# One name a unit, then how the two languages write it. `pond` is money and weight in both. Hours and minutes are left to the times of day.
_ROWS = """
euro: € euro euros eur
dollar: $ dollar dollars usd
pond: £ pond ponden pound pounds gbp lb lbs
yen: ¥ yen jpy
yuan: yuan renminbi rmb cny
cent: cent cents dollarcent eurocent
frank: frank franken franc francs chf
roebel: roebel roebels ruble rubles rouble roubles
roepie: roepie rupee rupees
kroon: kroon kronen krone kroner krona kronor
%: % procent percent pct per\\scent
%-punt: procentpunt procentpunten percentage\\spoint percentage\\spoints %-punt
km: km kilometer kilometers kilometre kilometres km/h km/u kph
mijl: mijl mijlen mile miles mph mi
m: meter meters metre metres
cm: cm centimeter centimeters centimetre centimetres
mm: mm millimeter millimeters millimetre millimetres
nm: nm nanometer nanometers nanometre nanometres
voet: voet feet foot ft
inch: inch inches
kg: kg kilo kilos kilogram kilograms kilogramme kilogrammes
gram: gram grams gramme grammes
ton: ton tonne tonnes tons
liter: liter liters litre litres
hectare: hectare hectares
kb: kb kilobyte kilobytes
mb: mb megabyte megabytes
gb: gb gigabyte gigabytes
tb: tb terabyte terabytes
mbit: mbps mbit mbit/s megabit megabits
gbit: gbps gbit gbit/s gigabit gigabits
hz: hz hertz
mhz: mhz megahertz
ghz: ghz gigahertz
kwh: kwh kilowattuur kilowatturen kilowatt-hour kilowatt-hours
mw: mw megawatt megawatts
gw: gw gigawatt gigawatts
graad: ° graad graden degree degrees
seconde: seconde seconden second seconds
dag: dag dagen day days daagse
week: week weken weeks
maand: maand maanden month months
jaar: jaar jaren year years jarige
"""
MONEY = frozenset({"euro", "dollar", "pond", "yen", "yuan", "cent", "frank", "roebel", "roepie", "kroon"})

_UNITS = {form.replace("\\s", " "): name for name, forms in (row.split(": ") for row in _ROWS.split("\n") if row) for form in forms.split()}
_FORMS = "|".join(re.escape(form).replace("\\ ", r"\s") for form in sorted(_UNITS, key=len, reverse=True))
_SPACE = r"[ \u00a0\u202f]?"
_AFTER = re.compile(
    rf"\.?{_SPACE}-?(?:(?P<square>vierkante|square|kubieke|cubic) |(?:US|[A-Z][^\W\d_]+se|[A-Z][a-z]+an|Hong Kong|New Zealand) )?"
    rf"(?P<unit>{_FORMS})(?P<power>[²³23]?)(?![^\W_])",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:(?P<sign>[€$£¥])|\b(?P<code>EUR|USD|GBP|JPY|CNY|RMB|CHF)){_SPACE}[-−]?$")


def unit_of(text: str, start: int, end: int) -> str:
    """The unit of the number at `text[start:end]`, the same in both languages; empty where none is said."""
    if before := _BEFORE.search(text, max(0, start - 6), start):
        return _UNITS[(before["sign"] or before["code"]).lower()]
    if not (after := _AFTER.match(text, end)):
        return ""
    unit = _UNITS[re.sub(r"\s", " ", after["unit"]).lower()]
    if power := after["power"] or (after["square"] or "")[:1].lower():
        return unit + ("2" if power in "²2vs" else "3")
    return unit
