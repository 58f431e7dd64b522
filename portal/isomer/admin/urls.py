"""The addresses of Settings → Imports, below the admin's."""

from django.urls import path

from portal.isomer.admin.views.compare import CompareView, PreviewView
from portal.isomer.admin.views.end import DiscardView, TakeBackView
from portal.isomer.admin.views.export import CsvView, JsonView
from portal.isomer.admin.views.listing import IndexView
from portal.isomer.admin.views.progress import FiguresView, ProgressView
from portal.isomer.admin.views.report import ReportView
from portal.isomer.admin.views.start import CarryOutView, GoOnView, NewView

app_name = "imports"

urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("new/", NewView.as_view(), name="new"),
    path("<int:run_id>/", ReportView.as_view(), name="report"),
    path("<int:run_id>/results/", ReportView.as_view(results_only=True), name="report_results"),
    path("<int:run_id>/progress/", ProgressView.as_view(), name="progress"),
    path("<int:run_id>/progress/figures/", FiguresView.as_view(), name="figures"),
    path("<int:run_id>/carry-out/", CarryOutView.as_view(), name="carry_out"),
    path("<int:run_id>/go-on/", GoOnView.as_view(), name="go_on"),
    path("<int:run_id>/take-back/", TakeBackView.as_view(), name="take_back"),
    path("<int:run_id>/discard/", DiscardView.as_view(), name="discard"),
    path("<int:run_id>/files/<int:item_id>/", CompareView.as_view(), name="compare"),
    path("<int:run_id>/files/<int:item_id>/page/", PreviewView.as_view(), name="preview"),
    path("<int:run_id>/report.csv", CsvView.as_view(), name="csv"),
    path("<int:run_id>/report.json", JsonView.as_view(), name="json"),
]
