#!/usr/bin/env bash
# A small company on servers that nobody of Launch Ready wrote: BIND for DNS, nginx for the web, openssl for certificates.
# Runs inside a network namespace of its own (unshare -n), on documentation addresses on the loopback interface.
#
#   world.sh BINARY FOLDER healthy|broken
#
# Writes FOLDER/report.json (and .html, .txt) and FOLDER/exit; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2 kind=$3
mkdir -p "$dir" && cd "$dir"
web=203.0.113.10 app=203.0.113.20 ns1=198.51.100.1 ns2=203.0.113.53 resolver=198.51.100.53

ip link set lo up
for ip in $web $app $ns1 $ns2 $resolver; do ip addr add "$ip/32" dev lo; done

pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT

# --- certificates: a root, an intermediate, 90-day leaves -------------------------------------------------------------
mkdir -p ca && cd ca
# `openssl x509 -req` of Debian 12 can't backdate; `openssl ca` can.
cert() { # name subject days-from days-to extensions signer...
  local name=$1 subject=$2 from=$3 to=$4 ext=$5; shift 5
  openssl ecparam -name prime256v1 -genkey -noout -out "$name.key" 2>/dev/null
  openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr" 2>/dev/null
  printf '%s\n' "$ext" > "$name.ext"; : > "$name.db"; mkdir -p "$name.new"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s.db\nnew_certs_dir=%s.new\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\norganizationName=optional\ncommonName=supplied\n' "$name" "$name" > "$name.cnf"
  openssl ca -batch -config "$name.cnf" -in "$name.csr" -extfile "$name.ext" -notext -out "$name.pem" "$@" \
    -startdate "$(date -u -d "$from days" +%Y%m%d%H%M%SZ)" -enddate "$(date -u -d "$to days" +%Y%m%d%H%M%SZ)" 2>/dev/null
}
authority=$'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash'
cert root '/O=Test Trust/CN=Test Root' -1000 3000 "$authority" -selfsign -keyfile root.key
cert inter '/O=Test Trust/CN=Test R1' -900 1000 "$authority" -cert root.pem -keyfile root.key
openssl x509 -in inter.pem -outform DER -out inter.der
leaf() { # name days-from days-to host...
  local name=$1 from=$2 to=$3; shift 3
  local names; names=$(printf 'DNS:%s,' "$@")
  cert "$name" "/CN=$1" "$from" "$to" "subjectAltName=${names%,}"$'\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:false\nauthorityInfoAccess=caIssuers;URI:http://ca.test-trust.example/r1.der' \
    -cert inter.pem -keyfile inter.key
  cat "$name.pem" inter.pem > "$name.full.pem"
}
leaf web -30 60 acme.example www.acme.example
if [ "$kind" = broken ]; then leaf app -91 -1 app.acme.example; else leaf app -30 60 app.acme.example; fi
cd ..

# --- DNS ----------------------------------------------------------------------------------------------------------------
mkdir -p dns
soa() { printf '$TTL 3600\n@ IN SOA %s. hostmaster.acme.example. 1 7200 900 1209600 3600\n' "$1"; }
{ soa a.root; echo "@ NS a.root."; echo "a.root. A $ns1"; echo "example. NS a.nic.example."; echo "a.nic.example. A $ns1"; } > dns/root
{ soa a.nic.example; echo "@ NS a.nic.example."; echo "a.nic A $ns1"
  printf 'acme NS ns1.bindhost.example.\nacme NS ns2.bindhost.example.\nbindhost NS ns1.bindhost.example.\nns1.bindhost A %s\nns2.bindhost A %s\n' $ns1 $ns2
  printf 'test-trust NS ns1.bindhost.example.\n'; } > dns/example
{ soa ns1.bindhost.example; printf '@ NS ns1\n@ NS ns2\nns1 A %s\nns2 A %s\n' $ns1 $ns2; } > dns/bindhost
{ soa ns1.bindhost.example; printf '@ NS ns1.bindhost.example.\nca A %s\nrdap A %s\n' $web $web; } > dns/trust
{ soa ns1.bindhost.example
  printf '@ NS ns1.bindhost.example.\n@ NS ns2.bindhost.example.\n@ A %s\nwww A %s\napp A %s\n@ MX 10 mx\nmx A %s\n' $web $web $app $web
  if [ "$kind" = broken ]; then
    printf '@ TXT "v=spf1 mx +all"\n'
    printf 'status CNAME acme-status.gone.example.\n'
  else
    printf '@ TXT "v=spf1 mx -all"\n_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example"\n'
    printf 's1._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="\n'
  fi; } > dns/acme
cat > dns/named.conf <<CONF
options { directory "$dir/dns"; pid-file none; session-keyfile none; listen-on port 53 { $ns1; $ns2; $resolver; };
  listen-on-v6 { none; }; recursion no; dnssec-validation no; allow-query { any; }; notify no; };
controls { };
zone "." { type primary; file "root"; };
zone "example" { type primary; file "example"; };
zone "bindhost.example" { type primary; file "bindhost"; };
zone "test-trust.example" { type primary; file "trust"; };
zone "acme.example" { type primary; file "acme"; };
CONF
named -g -c "$dir/dns/named.conf" > dns/log 2>&1 & pids+=($!)

# --- web ----------------------------------------------------------------------------------------------------------------
mkdir -p www app ca/www tmp
cp ca/inter.der ca/www/r1.der
page() { printf '<!doctype html>\n<html lang="en"><head><title>%s</title></head><body><h1>%s</h1>%s</body></html>\n' "$1" "$1" "$2"; }
page "Acme Desk" '<p>Help desk for small teams.</p><p><a href="https://app.acme.example/">Sign in</a></p>' > www/index.html
page "Sign in · Acme Desk" '<form method="post" action="/session"><input name="email"><input type="password" name="password"></form>' > app/index.html
if [ "$kind" = broken ]; then
  printf 'APP_ENV=production\nDATABASE_URL=postgres://acme:correct-horse@10.0.0.5/acme\n' > app/.env
  served=ca/web.pem
else
  served=ca/web.full.pem
fi
# The registry knows the company and nobody else.
mkdir -p rdap/domain
printf '{"objectClassName":"domain","status":["client transfer prohibited"],"events":[{"eventAction":"expiration","eventDate":"%s"}]}' \
  "$(date -u -d '+300 days' +%Y-%m-%dT%H:%M:%SZ)" > rdap/domain/acme.example
cat > nginx.conf <<CONF
daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/nginx.log;
events { worker_connections 256; }
http {
  access_log off; server_tokens off; types { text/html html; } default_type application/octet-stream;
  client_body_temp_path $dir/tmp/a; proxy_temp_path $dir/tmp/b; fastcgi_temp_path $dir/tmp/c; uwsgi_temp_path $dir/tmp/d; scgi_temp_path $dir/tmp/e;
  server { listen $web:80; server_name ca.test-trust.example; root $dir/ca/www; }
  server { listen $web:80; server_name rdap.test-trust.example; root $dir/rdap; default_type application/rdap+json; }
  server { listen $web:80 default_server; server_name acme.example www.acme.example; return 301 https://acme.example\$request_uri; }
  server { listen $app:80; server_name app.acme.example; return 301 https://app.acme.example\$request_uri; }
  server { listen $web:443 ssl; server_name www.acme.example; ssl_certificate $dir/$served; ssl_certificate_key $dir/ca/web.key;
           return 301 https://acme.example\$request_uri; }
  server { listen $web:443 ssl default_server; server_name acme.example; ssl_certificate $dir/$served; ssl_certificate_key $dir/ca/web.key;
           root $dir/www; }
  server { listen $app:443 ssl; server_name app.acme.example; ssl_certificate $dir/ca/app.full.pem; ssl_certificate_key $dir/ca/app.key;
           add_header X-Frame-Options SAMEORIGIN; root $dir/app; }
}
CONF
nginx -c "$dir/nginx.conf" > nginx.out 2>&1 & pids+=($!)

for _ in $(seq 50); do
  if (exec 3<>"/dev/tcp/$app/443") 2>/dev/null && (exec 3<>"/dev/tcp/$resolver/53") 2>/dev/null; then ready=1; break; fi
  sleep 0.1
done
[ -n "${ready:-}" ] || { echo "the servers did not start"; cat dns/log nginx.out nginx.log 2>/dev/null; exit 99; }

# --- the audit ----------------------------------------------------------------------------------------------------------
code=0
HOME=$dir NO_COLOR=1 "$binary" check acme.example --resolver $resolver --ca ca/root.pem --rdap http://rdap.test-trust.example --no-state \
  --public-range 203.0.113.0/24 --public-range 198.51.100.0/24 --timeout 2 \
  -o report.html -o report.json --save-evidence evidence.json > report.txt 2> errors.txt || code=$?
echo $code > exit

# --- what init writes, and whether check reads it ---------------------------------------------------------------------------
net=(--resolver $resolver --ca ca/root.pem --rdap http://rdap.test-trust.example --public-range 203.0.113.0/24 --public-range 198.51.100.0/24 --timeout 2)
mkdir -p init && HOME=$dir "$binary" init acme.example "${net[@]}" -o init/launch.toml > init/said.txt 2> init/errors.txt
code=0
(cd init && HOME=$dir "$binary" check "${net[@]/ca\/root.pem/../ca/root.pem}" --format json > report.json 2>> errors.txt) || code=$?
echo $code > init/exit

# --- state, verify -------------------------------------------------------------------------------------------------------------
code=0
HOME=$dir "$binary" verify 1 "${net[@]}" --config init/launch.toml > verify.txt 2> verify.err || code=$?
echo $code > verify.exit
