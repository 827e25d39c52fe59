//! Mail rests on a domain that nobody owns.

use crate::mail::mended;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/dangling-mail-name",
    summary: "Mail rests on a domain that nobody owns",
    docs: "When a mail server (MX) or an entry of the SPF record lies in a domain that was given up, anybody \
           can register it for a few euros and then receive your mail, or send in your name with a passing \
           check.\n\nTwo proofs are needed: the parent zone says that the domain does not exist (NXDOMAIN), and the registry \
           does not know it. A server that does not answer proves nothing.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.09", "M2.09"],
    source: Source::unread("OWASP WSTG-CONF-10"),
    eased_in_demo: true,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, names: &MailNames, tree: Seen<&SpfTree>, mx: Seen<&Mx>) -> Verdict {
    let domain = &cx.subject.name;
    // The record without the term, as all fixes of the SPF record print it.
    let mended = tree.ok().map(|tree| mended::spf_records(cx, &tree.audit.records, Some(&tree.audit), mx));
    let without = |via: &str| {
        let mended = mended.as_ref()?;
        let own = mended.changes.iter().find(|change| change.name == *domain)?;
        let without_it = |text: &str| !text.split(' ').any(|word| word == via);
        (without_it(&own.new) && !own.old.iter().all(|old| without_it(old))).then(|| mended::spf(mended))
    };
    let gone = || names.domains.iter().filter(|d| !d.exists);
    let findings = gone().filter(|d| d.registered == Some(false)).map(|gone| {
        Finding::new(format!("Mail of {domain} rests on {}, which nobody owns", gone.domain))
            .observed(format!("{}; {} does not exist (NXDOMAIN) and is not registered", gone.via, gone.domain))
            .expected("names in domains that are registered, by you or a provider")
            .consequence("Whoever registers it receives your mail or sends in your name.")
            .remedy(without(&gone.via).unwrap_or_else(|| {
                Remedy::say(format!("At your DNS provider remove \"{}\" from the records of {domain}.", gone.via))
            }))
            .reproduce(format!(
                "dig {} SOA | grep status; dig {domain} MX +short; dig {domain} TXT +short",
                gone.domain
            ))
            .key(gone.domain.as_str())
    });
    let findings: Vec<Finding> = findings.collect();
    match gone().find(|d| d.registered.is_none()) {
        Some(open) if findings.is_empty() => {
            Unknown::new(Why::NoAnswer, format!("only the registry tells whether {} is free", open.domain)).into()
        }
        _ => Verdict::of(findings),
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let names = |exists: bool, registered: Option<bool>| MailNames {
        domains: vec![MailName {
            domain: sample::name("old-mail.example"),
            via: "MX 10 mx.old-mail.example".into(),
            exists,
            registered,
        }],
    };
    vec![
        Case::passes("registered", domain).seen(names(true, None)),
        Case::passes("out of DNS, and somebody's", domain).seen(names(false, Some(true))),
        Case::passes("all one's own", domain).seen(MailNames { domains: Vec::new() }),
        Case::fails("given up", domain).seen(names(false, Some(false))),
        Case::cannot_tell("the registry was not asked", domain).seen(names(false, None)),
    ]
}
