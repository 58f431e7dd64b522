"""The form that asks for an import: everything that can be refused is refused here."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Site

from pages.models import HomePage
from portal.isomer.archive_tree import ArchiveTree
from portal.isomer.errors import FileProblem, ImportStop
from portal.isomer.mapping import parse_mapping
from portal.isomer.models import ImportRun
from portal.isomer.site_data import read_config
from portal.isomer.writer.place import find_place

_GIGABYTE = 1024**3
_RULES_EXAMPLE = (
    "/national-plan/ = strategy\n/news/speeches/* = press-release\n/old-intranet/* = skip"
)


class ImportForm(forms.Form):
    """What to import, where to, and how."""

    archive = forms.FileField(
        label="ZIP file of the repository",
        help_text="On GitHub, open the repository, choose “Code”, then “Download ZIP”.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    home = forms.ModelChoiceField(
        HomePage.objects.all(),
        label="Import below",
        help_text="The home page of the site that receives the pages.",
        widget=AdminPageChooser(target_models=[HomePage]),
    )
    dry_run = forms.BooleanField(
        label="Rehearse only",
        help_text="Do all the work and report everything, but change nothing.",
        required=False,
    )
    rules = forms.CharField(
        label="Rules",
        help_text=(
            "Which addresses become which type of page; leave it empty if the usual types will "
            "do. One rule to a line: an address, “=”, and strategy, content, contact, "
            "press-release, article or skip. * stands for anything."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _RULES_EXAMPLE}),
        max_length=100_000,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not HomePage.objects.exists():
            # The repository's own home page becomes the site's.
            del self.fields["home"]
            return
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site and issubclass(site.root_page.specific_class or object, HomePage):
            self.fields["home"].initial = site.root_page_id

    def clean_archive(self) -> UploadedFile:
        """A ZIP with a repository in it; its configuration tells the repository's name."""
        upload = self.cleaned_data["archive"]
        limit = getattr(settings, "IMPORT_MAX_UPLOAD_SIZE", _GIGABYTE)
        if upload.size > limit:
            raise ValidationError(
                f"The file has {filesizeformat(upload.size)}; the most that is taken is "
                f"{filesizeformat(limit)}."
            )
        if not upload.name.lower().endswith(".zip"):
            raise ValidationError("This is no ZIP file: its name must end in .zip.")
        with _on_disk(upload) as path:
            try:
                tree = ArchiveTree(path)
                try:
                    self.repository = read_config(tree).host or tree.name
                    self.commit = tree.commit
                finally:
                    tree.close()
            except (ImportStop, FileProblem) as error:
                reason = str(error).replace(str(path), upload.name).replace(path.stem, upload.name)
                raise ValidationError(reason) from error
        upload.seek(0)
        return upload

    def clean_rules(self) -> str:
        """The rules as they were written, once every line is understood."""
        text = self.cleaned_data["rules"]
        try:
            parse_mapping(text, "The rules")
        except ImportStop as error:
            raise ValidationError(str(error)) from error
        return text

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        home = cleaned.get("home")
        if "home" in self.fields and home is None:
            return cleaned
        try:
            self.site = find_place(str(home.pk) if home else None).site
        except ImportStop as error:
            self.add_error("home" if home else None, str(error))
        return cleaned

    def run_for(self, user) -> ImportRun:
        """The row that asks for this import, not stored yet."""
        home = self.cleaned_data.get("home")
        return ImportRun(
            repository=self.repository[:200],
            source=self.cleaned_data["archive"].name[:255],
            commit=self.commit,
            root=str(home.pk) if home else "",
            rules=self.cleaned_data["rules"],
            dry_run=self.cleaned_data["dry_run"],
            user=user,
        )


@contextmanager
def _on_disk(upload: UploadedFile) -> Iterator[Path]:
    """The uploaded file as a path; what Django kept in memory is written for a moment."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)
