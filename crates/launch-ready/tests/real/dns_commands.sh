#!/usr/bin/env bash
# What a change of DNS looks like on servers that nobody of Launch Ready wrote: BIND serves root, TLD and the domain, Knot is
# its second name server and the one at the new provider, Unbound resolves in the clear, over TLS and over HTTPS, and a second
# Unbound makes an answer up. Runs in a network namespace of its own (unshare -n).
#
#   dns_commands.sh BINARY FOLDER
#
# Writes FOLDER/<case>.out, .err and .code for each case; ends every server that it started.
set -euo pipefail
binary=$1 dir=$2
mkdir -p "$dir" && cd "$dir"
bind=203.0.113.53 knot=198.51.100.1 new=198.51.100.2 resolver=198.51.100.53 liar=203.0.113.54 web=203.0.113.10
ip link set lo up
for ip in $bind $knot $new $resolver $liar $web; do ip addr add "$ip/32" dev lo; done
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop EXIT

# --- zones ---------------------------------------------------------------------------------------------------------------
mkdir -p bind knot new run tmp ca
soa() { printf '$TTL %s\n@ IN SOA ns1.host.example. hostmaster.host.example. %s 7200 900 1209600 300\n' "$2" "$1"; }
acme() { # serial, address of www and moving
  soa "$1" 3600
  printf '@ NS ns1.host.example.\n@ NS ns2.host.example.\n@ A %s\n@ MX 10 mail\n@ TXT "v=spf1 mx -all"\n@ CAA 0 issue "lets.example"\n' $web
  printf 'mail A %s\nwww A %s\nmoving 4 A %s\nslow 600 A %s\n' $web "$2" "$2" "$2"
  printf '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@acme.example"\n'
}
acme 2026112001 $web > bind/acme.example; cp bind/acme.example knot/acme.example
# The second server has an address that this machine has no route to.
{ soa 1 3600; printf '@ NS ns1\n@ NS ns2\nns1 A %s\nns2 A %s\nns2 AAAA 2001:db8::1\n' $bind $knot; } > bind/host.example; cp bind/host.example knot/
# Split: the two servers do not have the same zone.
{ soa 1 60; printf '@ NS ns1.host.example.\n@ NS ns2.host.example.\n@ A %s\nwww A %s\n' $web $web; } > bind/split.example
sed "s/^www A .*/www A 203.0.113.99/" bind/split.example > knot/split.example
{ soa 1 3600; printf '@ NS ns1.host.example.\nhost NS ns1.host.example.\nhost NS ns2.host.example.\nns1.host A %s\nns2.host A %s\n' $bind $knot
  for name in acme split; do printf '%s NS ns1.host.example.\n%s NS ns2.host.example.\n' $name $name; done; } > bind/example
{ soa 1 3600; printf '@ NS ns1.host.example.\nexample NS ns1.host.example.\nns1.host.example. A %s\n' $bind; } > bind/root
printf '. 3600 NS ns1.host.example.\nns1.host.example. 3600 A %s\n' $bind > hints
# The new provider has the domain already; the registrar does not know it yet.
{ soa 5 3600; printf '@ NS ns1.new.example.\n@ NS ns2.new.example.\n@ A %s\nwww A %s\n@ MX 10 mail\nmail A %s\n@ TXT "v=spf1 mx -all"\n' $web $web $web; } > new/acme.example

{ cat <<CONF
options { directory "$dir/bind"; pid-file none; session-keyfile none; listen-on port 53 { $bind; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; allow-query { any; }; notify no; };
key k { algorithm hmac-sha256; secret "c2VjcmV0c2VjcmV0c2VjcmV0"; };
controls { inet $bind port 953 allow { any; } keys { k; }; };
zone "." { type primary; file "root"; };
CONF
  for name in example host.example acme.example split.example; do printf 'zone "%s" { type primary; file "%s"; };\n' $name $name; done; } > bind/named.conf
printf 'key k { algorithm hmac-sha256; secret "c2VjcmV0c2VjcmV0c2VjcmV0"; };\noptions { default-key k; default-server %s; default-port 953; };\n' $bind > rndc.conf
named -g -c "$dir/bind/named.conf" > bind/log 2>&1 & pids+=($!)
knotted() { # folder address zones
  mkdir -p "run/$1"
  { printf 'server:\n    rundir: "%s/run/%s"\n    listen: %s@53\ndatabase:\n    storage: "%s/run/%s"\n' "$dir" "$1" "$2" "$dir" "$1"
    printf 'template:\n  - id: default\n    storage: "%s/%s"\n    journal-content: none\n    zonefile-sync: -1\n    zonefile-load: whole\nzone:\n' "$dir" "$1"
    for zone in $3; do printf '  - domain: %s\n    file: %s\n' "$zone" "$zone"; done; } > "$1.conf"
  knotd -c "$1.conf" > "$1.log" 2>&1 & pids+=($!)
}
knotted knot $knot "acme.example host.example split.example"
knotted new $new acme.example

# --- resolvers -----------------------------------------------------------------------------------------------------------
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca/root.key -out ca/root.pem -subj '/CN=Test Root' -days 90 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout ca/dns.key -subj '/CN=dns.host.example' -out ca/dns.csr 2>/dev/null
printf 'basicConstraints=CA:false\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:dns.host.example,IP:%s\n' $resolver > ca/ext
openssl x509 -req -in ca/dns.csr -CA ca/root.pem -CAkey ca/root.key -CAcreateserial -days 90 -extfile ca/ext -out ca/dns.pem 2>/dev/null
unbounded() { # name address more
  cat > "$1.conf" <<CONF
server:
  directory: "$dir"
  username: ""
  chroot: ""
  pidfile: "$dir/$1.pid"
  use-syslog: no
  interface: $2
$3
  access-control: 0.0.0.0/0 allow
  root-hints: "$dir/hints"
  module-config: "iterator"
  do-not-query-localhost: no
  do-ip6: no
  qname-minimisation: no
remote-control:
  control-enable: no
CONF
  unbound -d -c "$1.conf" > "$1.log" 2>&1 & pids+=($!)
}
unbounded honest $resolver "  interface: $resolver@853
  interface: $resolver@443
  tls-service-key: \"$dir/ca/dns.key\"
  tls-service-pem: \"$dir/ca/dns.pem\"
  tls-port: 853
  https-port: 443"
unbounded liar $liar "  local-zone: \"www.acme.example.\" redirect
  local-data: \"www.acme.example. 1800 A 203.0.113.66\""
up() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }
for _ in $(seq 80); do
  if up $resolver 853 && up $resolver 443 && up $liar 53 && up $bind 953 &&
    dig +short +time=1 @$resolver acme.example A | grep -q . && dig +short +time=1 @$new acme.example SOA | grep -q . &&
    dig +short +time=1 @$knot acme.example SOA | grep -q .; then ready=1; break; fi
  sleep 0.1
done
[ -n "${ready:-}" ] || { echo "the servers did not start"; tail -n 20 bind/log ./*.log; exit 99; }

# --- the cases -----------------------------------------------------------------------------------------------------------
run() { # case arguments
  local name=$1 code=0; shift
  HOME=$dir NO_COLOR=1 "$binary" "$@" > "$name.out" 2> "$name.err" || code=$?
  echo $code > "$name.code"
}
public=(--public-range 203.0.113.0/24 --public-range 198.51.100.0/24 --public-range 2001:db8::/32 --timeout 2)
look() { local name=$1; shift; run "$name" check acme.example --check dns --no-state --format json --rdap off --ca ca/root.pem "${public[@]}" "$@"; }
tls=tls://$resolver#dns.host.example https=https://dns.host.example/dns-query
name=(--resolve "dns.host.example:443:$resolver")
look roots --root-hints hints &
look three --resolver $resolver --resolver $tls --resolver $https "${name[@]}" --root-hints hints &
look over_tls --resolver tls://$resolver &
look over_https --resolver $https "${name[@]}" &
look wrong_name --resolver tls://$resolver#other.example &
look liar --resolver $resolver --resolver $liar &
look new --resolver $resolver --ns "ns1.new.example=$new" &
look bad_hints --root-hints bind/named.conf &
jobs_=($(jobs -p)); for pid in "${jobs_[@]}"; do case " ${pids[*]} " in *" $pid "*) ;; *) wait "$pid" ;; esac; done

run watch_agreed dns watch www.acme.example --resolver $resolver --resolver $tls --ca ca/root.pem --timeout 2
run watch_split dns watch www.split.example --resolver $resolver --deadline 1 --every 0.4 --timeout 2
run backup dns backup acme.example acme.zone --also moving,slow --resolver $resolver
named-checkzone acme.example acme.zone > checkzone.txt 2>&1 || true
run diff_same dns diff bind/acme.example acme.example --resolver $resolver
run diff_split dns diff bind/split.example split.example --resolver $resolver --format json
printf '[domain]\ncanonical = "https://www.acme.example"\n[[domain.hosts]]\nname = "shop.acme.example"\n' > declared.toml
run diff_toml dns diff --config declared.toml --resolver $resolver
run whatif_same dns what-if acme.zone acme.example --resolver $resolver "${public[@]}"
sed -e '/MX/d' -e 's/^www .*/www 300 IN CNAME shop/' -e 's/v=spf1 mx -all/v=spf1 +all/' acme.zone > bad.zone
run whatif_bad dns what-if bad.zone acme.example --resolver $resolver "${public[@]}"
printf '$ORIGIN acme.example.\n$TTL 300\n@ SOA a. b. 1 2 3 4 5\n@ NS ns1.host.example.\nwww A 203.0.113.300\n' > typo.zone
run whatif_typo dns what-if typo.zone
printf '$ORIGIN acme.example.\n$TTL 300\n@ SOA a. b. 1 2 3 4 5\n@ NS ns1.host.example.\n@ CNAME shop.host.example.\n' > apex.zone
run whatif_apex dns what-if apex.zone --resolver $resolver "${public[@]}"
named-checkzone acme.example apex.zone > checkapex.txt 2>&1 || true

# A change: the resolver has the old answer in its store; both servers get the new zone.
for host in moving slow; do dig +short @$resolver $host.acme.example A > /dev/null; done
acme 2026112002 203.0.113.77 > bind/acme.example; cp bind/acme.example knot/acme.example
rndc -c rndc.conf reload acme.example > /dev/null
knotc -c knot.conf zone-reload acme.example > /dev/null
for _ in $(seq 50); do dig +short @$knot moving.acme.example A | grep -q 203.0.113.77 && dig +short @$bind moving.acme.example A | grep -q 203.0.113.77 && break; sleep 0.1; done
run watch_slow dns watch slow.acme.example --resolver $resolver --deadline 1 --every 0.3 --timeout 2 --format json
dig +short @$resolver moving.acme.example A > /dev/null
run watch_moving dns watch moving.acme.example --resolver $resolver --deadline 20 --every 0.5 --timeout 2 --format json
# Ctrl-C prints how it stands.
( HOME=$dir "$binary" dns watch slow.acme.example --resolver $resolver --every 5 --timeout 2 > watch_stopped.out 2> watch_stopped.err & pid=$!
  sleep 1; kill -INT $pid; code=0; wait $pid || code=$?; echo $code > watch_stopped.code )
