"""Loading the demo: what is missing is added, what is there is left alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group
from django.db import transaction

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
    login = [_pastikan_login(satu, satker) for satu in daftar_login()]
    verifikator = Pengguna.objects.filter(username="pusat").first()
    for tahun in belum_ada:
        buka_tahun(tahun, ilustrasi=True)
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
            f"Pemasangan ini sudah berisi data sungguhan ({jumlah} DIPA); data contoh tidak dimuat supaya keduanya tidak "
            "tercampur."
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


def _pastikan_login(login: Login, satker: dict[str, Satker]) -> KeadaanLogin:
    """Create a login that is missing; one that is there keeps its password, roles and state."""
    pengguna = Pengguna.objects.filter(username=login.username).first()
    if pengguna:
        cocok = check_password(login.kata_sandi, pengguna.password)
        return KeadaanLogin(login, sandi_diganti=not cocok, nonaktif=not pengguna.is_active)
    pengguna = Pengguna.objects.create_user(
        login.username,
        login.email,
        login.kata_sandi,
        nama=login.nama,
        is_staff=login.staf,
        is_superuser=login.superuser,
    )
    if login.peran:
        pengguna.groups.add(Group.objects.get(name=login.peran.value))
    if login.peran_satker:
        Penugasan.objects.create(pengguna=pengguna, satker=satker[login.kode_provinsi], peran=login.peran_satker)
    return KeadaanLogin(login, sandi_diganti=False, nonaktif=False)
