#!/usr/bin/env bash
# nginx, Apache and Caddy with snippets pasted in, in front of an app that sends Cache-Control of its own and one
# that sends none. Inside a network namespace of its own.
#
#   snippets.sh FOLDER     with files SERVER-replaces, SERVER-adds, SERVER-redirect
#
# Prints the Cache-Control of each answer, and where the redirect leads.
set -euo pipefail
cd "$1"
dir=$PWD
ip link set lo up
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT
cat > app.py <<'PY'
import http.server, sys
class App(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/" else 404)
        if sys.argv[2] == "own":
            self.send_header("Cache-Control", "public, max-age=600")
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), App).serve_forever()
PY
python3 app.py 9000 own & pids+=($!)
python3 app.py 9001 none & pids+=($!)
# Ports: 9n00 replaces, 9n01 adds, 9n02 redirect.
mkdir -p tmp
{ echo "daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/nginx.log; events {}"
  echo "http { access_log off;"
  for t in client_body proxy fastcgi uwsgi scgi; do echo "${t}_temp_path $dir/tmp/$t;"; done
  echo "server { listen 127.0.0.1:9100; $(cat nginx-replaces) location / { proxy_pass http://127.0.0.1:9000; } }"
  echo "server { listen 127.0.0.1:9101; $(cat nginx-adds) location / { proxy_pass http://127.0.0.1:9001; } }"
  echo "server { listen 127.0.0.1:9102; $(cat nginx-redirect) } }"
} > nginx.conf
nginx -c "$dir/nginx.conf" 2> nginx.out & pids+=($!)
mods=/usr/lib/apache2/modules
{ for m in mpm_event headers alias proxy proxy_http authz_core; do echo "LoadModule ${m}_module $mods/mod_$m.so"; done
  echo "ServerName acme.example"; echo "PidFile $dir/apache.pid"; echo "ErrorLog $dir/apache.log"
  for p in 9200 9201 9202; do echo "Listen 127.0.0.1:$p"; done
  printf '<VirtualHost *:9200>\nProxyPass "/" "http://127.0.0.1:9000/"\n%s\n</VirtualHost>\n' "$(cat apache-replaces)"
  printf '<VirtualHost *:9201>\nProxyPass "/" "http://127.0.0.1:9001/"\n%s\n</VirtualHost>\n' "$(cat apache-adds)"
  printf '<VirtualHost *:9202>\n%s\n</VirtualHost>\n' "$(cat apache-redirect)"
} > apache.conf
apache2 -f "$dir/apache.conf" -D FOREGROUND > apache.out 2>&1 & pids+=($!)
{ printf '{\n\tadmin off\n\tauto_https off\n\tstorage file_system %s/caddy\n}\n' "$dir"
  printf 'http://127.0.0.1:9300 {\n%s\nreverse_proxy 127.0.0.1:9000\n}\n' "$(cat caddy-replaces)"
  printf 'http://127.0.0.1:9301 {\n%s\nreverse_proxy 127.0.0.1:9001\n}\n' "$(cat caddy-adds)"
  # The snippet is a whole site of its own; only its address is another here.
  sed 's|^www.acme.example|http://127.0.0.1:9302|' caddy-redirect
} > Caddyfile
HOME=$dir caddy run --adapter caddyfile --config "$dir/Caddyfile" > caddy.log 2>&1 & pids+=($!)
up() { for _ in $(seq 600); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0; sleep 0.1; done; echo "port $1 does not answer"; tail -n 20 ./*.log ./*.out; exit 99; }
for port in 9000 9001 9102 9202 9302; do up $port; done
ask() { # port path
  python3 - "$1" "$2" <<'PY'
import http.client, sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=5)
c.request("GET", sys.argv[2])
r = c.getresponse()
print(f"{r.status} {r.getheader('Location')}" if r.getheader("Location") else " | ".join(r.headers.get_all("Cache-Control", [])))
PY
}
n=1
for name in nginx apache caddy; do
  for path in / /missing; do echo "$name replaces $path: $(ask 9${n}00 $path)"; done
  for path in / /missing; do echo "$name adds $path: $(ask 9${n}01 $path)"; done
  echo "$name redirect: $(ask 9${n}02 '/a/b?c=d')"
  n=$((n + 1))
done
