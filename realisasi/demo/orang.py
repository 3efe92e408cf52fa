"""Invented people of the demo: names, addresses under `.example`, numbers that no one can dial."""

from __future__ import annotations

from dataclasses import dataclass

from realisasi.demo import teks
from realisasi.demo.bentuk import acak
from satker.models import PeranSatker
from satker.peran import Peran

KEPALA_DINAS = "Kepala Dinas"


def nama_pejabat(kode_provinsi: str, jabatan: str) -> str:
    """The name of the holder of an office in a province; the same in every year."""
    rng = acak("nama", kode_provinsi, jabatan)
    return f"{rng.choice(teks.NAMA_DEPAN)} {rng.choice(teks.NAMA_BELAKANG)}"


def domain(iso: str) -> str:
    """The invented mail domain of a dinas, from the ISO code of its province: `dinas-ri.example`."""
    return f"dinas-{iso.removeprefix('ID-').lower()}.example"


def telepon(kode_satker: str) -> str:
    """A number that nobody can have: for most satker a mobile one, for the others of an office.

    Mobile numbers begin with 081 to 083 or 085 to 089; 084 is given to no operator. There is no
    area 000.
    """
    awal, akhir = kode_satker[:3], kode_satker[3:]
    return f"(000) {awal}-{akhir}" if int(kode_satker) % 4 == 0 else f"0840-0{awal}-{akhir}"


@dataclass(frozen=True)
class Login:
    """One demo login; `kode_provinsi` and `peran_satker` for a dinas, `peran` for the national ones."""

    username: str
    nama: str
    email: str
    sebagai: str
    peran: Peran | None = None
    kode_provinsi: str = ""
    peran_satker: PeranSatker | None = None
    superuser: bool = False

    @property
    def kata_sandi(self) -> str:
        """Fixed and easy to type; the two logins of one dinas share it."""
        return f"demo-{self.username.rpartition('-')[2]}-2026"

    @property
    def nip(self) -> str:
        """A number that nobody can have: its bearer would be born in the year 1900."""
        return f"1900010119200110{daftar_login().index(self):02d}" if self.peran_satker else ""

    @property
    def staf(self) -> bool:
        """May try the admin site, which asks for the role itself."""
        return self.peran in {Peran.TIM_PUSAT, Peran.ADMINISTRATOR}


DINAS = (("riau", "14", "ID-RI", "Riau"), ("aceh", "11", "ID-AC", "Aceh"), ("jatim", "35", "ID-JI", "Jawa Timur"))


def daftar_login() -> tuple[Login, ...]:
    """All demo logins in the order in which they are shown."""
    pusat = [
        Login("pusat", "Laksmi Prawirata", "pusat@ditjen-ikma.example", "Tim pusat", Peran.TIM_PUSAT),
        Login("pimpinan", "Hendra Adinegara", "pimpinan@ditjen-ikma.example", "Pimpinan", Peran.PIMPINAN),
        Login(
            "admin",
            "Yusuf Kusumadewa",
            "admin@ditjen-ikma.example",
            "Administrator",
            Peran.ADMINISTRATOR,
            superuser=True,
        ),
    ]
    dinas = [
        Login(
            f"{awalan}-{nama_pendek}",
            nama_pejabat(kode, jabatan),
            f"{awalan}@{domain(iso)}",
            f"{peran.label} {nama}",
            kode_provinsi=kode,
            peran_satker=peran,
        )
        for nama_pendek, kode, iso, nama in DINAS
        for awalan, jabatan, peran in (
            ("kepala", KEPALA_DINAS, PeranSatker.KEPALA),
            ("operator", "Operator", PeranSatker.OPERATOR),
        )
    ]
    return (*pusat, *dinas)
