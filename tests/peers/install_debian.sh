#!/bin/bash
# Puts Debian's own programs beside ours that check our bytes: a Modbus master, CUPS, a smart-card daemon with a reader of
# its own, GStreamer's RTSP server, ffmpeg, strace, and pyscard for the venv (built here: PyPI has its source only).
# Root only: some of them bring services, so bin/test calls it on a build machine (CI is set) and nowhere else; run it by hand
# where you want the same. Tests skip with a reason when one is not there.
set -uo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "peers: root on a Debian is needed" >&2; exit 3; }
want=(
  mbpoll cups cups-client cups-ipp-utils pcscd vsmartcard-vpcd
  python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-plugins-bad ffmpeg
  strace xdotool gcc libc6-dev swig libpcsclite-dev
)
missing=()
for package in "${want[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "peers: installing ${missing[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  timeout 300 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
    echo "peers: not all of them could be installed" >&2
    exit 1
  }
fi
.venv/bin/python -c 'import smartcard.scard' 2>/dev/null && exit 0
timeout 200 .venv/bin/python -m pip --disable-pip-version-check install -q --no-deps --require-hashes -r /dev/stdin <<'LOCK'
pyscard==2.3.1 --hash=sha256:a24356f57a0a950740b6e54f51f819edd5296ee8892a6625b0da04724e9e6c13
LOCK
