"""Names in Latin letters: their words, and whether one is the short form of another."""

import re

INITIALS = re.compile(r"[A-Z]{2,6}")
# A name in Latin letters, and what its short form drops: the legal form, and words that join others.
LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,&'’·/()（）-]*")
LATIN_FORMS = frozenset((
    "co", "ltd", "inc", "corp", "corporation", "company", "limited", "llc", "lp", "gmbh", "ag", "kgaa", "plc", "sa",
    "sas", "srl", "spa", "nv", "bv", "se", "ab", "oy", "as", "asa", "kk", "pte", "pty", "sdn", "bhd", "group",
    "holding", "holdings",
))  # fmt: skip
LATIN_OPENING = re.compile(r"^[A-Za-z]{2,}")
JOINTS = frozenset({"and", "of", "the", "for", "in", "de", "du", "des", "et", "und", "y", "e"})
# Words that open many names and tell of none.
LATIN_COMMON = frozenset((
    "bank", "university", "institute", "national", "international", "global", "china", "american", "united", "general",
    "first", "new", "north", "south", "east", "west", "royal", "advanced", "european", "asia", "pacific", "central",
))  # fmt: skip
ASIDE = re.compile(r"[（(]([^（）()\n]{2,60})[）)]")


def latin_words(name: str) -> list[str]:
    """The words of a Latin name without what stands in brackets, its legal form and the words that join others."""
    words = re.findall(r"[A-Za-z0-9]+(?:['’.&-][A-Za-z0-9]+)*", ASIDE.sub(" ", name))
    return [word for word in words if word.lower().replace(".", "") not in LATIN_FORMS | JOINTS] or words


def is_short_latin(short: str, name: str) -> bool:
    """Whether a Latin name is the initials of another, or words of it one behind the other.

    >>> is_short_latin("EADS", "European Aeronautic Defence and Space Company")
    True
    >>> is_short_latin("Bosch", "Robert Bosch GmbH"), is_short_latin("Bank", "Bank of Riverton")
    (True, False)
    """
    own, whole = latin_words(short), latin_words(name)
    if INITIALS.fullmatch(short):
        named = [word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in JOINTS]
        initials = "".join(word[0].upper() for word in named)
        same = len(named) > 1 and short in {initials, "".join(word[0].upper() for word in whole)}
        return same or [short] == whole
    low, long = [word.lower() for word in own], [word.lower() for word in whole]
    if not low or low == long or all(word in LATIN_COMMON for word in low):
        return low == long and len(short) < len(name)
    return any(long[place : place + len(low)] == low for place in range(len(long) - len(low) + 1))
