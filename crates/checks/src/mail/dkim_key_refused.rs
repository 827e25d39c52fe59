//! A DKIM key is of a sort that receivers must not accept.

use super::keys;
use crate::prelude::*;
use ::mail::dkim::Weakness;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dkim-key-refused",
    summary: "A DKIM key is too short or of a sort that receivers refuse",
    docs: "Receivers must not accept RSA keys of less than 1024 bits, SHA-1 alone, or an algorithm that they don't \
           know, and a key that is not for mail signs no mail. Such a signature counts as none; a key of 512 bits \
           can be broken for a few dollars, and whoever does signs as you.\n\n\
           A new key gets a selector of its own: publish it, switch signing over, and delete the old one a week \
           later.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 30,
    wait: Wait::Dns,
    mission: &["M1.06", "M3.11", "A.09"],
    source: Source::unread("RFC 8301"),
    needs: &["mail/dkim-key-missing"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn sort(weakness: Weakness) -> String {
    match weakness {
        Weakness::RsaRefused { bits } => format!("an RSA key of {bits} bits"),
        Weakness::Sha1Only => "h= allows SHA-1 alone".to_owned(),
        Weakness::NotForMail => "s= leaves mail out".to_owned(),
        _ => "an algorithm that receivers don't know".to_owned(),
    }
}

fn judge(cx: &Cx, keys: &DkimKeys, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    let told = |w: &Weakness| {
        matches!(
            w,
            Weakness::RsaRefused { .. } | Weakness::Sha1Only | Weakness::NotForMail | Weakness::UnknownAlgorithm
        )
    };
    keys::each_weakness(keys, told, |key, weakness| {
        let name = keys::name_of(cx, key);
        Finding::new(format!("A DKIM key of {} is one that receivers refuse", cx.subject.name))
            .observed(format!("{name}: {}", sort(weakness)))
            .expected("RSA of 2048 bits, or Ed25519 beside it")
            .consequence("Signatures count as missing, and strangers can break a short key and sign as you.")
            .remedy(keys::how(Some(&key.selector), mx.clone(), spf.clone()))
            .reproduce(super::show_txt(&name))
    })
}

/// A key whose private half was thrown away.
const WEAK: &str = "v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKKG1C2yMAOkUjQJQsgKFFazQHhUMbh2nv8ESVDeK4lciU/w\
59IVRzZWLOO8z1NjnUVeAOsfRhOvQkB5OPX5wXsCAwEAAQ==";

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("a sound key", domain).seen(sample::dkim(Some(sample::DKIM))),
        Case::fails("512 bits", domain).seen(sample::dkim(Some(WEAK))),
        Case::does_not_apply("only guessed", domain).seen(sample::dkim_guessed(WEAK)),
    ]
}
