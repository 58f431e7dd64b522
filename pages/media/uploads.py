"""Files that wait for the rest of their form.

When several files are uploaded at once and one lacks something other than a good file, Wagtail
keeps it aside until its form is complete, under the name it came with. It gets an unguessable
folder as every other file does.
"""

from django.db.models.signals import pre_save
from django.dispatch import receiver

from pages.media.paths import fitting_name, random_folder


@receiver(pre_save, sender="wagtailcore.UploadedFile")
def hide_waiting_upload(instance, **kwargs):
    """Put a waiting upload into a folder with a random name, before it is stored."""
    if instance.file and not instance.file._committed:
        instance.file.name = f"{random_folder()}/{fitting_name(instance.file.name)}"
