"""Which tables reach a visitor. A test fails for a table that is on neither list.

At run time a table that nobody has listed counts as public: that costs a rendering, the other
mistake shows an old page.
"""

#: Nothing of these is ever read to answer a visitor who is not logged in.
QUIET = frozenset(
    {
        # Who may do what, and who is there.
        "auth_group", "auth_group_permissions", "auth_permission", "auth_user",
        "auth_user_groups", "auth_user_user_permissions", "django_session",
        "wagtailcore_apitoken", "wagtailcore_groupcollectionpermission",
        "wagtailcore_grouppagepermission", "wagtailcore_groupsitepermission",
        "wagtailusers_userprofile",
        # What Django knows of the code.
        "django_content_type", "django_migrations", "simple_translation_simpletranslation",
        "wagtailadmin_admin",
        # Work on drafts.
        "wagtailadmin_editingsession", "wagtailadmin_formstate", "wagtailcore_comment",
        "wagtailcore_commentreply", "wagtailcore_groupapprovaltask",
        "wagtailcore_groupapprovaltask_groups", "wagtailcore_pagesubscription",
        "wagtailcore_task", "wagtailcore_taskstate", "wagtailcore_uploadedfile",
        "wagtailcore_workflow", "wagtailcore_workflowcontenttype", "wagtailcore_workflowpage",
        "wagtailcore_workflowstate", "wagtailcore_workflowtask",
        # What happened.
        "wagtailcore_modellogentry", "wagtailcore_pagelogentry",
        # The admin's search; visitors search in `pages_searchentry`.
        "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts",
        # Written with `pages_searchentry` only.
        "pages_searchentry_fts",
        # The release desk. An approved release is in `releases_release`.
        "releases_calendarkey", "releases_effect", "releases_heartbeat",
        "releases_previewopening", "releases_receiptline", "releases_rehearsal",
        "releases_releaseitem", "releases_sharedpreview",
        # The importer's memory.
        "isomer_importedmedia", "isomer_importedpage", "isomer_importedsetting",
        "isomer_importrun", "isomer_importrunitem",
        # What machines tell each other of commits.
        "delivery_lastcommit",
        # The queue of pictures; what it makes is in `pages_siterendition`.
        "pages_renditionjob",
    }
)  # fmt: skip

#: What visitors see, what decides whether they may, and what says when something is due.
PUBLIC = frozenset(
    {
        "newsroom_changenote", "newsroom_formeraddress", "newsroom_listingcount",
        "newsroom_listingentry", "newsroom_newsarticlepage",
        "newsroom_newslinkpage", "newsroom_newslistpage", "newsroom_newsroomitem",
        "newsroom_newsroompage", "newsroom_pressreleasepage", "newsroom_relateditem",
        "newsroom_releasecontact", "newsroom_topic", "newsroom_topicitem",
        "pages_contact", "pages_contactpage", "pages_contentpage", "pages_filmposter",
        "pages_formerplace", "pages_homepage", "pages_navigation", "pages_permalink",
        "pages_relocation", "pages_searchentry",
        "pages_searchpage", "pages_searchword", "pages_sectionpage", "pages_sitedocument",
        "pages_siteimage", "pages_siterendition", "pages_sitesettings", "pages_strategypage",
        "releases_release", "releases_unitfailure",
        "taggit_tag", "taggit_taggeditem",
        "wagtailcore_collection", "wagtailcore_collectionviewrestriction",
        "wagtailcore_collectionviewrestriction_groups", "wagtailcore_locale",
        "wagtailcore_page", "wagtailcore_pageviewrestriction",
        "wagtailcore_pageviewrestriction_groups", "wagtailcore_site",
        # Who refers to a file decides whether it may be fetched.
        "wagtailcore_referenceindex",
        # Of a version, only the instant at which it goes out by itself.
        "wagtailcore_revision",
        "wagtaildocs_document", "wagtailembeds_embed", "wagtailimages_image",
        "wagtailimages_rendition", "wagtailredirects_redirect",
    }
)  # fmt: skip

#: A change of nothing but these columns is seen in the admin only, whatever the table.
QUIET_COLUMNS = frozenset(
    {
        "draft_title", "has_unpublished_changes", "latest_revision_created_at",
        "latest_revision_id", "locked", "locked_at", "locked_by_id",
    }
)  # fmt: skip

#: Tables of which visitors see these columns only, and only when they hold something: here instants,
#: of which one that goes changes nothing before it would have come.
ONLY_WHEN_SET = {"wagtailcore_revision": "approved_go_live_at"}

#: What a publication writes. Of a change that says what it changes (`pages.dependencies`), what is
#: written here counts as that; anything else that is written changes everything.
DECLARED = frozenset(
    {
        "newsroom_changenote", "newsroom_newsarticlepage", "newsroom_newslinkpage",
        "newsroom_newslistpage", "newsroom_newsroomitem", "newsroom_newsroompage",
        "newsroom_pressreleasepage", "newsroom_relateditem", "newsroom_releasecontact",
        "newsroom_topicitem",
        "pages_contactpage", "pages_contentpage", "pages_homepage", "pages_permalink",
        "pages_searchentry", "pages_searchpage", "pages_sectionpage", "pages_siterendition",
        "pages_strategypage",
        "taggit_taggeditem", "wagtailcore_page", "wagtailcore_referenceindex",
    }
)  # fmt: skip

#: Who writes here changes when something is due, and nothing else that visitors see.
ABOUT_INSTANTS = frozenset({"releases_release", "releases_unitfailure", "wagtailcore_revision"})

#: Read by nothing but the search of the site, and written after a publication.
OF_SEARCH = frozenset({"pages_searchword"})

_LISTED = frozenset({"wagtailcore_page", "newsroom_newsroomitem", "newsroom_topicitem"})
#: Tables that triggers write, and from what (`newsroom.upkeep`).
MADE_FROM = {"newsroom_listingentry": _LISTED, "newsroom_listingcount": _LISTED}
