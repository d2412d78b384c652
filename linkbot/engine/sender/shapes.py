"""What a name looks like to somebody who reads it: letters of other scripts and accents made the one they resemble.

The table holds what mail programs' fonts do not tell apart, for the letters our names are made of; it is no full list
of Unicode's confusables. Two names of one shape may be two names: `look_alike` and `claimed_name` decide what follows.
"""

from __future__ import annotations

import unicodedata

_CAPITALS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЅІЈКМНОРСТУХ", "ABEZHIKMNOPTYXABESIJKMHOPCTYX"
)  # some differ from their small ones
_CONFUSABLE = str.maketrans(
    {
        **dict(zip("аеорсухіїјӏԁԛѕԝһгпкмтвнъґѵѡԍ", "aeopcyxiijldqswhrnkmtbhbrvwg", strict=True)),  # Cyrillic
        **dict(zip("αεορυχικντβηωγϲϳσ", "aeopuxikvtbnwycjo", strict=True)),  # Greek
        **dict(zip("օոսհցքզյ", "onuhgqqj", strict=True)),  # Armenian
        **dict(zip("ɡıłøđħŧƅƖɑɩʟǀᴍɴᴏᴜꜱᴀʙᴅᴇɢɪ", "gilodhtblailimnousabdegi", strict=True)),
        **dict(zip("0135$!|∣", "oiess" + "iii", strict=True)),
        "l": "i",  # one letter for i, l, 1 and |: they look the same in mail programs
        "q": "g",
        "。": ".",
    }
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def shape(name: str) -> str:
    """Compatibility forms, accents and what is invisible gone, look-alike letters made one."""
    plain = unicodedata.normalize("NFKD", name.translate(_CAPITALS).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char) and char.isprintable())
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    return plain.translate(_CONFUSABLE).translate(_CONFUSABLE)  # ӏ → l → i
