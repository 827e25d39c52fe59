//! Passwords and keys travel by chat, mail or ticket.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/credentials-by-chat",
    summary: "Passwords and keys travel by chat, mail or ticket",
    docs: "A credential in a chat is copied into phones, exports and backups. One that travelled counts as exposed \
           and is replaced.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 60,
    mission: &["M3.14"],
    source: Source::read("the requirement catalogue, M3.14"),
    asks: Some(&Question {
        ask: "Is it true that no password or key was ever sent by chat, mail or ticket, or that each such one was \
               replaced?",
        claim: "no credential travels by chat, mail or ticket",
        denied: "Passwords or keys of {} travel by chat, mail or ticket",
        consequence: "They stay in search results and exports for years, readable for people who left.",
        fix: "Replace each credential that was sent, and share new ones through the password manager or the \
               platform's secret store only.",
        who: "whoever develops",
        evidence: "a statement by everyone who holds credentials",
        days: 90,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
