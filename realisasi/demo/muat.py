"""Loading the demo: what is missing is added, what is there is left alone."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import transaction

from realisasi.demo import teks
from realisasi.demo.orang import Login, daftar_login, domain, nama_pejabat, telepon
from realisasi.demo.rencana import TAHUN_DEMO, susun_tahun
from realisasi.demo.simpan import simpan_tahun
from realisasi.models import Dipa, TahunAnggaran
from realisasi.referensi import baca_csv, muat_peran, muat_provinsi, muat_satker
from realisasi.tahun_baru import buka_tahun, hari_libur
from satker.models import Pengguna, Penugasan, Satker

NARAHUBUNG = "Kabid Industri Kecil dan Menengah"


class PemasanganSungguhan(Exception):
    """The installation holds real data, which demo data must not be mixed with."""


@dataclass(frozen=True)
class KeadaanLogin:
    """A demo login as it stands after loading."""

    login: Login
    sandi_diganti: bool
    nonaktif: bool


@dataclass(frozen=True)
class HasilMuat:
    """What was done: the years that were added, and how the logins stand."""

    tahun_baru: list[int]
    login: list[KeadaanLogin]


@transaction.atomic
def muat_demo() -> HasilMuat:
    """Load the demo years that are missing, the satker and the logins that go with them.

    Raises:
        PemasanganSungguhan: there are real DIPA or a demo year was opened for real figures.

    """
    belum_ada = _tahun_yang_belum_ada()
    muat_provinsi()
    muat_satker()
    muat_satker("satker_ilustrasi.csv", kode_ilustrasi=True)
    muat_peran()
    satker = _satker_per_provinsi()
    for kantor in satker.values():
        _isi_kontak(kantor)
    login = _pastikan_login(satker)
    verifikator = Pengguna.objects.filter(username="pusat").first()
    for tahun in belum_ada:
        anggaran = buka_tahun(tahun, ilustrasi=True)
        if tahun in teks.TERBITAN:
            anggaran.terbitan = teks.TERBITAN[tahun]
            anggaran.save()
        simpan_tahun(susun_tahun(tahun, libur_pelaporan(tahun)), satker, verifikator)
    return HasilMuat(belum_ada, login)


def libur_pelaporan(tahun: int) -> set[dt.date]:
    """The holidays that move the due days of a year: its own and, for TW IV, the next one's."""
    return hari_libur(tahun, tahun + 1)


def _tahun_yang_belum_ada() -> list[int]:
    ada = dict(TahunAnggaran.objects.filter(tahun__in=TAHUN_DEMO).values_list("tahun", "ilustrasi"))
    belum_ada = [tahun for tahun in TAHUN_DEMO if tahun not in ada]
    sungguhan = [str(tahun) for tahun, ilustrasi in sorted(ada.items()) if not ilustrasi]
    if sungguhan:
        raise PemasanganSungguhan(
            f"Tahun anggaran {', '.join(sungguhan)} sudah dibuka untuk data sungguhan; data contoh tidak dimuat supaya "
            "keduanya tidak tercampur."
        )
    if belum_ada and (jumlah := Dipa.objects.filter(tahun__ilustrasi=False).count()):
        raise PemasanganSungguhan(
            f"Pemasangan ini sudah berisi data sungguhan ({jumlah} DIPA); data contoh tidak dimuat supaya keduanya "
            "tidak tercampur."
        )
    return belum_ada


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


def _pastikan_login(satker: dict[str, Satker]) -> list[KeadaanLogin]:
    """Create the logins that are missing; one that is there keeps its password, roles and state."""
    daftar = daftar_login()
    ada = {p.username: p for p in Pengguna.objects.filter(username__in=[satu.username for satu in daftar])}
    lama = [satu for satu in daftar if satu.username in ada]
    baru = [satu for satu in daftar if satu.username not in ada]
    # Hashing is slow on purpose and leaves the interpreter free: all cores share the work.
    with ThreadPoolExecutor() as kolam:
        cocok = list(kolam.map(check_password, [s.kata_sandi for s in lama], [ada[s.username].password for s in lama]))
        sandi = list(kolam.map(make_password, [s.kata_sandi for s in baru]))
    for satu, teracak in zip(baru, sandi, strict=True):
        ada[satu.username] = _buat_login(satu, teracak, satker)
    diganti = {satu.username for satu, sama in zip(lama, cocok, strict=True) if not sama}
    return [
        KeadaanLogin(satu, sandi_diganti=satu.username in diganti, nonaktif=not ada[satu.username].is_active)
        for satu in daftar
    ]


def _buat_login(login: Login, kata_sandi: str, satker: dict[str, Satker]) -> Pengguna:
    """Create one login with its role; `kata_sandi` is hashed already."""
    pengguna = Pengguna.objects.create(
        username=login.username,
        email=login.email,
        password=kata_sandi,
        nama=login.nama,
        is_staff=login.staf,
        is_superuser=login.superuser,
    )
    if login.peran:
        pengguna.groups.add(Group.objects.get(name=login.peran.value))
    if login.peran_satker:
        Penugasan.objects.create(pengguna=pengguna, satker=satker[login.kode_provinsi], peran=login.peran_satker)
    return pengguna
