//! Decision 14: one root cause is told once.
#![allow(clippy::unwrap_used)]

use checks::registry::{Court, judge_all};
use checks::sample;
use model::facts::{Lookup, MailName, MailNames};
use model::{Remedy, Subject, SubjectKind, Verdict};

fn names(via: &str) -> MailNames {
    MailNames {
        domains: vec![MailName {
            domain: sample::name("old-mail.test"),
            via: via.into(),
            exists: false,
            registered: Some(false),
        }],
    }
}

fn failing(evidence: &model::Evidence) -> Vec<(&'static str, String, Remedy)> {
    let thresholds = sample::thresholds();
    let declared = sample::declared();
    let ids = ["dns/dangling-mail-name", "mail/mx-does-not-resolve", "mail/spf-include-broken"];
    let all: Vec<_> = checks::all().iter().filter(|c| ids.contains(&c.info.id)).collect();
    let rows = judge_all(evidence, Court { thresholds: &thresholds, declared: &declared }, &all);
    let failed = rows.into_iter().filter_map(|row| match row.verdict {
        Verdict::Fail(findings) => Some((row.info.id, row.subject.name, findings[0].remedy.clone())),
        _ => None,
    });
    failed.collect()
}

#[test]
fn a_mail_server_in_a_domain_that_nobody_owns_is_one_row() {
    let gone = || sample::mail_host(|h| (h.lookup, h.addresses) = (Lookup::NoSuchName, Vec::new()));
    let server = |name: &str| Subject::new(SubjectKind::MailServer, name);
    let evidence = model::Evidence::new(sample::now())
        .with(&sample::mail_domain(), names("MX 10 mx.old-mail.test"))
        .with(&server("mx.old-mail.test"), gone())
        .with(&server("mx.acme.example"), gone());
    let rows: Vec<(&str, String)> = failing(&evidence).into_iter().map(|(id, name, _)| (id, name)).collect();
    assert_eq!(
        rows,
        [
            ("dns/dangling-mail-name", "acme.example".to_owned()),
            ("mail/mx-does-not-resolve", "mx.acme.example".to_owned())
        ],
        "the other server is gone for a reason of its own"
    );
}

#[test]
fn an_include_of_a_domain_that_nobody_owns_is_one_row_with_the_record_to_paste() {
    let record = "v=spf1 mx include:_spf.old-mail.test -all";
    let evidence = model::Evidence::new(sample::now())
        .with(&sample::mail_domain(), names("include:_spf.old-mail.test"))
        .with(&sample::mail_domain(), sample::spf_tree(&[("acme.example", "TXT", record)]));
    let rows = failing(&evidence);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].0, "dns/dangling-mail-name");
    assert!(rows[0].2.lines().contains(&"acme.example. 3600 TXT \"v=spf1 mx ~all\"".to_owned()), "{:?}", rows[0].2);
}
