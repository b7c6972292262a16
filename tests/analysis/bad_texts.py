"""Texts that no one should write and someone will: every reader of text must survive them."""

BAD_TEXTS = {
    "empty": "",
    "spaces": " \t\n\u00a0 ",
    "one word": "Speeding",
    "5,000 words": "word " * 5_000,
    "no spaces": "a" * 200_000,
    "no full stop": "slow down please " * 12_000,
    "only full stops": "." * 200_000,
    "only exclamation marks": "!" * 200_000,
    "only apostrophes": "a'" * 100_000,
    "only ranks": "Sgt. " * 40_000,
    "only names": "Officer KF, " * 16_000,
    "only line breaks": "\n" * 200_000,
    "shouted": "NOBODY CAME WHEN I CALLED! WHY?",
    "emoji": "👍🏽👍🏽 🚓🚓 😡",
    "nul": "No lights\x00 on Elm\x00",
    "lone surrogates": "No \ud800 lights \udfff on Elm",
    "bidi controls": "No \u202elights\u202c on \u2066Elm\u2069",
    "combining marks": "e\u0301" * 50_000,
    "changes length when folded": "İSTANBUL STRASSE straße ŉ ǰ ﬁne",
    "mixed languages": "Cars speed here. Los coches corren. 车太快了。 Машины!",
}
