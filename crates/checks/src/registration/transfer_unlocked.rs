//! The domain can be moved away without unlocking it.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "registration/transfer-unlocked",
    summary: "The domain is not locked against transfer",
    docs: "With the transfer lock a domain stays at its registrar until somebody with your password switches \
           the lock off. Without it, one forged or careless approval moves it to a stranger's account. The lock \
           is free.\n\nThe registry's status words tell it. A registry that publishes none, or has no such lock \
           (some country endings ask for a code instead), can't be judged by them.",
    subject: SubjectKind::Domain,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 5,
    wait: Wait::None,
    mission: &["M1.10"],
    source: Source::unread("RFC 8056 (status words)"),
    decisive: Some(false),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, registration: &Registration) -> Verdict {
    let domain = &cx.subject.name;
    if !registration.registered {
        return Verdict::not_applicable("the domain is not registered");
    }
    if registration.status.is_empty() {
        return Unknown::new(Why::NoAnswer, "the registry publishes no status").into();
    }
    let is = |words: &str| {
        let plain = |s: &str| s.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        registration.status.iter().any(|s| plain(s) == plain(words))
    };
    if is("client transfer prohibited") || is("server transfer prohibited") || is("transfer prohibited") {
        return Verdict::Pass;
    }
    let status: Vec<String> = registration.status.iter().map(|s| text::quote(s, 40)).collect();
    Verdict::fail(
        Finding::new(format!("{domain} is not locked against transfer"))
            .observed(format!("status: {}", text::list(&status)))
            .expected("client transfer prohibited")
            .consequence("One forged approval moves the domain, with site and mail, to somebody else's account.")
            .remedy(Remedy::say(format!(
                "At {} switch on the transfer lock of {domain}.",
                registration.registrar.as_deref().unwrap_or("your registrar")
            )))
            .reproduce(format!("curl -sL https://rdap.org/domain/{domain} | grep -o '\"status\":[^]]*'")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let with = |status: &[&str]| Registration {
        registered: true,
        expires: Some(sample::in_days(200)),
        registrar: Some("Nordic Names".into()),
        status: status.iter().map(|s| (*s).to_owned()).collect(),
    };
    vec![
        Case::passes("locked", domain).seen(with(&["client transfer prohibited"])),
        Case::passes("locked, as EPP writes it", domain).seen(with(&["clientTransferProhibited"])),
        Case::fails("open", domain).seen(with(&["active"])),
        Case::cannot_tell("no status", domain).seen(with(&[])),
        Case::does_not_apply("not registered", domain).seen(Registration {
            registered: false,
            expires: None,
            registrar: None,
            status: Vec::new(),
        }),
    ]
}
