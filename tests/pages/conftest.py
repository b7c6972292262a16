"""Screens without a browser: records of their own, and people who look at them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Selectbox
from streamlit.util import calc_hash

from core import settings
from core.settings import ROOT
from core.vocabulary import Role
from db.models import Account
from db.session import make_engine, transaction
from services import sign_ins
from tests.factories import NOW, VISITOR, make_account
from tests.web.stream import words_of
from ui import runtime
from ui.cached import forget

ROUTER = ROOT / "pages" / "_router.py"


class Records:
    """The records that screens read and write in this process."""

    def __init__(self, file: Path) -> None:
        self.engine = make_engine(f"sqlite:///{file}")

    def __call__(self) -> AbstractContextManager[Session]:
        """A transaction of our own in them."""
        return transaction(self.engine)

    def sign_in(self, role: Role = Role.COMMAND, *, triages: bool = False) -> dict[str, str]:
        """Signs a new member of staff in; what ``st.user`` then holds."""
        with self() as session:
            actor = make_account(session, role, triages=triages)
            row = session.get(Account, actor.account_id)
            known = sign_ins.Known(row.id, row.password_hash, password_is_temporary=False)
            token = sign_ins.begin(session, VISITOR, known=known, now=NOW)
            handle = sign_ins.handle_of(session, VISITOR, token=token, now=NOW)
        return {"session": handle, "email": actor.name}


@contextmanager
def screens_on(file: Path) -> Iterator[Records]:
    """Has the screens of this process use the database ``file``."""
    cached = (settings.current, runtime.engine, runtime.keys)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMMON_GROUND_DATABASE_URL", f"sqlite:///{file}")
        patch.setenv("COMMON_GROUND_KEY_FILE", str(file.with_suffix(".key")))
        for one in cached:
            one.cache_clear()
        forget()
        records = Records(file)
        yield records
        records.engine.dispose()
        runtime.engine().dispose()
    for one in cached:
        one.cache_clear()


@pytest.fixture
def records(sqlite_template, tmp_path) -> Iterator[Records]:
    """Fresh records for the screens; called, they give a transaction."""
    file = tmp_path / "records.db"
    shutil.copy(sqlite_template, file)
    with screens_on(file) as fresh:
        yield fresh


def open_page(url: str = "", user: dict[str, str] | None = None, **query: str) -> AppTest:
    """The screen at an address, through the router as the application shows it."""
    screen = AppTest.from_file(str(ROUTER), default_timeout=60)
    screen.user = user or {"session": None}
    screen._page_hash = calc_hash(url)  # as a browser that comes to this address
    for name, value in query.items():
        screen.query_params[name] = value
    return screen.run()


def text_of(screen: AppTest) -> str:
    """All that was sent to the screen: sentences, labels, choices, tables."""
    protos = [getattr(element, "proto", None) for element in screen]
    elements = [proto for proto in protos if hasattr(proto, "ListFields")]
    return "\n".join(said for proto in elements for said in words_of(proto))


def tables(screen: AppTest) -> list[pd.DataFrame]:
    """The tables that are real ones, from the top."""
    return [Rows(one.value).frame for one in screen.get("html") if "<table>" in one.value]


class Rows(HTMLParser):
    """One table, read as a browser does: whole numbers are numbers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_in_cell = False
        self.feed(html)
        self.frame = pd.DataFrame(
            [[int(said) if said.isdigit() else said for said in row] for row in self.rows[1:]],
            columns=self.rows[0],
        )

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.is_in_cell = tag in {"td", "th"}
        if tag == "tr":
            self.rows.append([])
        elif self.is_in_cell:
            self.rows[-1].append("")

    def handle_endtag(self, _tag: str) -> None:
        self.is_in_cell = False

    def handle_data(self, said: str) -> None:
        if self.is_in_cell:
            self.rows[-1][-1] += said


def button(screen: AppTest, label: str) -> Button:
    """The one button that says ``label``."""
    (found,) = [one for one in screen.button if one.label == label]
    return found


def box(screen: AppTest, label: str) -> Selectbox:
    """The first list under ``label``."""
    return next(one for one in screen.selectbox if one.label == label)
