"""Sending what waits in the outbox: claim, write, hand to the mail server, and say so.

A message is lost in no case: it is marked as sent only after the server took it. Where the process
dies between the two, it is sent again, under the same Message-ID, by which mailboxes know it.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
from sqlalchemy import Engine

from core import clock, i18n
from core.actor import Actor
from core.keys import Keys
from core.letters import Letter
from core.settings import Settings
from core.vocabulary import NoticeState
from db.session import reading, transaction
from exports.mail import to_mail
from services import departments
from services.meetings import letters, notices
from services.meetings.letters import Sender

WORKER = Actor.operator()
TIMEOUT = 30.0
log = structlog.get_logger()


def deliver(engine: Engine, settings: Settings, keys: Keys) -> int:
    """Send a batch of what is due; how many were settled; nothing without a mail server."""
    if not settings.sends_mail:
        return 0
    with transaction(engine) as session:
        claimed = notices.claim(session, WORKER, now=clock.now())
    if not claimed.ids:
        return 0
    sender = Sender(settings.address, keys)
    settled = 0
    with _server(settings) as server:
        for notice_id in claimed.ids:
            settled += _send(engine, settings, sender, server, notice_id, claimed.lease)
    return settled


def _send(
    engine: Engine, settings: Settings, sender: Sender, server: smtplib.SMTP | None,
    notice_id: int, lease: str,
) -> bool:  # fmt: skip
    now = clock.now()
    with reading(engine) as session:
        letter = letters.letter(session, WORKER, notice_id=notice_id, sender=sender, now=now)
        message_id = notices.message_id(session, WORKER, notice_id=notice_id)
        name = departments.current(session, WORKER).name
    outcome: NoticeState | None = NoticeState.DROPPED
    if letter is not None:
        outcome = _handed_over(settings, server, letter, name, message_id)
    with transaction(engine) as session:
        if outcome is None:
            notices.put_off(session, WORKER, notice_id=notice_id, lease=lease, now=clock.now())
        else:
            notices.settle(
                session, WORKER, notice_id=notice_id, lease=lease, state=outcome, now=clock.now()
            )
    return outcome is not None


def _handed_over(
    settings: Settings, server: smtplib.SMTP | None, letter: Letter, name: str, message_id: str
) -> NoticeState | None:
    """Sent, or failed for good; ``None`` where it is to be tried again later."""
    if server is None:
        return None
    before = i18n.language.set(letter.language)
    message = to_mail(
        letter, sender=settings.mail_from, sender_name=name, message_id=message_id,
        now=clock.now(),
    )  # fmt: skip
    i18n.language.reset(before)
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = {code for code, _said in refused.recipients.values()}
        for_good = bool(codes) and all(500 <= code < 600 for code in codes)
        return NoticeState.FAILED if for_good else None
    except smtplib.SMTPResponseException as refused:
        return NoticeState.FAILED if 500 <= refused.smtp_code < 600 else None
    except (OSError, smtplib.SMTPException) as trouble:
        log.warning("mail was not taken", kind=type(trouble).__name__)
        return None
    return NoticeState.SENT


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP | None]:
    """A connection to the mail server; ``None`` where it cannot be reached just now."""
    try:
        server = _connected(settings)
    except (OSError, smtplib.SMTPException) as trouble:
        log.warning("the mail server cannot be reached", kind=type(trouble).__name__)
        yield None
        return
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port = settings.mail_host, settings.mail_port
    if settings.mail_security == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        if settings.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
    if settings.mail_user:
        server.login(settings.mail_user, settings.mail_password.get_secret_value())
    return server
