//! A DKIM key is short.

use super::keys;
use crate::prelude::*;
use ::mail::dkim::Weakness;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dkim-key-weak",
    summary: "A DKIM key has less than 2048 bits",
    docs: "Signers are to use RSA keys of 2048 bits or more. Keys of 1024 bits are still accepted, and come within \
           reach of those who have time and money.\n\n\
           Most services create the longer key on demand. A new key gets a selector of its own: publish it, switch \
           signing over, and delete the old one a week later.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    wait: Wait::Dns,
    mission: &["M1.06", "M3.11", "A.09"],
    source: Source::unread("RFC 8301"),
    needs: &["mail/dkim-key-missing", "mail/dkim-key-refused"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn bits(weakness: Weakness) -> String {
    match weakness {
        Weakness::RsaShort { bits } => format!("an RSA key of {bits} bits"),
        _ => "a short key".to_owned(),
    }
}

fn judge(cx: &Cx, keys: &DkimKeys, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    let told = |w: &Weakness| matches!(w, Weakness::RsaShort { .. });
    keys::each_weakness(keys, told, |key, weakness| {
        let name = keys::name_of(cx, key);
        Finding::new(format!("A DKIM key of {} is short", cx.subject.name))
            .observed(format!("{name}: {}", bits(weakness)))
            .expected("RSA of 2048 bits, or Ed25519 beside it")
            .consequence("Whoever breaks the key signs invoices in your name.")
            .remedy(keys::how(Some(&key.selector), mx.clone(), spf.clone()))
            .reproduce(super::show_txt(&name))
    })
}

/// A key whose private half was thrown away.
pub(super) const WEAK: &str = "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCuF4+DYQUEnNm1LcqU/UvbigdAhDuM7zndL1mozQWw\
F7lu7Ikdq8CXL0fjsK+GqMIqPQ6b19sy5DbfV889L625ldiruu2z3XTPk/vMmxZK9zxwOPbJKs9TWx5ujzaJ/dIsgTV4XZ/eHW7o\
kFqymgu9id1l4ZRai5L0AGqHlzqsvQIDAQAB";

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("a sound key", domain).seen(sample::dkim(Some(sample::DKIM))),
        Case::fails("1024 bits", domain).seen(sample::dkim(Some(WEAK))),
        Case::does_not_apply("only guessed", domain).seen(sample::dkim_guessed(WEAK)),
    ]
}
