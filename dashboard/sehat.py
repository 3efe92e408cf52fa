"""The health check: is the application up, and does its database answer?"""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from satker.models import Satker

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def sehat(request: HttpRequest) -> JsonResponse:
    """200 when a table of ours can be read, else 503; the cause goes to the log alone.

    A real table rather than `SELECT 1`: that would succeed on a database never migrated.
    """
    try:
        Satker.objects.exists()
    except Error:
        logger.exception("Pemeriksaan kesehatan: basis data tidak dapat dibaca.")
        return JsonResponse({"status": "gangguan", "basis_data": "tidak dapat dibaca"}, status=503)
    return JsonResponse({"status": "ok", "basis_data": "dapat dibaca"})
