//! An address of the host does not accept connections.

use crate::prelude::*;
use std::collections::BTreeSet;
use std::net::IpAddr;

static INFO: CheckInfo = CheckInfo {
    id: "reach/not-answering",
    summary: "The host does not accept connections",
    docs: "Every address in DNS is somebody's only way in: browsers pick one of them. One dead address of several makes \
           the site fail for part of the visitors, at random. Port 443 is asked at each address, and port 80 to tell a \
           dead machine from one without https.\n\n\
           A refused connection and one that stays unanswered both count; no route from here (IPv6) is not judged. A \
           name that nobody typed or declared (or typed without its `www`), and that answers on neither port anywhere, may well be closed on purpose \
           (a staging host behind a firewall) and is not judged.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 30,
    mission: &["M1.01"],
    source: Source::unread("own judgement; RFC 8305 for how browsers pick an address"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, ports: &Ports) -> Verdict {
    let host = cx.host();
    let open = |port: u16, address: Option<IpAddr>| {
        let mut tried = ports.tried.iter().filter(|p| p.port == port && address.is_none_or(|a| a == p.address));
        tried.any(|p| p.outcome == Connect::Open)
    };
    // A port that was typed stands in for the usual ones.
    let tried = |port: u16| ports.tried.iter().any(|p| p.port == port);
    let Some(port) = ports.tried.first().map(|first| if tried(443) { 443 } else { first.port }) else {
        return Unknown::new(Why::NotGathered, "no port was tried").into();
    };
    let asked: BTreeSet<IpAddr> = ports.tried.iter().filter(|p| p.port == port).map(|p| p.address).collect();
    // A dead IPv6 address beside a living IPv4 one is dns/ipv6-dead: browsers fall back.
    let v4_open = asked.iter().any(|a| a.is_ipv4() && open(port, Some(*a)));
    let told_elsewhere = |a: &IpAddr| v4_open && a.is_ipv6();
    let dead: Vec<IpAddr> = asked.iter().copied().filter(|a| !open(port, Some(*a)) && !told_elsewhere(a)).collect();
    let Some(first) = dead.first() else { return Verdict::Pass };
    let at = if first.is_ipv6() { format!("[{first}]") } else { first.to_string() };
    let anywhere = open(port, None);
    let local = cx.declared.class == TargetClass::Local;
    if local && anywhere {
        // `localhost` is two addresses, and an app in development listens on one of them.
        return Verdict::Pass;
    }
    let http = open(80, None);
    if !anywhere && !cx.expected(&host) {
        return Verdict::not_applicable(if http {
            "nobody said that this name serves https; redirect/http-not-https tells about http"
        } else {
            "the name was only guessed, and may be closed on purpose"
        });
    }
    let verb = if dead.len() == 1 { "does not" } else { "do not" };
    let (title, consequence) = match (anywhere, http) {
        (true, _) => (
            format!("{} of {} addresses of {host} {verb} answer", dead.len(), asked.len()),
            "Part of your visitors wait and then get an error, while the site works for you.",
        ),
        (false, true) => (
            format!("{host} answers over http only, not over https"),
            "Browsers that ask for https show an error page, and without it logins travel in the clear.",
        ),
        (false, false) => {
            (format!("{host} does not answer"), "Nobody can open the site; browsers give up after a long wait.")
        }
    };
    let word = |p: &PortLook| if p.outcome == Connect::Refused { "refused" } else { "silent" };
    let shut = ports.tried.iter().filter(|p| p.outcome != Connect::Open);
    let seen: Vec<String> = shut.map(|p| format!("{} port {} {}", p.address, p.port, word(p))).collect();
    let scheme = if local { "http" } else { "https" };
    Verdict::fail(
        Finding::new(title)
            .observed(text::list(&seen))
            .expected(format!("every address accepts connections on port {port}"))
            .consequence(consequence)
            .remedy(remedy(&first.to_string(), port, local))
            .reproduce(format!(
                "curl -sv --connect-timeout 5 --resolve '{host}:{port}:{at}' {scheme}://{host}:{port}/ -o /dev/null"
            )),
    )
}

fn remedy(address: &str, port: u16, local: bool) -> Remedy {
    if local {
        return Remedy::say(format!("start the app; it has to listen on port {port}"));
    }
    let look = format!("ss -ltn 'sport = :{port}'");
    let open = format!("ufw allow {port}/tcp");
    Remedy::run(&format!("on the server at {address}"), &[&look, "systemctl restart nginx", &open])
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let typed = &Subject::host("acme.example");
    let both = || sample::ports(Connect::Open, Connect::Open);
    let none = || sample::ports(Connect::TimedOut, Connect::TimedOut);
    let mut second = both();
    second.tried.push(PortLook { address: [198, 51, 100, 7].into(), port: 443, outcome: Connect::TimedOut });
    vec![
        Case::passes("open", typed).seen(both()),
        Case::passes("port 80 closed on purpose", typed).seen(sample::ports(Connect::Refused, Connect::Open)),
        Case::fails("dead", typed).seen(none()),
        Case::fails("www of the typed host", &Subject::host("www.acme.example")).seen(none()),
        Case::fails("http only", typed).seen(sample::ports(Connect::Open, Connect::Refused)),
        Case::fails("one of two dead", host).seen(second),
        Case::does_not_apply("a guessed name behind a firewall", host).seen(none()),
        Case::does_not_apply("a guessed name without https", host).seen(sample::ports(Connect::Open, Connect::Refused)),
        Case::cannot_tell("nothing tried", typed).seen(Ports { tried: Vec::new() }),
    ]
}
