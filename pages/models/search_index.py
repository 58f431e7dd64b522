from django.db import models


class SearchEntry(models.Model):
    """What the search knows of one live page. The database keeps an index of the words beside it,
    which `pages.search.databases` writes and reads.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    kind = models.CharField(max_length=60)
    year = models.SmallIntegerField(null=True)
    date = models.DateField(null=True)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of some page, to compare misspelt ones with."""

    word = models.CharField(max_length=64, primary_key=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.word
