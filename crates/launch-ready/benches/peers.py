"""The work of the mail bench by pyspf or checkdmarc: peers.py pyspf|checkdmarc WORK. Prints seconds as JSON."""
import importlib.metadata, json, sys, time
import dns.resolver

peer, work = sys.argv[1], json.load(open(sys.argv[2]))


def resolver(port):
    own = dns.resolver.Resolver(configure=False)
    own.nameservers, own.port, own.lifetime, own.cache = ["127.0.0.1"], port, 5, None
    dns.resolver.default_resolver = own
    return own


def middle(measured):
    times = []
    for _ in range(work["rounds"]):
        start = time.perf_counter()
        measured()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def pyspf():
    import spf

    def suite():
        for scenario in work["suite"]:
            resolver(scenario["port"])
            for case in scenario["cases"]:
                try:
                    spf.query(case["ip"], case["mailfrom"], case["helo"], strict=True).check()
                except Exception:
                    pass

    def tree():
        resolver(work["tree"])
        spf.MAX_LOOKUP = 100
        result = spf.query("203.0.113.9", "ann@acme.example", "a.example").check()
        assert result[0] == "pass", result

    return {"suite": middle(suite), "tree": middle(tree)}


def checkdmarc_():
    import checkdmarc.spf

    def audit():
        answer = checkdmarc.spf.check_spf("acme.example", resolver=resolver(work["tree"]))
        assert answer["record"], answer

    # One round: its cache of answers would serve all further ones.
    start = time.perf_counter()
    audit()
    return {"audit": time.perf_counter() - start}


seconds = pyspf() if peer == "pyspf" else checkdmarc_()
print(json.dumps({"version": importlib.metadata.version(peer), **seconds}))
