#!/usr/bin/env bash
# Domains and hosts on servers that nobody of Launch Ready wrote: Knot signs, BIND is a second implementation, Unbound
# verifies; nginx and GnuTLS serve TLS, new and old. Runs in a network namespace of its own (unshare -n).
#
#   dns_tls.sh BINARY FOLDER [COMMAND...]
#
# Writes FOLDER/<case>.json for each case, or runs the command instead (benches/dns_tls.rs measures so); ends every
# server that it started.
set -euo pipefail
binary=$1 dir=$2
mkdir -p "$dir" && cd "$dir"
knot=198.51.100.1 bind=203.0.113.53 resolver=198.51.100.53 web=203.0.113.10

ip link set lo up
for ip in $knot $bind $resolver $web; do ip addr add "$ip/32" dev lo; done
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT

# --- certificates --------------------------------------------------------------------------------------------------------
mkdir -p ca && cd ca
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj '/O=Test Trust/CN=Test Root' -days 900 2>/dev/null
sign() { # name subject extensions signer
  openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "$2" -out "$1.csr" 2>/dev/null
  printf '%s\n' "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -CAcreateserial -days 90 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}
sign inter '/O=Test Trust/CN=Test R1' $'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign' root
leaf='basicConstraints=CA:false
extendedKeyUsage=serverAuth
subjectAltName=DNS:*.good.example'
sign leaf '/CN=*.good.example' "$leaf" inter
sign other '/CN=else.example' "${leaf//\*.good.example/else.example}" inter
# `openssl x509 -req` of Debian 12 can't backdate; `openssl ca` can.
dated() { # name from to extensions
  openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.csr" 2>/dev/null
  printf '%s\n' "$4" > "$1.ext"; : > "$1.db"; mkdir -p "$1.new"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s.db\nnew_certs_dir=%s.new\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' "$1" "$1" > "$1.cnf"
  openssl ca -batch -config "$1.cnf" -in "$1.csr" -extfile "$1.ext" -notext -out "$1.pem" -cert inter.pem -keyfile inter.key \
    -startdate "$(date -u -d "$2" +%Y%m%d%H%M%SZ)" -enddate "$(date -u -d "$3" +%Y%m%d%H%M%SZ)" 2>/dev/null
}
# It ends while the servers start: a chain is verified for the leaf's last moment, and the authority is as old as this run.
dated late '-60 days' '+1 seconds' "$leaf"
# Says where its issuer can be had, so that a chain without it is incomplete and not unknown.
sign aia '/CN=*.good.example' "$leaf"$'\nauthorityInfoAccess=caIssuers;URI:http://rdap.host.example/r1.der' inter
sign pinned '/CN=good.example' "${leaf//DNS:\*.good.example/DNS:good.example,DNS:www.good.example,DNS:pins.example,DNS:www.pins.example}" inter
for name in leaf other late aia pinned; do cat $name.pem inter.pem > $name.full.pem; done
mkdir -p www/domain && openssl x509 -in inter.pem -outform DER -out www/r1.der
pin=$(openssl x509 -in pinned.pem -noout -pubkey | openssl pkey -pubin -outform DER 2>/dev/null | sha512sum | cut -d ' ' -f 1)
for bits in 1024 2048; do openssl dhparam -dsaparam -out dh$bits.pem $bits 2>/dev/null; done
# The registry knows these, and not given-up.example.
for name in good pins leaky long handed served aliased living listed orphan nobody host; do
  printf '{"objectClassName":"domain","status":["client transfer prohibited"],"events":[{"eventAction":"expiration","eventDate":"%s"}]}' \
    "$(date -u -d '+300 days' +%Y-%m-%dT%H:%M:%SZ)" > "www/domain/$name.example"
done
cd ..
# --- zones ---------------------------------------------------------------------------------------------------------------
mkdir -p zones run keys tmp
soa() { printf '$TTL 3600\n@ IN SOA ns1.host.example. hostmaster.host.example. %s 7200 900 1209600 300\n' "$1"; }
domain() { # name serial
  { soa "$2"; printf '@ NS ns1.host.example.\n@ NS ns2.host.example.\n@ A %s\nwww A %s\n@ CAA 0 issue "lets.example"\n' $web $web; } > "zones/$1"
}
domains="good moved expired unsigned stale lame pins leaky long handed served aliased living listed"
for name in $domains; do domain "$name.example" 2026112001; done
{ soa 1; printf '@ NS ns1\n@ NS ns2\nns1 A %s\nns2 A %s\nrdap A %s\n' $knot $bind $web; } > zones/host.example
# Twelve texts of a hundred bytes: more than fits a packet.
for n in $(seq 12); do printf '@ TXT "verification-%s=%s"\n' "$n" "$(printf '5c%.0s' {1..45})"; done >> zones/long.example
# Handed on to servers that were never told, and to one in a domain that nobody owns; its twin to one that serves.
printf 'shop NS ns1.host.example.\nshop NS ns2.host.example.\nblog NS ns2.host.example.\nblog NS ns.given-up.example.\n' >> zones/handed.example
printf 'shop NS ns2.host.example.\n' >> zones/served.example
domain shop.served.example 1
# Aliases: an app that is gone by its provider's page, one that is gone by its provider's DNS, a domain that nobody owns,
# a name of one's own that is gone; and mail that rests on nobody. The twin's app lives.
printf 'app CNAME acme-old.herokuapp.com.\ndocs CNAME acme-docs.azurewebsites.net.\nstatus CNAME x.given-up.example.\napi CNAME web3\n@ MX 10 mx.given-up.example.\n' >> zones/aliased.example
printf 'app CNAME acme.herokuapp.com.\n' >> zones/living.example
printf 'staging A %s\n' $web >> zones/listed.example
# Pins by SHA-512: of the key that is served, and of another.
printf '_443._tcp TLSA 3 1 2 %s\n' "$pin" >> zones/good.example
printf '_443._tcp TLSA 3 1 2 %s\n' "$(printf '7f%.0s' {1..64})" >> zones/pins.example
{ soa 1; printf '@ NS ns1.host.example.\n* A %s\n' $web; } > zones/herokuapp.com
{ soa 1; printf '@ NS ns1.host.example.\n'; } > zones/azurewebsites.net
{ soa 1; printf '@ NS ns1.host.example.\nherokuapp NS ns1.host.example.\n'; } > zones/com
{ soa 1; printf '@ NS ns1.host.example.\nazurewebsites NS ns1.host.example.\n'; } > zones/net
mkdir -p bind; cp zones/* bind/

zone() { # name file signed
  printf '  - domain: %s\n    file: %s\n' "$1" "$2"
  [ -z "${3:-}" ] || printf '    dnssec-signing: %s\n    dnssec-policy: ours\n' "$3"
}
cat > knot.conf <<CONF
server:
    rundir: "$dir/run"
    listen: $knot@53
database:
    storage: "$dir/keys"
acl:
  - id: bind
    address: $bind
    action: transfer
policy:
  - id: ours
    single-type-signing: on
    manual: on
    algorithm: ecdsap256sha256
template:
  - id: default
    storage: "$dir/zones"
    acl: bind
    journal-content: none
    zonefile-sync: -1
    zonefile-load: whole
zone:
$(zone . root on; zone example example on
for name in host.example com net herokuapp.com azurewebsites.net; do zone "$name" "$name"; done
for name in $domains; do
  case $name in good | moved | pins) signed=on ;; *) signed= ;; esac
  zone "$name.example" "$name.example" $signed
done)
CONF
for zone in . example good.example moved.example pins.example; do
  keymgr -c knot.conf "$zone" generate algorithm=ECDSAP256SHA256 ksk=yes zsk=yes >/dev/null
done
# BIND's tools sign "expired": two months ago, for two weeks.
key=$(dnssec-keygen -q -K tmp -a ECDSAP256SHA256 -f KSK expired.example)
cat "tmp/$key.key" >> zones/expired.example
dnssec-signzone -q -x -z -P -K tmp -d tmp -o expired.example -s "$(date -u -d '-60 days' +%Y%m%d%H%M%S)" \
  -e "$(date -u -d '-46 days' +%Y%m%d%H%M%S)" -f tmp/expired.signed zones/expired.example > signzone.out 2>&1
cp tmp/expired.signed zones/expired.example
ds() { keymgr -c knot.conf "$1" ds | awk '$5 == 2 || $4 == 2' | head -n 1; }
{ soa 1; printf '@ NS ns1.host.example.\nhost NS ns1.host.example.\nhost NS ns2.host.example.\nns1.host A %s\nns2.host A %s\n' $knot $bind
  # "orphan" is handed to servers that do not have it, and "nobody" is registered and handed to none.
  for name in $domains orphan; do printf '%s NS ns1.host.example.\n%s NS ns2.host.example.\n' "$name" "$name"; done
  ds good.example; ds pins.example; dnssec-dsfromkey -2 "tmp/$key.key"
  # The key of another provider: the domain moved, the DS record did not.
  printf 'moved DS 4711 13 2 %s\n' "$(printf '5a%.0s' {1..32})"; } > zones/example
{ soa 1; printf '@ NS ns1.host.example.\nexample NS ns1.host.example.\ncom NS ns1.host.example.\nnet NS ns1.host.example.\nns1.host.example. A %s\n' $knot; ds example; } > zones/root
# BIND: the same zones, signed ones by transfer; "stale" is three versions old, "lame" is missing.
domain stale.example 2026111801
mv zones/stale.example bind/stale.example
{ cat <<CONF
options { directory "$dir/bind"; pid-file none; session-keyfile none; listen-on port 53 { $bind; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; allow-query { any; }; notify no; transfer-source $bind; allow-transfer { none; };
  max-udp-size 4096; };
controls { };
CONF
  for name in unsigned stale host long handed served shop.served aliased living listed; do
    printf 'zone "%s.example" { type primary; file "%s.example"; };\n' "$name" "$name"
  done
  printf 'zone "leaky.example" { type primary; file "leaky.example"; allow-transfer { any; }; };\n'
  for name in good moved expired pins; do printf 'zone "%s.example" { type secondary; primaries { %s; }; file "s.%s"; };\n' "$name" $knot "$name"; done
} > bind/named.conf
domain stale.example 2026112001
knotd -c knot.conf > knotd.log 2>&1 & pids+=($!)
for _ in $(seq 50); do kdig @$knot good.example SOA +short 2>/dev/null | grep -q . && break; sleep 0.1; done
named -g -c "$dir/bind/named.conf" > bind/log 2>&1 & pids+=($!)

keymgr -c knot.conf . dnskey > anchor
cat > unbound.conf <<CONF
server:
  directory: "$dir"
  username: ""
  chroot: ""
  pidfile: "$dir/unbound.pid"
  use-syslog: no
  interface: $resolver
  access-control: 0.0.0.0/0 allow
  root-hints: "$dir/hints"
  trust-anchor-file: "$dir/anchor"
  do-not-query-localhost: no
  do-ip6: no
  ede: yes
  qname-minimisation: no
remote-control:
  control-enable: no
CONF
printf '. 3600 NS ns1.host.example.\nns1.host.example. 3600 A %s\n' $knot > hints
unbound -d -c unbound.conf > unbound.log 2>&1 & pids+=($!)

# --- TLS -------------------------------------------------------------------------------------------------------------
server() { # port certificate more
  printf 'server { listen %s:%s ssl; ssl_certificate %s/ca/%s; ssl_certificate_key %s/ca/%s.key; %s return 200 "ok"; }\n' \
    $web "$1" "$dir" "$2" "$dir" "${2%%.*}" "$3"
}
strong='ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM;'
{ cat <<CONF
daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/nginx.log;
events { worker_connections 256; }
http { access_log off; client_body_temp_path $dir/tmp/a; proxy_temp_path $dir/tmp/b; fastcgi_temp_path $dir/tmp/c; uwsgi_temp_path $dir/tmp/d; scgi_temp_path $dir/tmp/e;
CONF
  server 8401 leaf.full.pem "$strong"
  server 8402 leaf.full.pem 'ssl_protocols TLSv1 TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:ECDHE+AES:@SECLEVEL=0;'
  server 8403 leaf.pem "$strong"
  server 8404 other.full.pem "$strong"
  server 8405 leaf.full.pem 'ssl_protocols TLSv1.2; ssl_ciphers ECDHE+AESGCM;'
  server 8406 late.full.pem "$strong"
  server 8407 aia.pem "$strong"
  server 8408 leaf.full.pem "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:DHE+AESGCM:@SECLEVEL=0; ssl_dhparam $dir/ca/dh1024.pem;"
  # The healthy twins of the two before.
  server 8409 aia.full.pem "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:DHE+AESGCM; ssl_dhparam $dir/ca/dh2048.pem;"
  server 443 pinned.full.pem "$strong"
  # Registry and authority; the provider, which knows one app; everything else on port 80.
  cat <<CONF
  server { listen $web:80; server_name rdap.host.example; root $dir/ca/www; default_type application/rdap+json; }
  server { listen $web:80; server_name app.living.example; return 200 "Acme"; }
  server { listen $web:80 default_server; location / { default_type text/html; return 404 "<title>No such app</title>"; } }
CONF
  echo '}'; } > nginx.conf
nginx -c "$dir/nginx.conf" > nginx.out 2>&1 & pids+=($!)
old() { # port priorities
  gnutls-serv --quiet --http --port "$1" --x509certfile ca/leaf.full.pem --x509keyfile ca/leaf.key --priority "$2" \
    > "gnutls-$1.log" 2>&1 & pids+=($!)
}
old 8411 'NORMAL:-RSA:-VERS-TLS1.0:-VERS-TLS1.1'
old 8412 'NORMAL:+ARCFOUR-128:+RSA:-VERS-TLS1.0:-VERS-TLS1.1'
old 8413 'NORMAL:-RSA:+3DES-CBC:-VERS-TLS1.0:-VERS-TLS1.1'
old 8414 'NORMAL:+NULL:+RSA:-VERS-TLS1.0:-VERS-TLS1.1'
old 8415 'NORMAL:-RSA:+VERS-TLS1.0:-VERS-TLS1.1'

up() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }
for _ in $(seq 80); do
  if up $bind 53 && up $resolver 53 && up $web 8401 && up $web 443 && up $web 80 && up $web 8411 && up $web 8415 &&
    kdig @$bind expired.example SOA +short 2>/dev/null | grep -q . && kdig @$bind good.example SOA +short | grep -q . &&
    kdig @$resolver good.example SOA +short 2>/dev/null | grep -q .; then ready=1; break; fi
  sleep 0.1
done
[ -n "${ready:-}" ] || { echo "the servers did not start"; tail -n 20 knotd.log bind/log unbound.log nginx.out nginx.log gnutls-*.log 2>/dev/null; exit 99; }

if [ $# -gt 2 ]; then
  export binary dir knot bind resolver web
  "${@:3}"
  exit
fi

# --- the audits ----------------------------------------------------------------------------------------------------------
look() { # file arguments
  local file=$1; shift
  HOME=$dir NO_COLOR=1 "$binary" "$@" --resolver $resolver --ca ca/root.pem --rdap http://rdap.host.example --timeout 2 \
    --public-range 203.0.113.0/24 --public-range 198.51.100.0/24 > "$file" 2> "$file.err" || [ $? -lt 70 ]
}
for name in $domains orphan nobody; do
  look "$name.json" check "$name.example" --check dns --check dnssec --no-state --format json &
  jobs+=($!)
done
# What a declaration changes: transfers are tried on one's own domains, and hosts that the list leaves out are told.
for name in good leaky; do
  printf '[domain]\napex = "%s.example"\nowned = true\n' "$name" > "$name.toml"
  look "$name-owned.json" check "$name.example" --active --config "$name.toml" --check dns/zone-transfer --no-state --format json
done
for list in www.listed.example staging.listed.example; do
  printf '[domain]\napex = "listed.example"\n[[domain.hosts]]\nname = "%s"\n' "$list" > "$list.toml"
  look "$list.json" check listed.example --config "$list.toml" --check dns --no-state --format json
done
for name in good pins; do
  look "$name-tls.json" check "https://$name.example" --check tls/dane-mismatch --no-state --format json
done
wait "${jobs[@]}"
for port in 8401 8402 8403 8404 8405 8406 8407 8408 8409 8411 8412 8413 8414 8415; do
  look "$port.json" check "https://h.good.example:$port" --resolve "h.good.example:$port:$web" --check tls --no-state --format json
done
look map.txt dns map good.example
look tls.txt tls "https://h.good.example:8402" --resolve "h.good.example:8402:$web"
HOME=$dir "$binary" dns backup good.example good.zone --resolver $resolver > backup.txt
named-checkzone good.example good.zone > checkzone.txt 2>&1 || true
