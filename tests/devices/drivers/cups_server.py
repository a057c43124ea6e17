"""Two schedulers for the tests: one of our own whose jobs end as a test says, and a real CUPS of one's own folder."""

import http.server
import os
import pathlib
import pwd
import shutil
import subprocess
import threading

from devices.codecs import ipp
from tests.ports import free_port


class Pretend:
    """The answers of CUPS over HTTP. `plan` is what becomes of a job: the states it has when it is looked at."""

    def __init__(self):
        self.queue = {
            "printer-state": (3,),
            "printer-state-reasons": ("none",),
            "printer-state-message": ("",),
            "printer-is-accepting-jobs": (True,),
            "device-uri": ("ipp://printer.example/ipp",),
        }
        self.plan = [ipp.COMPLETED]
        self.jobs = {}
        self.on_job = lambda: None  # happens while a job is looked at
        self.cancels = True
        self.http_status = 200
        self.garbage = b""
        self.silent = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if outer.silent:
                    return
                answer = outer.garbage or outer.answer(body)
                self.send_response(outer.http_status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def answer(self, body):
        asked = ipp.decode(bytearray(len(body).to_bytes(4, "big") + body))
        head = {"attributes-charset": ("utf-8",), "attributes-natural-language": ("en",)}
        code, groups = self.obey(asked)
        return ipp.encode(ipp.Message(code, asked.request, head, groups))[4:]

    def obey(self, asked):
        if not asked.operation["printer-uri"][0].endswith("/printers/slip"):
            return ipp.NOT_FOUND, ()
        job = self.jobs.get(asked.operation.get("job-id", (0,))[0])
        match asked.code:
            case ipp.GET_PRINTER:
                return ipp.OK, (self.queue,)
            case ipp.PRINT_JOB:
                number = len(self.jobs) + 1
                names = (asked.operation["requesting-user-name"][0], asked.operation["job-name"][0])
                self.jobs[number] = [ipp.PENDING, *names, asked.data, list(self.plan)]
                return ipp.OK, (self.told(number),)
            case ipp.GET_JOB:
                if job[4]:
                    job[0] = job[4].pop(0)
                self.on_job()
                return ipp.OK, (self.told(asked.operation["job-id"][0]),)
            case ipp.GET_JOBS:
                who = asked.operation["requesting-user-name"][0]
                open_ones = [n for n, one in self.jobs.items() if one[1] == who and one[0] < ipp.CANCELED]
                return ipp.OK, tuple(self.told(n) for n in open_ones)
            case ipp.CANCEL_JOB:
                if job[0] >= ipp.CANCELED or not self.cancels:
                    return ipp.NOT_POSSIBLE, ()
                job[0], job[4] = ipp.CANCELED, []
                return ipp.OK, ()

    def told(self, number):
        state, _who, name, _data, _plan = self.jobs[number]
        return {"job-id": (number,), "job-state": (state,), "job-name": (name,)}


CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
BACKENDS = pathlib.Path("/usr/lib/cups/backend")
_FILES = """ServerRoot {0}/conf
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/tmp
ServerBin {0}/bin
AccessLog {0}/access
ErrorLog {0}/error
PageLog {0}/page
Printcap {0}/printcap
User {1}
Group {2}
"""
# The rules of Debian's own cupsd.conf for what we do: anybody prints, and takes back what is theirs.
_CONF = """LogLevel info
Listen 127.0.0.1:{port}
Listen {0}/state/cups.sock
Browsing No
WebInterface No
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Cancel-Job>
    Require user @OWNER
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
# A backend that does what its address says: pretend:/REASONS/EXIT, or waits for a file to go away.
_BACKEND = """#!/bin/sh
[ $# = 0 ] && exit 0
rest=${{DEVICE_URI#pretend:/}}
echo "STATE: +${{rest%%/*}}" >&2
exit ${{rest##*/}}
"""


class Real:
    """A real cupsd with its own folder, and raw queues to wherever a test wants."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("conf", "spool", "cache", "state", "tmp", "bin/backend"):
            (folder / name).mkdir(parents=True)
        os.chmod(folder, 0o755)
        (folder / "bin/backend/socket").symlink_to(BACKENDS / "socket")
        (folder / "bin/daemon").symlink_to(BACKENDS.parent / "daemon")
        pretend = folder / "bin/backend/pretend"
        pretend.write_text(_BACKEND.format())
        pretend.chmod(0o755)
        user, group = (
            ("lp", "lp") if os.getuid() == 0 else (pwd.getpwuid(os.getuid()).pw_name, str(os.getgid()))
        )
        if os.getuid() == 0:
            for name in ("spool", "cache", "state", "tmp"):
                shutil.chown(folder / name, "lp", "lp")
        port = free_port()
        self.host = f"127.0.0.1:{port}"
        (folder / "conf/cups-files.conf").write_text(_FILES.format(folder, user, group))
        (folder / "conf/cupsd.conf").write_text(_CONF.format(folder, port=port))
        conf = ("-c", folder / "conf/cupsd.conf", "-s", folder / "conf/cups-files.conf")
        self.process = subprocess.Popen(
            [CUPSD, "-f", *conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def add(self, queue, device, *options):
        """A raw queue to a device, once the scheduler answers."""
        command = ["lpadmin", "-h", self.host, "-p", queue, "-E", "-v", device, "-m", "raw", *options]
        subprocess.run(command, check=True, capture_output=True, timeout=30)

    def run(self, *command):
        subprocess.run(
            [command[0], "-h", self.host, *command[1:]], check=True, capture_output=True, timeout=30
        )

    def open_jobs(self, queue):
        asked = subprocess.run(
            ["lpstat", "-h", self.host, "-o", queue], capture_output=True, text=True, timeout=30
        )
        return asked.stdout.split("\n")[:-1]

    def close(self):
        self.process.terminate()
        self.process.wait(20)
