//! The server behind the edge answers to anybody.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "edge/origin-exposed",
    summary: "The server behind the edge answers to anybody",
    docs: "An edge protects only what can't be reached without it. Mail records, old names and hosts that are not \
           behind the edge give away addresses; where the server at one of them shows the site to whoever asks, \
           every rule, limit and block of the edge is walked around.\n\n\
           Asked are at most four addresses of your own records: hosts of the app that are not behind the edge, \
           `direct`, `origin`, `ftp`, `mail`, mail servers below the domain, and single addresses of the SPF record. \
           Each gets one request for the front page under the site's name. It fails when the same page comes, or one \
           with the same title, without the edge's own headers. Addresses that only old DNS data knows are not \
           looked for, so a pass is no proof that nobody finds the server.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M2.03"],
    source: Source::unread("Cloudflare, Authenticated Origin Pulls"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, origins: &Origins) -> Verdict {
    let Some((host, edge)) = &origins.behind else {
        return Verdict::not_applicable("no host is behind a known edge");
    };
    let findings = origins.asked.iter().filter(|look| look.same).map(|OriginLook { address, found_by, .. }| {
        Finding::new(format!("The server behind {edge} shows {host} to anybody"))
            .observed(format!("{address} ({found_by}) answers with the front page of {host}, without {edge}"))
            .expected(format!("a refusal by {address} of whoever does not come through {edge}"))
            .consequence("Attackers skip every rule, limit and block of the edge by asking the server itself.")
            .remedy(Remedy::say(format!(
                "Let the firewall of {address} accept ports 80 and 443 from the published addresses of {edge} only, or \
                 have the server demand the edge's client certificate. Then change the address, because this one is \
                 known."
            )))
            .reproduce(format!(
                "curl -sk -o /dev/null -w '%{{http_code}} %{{size_download}}\\n' --resolve {host}:443:{address} \
                 https://{host}/"
            ))
            .key(found_by.clone())
            .cause(host.clone())
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let look = |same| OriginLook { address: sample::address(), found_by: "direct.acme.example".into(), same };
    let seen = |asked: Vec<OriginLook>| Origins { behind: Some(("acme.example".into(), "Cloudflare".into())), asked };
    vec![
        Case::passes("refuses", domain).seen(seen(vec![look(false)])),
        Case::passes("nothing gives it away", domain).seen(seen(Vec::new())),
        Case::fails("shows the site", domain).seen(seen(vec![look(true)])),
        Case::does_not_apply("no edge", domain).seen(Origins { behind: None, asked: Vec::new() }),
    ]
}
