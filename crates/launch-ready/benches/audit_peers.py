"""One real site (nginx, a home page with 40 links and 20 pictures) asked by launch-ready, MDN's HTTP Observatory and
linkinator, one after the other in the same run. Inside `unshare --net --mount`: nobody else hears of it.

    audit_peers.py BINARY NODE_MODULES ROUNDS
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

binary, modules, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
host, address = "site.example", "203.0.113.10"
folder = pathlib.Path(tempfile.mkdtemp(prefix="launch-ready-peers-"))
log = folder / "access.log"


def sh(command):
    subprocess.run(command, shell=True, check=True, cwd=folder, stderr=subprocess.DEVNULL)


sh("ip link set lo up && ip addr add %s/32 dev lo" % address)
(folder / "hosts").write_text("127.0.0.1 localhost\n%s %s www.%s\n" % (address, host, host))
sh("mount --make-rprivate / && mount --bind hosts /etc/hosts")
sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 300 -subj /CN=Root -keyout root.key -out root.pem")
sh("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=%s -keyout leaf.key -out leaf.csr" % host)
(folder / "leaf.ext").write_text("subjectAltName=DNS:%s,DNS:www.%s\nextendedKeyUsage=serverAuth\n" % (host, host))
sh("openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 90 -extfile leaf.ext -out leaf.pem")

www = folder / "www"
www.mkdir()
page = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body>%s</body></html>'
links = "".join('<a href="/p%d.html">page %d</a> ' % (i, i) for i in range(40))
pictures = "".join('<img src="/i%d.svg" alt="">' % i for i in range(20))
(www / "index.html").write_text(page % ("Home", links + pictures))
for i in range(40):
    (www / ("p%d.html" % i)).write_text(page % ("Page %d" % i, '<a href="/">home</a>' + "text " * 400))
for i in range(20):
    (www / ("i%d.svg" % i)).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
os.makedirs(folder / "tmp")
temporary = " ".join("%s_temp_path %s/tmp/%s;" % (n, folder, n) for n in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
(folder / "nginx.conf").write_text("""user root; daemon off; master_process off; pid %(f)s/nginx.pid; error_log %(f)s/nginx.log;
events { worker_connections 256; }
http { access_log %(f)s/access.log; server_tokens off; include /etc/nginx/mime.types; %(t)s
  server { listen %(a)s:80 default_server; return 301 https://$host$request_uri; }
  server { listen %(a)s:443 ssl default_server; ssl_certificate %(f)s/leaf.pem; ssl_certificate_key %(f)s/leaf.key; root %(f)s/www; } }
""" % {"f": folder, "a": address, "t": temporary})
nginx = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)

ours = [binary, "check", host, "--resolver", "127.0.0.1", "--ca", str(folder / "root.pem"), "--rdap", "off", "--no-state", "-q",
        "--public-range", "203.0.113.0/24"]
for name in (host, "www." + host):
    for port in (80, 443):
        ours += ["--resolve", "%s:%d:%s" % (name, port, address)]
areas = ["header", "cookie", "content", "exposure", "access", "cache", "edge", "redirect", "reach", "tls"]
only = lambda names: [flag for name in names for flag in ("--check", name)]
scan = "@mdn/mdn-http-observatory/bin/wrapper.js"
tools = [
    ("launch-ready, headers and cookies", ours + only(["header", "cookie"])),
    ("HTTP Observatory (headers and cookies)", ["node", str(modules / scan), host]),
    ("launch-ready, whole web surface and TLS", ours + only(areas)),
    ("linkinator (links and pictures)", ["node", str(modules / "linkinator/build/src/cli.js"), "https://" + host, "--recurse"]),
]
environment = dict(os.environ, NODE_EXTRA_CA_CERTS=str(folder / "root.pem"), HOME=str(folder), NO_COLOR="1")


def measure(command):
    before = len(log.read_text().splitlines()) if log.exists() else 0
    began = time.monotonic()
    with open(folder / "said", "w") as said:
        child = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    time.sleep(0.1)
    asked = len(log.read_text().splitlines()) - before
    code = os.waitstatus_to_exitcode(status)
    answered = '"grade"' in (folder / "said").read_text() if scan in str(command) else True
    if code not in (0, 1, 3) or asked == 0 or not answered:
        sys.exit("%s: exit %d, %d requests\n%s" % (command[0:3], code, asked, (folder / "said").read_text()[-2000:]))
    return wall, asked, usage.ru_maxrss


try:
    time.sleep(0.5)
    results = []
    for name, command in tools:
        runs = sorted(measure(command) for _ in range(rounds))
        results.append((name, runs[rounds // 2]))
    print("| on one real site | wall | requests | peak memory |\n|---|---|---|---|")
    for name, (wall, asked, peak) in results:
        print("| %s | %.2f s | %d | %d MB |" % (name, wall, asked, peak / 1000))
    first, second = results[1][1][0] / results[0][1][0], results[3][1][0] / results[2][1][0]
    print("\nratio of wall times in this run: Observatory / ours %.1f, linkinator / ours %.1f" % (first, second))
finally:
    nginx.terminate()
    nginx.wait()
    shutil.rmtree(folder, ignore_errors=True)
