from django.db import migrations


class Migration(migrations.Migration):
    """Whether an address is taken in any spelling is asked at every save of a page."""

    dependencies = [
        ("pages", "0009_former_places"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS pages_slug_capitals ON wagtailcore_page (UPPER(slug))",
            "DROP INDEX IF EXISTS pages_slug_capitals",
        )
    ]
