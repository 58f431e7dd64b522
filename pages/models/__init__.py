from pages.models.base import BasePage
from pages.models.contact import ContactPage
from pages.models.content import ContentPage
from pages.models.film_posters import FilmPoster
from pages.models.home import HomePage
from pages.models.media import SiteDocument, SiteImage, SiteRendition
from pages.models.places import FormerPlace, Relocation
from pages.models.rendition_jobs import RenditionJob
from pages.models.search import SearchPage
from pages.models.search_index import SearchEntry, SearchWord
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
    "FilmPoster",
    "FormerPlace",
    "HomePage",
    "Navigation",
    "Permalink",
    "Relocation",
    "RenditionJob",
    "SearchEntry",
    "SearchPage",
    "SearchWord",
    "SectionPage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "StrategyPage",
]
