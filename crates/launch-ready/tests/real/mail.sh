#!/usr/bin/env bash
# The mail of a small company on servers that nobody of Launch Ready wrote: BIND for DNS, Postfix for mail, nginx for the
# MTA-STS policy, openssl for certificates. Runs inside a network namespace of its own (unshare --net).
#
#   mail.sh BINARY FOLDER healthy|broken|blocked|repaired|relay
#
# `relay` is `healthy` and declared as owned, looked at actively; its second mail server passes on mail of strangers.
# `blocked` is `healthy` without any mail server: what a network that blocks port 25 looks like.
# `repaired` is `broken`; after the audit it makes FOLDER/audited and waits for somebody to change FOLDER/dns and
# FOLDER/www, to leave the commands for a mail server in FOLDER/commands/HOST, and to make FOLDER/repaired. Then it runs
# the commands, reads the zones again and repeats the audit (after.json, after.txt).
# Writes FOLDER/report.json and FOLDER/exit; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2 kind=$3 again=
if [ "$kind" = repaired ]; then kind=broken again=1; fi
mkdir -p "$dir" && cd "$dir"
ns=198.51.100.53 web=203.0.113.10
mx=(0 203.0.113.21 203.0.113.22 203.0.113.23 203.0.113.24 203.0.113.25)

ip link set lo up
for ip in $ns $web "${mx[@]:1}"; do ip addr add "$ip/32" dev lo; done

pids=()
stop() {
  for instance in "$dir"/postfix?; do [ ! -e "$instance/main.cf" ] || postfix -c "$instance" stop >/dev/null 2>&1 || true; done
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap stop EXIT

# --- certificates -------------------------------------------------------------------------------------------------------
mkdir -p ca && cd ca
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" 2>/dev/null; }
key root
openssl req -x509 -new -key root.key -subj '/O=Test Trust/CN=Test Root' -days 3000 -out root.pem \
  -addext 'keyUsage=critical,keyCertSign' 2>/dev/null
leaf() { # name host
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:false\n' "$2" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA root.pem -CAkey root.key -CAcreateserial -days 90 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
  cat "$1.key" "$1.pem" > "$1.chain.pem"
}
leaf mta-sts mta-sts.acme.example
for n in 1 2 3 4 5; do leaf "mx$n" "mx$n.acme.example"; done
if [ "$kind" = broken ]; then leaf mx2 mail.acme.example; fi
openssl genrsa -out dkim1024.key 1024 2>/dev/null; openssl genrsa -out dkim2048.key 2048 2>/dev/null
public() { openssl rsa -in "$1" -pubout -outform DER 2>/dev/null | base64 -w0; }
cd ..

# --- DNS ----------------------------------------------------------------------------------------------------------------
mkdir -p dns
soa() { printf '$TTL 3600\n@ IN SOA ns.acme.example. hostmaster.acme.example. 1 7200 900 1209600 3600\n@ NS ns.acme.example.\n'; }
txt() { # name value: strings of at most 255 octets
  printf '%s TXT' "$1"; fold -w 250 <<<"$2" | while read -r piece; do printf ' "%s"' "$piece"; done; echo
}
{ soa; echo "acme.example. NS ns.acme.example."; echo "ns.acme.example. A $ns"; } > dns/root
{ soa; for n in 1 2 3 4 5; do echo "${mx[n]##*.} PTR mx$n.acme.example."; done; } > dns/reverse
{ soa; echo "@ MX 10 mx1.acme.example."; } > dns/reader
{ soa
  printf 'ns A %s\nmta-sts A %s\n' $ns $web
  for n in 1 2 3 4 5; do echo "mx$n A ${mx[n]}"; done
  printf '_mta-sts TXT "v=STSv1; id=20261120"\n'
  if [ "$kind" = broken ]; then
    for n in 1 2 3 4 5 6; do echo "@ MX ${n}0 mx$n"; done
    includes=
    for n in $(seq 10); do echo "_s$n TXT \"v=spf1 ip4:203.0.113.$((n * 8))/29 -all\""; includes+=" include:_s$n.acme.example"; done
    txt @ "v=spf1 mx ip4:203.0.113.99$includes -all"
    txt _dmarc "v=DMARC1; p=reject; sp=none; pct=100; rua=mailto:acme@reader.example"
    txt s1._domainkey "v=DKIM1; k=rsa; p=$(public ca/dkim1024.key)"
  else
    printf '@ MX 10 mx1\n@ MX 20 mx2\n'
    txt @ "v=spf1 mx -all"
    txt _dmarc "v=DMARC1; p=reject; rua=mailto:dmarc@acme.example"
    txt s1._domainkey "v=DKIM1; k=rsa; p=$(public ca/dkim2048.key)"
    txt _smtp._tls "v=TLSRPTv1; rua=mailto:tls@acme.example"
  fi; } > dns/acme
cat > dns/named.conf <<CONF
options { directory "$dir/dns"; pid-file none; session-keyfile none; listen-on port 53 { $ns; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; allow-query { any; }; notify no; };
controls { };
zone "." { type primary; file "root"; };
zone "acme.example" { type primary; file "acme"; };
zone "reader.example" { type primary; file "reader"; };
zone "113.0.203.in-addr.arpa" { type primary; file "reverse"; };
CONF
named -g -c "$dir/dns/named.conf" > dns/log 2>&1 & pids+=($!)

# --- the policy ---------------------------------------------------------------------------------------------------------
mkdir -p www/.well-known tmp
{ printf 'version: STSv1\r\nmode: enforce\r\nmx: mx1.acme.example\r\nmax_age: 604800\r\n'
  if [ "$kind" != broken ]; then printf 'mx: mx2.acme.example\r\n'; fi; } > www/.well-known/mta-sts.txt
cat > nginx.conf <<CONF
daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/nginx.log;
events { worker_connections 64; }
http {
  access_log off; types { text/plain txt; }
  client_body_temp_path $dir/tmp/a; proxy_temp_path $dir/tmp/b; fastcgi_temp_path $dir/tmp/c; uwsgi_temp_path $dir/tmp/d; scgi_temp_path $dir/tmp/e;
  server { listen $web:443 ssl; ssl_certificate $dir/ca/mta-sts.pem; ssl_certificate_key $dir/ca/mta-sts.key; root $dir/www; }
}
CONF
nginx -c "$dir/nginx.conf" > nginx.out 2>&1 & pids+=($!)

# --- mail ---------------------------------------------------------------------------------------------------------------
waits=("$ns/53" "$web/443")
if [ "$kind" != blocked ]; then
  # Postfix's processes give up root and still read their certificates from here.
  chmod 755 "$dir"
  # Each mail server is a Postfix of its own, as on machines of its own.
  server() { # number options...
    local n=$1 config=$dir/postfix$1; shift
    mkdir -p "$config" "queue$n" "data$n"
    chown postfix "data$n"
    { cat <<CONF
compatibility_level = 3.6
queue_directory = $dir/queue$n
data_directory = $dir/data$n
myhostname = mx$n.acme.example
mydestination = acme.example
inet_protocols = ipv4
inet_interfaces = ${mx[n]}
smtpd_peername_lookup = no
maillog_file = /dev/stdout
smtpd_tls_security_level = may
smtpd_tls_chain_files = $dir/ca/mx$n.chain.pem
local_recipient_maps =
CONF
      [ $# = 0 ] || printf '%s\n' "$@"; } > "$config/main.cf"
    cp /etc/postfix/dynamicmaps.cf "$config/" 2>/dev/null || true
    cp -r /etc/postfix/postfix-files* "$config/" 2>/dev/null || true
    cat > "$config/master.cf" <<'CONF'
smtp inet n - n - - smtpd
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
qmgr unix - n n 300 1 qmgr
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
CONF
  }
  start() { postfix -c "$dir/postfix$1" start-fg >> postfix.log 2>&1 & pids+=($!); }
  if [ "$kind" = relay ]; then
    server 1 'mynetworks = 127.0.0.0/8'
    server 2 'mynetworks = 0.0.0.0/0'
    # The audit comes from another machine as far as the servers see.
    for n in 1 2; do ip route replace local "${mx[n]}" dev lo table local proto kernel scope host src $ns; done
    printf '[domain]\napex = "acme.example"\nowned = true\n' > launch.toml
  else
    server 1; server 2
  fi
  start 1; start 2
  if [ "$kind" = broken ]; then
    server 3 'smtpd_tls_security_level = none'
    server 4 'smtpd_tls_protocols = TLSv1' 'tls_medium_cipherlist = ALL:@SECLEVEL=0'
    server 5
    start 3; start 4
    waits+=("${mx[3]}/25" "${mx[4]}/25")
  fi
  waits+=("${mx[1]}/25" "${mx[2]}/25")
fi

for place in "${waits[@]}"; do
  ready=
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/$place") 2>/dev/null; then ready=1; break; fi
    sleep 0.1
  done
  [ -n "$ready" ] || { echo "nothing listens on $place"; tail -n 20 dns/log nginx.out nginx.log postfix.log 2>/dev/null; exit 99; }
done

# --- the audit ----------------------------------------------------------------------------------------------------------
level=safe
if [ "$kind" = relay ]; then level=active; fi
audit() { # name selector
  local code=0
  HOME=$dir NO_COLOR=1 "$binary" check acme.example --check mail --dkim-selector "$2" --resolver $ns --ca ca/root.pem --rdap off \
    --no-state --all --level "$level" --public-range 203.0.113.0/24 --timeout 3 -o "$1.json" --save-evidence "$1.evidence.json" \
    > "$1.txt" 2> "$1.errors.txt" || code=$?
  echo $code > "$1.exit"
}
audit report s1
[ -n "$again" ] || exit 0

# --- somebody does what the fixes print -----------------------------------------------------------------------------------
mkdir -p commands bin letsencrypt/live
touch audited
for _ in $(seq 600); do [ -e repaired ] && break; sleep 0.1; done
[ -e repaired ] || { echo "nobody repaired anything"; exit 98; }
# What the printed commands call: the service manager starts Postfix in the namespace, the authority is the test's.
cat > bin/systemctl <<'SH'
#!/usr/bin/env bash
case "$*" in
  'reload postfix') postfix reload ;;
  'enable --now postfix') setsid postfix start-fg >> "$MAIL_CONFIG/log" 2>&1 & sleep 1 ;;
  *) echo "systemctl $*: unknown here"; exit 1 ;;
esac
SH
cat > bin/certbot <<SH
#!/usr/bin/env bash
[ "\$1 \$2 \$3" = 'certonly --standalone -d' ] || { echo "certbot \$*: unknown here"; exit 1; }
mkdir -p "$dir/letsencrypt/live/\$4" && cd "$dir/ca"
openssl x509 -req -in <(openssl req -new -key mx1.key -subj "/CN=\$4" 2>/dev/null) -CA root.pem -CAkey root.key -CAcreateserial -days 90 \
  -extfile <(printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "\$4") -out "$dir/letsencrypt/live/\$4/fullchain.pem" 2>/dev/null
cp mx1.key "$dir/letsencrypt/live/\$4/privkey.pem"
SH
chmod +x bin/systemctl bin/certbot
for commands in commands/*; do
  host=${commands##*/} n=${commands#*/mx}
  sed -i "s|/etc/letsencrypt|$dir/letsencrypt|g" "$commands"
  MAIL_CONFIG=$dir/postfix${n%%.*} PATH=$dir/bin:$PATH bash -e "$commands" >> commands.log 2>&1 || { echo "the commands for $host fail"; cat commands.log; exit 97; }
done
kill -HUP "${pids[0]}"
for _ in $(seq 100); do grep -q 'reloading zones succeeded' dns/log && break; sleep 0.1; done
grep -E 'zone acme.example.*(error|not loaded)' dns/log && { cat dns/log; exit 96; }
sleep 1
audit after s2
