#!/usr/bin/env bash
# Apps as their makers deliver them, each beside a hardened twin: WordPress (fresh, hardened, not installed yet) on PHP-FPM
# and MariaDB, and a production build of Next.js under `next start`, all behind nginx.
# Runs inside a network namespace of its own (unshare -n), on documentation addresses on the loopback interface.
#
#   fresh.sh BINARY FOLDER PREPARED
#
# Writes FOLDER/report.json (.html, .md, .txt) and FOLDER/exit; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2 prepared=$3
mkdir -p "$dir" && cd "$dir"
ip link set lo up
ip addr add 203.0.113.10/32 dev lo
names=(fresh.example www.fresh.example blog.fresh.example press.fresh.example install.fresh.example
       next.fresh.example desk.fresh.example)
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 300 -subj '/O=Test/CN=Test Root' \
  -keyout root.key -out root.pem 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=fresh.example -keyout leaf.key -out leaf.csr 2>/dev/null
printf 'subjectAltName=DNS:fresh.example,DNS:*.fresh.example\nextendedKeyUsage=serverAuth\n' > leaf.ext
openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 90 -extfile leaf.ext -out leaf.pem 2>/dev/null

cp -r "$prepared/db" db
mariadbd --no-defaults --user=root --datadir="$dir/db" --socket="$dir/db.sock" --skip-networking > mariadb.log 2>&1 & pids+=($!)
printf '[global]\nerror_log=%s/fpm.log\n[www]\nuser=root\nlisten=%s/php.sock\npm=static\npm.max_children=4\n' "$dir" "$dir" > fpm.conf
fpm=$(compgen -c php-fpm | sort -V | tail -n 1)
"$fpm" -R -F -y "$dir/fpm.conf" > fpm.out 2>&1 & pids+=($!)
start_next() { # port, environment
  (cd "$prepared/next" && NEXT_TELEMETRY_DISABLED=1 exec env "${@:2}" node node_modules/next/dist/bin/next start -H 127.0.0.1 -p "$1") > "next-$1.log" 2>&1 & pids+=($!)
}
start_next 8101 MODE=fresh
start_next 8102 HARDENED=1

mkdir -p www tmp
links=
for name in "${names[@]:2}"; do links+="<p><a href=\"https://$name/\">$name</a></p>"; done
printf '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Fresh</title></head><body><h1>Fresh</h1>%s</body></html>\n' "$links" > www/index.html
site() { # name body
  printf '  server { listen 203.0.113.10:443 ssl; server_name %s; ssl_certificate %s/leaf.pem; ssl_certificate_key %s/leaf.key;\n    %s }\n' "$1" "$dir" "$dir" "$2"
}
wordpress() { # site more
  printf 'root %s/wordpress; index index.php; %s
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php$ { try_files $uri =404; include /etc/nginx/fastcgi_params; fastcgi_pass unix:%s/php.sock;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_param WP_SITE %s; fastcgi_param WP_DB %s/db.sock; %s }' \
    "$prepared" "${2:-}" "$dir" "$1" "$dir" "${3:-}"
}
safe='server_tokens off;
    add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always; add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options SAMEORIGIN always; add_header Referrer-Policy strict-origin-when-cross-origin always;
    add_header Permissions-Policy "camera=(), microphone=(), geolocation=()" always; add_header Cross-Origin-Opener-Policy same-origin always;
    location ~ ^/(xmlrpc\.php|readme\.html|license\.txt)$ { return 404; }'
cat > nginx.conf <<CONF
user root; daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/nginx.log;
events { worker_connections 256; }
http {
  access_log off; include /etc/nginx/mime.types; default_type application/octet-stream;
  client_body_temp_path $dir/tmp/a; proxy_temp_path $dir/tmp/b; fastcgi_temp_path $dir/tmp/c; uwsgi_temp_path $dir/tmp/d; scgi_temp_path $dir/tmp/e;
  proxy_set_header Host \$host; proxy_set_header X-Forwarded-Proto https;
  server { listen 203.0.113.10:80 default_server; return 301 https://\$host\$request_uri; }
$(site fresh.example "root $dir/www;")
$(site www.fresh.example 'return 301 https://fresh.example$request_uri;')
$(site blog.fresh.example "$(wordpress blog)")
$(site press.fresh.example "$(wordpress press "$safe" 'fastcgi_hide_header X-Powered-By;')")
$(site install.fresh.example "$(wordpress install)")
$(site next.fresh.example 'location / { proxy_pass http://127.0.0.1:8101; }')
$(site desk.fresh.example 'server_tokens off; location / { proxy_pass http://127.0.0.1:8102; }')
}
CONF
nginx -c "$dir/nginx.conf" > nginx.out 2>&1 & pids+=($!)

flags=(--resolver 127.0.0.1 --ca root.pem --rdap off --public-range 203.0.113.0/24 --timeout 5)
for name in "${names[@]}"; do for port in 80 443; do flags+=(--resolve "$name:$port:203.0.113.10"); done; done
up() { for _ in $(seq 300); do "$@" && return 0; sleep 0.2; done; echo "not up: $*"; tail -n 20 ./*.log ./*.out; exit 99; }
answers() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }
up answers 203.0.113.10 443; up answers 127.0.0.1 8101; up answers 127.0.0.1 8102; up test -S db.sock; up test -S php.sock

code=0
HOME=$dir NO_COLOR=1 "$binary" check fresh.example "${flags[@]}" --no-state -o report.json -o report.html -o report.md --save-evidence evidence.json \
  --check header --check cookie --check content --check exposure --check access --check cache --check edge --check redirect --check reach \
  > report.txt 2> errors.txt || code=$?
echo $code > exit
