#!/usr/bin/env bash
# Web servers and frameworks that nobody of Launch Ready wrote, each behind a name of its own: nginx, Apache, Caddy,
# Varnish, Django with and without its debug mode, a build of Vite, and an app that answers 200 to everything.
# Runs inside a network namespace of its own (unshare -n), on documentation addresses on the loopback interface.
#
#   web.sh BINARY FOLDER PREPARED
#
# Writes FOLDER/report.json, FOLDER/redirects.txt, for spa and echo NAME.json and the paths asked, NAME.paths, and FOLDER/exit; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2 prepared=$3
mkdir -p "$dir" && cd "$dir"
ip link set lo up
names=(acme.example www.acme.example apache.acme.example caddy.acme.example varnish.acme.example
       django.acme.example debug.acme.example vite.acme.example spa.acme.example)
ip_of() { case $1 in apache*) echo 203.0.113.20;; caddy*) echo 203.0.113.30;; *) echo 203.0.113.10;; esac; }
for ip in 203.0.113.10 203.0.113.20 203.0.113.30; do ip addr add "$ip/32" dev lo; done
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 300 -subj '/O=Test/CN=Test Root' \
  -keyout root.key -out root.pem 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=acme.example -keyout leaf.key -out leaf.csr 2>/dev/null
printf 'subjectAltName=DNS:acme.example,DNS:*.acme.example\nextendedKeyUsage=serverAuth\n' > leaf.ext
openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 90 -extfile leaf.ext -out leaf.pem 2>/dev/null

mkdir -p www shell tmp
page() { printf '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body><h1>%s</h1>%s</body></html>\n' "$1" "$1" "$2"; }
links=
for name in "${names[@]:2}"; do links+="<p><a href=\"https://$name/\">$name</a></p>"; done
page 'Acme Desk' "$links" > www/index.html
page 'Acme Desk' '<div id="app"></div>' > shell/index.html

# Django, as `startproject` leaves it, behind nginx; once as it belongs in production, once with DEBUG on.
cp -r "$prepared/shop" shop
printf '\nimport os\nDEBUG = os.environ["MODE"] == "debug"\nALLOWED_HOSTS = [".acme.example"]\nSECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\nSESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True\n' >> shop/shop/settings.py
for mode in production:8001 debug:8002; do
  (cd shop && MODE=${mode%:*} exec "$prepared/venv/bin/python" manage.py runserver --noreload --insecure "127.0.0.1:${mode#*:}") > "django-${mode%:*}.log" 2>&1 & pids+=($!)
done

# Varnish in front of a page that may be stored.
printf 'vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "8003"; }\n' > varnish.vcl
varnishd -j none -F -n "$dir/varnish" -a 127.0.0.1:6081 -f "$dir/varnish.vcl" -s malloc,16m > varnish.log 2>&1 & pids+=($!)

site() { # name body
  printf '  server { listen 203.0.113.10:443 ssl; server_name %s; ssl_certificate %s/leaf.pem; ssl_certificate_key %s/leaf.key;\n    %s }\n' "$1" "$dir" "$dir" "$2"
}
cat > nginx.conf <<CONF
daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/nginx.log;
events { worker_connections 256; }
http {
  log_format paths '\$request_uri'; access_log off; server_tokens off; include /etc/nginx/mime.types; default_type application/octet-stream;
  client_body_temp_path $dir/tmp/a; proxy_temp_path $dir/tmp/b; fastcgi_temp_path $dir/tmp/c; uwsgi_temp_path $dir/tmp/d; scgi_temp_path $dir/tmp/e;
  proxy_set_header Host \$host; proxy_set_header X-Forwarded-Proto https;
  server { listen 203.0.113.10:80; server_name acme.example www.acme.example; return 301 https://acme.example\$request_uri; }
  server { listen 203.0.113.10:80 default_server; return 301 https://\$host\$request_uri; }
  server { listen 127.0.0.1:8003; root $dir/www; add_header Cache-Control "public, max-age=120"; }
$(site acme.example "root $dir/www;")
$(site www.acme.example 'return 301 https://acme.example$request_uri;')
$(site varnish.acme.example 'location / { proxy_pass http://127.0.0.1:6081; }')
$(site django.acme.example 'location / { proxy_pass http://127.0.0.1:8001; }')
$(site debug.acme.example 'location / { proxy_pass http://127.0.0.1:8002; }')
$(site vite.acme.example "root $prepared/vite/dist; location / { try_files \$uri /index.html; }")
$(site echo.acme.example "access_log $dir/echo.paths paths; default_type text/html; return 200 '<!doctype html><title>Acme</title><p>You are at \$uri</p>';")
$(site spa.acme.example "access_log $dir/spa.paths paths; root $dir/shell; location / { try_files /index.html =404; }")
}
CONF
nginx -c "$dir/nginx.conf" > nginx.out 2>&1 & pids+=($!)

mods=/usr/lib/apache2/modules
{ for m in mpm_event ssl headers dir mime alias authz_core; do echo "LoadModule ${m}_module $mods/mod_$m.so"; done
  cat <<CONF
ServerName apache.acme.example
PidFile $dir/apache.pid
ErrorLog $dir/apache.log
TypesConfig /etc/mime.types
Listen 203.0.113.20:80
Listen 203.0.113.20:443
DocumentRoot $dir/www
DirectoryIndex index.html
<Directory $dir/www>
  Require all granted
</Directory>
ServerTokens Prod
<VirtualHost 203.0.113.20:80>
  Redirect permanent "/" "https://apache.acme.example/"
</VirtualHost>
<VirtualHost 203.0.113.20:443>
  SSLEngine on
  SSLCertificateFile $dir/leaf.pem
  SSLCertificateKeyFile $dir/leaf.key
</VirtualHost>
CONF
} > apache.conf
apache2 -f "$dir/apache.conf" -D FOREGROUND > apache.out 2>&1 & pids+=($!)

cat > Caddyfile <<CONF
{
	admin off
	auto_https off
	storage file_system $dir/caddy
}
http://caddy.acme.example {
	bind 203.0.113.30
	redir https://{host}{uri} permanent
}
https://caddy.acme.example {
	bind 203.0.113.30
	tls $dir/leaf.pem $dir/leaf.key
	root * $dir/www
	file_server
}
CONF
HOME=$dir caddy run --adapter caddyfile --config "$dir/Caddyfile" > caddy.log 2>&1 & pids+=($!)

up() { for _ in $(seq 600); do (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null && return 0; sleep 0.1; done; echo "$1:$2 does not answer"; tail -n 20 ./*.log ./*.out; exit 99; }
for place in 203.0.113.10:443 203.0.113.20:443 203.0.113.30:443 127.0.0.1:6081 127.0.0.1:8001 127.0.0.1:8002; do up "${place%:*}" "${place#*:}"; done

flags=(--resolver 127.0.0.1 --ca root.pem --rdap off --public-range 203.0.113.0/24 --timeout 5)
for name in "${names[@]}"; do for port in 80 443; do flags+=(--resolve "$name:$port:$(ip_of "$name")"); done; done
code=0
HOME=$dir NO_COLOR=1 "$binary" check acme.example "${flags[@]}" --no-state -o report.json -o report.html \
  --check header --check cookie --check content --check exposure --check access --check cache --check edge --check redirect --check reach \
  > report.txt 2> errors.txt || code=$?
echo $code > exit
# Two apps that answer 200 to every path, one with the same page, one with a page that repeats the path; asked for as
# many as there are.
mkdir -p own
printf '[domain]\napex = "acme.example"\nowned = true\n' > own/launch.toml
for name in spa echo; do
  at=(--resolver 127.0.0.1 --ca ../root.pem --rdap off --public-range 203.0.113.0/24 --timeout 5)
  for port in 80 443; do at+=(--resolve "$name.acme.example:$port:203.0.113.10"); done
  : > "$name.paths"
  (cd own && HOME=$dir NO_COLOR=1 "$binary" check "https://$name.acme.example" "${at[@]}" --no-state -o "../$name.json" \
    --max-requests-per-host 400 --max-requests 3000) > "$name.txt" 2> "$name.err" || true
done
HOME=$dir NO_COLOR=1 "$binary" redirects acme.example "${flags[@]}" > redirects.txt 2> redirects.err || true
