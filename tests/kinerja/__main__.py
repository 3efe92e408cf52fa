"""`make bench`: every table of measurements, one after the other."""

from __future__ import annotations

from tests.kinerja import impor, rakor

impor.jalankan()
rakor.jalankan()
