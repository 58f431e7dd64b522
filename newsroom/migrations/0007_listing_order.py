from django.db import migrations, models


class Migration(migrations.Migration):
    """The order of a listing, so that its first page is read off an index."""

    dependencies = [("newsroom", "0006_footnotes")]

    operations = [
        migrations.RemoveIndex(model_name="newsroomitem", name="newsroom_item_by_date"),
        migrations.AddIndex(
            model_name="newsroomitem",
            index=models.Index(fields=["-date", "-page_ptr"], name="newsroom_item_newest"),
        ),
    ]
