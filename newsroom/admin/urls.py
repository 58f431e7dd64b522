from django.urls import path

from newsroom.admin import views

app_name = "newsroom"
urlpatterns = [
    path("<int:pk>/correct/", views.CorrectView.as_view(), name="correct"),
    path("<int:pk>/withdraw/", views.WithdrawView.as_view(), name="withdraw"),
    path("<int:pk>/readers/", views.ReadersView.as_view(), name="readers"),
]
