"""Taking a file in: from those who may, to this machine's own folder, and nothing half kept."""

from __future__ import annotations

import pytest

from core.vocabulary import Role
from services import uploads
from tests.factories import OPERATOR
from tests.web.running import Person, running

CSV = b"text\nThe light is out again.\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """An application that takes files up to 1 MB."""
    folder = tmp_path_factory.mktemp("uploads")
    app = running(folder, upload_folder=str(folder / "files"), largest_upload_mb="1").start()
    yield app
    app.stop()


@pytest.fixture(scope="module")
def chief(small):
    with Person(small) as person:
        person.sign_in(small.account(Role.COMMAND).name)
        yield person


def send(person, content=CSV, name="letters.csv", **headers):
    return person.post("/uploads/new", files={"file": (name, content)}, headers=headers)


def kept(app):
    folder = app.folder / "files"
    return sorted(folder.iterdir()) if folder.exists() else []


def on_the_list(app):
    with app.changes() as session:
        return uploads.every(session, OPERATOR)


def test_a_file_is_kept_for_its_owner_alone_and_leads_to_its_page(small, chief):
    before = set(kept(small))

    answer = send(chief, name="C:\\Files\\let<ters.csv")

    assert answer.status_code == 303
    card = on_the_list(small)[0]
    assert answer.headers["location"] == f"/import?file={card.id:x}"
    assert card.file_name == "let<ters.csv"
    (file,) = set(kept(small)) - before
    assert file.read_bytes() == CSV
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("role", [None, Role.OUTREACH, Role.ADMINISTRATOR, Role.OBSERVER])
def test_nobody_else_may_send_one(small, role):
    before = kept(small)
    with Person(small) as person:
        if role:
            person.sign_in(small.account(role).name)
        asked, sent = person.get("/uploads/new"), send(person)

    assert (asked.status_code, sent.status_code) == (403, 403)
    assert "<form" not in asked.text + sent.text
    assert kept(small) == before


def test_what_another_site_sends_is_refused(small, chief):
    before = kept(small)

    answer = send(chief, **{"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "another site" in answer.text
    assert kept(small) == before


def test_a_file_too_large_is_refused_before_it_is_read(small, chief):
    before = kept(small)

    answer = send(chief, b"x" * (2**20 + 1))

    assert answer.status_code == 403
    assert "larger than 1 MB" in answer.text
    assert kept(small) == before


def test_a_length_that_is_not_said_is_refused(small, chief):
    answer = chief.post(
        "/uploads/new", content=iter([b"--x\r\n"]),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )  # fmt: skip

    assert answer.status_code == 403


def test_no_file_at_all_is_said(chief):
    for answer in (
        chief.post("/uploads/new", data={"file": "x"}),
        chief.post("/uploads/new", files={"file": ("", b"")}),
    ):
        assert answer.status_code == 403
        assert "No file was chosen." in answer.text


def test_refused_rows_are_for_those_who_may_bring_in_files(small, chief):
    send(chief)
    upload_id = on_the_list(small)[0].id
    rows = small.folder / "files" / f"{upload_id:016x}.refused.csv"
    rows.write_text("row,reason,text\n2,The text is blank.,\n")
    address = f"/uploads/{upload_id:x}/refused.csv"

    answer = chief.get(address)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "The text is blank." in answer.text
    with Person(small) as stranger:
        assert stranger.get(address).status_code == 403


@pytest.mark.parametrize("named", ["zz", "0", "ffffffff", "..%2f..%2fsecret"])
def test_an_address_that_names_no_refused_rows_is_one_sentence(chief, named):
    answer = chief.get(f"/uploads/{named}/refused.csv")

    assert answer.status_code in {400, 403, 404}
    assert "Traceback" not in answer.text
    assert "reason" not in answer.text


def test_streamlits_own_upload_stays_shut(chief):
    assert chief.put("/_stcore/upload_file/x/y", content=b"x").status_code == 404
