"""The addresses: books, their pages, each page's JSON, and our own files."""

from django.urls import path, re_path

from minutebook.pages import views

FILE = r"[a-z0-9-]+\.(?:csv|svg|png)"

urlpatterns = [
    path("", views.shelf),
    path("static/<str:name>", views.static_file),
    path("<str:book>/", views.page, {"page": "overview"}),
    path("<str:book>/state", views.state),
    path("<str:book>/overview.svg", views.chart),
    path("<str:book>/report.html", views.report),
    path("<str:book>/<str:page>.json", views.page_json),
    path("<str:book>/<slug:page>.xlsx", views.workbook),
    re_path(
        r"^(?P<book>[^/]+)/(?P<page>[a-z]+)/(?P<name>[a-z0-9-]+\.(csv|svg|png))$", views.page_part
    ),
    path("<str:book>/<str:page>", views.page),
]
handler404 = "minutebook.pages.views.not_found"
handler500 = "minutebook.pages.views.failed"
