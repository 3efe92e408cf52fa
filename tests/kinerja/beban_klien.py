"""What the clients of the load do; read by locust in a process of its own, which knows nothing of Django.

The file named by KINERJA_SESI holds the sessions (`peladen.sesi`), KINERJA_CAMPURAN the mix: `campuran` as on the eve
of a rakor, `dasbor` the dashboard alone. Nobody waits between two requests. Drafts go round among the clients, so
that each is stored by one at a time, building on the count of changes that the answer before told.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from gevent.queue import Queue
from locust import FastHttpUser, constant, events, task

SESI = json.loads(Path(os.environ["KINERJA_SESI"]).read_text())
CAMPURAN = os.environ["KINERJA_CAMPURAN"]
KALIMAT = 300
JENIS = ("51", "52", "53", "57")

pusat: Queue = Queue()
draf: Queue = Queue()
for nilai in SESI["pusat"]:
    pusat.put(nilai)
for isi in SESI["operator"]:
    draf.put({**isi, "token": "", "csrf": "", "perubahan_ke": 0, "ke": 0})
sebab: dict[str, int] = {}


@events.request.add_listener
def catat_galat(request_type, name, exception, response=None, **_lain):  # noqa: ANN001, ANN003, ANN201
    """Count each cause of a failure, to be printed at the end."""
    if exception is not None:
        teks = getattr(response, "text", None) or ""
        kunci = f"{request_type} {name}: {exception!r} {' '.join(teks.split())[:KALIMAT]}"
        sebab[kunci] = sebab.get(kunci, 0) + 1


@events.quitting.add_listener
def tulis_galat(environment, **_lain):  # noqa: ANN001, ANN003, ANN201
    """Leave the causes beside the figures of the load tool."""
    Path(os.environ["KINERJA_SEBAB"]).write_text(json.dumps(sebab))


class Klien(FastHttpUser):
    """One client: most often tim pusat at the dashboard, sometimes a dinas at its draft."""

    wait_time = constant(0)
    host = os.environ["KINERJA_ALAMAT"]
    default_headers = {"Accept-Encoding": "gzip, deflate, br"}

    def on_start(self) -> None:
        """Take a session of tim pusat."""
        self.pusat = {"Cookie": f"{SESI['kuki']}={pusat.get()}"}
        self.giliran = 0

    @task(70)
    def dasbor(self) -> None:
        self.client.get("/", headers=self.pusat, name="dasbor")

    if CAMPURAN == "campuran":

        @task(20)
        def satker(self) -> None:
            """The sheet of one satker after the other."""
            self.giliran += 1
            kode = SESI["satker"][self.giliran % len(SESI["satker"])]
            self.client.get(f"/satker/{kode}/", headers=self.pusat, name="satker")

        @task(10)
        def simpan(self) -> None:
            """Store one draft, whose page is opened before its first save."""
            milik = draf.get()
            try:
                if not milik["token"] and not self._buka(milik):
                    return
                self._kirim(milik)
            finally:
                draf.put(milik)

    def _buka(self, milik: dict) -> bool:
        """Open the entry page, and read from it what a save has to name."""
        kepala = {"Cookie": f"{SESI['kuki']}={milik['sesi']}"}
        with self.client.get(
            milik["entri"],
            headers=kepala,
            name="buka isian",
            catch_response=True,
        ) as jawaban:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', jawaban.text or "")
            ke = re.search(r'name="perubahan_ke" value="(\d+)"', jawaban.text or "")
            kuki = re.search(r"csrftoken=([^;]+)", jawaban.headers.get("Set-Cookie", "") if jawaban.headers else "")
            if not (token and ke and kuki):
                jawaban.failure(f"halaman isian tidak terbaca: status {jawaban.status_code} {jawaban.error or ''}")
                return False
            milik.update(token=token[1], perubahan_ke=int(ke[1]), csrf=kuki[1])
        return True

    def _kirim(self, milik: dict) -> None:
        milik["ke"] += 1
        formulir = {
            "csrfmiddlewaretoken": milik["token"],
            "perubahan_ke": str(milik["perubahan_ke"]),
            "basis": "SP2D",
            "fisik": str(milik["ke"] % 101),
            **{f"r-{j}": str(20_000_000 + 1_000 * milik["ke"] + n) for n, j in enumerate(JENIS)},
            **{f"k-{j}": "" for j in JENIS},
            "kendala-TOTAL_FORMS": "0",
            "kendala-INITIAL_FORMS": "0",
        }
        kepala = {"Cookie": f"{SESI['kuki']}={milik['sesi']}; csrftoken={milik['csrf']}"}
        with self.client.post(
            f"{milik['entri']}draf/", data=formulir, headers=kepala, name="simpan", catch_response=True
        ) as jawaban:
            if jawaban.status_code == 200:
                milik["perubahan_ke"] = jawaban.json()["perubahan_ke"]
            else:
                milik["token"] = ""  # whatever it was, the next one opens the page anew
                jawaban.failure(f"status {jawaban.status_code} {jawaban.error or ''}")
