"""Logs: one JSON line an event on standard error, without addresses, queries or anyone's words."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import structlog

_TALKATIVE = (  # their warnings hold the ids of sessions and what a client sent as its origin
    "streamlit.runtime.websocket_session_manager",
    "streamlit.web.server.starlette.starlette_websocket",
)
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def _kind_and_place(
    _logger: object, _name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An exception's type and where it arose. Never its words: they may hold somebody's own."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["kind"], event["at"] = type(error).__name__, place(error)
    return event


def place(error: BaseException) -> str:
    """File and line in which ``error`` arose."""
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    return f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""


def configure(level: str) -> None:
    """Send our events, and other libraries' warnings, to standard error as JSON lines.

    uvicorn's own lines are dropped below warnings: they hold addresses and whole URLs.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            _kind_and_place,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _kind_and_place,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
