//! The certificate is for other names.

use super::{each_leaf, show_leaf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/wrong-host",
    summary: "The certificate does not name the host",
    docs: "Browsers compare the host with the DNS names inside the certificate; the common name does not count. A host \
           that is not among them gets a full-page warning, as often happens to `www` or to a new subdomain that falls \
           through to the server's first certificate.\n\n\
           A wildcard covers one label: `*.acme.example` covers `app.acme.example`, neither `acme.example` nor \
           `eu.app.acme.example`. Every address of the host is looked at.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 20,
    wait: Wait::Certificate,
    mission: &["M1.03"],
    source: Source::unread("RFC 9525"),
    // A self-made certificate mostly has a wrong name too; the one to get is the same.
    needs: &["tls/untrusted"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |session, leaf| {
        (!session.covers_host).then(|| {
            Finding::new(format!("{host} serves a certificate for other names"))
                .observed(format!("the certificate names {}", names(leaf)))
                .expected(format!("a certificate that names {host}"))
                .consequence("Every visitor of this host sees a full-page warning and leaves.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!("certbot --nginx --cert-name {host} -d {host}")],
                })
                .reproduce(show_leaf(&host, "-ext subjectAltName"))
        })
    })
}

fn names(leaf: &Certificate) -> String {
    match leaf.names.as_slice() {
        [] => format!("nothing but the common name {}", leaf.subject),
        [first, second, third, _, ..] => format!("{first}, {second}, {third} and {} more", leaf.names.len() - 3),
        few => text::list(few),
    }
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let other = |names: &[&str]| {
        sample::tls(|s| {
            s.covers_host = false;
            s.chain[0].names = names.iter().map(|n| (*n).to_owned()).collect();
        })
    };
    let mut one_of_two = sample::tls(|_| ());
    one_of_two.endpoints.extend(other(&["old.acme.example"]).endpoints);
    vec![
        Case::passes("named", host).seen(sample::tls(|_| ())),
        Case::fails("other names", host).seen(other(&["acme.example", "www.acme.example"])),
        Case::fails("many other names", host).seen(other(&["a.example", "b.example", "c.example", "d.example"])),
        Case::fails("common name only", host).seen(other(&[])),
        Case::fails("one of two servers", host).seen(one_of_two),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
