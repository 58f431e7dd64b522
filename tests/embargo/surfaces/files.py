"""The admin's addresses of pictures, documents and tags."""

from tests.embargo.surfaces.kinds import Surface, surface


def _of_files(app: str, kind: str, edit: str) -> list[Surface]:
    number, numbers = f"{kind}_id:{kind}", f"id={{{kind}s}}"
    multiple = "doc_id" if kind == "document" else f"{kind}_id"
    return [
        surface(
            f"{app}:index", "", "", "q=quokkaz", "tag={state}", "layout=list", "ordering=title"
        ),
        surface(f"{app}:index_results", "", "", "q=quokkaz"),
        surface(f"{app}:{edit}", number, posts=({},)),
        surface(f"{app}:delete", number, posts=({},)),
        surface(f"{app}:{kind}_usage", number),
        surface(f"{app}:add", posts=({},)),
        surface(f"{app}:add_multiple", posts=({},)),
        surface(f"{app}:edit_multiple", f"{multiple}:{kind}", posts=({},)),
        surface(f"{app}:delete_multiple", f"{multiple}:{kind}", posts=({},)),
        surface(f"{app}:create_multiple_from_uploaded_{kind}", "uploaded_file_id:=1", posts=({},)),
        surface(f"{app}:delete_upload_multiple", "uploaded_file_id:=1", posts=({},)),
        surface(
            f"{app}_chooser:choose",
            "",
            "",
            "q=quokkaz",
            "collection_id={collection}",
            shown_to="editor",
        ),
        surface(
            f"{app}_chooser:choose_results",
            "",
            "",
            "q=quokkaz",
            "tag={imagetag}",
            shown_to="editor",
        ),
        surface(f"{app}_chooser:chosen", f"pk:{kind}", shown_to="editor"),
        surface(f"{app}_chooser:chosen_multiple", "", numbers, shown_to="editor"),
        surface(f"{app}_chooser:create", posts=({},)),
        surface(
            f"wagtailadmin_api:{kind}s:listing",
            "",
            "",
            "search=quokkaz",
            "fields=*",
            shown_to="editor",
        ),
        surface(f"wagtailadmin_api:{kind}s:detail", f"pk:{kind}", shown_to="editor"),
        surface(f"wagtailadmin_api:{kind}s:find", "", f"id={{{kind}}}"),
        *(
            surface(
                "wagtail_bulk_action",
                f"app_label:=pages model_name:=site{kind} action:={action}",
                numbers,
                "id=all",
                posts=({},),
            )
            for action in ("delete", "add_tags", "add_to_collection")
        ),
    ]


def _of_a_snippet(kind: str, number: str) -> list[Surface]:
    names = f"wagtailsnippets_{kind}"
    choosers = f"wagtailsnippetchoosers_{kind}"
    return [
        *(surface(f"{names}:{name}", "", "", "q=quokkaz") for name in ("list", "list_results")),
        surface(f"{names}:add"),
        *(
            surface(f"{names}:{name}", f"pk:{number}")
            for name in ("edit", "delete", "usage", "history", "history_results", "copy")
        ),
        *(
            surface(f"{choosers}:{name}", "", "", "q=quokkaz", shown_to=_shown(number))
            for name in ("choose", "choose_results")
        ),
        surface(f"{choosers}:chosen", f"pk:{number}", shown_to=_shown(number)),
        surface(f"{choosers}:chosen_multiple", "", "id={topics}", shown_to=_shown(number)),
        surface(f"{choosers}:create", posts=({},)),
    ]


def _shown(number: str) -> str:
    return "editor" if number == "topic" else ""


_TAG = "app_name:={} model_name:={}"

FILES: list[Surface] = [
    *_of_files("wagtailimages", "image", "edit"),
    *_of_files("wagtaildocs", "document", "edit"),
    surface("wagtailimages:preview", "image_id:image filter_spec:=max-100x100"),
    surface("wagtailimages:url_generator", "image_id:image"),
    surface("wagtailimages:url_generator_output", "image_id:image"),
    surface("wagtailimages_chooser:select_format", "image_id:image", posts=({},),
            shown_to="editor"),
    surface("wagtailadmin_tag_autocomplete", "", "term=quokkaz", "term={state}",
            shown_to="editor"),
    surface("wagtailadmin_tag_model_autocomplete", _TAG.format("newsroom", "topic"),
            "term=quokkaz", shown_to="editor"),
    surface("wagtailadmin_tag_model_autocomplete", _TAG.format("taggit", "tag"), "term=quokkaz",
            shown_to="editor"),
    surface("wagtailadmin_tag_model_autocomplete", _TAG.format("wagtailcore", "page"),
            "term=quokkaz"),
    *_of_a_snippet("newsroom_topic", "topic"),
    *_of_a_snippet("pages_contact", "=1"),
    surface("wagtailsnippets:index"),
]  # fmt: skip
