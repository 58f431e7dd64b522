import logging

import django.db.models.deletion
from django.db import DatabaseError, migrations, models, transaction

logger = logging.getLogger(__name__)

POSTGRES = [
    "ALTER TABLE pages_searchentry ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE pages_searchentry ADD COLUMN title_words tsvector NOT NULL DEFAULT ''",
    # Readers don't have to go through a list of changes that waits to be merged.
    "CREATE INDEX pages_searchentry_words ON pages_searchentry USING gin (words) "
    "WITH (fastupdate = off)",
    "CREATE INDEX pages_searchentry_title_words ON pages_searchentry USING gin (title_words) "
    "WITH (fastupdate = off)",
]
TRIGRAMS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX pages_searchword_trigrams ON pages_searchword USING gin (word gin_trgm_ops)",
]
SQLITE = [
    # Marks are letters: the vowel signs of Tamil.
    "CREATE VIRTUAL TABLE pages_searchentry_fts USING fts5(title, summary, body, "
    """tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
    "CREATE TRIGGER pages_searchentry_deleted AFTER DELETE ON pages_searchentry BEGIN "
    "DELETE FROM pages_searchentry_fts WHERE rowid = OLD.page_id; END",
    "CREATE VIRTUAL TABLE pages_searchword_fts USING fts5(word, tokenize = 'trigram')",
    "CREATE TRIGGER pages_searchword_inserted AFTER INSERT ON pages_searchword BEGIN "
    "INSERT INTO pages_searchword_fts (rowid, word) VALUES (NEW.rowid, NEW.word); END",
    "CREATE TRIGGER pages_searchword_deleted AFTER DELETE ON pages_searchword BEGIN "
    "DELETE FROM pages_searchword_fts WHERE rowid = OLD.rowid; END",
]


def add_indexes(apps, schema_editor):
    """What Django has no field for: the words in the form that each database searches."""
    vendor = schema_editor.connection.vendor
    for statement in {"postgresql": POSTGRES, "sqlite": SQLITE}[vendor]:
        schema_editor.execute(statement)
    if vendor == "postgresql":
        add_trigrams(schema_editor)


def add_trigrams(schema_editor):
    """What mends slips, where the role of the site may create it."""
    try:
        with transaction.atomic(schema_editor.connection.alias):
            for statement in TRIGRAMS:
                schema_editor.execute(statement)
    except DatabaseError as error:
        logger.warning(
            "The search can't suggest words for misspelt ones: the extension pg_trgm could not "
            "be created (%s). Let the owner of the database run “%s; %s;”.",
            str(error).strip().partition("\n")[0],
            *TRIGRAMS,
        )


def remove_indexes(apps, schema_editor):
    """PostgreSQL drops indexes with their tables; the extension may serve others."""
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("searchentry_deleted", "searchword_inserted", "searchword_deleted"):
            schema_editor.execute(f"DROP TRIGGER pages_{trigger}")
        schema_editor.execute("DROP TABLE pages_searchentry_fts")
        schema_editor.execute("DROP TABLE pages_searchword_fts")


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0004_rendition_jobs"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("year", models.SmallIntegerField(null=True)),
                ("date", models.DateField(null=True)),
                ("title", models.TextField()),
                ("summary", models.TextField()),
                ("body", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
        migrations.RunPython(add_indexes, remove_indexes),
    ]
