"""The admin's addresses that name a page, and its lists of pages."""

from tests.embargo.surfaces.kinds import Surface, surface

_OF_A_PAGE = [
    "edit", "preview_on_edit", "view_draft", "delete", "unpublish", "convert_alias", "copy",
    "set_privacy", "lock", "unlock", "revisions_index", "workflow_history", "history",
    "history_results", "usage", "set_page_position:page_to_move_id", "move:page_to_move_id",
    "add_subpage:parent_page_id", "confirm_workflow_cancellation",
]  # fmt: skip
#: Of these, an editor of the page sees its title.
_SILENT = {
    "set_privacy", "lock", "unlock", "unpublish", "convert_alias", "revisions_index", "delete",
    "set_page_position", "add_subpage", "confirm_workflow_cancellation", "move", "preview_on_edit",
    "history_results",
}  # fmt: skip


def _of_a_page(entry: str) -> Surface:
    name, _, number = entry.partition(":")
    shown = "" if name in _SILENT else "editor"
    return surface(
        f"wagtailadmin_pages:{name}", f"{number or 'page_id'}:page", posts=({},), shown_to=shown
    )


_TYPE = "content_type_app_name:=newsroom content_type_model_name:=pressreleasepage"
_ALL = "id={pages}"
_BULK = "app_label:=wagtailcore model_name:=page"
_TASK = "page_id:page task_state_id:task_state"

PAGES: list[Surface] = [
    *(_of_a_page(entry) for entry in _OF_A_PAGE),
    surface("wagtailadmin_explore_root"),
    surface("wagtailadmin_explore", "parent_page_id:page"),
    surface("wagtailadmin_explore", "parent_page_id:parent", shown_to="editor"),
    surface("wagtailadmin_explore", "parent_page_id:news", "", "q=quokkaz", "ordering=title",
            "search_all=1&q=quokkaz", "content_type=1", "p=2", shown_to="editor"),
    surface("wagtailadmin_explore", "parent_page_id:newsroom", "", "q=quokkaz", "site=1"),
    surface("wagtailadmin_explore", "parent_page_id:section", "", "search_all=1&q=quokkaz"),
    surface("wagtailadmin_explore_results", "parent_page_id:parent", shown_to="editor"),
    surface("wagtailadmin_explore_results", "parent_page_id:news", "", "search_all=1&q=quokkaz",
            shown_to="editor"),
    surface("wagtailadmin_pages:search", "", "", "q=quokkaz", "q=live:no", shown_to="editor"),
    surface("wagtailadmin_pages:search_results", "", "", "q=quokkaz", shown_to="editor"),
    surface("wagtailadmin_pages:type_use", _TYPE, "", "q=quokkaz", shown_to="editor"),
    surface("wagtailadmin_pages:type_use_results", _TYPE, "", "q=quokkaz", shown_to="editor"),
    surface("wagtailadmin_pages:choose_parent", "app_label:=newsroom model_name:=pressreleasepage",
            posts=({"parent_page": "{page}"}, {"parent_page": "{parent}"})),
    surface("wagtailadmin_pages:add", _TYPE + " parent_page_id:parent"),
    surface("wagtailadmin_pages:preview_on_add", _TYPE + " parent_page_id:parent"),
    surface("wagtailadmin_pages:move_confirm", "page_to_move_id:page destination_id:section",
            posts=({},)),
    surface("wagtailadmin_pages:move_confirm", "page_to_move_id:elsewhere_page destination_id:page",
            posts=({},)),
    surface("wagtailadmin_pages:move_confirm",
            "page_to_move_id:elsewhere_page destination_id:parent", posts=({},)),
    surface("wagtailadmin_pages:workflow_action", _TASK + " action_name:=approve", posts=({},), only_posted=True),
    surface("wagtailadmin_pages:collect_workflow_action_data", _TASK + " action_name:=reject",
            posts=({"comment": "No"},)),
    surface("wagtailadmin_pages:workflow_preview", "page_id:page task_id:task_state.task"),
    surface("wagtailadmin_pages:workflow_history_detail",
            "page_id:page workflow_state_id:workflow_state"),
    surface("wagtailadmin_pages:revisions_view", "page_id:page revision_id:revision",
            shown_to="editor"),
    surface("wagtailadmin_pages:revisions_revert", "page_id:page revision_id:revision",
            shown_to="editor"),
    surface("wagtailadmin_pages:revisions_unschedule", "page_id:page revision_id:revision",
            posts=({},)),
    surface("wagtailadmin_pages:revisions_compare",
            "pk:page revision_id_a:=earliest revision_id_b:=latest", shown_to="editor"),
    surface("wagtailadmin_pages:revisions_compare",
            "pk:page revision_id_a:=live revision_id_b:=latest"),
    *(
        surface("wagtail_bulk_action", f"{_BULK} action:={action}", _ALL, "id=all&childOf={news}",
                "id=all&childOf={home}&q=quokkaz", posts=({"chooser": "{news}"},),
                shown_to="editor" if action == "move" else "")
        for action in ("delete", "move", "publish", "unpublish")
    ),
    surface("wagtailadmin_editing_sessions:ping",
            "app_label:=wagtailcore model_name:=page object_id:page session_id:=1",
            posts=({"revision_id": "{revision}"},), only_posted=True),
    surface("wagtailadmin_editing_sessions:release", "session_id:=1", posts=({},),
            only_posted=True),
    # Choosing a page.
    surface("wagtailadmin_choose_page", "", "", "page_type=newsroom.PressReleasePage",
            "page_type=newsroom.NewsListPage", "user_perms=move_to&target_pages[]={page}",
            "multiple=1"),
    surface("wagtailadmin_choose_page_child", "parent_page_id:news", "",
            "page_type=newsroom.PressReleasePage", "multiple=1", "p=1", shown_to="editor"),
    surface("wagtailadmin_choose_page_child", "parent_page_id:home"),
    surface("wagtailadmin_choose_page_child", "parent_page_id:parent", shown_to="editor"),
    surface("wagtailadmin_choose_page_child", "parent_page_id:page"),
    surface("wagtailadmin_choose_page_search", "", "q=quokkaz", "q=release",
            "q=quokkaz&page_type=newsroom.PressReleasePage", shown_to="editor"),
    surface("wagtailadmin_choose_page_chosen_multiple", "", _ALL, "id={page}&multiple=1", "id=x",
            shown_to="editor"),
    surface("wagtailadmin_choose_page_external_link", "", "", posts=tuple(
        {"external-link-chooser-url": address, "external-link-chooser-link_text": "here"}
        for address in ("http://localhost/hub/news/{slug}/", "/hub/news/{slug}/",
                        "/quokkazbelowparentslug/{slug}/", "/hub/news/", "/hub/news/?a=1")
    )),
    surface("wagtailadmin_choose_page_email_link"),
    surface("wagtailadmin_choose_page_phone_link"),
    surface("wagtailadmin_choose_page_anchor_link"),
    # The admin's own API.
    surface("wagtailadmin_api:pages:listing", "", "", "fields=*", "child_of={news}",
            "child_of={news}&for_explorer=1", "descendant_of={home}", "search=quokkaz",
            "type=newsroom.PressReleasePage&fields=*", shown_to="editor"),
    surface("wagtailadmin_api:pages:detail", "pk:page", "", "fields=*", shown_to="editor"),
    surface("wagtailadmin_api:pages:detail", "pk:news"),
    surface("wagtailadmin_api:pages:find", "", "html_path=/hub/news/{slug}/", "id={page}"),
    *(
        surface("wagtailadmin_api:pages:action", f"pk:page action_name:={action}",
                posts=({"destination_page_id": "{section}"},), only_posted=True)
        for action in ("copy", "delete", "publish", "unpublish", "move", "create_alias",
                       "convert_alias", "revert_to_page_revision", "copy_for_translation")
    ),
    surface("wagtailadmin_api:pages:action", "pk:elsewhere_page action_name:=move",
            posts=({"destination_page_id": "{page}"}, {"destination_page_id": "{parent}"}),
            only_posted=True),
]  # fmt: skip
