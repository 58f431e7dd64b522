from pages.models.base import BasePage
from pages.models.contact import ContactPage
from pages.models.content import ContentPage
from pages.models.home import HomePage
from pages.models.media import SiteDocument, SiteImage, SiteRendition
from pages.models.search import SearchPage
from pages.models.section import SectionPage
from pages.models.strategy import StrategyPage
from pages.navigation import Navigation
from pages.permalinks import Permalink
from pages.site_settings import SiteSettings
from pages.snippets import Contact

__all__ = [
    "BasePage",
    "Contact",
    "ContactPage",
    "ContentPage",
    "HomePage",
    "Navigation",
    "Permalink",
    "SearchPage",
    "SectionPage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "StrategyPage",
]
