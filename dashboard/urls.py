"""Addresses of the read side."""

from django.urls import path

from dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.nasional, name="nasional"),
]
