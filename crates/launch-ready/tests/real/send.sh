#!/usr/bin/env bash
# A message through a real Postfix (STARTTLS, delivery into a Maildir, which Dovecot serves over IMAP) with BIND for DNS, in a
# network namespace of its own.
#
#   send.sh BINARY FOLDER
#
# Writes FOLDER/*.out and FOLDER/*.exit; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2
mkdir -p "$dir" && cd "$dir"
chmod 755 "$dir"
ns=198.51.100.53 mx=203.0.113.21
ip link set lo up
for ip in $ns $mx; do ip addr add "$ip/32" dev lo; done

pids=()
stop() {
  [ ! -e "$dir/postfix/main.cf" ] || postfix -c "$dir/postfix" stop >/dev/null 2>&1 || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap stop EXIT

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=mx.acme.example \
  -addext subjectAltName=DNS:mx.acme.example -addext basicConstraints=critical,CA:false 2>/dev/null
cat key.pem cert.pem > chain.pem

mkdir -p dns
soa='$TTL 60
@ IN SOA ns hostmaster 1 60 60 60 60
@ NS ns
ns A 198.51.100.53'
printf '%s\n' "$soa" "mx A $mx" '@ TXT "v=spf1 ip4:203.0.113.21 -all"' '_dmarc TXT "v=DMARC1; p=reject"' > dns/acme
printf '%s\n' "$soa" '@ TXT "v=spf1 -all"' '_dmarc TXT "v=DMARC1; p=reject"' > dns/forged
cat > dns/named.conf <<CONF
options { directory "$dir/dns"; pid-file none; session-keyfile none; listen-on port 53 { $ns; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; notify no; };
controls { };
zone "acme.example" { type primary; file "acme"; };
zone "forged.example" { type primary; file "forged"; };
zone "example" { type primary; file "forged"; };
CONF
named -g -c "$dir/dns/named.conf" > dns/log 2>&1 & pids+=($!)

mkdir -p postfix queue data mail
chown postfix data
chown nobody mail
cat > postfix/main.cf <<CONF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
myhostname = mx.acme.example
mydestination =
inet_protocols = ipv4
smtpd_peername_lookup = no
maillog_file = /dev/stdout
smtpd_tls_security_level = may
smtpd_tls_chain_files = $dir/chain.pem
smtpd_relay_restrictions = reject_unauth_destination
virtual_mailbox_domains = other.example
virtual_mailbox_base = $dir/mail
virtual_mailbox_maps = static:bob/
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
CONF
cp /etc/postfix/dynamicmaps.cf postfix/ 2>/dev/null || true
cp -r /etc/postfix/postfix-files* postfix/ 2>/dev/null || true
cat > postfix/master.cf <<CONF
$mx:587 inet n - n - - smtpd
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
virtual unix - n n - - virtual
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
CONF
postfix -c "$dir/postfix" start-fg > postfix.log 2>&1 & pids+=($!)

mkdir -p dovecot
cat > dovecot/dovecot.conf <<CONF
protocols = imap
listen = $mx
base_dir = $dir/dovecot/run
state_dir = $dir/dovecot/state
log_path = $dir/dovecot.log
ssl = required
ssl_cert = <$dir/cert.pem
ssl_key = <$dir/key.pem
mail_location = maildir:$dir/mail/bob
passdb {
  driver = static
  args = password=hunter2
}
userdb {
  driver = static
  args = uid=$(id -u nobody) gid=$(id -g nobody) home=$dir/mail
}
namespace inbox {
  inbox = yes
}
CONF
dovecot -F -c "$dir/dovecot/dovecot.conf" > dovecot.out 2>&1 & pids+=($!)

for place in "$ns/53" "$mx/587" "$mx/143" "$mx/993"; do
  ready=
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/$place") 2>/dev/null; then ready=1; break; fi
    sleep 0.1
  done
  [ -n "$ready" ] || { echo "nothing listens on $place"; tail -n 20 dns/log postfix.log dovecot.out dovecot.log; exit 99; }
done

try() { # name from to more…
  local name=$1 from=$2 to=$3 code=0
  shift 3
  "$binary" mail test --from "$from" --to "$to" --smtp smtp://mx.acme.example --wait 20 \
    --ca cert.pem --resolver $ns "$@" > "$name.out" 2> "$name.err" || code=$?
  echo "$code" > "$name.exit"
}
sink=(--sink "maildir:$dir/mail/bob")
try own ann@acme.example bob@other.example "${sink[@]}"
try forged ceo@forged.example bob@other.example "${sink[@]}"
try relay ann@acme.example eve@elsewhere.example "${sink[@]}"

export GOOD=hunter2 BAD=letmein
echo hunter2 > password
try imap ann@acme.example bob@other.example --imap imap://mx.acme.example --imap-password-env GOOD
try imaps ceo@forged.example bob@other.example --imap imaps://mx.acme.example --imap-password-file password \
  --format json
try wrong ann@acme.example bob@other.example --imap imaps://mx.acme.example --imap-password-env BAD
try nowhere ann@acme.example bob@other.example --imap imaps://mx.acme.example --imap-password-env GOOD --imap-mailbox Spam
ls mail/bob/new mail/bob/cur > messages
