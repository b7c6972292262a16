"""Which language somebody is answered in, and what languages are called by those who speak them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlencode

from babel import Locale, negotiate_locale

from core import i18n
from core.i18n import N_

UNREVIEWED = N_("This translation has not been checked by a person yet.")
LINK = "lang"
"""The name in an address: ``?lang=es``."""

COOKIE = "common-ground-language"
COOKIE_LIVES = 365 * 24 * 3600  # seconds
LONGEST_HEADER = 500
"""Characters of ``Accept-Language`` that are looked at; browsers send fewer than 200."""

_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)")


def known(tag: str | None) -> str | None:
    """``tag`` as we have it, where we do: ``es`` for ``es`` and ``ES``, and nothing for others."""
    wanted = (tag or "").strip().lower()
    return next((one for one in i18n.OFFERED if one.lower() == wanted), None)


def asked(*, link: str | None, cookie: str | None, accepted: str) -> str | None:
    """What a person asks for: by a link, by an earlier choice, by their browser; or nothing.

    ``accepted`` is an ``Accept-Language`` header (RFC 9110, 12.5.4). Whatever cannot be
    understood is left out.
    """
    return known(link) or known(cookie) or _nearest(_accepted(accepted))


def spoken(tags: Iterable[str]) -> str:
    """The first language of a department that we have; English where we have none of them."""
    return _nearest(tags) or i18n.DEFAULT_LANGUAGE


@cache
def name(tag: str) -> str:
    """A language in its own words, as it stands in a menu: ``Español``."""
    own = Locale.parse(tag, sep="-").get_display_name() or tag
    return own[:1].upper() + own[1:]


@cache
def direction(tag: str) -> str:
    """``rtl`` or ``ltr``."""
    return str(Locale.parse(tag, sep="-").text_direction)


def menu(path: str, query: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each language with the address of this page in it; the rest of the address stays."""
    kept = [(key, value) for key, value in query if key != LINK]
    return {tag: f"{path}?{urlencode([*kept, (LINK, tag)])}" for tag in i18n.OFFERED}


def _nearest(tags: Iterable[str]) -> str | None:
    # It answers in the letters it was asked in: ES for es.
    return known(negotiate_locale([tag for tag in tags if tag], i18n.OFFERED, sep="-"))


def _accepted(header: str) -> list[str]:
    """The languages of the header, the most wanted first."""
    weighed = []
    for part in header[:LONGEST_HEADER].split(","):
        tag, _semicolon, parameter = part.partition(";")
        found = _WEIGHT.fullmatch(parameter.strip()) if parameter.strip() else None
        weight = float(found.group(1)) if found else 0.0 if parameter.strip() else 1.0
        if weight > 0:
            weighed.append((weight, tag.strip()))
    return [tag for _weight, tag in sorted(weighed, key=lambda one: -one[0])]
