"""Many people at work at once, each of whom knows exactly what the server has promised.

Of every report its `Pelaku` keeps what must be stored (`pasti`: everything that was answered with
success) and, while an answer is missing, what may be stored as well (`ragu`). Whatever is
read of the database after a crash has to be one of the two, whole.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.kerusakan.isi import SANDI, TAHUN
from tests.kerusakan.mesin import PALING_LAMA, Jawaban, Orang, Server, tunggu

AKHIR = ("03-31", "06-30", "09-30", "12-31")
Angka = dict[str, int]


@dataclass(frozen=True)
class Keadaan:
    """A report as it is stored."""

    perubahan_ke: int = 0
    status: str = "DRAF"
    draf: tuple[tuple[str, int], ...] = ()
    versi: tuple[tuple[tuple[str, int], ...], ...] = ()
    diajukan: int = 0
    terverifikasi: int = 0
    jejak_status: tuple[str, ...] = ("DRAF",)
    jejak_angka: tuple[int, ...] = ()
    """What the journal tells: every state and every amount of belanja barang, in order and once."""

    def berubah(self, **isi: Any) -> Keadaan:
        """What it becomes by one change; each of ours changes either the state or the amounts."""
        if "status" in isi:
            isi["jejak_status"] = (*self.jejak_status, isi["status"])
        else:
            isi["jejak_angka"] = (*self.jejak_angka, dict(isi["draf"])["52"])
        return replace(self, perubahan_ke=self.perubahan_ke + 1, **isi)


@dataclass
class Laporan:
    """One report, and what is known of it."""

    dipa: int
    triwulan: int
    nomor: int
    pasti: Keadaan = Keadaan()
    ragu: Keadaan | None = None


class Badai:
    """Threads that save, submit, verify and reopen until all is done, with a gate to hold them at."""

    def __init__(self, server: Server, isi: dict[str, Any]) -> None:
        self.server = server
        self.terjawab = 0
        """Requests that were answered with success."""
        self.diragukan = 0
        """Requests of which nobody knows what became, when they were sent."""
        self.galat: list[str] = []
        self._kunci = threading.Lock()
        self._boleh = threading.Event()
        self._boleh.set()
        self._menunggu = 0
        self.pusat = [Orang(server, f"pusat-{n}", SANDI) for n in (1, 2)]
        self.pelaku = [
            Pelaku(
                self,
                Orang(server, kepala, SANDI),
                self.pusat[n % 2],
                [
                    [Laporan(d["dipa"], q, nomor) for q, nomor in enumerate(d["laporan"], 1)]
                    for d in isi["dipa"]
                    if d["kepala"] == kepala
                ],
            )
            for n, kepala in enumerate(isi["kepala"])
        ]
        self._selesai = 0

    def mulai(self) -> None:
        self.utas = [threading.Thread(target=p.jalan, daemon=True) for p in self.pelaku]
        for u in self.utas:
            u.start()

    def sampai(self, terjawab: int) -> None:
        """Wait until so many requests were answered with success."""
        tunggu(lambda: self.terjawab >= terjawab or bool(self.galat), f"{terjawab} jawaban")
        assert not self.galat, self.galat

    def tahan(self) -> None:
        """Let nobody send anything more, and wait until everybody has their answer or has lost it."""
        self._boleh.clear()
        tunggu(lambda: self._menunggu + self._selesai == len(self.pelaku), "semua berhenti")

    def lanjut(self) -> None:
        self._boleh.set()

    def selesai(self) -> None:
        for u in self.utas:
            u.join(PALING_LAMA)
        assert not self.galat, self.galat
        assert self._selesai == len(self.pelaku)

    def gerbang(self) -> None:
        if self._boleh.is_set():
            return
        with self._kunci:
            self._menunggu += 1
        self._boleh.wait(PALING_LAMA)
        with self._kunci:
            self._menunggu -= 1

    def hitung(self, *, terjawab: bool) -> None:
        with self._kunci:
            self.terjawab += terjawab
            self.diragukan += not terjawab

    def usai(self, galat: str = "") -> None:
        with self._kunci:
            self._selesai += 1
            if galat:
                self.galat.append(galat)

    def laporan(self) -> Iterator[Laporan]:
        for p in self.pelaku:
            for satu in p.milik:
                yield from satu

    def cocokkan(self) -> None:
        """Every report is what was promised, or what was asked for and not answered; nothing in between."""
        ada = self.server.isi("baca")
        for lap in self.laporan():
            isi = ada[str(lap.nomor)]
            terbaca = Keadaan(
                **isi
                | {
                    "draf": tuple(sorted(isi["draf"].items())),
                    "versi": tuple(tuple(sorted(v.items())) for v in isi["versi"]),
                    "jejak_status": tuple(isi["jejak_status"]),
                    "jejak_angka": tuple(isi["jejak_angka"]),
                }
            )
            assert terbaca in {lap.pasti, lap.ragu}, f"{lap} tersimpan sebagai {terbaca}"


class Pelaku:
    """A kepala dinas with several satker, and the tim pusat that decides on them."""

    def __init__(self, badai: Badai, kepala: Orang, pusat: Orang, milik: list[list[Laporan]]) -> None:
        self.badai, self.kepala, self.pusat, self.milik = badai, kepala, pusat, milik

    def jalan(self) -> None:
        try:
            for satu in self.milik:
                for lap in satu:
                    self._satu_laporan(lap)
        except Exception as galat:  # noqa: BLE001  (told by the thread that waits for this one)
            self.badai.usai(f"{type(galat).__name__}: {galat}")
        else:
            self.badai.usai()

    def _satu_laporan(self, lap: Laporan) -> None:
        dasar = 2_400_000_000 + lap.dipa * 10_000 + lap.triwulan * 1_000  # near the target of the year: no kendala
        for n in (1, 2, 3):
            self._simpan(lap, {"52": dasar + n, "53": dasar + 10 * n})
        self._ajukan(lap)
        self._putuskan(lap, "verifikasi", status="DIVERIFIKASI", terverifikasi=lap.pasti.diajukan)
        if lap.triwulan == 1:
            self._putuskan(lap, "buka-kembali", status="DIKEMBALIKAN", draf=lap.pasti.versi[-1])
            for n in (4, 5):
                self._simpan(lap, {"52": dasar + n, "53": dasar + 10 * n})
            self._ajukan(lap)
            self._putuskan(lap, "verifikasi", status="DIVERIFIKASI", terverifikasi=lap.pasti.diajukan)

    def _simpan(self, lap: Laporan, angka: Angka) -> None:
        isi = {
            "perubahan_ke": str(lap.pasti.perubahan_ke),
            **{f"r-{jenis}": str(n) for jenis, n in angka.items()},
            "basis": "SP2D",
            "tanggal_data": f"{TAHUN}-{AKHIR[lap.triwulan - 1]}",
            "fisik": "30",
            "kendala-TOTAL_FORMS": "0",
            "kendala-INITIAL_FORMS": "0",
        }
        self._lakukan(
            lap,
            lap.pasti.berubah(draf=tuple(sorted(angka.items()))),
            self.kepala,
            f"/pelaporan/{lap.dipa}/{lap.triwulan}/draf/",
            isi,
        )

    def _ajukan(self, lap: Laporan) -> None:
        versi = (*lap.pasti.versi, lap.pasti.draf)
        sesudah = lap.pasti.berubah(status="DIAJUKAN", versi=versi, diajukan=len(versi))
        isi = {"perubahan_ke": str(lap.pasti.perubahan_ke)}
        self._lakukan(lap, sesudah, self.kepala, f"/pelaporan/{lap.dipa}/{lap.triwulan}/ajukan/", isi)

    def _putuskan(self, lap: Laporan, tindakan: str, **sesudah: Any) -> None:
        isi = {"perubahan_ke": str(lap.pasti.perubahan_ke)}
        if tindakan != "verifikasi":
            isi["alasan"] = "Ada SP2D susulan."
        self._lakukan(lap, lap.pasti.berubah(**sesudah), self.pusat, f"/verifikasi/{lap.nomor}/{tindakan}/", isi)

    def _lakukan(self, lap: Laporan, sesudah: Keadaan, oleh: Orang, alamat: str, isi: dict[str, str]) -> None:
        """Send it until there is an answer; a conflict after a lost one means that the first had arrived."""
        hilang = False
        while True:
            self.badai.gerbang()
            lap.ragu = sesudah
            try:
                jawaban: Jawaban | None = oleh.kirim(alamat, isi)
            except (OSError, http.client.HTTPException):
                jawaban = None
            if jawaban is None or jawaban.status == 503:
                hilang = True
                self.badai.hitung(terjawab=False)
                time.sleep(0.05)
                continue
            berhasil = jawaban.status == (200 if alamat.endswith("/draf/") else 302)
            if not berhasil and not (jawaban.status == 409 and hilang):
                raise AssertionError(f"{alamat} {isi}: {jawaban.status} {jawaban.isi[:2000]}")
            if berhasil and alamat.endswith("/draf/"):
                assert json.loads(jawaban.isi)["perubahan_ke"] == sesudah.perubahan_ke
            lap.pasti, lap.ragu = sesudah, None
            self.badai.hitung(terjawab=True)
            return
