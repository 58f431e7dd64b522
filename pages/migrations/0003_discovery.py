from django.db import migrations, models

import pages.discovery.contact


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_richer_blocks")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="keep_out_of_search",
            field=models.BooleanField(
                default=False,
                help_text="For a site that is being tried out: search engines are asked to list none of its pages.",
                verbose_name="keep out of search engines",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="security_contact",
            field=models.CharField(
                blank=True,
                help_text="Where researchers report a weakness of the site: a mail address, an address that begins with https://, or tel: and a number. Published in /.well-known/security.txt. Left empty, the address under “report vulnerability” is published there.",
                max_length=500,
                validators=[pages.discovery.contact.validate],
            ),
        ),
    ]
