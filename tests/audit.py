"""`make audit`: known vulnerabilities of the locked packages, secrets in the tree, static rules of security.

All three are run, whatever the others say; it ends with 0 only where each could look and found
nothing. What could not be asked is no "nothing found".
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

AKAR = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
KUNCI = ("requirements/runtime.txt", "requirements/dev.txt")
ACUAN = ".secrets.baseline"
PALING_LAMA = 600  # seconds for one file of packages


def main() -> int:
    """Run all parts and print a line or more for each."""
    hasil = [*(paket(AKAR / berkas) for berkas in KUNCI), rahasia(AKAR), statis(AKAR)]
    for bersih, kalimat in hasil:
        sys.stdout.write(f"{'bersih' if bersih else 'GAGAL '}  {kalimat}\n")
    return 0 if all(bersih for bersih, _ in hasil) else 1


def paket(berkas: Path) -> tuple[bool, str]:
    """Ask the advisory service about every locked package of a file."""
    perintah = [
        BIN / "pip-audit",
        "-r",
        berkas,
        "--require-hashes",
        "--disable-pip",
        "-f",
        "json",
        "--progress-spinner",
    ]
    try:
        jalan = subprocess.run([*perintah, "off"], capture_output=True, text=True, check=False, timeout=PALING_LAMA)
    except subprocess.TimeoutExpired:
        return False, f"{berkas.name}: layanan kelemahan tidak menjawab dalam {PALING_LAMA // 60} menit."
    return nilai_paket(berkas.name, jalan.stdout)


def nilai_paket(nama: str, keluaran: str) -> tuple[bool, str]:
    """What pip-audit's JSON says, in a sentence; without any JSON nothing could be asked."""
    try:
        daftar: list[dict[str, Any]] = json.loads(keluaran)["dependencies"]
    except (ValueError, KeyError, TypeError):
        daftar = []
    terjawab = [d for d in daftar if "skip_reason" not in d]
    if not terjawab:
        return False, (
            f"{nama}: tidak satu paket pun dapat ditanyakan ke layanan kelemahan. Ini bukan berarti aman: jalankan "
            "lagi dari mesin yang tersambung ke internet."
        )
    lemah = [f"{d['name']} {d['version']}: {v['id']}" for d in terjawab for v in d["vulns"]]
    tak_terjawab = [str(d["name"]) for d in daftar if "skip_reason" in d]
    kalimat = f"{nama}: {len(terjawab)} paket ditanyakan, {len(lemah)} kelemahan dikenal"
    if lemah:
        kalimat += f" ({'; '.join(lemah)})"
    if tak_terjawab:
        kalimat += f"; tidak dapat ditanyakan: {', '.join(tak_terjawab)}"
    return not lemah and not tak_terjawab, f"{kalimat}."


def rahasia(akar: Path) -> tuple[bool, str]:
    """Look for secrets in the tracked files; what the baseline lists was looked at and is none."""
    git = shutil.which("git") or "git"
    berkas = subprocess.run(
        [git, "ls-files"], cwd=akar, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not berkas:
        return False, "rahasia: daftar berkas tidak dapat dibaca dari git."
    with tempfile.TemporaryDirectory() as folder:
        # A copy: the tool would write line numbers that moved into the baseline.
        acuan = shutil.copy(akar / ACUAN, folder)
        perintah = [BIN / "detect-secrets-hook", "--no-verify", "--json", "--baseline", acuan, *berkas]
        jalan = subprocess.run(perintah, cwd=akar, capture_output=True, text=True, check=False)
    if jalan.returncode in {0, 3}:  # 3: only line numbers moved
        return True, f"rahasia: {len(berkas)} berkas, tidak ada yang baru."
    try:
        temuan = json.loads(jalan.stdout)["results"]
    except (ValueError, KeyError):
        return False, f"rahasia: tidak dapat diperiksa ({jalan.stderr.strip()[-300:]})."
    tempat = [f"{nama}:{satu['line_number']} ({satu['type']})" for nama, isi in temuan.items() for satu in isi]
    return False, f"rahasia: {len(tempat)} yang baru: {'; '.join(tempat)}."


def statis(akar: Path) -> tuple[bool, str]:
    """The rules of ruff, those for security (S) among them, and Django's own checks of the settings of a deployment."""
    ruff = subprocess.run([BIN / "ruff", "check", "--quiet", "."], cwd=akar, check=False)
    make = shutil.which("make") or "make"
    django = subprocess.run([make, "--no-print-directory", "lint-produksi"], cwd=akar, check=False)
    return ruff.returncode == django.returncode == 0, "aturan statis: ruff (S) dan manage.py check --deploy."


if __name__ == "__main__":
    sys.exit(main())
