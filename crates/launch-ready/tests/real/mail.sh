#!/usr/bin/env bash
# The mail of a small company on servers that nobody of Launch Ready wrote: BIND for DNS, Postfix for mail, nginx for the
# MTA-STS policy, openssl for certificates. Runs inside a network namespace of its own (unshare --net).
#
#   mail.sh BINARY FOLDER healthy|broken|blocked
#
# `blocked` is `healthy` without any mail server: what a network that blocks port 25 looks like.
# Writes FOLDER/report.json and FOLDER/exit; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2 kind=$3
mkdir -p "$dir" && cd "$dir"
ns=198.51.100.53 web=203.0.113.10
mx=(0 203.0.113.21 203.0.113.22 203.0.113.23 203.0.113.24 203.0.113.25)

ip link set lo up
for ip in $ns $web "${mx[@]:1}"; do ip addr add "$ip/32" dev lo; done

pids=()
stop() {
  [ ! -e "$dir/postfix/main.cf" ] || postfix -c "$dir/postfix" stop >/dev/null 2>&1 || true
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
for n in 1 2 3 4; do leaf "mx$n" "mx$n.acme.example"; done
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
  mkdir -p postfix queue data
  chown postfix data
  # Postfix's processes give up root and still read their certificates from here.
  chmod 755 "$dir"
  cat > postfix/main.cf <<CONF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
myhostname = mx1.acme.example
mydestination = acme.example
inet_protocols = ipv4
smtpd_peername_lookup = no
maillog_file = /dev/stdout
smtpd_tls_security_level = may
local_recipient_maps =
CONF
  cp /etc/postfix/dynamicmaps.cf postfix/ 2>/dev/null || true
  cp -r /etc/postfix/postfix-files* postfix/ 2>/dev/null || true
  smtpd() { # number options...
    local n=$1; shift
    echo "${mx[n]}:25 inet n - n - - smtpd -o myhostname=mx$n.acme.example -o smtpd_tls_chain_files=$dir/ca/mx$n.chain.pem $*"
  }
  { smtpd 1; smtpd 2
    if [ "$kind" = broken ]; then
      smtpd 3 -o smtpd_tls_security_level=none
      smtpd 4 -o smtpd_tls_mandatory_protocols=TLSv1 -o smtpd_tls_protocols=TLSv1 -o tls_medium_cipherlist=ALL:@SECLEVEL=0
    fi
    cat <<'CONF'
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
CONF
  } > postfix/master.cf
  postfix -c "$dir/postfix" start-fg > postfix.log 2>&1 & pids+=($!)
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
code=0
HOME=$dir NO_COLOR=1 "$binary" check acme.example --check mail --dkim-selector s1 --resolver $ns --ca ca/root.pem --rdap off \
  --no-state --public-range 203.0.113.0/24 --timeout 3 -o report.json --save-evidence evidence.json \
  > report.txt 2> errors.txt || code=$?
echo $code > exit
