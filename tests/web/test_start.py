"""Starting: what the person at the terminal is told, and one sentence where it cannot start."""

from __future__ import annotations

from tests.web.running import Person
from tests.web.stream import tab


def ended(app) -> tuple[int, str]:
    """How a process that refuses to serve ended, and all it said."""
    try:
        app.start()
    except AssertionError:
        pass
    else:
        raise AssertionError("it serves")
    assert app.process.poll() is not None
    return app.process.wait(), app.said() + app.log()


def test_the_first_start_prints_a_set_up_link_and_no_password(start_app):
    app = start_app()

    assert app.setup_path().startswith("/account/set-up?link=")
    assert app.passwords() == {}
    assert app.log() == "", "the link is for the terminal, not for the log"


def test_the_demonstration_prints_new_passwords_at_each_start(start_app):
    app = start_app(sample="town")
    first = app.passwords()
    assert set(first) == {
        "outreach@example.org", "chief@example.org", "administrator@example.org",
        "observer@example.org",
    }  # fmt: skip
    assert "set-up" not in app.said()

    app.stop()
    app.start()
    second = app.passwords()
    assert not set(first.values()) & set(second.values())
    with Person(app) as person:
        old = person.sign_in("chief@example.org", first["chief@example.org"])
        new = person.sign_in("chief@example.org", second["chief@example.org"])
    assert (old.status_code, new.status_code) == (403, 303)


def test_a_demonstration_is_not_served_as_if_it_were_real(prepare_app):
    app = prepare_app(sample="town").start()
    app.stop()
    app.settings.clear()

    status, said = ended(app)

    assert status == 1
    assert said.endswith("Remove it first: python manage.py clear-sample.\n")
    assert "Traceback" not in said


def test_records_that_cannot_be_opened_end_the_start_with_one_sentence(prepare_app):
    app = prepare_app()
    app.database.mkdir()

    status, said = ended(app)

    assert status == 1
    assert "We cannot reach our records just now" in said
    assert "Traceback" not in said


def test_a_spoilt_key_file_ends_the_start_with_one_sentence(prepare_app):
    app = prepare_app()
    (app.folder / "secret.key").write_text("not a key")

    status, said = ended(app)

    assert status == 1
    assert "must hold 32 bytes as hexadecimal" in said
    assert "Traceback" not in said


def test_started_from_another_folder_it_is_the_same_application(prepare_app):
    app = prepare_app()
    app.start_in = app.folder
    app.start()
    app.leave_words()
    chief = app.account()

    with Person(app) as person:
        person.sign_in(chief.name)
        with tab(app, token=person.token) as mine:
            assert chief.name in mine.shown("words")
    assert app.log() == ""
