"""What a run did, in the words of the tests."""

from django.test import Client
from wagtail.models import Page, Revision

from pages.models import Permalink, SiteDocument, SiteImage
from portal.isomer.models import ImportedMedia, ImportedPage, ImportedSetting
from portal.isomer.report import Report


def actions(report: Report) -> dict[str, str]:
    """What became of each source."""
    return {item.source: str(item.action) for item in report.items}


def codes(report: Report, source: str) -> set[str]:
    """The warnings of one source."""
    return {str(n.code) for item in report.items if item.source == source for n in item.warnings}


def everything_counted() -> dict[str, int]:
    """How many rows there are of everything that an import writes."""
    models = (Page, Revision, SiteImage, SiteDocument, Permalink)
    ours = (ImportedPage, ImportedMedia, ImportedSetting)
    return {model.__name__: model.objects.count() for model in (*models, *ours)}


def served(address: str):
    """What a visitor gets at an address."""
    return Client().get(address)
