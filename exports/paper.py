"""Flyers, sign-in sheets and paper forms as PDF, made offline. The same values, the same bytes."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from core import i18n
from core.i18n import _, ngettext
from core.texts import plain

Paper = Literal["a4", "us-letter"]
ROWS = 25

_HERE = Path(__file__).resolve().parent
_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Flyer:
    """An invitation to one meeting. ``when`` and ``place`` may have a line end where one is best.

    ``numbers`` are pairs of a name and a number to call.
    """

    department: str
    title: str
    when: str
    place: str
    event_address: str
    feedback_address: str
    entrance: str = ""
    about: str = ""
    languages: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """A list for the door. It is destroyed ``days_kept`` days after the meeting."""

    department: str
    title: str
    when: str
    place: str
    days_kept: int


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The form for feedback, to be filled in by hand. ``ratings`` are agreed with from 1 to 5."""

    department: str
    title: str
    questions: tuple[str, ...]
    kept: str
    hand_in: str
    districts: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    emergency_number: str = "911"
    numbers: tuple[tuple[str, str], ...] = ()


def flyer(flyer: Flyer, *, paper: Paper) -> bytes:
    """One page to hang up and hand out; long texts are set smaller, then cut."""
    words = {
        "when": _("When"),
        "where": _("Where"),
        "languages": _("Languages"),
        "offered": _("What we offer"),
        "event": _("More about this meeting, and what to do if you need help to come"),
        "feedback": _("Cannot come? Tell us what you think"),
        "code": _("Code for a phone camera. It leads to:"),
    }
    values = asdict(flyer) | {
        "languages": ", ".join(flyer.languages),
        "words": words,
        "event_code": code(flyer.event_address),
        "feedback_code": code(flyer.feedback_address),
    }
    return pdf("flyer", values, flyer.title, paper)


def sign_in_sheet(sheet: SignInSheet, *, paper: Paper) -> bytes:
    """One page with room for 25 people who want to be on a list."""
    destroyed = ngettext(
        "We destroy this list {days} day after the meeting.",
        "We destroy this list {days} days after the meeting.",
        sheet.days_kept,
    )
    words = {
        "optional": _(
            "You do not have to sign. You can come, stay and speak without writing anything here."
        ),
        "destroyed": destroyed.format(days=sheet.days_kept),
        "name": _("Name (if you like)"),
        "contact": _("Phone or e-mail (if you want to hear from us)"),
        "need": _("I need… (a language, a step-free way, …)"),
    }
    values = asdict(sheet) | {
        "when_and_where": f"{sheet.when} · {sheet.place}",
        "rows": ROWS,
        "numbers": [],
        "words": words,
    }
    return pdf("sign_in_sheet", values, sheet.title, paper)


def feedback_form(form: PaperForm, *, paper: Paper) -> bytes:
    """The paper twin of the form for feedback, which says what happens to the sheet."""
    words = {
        "no_name": _(
            "You do not have to give your name. Leave out what you do not want to answer."
        ),
        "ratings": _("How far do you agree? Mark one number in each row."),
        "scale": _("1 = not at all, 5 = fully"),
        "districts": _("Which part of town is it about? Tick one."),
        "kept": _("What we keep:"),
        "hand_in": _("Where to hand this in:"),
        "emergency": _(
            "This sheet is not read at once. If someone is in danger now, call {number}."
        ).format(number=form.emergency_number),
    }
    return pdf("feedback_form", asdict(form) | {"words": words}, form.title, paper)


def code(address: str) -> str:
    """A QR code as SVG, sized for the page."""
    drawing = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=2, dark="#1b2733", light="#ffffff", xmldecl=False
    )
    return drawing.getvalue().decode()


def pdf(template: str, values: dict[str, Any], title: str, paper: Paper) -> bytes:
    """The filled-in template as PDF/UA, or as plain PDF where no font here has all the letters."""
    clean = _writable(values) | {"document_title": _clean(title), "lang": _language()}
    inputs = {"values": json.dumps(clean), "paper": paper}
    try:
        return _compiled(template, inputs, "ua-1")
    except typst.TypstError:
        return _compiled(template, inputs, None)


def _compiled(template: str, inputs: dict[str, str], standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        _HERE / "templates" / f"{template}.typ",
        root=_HERE / "templates",
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=standard,
        timestamp=0,
        format="pdf",
    )


@cache
def _fonts() -> typst.Fonts:
    """Ours first; those of the machine for scripts that ours does not have.

    Ours has Latin letters, those of Vietnamese included. Chinese or Arabic want a font installed.
    """
    return typst.Fonts(include_system_fonts=True, font_paths=[_HERE / "fonts"])


def _language() -> str:
    return i18n.language.get().replace("_", "-").split("-")[0].lower()


def _writable(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    if isinstance(value, dict):
        return {key: _writable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(one) for one in value]
    return _clean(value) if isinstance(value, str) else value


def _clean(text: str) -> str:
    return plain(_UNWRITABLE.sub("", text))
