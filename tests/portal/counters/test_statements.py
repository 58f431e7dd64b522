"""What a statement does to what visitors see is told from its text."""

import pytest

from portal.delivery.counters.statements import effect_of

QUIET = (
    'SELECT "wagtailcore_page"."id" FROM "wagtailcore_page" FOR UPDATE OF "wagtailcore_page"',
    "  (SELECT 1) UNION (SELECT 2)",
    "/* why */ SELECT 'INSERT INTO wagtailcore_page'",
    "WITH found AS (SELECT 1) SELECT * FROM found FOR NO KEY UPDATE",
    "WITH found AS (SELECT 'please update') SELECT * FROM found",
    "WITH RECURSIVE found AS (SELECT REPLACE(x, 'a', 'b') FROM y) SELECT * FROM found",
    'SAVEPOINT "s1"',
    'RELEASE SAVEPOINT "s1"',
    "BEGIN IMMEDIATE",
    "PRAGMA foreign_keys = ON",
    "SET LOCAL lock_timeout = '1s'",
    'INSERT INTO "django_session" ("session_key") VALUES (%s)',
    'INSERT OR IGNORE INTO "wagtailcore_modellogentry" ("id") VALUES (%s) RETURNING "id"',
    'UPDATE "auth_user" SET "last_login" = %s WHERE "auth_user"."id" = %s',
    'DELETE FROM "wagtailcore_comment" WHERE "id" IN (%s)',
    'UPDATE "wagtailcore_page" SET "draft_title" = %s, "latest_revision_id" = %s WHERE "id" = %s',
    'UPDATE "wagtailcore_page" SET "locked" = CASE WHEN ("id" = %s) THEN %s ELSE %s END, '
    '"locked_by_id" = NULL',
    'UPDATE "wagtailcore_revision" SET "object_str" = %s, "user_id" = NULL WHERE "id" = %s',
    'UPDATE "wagtailcore_revision" SET "approved_go_live_at" = NULL',
    'UPDATE "wagtailcore_revision" SET "approved_go_live_at" = NULL WHERE "object_id" = %s',
)
PUBLIC = (
    'INSERT INTO "wagtailcore_page" ("id") VALUES (%s) RETURNING "id"',
    "insert into pages_contact (name) values ('x')",
    "INSERT OR REPLACE INTO pages_searchentry (page_id) VALUES (%s)",
    "REPLACE INTO `pages_contact` VALUES (1)",
    'UPDATE "wagtailcore_page" SET "title" = %s WHERE "id" = %s',
    'UPDATE "wagtailcore_page" SET "draft_title" = %s, "title" = %s WHERE "id" = %s',
    # The comma and the words inside brackets end nothing.
    'UPDATE "wagtailcore_page" SET "locked" = (SELECT a FROM b WHERE c), "title" = %s',
    'UPDATE "wagtailcore_page" SET "draft_title" = CONCAT(%s, %s), "slug" = %s',
    'UPDATE "wagtailcore_page" SET ("locked", "title") = (SELECT 1, 2)',
    "UPDATE wagtailcore_page SET draft_title = 'a, b = c WHERE d', title = 'e'",
    "UPDATE wagtailcore_page SET draft_title = 'a WHERE d', title = 'e'",
    "COMMIT",
    "\n  UPDATE ONLY public.wagtailcore_page SET path = 'x'",
    'UPDATE "wagtailcore_revision" SET "approved_go_live_at" = %s WHERE "id" = %s',
    'UPDATE "wagtailcore_revision" SET "approved_go_live_at" = NULLIF(%s, %s) WHERE "id" = %s',
    'UPDATE "wagtailcore_revision" SET "approved_go_live_at" = NULL, "object_id" = %s',
    'UPDATE "wagtailcore_page" SET "go_live_at" = NULL WHERE "id" = %s',
    'DELETE FROM "wagtailcore_pageviewrestriction" WHERE "id" IN (%s)',
    "WITH old AS (DELETE FROM pages_contact RETURNING id) SELECT * FROM old",
    "SELECT 1; DELETE FROM pages_contact",
    "UPDATE auth_user SET email = ''; UPDATE pages_contact SET name = ''",
    "-- first\nDELETE FROM wagtailredirects_redirect",
    "TRUNCATE pages_contact",
    "ALTER TABLE pages_contact ADD x int",
    "DROP TABLE auth_user",
    "CALL anything()",
    "COPY pages_contact FROM STDIN",
    "DO $$ BEGIN END $$",
    "EXECUTE prepared(1)",
    'INSERT INTO "a_table_nobody_has_listed" VALUES (1)',
    "",
)


@pytest.mark.parametrize("sql", QUIET)
def test_visitors_do_not_see_this(sql: str) -> None:
    assert not effect_of(sql).is_public


@pytest.mark.parametrize("sql", PUBLIC)
def test_visitors_may_see_this(sql: str) -> None:
    assert effect_of(sql).is_public


def test_a_long_text_is_read_as_a_short_one() -> None:
    marks = ", ".join(["(%s)"] * 5000)
    assert effect_of(f'INSERT INTO "pages_contact" ("name") VALUES {marks}').is_public
    assert not effect_of(f'INSERT INTO "django_session" ("key") VALUES {marks}').is_public


def test_a_composed_query_of_the_driver_is_read() -> None:
    sql = pytest.importorskip("psycopg.sql")
    name = sql.Identifier("pages_contact")
    assert effect_of(sql.SQL("DELETE FROM {}").format(name)).is_public
    assert not effect_of(sql.SQL("SELECT * FROM {}").format(name)).is_public


@pytest.mark.parametrize(
    ("instant", "many", "concerns"),
    [(None, False, False), ("2026-03-02", False, True), (None, True, True)],
)
def test_a_version_concerns_visitors_when_it_goes_out_by_itself(instant, many, concerns) -> None:
    insert = (
        'INSERT INTO "wagtailcore_revision" ("object_id", "approved_go_live_at", "content") '
        'VALUES (%s, %s, %s) RETURNING "wagtailcore_revision"."id"'
    )
    effect = effect_of(insert)
    assert effect.concerns_visitors(("7", instant, "{}"), many) is concerns


def test_no_rows_are_believed_only_without_returning() -> None:
    assert effect_of('UPDATE "pages_contact" SET "name" = %s').tells_rows
    assert not effect_of('UPDATE "pages_contact" SET "name" = %s RETURNING "id"').tells_rows
