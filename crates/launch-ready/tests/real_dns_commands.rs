//! A change of DNS on BIND, Knot and Unbound, in a network namespace of their own: judged before it is made, followed while it
//! spreads, looked up in the clear, over TLS, over HTTPS and without any resolver. Missing servers fail the test.
#![allow(clippy::unwrap_used)]

use model::{Report, State};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

struct World(PathBuf);

impl World {
    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.0.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }

    /// Exit code and output of a case.
    fn ran(&self, case: &str) -> (String, String) {
        let code = self.text(&format!("{case}.code")).trim().to_owned();
        (code, self.text(&format!("{case}.out")))
    }

    fn report(&self, case: &str) -> Report {
        let (code, out) = self.ran(case);
        serde_json::from_str(&out)
            .unwrap_or_else(|e| panic!("{case}: {e}, exit code {code}: {}", self.text(&format!("{case}.err"))))
    }

    /// What fails in a case, beside the IPv6 that the world lacks.
    fn failing(&self, case: &str) -> Vec<String> {
        let report = self.report(case);
        let rows = report.in_state(State::Fail).filter(|r| r.check != "dns/ipv6-missing");
        rows.map(|r| format!("{} {}", r.check, r.subject)).collect()
    }

    fn state(&self, case: &str, check: &str) -> Option<State> {
        self.report(case).rows.iter().find(|r| r.check == check).map(|r| r.state)
    }

    fn looks(&self, case: &str) -> Vec<Value> {
        self.ran(case).1.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }
}

#[test]
fn changes_of_dns_are_judged_before_and_followed_after() {
    let folder = std::env::temp_dir().join(format!("launch-ready-dns-commands-{}", std::process::id()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/dns_commands.sh");
    let run = Command::new("unshare")
        .args(["--net", "bash", script, env!("CARGO_BIN_EXE_launch-ready")])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let world = World(folder.clone());
    resolvers(&world);
    files(&world);
    spreading(&world);
    std::fs::remove_dir_all(Path::new(&folder)).ok();
}

fn resolvers(world: &World) {
    for case in ["roots", "over_tls", "over_https", "three"] {
        assert_eq!(world.failing(case), Vec::<String>::new(), "{case}");
        assert_eq!(world.state(case, "dns/does-not-resolve"), Some(State::Pass), "{case}");
    }
    assert_eq!(world.state("three", "dns/resolvers-disagree"), Some(State::Pass));
    assert_eq!(world.state("roots", "dns/resolvers-disagree"), Some(State::NotApplicable));
    assert_eq!(world.failing("liar"), ["dns/resolvers-disagree www.acme.example"]);
    // A resolver that cannot prove its name is not believed, and nobody is accused.
    assert_eq!(world.failing("wrong_name"), Vec::<String>::new());
    assert_eq!(world.state("wrong_name", "dns/does-not-resolve"), Some(State::Unknown));
    assert!(world.ran("wrong_name").1.contains("certificate is not trusted"));
    // Before the switch: one server was named, and the zone there has no CAA record.
    assert_eq!(world.failing("new"), ["dns/one-name-server acme.example", "dns/caa-missing acme.example"]);
    assert_eq!(world.state("new", "dns/parent-differs"), Some(State::NotApplicable));
    assert_eq!(world.state("new", "dns/lame-server"), Some(State::Pass));
    assert_eq!(world.ran("bad_hints").0, "2");
    assert!(world.text("bad_hints.err").contains("bind/named.conf:1:9"), "{}", world.text("bad_hints.err"));
}

fn files(world: &World) {
    // What the backup wrote is read by BIND's tools and by the reader of this project, and is the live zone.
    let (code, said) = world.ran("backup");
    assert!(code == "0" && said.contains("ns1.host.example (203.0.113.53)") && said.contains("--also"), "{said}");
    assert!(world.text("checkzone.txt").contains("OK"), "{}", world.text("checkzone.txt"));
    let (code, same) = world.ran("whatif_same");
    assert!(code == "0" && same.contains("0 blockers") && same.contains("nothing, beside ns1.host.example"), "{same}");
    assert!(!same.contains("dns/no-tcp") && same.contains("A file can't tell"), "{same}");
    let (code, bad) = world.ran("whatif_bad");
    assert_eq!(code, "1", "{bad}");
    for words in [
        "shop.acme.example does not exist in this file",
        "dns/alias-broken",
        "mail/spf-allows-everyone",
        "disappears",
        "10 mail.acme.example.",
        "is new",
    ] {
        assert!(bad.contains(words), "{words} in {bad}");
    }
    let (code, apex) = world.ran("whatif_apex");
    assert!(code == "1" && apex.contains("no name server loads this file") && apex.contains("apex.zone:5:1"), "{apex}");
    assert!(world.text("checkapex.txt").contains("CNAME and other data"), "BIND loads what it is said to refuse");
    assert_eq!(world.ran("whatif_typo").0, "2");
    let typo = world.text("whatif_typo.err");
    assert!(
        typo.contains("typo.zone:5:7") && typo.contains("^^^^^^^^^^^^^ \"203.0.113.300\" is no IPv4 address"),
        "{typo}"
    );

    let (code, same) = world.ran("diff_same");
    assert!(code == "0" && same.matches(": the same").count() == 2, "{same}");
    let (code, split) = world.ran("diff_split");
    let split: Value = serde_json::from_str(&split).unwrap();
    assert_eq!((code.as_str(), split["servers"][0]["differences"].as_array().unwrap().len()), ("1", 0), "{split}");
    let differs = &split["servers"][1]["differences"];
    assert_eq!(
        (differs.as_array().unwrap().len(), differs[0]["name"].as_str()),
        (1, Some("www.split.example")),
        "{split}"
    );
    let (code, declared) = world.ran("diff_toml");
    assert!(code == "1" && declared.matches("shop.acme.example").count() == 2, "{declared}");
    // `mail` is a usual name that launch.toml does not declare.
    assert!(declared.contains("not declared") && declared.contains("mail.acme.example"), "{declared}");
}

fn spreading(world: &World) {
    let (code, agreed) = world.ran("watch_agreed");
    assert!(
        code == "0" && agreed.contains("all agree") && agreed.contains("tls://198.51.100.53#dns.host.example"),
        "{agreed}"
    );
    let (code, split) = world.ran("watch_split");
    assert!(code == "3" && split.contains("the name servers differ"), "{split}");
    let slow = world.looks("watch_slow");
    assert_eq!(world.ran("watch_slow").0, "3");
    let left = slow[0]["seconds_left"].as_u64().unwrap();
    assert!(slow[0]["state"] == "waiting" && (500..=600).contains(&left), "{slow:?}");
    // Times run down, and with them goes the old answer.
    let moving = world.looks("watch_moving");
    assert_eq!(world.ran("watch_moving").0, "0");
    assert_eq!(moving.first().unwrap()["state"], "waiting", "{moving:?}");
    assert_eq!(moving.last().unwrap()["state"], "agreed", "{moving:?}");
    let (code, stopped) = world.ran("watch_stopped");
    assert!(code == "4" && stopped.contains("gone in 9 minutes"), "{stopped}");
}
