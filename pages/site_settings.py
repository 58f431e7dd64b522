"""What an administrator sets once for a site: its name, its look, its footer, its banner."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from pages import clock, theme, together
from pages.discovery import contact
from pages.navigation import Entry, NavigationLinkBlock, entries_of


class BannerKind(models.TextChoices):
    INFO = "info", "Information"
    WARNING = "warning", "Warning"
    DANGER = "danger", "Emergency"


class SocialNetwork(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    LINKEDIN = "linkedin", "LinkedIn"
    MASTODON = "mastodon", "Mastodon"
    TELEGRAM = "telegram", "Telegram"
    TIKTOK = "tiktok", "TikTok"
    X = "x", "X"
    YOUTUBE = "youtube", "YouTube"
    OTHER = "other", "Other"


class SocialLinkBlock(blocks.StructBlock):
    network = blocks.ChoiceBlock(choices=SocialNetwork.choices)
    url = blocks.URLBlock(label="Address")

    class Meta:
        icon = "link-external"
        label = "Social network"


@register_setting(icon="cog", order=10)
class SiteSettings(BaseSiteSetting):
    """The settings of one site."""

    #: The theme names the site's address.
    select_related = ("site",)

    site_name = models.CharField("name of the site", max_length=120, blank=True)
    agency = models.CharField(
        max_length=160, blank=True, help_text="The organisation that publishes the site."
    )
    tagline = models.CharField(max_length=160, blank=True)
    logo = models.ForeignKey(
        "pages.SiteImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accent_colour = models.CharField(
        max_length=7,
        default=theme.DEFAULT_ACCENT,
        validators=[theme.validate_accent],
        help_text="Used for links, buttons and the header. White text on it must be readable.",
    )
    is_government = models.BooleanField(
        "official government site",
        default=False,
        help_text="Shows the official masthead and footer lines. Only for sites that are official.",
    )
    keep_out_of_search = models.BooleanField(
        "keep out of search engines",
        default=False,
        help_text="For a site that is being tried out: search engines are asked to list none of "
        "its pages.",
    )
    footer_links = StreamField([("link", NavigationLinkBlock())], blank=True)
    social_links = StreamField([("social", SocialLinkBlock())], blank=True)
    contact_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    feedback_url = models.CharField("feedback", max_length=500, blank=True)
    report_vulnerability_url = models.CharField("report vulnerability", max_length=500, blank=True)
    security_contact = models.CharField(
        max_length=500,
        blank=True,
        validators=[contact.validate],
        help_text="Where researchers report a weakness of the site: a mail address, an address "
        "that begins with https://, or tel: and a number. Published in /.well-known/security.txt. "
        "Left empty, the address under “report vulnerability” is published there.",
    )
    privacy_url = models.CharField("privacy", max_length=500, blank=True)
    terms_url = models.CharField("terms of use", max_length=500, blank=True)
    banner_text = models.TextField(
        "message", blank=True, help_text="Shown at the top of every page. Leave empty for none."
    )
    banner_kind = models.CharField(
        "kind", max_length=10, choices=BannerKind, default=BannerKind.INFO
    )
    banner_from = models.DateTimeField("show from", null=True, blank=True)
    banner_until = models.DateTimeField("show until", null=True, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(["site_name", "agency", "tagline"], heading="Name"),
                    MultiFieldPanel(["logo", "accent_colour"], heading="Look"),
                    FieldPanel("is_government"),
                    FieldPanel("keep_out_of_search"),
                ],
                heading="Site",
            ),
            ObjectList(
                [
                    FieldPanel("footer_links"),
                    MultiFieldPanel(
                        [
                            "contact_page",
                            "feedback_url",
                            "report_vulnerability_url",
                            "security_contact",
                            "privacy_url",
                            "terms_url",
                        ],
                        heading="Standard links",
                    ),
                    FieldPanel("social_links"),
                ],
                heading="Footer",
            ),
            ObjectList(
                ["banner_text", "banner_kind", "banner_from", "banner_until"], heading="Banner"
            ),
        ]
    )

    class Meta:
        verbose_name = "site settings"

    @property
    def shows_banner(self) -> bool:
        """Whether the notification banner is on at `clock.now()`."""
        now = clock.now()
        return bool(
            self.banner_text.strip()
            and (self.banner_from is None or self.banner_from <= now)
            and (self.banner_until is None or self.banner_until > now)
        )

    @property
    def page_for_contacts(self) -> Page | None:
        """The contact page, asked for as whatever an answer names; whether the public may see it
        is another question.
        """
        pk = self.contact_page_id
        return together.fetch(Page, [pk]).get(pk) if pk else None

    def footer_entries(self) -> list[Entry]:
        """The links of the footer as visitors see them now, in the language of the answer."""
        return entries_of(self.footer_links)

    @property
    def theme(self) -> str:
        """The stylesheet with the accent colour."""
        return theme.stylesheet(self.accent_colour, self.site.root_url)

    @property
    def theme_address(self) -> str:
        """Where the stylesheet with the accent colour is served."""
        return theme.address(self.theme)

    def clean(self) -> None:
        super().clean()
        self.accent_colour = self.accent_colour.lower()
        if self.banner_from and self.banner_until and self.banner_from >= self.banner_until:
            raise ValidationError(
                {"banner_until": "The banner would end before it begins. Choose a later time."}
            )
