"""A letter as an e-mail: plain text and HTML that say the same, a calendar file where it helps."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from core import languages
from core.i18n import _
from core.letters import Letter
from exports.ics import to_ics

WHOLE_LINES = SMTP.clone(max_line_length=998)
"""A link in a header stays one word: cut and encoded, no mail program would know it as one."""

INK, QUIET, PRIMARY, LINE = "#1b2733", "#5b6670", "#0f5c63", "#c9d0d4"


def to_mail(
    letter: Letter, *, sender: str, sender_name: str, message_id: str, now: datetime
) -> EmailMessage:
    """The message. ``message_id`` stays the same however often sending is tried."""
    domain = sender.rpartition("@")[2]
    message = EmailMessage(policy=WHOLE_LINES)
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    message.set_content(_plain(letter))
    message.add_alternative(_html(letter), subtype="html")
    if letter.entry is not None:
        message.add_attachment(
            to_ics([letter.entry], method="PUBLISH"), maintype="text", subtype="calendar",
            filename="meeting.ics", params={"method": "PUBLISH", "charset": "utf-8"},
        )  # fmt: skip
    message["Content-Language"] = letter.language  # last: new content takes it out again
    return message


def _plain(letter: Letter) -> str:
    *said, footer = letter.paragraphs
    parts = [*said]
    if letter.facts:
        parts.append("\n".join(f"{name}: {value}" for name, value in letter.facts))
    parts += [f"{door.label}:\n{door.url}" for door in letter.doors]
    parts += ["-- ", footer]
    if letter.unsubscribe:
        parts.append(f"{_('Do not write to me about this any more')}:\n{letter.unsubscribe}")
    return "\n\n".join(parts) + "\n"


def _html(letter: Letter) -> str:
    *said, footer = (escape(words) for words in letter.paragraphs)
    direction = languages.direction(letter.language)
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    rows = "".join(
        f'<tr><th scope="row" style="text-align:{start};vertical-align:top;padding:4px 0;'
        f'padding-{end}:16px;font-weight:600">{escape(name)}</th>'
        f'<td style="padding:4px 0">{escape(value)}</td></tr>'
        for name, value in letter.facts
    )
    doors = "".join(
        f'<p style="margin:0 0 14px"><a href="{escape(door.url)}" style="color:{PRIMARY};'
        f'font-weight:600">{escape(door.label)}</a></p>'
        for door in letter.doors
    )
    stop = ""
    if letter.unsubscribe:
        stop = (
            f'<p><a href="{escape(letter.unsubscribe)}" style="color:{QUIET}">'
            f"{escape(_('Do not write to me about this any more'))}</a></p>"
        )
    return (
        f'<!DOCTYPE html><html lang="{escape(letter.language)}" dir="{direction}"><head>'
        f'<meta charset="utf-8"><title>{escape(letter.subject)}</title></head>'
        f'<body style="margin:0;background:#ffffff;color:{INK};'
        f'font:17px/1.55 system-ui,sans-serif">'
        f'<div style="max-width:600px;margin:0 auto;padding:24px">'
        f'<h1 style="font-size:22px;line-height:1.25">{escape(letter.subject)}</h1>'
        + "".join(f"<p>{words}</p>" for words in said)
        + (
            f'<table style="border-collapse:collapse;margin:0 0 18px">{rows}</table>'
            if rows
            else ""
        )
        + doors
        + f'<div style="border-top:1px solid {LINE};margin-top:28px;color:{QUIET};font-size:15px">'
        f"<p>{footer}</p>{stop}</div></div></body></html>\n"
    )
