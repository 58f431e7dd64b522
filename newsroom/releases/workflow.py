"""The end of a page's own workflow (the setting WAGTAIL_FINISH_WORKFLOW_ACTION)."""


def finish(workflow_state, user=None) -> None:
    """Publish what was approved, as Wagtail does, unless something else publishes the page.

    A page that waits in a release stays a draft: the workflow has said that its words are right,
    the release says when they go out.
    """
    # Wagtail imports this module while it defines the models that these need.
    from wagtail.models import Page
    from wagtail.workflows import publish_workflow_state

    from pages import publication

    page = workflow_state.content_object
    reason = publication.refusal(page, user) if isinstance(page, Page) else ""
    if reason:
        publication.tell(f"Approved, and not published by itself. {reason}")
        return
    publish_workflow_state(workflow_state, user=user)
