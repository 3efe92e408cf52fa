"""The locks: complete, hashed, and free of any address or path of a machine."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "requirements"


@pytest.mark.parametrize("nama", ["runtime.txt", "dev.txt", "runtime.in", "dev.in"])
def test_tanpa_alamat_indeks_dan_tanpa_lintasan_mesin(nama: str) -> None:
    teks = (FOLDER / nama).read_text()
    for terlarang in ("://", "--index-url", "--extra-index", "--find-links", "--trusted-host", " @ ", "file:", "/home"):
        assert terlarang not in teks


@pytest.mark.parametrize("nama", ["runtime.txt", "dev.txt"])
def test_setiap_paket_bersidik(nama: str) -> None:
    bagian = re.split(r"\n(?=[A-Za-z0-9])", (FOLDER / nama).read_text().strip())
    assert len(bagian) > 10
    for paket in bagian:
        assert re.match(r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?==\S+", paket), paket
        assert "--hash=sha256:" in paket, paket


def test_kunci_pengembangan_memakai_versi_yang_sama_dengan_kunci_aplikasi() -> None:
    def versi(nama: str) -> dict[str, str]:
        return dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", (FOLDER / nama).read_text(), re.MULTILINE))

    aplikasi, pengembangan = versi("runtime.txt"), versi("dev.txt")
    berbeda = {p for p in aplikasi.keys() & pengembangan.keys() if aplikasi[p] != pengembangan[p]}
    assert berbeda == set()
