"""The rest of the admin: its first page, reports, the release desk, and what needs other rights."""

from tests.embargo.surfaces.kinds import Surface, surface


def _asked(*names: str, number: str = "") -> list[Surface]:
    return [surface(name, number, posts=({},) if number else ()) for name in names]


def _report(name: str, *queries: str, shown_to: str = "") -> list[Surface]:
    names = (f"wagtailadmin_reports:{name}", f"wagtailadmin_reports:{name}_results")
    exports = ("export=csv", "export=xlsx")
    return [surface(name, "", "", *exports, *queries, shown_to=shown_to) for name in names]


def _viewset(names: str, *more: str, results: bool = True, without: tuple[str, ...] = ()) -> list:
    lists = ["index", "add", *(["index_results"] if results else []), *more]
    ones = [
        name for name in ("edit", "delete", "history", "history_results", "usage", "copy")
        if name not in without
    ]  # fmt: skip
    return [
        *_asked(*(f"{names}:{name}" for name in lists)),
        *_asked(*(f"{names}:{name}" for name in ones), number="pk:=1"),
    ]


_RELEASE_STEPS = ("ask", "approve", "refuse", "reopen", "cancel", "take-latest", "remove")

ADMIN: list[Surface] = [
    surface("wagtailadmin_home", shown_to="editor"),
    surface("style_guide"),
    *_report("locked_pages"),
    *_report("workflow", "reviewable=true", shown_to="editor"),
    *_report("workflow_tasks", "reviewable=true", shown_to="editor"),
    *_report("site_history", "label=quokkaz", shown_to="editor"),
    *_report("aging_pages"),
    *_report("page_types_usage", shown_to="editor"),
    # The release desk.
    surface("releases:index", "", "", "q=quokkaz"),
    surface("releases:index_results", "", "", "q=quokkaz"),
    surface("releases:new", posts=({},)),
    surface("releases:add_page", "page_pk:page", posts=({},)),
    surface("releases:preview_page", "page_pk:page", posts=({},)),
    surface("releases:preview_revoke", "pk:=1", posts=({},)),
    surface("releases:calendar", "", "", "month=2026-03"),
    surface("releases:agenda"),
    surface("releases:calendar_key", posts=({},)),
    surface("releases:as_at", "", "", "at=2030-01-01T00:00", posts=({},)),
    surface("releases:leave_as_at", posts=({},)),
    *(
        surface(f"releases:{name}", "pk:release", posts=({},))
        for name in ("detail", "edit", "add_pages", "release_now", "rehearse", "retry",
                     "preview_new")
    ),
    *(surface("releases:transition", f"pk:release step:={step}", posts=({},), only_posted=True)
      for step in _RELEASE_STEPS),
    *(surface("releases:item_transition", f"pk:release item:release_item step:={step}",
              posts=({},), only_posted=True) for step in _RELEASE_STEPS),
    # What is done to an item after its publication.
    *(surface(f"newsroom:{name}", "pk:page", posts=({},))
      for name in ("correct", "withdraw", "readers")),
    # What needs rights of its own, which none of these people have.
    *_viewset("wagtailsites"),
    *_viewset("wagtailusers_users"),
    *_viewset("wagtailusers_groups", without=("copy",)),
    *_asked("wagtailredirects:index", "wagtailredirects:index_results", "wagtailredirects:add",
            "wagtailredirects:start_import", "wagtailredirects:process_import"),
    *_asked("wagtailredirects:edit", "wagtailredirects:delete", number="redirect_id:redirect"),
    *_asked("wagtailadmin_collections:index", "wagtailadmin_collections:add"),
    *_asked("wagtailadmin_collections:edit", "wagtailadmin_collections:delete",
            number="pk:collection"),
    *_asked("wagtailadmin_collections:set_privacy", number="collection_id:collection"),
    *_asked("wagtailsettings:edit", number="app_name:=pages model_name:=navigation pk:=1"),
    *_asked("wagtailsettings:edit", number="app_name:=pages model_name:=sitesettings pk:=1"),
    *_asked("wagtailsettings:edit", number="app_name:=pages model_name:=navigation"),
    *_asked("wagtailsettings:preview_on_edit",
            number="app_name:=pages model_name:=navigation pk:=1"),
    *_asked(*(f"wagtailadmin_workflows:{name}" for name in (
        "index", "index_results", "add", "select_task_type", "task_index", "task_index_results",
        "task_chooser", "task_chooser_results", "task_chooser_create"))),
    *_asked(*(f"wagtailadmin_workflows:{name}" for name in (
        "enable", "disable", "edit", "usage", "usage_results", "edit_task", "disable_task",
        "enable_task")), number="pk:=1"),
    *_asked("wagtailadmin_workflows:task_chosen", number="task_id:=1"),
    *_asked("wagtailadmin_workflows:add_task",
            number="app_label:=wagtailcore model_name:=groupapprovaltask"),
    *_asked("wagtailadmin_workflows:remove", number="page_pk:page"),
    *_asked("wagtailadmin_workflows:remove", number="page_pk:page workflow_pk:=1"),
    # Translations.
    surface("simple_translation:submit_page_translation", "page_id:page", posts=({},)),
    surface("simple_translation:submit_snippet_translation",
            "app_label:=pages model_name:=contact pk:=1", posts=({},)),
    *_viewset("wagtaillocales", without=("copy",)),
    *_asked("imports:index", "imports:new"),
    *_asked(*(f"imports:{name}" for name in (
        "report", "report_results", "progress", "figures", "carry_out", "go_on", "take_back",
        "discard", "csv", "json")), number="run_id:=1"),
    *_asked("imports:compare", "imports:preview", number="run_id:=1 item_id:=1"),
    # What holds nothing of the site.
    *_asked("wagtailadmin_account", "wagtailadmin_dismissibles", "wagtailadmin_block_preview",
            "wagtailadmin_sprite", "wagtailadmin_login", "wagtailadmin_password_reset",
            "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_complete",
            "wagtailadmin_javascript_catalog", "wagtailembeds:chooser",
            "wagtailembeds:chooser_upload", "^admin/test404/", "^admin"),
    *_asked("wagtailadmin_password_reset_confirm", number="uidb64:=MQ token:=x-y"),
    surface("^admin/^", path="/admin/quokka/"),
]  # fmt: skip

#: Addresses, and groups of them by how their names begin, that are not asked, and why.
NOT_ASKED = {
    "wagtailadmin_logout": "ends the session of whoever asks",
    "wagtailadmin_error_test": "fails on purpose, and holds nothing",
    "wagtailsnippets_notices_notice:": "a model of the tests themselves",
    "wagtailsnippetchoosers_notices_notice:": "a model of the tests themselves",
}
