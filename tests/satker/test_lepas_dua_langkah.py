"""`manage.py lepas_dua_langkah`: the last administrator comes in again, and the journal says how."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from satker.models import CatatanJurnal, Pengguna, WajibDuaLangkah
from satker.peran import Peran
from tests.satker.test_faktor import KODE, di_dalam, pasang, sandi

pytestmark = pytest.mark.django_db

Masuk = Callable[[Pengguna | str], Client]
NAMA = "uji-administrator"


def lepas(*pilihan: str, nama: str = NAMA) -> str:
    keluaran = io.StringIO()
    call_command("lepas_dua_langkah", nama, *pilihan, stdout=keluaran)
    return keluaran.getvalue()


@pytest.fixture
def jawab(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`jawab("ya")`: what is typed at the console."""
    return lambda kata: monkeypatch.setattr("sys.stdin", io.StringIO(kata))


def test_administrator_terakhir_masuk_lagi_dengan_kata_sandi(
    administrator: Pengguna, masuk: Masuk, caplog: pytest.LogCaptureFixture
) -> None:
    klien = masuk(administrator)
    pasang(klien)
    assert sandi(Client(), NAMA) == KODE
    kata = lepas("--ya")
    assert f"Masuk dua langkah {NAMA} dilepas, dan sesinya berakhir" in kata
    assert not Authenticator.objects.exists()
    assert not di_dalam(klien)
    assert sandi(Client(), NAMA) == "/"
    assert "masuk dua langkah dilepas petugas server" in caplog.text
    assert [m.to for m in mail.outbox] == [[administrator.email]]
    assert "dilepas oleh petugas server" in mail.outbox[0].body


def test_jurnal_menyebut_konsol(administrator: Pengguna, masuk: Masuk) -> None:
    pasang(masuk(administrator))
    lepas("--ya")
    entri = CatatanJurnal.objects.filter(object_pk=str(administrator.pk), content_type__model="pengguna").latest("pk")
    assert entri.changes["dua_langkah_sejak"][1] == "None"
    assert (entri.actor, entri.nama_pelaku) == (None, "Petugas server (konsol)")
    riwayat = masuk(administrator).get("/admin/satker/catatanjurnal/").content.decode()
    assert "Petugas server (konsol)" in riwayat
    # Nobody is named for what comes after.
    administrator.nama = "Lain"
    administrator.save()
    assert CatatanJurnal.objects.latest("pk").nama_pelaku == ""


def test_yang_wajib_diminta_memasang_lagi(administrator: Pengguna, masuk: Masuk) -> None:
    WajibDuaLangkah.objects.create(peran=Peran.ADMINISTRATOR)
    pasang(masuk(administrator))
    assert "diminta memasangnya lagi" in lepas("--ya")
    klien = Client()
    sandi(klien, NAMA)
    assert klien.get("/satker/").headers["Location"] == "/akun/dua-langkah/pasang/"


def test_bertanya_dahulu(administrator: Pengguna, masuk: Masuk, jawab: Callable[[str], None]) -> None:
    klien = masuk(administrator)
    pasang(klien)
    for kata in ("", "\n", "tidak\n", "y\n"):
        jawab(kata)
        with pytest.raises(CommandError, match="Tidak ada yang dilepas"):
            lepas()
    assert Authenticator.objects.count() == 2
    assert di_dalam(klien)
    jawab("ya\n")
    assert "kata sandi saja cukup" in lepas()
    assert not Authenticator.objects.exists()


def test_yang_tidak_dapat_dilepas_disebut(administrator: Pengguna) -> None:
    with pytest.raises(CommandError, match="tidak memakai masuk dua langkah"):
        lepas("--ya")
    with pytest.raises(CommandError, match="Tidak ada akun bernama tidak-ada"):
        lepas("--ya", nama="tidak-ada")
