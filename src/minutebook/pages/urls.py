"""The addresses: books, their pages, each page's JSON, and our own files."""

from django.urls import path

from minutebook.pages import views

urlpatterns = [
    path("", views.shelf),
    path("static/<str:name>", views.static_file),
    path("<str:book>/", views.page, {"page": "overview"}),
    path("<str:book>/state", views.state),
    path("<str:book>/overview.svg", views.chart),
    path("<str:book>/<str:page>.json", views.page_json),
    path("<str:book>/<str:page>", views.page),
]
handler404 = "minutebook.pages.views.not_found"
handler500 = "minutebook.pages.views.failed"
