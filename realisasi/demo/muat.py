"""Loading the demo: what is missing is added, what is there is left alone."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import transaction

from realisasi import rekap
from realisasi.demo import teks
from realisasi.demo.jalur import TAHUN_BERJALAN
from realisasi.demo.orang import Login, daftar_login, domain, nama_pejabat, telepon
from realisasi.demo.pembanding import bandingkan
from realisasi.demo.pemeriksaan import lengkapi
from realisasi.demo.rencana import TAHUN_DEMO, susun_tahun
from realisasi.demo.simpan import simpan_tahun
from realisasi.models import Dipa, TahunAnggaran
from realisasi.pembekuan import SEMUA, Cakupan, bekukan
from realisasi.posisi import Angka
from realisasi.referensi import baca_csv, muat_peran, muat_provinsi, muat_satker
from realisasi.tahun_baru import buka_tahun, hari_libur
from satker.models import Pengguna, Penugasan, Satker

VERIFIKATOR = daftar_login()[0]  # tim pusat
RAKOR = "Rakor TW II 2026 (contoh)"
RAKOR_TRIWULAN = 2  # of the running year: the last one that is verified
NARAHUBUNG = "Kabid Industri Kecil dan Menengah"


class PemasanganSungguhan(Exception):
    """The installation is, or may be, a real one, which demo data must not be mixed with."""


@dataclass(frozen=True)
class KeadaanLogin:
    """A demo login as it stands after loading; one that was deleted is not among them."""

    login: Login
    sandi_diganti: bool
    nonaktif: bool


@dataclass(frozen=True)
class HasilMuat:
    """What was done: the years that were added, and how the logins stand."""

    tahun_baru: list[int]
    login: list[KeadaanLogin]


@transaction.atomic
@rekap.sekali()
def muat_demo() -> HasilMuat:
    """Load the demo, or what is missing of its years where some of it is there.

    Where demo years are, logins and contacts that somebody took away stay away; and where
    real figures have come to stand beside them, nothing at all is added.

    Raises:
        PemasanganSungguhan: demo data are switched off, or nothing of the demo is there yet
            but real DIPA, a demo year opened for real figures, or somebody's account.

    """
    if not settings.DEMO_DIIZINKAN:
        raise PemasanganSungguhan(
            "Data contoh tidak dimuat dengan pengaturan produksi: kata sandi login contoh diketahui umum."
        )
    ada = dict(TahunAnggaran.objects.filter(tahun__in=TAHUN_DEMO).values_list("tahun", "ilustrasi"))
    sungguhan = _alasan_sungguhan(ada)
    pertama_kali = not any(ada.values())
    if pertama_kali and (alasan := sungguhan or _alasan_ada_pengguna()):
        raise PemasanganSungguhan(alasan)
    belum_ada = [] if sungguhan else [tahun for tahun in TAHUN_DEMO if tahun not in ada]
    if belum_ada:
        _muat_tahun(belum_ada, pertama_kali=pertama_kali)
    return HasilMuat(belum_ada, _keadaan_login())


def _muat_tahun(belum_ada: list[int], *, pertama_kali: bool) -> None:
    """The years, with the satker they stand on; the first time contacts and logins too."""
    muat_provinsi()
    muat_satker()
    muat_satker("satker_ilustrasi.csv", kode_ilustrasi=True)
    satker = _satker_per_provinsi()
    if pertama_kali:
        muat_peran()
        for kantor in satker.values():
            _isi_kontak(kantor)
        _buat_semua_login(satker)
    verifikator = Pengguna.objects.filter(username=VERIFIKATOR.username).first()
    for tahun in belum_ada:
        anggaran = buka_tahun(tahun, ilustrasi=True)
        if tahun in teks.TERBITAN:
            anggaran.terbitan = teks.TERBITAN[tahun]
            anggaran.save()
        rencana = susun_tahun(tahun, libur_pelaporan(tahun))
        simpan_tahun(rencana, satker, verifikator, str(verifikator or VERIFIKATOR.nama))
        if tahun == TAHUN_BERJALAN:
            lengkapi(tahun)
            bandingkan(tahun, verifikator, str(verifikator or VERIFIKATOR.nama))
            bekukan(Cakupan(tahun, RAKOR_TRIWULAN, SEMUA, Angka.RESMI), RAKOR, verifikator)


def libur_pelaporan(tahun: int) -> set[dt.date]:
    """The holidays that move the due days of a year: its own and, for TW IV, the next one's."""
    return hari_libur(tahun, tahun + 1)


def _alasan_sungguhan(ada: dict[int, bool]) -> str | None:
    """Why demo years must not be added here, as a sentence; `ada` maps demo years to whether they are illustrations."""
    if sungguhan := [str(tahun) for tahun, ilustrasi in sorted(ada.items()) if not ilustrasi]:
        return (
            f"Tahun anggaran {', '.join(sungguhan)} sudah dibuka untuk data sungguhan; data contoh tidak dimuat supaya "
            "keduanya tidak tercampur."
        )
    if jumlah := Dipa.objects.filter(tahun__ilustrasi=False).count():
        return (
            f"Pemasangan ini sudah berisi data sungguhan ({jumlah} DIPA); data contoh tidak dimuat supaya keduanya "
            "tidak tercampur."
        )
    return None


def _alasan_ada_pengguna() -> str | None:
    """Why logins with well-known passwords must not be made here: somebody works with it already."""
    contoh = {(satu.username, satu.email) for satu in daftar_login()}
    lain = [u for u in Pengguna.objects.values_list("username", "email") if u not in contoh]
    if not lain:
        return None
    return (
        f"Pemasangan ini sudah mempunyai pengguna sendiri ({len(lain)} akun); data contoh tidak dimuat, karena kata "
        "sandi login contoh diketahui umum."
    )


def _satker_per_provinsi() -> dict[str, Satker]:
    kode = {
        baris["kode_satker"]: baris["kode_provinsi"]
        for berkas in ("satker_ikma.csv", "satker_ilustrasi.csv")
        for baris in baca_csv(berkas)
        if baris["kode_provinsi"]
    }
    return {kode[s.kode]: s for s in Satker.objects.filter(kode__in=kode).select_related("provinsi")}


def _isi_kontak(satker: Satker) -> None:
    if satker.kontak_surel or satker.kontak_nama or satker.kontak_telepon:
        return
    satker.kontak_nama = nama_pejabat(satker.provinsi_id, NARAHUBUNG)
    satker.kontak_telepon = telepon(satker.kode)
    satker.kontak_surel = f"ikma@{domain(satker.provinsi.iso)}"
    satker.save()


def _buat_semua_login(satker: dict[str, Satker]) -> None:
    """Create the logins that are missing; one that is there keeps its password, roles and state."""
    ada = set(Pengguna.objects.values_list("username", flat=True))
    baru = [satu for satu in daftar_login() if satu.username not in ada]
    # Hashing is slow on purpose and leaves the interpreter free: all cores share the work.
    with ThreadPoolExecutor() as kolam:
        sandi = list(kolam.map(make_password, [satu.kata_sandi for satu in baru]))
    for satu, teracak in zip(baru, sandi, strict=True):
        _buat_login(satu, teracak, satker)


def _keadaan_login() -> list[KeadaanLogin]:
    """The demo logins that are there, and whether their passwords are still the well-known ones."""
    daftar = daftar_login()
    ada = {p.username: p for p in Pengguna.objects.filter(username__in=[satu.username for satu in daftar])}
    lama = [satu for satu in daftar if satu.username in ada]
    with ThreadPoolExecutor() as kolam:
        cocok = list(kolam.map(check_password, [s.kata_sandi for s in lama], [ada[s.username].password for s in lama]))
    return [
        KeadaanLogin(satu, sandi_diganti=not sama, nonaktif=not ada[satu.username].is_active)
        for satu, sama in zip(lama, cocok, strict=True)
    ]


def _buat_login(login: Login, kata_sandi: str, satker: dict[str, Satker]) -> None:
    """Create one login with its role; `kata_sandi` is hashed already."""
    pengguna = Pengguna.objects.create(
        username=login.username,
        email=login.email,
        password=kata_sandi,
        nama=login.nama,
        nip=login.nip,
        is_staff=login.staf,
        is_superuser=login.superuser,
    )
    if login.peran:
        pengguna.groups.add(Group.objects.get(name=login.peran.value))
    if login.peran_satker:
        Penugasan.objects.create(pengguna=pengguna, satker=satker[login.kode_provinsi], peran=login.peran_satker)
