"""The work of the mail bench by pyspf or checkdmarc: peers.py pyspf|checkdmarc WORK.

Prints its version, then for each line of input (suite, tree or audit) does that work and prints the seconds it took."""
import importlib.metadata, json, sys, time
import dns.resolver

peer, work = sys.argv[1], json.load(open(sys.argv[2]))


def resolver(port):
    own = dns.resolver.Resolver(configure=False)
    own.nameservers, own.port, own.lifetime, own.cache = ["127.0.0.1"], port, 5, None
    dns.resolver.default_resolver = own
    return own


def suite():
    import spf

    for scenario in work["suite"]:
        resolver(scenario["port"])
        for case in scenario["cases"]:
            try:
                spf.query(case["ip"], case["mailfrom"], case["helo"], strict=True).check()
            except Exception:
                pass


def tree():
    import spf

    resolver(work["tree"])
    spf.MAX_LOOKUP = 100
    result = spf.query("203.0.113.9", "ann@acme.example", "a.example").check()
    spf.MAX_LOOKUP = 10
    assert result[0] == "pass", result


def audit():
    import checkdmarc.spf, checkdmarc.utils

    # Its cache of answers would serve all but the first round.
    cache = getattr(checkdmarc.utils, "DNS_CACHE", None)
    if cache is not None:
        cache.clear()
    answer = checkdmarc.spf.check_spf("acme.example", resolver=resolver(work["tree"]))
    assert answer["record"], answer


print(importlib.metadata.version(peer), flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    {"suite": suite, "tree": tree, "audit": audit}[line.strip()]()
    print(time.perf_counter() - start, flush=True)
