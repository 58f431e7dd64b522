"""The part of schema.org that this site uses: its types, their properties and what these take.

Source: https://schema.org/<name> for each of them; each stands as it does here in schema-dts 2.1.0
on npm (October 2026), which is made from schema.org's own files: `test_published.py` compares them
where that package is. A type has the properties of the types above it. `query-input` is not among
the terms: it is how schema.org's Actions write a constraint
(https://schema.org/docs/actions.html#part-4).
"""

#: The types above each type.
TYPES: dict[str, tuple[str, ...]] = {
    "Thing": (),
    "Action": ("Thing",),
    "SearchAction": ("Action",),
    "CreativeWork": ("Thing",),
    "Article": ("CreativeWork",),
    "NewsArticle": ("Article",),
    "Comment": ("CreativeWork",),
    "CorrectionComment": ("Comment",),
    "MediaObject": ("CreativeWork",),
    "ImageObject": ("MediaObject",),
    "VideoObject": ("MediaObject",),
    "WebPage": ("CreativeWork",),
    "CollectionPage": ("WebPage",),
    "ContactPage": ("WebPage",),
    "SearchResultsPage": ("WebPage",),
    "WebSite": ("CreativeWork",),
    "Intangible": ("Thing",),
    "ContactPoint": ("StructuredValue",),
    "EntryPoint": ("Intangible",),
    "ItemList": ("Intangible",),
    "BreadcrumbList": ("ItemList",),
    "ListItem": ("Intangible",),
    "OpeningHoursSpecification": ("StructuredValue",),
    "StructuredValue": ("Intangible",),
    "Organization": ("Thing",),
    "GovernmentOrganization": ("Organization",),
    "Person": ("Thing",),
    "Place": ("Thing",),
}

#: What the properties of each type take: a type from above, or a kind of text or number.
PROPERTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "Thing": {
        "description": ("Text",),
        "image": ("ImageObject", "URL"),
        "mainEntityOfPage": ("CreativeWork", "URL"),
        "name": ("Text",),
        "potentialAction": ("Action",),
        "sameAs": ("URL",),
        "url": ("URL",),
    },
    "Action": {"target": ("EntryPoint", "URL")},
    "SearchAction": {"query-input": ("Text",)},
    "CreativeWork": {
        "about": ("Thing",),
        "author": ("Organization", "Person"),
        "correction": ("CorrectionComment", "Text", "URL"),
        "creativeWorkStatus": ("Text",),
        "dateModified": ("Date", "DateTime"),
        "datePublished": ("Date", "DateTime"),
        "genre": ("Text", "URL"),
        "headline": ("Text",),
        "inLanguage": ("Text",),
        "isPartOf": ("CreativeWork", "URL"),
        "keywords": ("Text", "URL"),
        "mainEntity": ("Thing",),
        "publisher": ("Organization", "Person"),
        "text": ("Text",),
        "thumbnailUrl": ("URL",),
        "video": ("VideoObject",),
    },
    "Article": {"articleSection": ("Text",)},
    "MediaObject": {
        "contentUrl": ("URL",),
        "embedUrl": ("URL",),
        "uploadDate": ("Date", "DateTime"),
    },
    "VideoObject": {"transcript": ("Text",)},
    "WebPage": {"breadcrumb": ("BreadcrumbList", "Text"), "primaryImageOfPage": ("ImageObject",)},
    "ContactPoint": {"contactType": ("Text",), "email": ("Text",), "telephone": ("Text",)},
    "EntryPoint": {"urlTemplate": ("Text",)},
    "ItemList": {"itemListElement": ("ListItem", "Text", "Thing"), "numberOfItems": ("Integer",)},
    "ListItem": {"item": ("Thing",), "position": ("Integer", "Text")},
    "OpeningHoursSpecification": {
        "closes": ("Time",),
        "dayOfWeek": ("DayOfWeek",),
        "opens": ("Time",),
    },
    "Organization": {
        "contactPoint": ("ContactPoint",),
        "location": ("Place", "Text"),
        "logo": ("ImageObject", "URL"),
    },
    "Place": {
        "address": ("Text",),
        "hasMap": ("URL",),
        "openingHoursSpecification": ("OpeningHoursSpecification",),
    },
}

#: Without these Google shows no rich result, or none with what makes it one:
#: https://developers.google.com/search/docs/appearance/structured-data/article, /breadcrumb, /video
REQUIRED: dict[str, tuple[str, ...]] = {
    "NewsArticle": ("author", "datePublished", "headline"),
    "BreadcrumbList": ("itemListElement",),
    "VideoObject": ("name", "thumbnailUrl", "uploadDate"),
}
REQUIRED_OF_A_STEP = ("item", "name", "position")

DAYS = tuple(
    f"https://schema.org/{day}"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
