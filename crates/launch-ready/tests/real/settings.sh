#!/usr/bin/env bash
# nginx, Apache and Caddy, once as they are and once with settings pasted in. Inside a network namespace of its own.
#
#   settings.sh FOLDER     with files SERVER-close, -below, -compress, -listing, -chain, -tls, -ciphers
#
# Prints what the paths, folders and handshakes are answered with, before and after.
set -euo pipefail
cd "$1"
dir=$PWD
ip link set lo up
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT
cat > app.py <<'PY'
import http.server
class App(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"p { margin: 0 }\n" * 4000
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", 9000), App).serve_forever()
PY
python3 app.py & pids+=($!)
mkdir -p tmp www/files live
echo text > www/files/a.txt
chmod -R a+rX . 2>/dev/null || true

# A root, an intermediate, and a leaf of the intermediate.
new() { openssl req -new -newkey rsa:2048 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null; }
openssl req -x509 -newkey rsa:2048 -nodes -days 300 -subj '/CN=Test Root' -keyout root.key -out root.pem 2>/dev/null
new middle 'Test Intermediate'
printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n' > middle.ext
openssl x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -days 200 -extfile middle.ext -out middle.pem 2>/dev/null
new leaf acme.example
printf 'subjectAltName=DNS:acme.example\n' > leaf.ext
openssl x509 -req -in leaf.csr -CA middle.pem -CAkey middle.key -CAcreateserial -days 90 -extfile leaf.ext -out leaf.pem 2>/dev/null
cat leaf.pem middle.pem > live/fullchain.pem
cp leaf.key live/privkey.pem
# The snippets name the folder of certbot.
sed -i "s|/etc/letsencrypt/live/acme.example|$dir/live|g" ./*-chain

# Ports: 9n00 as it is, 9n01 closed paths, 9n02 compressed, 9n03 and 9n04 folders before and after, 9n05 handshakes
# before, 9n06 whole chain, 9n07 versions and suites.
pair="ssl_certificate $dir/leaf.pem; ssl_certificate_key $dir/leaf.key;"
pass='location / { proxy_pass http://127.0.0.1:9000; }'
{ echo "daemon off; master_process off; user root; pid $dir/nginx.pid; error_log $dir/nginx.log; events {}"
  echo "http { access_log off; autoindex on; root $dir/www;"
  for t in client_body proxy fastcgi uwsgi scgi; do echo "${t}_temp_path $dir/tmp/$t;"; done
  echo "server { listen 127.0.0.1:9100; $pass }"
  echo "server { listen 127.0.0.1:9101; $(cat nginx-close nginx-below) $pass }"
  echo "server { listen 127.0.0.1:9102; $(cat nginx-compress) $pass }"
  echo "server { listen 127.0.0.1:9103; }"
  echo "server { listen 127.0.0.1:9104; $(cat nginx-listing) }"
  echo "server { listen 127.0.0.1:9105 ssl; $pair }"
  echo "server { listen 127.0.0.1:9106 ssl; $(cat nginx-chain) ssl_certificate_key $dir/leaf.key; }"
  echo "server { listen 127.0.0.1:9107 ssl; $pair $(cat nginx-tls nginx-ciphers) }"
  echo "}"
} > nginx.conf
nginx -c "$dir/nginx.conf" 2> nginx.out & pids+=($!)
mods=/usr/lib/apache2/modules
host() { printf 'Listen 127.0.0.1:%s\n<VirtualHost *:%s>\n%s\n</VirtualHost>\n' "$1" "$1" "$2"; }
proxy='ProxyPass "/" "http://127.0.0.1:9000/"'
tls="SSLEngine on
SSLCertificateFile $dir/leaf.pem
SSLCertificateKeyFile $dir/leaf.key"
{ for m in mpm_event mime dir autoindex deflate filter proxy proxy_http authz_core ssl; do echo "LoadModule ${m}_module $mods/mod_$m.so"; done
  echo "ServerName acme.example"; echo "PidFile $dir/apache.pid"; echo "ErrorLog $dir/apache.log"; echo "TypesConfig /etc/mime.types"
  echo "DocumentRoot $dir/www"
  printf '<Directory %s/www>\nOptions +Indexes\nRequire all granted\n</Directory>\n' "$dir"
  host 9200 "$proxy"
  host 9201 "$(cat apache-close; echo; cat apache-below; echo; echo "$proxy")"
  host 9202 "$(cat apache-compress; echo; echo "$proxy")"
  host 9203 ""
  host 9204 "$(cat apache-listing)"
  host 9205 "$tls"
  host 9206 "SSLEngine on
$(cat apache-chain)"
  host 9207 "$tls
$(cat apache-tls; echo; cat apache-ciphers)"
} > apache.conf
apache2 -f "$dir/apache.conf" -D FOREGROUND > apache.out 2>&1 & pids+=($!)
site() { printf '%s {\n%s\n}\n' "$1" "$2"; }
back='reverse_proxy 127.0.0.1:9000'
plain="tls $dir/leaf.pem $dir/leaf.key"
# One tls line may hold files and settings: what stands in the snippets' braces goes into those of the site.
inner() { sed '1d;$d' "$1"; }
{ printf '{\n\tadmin off\n\tauto_https off\n\tdefault_sni acme.example\n\tstorage file_system %s/caddy\n}\n' "$dir"
  site http://127.0.0.1:9300 "$back"
  site http://127.0.0.1:9301 "$(cat caddy-close; echo; cat caddy-below; echo; echo "$back")"
  site http://127.0.0.1:9302 "$(cat caddy-compress; echo; echo "$back")"
  site http://127.0.0.1:9303 "root * $dir/www
file_server browse"
  site http://127.0.0.1:9304 "root * $dir/www
$(cat caddy-listing)"
  site https://acme.example:9305 "$plain"
  site https://acme.example:9306 "$(cat caddy-chain)"
  site https://acme.example:9307 "$plain {
$(inner caddy-tls; inner caddy-ciphers)
}"
} > Caddyfile
HOME=$dir caddy run --adapter caddyfile --config "$dir/Caddyfile" > caddy.log 2>&1 & pids+=($!)
up() { for _ in $(seq 600); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0; sleep 0.1; done; echo "port $1 does not answer"; tail -n 20 ./*.log ./*.out; exit 99; }
for port in 9000 9107 9207 9307; do up $port; done
ask() { # port path: status and encoding, or that there is a list
  python3 - "$1" "$2" <<'PY'
import http.client, sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=5)
c.request("GET", sys.argv[2], headers={"Accept-Encoding": "gzip"})
r = c.getresponse()
body = r.read()
print("a list" if b"a.txt" in body else "no list" if sys.argv[2] == "/files/" else " ".join(filter(None, [str(r.status), r.getheader("Content-Encoding")])))
PY
}
shake() { # port options: what came of it
  openssl s_client -connect "127.0.0.1:$1" -servername acme.example -CAfile root.pem "${@:2}" < /dev/null 2>/dev/null > shake.txt || true
  if grep -q 'Verify return code: 0' shake.txt && grep -qE 'Cipher is [A-Z]' shake.txt; then echo verified
  elif grep -qE 'Cipher is [A-Z]' shake.txt; then echo 'not verified'; else echo refused; fi
}
n=1
for name in nginx apache caddy; do
  for path in /.env /.git/config /.environment; do echo "$name $path: $(ask 9${n}00 $path), then $(ask 9${n}01 $path)"; done
  echo "$name texts: $(ask 9${n}00 /a.css), then $(ask 9${n}02 /a.css)"
  echo "$name folder: $(ask 9${n}03 /files/), then $(ask 9${n}04 /files/)"
  echo "$name chain: $(shake 9${n}05), then $(shake 9${n}06)"
  for how in -tls1_3 '-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256' '-tls1_2 -cipher ECDHE-RSA-AES128-SHA256' '-tls1_2 -cipher AES128-SHA256' '-tls1_1 -cipher DEFAULT@SECLEVEL=0'; do
    # shellcheck disable=SC2086
    echo "$name $how: $(shake 9${n}07 $how)"
  done
  n=$((n + 1))
done
