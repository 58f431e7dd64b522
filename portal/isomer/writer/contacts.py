"""People to turn to: each kept once, used by every release that names them alike."""

from pages.snippets import Contact
from portal.isomer.release import ContactData


class Contacts:
    """Finds or makes contacts; `made` are the keys of those that were not there."""

    def __init__(self, made: list[int]):
        self.made = made

    def key_of(self, data: ContactData) -> int:
        """The contact with exactly these particulars, made when there is none."""
        found = Contact.objects.filter(**vars(data)).order_by("pk").first()
        if found is None:
            found = Contact(**vars(data))
            found.full_clean()
            found.save()
            self.made.append(found.pk)
        return found.pk
