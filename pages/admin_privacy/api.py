"""Pictures and documents in the admin API: those the person may pick or change."""

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from pages.admin_privacy.files import known_files


class _KnownFiles:
    def get_queryset(self) -> QuerySet:
        files = super().get_queryset()  # type: ignore[misc]
        known = known_files(files.model, self.request.user)  # type: ignore[attr-defined]
        return files.filter(pk__in=known.values("pk"))


class KnownImagesAPIViewSet(_KnownFiles, ImagesAdminAPIViewSet):
    """Pictures."""


class KnownDocumentsAPIViewSet(_KnownFiles, DocumentsAdminAPIViewSet):
    """Documents."""
