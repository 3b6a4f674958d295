"""Table: places and languages that the simulated network knows. The numbers are invented."""

from antiphon.networks.facebook.places import LANGUAGES

_CITIES = """
Amsterdam NL;Athens GR;Auckland NZ;Bangkok TH;Barcelona ES;Beijing CN;Berlin DE;Birmingham GB;
Birmingham US;Bogotá CO;Boston US;Brussels BE;Buenos Aires AR;Cairo EG;Cape Town ZA;Chicago US;
Cologne DE;Copenhagen DK;Delhi IN;Dubai AE;Dublin IE;Hamburg DE;Helsinki FI;Hong Kong HK;
Istanbul TR;Jakarta ID;Johannesburg ZA;Lagos NG;Lima PE;Lisbon PT;London CA;London GB;
Los Angeles US;Lyon FR;Madrid ES;Manchester GB;Marseille FR;Melbourne AU;Mexico City MX;Milan IT;
Montreal CA;Mumbai IN;Munich DE;Nairobi KE;New York US;Oslo NO;Paris FR;Paris US;Porto PT;
Prague CZ;Rio de Janeiro BR;Rome IT;San Francisco US;Santiago CL;São Paulo BR;Seoul KR;
Singapore SG;Springfield US;Springfield US;Stockholm SE;Sydney AU;Tokyo JP;Toronto CA;Vancouver CA;
Vienna AT;Warsaw PL;Zurich CH
"""
_REGIONS = """
Andalusia ES;Bavaria DE;Brittany FR;California US;Catalonia ES;England GB;Florida US;Hesse DE;
Lombardy IT;New South Wales AU;New York US;Ontario CA;Quebec CA;Saxony DE;Scotland GB;Texas US;
Tuscany IT;Tyrol AT;Victoria AU;Wales GB;Île-de-France FR
"""
LOCALES = {
    6: "English (US)", 24: "English (UK)", 1001: "English (All)", 5: "German", 23: "Spanish",
    7: "Spanish (Spain)", 1002: "Spanish (All)", 9: "French (France)", 44: "French (Canada)",
    10: "Italian", 14: "Dutch", 16: "Portuguese (Brazil)", 31: "Portuguese (Portugal)",
    11: "Japanese", 12: "Korean", 15: "Polish", 17: "Russian", 18: "Swedish", 19: "Turkish",
    28: "Arabic", 46: "Hindi", 20: "Chinese (China)", 21: "Chinese (Hong Kong)", 2: "Czech",
    4: "Danish", 39: "Greek", 8: "Finnish", 13: "Norwegian (bokmal)", 25: "Indonesian",
}  # fmt: skip


def _table(kind: str, text: str, first: int) -> dict[str, dict[str, str]]:
    places = [line.strip() for line in text.replace("\n", "").split(";")]
    return {
        str(first + number): {
            "key": str(first + number),
            "name": place[:-3],
            "type": kind,
            "country_code": place[-2:],
            "region": f"{place[-2:]} {number % 9}",
        }
        for number, place in enumerate(places)
    }


CITIES = _table("city", _CITIES, 2_418_700)
REGIONS = _table("region", _REGIONS, 3_800)


def tag(locale: int) -> str:
    """The language of one of their locales, as BCP 47."""
    name = LOCALES.get(locale, "").split(" (")[0]
    return next((code for code, known in LANGUAGES.items() if known == name), str(locale))
