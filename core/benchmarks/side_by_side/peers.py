"""The servers that are compared, and the back end behind them."""
import glob
import http.client
import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass

from .processes import Trouble, free_ports, tree, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
ECHO = os.path.join(os.path.dirname(HERE), "src/main/java/io/sluice/benchmarks/EchoServer.java")
# Without root, nginx can write only where it is told to; and Sluice has no such folders.
OWN_FOLDERS = " ".join(
    f"{kind}_temp_path {{{{dir}}}}/temp-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)
LARGE_BUFFERS = " proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 64k;"
START_SECONDS = 30


@dataclass
class Peer:
    """A server that runs."""

    name: str
    process: subprocess.Popen
    plain: int
    tls: int
    path: str = "/"  # that the load asks for

    def pids(self):
        return tree(self.process.pid)


class Bench:
    """Where everything is: the folder of this run, Sluice's home, the ports."""

    def __init__(self, folder, processes, home, java_home, cores, files):
        self.folder = folder
        self.processes = processes
        self.cores = cores
        self.files = files
        # Each tunnel is two connections, and each connection an open file.
        self.connections = min(20000, files // 2 - 100)
        self.env = dict(os.environ)
        if java_home:
            self.env["JAVA_HOME"] = java_home
        # No archive of classes is made while others are measured.
        self.env["SLUICE_CLASS_ARCHIVE"] = "off"
        self.load_env = self.env
        self.home = home or self.unpacked()
        self.sluice = os.path.join(self.home, "bin/sluice")
        if not os.path.exists(self.sluice):
            raise Trouble(f"{self.home} has no bin/sluice (expected: an unpacked distribution)")
        java = os.path.join(self.env["JAVA_HOME"], "bin/java") if self.env.get("JAVA_HOME") else shutil.which("java")
        if not java or not os.path.exists(java):
            raise Trouble("no Java found: put java on the PATH, or name a JDK by --java-home")
        self.java = java
        self.echoes = free_ports(1)

    def unpacked(self):
        """The distribution that was built last, in the folder of this run."""
        built = sorted(glob.glob(os.path.join(ROOT, "distribution/target/sluice-*.tar.gz")), key=os.path.getmtime)
        if not built:
            raise Trouble("no distribution found: build it by mvn -q -B package -Dmaven.test.skip, or name one by --home")
        with tarfile.open(built[-1]) as archive:
            archive.extractall(self.folder)
        return glob.glob(os.path.join(self.folder, "sluice-*/"))[0].rstrip("/")

    @property
    def echo(self):
        return self.echoes[0]

    def prepare(self):
        """A certificate, and the back end."""
        self.make_certificate()
        self.start_echo()

    def make_certificate(self):
        if not shutil.which("openssl"):
            raise Trouble("openssl is missing, which makes the certificate (Debian: apt install openssl)")
        run(
            *("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30".split()),
            *("-keyout", self.path("key.pem"), "-out", self.path("cert.pem")),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        )
        with open(self.path("both.pem"), "w") as both:
            for name in ("cert.pem", "key.pem"):
                with open(self.path(name)) as part:
                    both.write(part.read())

    def start_echo(self):
        """The back end: one process, on all of its ports."""
        flags = ["-XX:+UseSerialGC", "-Xmx256m", "-Djdk.nio.maxCachedBufferSize=65536"]
        process = self.processes.start("echo", [self.java, *flags, ECHO, *map(str, self.echoes)], self.env)
        self.await_answer("echo", process, self.echo)

    def path(self, name):
        return os.path.join(self.folder, name)

    def fill(self, template, name, plain, tls, nginx_only=""):
        """The template's text with all in its place, as a file."""
        with open(os.path.join(HERE, template)) as source:
            text = source.read().replace("{{nginx_only}}", nginx_only)
        values = {
            "dir": self.folder,
            "name": name,
            "cores": self.cores,
            "connections": self.connections,
            "plain": plain,
            "tls": tls,
            "echo": self.echo,
        }
        for key, value in values.items():
            text = text.replace("{{" + key + "}}", str(value))
        path = self.path(f"{name}-{template}")
        with open(path, "w") as out:
            out.write(text)
        return path

    def start(self, name):
        """Starts one of nginx, nginx-64k, haproxy, sluice; it answers when this returns."""
        plain, tls = free_ports(2)
        env = None
        if name == "haproxy":
            command = [program("haproxy"), "-db", "-f", self.fill("haproxy.cfg", name, plain, tls)]
        elif name == "sluice":
            conf = self.path("sluice.conf")
            run(self.sluice, "import", self.fill("nginx.conf", name, plain, tls), "--force", "-o", conf, env=self.env)
            command = [self.sluice, "run", "-c", conf]
            env = self.env
        else:
            only = OWN_FOLDERS + (LARGE_BUFFERS if name == "nginx-64k" else "")
            conf = self.fill("nginx.conf", name, plain, tls, only)
            command = [program("nginx"), "-e", "stderr", "-p", self.folder, "-c", conf, "-g", "daemon off;"]
        return self.serve(name, command, plain, tls, env)

    def serve(self, name, command, plain, tls, env, path="/"):
        """Starts a server that will listen there; it answers when this returns."""
        process = self.processes.start(name, command, env)
        self.await_answer(name, process, plain)
        return Peer(name, process, plain, tls, path)

    def await_answer(self, name, process, port):
        def ready():
            return process.poll() is not None or answers(port)

        if not wait_for(ready, START_SECONDS) or process.poll() is not None:
            raise Trouble(f"{name} does not answer on port {port}; it said:\n{self.processes.log(name)}")

    def versions(self, names):
        """What each program calls itself."""
        said = {
            "nginx": lambda: first_match(r"nginx/(\S+)", output(program("nginx"), "-v")),
            "haproxy": lambda: first_match(r"version (\d[\d.]*)", output(program("haproxy"), "-v")),
            "sluice": lambda: first_match(r"(\d+\.\d+\.\d+\S*)", output(self.sluice, "version", env=self.env)),
        }
        found = {name: said[name]() for name in names if name in said}
        found["java"] = self.java_version(self.java)
        return found

    def java_version(self, java):
        return first_match(r'version "([^"]+)"', output(java, "-version"))


def missing(names):
    """Those whose program is not installed, with what to do."""
    return [f"{name} is missing (Debian: apt install {name})" for name in names if name != "sluice" and not program(name)]


def program(name):
    """Where it is; also where root alone has it on the PATH. None where it is not."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def answers(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def run(*command, env=None):
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if done.returncode:
        raise Trouble(f"{' '.join(command[:2])} failed:\n{(done.stdout + done.stderr).strip()}")


def output(*command, env=None):
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    return done.stdout + done.stderr


def first_match(pattern, text):
    found = re.search(pattern, text)
    return found.group(1) if found else "unknown"
