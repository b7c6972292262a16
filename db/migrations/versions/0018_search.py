"""The words of feedback, to be searched by the database's own engine."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

SQLITE = (
    # Which words, not where they stand: no more is asked, and no more can be read from the file.
    "CREATE VIRTUAL TABLE feedback_text USING fts5(words, content='feedback', content_rowid='id', "
    "detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO feedback_text(feedback_text) VALUES ('rebuild')",
    "CREATE TRIGGER feedback_text_added AFTER INSERT ON feedback BEGIN "
    "INSERT INTO feedback_text(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER feedback_text_gone AFTER DELETE ON feedback BEGIN "
    "INSERT INTO feedback_text(feedback_text, rowid, words) VALUES ('delete', old.id, old.words); "
    "END",
    "CREATE TRIGGER feedback_text_changed AFTER UPDATE OF words ON feedback "
    "WHEN old.words IS NOT new.words BEGIN "
    "INSERT INTO feedback_text(feedback_text, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO feedback_text(rowid, words) VALUES (new.id, new.words); END",
)
POSTGRESQL = (
    # A document of more than a megabyte of words is refused, so the index has its beginning.
    "CREATE INDEX ix_feedback_text ON feedback "
    "USING gin (to_tsvector('simple'::regconfig, \"left\"(words, 40000)))",
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in SQLITE if dialect == "sqlite" else POSTGRESQL:
        op.execute(statement)
